"""Keyset paging over any order and size visits every row once, forwards and backwards."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhongshu.kernel.models import Outbox
from zhongshu.kernel.pages import count_at_most, keyset

MOMENT = dt.datetime(2026, 11, 22, 9, 0, 0, 123456, tzinfo=dt.UTC)


def rows(count: int) -> None:
    # Three rows share each moment, so that ties decide.
    Outbox.objects.bulk_create(
        [Outbox(name="t", payload={}, created_at=MOMENT + dt.timedelta(microseconds=n // 3)) for n in range(count)]
    )


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(count=st.integers(0, 40), size=st.integers(1, 9))
def test_walking_forwards_and_back_sees_every_row_once(count, size):
    Outbox.objects.all().delete()
    rows(count)
    expected = list(Outbox.objects.order_by("-created_at", "-id").values_list("pk", flat=True))

    page = keyset(Outbox.objects.all(), size=size)
    pages = [page]
    while page.next:
        page = keyset(Outbox.objects.all(), size=size, after=page.next)
        pages.append(page)
    assert [row.pk for page in pages for row in page] == expected

    back = pages[-1]
    seen = [row.pk for row in back]
    while back.previous:
        back = keyset(Outbox.objects.all(), size=size, before=back.previous)
        seen = [row.pk for row in back] + seen
    assert seen == expected


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["x", "!!!", "W10", "bnVsbA", "WzEsMiwzXQ", "é"])
def test_an_unreadable_token_gives_the_first_page(token):
    rows(5)

    assert len(keyset(Outbox.objects.all(), size=3, after=token)) == 3


@pytest.mark.django_db
def test_counting_stops_at_the_limit():
    rows(12)

    assert count_at_most(Outbox.objects.all(), 10) == (10, True)
    assert count_at_most(Outbox.objects.all(), 12) == (12, False)
