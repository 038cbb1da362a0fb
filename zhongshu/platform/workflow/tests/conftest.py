from collections.abc import Iterator

import pytest

from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.platform.calendars.public import load_years
from zhongshu.platform.workflow import public as workflow
from zhongshu.platform.workflow import registry
from zhongshu.platform.workflow.bpmn.compiling import compile_model
from zhongshu.platform.workflow.commands.loading import SHIPPED
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


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the commands that the drawings call; every one is announced."""
    monkeypatch.setattr(registry, "_commands", {})
    monkeypatch.setattr(registry, "_kinds", {})
    calls: list[str] = []

    def announce(name: str) -> None:
        workflow.register_command(name, label=name, run=lambda call: calls.append(name))

    for shipped in SHIPPED:
        for node in compile_model(shipped.bpmn_xml).nodes.values():
            if node.step and node.step.command:
                announce(node.step.command)
    return calls
