"""Four levels of review: every save is a version of its level, figures and policy need a reason, a signature tells what was read."""

import pytest

from zhongshu.domains.documents import reasons
from zhongshu.domains.documents.choices import OutgoingState, ReviewLevel
from zhongshu.domains.documents.commands import drafting, reading
from zhongshu.domains.documents.models import ChangeReason, OutgoingDocument, TextOpening
from zhongshu.domains.documents.queries import revising
from zhongshu.domains.documents.queries.outgoing import substance_digest
from zhongshu.domains.documents.tests import factories
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.audit import public as audit
from zhongshu.platform.opinions import public as opinions
from zhongshu.platform.workflow import public as workflow

pytestmark = pytest.mark.django_db
BODY = "为做好防汛工作，通知如下：\n一、落实责任\n各单位要落实值班责任，6月1日前报名单。\n二、安排资金\n市级安排资金100万元。"


@pytest.fixture
def made() -> factories.Office:
    return factories.office()


@pytest.fixture
def document(made) -> OutgoingDocument:
    return factories.submitted(made, body=BODY)


def write(document: OutgoingDocument, by: Actor, old: str, new: str, **options) -> None:
    """Let somebody who holds the document change its words."""
    item = workflow.items_of_actor(document.ref, by).first()
    if item is not None and item.assignee_id is None:
        workflow.claim(item.pk, by=by)
    document.refresh_from_db()
    assert old in document.body
    drafting.save_draft(document, revision=document.revision, body=document.body.replace(old, new), by=by, **options)
    document.refresh_from_db()


def at_approval(made: factories.Office, document: OutgoingDocument) -> Actor:
    factories.act(document, made.actor("reviewer"))
    return made.actor("director")


def test_each_level_makes_a_version_marked_with_person_and_step(made, document):
    write(document, made.actor("reviewer"), "落实值班责任", "严格落实值班责任")
    director = at_approval(made, document)
    write(document, director, "通知如下", "现通知如下")

    versions = [(row.level, row.step_label, row.person_name) for row in document.versions.all()]
    assert versions == [
        (ReviewLevel.DRAFTING, "拟稿", made.people["drafter"].name),
        (ReviewLevel.REVIEW, "核稿", made.people["reviewer"].name),
        (ReviewLevel.APPROVAL, "审批", made.people["director"].name),
    ]


def test_saving_again_at_the_same_step_goes_on_with_the_version(made, document):
    reviewer = made.actor("reviewer")
    write(document, reviewer, "落实值班责任", "严格落实值班责任")
    write(document, reviewer, "6月1日", "6月5日")

    assert document.versions.count() == 2
    assert "6月5日" in document.versions.last().body


def test_passing_an_unchanged_text_on_makes_no_version(made, document):
    at_approval(made, document)

    assert document.versions.count() == 1


def test_a_figure_changed_at_the_third_level_needs_a_reason(made, document):
    director = at_approval(made, document)

    with pytest.raises(RuleBroken, match="“100万元”改为“120万元”，请填写修改理由") as refusal:
        write(document, director, "100万元", "120万元")

    assert refusal.value.code == "reason_required"
    assert refusal.value.facts["missing"] == [BUDGET]
    assert OutgoingDocument.objects.get(pk=document.pk).body == BODY
    assert document.versions.count() == 1


BUDGET = reasons.key_of("100万元", "120万元")
LIMIT = reasons.key_of("1日", "5日")


def test_the_reason_stays_with_the_passage_and_on_the_audit(made, document):
    director = at_approval(made, document)

    write(document, director, "100万元", "120万元", reasons={BUDGET: "财政局已追加预算"})

    reason = ChangeReason.objects.get()
    assert (reason.words, reason.person_name) == ("财政局已追加预算", director.name)
    assert (reason.old, reason.new, reason.kinds) == ("100万元", "120万元", ["figure"])
    (passage,) = [one for one in revising.provenance(document, revising.versions_with_texts(document)) if one.new]
    assert (passage.old, passage.new, passage.reasons) == ("100万元", "120万元", ["财政局已追加预算"])
    assert "documents.change_explained" in [entry.action for entry in audit.trail(document.ref)]


def test_each_passage_takes_its_own_reason(made, document):
    director = at_approval(made, document)
    changed = BODY.replace("100万元", "120万元").replace("6月1日", "6月5日")

    with pytest.raises(RuleBroken, match="“1日”改为“5日”，请填写修改理由") as refusal:
        write(document, director, BODY, changed, reasons={BUDGET: "财政局已追加预算"})
    assert refusal.value.facts["missing"] == [LIMIT]
    assert OutgoingDocument.objects.get(pk=document.pk).body == BODY
    write(document, director, BODY, changed, reasons={BUDGET: "财政局已追加预算", LIMIT: "端午节放假"})

    found = revising.provenance(document, revising.versions_with_texts(document))
    assert [(one.old, one.reasons) for one in found] == [("1日", ["端午节放假"]), ("100万元", ["财政局已追加预算"])]


