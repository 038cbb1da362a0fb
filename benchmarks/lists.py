"""Lists of work with 10,000 and with 1,000,000 items: what a page costs, first and far; handing over; statistics."""

import argparse
import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import common
from pouring import Pour, settle_keys

PEOPLE = 600
ORGANS = 200  # of the city; the office is one of them
SMALL, LARGE = 2_000, 200_000  # documents; each has five items on the average
PENDING = 5_000
ROUNDS = 21
FAR = 5_000  # the page far down
SIZE = 20
PLAIN = "/opinions/phrases/"
START = dt.datetime(2025, 11, 24, 1, 0, tzinfo=dt.UTC)
YEAR_MINUTES = 360 * 24 * 60


class Office:
    """One organ, its people and their matters: P is a busy clerk, H has handled 200,000 items, L leaves with 5,000 pending."""

    def __init__(self) -> None:
        from zhongshu.kernel.actors import Actor
        from zhongshu.platform.organizations.tests.factories import UnitFactory, person_in
        from zhongshu.platform.workflow import public as workflow
        from zhongshu.platform.workflow.tests.drawing import line

        UnitFactory.create_batch(ORGANS - 1)
        self.organ = UnitFactory(name="比较局")
        self.people = [person_in(self.organ, "drafter").pk for _ in range(PEOPLE)]
        self.busy = person_in(self.organ, "drafter")
        self.heavy = person_in(self.organ, "drafter", "office_director")
        self.leaver, self.successor = person_in(self.organ, "drafter"), person_in(self.organ, "drafter")
        self.manager = person_in(self.organ, "flow_administrator")
        definition = workflow.define("lists", name="比较流程", by=Actor.system())
        drawing = line("s0", "s1", "s2", key="lists").xml()
        self.version = workflow.save_draft(definition, drawing, by=Actor.system())
        workflow.publish_version(self.version, by=Actor.system())
        self.documents = 0

    def grow(self, documents: int) -> None:
        """Add documents with processes, steps and items until there are ``documents``."""
        from zhongshu.domains.documents.models import OutgoingDocument
        from zhongshu.platform.workflow.models import FlowInstance, FlowItem, FlowParticipant, FlowStep

        numbers = range(self.documents + 1, documents + 1)
        Pour(
            OutgoingDocument, "id", "organ_id", "drafting_unit_id", "drafter_id", "title", "body", "created_at", "updated_at"
        ).pour(self._documents(numbers))
        Pour(
            FlowInstance,
            "id",
            "ref_kind",
            "ref_id",
            "ref_title",
            "version_id",
            "organ_id",
            "state",
            "starter_id",
            "starter_name",
            "variables",
            "started_at",
            "ended_at",
        ).pour(self._instances(numbers))
        Pour(FlowStep, "id", "instance_id", "node", "kind", "name", "state", "entered_at", "left_at").pour(self._steps(numbers))
        Pour(
            FlowItem,
            "id",
            "instance_id",
            "step_id",
            "state",
            "assignee_id",
            "assignee_name",
            "created_at",
            "due_at",
            "due_order",
            "done_at",
            "done_by_id",
            "done_by_name",
            "position",
        ).pour(self._items(numbers))
        Pour(FlowParticipant, "ref_kind", "ref_id", "key").pour(
            ("documents.outgoing", n, f"person:{person}") for n in numbers for person in {self.starter(n), self.holder(n, 0, 0)}
        )
        settle_keys(OutgoingDocument, FlowInstance, FlowStep, FlowItem, FlowParticipant)
        self.documents = documents

    @staticmethod
    def at(number: int) -> dt.datetime:
        return START + dt.timedelta(minutes=number * 7919 % YEAR_MINUTES)

    def running(self, number: int) -> bool:
        return number % 2 == 0

    def steps_of(self, number: int) -> int:
        return 2 + number % 2  # two of a running matter, three of an ended one: five items each pair

    def is_busys(self, number: int) -> bool:
        # The same desk in the small office and in the large one: what grows is the office around it.
        return number <= SMALL and number % 30 < 2

    def starter(self, number: int) -> int:
        return self.busy.pk if self.is_busys(number) else self.people[number * 31 % PEOPLE]

    def holder(self, number: int, step: int, item: int) -> int:
        if self.is_busys(number) and item == 0:
            return self.busy.pk
        if not self.running(number) and item == 0 and step < 2:
            return self.heavy.pk
        return self.people[(number * 17 + step * 5 + item * 3 + item) % PEOPLE]

    def _documents(self, numbers: range) -> Iterator[tuple[Any, ...]]:
        for n in numbers:
            title = f"关于做好第{n}项重点工作的通知"
            yield n, self.organ.pk, self.organ.pk, self.starter(n), title, "各有关单位：请认真贯彻落实。", self.at(n), self.at(n)

    def _instances(self, numbers: range) -> Iterator[tuple[Any, ...]]:
        for n in numbers:
            started = self.at(n)
            state, ended = ("running", None) if self.running(n) else ("completed", started + dt.timedelta(days=3))
            title = f"关于做好第{n}项重点工作的通知"
            yield (
                n,
                "documents.outgoing",
                n,
                title,
                self.version.pk,
                self.organ.pk,
                state,
                self.starter(n),
                "发起人",
                {"urgency": ("none", "urgent", "extra_urgent")[n % 3]},
                started,
                ended,
            )

    def _steps(self, numbers: range) -> Iterator[tuple[Any, ...]]:
        for n in numbers:
            count = self.steps_of(n)
            for step in range(count):
                entered = self.at(n) + dt.timedelta(days=step)
                is_open = self.running(n) and step == count - 1
                left = None if is_open else entered + dt.timedelta(hours=5 + n % 40)
                yield (
                    n * 3 + step,
                    n,
                    f"s{step}",
                    "user",
                    ("拟稿", "核稿", "签发")[step],
                    "active" if is_open else "done",
                    entered,
                    left,
                )

    def _items(self, numbers: range) -> Iterator[tuple[Any, ...]]:
        for n in numbers:
            count = self.steps_of(n)
            for step in range(count):
                arrived = self.at(n) + dt.timedelta(days=step)
                is_open = self.running(n) and step == count - 1
                for item in range(2):
                    person = self.holder(n, step, item)
                    due = arrived + dt.timedelta(days=3)
                    done = None if is_open else arrived + dt.timedelta(hours=5 + n % 40)
                    yield (
                        n * 6 + step * 2 + item,
                        n,
                        n * 3 + step,
                        "open" if is_open else "done",
                        person,
                        "办理人",
                        arrived,
                        due,
                        due,
                        done,
                        None if is_open else person,
                        "" if is_open else "办理人",
                        item,
                    )


