"""The editor over HTTP: autosave, conflict, preview, submission; registers and small pages."""

import io
import re

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from zhongshu.domains.documents.choices import OutgoingState, Register
from zhongshu.domains.documents.commands import drafting, quotas
from zhongshu.domains.documents.forms import DraftForm
from zhongshu.domains.documents.models import DocumentQuota, OutgoingDocument, SavedView
from zhongshu.domains.documents.tests import factories
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.accounts.tests.factories import signed_in

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def made() -> factories.Office:
    return factories.office()


@pytest.fixture
def document(made) -> OutgoingDocument:
    return factories.draft_in(made)


def typed(document: OutgoingDocument, **changes) -> dict:
    """Return what the browser sends for the document as it stands, with changes."""
    document.refresh_from_db()
    values = DraftForm.initial_of(document, token="page")
    values = {name: value for name, value in values.items() if value is not None and value is not False}
    return {**values, **changes}


def test_an_autosave_keeps_the_text_and_gives_the_new_revision(client, made, document):
    browser = signed_in(client, made.people["drafter"])

    answer = browser.post(
        reverse("documents:autosave", args=[document.pk]), typed(document, title="关于新标题的通知"), headers=HTMX
    )

    document.refresh_from_db()
    assert document.title == "关于新标题的通知"
    assert f'name="revision" value="{document.revision}"' in answer.content.decode()
    assert "自动保存" in answer.content.decode()


def test_a_conflict_answers_409_and_keeps_what_was_typed(client, made, document):
    sent = typed(document, title="我写的标题的通知", token="first page")
    drafting.save_draft(
        document, revision=document.revision, title="别处保存的标题的通知", token="other page", by=made.actor("drafter")
    )

    answer = signed_in(client, made.people["drafter"]).post(reverse("documents:edit", args=[document.pk]), sent)

    assert answer.status_code == 409
    assert "我写的标题的通知" in answer.content.decode()
    assert "刚刚保存了这份文稿" in answer.content.decode()
    document.refresh_from_db()
    assert document.title == "别处保存的标题的通知"


def test_a_refused_mark_answers_422_and_keeps_what_was_typed(client, made, document):
    answer = signed_in(client, made.people["drafter"]).post(
        reverse("documents:edit", args=[document.pk]), typed(document, title="机密★5年 关于某事的通知")
    )

    assert answer.status_code == 422
    assert "机密★5年 关于某事的通知" in answer.content.decode()
    document.refresh_from_db()
    assert "机密" not in document.title


def test_the_preview_shows_pages_and_stores_nothing(client, made, document):
    answer = signed_in(client, made.people["drafter"]).post(
        reverse("documents:preview", args=[document.pk]), typed(document, title="预览中的通知"), headers=HTMX
    )

    assert "<svg" in answer.content.decode()
    document.refresh_from_db()
    assert document.title != "预览中的通知"


def test_saving_and_submitting_sends_the_draft_on(client, made, document):
    answer = signed_in(client, made.people["drafter"]).post(
        reverse("documents:edit", args=[document.pk]), typed(document, then="submit")
    )

    assert answer.status_code == 302
    document.refresh_from_db()
    assert document.state == OutgoingState.IN_REVIEW


def test_a_refused_submission_keeps_the_saved_text(client, made, document):
    answer = signed_in(client, made.people["drafter"]).post(
        reverse("documents:edit", args=[document.pk]), typed(document, body="", title="关于某事的通知", then="submit")
    )

    assert answer.status_code == 422
    assert "请填写正文" in answer.content.decode()
    document.refresh_from_db()
    assert (document.state, document.title) == (OutgoingState.DRAFTING, "关于某事的通知")


def test_a_new_document_begins_in_the_editor(client, made):
    answer = signed_in(client, made.people["drafter"]).post(
        reverse("documents:draft_new"), {"organ": made.organ.pk, "document_type": "letter", "title": "关于商请支持的函"}
    )

    document = OutgoingDocument.objects.get()
    assert answer.url == reverse("documents:edit", args=[document.pk])
    assert document.layout == "letter_format"


def test_a_colleague_cannot_open_the_editor(client, made, document):
    colleague = factories.person_in(made.section, "drafter", clearance=2)

    answer = signed_in(client, colleague).get(reverse("documents:edit", args=[document.pk]))

    assert answer.status_code == 403


