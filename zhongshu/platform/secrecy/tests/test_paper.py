import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from zhongshu.kernel import clock
from zhongshu.kernel.errors import NotPermitted, RuleBroken, StaleState
from zhongshu.platform.audit.models import Entry
from zhongshu.platform.organizations.public import Duty
from zhongshu.platform.organizations.tests.factories import UnitFactory, actor_for, person_in
from zhongshu.platform.secrecy import queries
from zhongshu.platform.secrecy.commands import paper
from zhongshu.platform.secrecy.models import PaperCopy

pytestmark = pytest.mark.django_db


class Office:
    """An office with a confidential clerk and two readers."""

    def __init__(self):
        self.organ = UnitFactory()
        self.keeper = person_in(self.organ, Duty.CONFIDENTIAL_CLERK)
        self.clerk = actor_for(self.keeper)
        self.reader, self.other = person_in(self.organ), person_in(self.organ)

    def copy(self, **changes) -> PaperCopy:
        fields = {
            "handle": "甲号件",
            "issuer": "某上级机关",
            "number": "代号1",
            "level": 4,
            "copy_number": "000012",
            "holder": self.keeper,
        }
        return paper.register_copy(self.organ.pk, **{**fields, **changes}, by=self.clerk)


@pytest.fixture
def office():
    return Office()


def hands(copy: PaperCopy) -> list[tuple[str, str, str]]:
    return [(link.kind, link.from_name, link.to_name) for link in queries.chain(copy)]


def test_a_registered_copy_has_a_holder_and_a_first_link(office):
    copy = office.copy(period_years=20)

    assert (copy.holder, copy.state, copy.period) == (office.keeper, "held", "20年")
    assert hands(copy) == [("receive", "某上级机关", office.keeper.name)]


def test_only_the_organs_confidential_clerk_registers(office):
    stranger = Office().clerk

    with pytest.raises(NotPermitted):
        paper.register_copy(
            office.organ.pk, handle="甲", issuer="某", number="1", level=3, copy_number="1", holder=office.reader, by=stranger
        )

    assert not PaperCopy.objects.exists()


def test_one_copy_is_registered_once(office):
    office.copy()

    with pytest.raises(RuleBroken, match="已经登记"):
        office.copy()

    assert office.copy(copy_number="000013").copy_number == "000013"


@pytest.mark.parametrize(("level", "years"), [(3, 11), (4, 21), (5, 31), (3, 0)])
def test_a_period_longer_than_the_law_allows_is_refused(office, level, years):
    with pytest.raises(RuleBroken, match="保密期限不超过"):
        office.copy(level=level, period_years=years)

    assert not PaperCopy.objects.exists()


def test_a_copy_goes_from_hand_to_hand_without_a_gap(office):
    copy = office.copy()

    paper.hand_over(copy, office.reader, by=office.clerk)
    paper.hand_over(copy, office.other, note="阅办", by=office.clerk)

    assert hands(copy) == [
        ("receive", "某上级机关", office.keeper.name),
        ("hand_over", office.keeper.name, office.reader.name),
        ("hand_over", office.reader.name, office.other.name),
    ]
    assert PaperCopy.objects.get().holder == office.other


def test_a_stranger_cannot_move_a_copy(office):
    copy = office.copy()

    with pytest.raises(NotPermitted):
        paper.hand_over(copy, office.other, by=actor_for(office.reader))

    copy.refresh_from_db()
    assert copy.holder == office.keeper


def test_a_copy_is_not_handed_to_who_holds_it(office):
    copy = office.copy()

    with pytest.raises(RuleBroken, match="已在该人手中"):
        paper.hand_over(copy, office.keeper, by=office.clerk)

    assert len(hands(copy)) == 1


