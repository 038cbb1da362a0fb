"""Two people at the same moment, on a file of SQLite and on PostgreSQL: exactly one wins, and nothing is lost."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import StaleState
from zhongshu.platform.audit.tests import racing
from zhongshu.platform.calendars.public import load_years
from zhongshu.platform.workflow import public as workflow
from zhongshu.platform.workflow.models import FlowInstance, FlowItem, FlowLog
from zhongshu.platform.workflow.tests.drawing import Drawing, line
from zhongshu.platform.workflow.tests.factories import Office, publish, where

ROUNDS = 6


@pytest.fixture
def shared(transactional_db: None) -> Office:
    """An office whose rows are committed, so that threads can see them."""
    load_years([2026], by=Actor.system())
    return Office()


def outcome_of(order: Callable[[], Any]) -> Callable[[], str]:
    """Turn an order into its result: what it returns, or ``stale``."""

    def run() -> str:
        try:
            return f"done {order()}"
        except StaleState:
            return "stale"

    return run


def in_thread(read: Callable[[], Any]) -> Any:
    """Read in a thread of its own: on SQLite the test itself looks at another database."""
    [result] = racing.race(read)
    if isinstance(result, Exception):
        raise result
    return result


def countersigning(office: Office) -> FlowInstance:
    drawing = (
        Drawing("sign").start().user("sign", multi="parallel", assign="var:people", outcomes="yes:是,no:否").user("last").end()
    )
    publish(drawing.variable("people").flow("start", "sign", "last", "end"))
    return office.start("sign", people=office.ids("乙", "丙"))


def test_two_signers_at_the_same_moment_both_count(shared: Office, tmp_path: Path) -> None:
    signers = {name: (shared.person(name), shared.actor(name)) for name in ("乙", "丙")}
    instances = [countersigning(shared) for _ in range(ROUNDS)]
    items = {(one.pk, name): shared.item(one, name).pk for one in instances for name in signers}

    with racing.database_for_threads(tmp_path):
        for instance in instances:
            results = racing.race(
                *[
                    lambda pk=items[instance.pk, name], by=actor: workflow.complete(pk, outcome="yes", by=by)
                    for name, (_, actor) in signers.items()
                ]
            )
            assert results == [None, None]
            assert in_thread(lambda instance=instance: where(instance)) == ["last"]
            seqs = in_thread(
                lambda instance=instance: list(FlowLog.objects.filter(instance=instance).values_list("seq", flat=True))
            )
            assert seqs == [1, 2, 3]


def test_of_four_presses_exactly_one_counts(shared: Office, tmp_path: Path) -> None:
    publish(line("draft", "last"))
    by = shared.actor("甲")
    items = [shared.item(shared.start("line")).pk for _ in range(ROUNDS)]

    with racing.database_for_threads(tmp_path):
        for item in items:
            order = outcome_of(lambda item=item: workflow.complete(item, by=by))
            assert sorted(racing.race(order, order, order, order)) == ["done None", "stale", "stale", "stale"]


def test_of_opening_and_taking_back_exactly_one_wins(shared: Office, tmp_path: Path) -> None:
    shared.person("乙", "reviewer")
    publish(line("draft", "review", review={"assign": "duty:reviewer"}))
    first, second = shared.actor("甲"), shared.actor("乙")
    pairs = []
    for _ in range(ROUNDS):
        instance = shared.start("line")
        done = shared.do(instance, "甲")
        pairs.append((instance, done.pk, shared.item(instance, "乙").pk))

    with racing.database_for_threads(tmp_path):
        for instance, done, waiting in pairs:
            opened, taken = racing.race(
                outcome_of(lambda waiting=waiting: workflow.open_item(waiting, by=second)),
                outcome_of(lambda done=done: workflow.take_back(done, reason="x", by=first)),
            )
            assert (opened == "done True") != taken.startswith("done"), (opened, taken)
            stands = in_thread(lambda instance=instance: where(instance))
            assert stands == (["review"] if opened == "done True" else ["draft"])


def test_of_completing_and_taking_back_exactly_one_wins(shared: Office, tmp_path: Path) -> None:
    shared.person("乙", "reviewer")
    publish(line("draft", "review", "last", review={"assign": "duty:reviewer"}))
    first, second = shared.actor("甲"), shared.actor("乙")
    pairs = []
    for _ in range(ROUNDS):
        instance = shared.start("line")
        done = shared.do(instance, "甲")
        pairs.append((done.pk, shared.item(instance, "乙").pk))

    with racing.database_for_threads(tmp_path):
        for done, waiting in pairs:
            results = racing.race(
                outcome_of(lambda waiting=waiting: workflow.complete(waiting, by=second)),
                outcome_of(lambda done=done: workflow.take_back(done, reason="x", by=first)),
            )
            assert sum(result.startswith("done") for result in results) == 1, results


def test_of_three_who_claim_exactly_one_gets_it(shared: Office, tmp_path: Path) -> None:
    actors = []
    for name in ("乙", "丙", "丁"):
        shared.person(name, "reviewer")
        actors.append(shared.actor(name))
    publish(line("review", review={"assign": "duty:reviewer", "claim": "true"}))
    items = [shared.item(shared.start("line")).pk for _ in range(ROUNDS)]

    with racing.database_for_threads(tmp_path):
        for item in items:
            results = racing.race(*[outcome_of(lambda item=item, by=by: workflow.claim(item, by=by)) for by in actors])
            assert sorted(results) == ["done None", "stale", "stale"]
            holder = in_thread(lambda item=item: FlowItem.objects.get(pk=item).assignee_name)
            assert holder in ("乙", "丙", "丁")
