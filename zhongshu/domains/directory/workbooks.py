"""The phone book as a spreadsheet."""

from collections.abc import Iterable

from zhongshu.domains.directory.choices import ContactField
from zhongshu.domains.directory.queries import Entry
from zhongshu.platform.spreadsheets import public as spreadsheets

_COLUMNS = (
    ("机关", "organ_name", 24), ("科室", "unit_name", 18), ("姓名", "name", 12), ("职务", "post_name", 20),
    *((ContactField(name).label, name, width) for name, width in (
        ("office_phone", 18), ("mobile", 15), ("short_number", 9), ("email", 26), ("room", 10),
    )),
)  # fmt: skip


def workbook(title: str, lines: Iterable[Entry]) -> bytes:
    """Return an XLSX file with one line a person; fields not shown to the reader stay empty. It can be imported again as it is."""
    columns = [spreadsheets.Column(label, width) for label, _, width in _COLUMNS]
    rows = ([getattr(line, name) or "" for _, name, _ in _COLUMNS] for line in lines)
    return spreadsheets.workbook(title, columns, rows, sheet_name="通讯录", fixed=4)