def main(database: str, arguments: argparse.Namespace) -> None:
    from django.conf import settings
    from django.db import connection
    from django.test import Client, override_settings

    from zhongshu.platform.accounts.tests.factories import signed_in
    from zhongshu.platform.organizations.tests.factories import actor_for
    from zhongshu.platform.workflow.models import FlowItem, FlowStep

    # Nothing is served here, so no manifest of static files was made.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}, ALLOWED_HOSTS=["*"]).enable()
    large = arguments.documents
    office = Office()
    busy, heavy = signed_in(Client(), office.busy), signed_in(Client(), office.heavy)
    pages = {
        "待办 /worklist/to-do/": (busy, "/worklist/to-do/"),
        "待办，按紧急程度": (busy, "/worklist/to-do/?sort=urgency"),
        "待办，超期": (busy, "/worklist/to-do/?light=red"),
        "已办": (busy, "/worklist/done/"),
        "在办": (busy, "/worklist/in-progress/"),
        "办结": (busy, "/worklist/completed/"),
        "我发起": (busy, "/worklist/started/"),
        "委托我的": (busy, "/worklist/delegated/"),
        "轮询 /worklist/poll/": (busy, "/worklist/poll/"),
        "轮询，经手20万件的人": (heavy, "/worklist/poll/"),
        "发文登记簿": (heavy, "/documents/outgoing/"),
    }
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in pages}
    for size in (SMALL, large):
        office.grow(size)
        for name, (client, address) in pages.items():
            found[name].append(_beside_a_plain_page(client, address))
    counted = f"{FlowItem.objects.count():,} items, {office.documents:,} documents, {FlowStep.objects.count():,} steps"
    rows = [
        [name, small, big, (big / plain_then) / (small / plain_before)]
        for name, ((small, plain_before), (big, plain_then)) in found.items()
    ]
    common.table(f"{database}: whole page, ms ({counted})", ["page", "10,000 items", "1,000,000 items", "ratio (≤ 1.5)"], rows)
    _far_pages(database, heavy, actor_for(office.heavy))
    _statistics(database, heavy)
    _hand_over(database, office)
    connection.close()


