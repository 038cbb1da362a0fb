"""Organs, sections, and what they are to each other."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, Case, Prefetch, Q, QuerySet, Value, When

from zhongshu.kernel import clock
from zhongshu.platform.organizations.choices import Relation, SubordinationKind, UnitKind
from zhongshu.platform.organizations.models import Post, PostHolding, Subordination, Unit


def unit(unit_id: int) -> Unit:
    return Unit.objects.get(pk=unit_id)


def units(unit_ids: Iterable[int]) -> dict[int, Unit]:
    """Return the units by id, in one query."""
    return Unit.objects.in_bulk(list(unit_ids))


def organs() -> QuerySet[Unit]:
    """Return the organs in use, in rank order."""
    return Unit.objects.filter(kind=UnitKind.ORGAN, active=True).order_by("rank_order", "pk")


def organ_tree(*, with_sections_of: int | None = None) -> list[tuple[Unit, int]]:
    """Return every organ in use with its depth (0 at the top), each followed by the organs below it, in rank order.

    With ``with_sections_of`` the sections of that organ stand below it as well, before the organs.
    """
    below: dict[int | None, list[Unit]] = defaultdict(list)
    shown = Q(kind=UnitKind.ORGAN) | Q(kind=UnitKind.SECTION, organ_id=with_sections_of)
    found = list(Unit.objects.filter(shown, active=True).order_by("-kind", "rank_order", "pk"))
    known = {organ.pk for organ in found}
    for organ in found:
        below[organ.parent_id if organ.parent_id in known else None].append(organ)
    rows: list[tuple[Unit, int]] = []
    waiting = [(organ, 0) for organ in reversed(below[None])]
    while waiting:
        organ, depth = waiting.pop()
        rows.append((organ, depth))
        waiting += [(child, depth + 1) for child in reversed(below[organ.pk])]
    return rows


def sections_of(organ_id: int) -> list[Unit]:
    """Return the sections in use of an organ, in rank order."""
    return list(Unit.objects.filter(kind=UnitKind.SECTION, organ_id=organ_id, active=True).order_by("rank_order", "pk"))


def subtree_ids(unit_id: int) -> list[int]:
    """Return the ids of the unit and of all below it."""
    path = Unit.objects.values_list("path", flat=True).get(pk=unit_id)
    return list(Unit.objects.filter(path__startswith=path).values_list("pk", flat=True))


def find_units(text: str, *, organs_only: bool = False, near_organ_id: int | None = None, limit: int = 20) -> list[Unit]:
    """Return units in use whose name, short name or code contains the text, with their organ, in rank order, for pickers.

    Those of the organ ``near_organ_id`` come first: every organ has an office (办公室), and one's own is nearly always meant.
    """
    text = text.strip()
    if not text:
        return []
    found = Unit.objects.filter(active=True).filter(
        Q(name__contains=text) | Q(short_name__contains=text) | Q(code__istartswith=text)
    )
    if organs_only:
        found = found.filter(kind=UnitKind.ORGAN)
    is_far = Case(When(organ=near_organ_id, then=Value(False)), default=Value(True), output_field=BooleanField())
    return list(found.select_related("organ").order_by(is_far, "kind", "rank_order", "pk")[:limit])


def relation(issuer_id: int, recipient_id: int) -> Relation:
    """Tell what the recipient organ is to the issuer (行文关系, 党政机关公文处理工作条例 art. 13–17)."""
    both = Unit.objects.select_related("parent").in_bulk([issuer_id, recipient_id])
    issuer, recipient = both[issuer_id], both[recipient_id]
    ties = set(
        Subordination.objects.filter(
            Q(superior=issuer, subordinate=recipient) | Q(superior=recipient, subordinate=issuer)
        ).values_list("superior_id", "kind")
    )
    if issuer.path.startswith(recipient.path) and issuer.pk != recipient.pk:
        return Relation.SUPERIOR
    if recipient.path.startswith(issuer.path) and issuer.pk != recipient.pk:
        return Relation.SUBORDINATE
    if any(superior == recipient.pk and kind != SubordinationKind.GUIDANCE for superior, kind in ties):
        return Relation.DUAL_SUPERIOR
    if any(superior == issuer.pk and kind != SubordinationKind.GUIDANCE for superior, kind in ties):
        return Relation.SUBORDINATE
    if issuer.parent_id == recipient.parent_id and issuer.level == recipient.level:
        return Relation.PEER
    return Relation.NON_SUBORDINATE


def place_of(unit: Unit) -> str:
    """Say where a unit stands: a section's organ, an organ's region and level."""
    if unit.kind == UnitKind.SECTION:
        return unit.organ.name if unit.organ else ""
    return f"{unit.region} {unit.get_level_display()}".strip()


def unit_sheet(unit: Unit) -> dict[str, Any]:
    """Return what the page of one unit shows: what is below it, posts with holders, further superiors; five queries."""
    today = clock.today()
    posts = (
        Post.objects.filter(unit=unit)
        .prefetch_related(
            "duties",
            Prefetch(
                "holdings",
                PostHolding.objects.filter(Q(end_date=None) | Q(end_date__gte=today)).select_related("person"),
                to_attr="present",
            ),
        )
        .order_by("rank_order", "pk")
    )
    return {
        "children": Unit.objects.filter(parent=unit, active=True).order_by("kind", "rank_order", "pk"),
        "posts": posts,
        "superiors": Subordination.objects.filter(subordinate=unit).select_related("superior"),
        "today": today,
    }
