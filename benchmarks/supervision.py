"""The ledger of 100,000 items with any filter, statistics as of a past day over 1,000,000 events, and a spreadsheet of 10,000 rows taken in."""

import argparse
import datetime as dt
import random
import time
from collections.abc import Iterator
from typing import Any

import redmine_peer
import supervision_imports
from common import fresh_postgres, machine, median, milliseconds, on_each_database, percentile, table

ITEMS = 100_000
EVENTS_PER_ITEM = 10
TODAY = dt.date(2026, 11, 23)
# What the browser sends when a filter of the page is changed: only the list comes back. Redmine loads its whole page.
FILTER_CHANGED = {"HX-Request": "true", "HX-Target": "ledger"}
LEDGER_BAR, STATISTICS_BAR, QUERIES_BAR = 150.0, 1000.0, 8


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--items", type=int, default=ITEMS)
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--redmine", action="store_true", help="beside Redmine of the Debian package, on PostgreSQL")
    parser.add_argument("--imports-only", action="store_true", help="only the import of a spreadsheet")


def run(database: str, arguments: argparse.Namespace) -> None:
    from zhongshu.kernel import clock

    with clock.frozen(f"{TODAY} 09:00"):
        office, actor, account = _office()
        supervision_imports.run(database, office, actor)
        if arguments.imports_only:
            return
        started = time.perf_counter()
        _fill(office, arguments.items)
        print(f"\n{database}: {arguments.items} items filled in {time.perf_counter() - started:.0f} s; {machine()}")
        _ledger(database, actor, account, arguments)
        _statistics(database, actor, arguments.rounds)


def _office() -> tuple[dict[str, Any], Any, Any]:
    from zhongshu.platform.accounts.tests.factories import AccountFactory
    from zhongshu.platform.organizations.public import Duty
    from zhongshu.platform.organizations.tests.factories import UnitFactory, actor_for, person_in

    organ = UnitFactory(name="云州市人民政府办公室")
    units = [UnitFactory(name=f"云州市第{number}局") for number in range(60)]
    leaders = [person_in(organ, Duty.LEADER) for _ in range(8)]
    supervisor = person_in(organ, Duty.SUPERVISOR)
    heads = [person_in(unit, Duty.PRINCIPAL_HEAD) for unit in units]
    office = {"organ": organ, "units": units, "leaders": leaders, "supervisor": supervisor, "heads": heads}
    return office, actor_for(supervisor), AccountFactory(person=supervisor)


