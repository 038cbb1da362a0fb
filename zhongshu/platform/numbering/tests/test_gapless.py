"""No gap and nothing twice: whatever clerks do, in whatever order, at the same time."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import RuleBroken
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.audit.tests.racing import race
from zhongshu.platform.numbering import public
from zhongshu.platform.numbering.models import Counter, Number

SERIES, SCOPE = "test.gapless", {"scope": "云政办发", "year": 2026}
SYSTEM = Actor.system()
WRITERS, EACH = 16, 8
steps = st.lists(
    st.one_of(
        st.just(("take",)),
        st.just(("undone",)),
        st.tuples(st.just("reserve"), st.integers(1, 3)),
        st.tuples(st.just("type"), st.integers(1, 12)),
        st.tuples(st.just("void"), st.integers(1, 12)),
    ),
    max_size=14,
)


@pytest.fixture(autouse=True)
def defined():
    public.define(SERIES, "试用")


def take(ref_id: int = 1) -> Number:
    return public.take(SERIES, **SCOPE, for_ref=ObjectRef("documents.outgoing", ref_id), by=SYSTEM)


def do(step: tuple) -> None:
    kind, *given_value = step
    if kind == "take":
        take()
    elif kind == "undone":
        with transaction.atomic():
            take()
            transaction.set_rollback(True)
    elif kind == "reserve":
        public.reserve(SERIES, **SCOPE, count=given_value[0], reason="预留", by=SYSTEM)
    elif kind == "type":
        ref = ObjectRef("documents.outgoing", 2)
        public.take_typed(SERIES, f"云政办发〔2026〕{given_value[0]}号", **SCOPE, for_ref=ref, by=SYSTEM)
    else:
        public.void(f"云政办发〔2026〕{given_value[0]}号", reason="作废", by=SYSTEM)


@pytest.mark.django_db
@given(steps)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_value_up_to_the_count_has_its_number_and_the_next_one_is_the_lowest_free(done):
    with transaction.atomic():
        for step in done:
            try:
                with transaction.atomic():
                    do(step)
            except RuleBroken:
                pass
        values = set(Number.objects.values_list("value", flat=True))
        counter = Counter.objects.filter(series=SERIES).first()
        if counter:
            assert values >= set(range(1, counter.last + 1))
        lowest_free = next(value for value in range(1, 100) if value not in values)
        assert take().value == lowest_free
        transaction.set_rollback(True)


def work_of(writer: int) -> list[str]:
    taken = []
    for number in range(EACH):
        with transaction.atomic():
            taken.append(take(writer).text)
            if number % 4 == 3:
                taken.pop()
                transaction.set_rollback(True)
    return taken


def committed() -> tuple[list[int], int]:
    return sorted(Number.objects.values_list("value", flat=True)), Counter.objects.get(series=SERIES).last


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_sixteen_clerks_at_the_same_time_leave_no_gap_and_take_no_number_twice(database_for_threads):
    taken = race(*[lambda writer=writer: work_of(writer) for writer in range(WRITERS)])

    [(values, last)] = race(committed)
    texts = [text for texts in taken for text in texts]
    assert len(texts) == len(set(texts)) == WRITERS * EACH * 3 // 4
    assert (values, last) == (list(range(1, len(texts) + 1)), len(texts))


@pytest.mark.django_db(transaction=True)
def test_a_number_typed_by_two_at_the_same_time_goes_to_one(database_for_threads):
    def type_it(ref_id: int) -> str:
        ref = ObjectRef("documents.outgoing", ref_id)
        return public.take_typed(SERIES, "云政办发〔2026〕7号", **SCOPE, for_ref=ref, by=SYSTEM).text

    results = race(*[lambda ref_id=ref_id: type_it(ref_id) for ref_id in range(8)])

    assert [result for result in results if isinstance(result, str)] == ["云政办发〔2026〕7号"]
    assert {result.code for result in results if not isinstance(result, str)} == {"number_taken"}
