"""What an import would do, row by row: pure rules over values read before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from zhongshu.domains.directory.importing.cells import CellProblem, clean
from zhongshu.domains.directory.importing.headers import LABELS

CONTACT = ("office_phone", "mobile", "short_number", "email", "room", "rank_order")


@dataclass(frozen=True)
class Known:
    """Somebody who is in the organ's book already."""

    person_id: int
    name: str
    unit_id: int
    post_name: str
    contact: Mapping[str, str | int]


@dataclass
class Row:
    """One row of the sheet and what becomes of it: "enrol", "update", "unchanged", or nothing while there are problems."""

    number: int
    values: dict[str, str | int]
    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    action: str = ""
    person_id: int | None = None
    unit_id: int | None = None
    changes: dict[str, str | int] = field(default_factory=dict)


def judge(
    lines: Sequence[Mapping], mapping: Sequence[str], *, units: Mapping[str, int], organ_id: int, known: Sequence[Known]
) -> list[Row]:
    """Decide about every row.

    Args:
        lines: rows as ``headers.understand`` gives them.
        mapping: the field of each column, or "".
        units: names and short names of the organ and its sections, to ids.
        organ_id: where somebody without a section goes.
        known: everybody in the organ's book.
    """
    by_name: dict[str, list[Known]] = {}
    for person in known:
        by_name.setdefault(person.name, []).append(person)
    first_seen: dict[object, int] = {}
    rows = []
    for line in lines:
        row = _read(line, mapping)
        _place(row, line, units, organ_id)
        _match(row, by_name)
        key = row.person_id or (row.values.get("name"), row.values.get("mobile") or row.unit_id)
        if row.values.get("name") and key in first_seen:
            row.problems.append(f"与第 {first_seen[key]} 行是同一人，请删去一行")
        first_seen.setdefault(key, row.number)
        if row.problems:
            row.action = ""
        rows.append(row)
    return rows


def _read(line: Mapping, mapping: Sequence[str]) -> Row:
    row = Row(line["number"], {})
    for name, text in zip(mapping, line["cells"], strict=False):
        if not name:
            continue
        try:
            value = clean(name, text)
        except CellProblem as problem:
            row.problems.append(str(problem))
            row.values[name] = text
        else:
            if value != "":
                row.values[name] = value
    if not row.values.get("name"):
        row.problems.append("没有姓名")
    return row


def _place(row: Row, line: Mapping, units: Mapping[str, int], organ_id: int) -> None:
    """Find the section: the row's own, else the heading above it if that names one, else the organ itself."""
    named = str(row.values.get("unit", ""))
    if named:
        row.unit_id = units.get(named)
        if row.unit_id is None:
            row.problems.append(f"没有“{named}”，请先由系统管理员设立，或改正名称")
    else:
        row.unit_id = units.get(line.get("section", ""), organ_id)


def _match(row: Row, by_name: Mapping[str, list[Known]]) -> None:
    namesakes = by_name.get(str(row.values.get("name", "")), [])
    if len(namesakes) > 1:
        mobile = row.values.get("mobile")
        closer = [person for person in namesakes if mobile and person.contact.get("mobile") == mobile]
        closer = closer or [person for person in namesakes if "unit" in row.values and person.unit_id == row.unit_id]
        if len(closer) != 1:
            row.problems.append("本机关有同名人员，请补充科室或手机号以便区分")
            return
        namesakes = closer
    if not namesakes:
        row.action = "enrol"
        if not row.values.get("post_name"):
            row.problems.append("新增人员须填写职务")
        return
    person = namesakes[0]
    row.person_id = person.person_id
    row.changes = {
        name: row.values[name] for name in CONTACT if name in row.values and person.contact.get(name) != row.values[name]
    }
    row.action = "update" if row.changes else "unchanged"
    for name in ("post_name", "unit"):
        present = person.post_name if name == "post_name" else person.unit_id
        wanted = row.values.get(name) if name == "post_name" else row.unit_id
        if name in row.values and wanted is not None and wanted != present:
            row.remarks.append(f"{LABELS[name]}与现任不同，导入不改变任职")
