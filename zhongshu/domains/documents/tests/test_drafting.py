"""拟稿、修改、送审."""

import pytest

from zhongshu.domains.documents.choices import Direction, OutgoingState
from zhongshu.domains.documents.commands import dispatching, drafting, quotas
from zhongshu.domains.documents.models import OutgoingDocument
from zhongshu.domains.documents.tests import factories
from zhongshu.kernel.errors import NotPermitted, RuleBroken, StaleState
from zhongshu.platform.organizations.tests.factories import UnitFactory
from zhongshu.platform.workflow import public as workflow

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> factories.Office:
    return factories.office()


def test_a_draft_knows_its_direction_from_its_recipients(made):
    below = UnitFactory(parent=made.organ)

    document = factories.draft_in(made, to=[below])

    assert document.direction == Direction.DOWNWARD
    assert document.state == OutgoingState.DRAFTING
    assert document.number == ""


def test_a_drafter_may_not_draft_in_another_organs_name(made):
    other = factories.office()

    with pytest.raises(NotPermitted):
        drafting.draft(by=made.actor("drafter"), organ_id=other.organ.pk, title="关于某事的通知")

    assert OutgoingDocument.objects.count() == 0


def test_the_office_drafts_for_its_organ(made):
    office = UnitFactory(parent=made.organ, is_office=True)
    clerk = factories.person_in(office, "drafter")

    document = drafting.draft(by=factories.actor_for(clerk), organ_id=made.organ.pk, title="关于某事的通知")

    assert document.organ == made.organ


@pytest.mark.parametrize("title", ["机密★5年 关于某事的通知", "【秘密】关于某事的通知"])
def test_a_marked_draft_is_refused(made, title):
    with pytest.raises(RuleBroken, match="国家秘密"):
        factories.draft_in(made, title=title)

    assert OutgoingDocument.objects.count() == 0


def test_the_drafter_cannot_be_the_signatory(made):
    with pytest.raises(RuleBroken, match="拟稿人不能签发"):
        factories.draft_in(made, signatory_id=made.people["drafter"].pk)


def test_a_save_over_a_newer_one_is_refused_and_changes_nothing(made):
    document = factories.draft_in(made)
    seen = document.revision
    drafting.save_draft(document, revision=seen, title="关于甲事的通知", by=made.actor("drafter"))

    with pytest.raises(StaleState) as refusal:
        drafting.save_draft(
            OutgoingDocument.objects.get(pk=document.pk), revision=seen, title="关于乙事的通知", by=made.actor("drafter")
        )

    assert refusal.value.facts["present_revision"] == seen + 1
    assert OutgoingDocument.objects.get(pk=document.pk).title == "关于甲事的通知"


def test_a_page_does_not_conflict_with_its_own_automatic_save(made):
    document = factories.draft_in(made)
    seen = document.revision
    drafting.save_draft(document, revision=seen, title="关于甲事的通知", token="page", automatic=True, by=made.actor("drafter"))

    drafting.save_draft(
        OutgoingDocument.objects.get(pk=document.pk),
        revision=seen,
        title="关于乙事的通知",
        token="page",
        by=made.actor("drafter"),
    )

    assert OutgoingDocument.objects.get(pk=document.pk).title == "关于乙事的通知"


def test_a_stranger_may_not_change_a_draft(made):
    document = factories.draft_in(made)

    with pytest.raises(NotPermitted):
        drafting.save_draft(document, revision=document.revision, title="改", by=made.actor("printer"))


def test_a_document_under_review_is_locked_for_its_drafter(made):
    document = factories.submitted(made)

    with pytest.raises(NotPermitted):
        drafting.save_draft(document, revision=document.revision, title="改", by=made.actor("drafter"))


def test_the_reviewer_who_holds_it_may_change_the_text_and_a_version_is_kept(made):
    document = factories.submitted(made)
    reviewer = made.actor("reviewer")
    workflow.claim(workflow.items_of_actor(document.ref, reviewer).get().pk, by=reviewer)

    drafting.save_draft(document, revision=document.revision, body=factories.BODY + "\n三、加强值守", by=reviewer)
    factories.act(document, reviewer)

    assert list(document.versions.values_list("sequence", "step_label", "person_name")) == [
        (1, "拟稿", made.people["drafter"].name),
        (2, "核稿", reviewer.name),
    ]


