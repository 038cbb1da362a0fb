"""Figures taken in from a spreadsheet: looked at first, then the whole of it or nothing."""

from django.db import transaction

from zhongshu.domains.figures import sheets
from zhongshu.domains.figures.commands.registering import register
from zhongshu.domains.figures.commands.values import record_value
from zhongshu.domains.figures.models import Figure, FigureImport
from zhongshu.domains.figures.policies import KEEPERS, import_policy
from zhongshu.domains.figures.queries import importing as queries
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted
from zhongshu.platform.audit import public as audit
from zhongshu.platform.secrecy import public as secrecy
from zhongshu.platform.spreadsheets.public import ImportState, importing


@transaction.atomic
def preview_import(*, file_name: str, content: bytes, by: Actor) -> FigureImport:
    """Read a spreadsheet and keep what was understood, so that somebody can look at it; nothing is taken in yet.

    Raises:
        NotPermitted: the actor keeps no figures in the own organ.
        RuleBroken: not a spreadsheet, too large, or no headings with a name among them.
    """
    if by.person_id is None or by.organ_id is None or by.organ_id not in by.organs_where(*KEEPERS):
        raise NotPermitted("导入数据限本机关联系人、科室负责人或办公室主任办理", code="keeps_no_figures")
    secrecy.ensure_storable(file_name, by=by, field="file")
    missing = "没有找到“名称”一列的表头，请确认表头在前 15 行内，并且表头下面有数据"
    table = importing.read_table(content, sheets.HEADINGS.understand, missing=missing)
    for earlier in import_policy.allowed(by, "decide").filter(organ=by.organ_id, state=ImportState.PREVIEWED):
        discard_import(earlier, by=by)
    made = importing.keep_preview(
        FigureImport, table, file_name=file_name, content=content, organ_id=by.organ_id, unit_id=by.unit_id or by.organ_id,
        entered_by_id=by.person_id, mapping=sheets.mapping_of(table.headers, table.mapping),
    )  # fmt: skip
    audit.record("figures.import_previewed", made, by=by, rows=len(table.lines))
    return made


@transaction.atomic
def apply_import(shown: FigureImport, *, by: Actor) -> None:
    """Take in the whole spreadsheet, or nothing of it (确认导入).

    Raises:
        NotPermitted: the actor keeps no figures of this organ.
        RuleBroken: a row has a problem, or the import is decided already.
        StaleState: somebody else decided it first.
    """
    import_policy.require(by, "decide", shown)
    rows = queries.judged(shown, by)
    importing.refuse_bad_rows(shown, [row.number for row in rows if row.problems], counted="处")
    counts = queries.tally(rows)
    importing.settle(shown, to=ImportState.APPLIED, registered=counts["register"], recorded=counts["record"])
    _take_in(shown, rows, by)
    audit.record("figures.import_applied", shown, by=by, registered=counts["register"], recorded=counts["record"])


@transaction.atomic
def discard_import(shown: FigureImport, *, by: Actor) -> None:
    """Put a previewed spreadsheet away without taking it in (放弃导入); what was read from it is not kept.

    Raises:
        NotPermitted: the actor keeps no figures of this organ.
        RuleBroken: the import is decided already.
    """
    import_policy.require(by, "decide", shown)
    importing.settle(shown, to=ImportState.DISCARDED)
    audit.record("figures.import_discarded", shown, by=by)


def _take_in(shown: FigureImport, rows: list[sheets.Row], by: Actor) -> None:
    fresh: dict[str, Figure] = {}
    figures = Figure.objects.in_bulk([row.figure_id for row in rows if row.figure_id])
    for row in rows:
        figure = figures.get(row.figure_id or 0) or fresh.get(row.name)
        if row.action == "register" and figure is None:
            figure = fresh[row.name] = register(
                name=row.name,
                definition=row.values["definition"],
                unit_of_measure=row.values["unit"],
                frequency=row.values["frequency"],
                by=by,
            )
        if row.value is not None and row.action in ("register", "record") and figure is not None:
            source = row.values.get("source", "") or shown.file_name
            record_value(figure, period=row.period, value=row.value, source=source[:200], by=by)
