"""The registry as a spreadsheet."""

from collections.abc import Iterable
from typing import Any

from zhongshu.domains.figures import measures
from zhongshu.domains.figures.choices import ValueStatus
from zhongshu.domains.figures.models import Figure
from zhongshu.domains.figures.queries.registry import label_of
from zhongshu.platform.spreadsheets import public as spreadsheets

_COLUMNS = (
    ("代码", 12), ("名称", 28), ("统计范围", 12), ("口径", 50), ("计量单位", 10), ("周期", 8), ("期间", 16), ("数值", 16), ("状态", 8),
    ("掌握单位", 20), ("联系人", 10),
)  # fmt: skip


def workbook(title: str, figures: Iterable[Figure]) -> bytes:
    """Return an XLSX file with one line a figure and its newest value."""
    columns = [spreadsheets.Column(label, width) for label, width in _COLUMNS]
    return spreadsheets.workbook(title, columns, (_line(figure) for figure in figures), fixed=2)


def _line(figure: Any) -> list[str]:  # a Figure with the annotations of the catalogue
    return [
        figure.code,
        figure.name,
        figure.region,
        figure.definition,
        figure.unit_of_measure,
        figure.get_frequency_display(),
        label_of(figure, figure.latest_period) if figure.latest is not None else "",
        measures.written(figure.latest) if figure.latest is not None else "",
        str(ValueStatus(figure.latest_status).label) if figure.latest is not None else "",
        figure.owner,
        figure.contact.name,
    ]
