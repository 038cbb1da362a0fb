"""From a row that was understood to the plain values of an item: days, people, and what a person has to decide. Pure rules."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from zhongshu.domains.supervision.choices import DONE, State
from zhongshu.domains.supervision.import_choices import UndatedDone
from zhongshu.domains.supervision.importing.rows import LedgerRow

_SHARE = re.compile(r"(\d{1,3})(?:\.\d+)?[%％]")
_AND = re.compile(r"[、，,；;／/\n]+")
_BRACKETS = re.compile(r"[（(【].*?[)）】]|[\d\-—－]{7,}")
MOST_QUESTIONS = 200


@dataclass(frozen=True)
class Staff:
    """The people of the directory, as far as a ledger speaks of them.

    ``organ_of`` tells the organ of each unit, ``heads`` the head of each; ``by_name`` those of an organ with one name; ``leaders`` the ids
    of leaders by name; ``names`` what each unit is called.
    """

    organ_of: Mapping[int, int] = field(default_factory=dict)
    heads: Mapping[int, int] = field(default_factory=dict)
    by_name: Mapping[tuple[int, str], tuple[int, ...]] = field(default_factory=dict)
    leaders: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Decisions:
    """What the clerk decided for the whole sheet; ``people`` answers "unit id|written name" with a person, 0 for the unit's head."""

    today: dt.date
    default_deadline: dt.date | None = None
    undated_done: str = UndatedDone.ASK
    people: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """A name that the directory does not know: of a unit, or of a person in a unit."""

    kind: str  # "units" or "people"
    key: str
    written: str
    unit_id: int | None = None


@dataclass
class Settled:
    """A row ready to be written, or with what stands against it."""

    number: int
    values: dict[str, Any]
    problems: list[str]
    remarks: list[str]
    questions: list[Question] = field(default_factory=list)


def settle(row: LedgerRow, staff: Staff, decisions: Decisions) -> Settled:
    """Return what becomes of a row: the values of its item as plain data, the problems, and the names to be decided."""
    found = Settled(row.number, {}, list(row.problems), list(row.remarks))
    units = _units(row, found)
    days = _days(row, found, decisions)
    responsible = _responsible(row, units[0], staff, decisions, found) if units[0] else None
    leaders = staff.leaders.get(_plain_name(row.leader), ())
    in_charge = staff.leaders.get(_plain_name(row.leader_in_charge), ())
    share = _SHARE.search(row.progress)
    if not row.outcome and row.title:
        found.remarks.append("没有写目标，可核实的结果先用事项名称，请以后补充")
    found.values = {
        "title": row.title, "item_number": row.item_number, "requirement": _requirement(row), "outcome": (row.outcome or row.title)[:300],
        "source": row.source[:300], "source_kind": row.source_kind.value, "leader": leaders[0] if len(leaders) == 1 else None,
        "leader_name": row.leader[:40], "instruction": row.instruction, "lead": units[0], "supporting": units[1],
        "lead_written": "、".join(unit.name for unit in row.lead_units), "responsible": responsible, "responsible_written": row.responsible[:80],
        "leader_in_charge": in_charge[0] if len(in_charge) == 1 else None, "progress": row.progress[:5000],
        "share": 100 if days["state"] in DONE else min(99, int(share[1])) if share else 0, "grade": row.grade.value, **days,
    }  # fmt: skip
    return found


def gathered(rows: Iterable[Settled]) -> list[dict[str, Any]]:
    """Return every undecided name once, the most frequent first, with how many rows wait for it and the first of them."""
    counts: Counter[Question] = Counter()
    first: dict[Question, int] = {}
    for row in rows:
        for question in row.questions:
            counts[question] += 1
            first.setdefault(question, row.number)
    return [
        {
            "kind": question.kind,
            "key": question.key,
            "written": question.written,
            "unit_id": question.unit_id,
            "count": count,
            "first": first[question],
        }
        for question, count in counts.most_common(MOST_QUESTIONS)
    ]


def _units(row: LedgerRow, found: Settled) -> tuple[int | None, list[int]]:
    for unit in (*row.lead_units, *row.supporting_units):
        if not unit.unit_ids and any(f"“{unit.name}”不在通讯录中" in problem for problem in row.problems):
            found.questions.append(Question("units", unit.name, unit.name))
    lead = row.lead_units[0].unit_ids[0] if row.lead_units and len(row.lead_units[0].unit_ids) == 1 else None
    supporting = dict.fromkeys(unit_id for unit in row.supporting_units for unit_id in unit.unit_ids if unit_id != lead)
    return lead, list(supporting)


