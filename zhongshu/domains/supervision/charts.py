"""What the charts of supervision show, as the JSON that the chart on a page reads. Colours say the same on every page."""

from collections.abc import Mapping, Sequence
from typing import Any

# Done in time is green, late amber, owed and late red; what goes on is blue, what rests is grey.
TONES = {
    "on_time": "ok",
    "extended": "ok-soft",
    "late": "warn",
    "reopened": "special",
    "overdue": "danger",
    "open": "brand",
    "under_way": "brand",
    "reported": "brand-soft",
    "suspended": "muted",
}


def stacked(
    labels: Sequence[str], counts: Sequence[Mapping[str, int]], names: Mapping[str, str], *, flat: bool = False
) -> dict[str, Any]:
    """Return a chart of bars that are parted by ``names`` (key to label); what nobody has is left out."""
    shown = [key for key in names if any(row[key] for row in counts)]
    return {
        "kind": "stack-horizontal" if flat else "stack",
        "categories": list(labels),
        "series": [{"name": names[key], "values": [row[key] for row in counts], "tone": TONES[key]} for key in shown],
        "unit": "项",
    }
