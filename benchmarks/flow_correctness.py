"""Random orders on random processes with the invariants asked after each, and races of two: how many violations (none are allowed)."""

import argparse
from collections import Counter

import common


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--processes", type=int, default=700)
    parser.add_argument("--orders", type=int, default=60, help="orders tried on each process")
    parser.add_argument("--races", type=int, default=100)
    parser.add_argument("--from-seed", type=int, default=1)


def main(database: str, arguments: argparse.Namespace) -> None:
    from zhongshu.platform.workflow.tests.factories import Office
    from zhongshu.platform.workflow.tests.lives import PEOPLE

    office = Office()
    for name in PEOPLE:
        office.person(name, "reviewer", clearance=2)
    office.person("管理员", "flow_administrator", clearance=2)
    lives(database, office, arguments)
    races(database, office, arguments.races)


def lives(database: str, office, arguments: argparse.Namespace) -> None:
    from django.db import transaction

    from zhongshu.platform.workflow.engine import graphs
    from zhongshu.platform.workflow.tests.lives import Life, Violation

    accepted: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    violations, played, seed = [], 0, arguments.from_seed
    while played < arguments.processes:
        life = Life(office, seed)
        seed += 1
        if not life.is_small():
            continue
        played += 1
        with transaction.atomic():
            try:
                life.run(arguments.orders)
            except Violation as violation:
                violations.append(str(violation))
            transaction.set_rollback(True)
        graphs.forget()
        accepted += life.accepted
        refused += life.refused
    print(
        f"{database}: {played} processes, {accepted.total()} orders accepted, {refused.total()} refused, {len(violations)} violations"
    )
    print("  " + ", ".join(f"{name} {count}" for name, count in accepted.most_common()))
    for violation in violations[:5]:
        print(violation)


def races(database: str, office, rounds: int) -> None:
    from zhongshu.kernel.errors import StaleState
    from zhongshu.platform.audit.tests.racing import race
    from zhongshu.platform.workflow import public as workflow
    from zhongshu.platform.workflow.tests.drawing import Drawing, line
    from zhongshu.platform.workflow.tests.factories import publish, where

    drawing = Drawing("race_sign").start().user("sign", multi="parallel", assign="var:people").user("last").end()
    publish(drawing.variable("people").flow("start", "sign", "last", "end"))
    publish(line("draft", "review", key="race_open", review={"assign": "var:next"}, draft={"choose": "next:下一步"}))
    actors = {name: office.actor(name) for name in ("甲", "乙", "丙")}

    def order(run):
        def tried() -> bool:
            try:
                return run() is not False
            except StaleState:
                return False

        return tried

    both = single = 0
    for _ in range(rounds):
        instance = office.start("race_sign", people=office.ids("乙", "丙"))
        items = [office.item(instance, name).pk for name in ("乙", "丙")]
        done = race(
            *[
                order(lambda pk=pk, by=actors[name]: workflow.complete(pk, by=by))
                for pk, name in zip(items, ("乙", "丙"), strict=True)
            ]
        )
        both += done == [True, True] and where(instance) == ["last"]
        instance = office.start("race_open")
        first = office.do(instance, "甲", choose={"next": office.ids("乙")})
        waiting = office.item(instance, "乙").pk
        won = race(
            order(lambda pk=waiting: workflow.open_item(pk, by=actors["乙"])),
            order(lambda pk=first.pk: workflow.take_back(pk, reason="比较", by=actors["甲"])),
        )
        single += won.count(True) == 1
    print(
        f"{database}: two signers at once both counted {both}/{rounds}; opening against taking back one winner {single}/{rounds}"
    )


if __name__ == "__main__":
    common.on_each_database(main, options=options, loaders=("load_codelists", "load_calendars"))
