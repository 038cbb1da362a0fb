"""Errors that a quarter's review put right: by rule, by the unit that drafted, by the step and level at which they were corrected.

Counted from the appended record of findings alone: an error counts in the quarter in which it was put right, if it had not come
back by the quarter's end. Nothing that is written later can change that. What the word model takes for a typo counts like what a
rule found.
"""

from collections import Counter
from dataclasses import dataclass

from zhongshu.domains.documents.checks.findings import Category, Gate
from zhongshu.domains.documents.choices import CheckDeed, ReviewLevel
from zhongshu.domains.documents.levels import Station
from zhongshu.domains.documents.models import CheckEntry, Signing
from zhongshu.domains.documents.notices.quarters import Quarter

_MOVING = (CheckDeed.FOUND, CheckDeed.FIXED, CheckDeed.FOUND_AGAIN)


@dataclass(frozen=True, slots=True)
class Corrected:
    """One kind of error of one unit, put right at one step, ``count`` times."""

    rule: str
    name: str
    gate: str
    category: str
    unit_id: int
    station: Station
    count: int


def corrected(organ_id: int, quarter: Quarter) -> tuple[list[Corrected], int]:
    """Return the errors that review put right in the quarter, most frequent first, and how many documents the organ signed in it.

    What the drafter corrected before passing the draft on is nobody's business.
    """
    rows = CheckEntry.objects.filter(organ=organ_id, at__gte=quarter.start, at__lt=quarter.end, deed__in=_MOVING)
    last: dict[tuple[int, str], CheckEntry] = {
        (row.document_id, row.key): row for row in rows.only(*_NEEDED).order_by("at", "pk").iterator()
    }
    put_right = (row for row in last.values() if row.deed == CheckDeed.FIXED and row.level > ReviewLevel.DRAFTING)
    counted = Counter((row.rule, row.rule_name, row.gate, row.category, row.unit_id, row.station) for row in put_right)
    found = [
        Corrected(rule, name, str(Gate(gate).label), str(Category(category).label), unit_id, station, count)
        for (rule, name, gate, category, unit_id, station), count in sorted(
            counted.items(), key=lambda one: (-one[1], one[0][0], one[0][4], one[0][5])
        )
    ]
    signed = Signing.objects.filter(organ=organ_id, signed_at__gte=quarter.start, signed_at__lt=quarter.end)
    return found, signed.values("document").distinct().count()


_NEEDED = ("document_id", "key", "deed", "rule", "rule_name", "gate", "category", "unit_id", "level", "step_name", "at")
