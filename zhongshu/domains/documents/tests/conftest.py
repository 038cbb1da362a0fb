import pytest
from django.apps import apps
from django.db.models import Model

from zhongshu.kernel.actors import Actor
from zhongshu.platform.calendars import public as calendars
from zhongshu.platform.workflow import public as workflow

_loaded: list[list[Model]] = []


def _tables() -> list[type[Model]]:
    flow = apps.get_app_config("workflow")
    return [*apps.get_app_config("calendars").get_models(), flow.get_model("FlowDefinition"), flow.get_model("FlowVersion")]


@pytest.fixture(autouse=True)
def _reference_data(request: pytest.FixtureRequest) -> None:
    """The working days and the shipped processes, for tests that use the database; loaded once, copied for the others."""
    if not (
        {"db", "transactional_db", "database_for_threads"} & set(request.fixturenames)
        or request.node.get_closest_marker("django_db")
    ):
        return
    if "database_for_threads" not in request.fixturenames:
        request.getfixturevalue("db")
    if _loaded:
        for rows in _loaded:
            type(rows[0])._default_manager.bulk_create(rows)
        return
    calendars.load_years([2025, 2026], by=Actor.system())
    workflow.load_definitions()
    _loaded.extend(rows for table in _tables() if (rows := list(table._default_manager.all())))
