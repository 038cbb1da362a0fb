"""What importing a spreadsheet means in every subject: looked at first, then the whole of it or nothing, and never twice unawares."""

import hashlib
from collections.abc import Callable, Collection, Sequence
from typing import Any, TypeVar

from django.db.models import QuerySet

from zhongshu.kernel import clock, states
from zhongshu.kernel.errors import RuleBroken
from zhongshu.kernel.pages import Page, keyset
from zhongshu.platform.spreadsheets.choices import ImportState
from zhongshu.platform.spreadsheets.headings import Grid, Table
from zhongshu.platform.spreadsheets.models import PreviewedSheet, SheetImport
from zhongshu.platform.spreadsheets.reading import grids

Kept = TypeVar("Kept", bound=PreviewedSheet)
Shown = TypeVar("Shown", bound=SheetImport)


def digest_of(content: bytes) -> str:
    """Return by what a second upload of the same file is recognised."""
    return hashlib.sha256(content).hexdigest()


def read_table(content: bytes, understand: Callable[[Grid], Table | None], *, missing: str) -> Table:
    """Return the first sheet that has the headings and rows below them.

    Raises:
        RuleBroken: not a spreadsheet, too large, or no such sheet; then the sentence is ``missing``.
    """
    table = next((found for grid in grids(content) if (found := understand(grid)) and found.lines), None)
    if table is None:
        raise RuleBroken(missing, code="no_headings", field="file")
    return table


def keep_preview(model: type[Kept], table: Table, *, file_name: str, content: bytes, **own: Any) -> Kept:
    """Keep what was understood, so that somebody can look at it."""
    values = {"headers": table.headers, "mapping": table.mapping, "lines": table.lines, **own}
    return model._default_manager.create(file_name=file_name[-200:], digest=digest_of(content), created_at=clock.now(), **values)


def twin_of(shown: SheetImport) -> Any:
    """Return the earlier import of the same file by the same organ, if it was taken in."""
    if not shown.digest:
        return None
    same = type(shown)._default_manager.filter(organ=shown.organ_id, digest=shown.digest, state=ImportState.APPLIED)
    return same.exclude(pk=shown.pk).select_related("entered_by").order_by("-applied_at").first()


def recent(found: QuerySet[Shown], *, after: str | None = None, before: str | None = None, size: int = 10) -> Page:
    """Cut one page out of the imports that somebody may see, newest first."""
    return keyset(
        found.select_related("organ", "entered_by"), order=("-created_at", "-id"), after=after, before=before, size=size
    )


def ensure_waiting(shown: SheetImport, sentence: str) -> None:
    """Refuse to touch an import that is decided already."""
    if shown.state != ImportState.PREVIEWED:
        raise RuleBroken(sentence, code="wrong_state")


def checked_mapping(
    shown: SheetImport, mapping: Sequence[str], *, fields: Collection[str], key: str, key_label: str
) -> list[str]:
    """Return what a person says that each column is taken for.

    Raises:
        RuleBroken: decided already, not one field a column, no column for ``key``, or two for one field.
    """
    ensure_waiting(shown, "该次导入已经办结，不能再改对应关系")
    taken = [name for name in mapping if name]
    if len(mapping) != len(shown.headers) or not set(taken) <= set(fields):
        raise RuleBroken("对应关系与表头不符，请刷新后重试", code="bad_mapping")
    if key not in taken:
        raise RuleBroken(f"请指定哪一列是{key_label}", code=f"no_{key}_column")
    if len(taken) != len(set(taken)):
        raise RuleBroken("有两列对应同一项内容，请只保留一列", code="column_twice")
    return list(mapping)


def refuse_bad_rows(shown: SheetImport, bad: Sequence[int], *, counted: str = "行") -> None:
    """Refuse to take in a sheet while rows have problems; ``bad`` are their numbers. Nothing is half-imported."""
    if bad and shown.state == ImportState.PREVIEWED:
        sentence = f"还有 {len(bad)} {counted}存在问题（第 {bad[0]} 行等），请改正文件后重新上传，本次没有导入任何内容"
        raise RuleBroken(sentence, code="rows_with_problems")


def settle(shown: SheetImport, *, to: ImportState, **changes: Any) -> None:
    """Decide an import: taken in or put away; the rows of a short sheet are not kept any longer.

    Raises:
        RuleBroken: decided already.
        StaleState: somebody else decided it first.
    """
    if isinstance(shown, PreviewedSheet):
        changes["lines"] = []
    if to == ImportState.APPLIED:
        changes["applied_at"] = clock.now()
    states.move(shown, to=to, **changes)
