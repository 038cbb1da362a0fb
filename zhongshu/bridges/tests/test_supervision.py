"""What leads into supervision and out of it."""

import pytest

from zhongshu.domains.documents import public as documents
from zhongshu.domains.supervision import public as supervision
from zhongshu.domains.supervision.tests import factories
from zhongshu.kernel import clock, events
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.opinions import public as opinions
from zhongshu.platform.organizations.public import Duty
from zhongshu.platform.organizations.tests.factories import UnitFactory, actor_for, person_in

pytestmark = pytest.mark.django_db

REQUEST = ObjectRef("documents.incoming", 0, "关于城区供水管网改造的请示", "云水请〔2026〕3号")


@pytest.fixture(autouse=True)
def monday():
    with clock.frozen(factories.MONDAY):
        yield


@pytest.fixture
def office():
    return factories.office()


@pytest.fixture
def mayor(office):
    government = UnitFactory(name="云州市政府")
    office.organ.parent, office.organ.is_office = government, True
    office.organ.save()
    return actor_for(person_in(government, Duty.LEADER, name="市长甲"))


def give(words: str, by, **options) -> None:
    opinions.record(REQUEST, words=words, column="批示", by=by, **options)
    events.deliver_all()


def test_words_that_ask_for_something_propose_an_item_to_the_office(office, mayor):
    give("请水利局抓紧办理，十二月底前见效。", mayor)

    proposal = supervision.Proposal.objects.get()
    assert (proposal.organ, proposal.words, proposal.leader_name, proposal.ref) == (
        office.organ, "请水利局抓紧办理，十二月底前见效。", "市长甲", REQUEST,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "attitude"),
    [
        ("", "tick_read"),
        ("已阅。", "comment"),
        ("同意拟办意见。", "comment"),
        ("同意。", "agree"),
        ("同意按拟办意见办理", "comment"),
    ],
)
def test_a_tick_and_agreement_propose_nothing(office, mayor, words, attitude):
    give(words, mayor, attitude=attitude)

    assert not supervision.Proposal.objects.exists()


def test_where_nobody_supervises_nothing_is_proposed(office):
    give("请办公室抓紧办理。", actor_for(office.heads[0]))

    assert not supervision.Proposal.objects.exists()


def test_a_confirmed_proposal_is_an_item_with_the_leaders_words(office, mayor):
    give("请水利局抓紧办理。", mayor)

    item = supervision.docket_proposal(
        supervision.Proposal.objects.get(), title="落实管网改造", outcome="12条通水", lead_unit_id=office.units[0].pk, working_days=10,
        by=office.actor(office.supervisor),
    )  # fmt: skip

    source = item.sources.get()
    assert (source.words, source.leader_name, item.leader_name) == ("请水利局抓紧办理。", "市长甲", "市长甲")


def test_a_second_instruction_on_the_matter_is_joined_and_delivered_again_changes_nothing(office, mayor):
    give("请水利局抓紧办理。", mayor)
    by = office.actor(office.supervisor)
    item = supervision.docket_proposal(
        supervision.Proposal.objects.get(),
        title="落实管网改造",
        outcome="12条通水",
        lead_unit_id=office.units[0].pk,
        working_days=10,
        by=by,
    )
    give("请财政局保障资金。", mayor)

    supervision.join_proposal(supervision.Proposal.objects.get(state="waiting"), item, by=by)

    assert list(item.sources.values_list("words", flat=True)) == ["请水利局抓紧办理。", "请财政局保障资金。"]
    assert supervision.Proposal.objects.count() == 2


def test_a_notice_becomes_the_draft_of_a_document(office):
    item = factories.assigned(office)

    notice = supervision.issue_notice(item, kind="urging_notice", words="请于周五前反馈。", by=office.actor(office.supervisor))
    events.deliver_all()

    notice.refresh_from_db()
    document = documents.OutgoingDocument.objects.get(pk=notice.document_id)
    assert (notice.state, document.document_type, document.drafter) == ("drafted", "notice", office.supervisor)
    assert "请于周五前反馈。" in document.body
