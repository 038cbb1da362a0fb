"""The ledger taken in: every good row at once, in one transaction, or nothing."""

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

from django.db import DatabaseError, transaction

from zhongshu.domains.supervision import indexing
from zhongshu.domains.supervision.choices import DONE, OPEN, EventKind, PartRole, PartState, State
from zhongshu.domains.supervision.commands import frame
from zhongshu.domains.supervision.commands.docketing import SERIES, series_scope
from zhongshu.domains.supervision.commands.importing import AT_ONCE
from zhongshu.domains.supervision.events import LedgerTakenIn
from zhongshu.domains.supervision.import_policies import import_policy
from zhongshu.domains.supervision.lights import warning_days
from zhongshu.domains.supervision.models import ItemEvent, ItemSource, Part, SupervisionItem
from zhongshu.domains.supervision.models.importing import LedgerImport, LedgerImportRow
from zhongshu.domains.supervision.queries import rules
from zhongshu.kernel import clock, states
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.bulk import insert_many
from zhongshu.kernel.errors import OfficeError, RuleBroken
from zhongshu.kernel.events import publish
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.audit import public as audit
from zhongshu.platform.calendars import public as calendars
from zhongshu.platform.jobs import public as jobs
from zhongshu.platform.numbering import public as numbering
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.search import public as search
from zhongshu.platform.spreadsheets.public import ImportState, importing

logger = logging.getLogger(__name__)
APPLY = "supervision.take_in_ledger"
_BATCH = 500
_PART_STATES = {State.ASSIGNED: PartState.ASSIGNED, State.VOIDED: PartState.CANCELLED, **dict.fromkeys(DONE, PartState.REPORTED)}


@transaction.atomic
def take_in(shown: LedgerImport, *, leave_out: bool = False, by: Actor) -> None:
    """Put every row onto the ledger, or nothing (确认导入); with ``leave_out`` the rows with problems are left out and kept as a list.

    Long ledgers are written by a background job.

    Raises:
        NotPermitted: the actor does not keep this ledger.
        RuleBroken: rows have problems and the actor did not say that they are to be left out; no good row; decided already.
        StaleState: somebody else decided it first.
    """
    import_policy.require(by, "decide", shown)
    frame.require_person(by)
    importing.ensure_waiting(shown, "该次导入已经办理，请刷新后查看结果")
    good = shown.rows_total - shown.rows_bad
    if shown.rows_bad and not leave_out:
        sentence = f"还有 {shown.rows_bad} 行存在问题，请改正，或者选择“跳过有问题的行”后再导入，本次没有导入任何内容"
        raise RuleBroken(sentence, code="rows_with_problems")
    if not good:
        raise RuleBroken("没有可以导入的行，请改正文件后重新上传", code="nothing_to_import")
    states.move(shown, to=ImportState.APPLYING, progress=f"正在导入{good}项", progress_done=0, failure="")
    if good > AT_ONCE:
        jobs.enqueue(APPLY, import_id=shown.pk, person_id=by.person_id, post_id=by.post_id)
    else:
        _write(shown, by=by)


def take_in_later(import_id: int, *, by: Actor) -> None:
    """Do what ``take_in`` began. Safe to run twice: what is taken in already is left alone; a failure leaves the ledger as it was."""
    shown = LedgerImport.objects.get(pk=import_id)
    if shown.state != ImportState.APPLYING:
        return
    try:
        with transaction.atomic():
            _write(shown, by=by)
    except (OfficeError, DatabaseError) as error:
        shown.refresh_from_db()
        logger.warning("ledger import %s not written: %s", import_id, type(error).__name__, exc_info=error)
        said = error.message if isinstance(error, OfficeError) else "写入没有成功，请稍后再试，仍不成功请联系系统管理员"
        states.move(shown, to=ImportState.PREVIEWED, progress="", failure=f"{said}。本次没有导入任何内容"[:300])


def _write(shown: LedgerImport, *, by: Actor) -> None:
    rows = list(LedgerImportRow.objects.filter(ledger_import=shown, bad=False).order_by("number"))
    _check_still_there(rows)
    work = _Writer(shown, by)
    by_year: dict[int, list[LedgerImportRow]] = defaultdict(list)
    for row in rows:
        by_year[int(row.values["docketed"][:4])].append(row)
    items: list[SupervisionItem] = []
    for year, members in sorted(by_year.items()):
        numbering.take_many(
            SERIES, len(members), work.hand_out(members, items), scope=series_scope(shown.organ), year=year, by=by, organ_id=shown.organ_id
        )  # fmt: skip
    work.write_the_rest(items)
    LedgerImportRow.objects.filter(ledger_import=shown, bad=False).delete()
    first, last = items[0].number, items[-1].number
    importing.settle(
        shown,
        to=ImportState.APPLIED,
        imported=len(items),
        first_number=first,
        last_number=last,
        progress="",
        questions=[],
        failure="",
    )
    audit.record(
        "supervision.ledger_taken_in", shown, by=by, items=len(items), first=first, last=last, left_out=shown.rows_bad,
        sha256=shown.digest,
    )  # fmt: skip
    publish(LedgerTakenIn(shown.pk, shown.organ_id, len(items)))