def test_script_in_a_title_is_shown_as_text(client, made):
    document = factories.draft_in(made, title="<script>alert(1)</script>的通知")

    page = signed_in(client, made.people["drafter"]).get(reverse("documents:detail", args=[document.pk])).content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_workbook_holds_text_not_formulas(client, made):
    factories.draft_in(made, title="=1+1的通知")

    answer = signed_in(client, made.people["clerk"]).get(reverse("documents:outgoing_xlsx"))

    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet["B2"].value == "=1+1的通知"
    assert sheet["B2"].data_type == "s" or sheet["B2"].quotePrefix is not None


def test_a_register_leaves_out_what_one_may_not_see(client, made, document):
    stranger = factories.recipient().people["clerk"]

    for name in ("outgoing", "outgoing_print"):
        assert document.title not in signed_in(client, stranger).get(reverse(f"documents:{name}")).content.decode()
    sheet = load_workbook(io.BytesIO(signed_in(client, stranger).get(reverse("documents:outgoing_xlsx")).content)).active
    assert sheet.max_row == 1


def test_a_saved_view_brings_the_filters_back(client, made, document):
    browser = signed_in(client, made.people["clerk"])

    browser.post(reverse("documents:save_view", args=[Register.OUTGOING]), {"name": "在办", "query": "phase=in_flow"})

    page = browser.get(reverse("documents:outgoing"), {"phase": "in_flow"}).content.decode()
    assert re.search('aria-(pressed|current)="[a-z]+"[^<]*>在办', page)
    assert document.title not in page


def test_a_saved_view_is_dropped_by_its_owner_only(made):
    view = quotas.save_view(Register.OUTGOING, name="在办", query="phase=in_flow", by=made.actor("clerk"))

    with pytest.raises(NotPermitted):
        quotas.remove_view(view, by=made.actor("drafter"))
    quotas.remove_view(view, by=made.actor("clerk"))

    assert SavedView.objects.count() == 0


def test_a_view_without_a_name_is_not_kept(made):
    with pytest.raises(RuleBroken, match="名称"):
        quotas.save_view(Register.OUTGOING, name=" ", query="", by=made.actor("clerk"))


def test_a_quota_above_last_year_needs_a_reason(made):
    with pytest.raises(RuleBroken, match="请填写说明"):
        quotas.set_quota(made.section.pk, year=2026, limit=5, by=made.actor("director"))
    quotas.set_quota(made.section.pk, year=2026, limit=5, reason="新设单位", by=made.actor("director"))

    assert DocumentQuota.objects.get().limit == 5


def test_a_quota_is_set_by_the_office_director_only(made):
    with pytest.raises(NotPermitted):
        quotas.set_quota(made.section.pk, year=2026, limit=0, by=made.actor("clerk"))


def test_the_balance_counts_what_was_issued_and_what_is_under_way(made):
    from zhongshu.domains.documents.queries.quotas import balance

    factories.dispatched(made)
    factories.submitted(made, title="关于另一件事的通知")
    OutgoingDocument.objects.update(number_year=None)
    OutgoingDocument.objects.filter(state=OutgoingState.DISPATCHED).update(number_year=2026)

    found = balance(made.section.pk, year=2026)

    assert (found.issued, found.in_flow, found.limit, found.remaining) == (1, 1, None, None)


def test_the_limit_is_a_share_of_last_year(made, settings):
    from zhongshu.domains.documents.queries.quotas import balance

    settings.DOCUMENT_QUOTA_PERCENT = 90
    for number in range(10):
        document = factories.draft_in(made, title=f"关于第{number}件事的通知")
        OutgoingDocument.objects.filter(pk=document.pk).update(number_year=2025)

    assert balance(made.section.pk, year=2026).limit == 9


def test_script_in_the_text_is_drawn_as_text(client, made, document):
    answer = signed_in(client, made.people["drafter"]).post(
        reverse("documents:preview", args=[document.pk]), typed(document, body="<script>alert(1)</script>。"), headers=HTMX
    )

    assert "<svg" in answer.content.decode()
    assert "<script" not in answer.content.decode()
