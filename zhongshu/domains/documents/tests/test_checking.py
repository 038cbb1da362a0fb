"""审核把关: a must-finding keeps a draft back, somebody with the right lets it stand, what was found is recorded by level."""

import pytest
from django.urls import reverse

from zhongshu.domains.documents.choices import OutgoingState, ReviewLevel
from zhongshu.domains.documents.commands import checking, drafting
from zhongshu.domains.documents.models import CheckFinding, CheckOverride, OutgoingDocument
from zhongshu.domains.documents.queries import checking as queries
from zhongshu.domains.documents.tests import factories
from zhongshu.domains.documents.tests.test_editor import HTMX, typed
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.accounts.tests.factories import signed_in
from zhongshu.platform.audit import public as audit

pytestmark = pytest.mark.django_db
GAP = "为做好防汛工作，现将有关事项通知如下：\n一、落实责任\n各单位要落实值班责任。\n三、及时报告\n重要情况随时报告。"


@pytest.fixture
def made() -> factories.Office:
    return factories.office()


@pytest.fixture
def document(made) -> OutgoingDocument:
    return factories.draft_in(made, body=GAP)


def gap_key(document: OutgoingDocument) -> str:
    return next(queries.key_of(one) for one in queries.blocking_of(document) if one.rule == "STR-GAP")


def test_a_must_finding_keeps_the_draft_back_and_says_whom_to_ask(made, document):
    with pytest.raises(RuleBroken) as refusal:
        drafting.submit(document, by=made.actor("drafter"))

    assert "格式关未过：序数不连续：此处应为“二、”" in refusal.value.message
    assert made.people["director"].name in refusal.value.message
    document.refresh_from_db()
    assert document.state == OutgoingState.DRAFTING
    assert CheckFinding.objects.count() == 0


def test_the_director_lets_a_finding_stand_and_the_draft_goes_on(made, document):
    checking.let_stand(document, key=gap_key(document), reason="按上级文件原有编号", by=made.actor("director"))

    drafting.submit(document, by=made.actor("drafter"))

    document.refresh_from_db()
    row = CheckOverride.objects.get()
    assert document.state == OutgoingState.IN_REVIEW
    assert (row.rule, row.reason, row.person_name) == ("STR-GAP", "按上级文件原有编号", made.people["director"].name)
    assert "documents.check_overridden" in {entry.action for entry in audit.trail(document.ref)}


def test_a_stranger_lets_nothing_stand(made, document):
    for actor in (factories.office().actor("director"), made.actor("clerk")):
        with pytest.raises(NotPermitted):
            checking.let_stand(document, key=gap_key(document), reason="理由", by=actor)

    assert CheckOverride.objects.count() == 0


def test_the_drafter_lets_nothing_of_his_own_stand(made, document):
    OutgoingDocument.objects.filter(pk=document.pk).update(drafter=made.people["director"], signatory=None)
    document.refresh_from_db()

    with pytest.raises(NotPermitted, match="拟稿人不能核准"):
        checking.let_stand(document, key=gap_key(document), reason="理由", by=made.actor("director"))


def test_a_finding_that_is_gone_cannot_stand(made, document):
    with pytest.raises(RuleBroken, match="已经不在"):
        checking.let_stand(document, key="nothing", reason="理由", by=made.actor("director"))


def test_letting_stand_needs_a_reason(made, document):
    with pytest.raises(RuleBroken, match="请写明保留的理由"):
        checking.let_stand(document, key=gap_key(document), reason=" ", by=made.actor("director"))


def test_what_was_found_is_recorded_with_the_level_that_put_it_right(made):
    document = factories.submitted(made, body=factories.BODY + "\n请各单位必须要认真落实其它事项。")
    rules = set(CheckFinding.objects.values_list("rule", flat=True))
    assert rules == {"TXT-REPEAT", "TXT-OTHER"}
    drafting.save_draft(
        OutgoingDocument.objects.get(pk=document.pk),
        revision=document.revision,
        body=factories.BODY + "\n请各单位必须认真落实其它事项。",
        by=made.actor("reviewer"),
    )

    factories.act(document, made.actor("reviewer"))

    fixed = CheckFinding.objects.get(rule="TXT-REPEAT")
    assert (fixed.found_level, fixed.fixed_level) == (ReviewLevel.DRAFTING, ReviewLevel.REVIEW)
    assert (fixed.unit_id, fixed.fixed_by_name) == (made.section.pk, made.people["reviewer"].name)
    assert CheckFinding.objects.get(rule="TXT-OTHER").fixed_level is None


def test_the_findings_stand_beside_the_text_while_it_is_typed(client, made):
    document = factories.draft_in(made)

    answer = signed_in(client, made.people["drafter"]).post(
        reverse("documents:check", args=[document.pk]), typed(document, body="各单位要认真落实，，其它事项。"), headers=HTMX
    )

    page = answer.content.decode()
    assert 'data-field="body" data-begin="8" data-end="10" data-words="，，"' in page
    assert 'data-replacement="其他"' in page
    document.refresh_from_db()
    assert document.body == factories.BODY


def test_a_colleague_may_not_check_what_he_may_not_edit(client, made, document):
    answer = signed_in(client, made.people["clerk"]).post(reverse("documents:check", args=[document.pk]), {}, headers=HTMX)

    assert answer.status_code == 403


def test_the_page_shows_the_gates_and_who_let_what_stand(client, made, document):
    checking.let_stand(document, key=gap_key(document), reason="按上级文件原有编号", by=made.actor("director"))

    page = signed_in(client, made.people["drafter"]).get(reverse("documents:detail", args=[document.pk]), {"tab": "checks"})

    text = page.content.decode()
    for words in ("政策关", "审批关", "格式关", "文字关", "印发关", "核准保留", "按上级文件原有编号"):
        assert words in text


def test_the_director_lets_it_stand_in_the_browser(client, made, document):
    address = reverse("documents:let_stand", args=[document.pk, gap_key(document)])
    browser = signed_in(client, made.people["director"])

    assert address in browser.get(reverse("documents:detail", args=[document.pk]), {"tab": "checks"}).content.decode()
    answer = browser.post(address, {"reason": "按上级文件原有编号"})

    assert answer.status_code == 302
    assert CheckOverride.objects.get().reason == "按上级文件原有编号"


def test_the_slip_names_what_was_let_stand(client, made, document):
    checking.let_stand(document, key=gap_key(document), reason="按上级文件原有编号", by=made.actor("director"))

    page = signed_in(client, made.people["drafter"]).get(reverse("documents:detail", args=[document.pk]), {"tab": "slip"})

    assert "按上级文件原有编号" in page.content.decode()
