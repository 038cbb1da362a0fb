import pytest
from django.db import IntegrityError, transaction

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.audit.models import Entry
from zhongshu.platform.numbering import commands, public, queries, series
from zhongshu.platform.numbering.models import Counter, Number
from zhongshu.platform.organizations.public import Duty
from zhongshu.platform.organizations.tests.factories import UnitFactory, actor_for, person_in

pytestmark = pytest.mark.django_db
DOCUMENT = ObjectRef("documents.outgoing", 1, "关于试用的通知")
SCOPE = {"scope": "云政办发", "year": 2026}


@pytest.fixture(autouse=True)
def defined(monkeypatch):
    monkeypatch.setattr(series, "_series", {})
    public.define("test.documents", "发文字号")
    public.define("test.bulletins", "期号", pattern="第{n}期", yearly=False)


@pytest.fixture
def clerk() -> Actor:
    return actor_for(person_in(UnitFactory(), Duty.REGISTRY_CLERK))


def take(by: Actor, **changes) -> str:
    return public.take("test.documents", **{**SCOPE, "for_ref": DOCUMENT, **changes}, by=by).text


def typed(by: Actor, text: str) -> Number:
    return public.take_typed("test.documents", text, **SCOPE, for_ref=DOCUMENT, by=by)


def values(state: str = "") -> list[int]:
    return sorted(number.value for number in Number.objects.all() if not state or number.state == state)


def test_numbers_rise_by_one(clerk):
    assert [take(clerk) for _ in range(3)] == ["云政办发〔2026〕1号", "云政办发〔2026〕2号", "云政办发〔2026〕3号"]


def test_every_year_and_every_code_counts_from_one(clerk):
    take(clerk)

    assert take(clerk, year=2027) == "云政办发〔2027〕1号"
    assert take(clerk, scope="云政办函") == "云政办函〔2026〕1号"
    assert take(clerk) == "云政办发〔2026〕2号"


def test_a_series_that_is_not_yearly_goes_on(clerk):
    texts = [public.take("test.bulletins", scope="信息", year=year, for_ref=DOCUMENT, by=clerk).text for year in (2025, 2026)]

    assert texts == ["第1期", "第2期"]


def test_a_yearly_series_needs_a_year(clerk):
    with pytest.raises(ValueError, match="name one"):
        take(clerk, year=None)

    assert not Number.objects.exists()


def test_a_series_that_nobody_announced_is_a_mistake(clerk):
    with pytest.raises(KeyError, match="nowhere"):
        public.take("nowhere", scope="x", year=2026, for_ref=DOCUMENT, by=clerk)


def test_a_rolled_back_number_is_given_again(clerk):
    take(clerk)
    with transaction.atomic():
        take(clerk)
        transaction.set_rollback(True)

    assert take(clerk) == "云政办发〔2026〕2号"
    assert values() == [1, 2]


def test_a_preview_takes_nothing(clerk):
    assert queries.preview("test.documents", **SCOPE) == "云政办发〔2026〕1号"
    take(clerk)
    assert public.preview("test.documents", **SCOPE) == "云政办发〔2026〕2号"
    assert values() == [1]


def test_a_taken_number_knows_its_object_and_is_audited(clerk):
    take(clerk)

    number, entry = Number.objects.get(), Entry.objects.get()
    assert (number.ref_kind, number.ref_id, number.taken_by_name) == ("documents.outgoing", 1, clerk.name)
    assert (entry.action, entry.facts_read) == ("numbering.taken", {"number": "云政办发〔2026〕1号"})


def test_reserved_numbers_are_passed_over(clerk):
    take(clerk)
    reserved = public.reserve("test.documents", **SCOPE, count=2, reason="会议文件", by=clerk)

    assert [number.text for number in reserved] == ["云政办发〔2026〕2号", "云政办发〔2026〕3号"]
    assert take(clerk) == "云政办发〔2026〕4号"


def test_a_reserved_number_is_used_for_an_object(clerk):
    [reserved] = public.reserve("test.documents", **SCOPE, reason="会议文件", by=clerk)

    public.take_reserved(reserved, for_ref=DOCUMENT, by=clerk)

    reserved.refresh_from_db()
    assert (reserved.state, reserved.ref_id) == ("issued", 1)


def test_a_reserved_number_is_used_once(clerk):
    [reserved] = public.reserve("test.documents", **SCOPE, reason="会议文件", by=clerk)
    public.take_reserved(reserved, for_ref=DOCUMENT, by=clerk)

    with pytest.raises(RuleBroken, match="不是预留编号"):
        public.take_reserved(reserved, for_ref=ObjectRef("documents.outgoing", 2), by=clerk)

    assert Number.objects.get().ref_id == 1


@pytest.mark.parametrize("duties", [(), (Duty.DRAFTER,)])
def test_a_stranger_reserves_nothing(clerk, duties):
    stranger = actor_for(person_in(UnitFactory(), *duties))

    with pytest.raises(NotPermitted):
        public.reserve("test.documents", **SCOPE, reason="会议文件", by=stranger, organ_id=clerk.organ_id)

    assert not Number.objects.exists()


def test_the_clerk_of_another_organ_does_not_reserve_in_this_organs_series(clerk):
    take(clerk)
    other = actor_for(person_in(UnitFactory(), Duty.REGISTRY_CLERK))

    with pytest.raises(NotPermitted):
        public.reserve("test.documents", **SCOPE, reason="会议文件", by=other)

    assert values() == [1]