def _days(row: LedgerRow, found: Settled, decisions: Decisions) -> dict[str, Any]:
    today, state, completed = decisions.today, row.state, row.completed_date
    if completed and not row.state_told:
        state = State.COMPLETED
        found.remarks.append("没有写办理状态，因有办结日期按已办结")
    elif completed and state not in DONE:
        found.problems.append("写了办结日期，办理状态却不是已办结，请核对")
    deadline = _deadline(row, found, decisions, state)
    if state in DONE and completed is None:
        completed = _completion(found, decisions, deadline)
    if state not in DONE:
        completed = None
    docketed = row.docketed_date or min(day for day in (today, deadline, completed) if day)
    if row.docketed_date is None:
        found.remarks.append(f"没有交办日期，按{docketed.isoformat()}计")
    for name, day in (("交办日期", row.docketed_date), ("办结日期", completed)):
        if day and day > today:
            found.problems.append(f"{name}{day.isoformat()}晚于今天，请核对")
    if completed and completed < docketed:
        found.problems.append(f"办结日期{completed.isoformat()}早于交办日期{docketed.isoformat()}，请核对")
    if deadline and row.docketed_date and deadline < docketed and row.deadline is None:
        found.problems.append(f"没有办理时限，所定的{deadline.isoformat()}早于交办日期，请补充办理时限")
    return {"state": state.value, "docketed": _text(docketed), "deadline": _text(deadline), "completed": _text(completed)}


def _deadline(row: LedgerRow, found: Settled, decisions: Decisions, state: State) -> dt.date | None:
    if row.deadline or any(problem.startswith("办理时限") for problem in row.problems):
        return row.deadline
    if state in DONE and row.completed_date:
        found.remarks.append("没有办理时限，按办结日期计，不算逾期")
        return row.completed_date
    if decisions.default_deadline:
        found.remarks.append(f"没有办理时限，按{decisions.default_deadline.isoformat()}计")
        return decisions.default_deadline
    found.problems.append("没有办理时限，请在表中补充，或者在“没有时限的按”中统一指定")
    return None


def _completion(found: Settled, decisions: Decisions, deadline: dt.date | None) -> dt.date | None:
    if decisions.undated_done == UndatedDone.TODAY:
        found.remarks.append("没有办结日期，按导入当天计")
        return decisions.today
    if decisions.undated_done == UndatedDone.DEADLINE and deadline:
        found.remarks.append("没有办结日期，按办理时限当天计")
        return min(deadline, decisions.today)
    found.problems.append("已办结但没有办结日期，请在表中补充，或者在“没有办结日期的”中统一选定")
    return None


def _responsible(row: LedgerRow, lead: int, staff: Staff, decisions: Decisions, found: Settled) -> int | None:
    unit = staff.names.get(lead, "牵头单位")
    head = staff.heads.get(lead)
    if not row.responsible:
        if head is None:
            found.problems.append(f"“{unit}”目前没有在岗人员，请先在通讯录中登记")
        return head
    key = f"{lead}|{row.responsible}"
    if key in decisions.people:
        chosen = decisions.people[key] or head
        if chosen is None:
            found.problems.append(f"“{unit}”目前没有在岗人员，请先在通讯录中登记")
        return chosen
    organ = staff.organ_of.get(lead, lead)
    named = _names(row.responsible)
    known = [person for name in named for person in staff.by_name.get((organ, name), ())]
    if len(named) == 1 and len(known) == 1:
        return known[0]
    found.questions.append(Question("people", key, row.responsible, lead))
    if len(named) > 1:
        found.problems.append(f"责任人“{row.responsible[:30]}”有{len(named)}人，一事一人，请指定一人")
    elif len(known) > 1:
        found.problems.append(f"“{unit}”有{len(known)}个{row.responsible[:20]}，请指定是哪一位")
    else:
        found.problems.append(f"责任人“{row.responsible[:30]}”不在“{unit}”的通讯录中，请指定")
    return None


def _requirement(row: LedgerRow) -> str:
    said = [row.requirement, f"备注：{row.remark}" if row.remark else ""]
    return "\n".join(part for part in said if part)


def _names(text: str) -> list[str]:
    """Return the names of people in a cell: parted by signs, or by blanks where that leaves no single characters (王　某 is one)."""
    found: list[str] = []
    for part in _AND.split(_BRACKETS.sub("", text)):
        pieces = part.split()
        found += pieces if all(len(piece) > 1 for piece in pieces) else ["".join(pieces)]
    return [name for name in (_plain_name(part) for part in found) if name]


def _plain_name(text: str) -> str:
    """Return a name without telephone numbers, brackets and the blank in 王　某."""
    plain = _BRACKETS.sub("", text)
    return re.sub(r"\s+", "", plain).removesuffix("同志")


def _text(day: dt.date | None) -> str:
    return day.isoformat() if day else ""
