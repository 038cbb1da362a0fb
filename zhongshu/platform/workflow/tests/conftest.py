from collections.abc import Iterator

import pytest

from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.platform.calendars.public import load_years
from zhongshu.platform.workflow.engine.graphs import forget
from zhongshu.platform.workflow.tests.factories import Office


@pytest.fixture(autouse=True)
def _fresh_graphs() -> Iterator[None]:
    """Version ids are used again in the next test."""
    forget()
    yield
    forget()


@pytest.fixture
def office(db: None) -> Iterator[Office]:
    """An organ on a working Monday, with the calendar of the year."""
    load_years([2026], by=Actor.system())
    with clock.frozen("2026-03-02 09:00"):
        yield Office()