@pytest.mark.parametrize(
    ("changes", "code"), [({"reason": " "}, "no_reason"), ({"count": 0}, "bad_count"), ({"count": 51}, "bad_count")]
)
def test_reserving_needs_a_reason_and_a_measure(clerk, changes, code):
    with pytest.raises(RuleBroken) as refusal:
        public.reserve("test.documents", **SCOPE, **{"reason": "会议文件", "count": 1, **changes}, by=clerk)

    assert refusal.value.code == code
    assert not Number.objects.exists()


def test_a_void_number_stays_and_is_not_given_again(clerk):
    take(clerk)

    public.void("云政办发〔2026〕1号", reason="撤回", by=clerk)

    assert take(clerk) == "云政办发〔2026〕2号"
    assert (values("void"), values("issued")) == ([1], [2])


def test_a_number_is_voided_once(clerk):
    take(clerk)
    number = Number.objects.get()
    public.void(number, reason="撤回", by=clerk)

    with pytest.raises(RuleBroken) as refusal:
        public.void(number, reason="再次", by=clerk)

    assert refusal.value.code == "wrong_state"
    assert Number.objects.get().reason == "撤回"


def test_a_number_of_another_organ_is_not_found(clerk):
    take(clerk)
    other = actor_for(person_in(UnitFactory(), Duty.REGISTRY_CLERK))

    with pytest.raises(RuleBroken, match="没有找到"):
        public.void("云政办发〔2026〕1号", reason="撤回", by=other)

    assert values("void") == []


def test_voiding_needs_a_reason(clerk):
    take(clerk)

    with pytest.raises(RuleBroken, match="说明"):
        public.void("云政办发〔2026〕1号", reason="", by=clerk)

    assert values("void") == []


def test_a_reserved_number_is_voided_from_the_page(clerk):
    [reserved] = public.reserve("test.documents", **SCOPE, reason="会议文件", by=clerk)

    commands.void_by_hand(reserved, reason="会议取消", by=clerk)

    assert values("void") == [1]


def test_an_issued_number_is_not_voided_from_the_page(clerk):
    take(clerk)

    with pytest.raises(RuleBroken, match="在该事项中办理撤回"):
        commands.void_by_hand(Number.objects.get(), reason="写错", by=clerk)

    assert values("issued") == [1]


def test_a_stranger_voids_nothing_from_the_page(clerk):
    [reserved] = public.reserve("test.documents", **SCOPE, reason="会议文件", by=clerk)

    with pytest.raises(NotPermitted):
        commands.void_by_hand(reserved, reason="取消", by=actor_for(person_in(UnitFactory(), Duty.REGISTRY_CLERK)))

    assert values("reserved") == [1]


def test_a_typed_number_that_is_next_moves_the_count(clerk):
    take(clerk)

    assert typed(clerk, "云政办发〔2026〕2号").typed
    assert take(clerk) == "云政办发〔2026〕3号"


def test_a_typed_number_ahead_is_passed_over_when_the_count_reaches_it(clerk):
    typed(clerk, "云政办发〔2026〕3号")

    assert [take(clerk) for _ in range(3)] == ["云政办发〔2026〕1号", "云政办发〔2026〕2号", "云政办发〔2026〕4号"]


def test_a_typed_number_may_use_a_reserved_one(clerk):
    public.reserve("test.documents", **SCOPE, reason="会议文件", by=clerk)

    assert typed(clerk, "云政办发〔2026〕1号").state == "issued"
    assert values() == [1]


@pytest.mark.parametrize(
    ("text", "code"),
    [("云政办发〔2026〕1号", "number_taken"), ("云政办发2026-5", "bad_number"), ("云政办发〔2026〕99999号", "number_too_far")],
)
def test_a_typed_number_that_is_taken_or_wrong_is_refused(clerk, text, code):
    take(clerk)

    with pytest.raises(RuleBroken) as refusal:
        typed(clerk, text)

    assert (refusal.value.code, refusal.value.field) == (code, "number")
    assert values() == [1]


def test_a_void_number_cannot_be_typed_again(clerk):
    take(clerk)
    public.void("云政办发〔2026〕1号", reason="撤回", by=clerk)

    with pytest.raises(RuleBroken, match="已经使用"):
        typed(clerk, "云政办发〔2026〕1号")


def test_a_series_goes_on_from_what_was_reached_on_paper(clerk):
    public.begin_after("test.documents", 41, **SCOPE, by=clerk)

    assert take(clerk) == "云政办发〔2026〕42号"
    with pytest.raises(RuleBroken, match="已经使用"):
        typed(clerk, "云政办发〔2026〕12号")


def test_a_series_in_use_begins_nowhere_else(clerk):
    take(clerk)

    with pytest.raises(RuleBroken, match="已经开始使用"):
        public.begin_after("test.documents", 41, **SCOPE, by=clerk)

    assert Counter.objects.get().last == 1


def test_a_stranger_does_not_set_where_a_series_begins(clerk):
    with pytest.raises(NotPermitted):
        public.begin_after("test.documents", 41, **SCOPE, by=actor_for(person_in(UnitFactory())))

    assert not Counter.objects.exists()


def test_the_database_refuses_a_value_twice(clerk):
    take(clerk)
    number = Number.objects.get()
    number.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        number.save()


def test_a_keeper_sees_the_own_organs_series_with_their_counts(clerk):
    take(clerk)
    public.reserve("test.documents", **SCOPE, count=2, reason="会议文件", by=clerk)
    public.void("云政办发〔2026〕1号", reason="撤回", by=clerk)

    [counter] = queries.counters(clerk)

    assert queries.tallies([counter])[counter.pk] == {"issued": 0, "reserved": 2, "void": 1}
    assert not queries.counters(actor_for(person_in(UnitFactory(), Duty.REGISTRY_CLERK))).exists()
