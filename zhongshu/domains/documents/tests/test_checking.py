"""审核把关: a must-finding keeps a draft back, somebody with the right lets it stand, what was found is recorded by level."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from zhongshu.domains.documents.choices import CheckDeed, OutgoingState
from zhongshu.domains.documents.commands import checking, drafting
from zhongshu.domains.documents.levels import Station
from zhongshu.domains.documents.models import CheckEntry, OutgoingDocument
from zhongshu.domains.documents.queries import checking as queries
from zhongshu.domains.documents.tests import factories
from zhongshu.domains.documents.tests.test_editor import HTMX, typed
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.accounts.tests.factories import signed_in
from zhongshu.platform.audit import public as audit
from zhongshu.platform.organizations.public import Duty
from zhongshu.platform.organizations.tests.factories import UnitFactory, person_in
from zhongshu.platform.workflow import public as workflow

pytestmark = pytest.mark.django_db
GAP = "为做好防汛工作，现将有关事项通知如下：\n一、落实责任\n各单位要落实值班责任。\n三、及时报告\n重要情况随时报告。"


@pytest.fixture
def made() -> factories.Office:
    return factories.office()


@pytest.fixture
def document(made) -> OutgoingDocument:
    return factories.draft_in(made, body=GAP)


def gap_key(document: OutgoingDocument) -> str:
    return next(queries.key_of(one) for one in queries.findings_of(document) if one.rule == "STR-GAP")


def test_a_must_finding_keeps_the_draft_back_and_says_whom_to_ask(made, document):
    with pytest.raises(RuleBroken) as refusal:
        drafting.submit(document, by=made.actor("drafter"))

    assert "格式关未过：序数不连续：此处应为“二、”" in refusal.value.message
    assert made.people["director"].name in refusal.value.message
    document.refresh_from_db()
    assert document.state == OutgoingState.DRAFTING
    assert CheckEntry.objects.count() == 0


def test_the_director_lets_a_finding_stand_and_the_draft_goes_on(made, document):
    checking.let_stand(document, key=gap_key(document), reason="按上级文件原有编号", by=made.actor("director"))

    drafting.submit(document, by=made.actor("drafter"))

    document.refresh_from_db()
    row = CheckEntry.objects.get(deed=CheckDeed.LET_STAND)
    assert document.state == OutgoingState.IN_REVIEW
    assert (row.rule, row.reason, row.person_name) == ("STR-GAP", "按上级文件原有编号", made.people["director"].name)
    assert "documents.check_overridden" in {entry.action for entry in audit.trail(document.ref)}


def test_a_stranger_lets_nothing_stand(made, document):
    for actor in (factories.office().actor("director"), made.actor("clerk")):
        with pytest.raises(NotPermitted):
            checking.let_stand(document, key=gap_key(document), reason="理由", by=actor)

    assert CheckEntry.objects.count() == 0


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


def told(rule: str) -> list[tuple[str, str, str]]:
    """Return the record of one rule: (deed, step with its level, who)."""
    return [(row.deed, row.station.label, row.person_name) for row in CheckEntry.objects.filter(rule=rule)]


def rewrite(document: OutgoingDocument, body: str, by: Actor) -> None:
    document.refresh_from_db()
    drafting.save_draft(
        document, revision=document.revision, body=body, reasons=factories.why(document, "按规范表述修改", body=body), by=by
    )


REPEATED = factories.BODY + "\n请各单位必须要认真落实其它事项。"
PLAIN = factories.BODY + "\n请各单位必须认真落实其它事项。"


def test_what_was_found_is_recorded_with_the_step_that_put_it_right(made):
    document = factories.submitted(made, body=REPEATED)
    assert set(CheckEntry.objects.values_list("rule", flat=True)) == {"TXT-REPEAT", "TXT-OTHER"}
    rewrite(document, PLAIN, made.actor("reviewer"))

    factories.act(document, made.actor("reviewer"))

    drafter, reviewer = (made.people[role].name for role in ("drafter", "reviewer"))
    assert told("TXT-REPEAT") == [("found", "一级 拟稿", drafter), ("fixed", "二级 核稿", reviewer)]
    assert told("TXT-OTHER") == [("found", "一级 拟稿", drafter)]
    assert CheckEntry.objects.filter(deed=CheckDeed.FIXED).get().unit_id == made.section.pk


def test_an_error_that_comes_back_is_told_as_it_went(made):
    document = factories.submitted(made, body=REPEATED)
    for role, body in (("reviewer", PLAIN), ("director", REPEATED), ("signatory", PLAIN)):
        rewrite(document, body, made.actor(role))
        factories.act(document, made.actor(role))

    assert [(deed, label) for deed, label, _ in told("TXT-REPEAT")] == [
        ("found", "一级 拟稿"),
        ("fixed", "二级 核稿"),
        ("found_again", "三级 审批"),
        ("fixed", "四级 签发"),
    ]
    (course,) = [one for one in queries.recorded(document) if one.first.rule == "TXT-REPEAT"]
    assert not course.stands


def test_what_was_put_right_before_sending_back_is_that_levels_work(made):
    document = factories.submitted(made, body=REPEATED)
    reviewer = made.actor("reviewer")
    item = workflow.items_of_actor(document.ref, reviewer).get()
    workflow.claim(item.pk, by=reviewer)
    rewrite(document, PLAIN, reviewer)

    target = workflow.returnable_steps(item.pk, by=reviewer)[0]
    workflow.send_back(item.pk, to_step_id=target.step_id, mode="walk", reason="请再核对。", by=reviewer)

    assert told("TXT-REPEAT")[-1] == ("fixed", "二级 核稿", reviewer.name)


def test_a_typo_is_recorded_like_what_a_rule_finds(made):
    document = factories.submitted(made, body=factories.BODY + "\n各单位要高度重视，加强领道，确保责任落实到位。")
    assert [row.category for row in CheckEntry.objects.all()] == ["typo"]
    rewrite(document, factories.BODY + "\n各单位要高度重视，加强领导，确保责任落实到位。", made.actor("reviewer"))
    factories.act(document, made.actor("reviewer"))

    assert [row.deed for row in CheckEntry.objects.all()] == ["found", "fixed"]


def test_the_record_of_findings_is_append_only(made):
    factories.submitted(made, body=REPEATED)
    for change in (lambda: CheckEntry.objects.update(level=4), lambda: CheckEntry.objects.all().delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()

    assert {row.station for row in CheckEntry.objects.all()} == {Station(1, "拟稿")}


def test_a_must_finding_keeps_a_draft_back_at_every_level(made):
    document = factories.submitted(made)
    rewrite(document, GAP, made.actor("reviewer"))

    with pytest.raises(RuleBroken, match=r"格式关未过：序数不连续.*请改正后再送出") as refusal:
        factories.act(document, made.actor("reviewer"))

    assert refusal.value.code == "check_failed"
    document.refresh_from_db()
    assert document.state == OutgoingState.IN_REVIEW
    checking.let_stand(document, key=gap_key(document), reason="按上级文件原有编号", by=made.actor("director"))
    factories.act(document, made.actor("reviewer"))
    assert document.versions.last().body == GAP


def test_two_steps_of_one_kind_are_two_stations():
    made = factories.office(name="云州市人民政府")
    person_in(made.organ, Duty.SECRETARY_GENERAL, clearance=2)
    document = factories.submitted(made, document_type="order", layout="command_format", title="云州市人民政府令", body=REPEATED)
    for role, body in (("reviewer", REPEATED), ("director", PLAIN)):
        rewrite(document, body, made.actor(role))
        factories.act(document, made.actor(role))

    assert told("TXT-REPEAT")[-1] == ("fixed", "三级 合法性审核", made.people["director"].name)
    assert [(row.station.label) for row in document.versions.all()] == ["一级 拟稿", "三级 合法性审核"]


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
    assert CheckEntry.objects.get().reason == "按上级文件原有编号"


def test_the_slip_names_what_was_let_stand(client, made, document):
    checking.let_stand(document, key=gap_key(document), reason="按上级文件原有编号", by=made.actor("director"))

    page = signed_in(client, made.people["drafter"]).get(reverse("documents:detail", args=[document.pk]), {"tab": "slip"})

    assert "按上级文件原有编号" in page.content.decode()


MISSPELT = factories.BODY + "\n此项工作由云洲市财正局负责，请报云洲市审计局。"


def test_a_misspelt_organ_is_recorded_by_level(made):
    UnitFactory(name="云州市审计局", parent=made.organ)
    factories.submitted(made, body=MISSPELT)

    (row,) = CheckEntry.objects.filter(rule="RTE-NAME-REGISTER")
    assert (row.words, row.deed, row.station.label) == ("云洲市审计局", "found", "一级 拟稿")


def test_a_misspelt_organ_is_shown_beside_the_text_without_asking_each_time(client, made):
    UnitFactory(name="云州市审计局", parent=made.organ)
    document = factories.draft_in(made)
    browser = signed_in(client, made.people["drafter"])
    address = reverse("documents:check", args=[document.pk])

    page = browser.post(address, typed(document, body=MISSPELT), headers=HTMX).content.decode()
    with CaptureQueriesContext(connection) as asked:
        browser.post(address, typed(document, body=MISSPELT + "请抓紧办理。"), headers=HTMX)

    assert 'data-words="云洲市审计局"' in page
    assert 'data-replacement="云州市审计局"' in page
    assert "是否“云州市审计局”" in page
    assert [row for row in asked.captured_queries if "organizations_unitregister" in row["sql"]] == []
