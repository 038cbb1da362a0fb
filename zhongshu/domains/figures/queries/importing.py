"""What an import would do, as things stand now."""

from collections import defaultdict
from decimal import Decimal

from zhongshu.domains.figures import sheets
from zhongshu.domains.figures.models import FigureImport, FigureName, FigureValue
from zhongshu.domains.figures.policies import import_policy, policy
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.pages import Page
from zhongshu.platform.spreadsheets.public import importing


def recent(viewer: Actor, *, after: str | None = None, before: str | None = None) -> Page:
    """Cut one page out of the imports that the viewer may see, newest first."""
    return importing.recent(import_policy.visible(viewer).defer("lines"), after=after, before=before)


def judged(shown: FigureImport, viewer: Actor) -> list[sheets.Row]:
    """Return what the import would do, value by value."""
    rows = FigureName.objects.filter(live=True, region=shown.organ.region or "").select_related(
        "figure__owner_unit", "figure__organ"
    )
    figure_rows = list(rows)
    mine = set(policy.allowed(viewer, "keep").filter(pk__in={row.figure_id for row in figure_rows}).values_list("pk", flat=True))
    held: dict[int, dict[str, Decimal]] = defaultdict(dict)
    values = FigureValue.objects.filter(figure__in=mine, superseded_at=None)
    for figure_id, period, value in values.values_list("figure_id", "period", "value"):
        held[figure_id][period] = value
    known: dict[str, sheets.Known] = {}
    for row in figure_rows:
        figure = row.figure
        entry = sheets.Known(
            figure.pk,
            figure.name,
            figure.unit_of_measure,
            figure.frequency,
            figure.pk in mine,
            figure.owner,
            held[figure.pk],
        )
        known[row.key] = known[figure.code] = entry
    return sheets.judge(shown.lines, shown.mapping, known=known)


def tally(rows: list[sheets.Row]) -> dict[str, int]:
    """Count what becomes of the rows: register (new figures), record, unchanged, problems."""
    counts = {"register": 0, "record": 0, "unchanged": 0, "problems": 0}
    fresh: set[str] = set()
    for row in rows:
        if row.problems:
            counts["problems"] += 1
        elif row.action == "register":
            fresh.add(row.name)
            counts["record"] += row.value is not None
        elif row.action:
            counts[row.action] += 1
    counts["register"] = len(fresh)
    return counts