def _fill(office: dict[str, Any], count: int) -> None:
    from django.db import connection, transaction

    from zhongshu.domains.supervision.models import SupervisionItem

    with transaction.atomic():
        SupervisionItem.objects.bulk_create(_items(office, count), batch_size=500)
        for event in range(EVENTS_PER_ITEM):
            _events(event)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _items(office: dict[str, Any], count: int) -> Iterator[Any]:
    from zhongshu.domains.supervision.choices import Grade, SourceKind, State
    from zhongshu.domains.supervision.models import SupervisionItem
    from zhongshu.kernel import clock

    generator = random.Random(7)
    post_id = office["supervisor"].holdings.get().post_id
    kinds = ("供水", "供暖", "学校", "道路", "医院", "养老", "环保", "消防")
    for number in range(count):
        docketed = TODAY - dt.timedelta(days=generator.randrange(10, 1800))
        working_days = generator.choice((5, 10, 20, 30))
        original = docketed + dt.timedelta(days=working_days * 7 // 5)
        extended = generator.random() < 0.15
        deadline = original + dt.timedelta(days=10) if extended else original
        # A few per cent are under way, the others are done, most of them in time.
        done = original < TODAY - dt.timedelta(days=40) or generator.random() < 0.5
        completed = min(docketed + dt.timedelta(days=int(working_days * generator.uniform(0.5, 2.2))), TODAY) if done else None
        state = (
            State.CLOSED_OUT
            if done
            else generator.choice((State.ASSIGNED, State.IN_PROGRESS, State.IN_PROGRESS, State.FEEDBACK_GIVEN))
        )
        place = generator.randrange(60)
        leader = generator.choice(office["leaders"]) if generator.random() < 0.3 else None
        yield SupervisionItem(
            organ=office["organ"], number=f"云政办督〔{docketed.year}〕{number}号", title=f"{generator.choice(kinds)}督查事项第{number}号",
            outcome="达到要求", grade=generator.choice(Grade.values), source_kind=generator.choice(SourceKind.values),
            lead_unit=office["units"][place], responsible=office["heads"][place], coordinator_id=post_id, coordinator_name="督查科 科长",
            leader=leader, leader_name=leader.name if leader else "", state=state, docketed_date=docketed, working_days=working_days,
            original_deadline=original, deadline=deadline, warning_date=deadline - dt.timedelta(days=4),
            next_feedback_date=None if done else deadline, completed_date=completed, close_out_date=completed,
            progress=100 if done else generator.randrange(0, 90), latest_feedback="已完成大半，其余按计划推进。", created_at=clock.now(),
            docketed_by=office["supervisor"], docketed_by_name="督查员", extensions=int(extended),
        )  # fmt: skip


def _events(place: int) -> None:
    """Give every item its event number ``place``: the docket, the assignment and the end turn statistics, the others are reports."""
    from django.db import connection

    kinds = ["docketed", "assigned", *["feedback"] * (EVENTS_PER_ITEM - 3), "closed_out"]
    ending = place == EVENTS_PER_ITEM - 1
    turns = "TRUE" if place in (0, 1) or ending else "FALSE"
    state = "i.state" if ending else "'docketed'" if place == 0 else "'in_progress'"
    day = "COALESCE(i.completed_date, i.docketed_date)" if ending else "i.docketed_date"
    completed = "i.completed_date" if ending else "NULL"
    deadline = "i.deadline" if ending else "i.original_deadline"
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO supervision_itemevent (item_id, kind, occurred_at, occurred_date, by_name, unit_name, words, facts, turns, organ_id,"
            " state, grade, source_kind, lead_unit_id, leader_id, docketed_date, original_deadline, deadline, completed_date, reopenings)"
            f" SELECT i.id, '{kinds[place]}', i.created_at, {day}, '督查员', '', '', '{{}}', {turns}, i.organ_id, {state}, i.grade,"
            f" i.source_kind, i.lead_unit_id, i.leader_id, i.docketed_date, i.original_deadline, {deadline}, {completed}, 0"
            " FROM supervision_supervisionitem i"
        )


def _ledger(database: str, actor: Any, account: Any, arguments: argparse.Namespace) -> None:
    from django.conf import settings
    from django.test import Client, override_settings

    unit = actor.organ_id + 7
    asked: dict[str, dict[str, Any]] = {
        "open": {"scope": "open"},
        "all": {"scope": "all"},
        "overdue": {"scope": "overdue"},
        "red": {"scope": "all", "light": "red"},
        "yellow": {"scope": "open", "light": "yellow"},
        "blue": {"scope": "all", "light": "blue"},
        "words": {"scope": "all", "words": "供水"},
        "rare words": {"scope": "all", "words": "第99999号"},
        "unit": {"scope": "all", "unit": unit},
        "source": {"scope": "all", "source": "instruction"},
        "grade": {"scope": "open", "grade": "urgent"},
        "done": {"scope": "done"},
        "due this month": {"scope": "all", "due_from": TODAY.replace(day=1), "due_until": TODAY},
        "by unit": {"scope": "open", "group": "unit"},
        "by leader": {"scope": "open", "group": "leader"},
        "by source": {"scope": "open", "group": "source"},
    }
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(account)
    plain = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(STORAGES=plain):
        _ask(database, actor, client, asked, arguments.rounds)
        if arguments.redmine and database == "postgres":
            _beside_redmine(client, arguments.rounds)


def _ask(database: str, actor: Any, client: Any, asked: dict[str, dict[str, Any]], rounds: int) -> None:
    from django.db import connection

    from zhongshu.domains.supervision.queries import ledger

    rows = []
    for name, filters in asked.items():
        filters = dict(filters)
        group = filters.pop("group", "")
        reads = [
            milliseconds(lambda g=group, f=filters: ledger.page(ledger.ledger(actor, **f), actor, group=g)) for _ in range(rounds)
        ]
        query = {("q" if key == "words" else key): str(value) for key, value in {**filters, "group": group}.items() if value}
        client.get("/supervision/", query)
        queries = Counter()
        with connection.execute_wrapper(queries):
            client.get("/supervision/", query)
        pages = [milliseconds(lambda q=query: client.get("/supervision/", q)) for _ in range(rounds)]
        rows.append([name, median(reads), percentile(reads, 0.95), median(pages), percentile(pages, 0.95), queries.count])
    heads = ["filter, first page of 100", "rows p50 ms", "rows p95 ms", "page p50 ms", "page p95 ms", "queries"]
    table(f"Ledger of {ITEMS:,} items ({database}); bar: p95 ≤ {LEDGER_BAR:.0f} ms, ≤ {QUERIES_BAR} queries", heads, rows)


class Counter:
    """Counts the queries that go to the database."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.count += 1
        return execute(sql, params, many, context)


def _beside_redmine(client: Any, rounds: int) -> None:
    """Ask both ledgers the same in turn: whole pages of a hundred rows, ours through the test client, Redmine's over the loopback."""
    from zhongshu.domains.supervision.choices import DONE, State
    from zhongshu.domains.supervision.models import SupervisionItem

    if not redmine_peer.is_here():
        raise SystemExit("请先安装：apt-get install redmine redmine-pgsql puma")
    first = SupervisionItem.objects.order_by("lead_unit_id").values_list("lead_unit_id", flat=True)[0]
    found = SupervisionItem.objects.order_by("pk").values_list(
        "title", "grade", "state", "docketed_date", "deadline", "progress", "lead_unit_id"
    )
    items = (
        (title, grade, state in DONE, state != State.ASSIGNED, docketed, deadline, progress, unit - first)
        for title, grade, state, docketed, deadline, progress, unit in found.iterator(2000)
    )
    rows = []
    with redmine_peer.serving(fresh_postgres("redmine"), items) as redmine:
        for name, (ours, theirs) in redmine_peer.QUESTIONS.items():
            query = {("q" if key == "words" else key): value for key, value in ours.items()}
            shown = redmine.ask(theirs)
            mine, changed, other = [], [], []
            for _ in range(rounds):
                mine.append(milliseconds(lambda q=query: client.get("/supervision/", q)))
                changed.append(milliseconds(lambda q=query: client.get("/supervision/", q, headers=FILTER_CHANGED)))
                other.append(milliseconds(lambda t=theirs: redmine.ask(t)))
            rows.append([
                name, shown, median(mine), percentile(mine, 0.95), median(changed), percentile(changed, 0.95), median(other),
                percentile(other, 0.95), median(other) / median(mine), median(other) / median(changed),
            ])  # fmt: skip
    heads = [
        "filter", "rows", "our page p50 ms", "p95", "our list, filter changed p50 ms", "p95", "Redmine p50 ms", "p95", "Redmine : page",
        "Redmine : list",
    ]  # fmt: skip
    table(f"The same {ITEMS:,} items in Redmine (postgres); bar: 10", heads, rows)


def _statistics(database: str, actor: Any, rounds: int) -> None:
    from zhongshu.domains.supervision.queries import statistics

    rows = []
    for day in (TODAY, dt.date(2025, 6, 30), dt.date(2023, 12, 31)):
        scope = statistics.scope_of(actor, day)
        rows.append([
            str(day),
            *(median([milliseconds(action) for _ in range(max(3, rounds // 4))]) for action in (
                lambda s=scope: statistics.overall(s), lambda s=scope: statistics.by("unit", s), lambda s=scope: statistics.trend(s),
            )),
        ])  # fmt: skip
    heads = ["as of", "overall ms", "by unit ms", "trend ms"]
    table(f"Statistics over {ITEMS * EVENTS_PER_ITEM:,} events ({database}); bar: ≤ {STATISTICS_BAR:.0f} ms", heads, rows)


if __name__ == "__main__":
    on_each_database(run, options=options)