def _check_still_there(rows: Sequence[LedgerImportRow]) -> None:
    """Refuse if a unit was dissolved or a person left since the rows were understood."""
    unit_ids = {pk for row in rows for pk in [row.values["lead"], *row.values["supporting"]]}
    gone = [unit for unit in organizations.units(unit_ids).values() if not unit.active]
    people = organizations.people({row.values["responsible"] for row in rows})
    left = [person for person in people.values() if not person.active]
    if gone or left:
        named = str(gone[0]) if gone else left[0].name
        raise RuleBroken(f"“{named}”在核对之后已撤销或离职，请重新核对后再导入", code="directory_changed")


class _Writer:
    """Makes the rows of the database from the rows of a sheet; what is the same for many is worked out once."""

    def __init__(self, shown: LedgerImport, by: Actor) -> None:
        self.shown, self.by = shown, by
        self.today, self.now = clock.today(), clock.now()
        self.grades, self.lights = rules.grade_rules(), rules.light_rules()
        self.units: dict[int, organizations.Unit] = {}
        self.leaders: dict[int, organizations.Person] = {}
        self.rows: list[LedgerImportRow] = []
        self.heads: dict[int, int] = {}
        self.working_days = cache(_working_days)
        self.warning = cache(self._warning)
        self.next_feedback = cache(self._next_feedback)
        self.note = cache(_day_note)

    def hand_out(self, rows: list[LedgerImportRow], items: list[SupervisionItem]) -> Callable[[list[str]], Sequence[ObjectRef]]:
        def make(numbers: list[str]) -> Sequence[ObjectRef]:
            made = [
                self._item(row, number, len(items) + place) for place, (row, number) in enumerate(zip(rows, numbers, strict=True))
            ]
            insert_many(SupervisionItem, made)
            ids = self._ids(numbers)
            for item in made:
                item.pk = ids[item.number]
            items.extend(made)
            self.rows.extend(rows)
            return [item.ref for item in made]

        return make

    def _ids(self, numbers: list[str]) -> dict[str, int]:
        found: dict[str, int] = {}
        for start in range(0, len(numbers), _BATCH):
            rows = SupervisionItem.objects.filter(organ=self.shown.organ_id, number__in=numbers[start : start + _BATCH])
            found |= dict(rows.values_list("number", "pk"))
        return found

    def write_the_rest(self, items: list[SupervisionItem]) -> None:
        """Write sources, parts, the record and what search finds, for items in the order of ``rows``."""
        pairs = list(zip(items, self.rows, strict=True))
        leader_ids = {row.values["leader"] for row in self.rows} - {None}
        self.leaders = organizations.people(leader_ids) if leader_ids else {}
        unit_ids = {pk for row in self.rows for pk in row.values["supporting"]}
        self.units = organizations.units(unit_ids | {row.values["lead"] for row in self.rows})
        for pk in unit_ids:
            if head := organizations.head_of(pk):
                self.heads[pk] = head.pk
        sources = [self._source(item, row) for item, row in pairs]
        parts = [part for item, row in pairs for part in self._parts(item, row)]
        insert_many(ItemSource, sources)
        insert_many(Part, parts)
        insert_many(ItemEvent, (self._event(item, row) for item, row in pairs))
        by_item: dict[int, list[Part]] = defaultdict(list)
        for part in parts:
            by_item[part.item_id].append(part)
        search.index_many(
            indexing.entry_of(item, [source], by_item[item.pk]) for item, source in zip(items, sources, strict=True)
        )

    def _item(self, row: LedgerImportRow, number: str, place: int) -> SupervisionItem:
        values, by = row.values, self.by
        state = State(values["state"])
        docketed, deadline = _date(values["docketed"]), _date(values["deadline"])
        days = self.working_days(docketed, deadline)
        completed = _date(values["completed"]) if values["completed"] else None
        explanation = f"导入自《{self.shown.file_name}》第{row.number}行，时限按原台账，不另推算{self.note(deadline)}"
        return SupervisionItem(
            organ=self.shown.organ, number=number, title=values["title"], requirement=values["requirement"], outcome=values["outcome"],
            grade=values["grade"], source_kind=values["source_kind"], lead_unit_id=values["lead"], responsible_id=values["responsible"],
            coordinator_id=by.post_id or 0, coordinator_name=f"{by.unit_name} {by.post_name}"[:80], leader_id=values["leader"],
            leader_name=values["leader_name"] if values["leader"] else "", leader_in_charge_id=values["leader_in_charge"], state=state,
            suspended_state=State.IN_PROGRESS if state == State.SUSPENDED else "", suspended_at=self.now if state == State.SUSPENDED else None,
            docketed_date=docketed, working_days=days, original_deadline=deadline, deadline=deadline, deadline_explanation=explanation,
            warning_date=self.warning(values["grade"], days, docketed, deadline),
            next_feedback_date=self.next_feedback(values["grade"], deadline) if state in OPEN else None, progress=values["share"],
            latest_feedback=values["progress"][:300], completed_date=completed, close_out_date=completed if state == State.CLOSED_OUT else None,
            # Each a moment of its own in the order of the sheet, so that "newest first" has an order and search its keys.
            created_at=self.now - dt.timedelta(seconds=(self.shown.rows_total - place) // 100), docketed_by_id=by.person_id or 0,
            docketed_by_name=by.name,
        )  # fmt: skip

    def _source(self, item: SupervisionItem, row: LedgerImportRow) -> ItemSource:
        values = row.values
        leader = self.leaders.get(values["leader"]) if values["leader"] else None
        return ItemSource(
            ref_kind="", ref_id=0, ref_title=values["source"] or f"{self.shown.file_name} 第{row.number}行"[:300],
            ref_number=values["item_number"][:80], item=item, kind=values["source_kind"], words=values["instruction"],
            leader=leader, leader_name=leader.name if leader else values["leader_name"], joined_at=self.now, joined_by_name=self.by.name,
        )  # fmt: skip

    def _parts(self, item: SupervisionItem, row: LedgerImportRow) -> Iterable[Part]:
        state = _PART_STATES.get(State(item.state), PartState.IN_PROGRESS)
        given = frame.midday(item.docketed_date)
        reported = frame.midday(item.completed_date) if item.completed_date else None
        common: dict[str, Any] = {
            "item": item, "deadline": item.deadline, "state": state, "assigned_at": given, "reported_at": reported, "created_at": self.now,
        }  # fmt: skip
        yield Part(
            unit_id=item.lead_unit_id, role=PartRole.LEAD, responsible_id=item.responsible_id, task=item.requirement, **common
        )
        for unit_id in row.values["supporting"]:
            yield Part(unit_id=unit_id, role=PartRole.SUPPORTING, responsible_id=self.heads.get(unit_id), **common)

    def _event(self, item: SupervisionItem, row: LedgerImportRow) -> ItemEvent:
        said = f"《{self.shown.file_name}》第{row.number}行"
        old = row.values["item_number"]
        words = "。".join(part for part in (said, f"原编号{old}" if old else "", row.values["progress"]) if part)
        facts = {"import_id": self.shown.pk, "row": row.number, "item_number": old, "remarks": row.remarks}
        return frame.event_of(item, EventKind.IMPORTED, by=self.by, words=words, facts=facts)

    def _warning(self, grade: str, days: int, docketed: dt.date, deadline: dt.date) -> dt.date:
        ahead = warning_days(self.lights, grade, days)
        try:
            return max(docketed, calendars.subtract_working_days(deadline, ahead))
        except OfficeError:  # the calendar of that year is not known
            return max(docketed, deadline - dt.timedelta(days=ahead))

    def _next_feedback(self, grade: str, deadline: dt.date) -> dt.date:
        if deadline <= self.today:
            return deadline
        try:
            return min(deadline, calendars.add_working_days(self.today, self.grades[grade].feedback_days))
        except OfficeError:
            return deadline


def _date(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _working_days(docketed: dt.date, deadline: dt.date) -> int:
    """Return the working days between; weekdays where the calendar of a year is not known, as the explanation says."""
    try:
        return calendars.working_days_between(docketed, deadline)
    except OfficeError:
        whole, rest = divmod((deadline - docketed).days, 7)
        return whole * 5 + sum((docketed + dt.timedelta(days=day)).weekday() < 5 for day in range(1, rest + 1))


def _day_note(deadline: dt.date) -> str:
    try:
        return "" if calendars.is_working_day(deadline) else f"\n{calendars.explain(deadline)}，原台账如此，未作调整"
    except OfficeError:
        return f"\n{deadline.year}年放假安排未导入，工作日数按周一至周五估算"
