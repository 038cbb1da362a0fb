import pytest

from zhongshu.kernel.actors import Actor
from zhongshu.platform.calendars import public as calendars
from zhongshu.platform.workflow import public as workflow


@pytest.fixture(autouse=True)
def _reference_data(request: pytest.FixtureRequest) -> None:
    """The working days and the shipped processes, for tests that use the database."""
    if {"db", "transactional_db", "django_db_setup"} & set(request.fixturenames) or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        calendars.load_years([2025, 2026], by=Actor.system())
        workflow.load_definitions()