def test_submitting_starts_the_process_and_the_reviewer_has_the_item(made):
    document = factories.submitted(made)

    assert document.state == OutgoingState.IN_REVIEW
    assert workflow.items_of_actor(document.ref, made.actor("reviewer")).count() == 1


def test_only_the_drafter_submits(made):
    document = factories.draft_in(made)

    with pytest.raises(NotPermitted):
        drafting.submit(document, by=made.actor("reviewer"))

    assert OutgoingDocument.objects.get(pk=document.pk).state == OutgoingState.DRAFTING


def test_a_submitted_document_is_not_submitted_twice(made):
    document = factories.submitted(made)

    with pytest.raises(RuleBroken, match="不能送审"):
        drafting.submit(document, by=made.actor("drafter"))


def test_an_incomplete_draft_is_not_submitted(made):
    document = factories.draft_in(made, to=[], body="")

    with pytest.raises(RuleBroken) as refusal:
        drafting.submit(document, by=made.actor("drafter"))

    assert refusal.value.facts["refusals"] == ["请填写正文", "通知应当写明主送机关"]
    assert OutgoingDocument.objects.get(pk=document.pk).state == OutgoingState.DRAFTING


def test_an_important_document_needs_the_principal_head(made):
    document = factories.draft_in(made, important=True, signatory_id=made.people["deputy"].pk)

    with pytest.raises(RuleBroken, match="主要负责人签发"):
        drafting.submit(document, by=made.actor("drafter"))


def test_a_document_above_the_quota_needs_a_reason(made):
    quotas.set_quota(made.section.pk, year=2026, limit=0, by=made.actor("director"))
    document = factories.draft_in(made)

    with pytest.raises(RuleBroken, match="指标0件已用完"):
        drafting.submit(document, by=made.actor("drafter"))

    drafting.save_draft(document, revision=document.revision, over_quota_reason="防汛急需", by=made.actor("drafter"))
    drafting.submit(OutgoingDocument.objects.get(pk=document.pk), by=made.actor("drafter"))
    assert OutgoingDocument.objects.get(pk=document.pk).state == OutgoingState.IN_REVIEW


def test_a_withdrawn_document_is_a_draft_again(made):
    document = factories.submitted(made)

    dispatching.withdraw(document, reason="内容有误", by=made.actor("drafter"))

    assert OutgoingDocument.objects.get(pk=document.pk).state == OutgoingState.DRAFTING
    assert list(workflow.open_items(document.ref)) == []


def test_a_withdrawn_document_can_be_submitted_again(made):
    document = factories.submitted(made)
    dispatching.withdraw(document, reason="内容有误", by=made.actor("drafter"))

    drafting.submit(OutgoingDocument.objects.get(pk=document.pk), by=made.actor("drafter"))

    assert OutgoingDocument.objects.get(pk=document.pk).state == OutgoingState.IN_REVIEW


def test_only_the_drafter_withdraws(made):
    document = factories.submitted(made)

    with pytest.raises(NotPermitted):
        dispatching.withdraw(document, reason="内容有误", by=made.actor("clerk"))


def test_a_dispatched_document_cannot_be_withdrawn(made):
    document = factories.dispatched(made)

    with pytest.raises(RuleBroken):
        dispatching.withdraw(document, reason="内容有误", by=made.actor("drafter"))

    assert OutgoingDocument.objects.get(pk=document.pk).state == OutgoingState.DISPATCHED


def test_a_cancelled_draft_stays_on_record(made):
    document = factories.draft_in(made)

    dispatching.cancel_draft(document, reason="不再需要", by=made.actor("drafter"))

    assert OutgoingDocument.objects.get(pk=document.pk).state == OutgoingState.WITHDRAWN


def test_a_document_under_way_is_not_cancelled(made):
    document = factories.submitted(made)

    with pytest.raises(RuleBroken, match="请先撤销"):
        dispatching.cancel_draft(document, reason="不再需要", by=made.actor("drafter"))


def test_a_stranger_cancels_nothing(made):
    document = factories.draft_in(made)

    with pytest.raises(NotPermitted):
        dispatching.cancel_draft(document, reason="不再需要", by=made.actor("reviewer"))
