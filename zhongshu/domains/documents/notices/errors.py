"""Errors that a quarter's review put right: by rule, by the unit that drafted, by the level at which they were corrected.

They are the findings that were recorded as drafts climbed the levels; a document counts in the quarter in which it was signed,
because from then on its text is locked and what was found in it no longer changes.
"""

from dataclasses import dataclass

from django.db.models import Count

from zhongshu.domains.documents.checks.findings import Category, Gate
from zhongshu.domains.documents.choices import ReviewLevel
from zhongshu.domains.documents.models import CheckFinding, Signing
from zhongshu.domains.documents.notices.quarters import Quarter


@dataclass(frozen=True, slots=True)
class Corrected:
    """One kind of error of one unit, put right at one level, ``count`` times."""

    rule: str
    name: str
    gate: str
    category: str
    unit_id: int
    level: int
    count: int

    @property
    def level_label(self) -> str:
        return str(ReviewLevel(self.level).label)


def corrected(organ_id: int, quarter: Quarter) -> tuple[list[Corrected], int]:
    """Return the errors put right by review in documents that the organ signed in the quarter, most frequent first, and how many
    documents those are. What the drafter corrected before passing the draft on is nobody's business.
    """
    signed = Signing.objects.filter(organ=organ_id, signed_at__gte=quarter.start, signed_at__lt=quarter.end).values("document")
    rows = (
        CheckFinding.objects.filter(document__in=signed, fixed_at__lt=quarter.end, fixed_level__gt=ReviewLevel.DRAFTING)
        .values("rule", "rule_name", "gate", "category", "unit_id", "fixed_level")
        .annotate(count=Count("pk"))
        .order_by("-count", "rule", "unit_id", "fixed_level")
    )
    found = [
        Corrected(
            row["rule"],
            row["rule_name"],
            Gate(row["gate"]).label,
            Category(row["category"]).label,
            row["unit_id"],
            row["fixed_level"] or ReviewLevel.DRAFTING,
            row["count"],
        )
        for row in rows
    ]
    return found, signed.distinct().count()