def test_of_two_who_move_a_copy_only_the_first_wins(office):
    copy = office.copy()
    as_the_second_saw_it = PaperCopy.objects.get()
    paper.hand_over(copy, office.reader, by=office.clerk)

    with pytest.raises(StaleState):
        paper.hand_over(as_the_second_saw_it, office.other, by=office.clerk)

    assert PaperCopy.objects.get().holder == office.reader


def test_a_lent_copy_comes_back_before_it_goes_anywhere_else(office):
    copy = office.copy()
    paper.lend(copy, office.reader, by=office.clerk)

    with pytest.raises(RuleBroken, match="借出"):
        paper.hand_over(copy, office.other, by=office.clerk)
    with pytest.raises(RuleBroken):
        paper.recall(copy, by=office.clerk)
    paper.give_back(copy, office.keeper, by=office.clerk)

    assert (copy.state, copy.holder) == ("held", office.keeper)
    assert [kind for kind, *_ in hands(copy)] == ["receive", "lend", "give_back"]


def test_a_copy_that_was_not_lent_cannot_be_given_back(office):
    copy = office.copy()

    with pytest.raises(RuleBroken, match="没有借出"):
        paper.give_back(copy, office.reader, by=office.clerk)

    assert len(hands(copy)) == 1


def test_a_recalled_copy_is_in_nobodys_hands(office):
    copy = office.copy()

    paper.recall(copy, by=office.clerk)

    copy.refresh_from_db()
    assert (copy.state, copy.holder, hands(copy)[-1]) == ("recalled", None, ("recall", office.keeper.name, "某上级机关"))


@pytest.mark.parametrize("move", ["hand_over", "lend"])
def test_what_left_the_office_cannot_be_moved(office, move):
    copy = office.copy()
    paper.archive(copy, by=office.clerk)

    with pytest.raises(RuleBroken):
        getattr(paper, move)(copy, office.reader, by=office.clerk)

    assert len(hands(copy)) == 2


def test_two_people_watch_the_destruction(office):
    copy = office.copy()

    paper.destroy(copy, first_witness="试用甲", second_witness="试用乙", approval="主要负责人批准", by=office.clerk)

    assert queries.chain(copy)[-1].witness_name == "试用甲、试用乙"


@pytest.mark.parametrize(
    ("first", "second", "approval", "code"),
    [
        ("试用甲", "试用甲", "已批准", "two_witnesses"),
        ("试用甲", "", "已批准", "two_witnesses"),
        ("试用甲", "试用乙", " ", "no_approval"),
    ],
)
def test_destruction_without_two_witnesses_and_an_approval_is_refused(office, first, second, approval, code):
    copy = office.copy()

    with pytest.raises(RuleBroken) as refusal:
        paper.destroy(copy, first_witness=first, second_witness=second, approval=approval, by=office.clerk)

    assert refusal.value.code == code
    assert PaperCopy.objects.get().state == "held"


def test_the_database_knows_no_copy_in_the_office_without_a_holder(office):
    copy = office.copy()

    with pytest.raises(IntegrityError), transaction.atomic():
        PaperCopy.objects.filter(pk=copy.pk).update(holder=None)


def test_the_holder_sees_the_own_copy_and_no_other(office):
    copy = office.copy(holder=office.reader)
    office.copy(copy_number="2", holder=office.other)

    assert list(queries.register(actor_for(office.reader))) == [copy]
    assert queries.register(office.clerk).count() == 2
    assert queries.register(Office().clerk).count() == 0


def test_copies_past_their_recall_date_are_listed(office):
    late = office.copy(recall_due_date=dt.date(2026, 3, 31))
    office.copy(copy_number="2", recall_due_date=dt.date(2026, 4, 30))

    with clock.frozen("2026-04-01 09:00"):
        assert list(queries.overdue_recalls(office.clerk)) == [late]


def test_the_log_names_the_copy_by_its_row_only(office):
    office.copy()

    entry = Entry.objects.get()
    assert (entry.action, entry.ref_title, entry.ref_number) == ("secrecy.copy_registered", "", "")
