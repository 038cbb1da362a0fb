import pytest

from zhongshu.kernel import clock, kinds
from zhongshu.kernel.errors import NotPermitted, RuleBroken, StaleState
from zhongshu.kernel.models import Outbox
from zhongshu.platform.circulation import public as circulation
from zhongshu.platform.circulation.models import Reading, ReadingRound
from zhongshu.platform.opinions import public as opinions
from zhongshu.platform.opinions.tests.factories import object_of
from zhongshu.platform.organizations.models import Person
from zhongshu.platform.organizations.tests.factories import UnitFactory, actor_for, person_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return UnitFactory()


@pytest.fixture
def sender(unit):
    return actor_for(person_in(unit, name="发起人"))


def _states(row: ReadingRound) -> list[str]:
    return [reading.state for reading in row.readings.order_by("position")]


def test_everybody_receives_at_once_and_the_round_ends_with_the_last_reader(unit, sender):
    first, second = person_in(unit), person_in(unit)
    row = circulation.start_round(object_of(unit), [first.pk, second.pk], note="请阅", by=sender)
    assert _states(row) == ["waiting", "waiting"]

    for person in (first, second):
        circulation.read(row.readings.get(person=person).pk, by=actor_for(person))

    row.refresh_from_db()
    assert (row.state, _states(row)) == ("finished", ["read", "read"])
    assert row.ended_at is not None
    assert [fact.payload["round_id"] for fact in Outbox.objects.filter(name="circulation.round_finished")] == [row.pk]


def test_in_an_ordered_round_the_next_receives_when_the_one_before_has_read(unit, sender):
    people = [person_in(unit) for _ in range(3)]
    row = circulation.start_round(object_of(unit), [person.pk for person in people], ordered=True, by=sender)
    assert _states(row) == ["waiting", "pending", "pending"]
    second = row.readings.get(person=people[1])

    with pytest.raises(RuleBroken, match="还没有轮到您"):
        circulation.read(second.pk, by=actor_for(people[1]))
    assert second.pk not in circulation.waiting_for([people[1].pk]).values_list("pk", flat=True)

    circulation.read(row.readings.get(person=people[0]).pk, by=actor_for(people[0]))

    assert _states(row) == ["read", "waiting", "pending"]
    assert [reading.pk for reading in circulation.waiting_for([people[1].pk])] == [second.pk]