def _get(client: Any, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code in (200, 204), (address, answer.status_code)


def _beside_a_plain_page(client: Any, address: str) -> tuple[float, float]:
    """Return the median cost of a page, and of a page without lists taken in turn with it: the machine's speed changes meanwhile."""
    page, plain = [], []
    for number in range(ROUNDS + 3):
        taken = common.milliseconds(lambda: _get(client, address)), common.milliseconds(lambda: _get(client, PLAIN))
        if number >= 3:
            page.append(taken[0])
            plain.append(taken[1])
    return common.median(page), common.median(plain)


def _time(action: Callable[[], object], rounds: int = ROUNDS) -> float:
    for _ in range(3):
        action()
    return common.median(common.milliseconds(action) for _ in range(rounds))


def _far_pages(database: str, client: Any, actor: Any) -> None:
    """Compare page 1 with page 5,000 of 已办 and of the register."""
    from zhongshu.domains.documents.models import OutgoingDocument
    from zhongshu.kernel.pages import keyset
    from zhongshu.platform.workflow.models import FlowItem

    done = FlowItem.objects.filter(done_by=actor.person_id, done_at__isnull=False)
    rows = []
    for name, address, query, order in (
        ("已办", "/worklist/done/", done, ("-done_at", "-id")),
        ("发文登记簿", "/documents/outgoing/", OutgoingDocument.objects.all(), ("-created_at", "-id")),
    ):
        before = query.order_by(*order)[(FAR - 1) * SIZE - 1]
        column = order[0].lstrip("-")
        token = keyset(query.filter(**{f"{column}__lte": getattr(before, column)}), order=order, size=1).next
        first = _time(lambda address=address: _get(client, address))
        far = _time(lambda address=address, token=token: _get(client, f"{address}?after={token}"))
        rows.append([name, first, far, far / first])
    common.table(f"{database}: page 1 and page {FAR:,}, ms", ["list", "page 1", f"page {FAR:,}", "ratio (≤ 3)"], rows)


def _statistics(database: str, client: Any) -> None:
    from zhongshu.platform.worklist import commands

    settled = common.milliseconds(commands.settle_until_yesterday)
    shown = _time(lambda: _get(client, "/worklist/statistics/?days=365"))
    common.table(
        f"{database}: statistics, ms",
        ["page over a year (≤ 1,000)", "settling a whole year once"],
        [[shown, settled]],
    )


def _hand_over(database: str, office: Office) -> None:
    from zhongshu.platform.organizations.tests.factories import actor_for
    from zhongshu.platform.workflow import public as workflow
    from zhongshu.platform.workflow.models import FlowItem

    by, times = actor_for(office.manager), []
    givers = [office.leaver, office.successor]
    ids = FlowItem.objects.filter(state="open", position=1).order_by("pk").values_list("pk", flat=True)[:PENDING]
    FlowItem.objects.filter(pk__in=list(ids)).update(assignee=office.leaver)
    for number in range(5):
        giver, receiver = givers[number % 2], givers[(number + 1) % 2]
        taken = common.milliseconds(
            lambda giver=giver, receiver=receiver: workflow.hand_over(giver.pk, receiver.pk, reason="调离", by=by)
        )
        times.append(taken)
        assert workflow.pending_count_of(receiver.pk) == PENDING
    common.table(
        f"{database}: hand over {PENDING:,} pending items, ms",
        ["median of 5 (≤ 5,000)", "slowest"],
        [[common.median(times), max(times)]],
    )


def _options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--documents", type=int, default=LARGE, help="how many documents the large office has")


if __name__ == "__main__":
    common.on_each_database(main, options=_options)
