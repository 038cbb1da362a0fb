from collections.abc import Iterator

import pytest

from zhongshu.domains.drafting.tests.factories import House, house
from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.platform.calendars import public as calendars


@pytest.fixture
def made(db) -> Iterator[House]:
    """The house at work on a Monday, with its working days."""
    calendars.load_years([2025, 2026], by=Actor.system())
    with clock.frozen("2026-03-02 09:00"):
        yield house()