@pytest.mark.parametrize(
    ("choose", "sentence"),
    [
        (lambda me, other: [], "至少选择一名"),
        (lambda me, other: [other, me], "不能传阅给自己"),
        (lambda me, other: [other, 987654], "不存在或已离任"),
        (lambda me, other: list(range(100_000, 100_501)), "最多传阅500人"),
    ],
)
def test_a_round_with_a_wrong_list_is_refused(unit, sender, choose, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        circulation.start_round(object_of(unit), choose(sender.person_id, person_in(unit).pk), by=sender)

    assert not ReadingRound.objects.exists()


def test_a_round_is_not_started_by_somebody_who_may_not_see_the_object(unit):
    stranger = actor_for(person_in(UnitFactory()))

    with pytest.raises(NotPermitted, match="无权查看此件"):
        circulation.start_round(object_of(unit), [person_in(unit).pk], by=stranger)

    assert not ReadingRound.objects.exists()


def test_a_limit_in_the_past_is_refused(unit, sender):
    with pytest.raises(RuleBroken, match="必须晚于当前时间"):
        circulation.start_round(object_of(unit), [person_in(unit).pk], due_at=clock.now(), by=sender)


def test_someone_who_left_is_refused(unit, sender):
    gone = person_in(unit)
    Person.objects.filter(pk=gone.pk).update(active=False)

    with pytest.raises(RuleBroken, match="已离任"):
        circulation.start_round(object_of(unit), [gone.pk], by=sender)


def test_being_sent_an_object_lets_one_see_it_until_it_is_taken_back(unit, sender):
    ref = object_of(unit)
    reader, other = actor_for(person_in(UnitFactory())), actor_for(person_in(UnitFactory()))
    row = circulation.start_round(ref, [reader.person_id], by=sender)

    assert list(circulation.reader_of(ref.kind, reader)) == [{"ref_id": ref.id}]
    assert not circulation.reader_of(ref.kind, other).exists()

    circulation.cancel(row, by=sender)
    assert not circulation.reader_of(ref.kind, reader).exists()


def test_words_of_a_reader_stand_in_their_own_column(unit, sender):
    ref, reader = object_of(unit), actor_for(person_in(unit))
    main = opinions.record(ref, words="同意。", column="签发", by=sender)
    row = circulation.start_round(ref, [reader.person_id], by=sender)

    reading = circulation.read(row.readings.get().pk, words="已阅，请办公室跟进。", by=reader)

    columns = opinions.columns(ref, sender)
    assert {name: [one.words for one in found] for name, found in columns.items()} == {
        "签发": [main.words],
        "传阅": ["已阅，请办公室跟进。"],
    }
    assert reading.opinion_id == columns["传阅"][0].pk
    assert columns["传阅"][0].text_digest == kinds.digest(ref)


def test_reading_twice_says_when_it_was_read(unit, sender):
    reader = actor_for(person_in(unit))
    row = circulation.start_round(object_of(unit), [reader.person_id], by=sender)
    with clock.frozen("2026-11-20 10:30"):
        circulation.read(row.readings.get().pk, by=reader)

    with pytest.raises(StaleState, match="11月20日 10:30阅毕"):
        circulation.read(row.readings.get().pk, words="再说一句", by=reader)

    assert not opinions.Opinion.objects.exists()


def test_nobody_reads_for_another(unit, sender):
    row = circulation.start_round(object_of(unit), [person_in(unit).pk], by=sender)

    with pytest.raises(NotPermitted, match="不是您的阅件"):
        circulation.read(row.readings.get().pk, by=actor_for(person_in(unit)))

    assert _states(row) == ["waiting"]


def test_opening_is_noted_once(unit, sender):
    ref, reader = object_of(unit), actor_for(person_in(unit))
    row = circulation.start_round(ref, [reader.person_id], by=sender)
    with clock.frozen("2026-11-20 10:30") as first:
        circulation.open_reading_item(ref, by=reader)
    with clock.frozen("2026-11-20 11:30"):
        circulation.open_reading_item(ref, by=reader)

    assert row.readings.get().opened_at == first


def test_a_reader_passes_on_and_the_new_reader_knows_from_whom(unit, sender):
    reader, further = actor_for(person_in(unit, name="读者")), person_in(unit)
    row = circulation.start_round(object_of(unit), [reader.person_id], by=sender)
    circulation.read(row.readings.get().pk, by=reader)

    circulation.pass_on(row.readings.get(person_id=reader.person_id).pk, [further.pk], by=reader)

    row.refresh_from_db()
    assert row.state == "open"
    assert row.readings.get(person=further).passed_on_by_name == "读者"


def test_passing_on_is_refused_to_strangers_twice_over_and_for_work_secrets(unit, sender):
    reader = actor_for(person_in(unit))
    row = circulation.start_round(object_of(unit), [reader.person_id], by=sender)
    reading = row.readings.get()

    with pytest.raises(NotPermitted, match="不是您的阅件"):
        circulation.pass_on(reading.pk, [person_in(unit).pk], by=actor_for(person_in(unit)))
    double = person_in(unit, name="重名")
    circulation.pass_on(reading.pk, [double.pk], by=reader)
    with pytest.raises(RuleBroken, match="重名已在传阅名单中"):
        circulation.pass_on(reading.pk, [double.pk], by=reader)
    ReadingRound.objects.update(secrecy=2)
    with pytest.raises(RuleBroken, match="工作秘密件不能自行转阅"):
        circulation.pass_on(reading.pk, [person_in(unit).pk], by=reader)

    assert row.readings.count() == 2


def test_readers_are_added_by_the_sender_and_not_by_a_reader(unit, sender):
    reader, new = actor_for(person_in(unit)), person_in(unit)
    row = circulation.start_round(object_of(unit), [reader.person_id], ordered=True, by=sender)

    with pytest.raises(NotPermitted, match="增加或取消传阅人"):
        circulation.add_readers(row, [new.pk], by=reader)
    circulation.add_readers(row, [new.pk], by=sender)

    assert _states(row) == ["waiting", "pending"]


def test_cancelling_spares_who_has_read_and_lets_the_next_go_on(unit, sender):
    people = [person_in(unit) for _ in range(3)]
    row = circulation.start_round(object_of(unit), [person.pk for person in people], ordered=True, by=sender)
    circulation.read(row.readings.get(person=people[0]).pk, by=actor_for(people[0]))

    count = circulation.cancel(row, [row.readings.get(person=people[1]).pk], by=sender)

    assert (count, _states(row)) == (1, ["read", "cancelled", "waiting"])
    circulation.cancel(row, by=sender)
    row.refresh_from_db()
    assert (row.state, _states(row)) == ("finished", ["read", "cancelled", "cancelled"])


def test_a_round_that_nobody_read_ends_cancelled_and_cannot_go_on(unit, sender):
    row = circulation.start_round(object_of(unit), [person_in(unit).pk], by=sender)
    circulation.cancel(row, by=sender)

    row.refresh_from_db()
    assert row.state == "cancelled"
    with pytest.raises(RuleBroken, match="没有可以取消"):
        circulation.cancel(row, by=sender)
    with pytest.raises(RuleBroken, match="此次传阅已取消"):
        circulation.add_readers(row, [person_in(unit).pk], by=sender)


def test_cancelling_is_refused_to_a_stranger(unit, sender):
    row = circulation.start_round(object_of(unit), [person_in(unit).pk], by=sender)

    with pytest.raises(NotPermitted):
        circulation.cancel(row, by=actor_for(person_in(UnitFactory())))

    assert _states(row) == ["waiting"]


def test_a_reader_is_chased_at_most_once_a_day(unit, sender):
    row = circulation.start_round(object_of(unit), [person_in(unit).pk, person_in(unit).pk], by=sender)
    with clock.frozen("2026-11-20 09:00"):
        assert circulation.chase(row, by=sender) == 2
        with pytest.raises(RuleBroken, match="今天已经催阅过"):
            circulation.chase(row, by=sender)
    with clock.frozen("2026-11-21 09:00"):
        assert circulation.chase(row, text="请今天看完", by=sender) == 2

    assert set(row.readings.values_list("times_chased", flat=True)) == {2}


def test_chasing_is_refused_to_readers_and_when_all_have_read(unit, sender):
    reader = actor_for(person_in(unit))
    row = circulation.start_round(object_of(unit), [reader.person_id], by=sender)
    with pytest.raises(NotPermitted):
        circulation.chase(row, by=reader)
    circulation.read(row.readings.get().pk, by=reader)

    with pytest.raises(RuleBroken, match="没有需要催阅"):
        circulation.chase(row, by=sender)

    assert Reading.objects.get().times_chased == 0


def test_rounds_and_readers_of_an_object_cost_two_queries(unit, sender, django_assert_num_queries):
    ref = object_of(unit)
    for _ in range(3):
        circulation.start_round(ref, [person_in(unit).pk for _ in range(5)], by=sender)

    with django_assert_num_queries(2):
        rounds = circulation.rounds_of(ref, sender)
        assert [len(row.people) for row in rounds] == [5, 5, 5]
        assert [row.can_manage for row in rounds] == [True, True, True]


def test_lists_can_show_that_an_object_is_being_read(unit, sender):
    ref, reader = object_of(unit), actor_for(person_in(unit))
    row = circulation.start_round(ref, [reader.person_id], by=sender)
    assert circulation.being_read(ref.kind, [ref.id, ref.id + 1]) == {ref.id}

    circulation.read(row.readings.get().pk, by=reader)
    assert circulation.being_read(ref.kind, [ref.id]) == set()