def test_the_same_change_in_two_places_is_explained_once():
    (passage,) = reasons.passages([("甲100万元。\n乙100万元。", "甲120万元。\n乙120万元。")])

    assert (passage.old, passage.new, passage.times, passage.context) == ("100万元", "120万元", 2, "甲120万元。")


def test_words_are_known_by_who_first_wrote_them(made, document):
    write(document, made.actor("reviewer"), "落实值班责任", "严格落实值班责任")
    director = at_approval(made, document)
    write(document, director, "各单位要严格落实", "各单位落实", reasons={reasons.key_of("要严格", ""): "按规范表述修改"})

    (passage,) = [one for one in revising.provenance(document, revising.versions_with_texts(document)) if not one.new]
    assert passage.writer == f"{made.people['drafter'].name}、{made.people['reviewer'].name}"


def test_what_was_explained_is_not_asked_again(made, document):
    director = at_approval(made, document)
    write(document, director, "100万元", "120万元", reasons={BUDGET: "财政局已追加预算"})

    write(document, director, "为做好防汛工作", "为了做好防汛工作")

    assert ChangeReason.objects.count() == 1


def test_words_without_weight_need_no_reason(made, document):
    write(document, at_approval(made, document), "通知如下", "现通知如下")

    assert "现通知如下" in document.body


def test_below_the_third_level_no_reason_is_asked(made, document):
    write(document, made.actor("reviewer"), "100万元", "120万元")

    assert "120万元" in document.body


def test_a_signed_text_is_locked_until_a_reason_takes_it_back(made, document):
    factories.advance(document, made, until=OutgoingState.APPROVED_FOR_ISSUE)
    clerk = made.actor("clerk")

    with pytest.raises(RuleBroken, match="已签发锁定"):
        write(document, clerk, "通知如下", "现通知如下")
    assert OutgoingDocument.objects.get(pk=document.pk).state == OutgoingState.APPROVED_FOR_ISSUE

    document.refresh_from_db()
    write(document, clerk, "通知如下", "现通知如下", reasons={reasons.WHOLE.key: "签发人口头更正"})
    assert document.state == OutgoingState.AWAITING_APPROVAL
    assert document.versions.last().level == ReviewLevel.FINAL_CHECK


def test_a_stranger_cannot_write_at_any_level(made, document):
    with pytest.raises(NotPermitted):
        drafting.save_draft(document, revision=document.revision, body="改", by=factories.office().actor("director"))

    assert document.versions.count() == 1


# -- signatures and reading


def opinion_in(document: OutgoingDocument, column: str) -> opinions.Opinion:
    return opinions.Opinion.objects.about(document.ref).get(column=column)


def test_a_signature_without_the_text_opened_says_so(made, document):
    at_approval(made, document)
    factories.act(document, made.actor("director"))

    opinion = opinion_in(document, "审批")
    assert opinions.unread(opinion)
    assert opinions.UNREAD in opinions.shown(opinion)["marks"]
    assert any(opinions.UNREAD in entry.facts for entry in workflow.timeline(document.ref, Actor.system()))


def test_a_signature_after_reading_says_nothing(made, document):
    director = at_approval(made, document)
    reading.open_text(document, by=director)
    factories.act(document, director)

    assert not opinions.unread(opinion_in(document, "审批"))


def test_a_text_changed_since_it_was_opened_was_not_read(made, document):
    director = at_approval(made, document)
    reading.open_text(document, by=director)
    write(document, director, "通知如下", "现通知如下")
    factories.act(document, director)

    assert opinions.unread(opinion_in(document, "审批"))


def test_a_reviewer_is_not_marked_where_no_signature_is_given(made, document):
    factories.act(document, made.actor("reviewer"))

    assert not opinions.unread(opinion_in(document, "核稿"))


def test_opening_the_same_text_again_writes_nothing(made, document):
    director = at_approval(made, document)

    assert (reading.open_text(document, by=director), reading.open_text(document, by=director)) == (True, False)
    assert TextOpening.objects.get().digest == substance_digest(document)


def test_the_opinion_is_bound_to_the_text_as_it_stood(made, document):
    director = at_approval(made, document)
    write(document, director, "通知如下", "现通知如下")
    digest = substance_digest(document)
    factories.act(document, director)

    assert opinion_in(document, "审批").text_digest == digest
