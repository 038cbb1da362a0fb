"""Reading the registry: who holds which figure, what it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Length

from zhongshu.domains.figures import measures, names, periods
from zhongshu.domains.figures.choices import FigureState, ValueStatus
from zhongshu.domains.figures.models import Figure, FigureName, FigureValue
from zhongshu.domains.figures.policies import policy
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.pages import Page, keyset
from zhongshu.platform.organizations import public as organizations

_CANDIDATES = 200


@dataclass(frozen=True, slots=True)
class Held:
    """A value that the registry holds, ready to be given to whoever asks."""

    figure_id: int
    value_id: int
    code: str
    name: str
    region: str
    period: str
    period_label: str
    value: Decimal
    unit_of_measure: str
    status: str
    status_label: str
    owner_name: str
    contact_name: str
    source: str

    @property
    def words(self) -> str:
        """The value as a document writes it: 1256.34亿元."""
        return f"{measures.written(self.value)}{self.unit_of_measure}"


def catalogue(
    viewer: Actor, *, words: str = "", organ_id: int | None = None, frequency: str = "", own: bool = False, retired: bool = False
) -> QuerySet[Figure]:
    """Return the figures that the viewer may see, each with its newest value (``latest``, ``latest_period``, ``latest_status``).

    Words are part of a name or of the definition, the beginning of the name's pinyin or initials, or a code.
    """
    found = policy.visible(viewer).select_related("owner_unit", "organ", "contact")
    found = found.filter(state=FigureState.RETIRED if retired else FigureState.ACTIVE)
    for word in words.split()[:4]:
        found = found.filter(_like(word))
    if organ_id:
        found = found.filter(organ_id=organ_id)
    if own:
        found = found.filter(organ_id__in=viewer.organ_ids)
    if frequency:
        found = found.filter(frequency=frequency)
    newest = FigureValue.objects.filter(figure=OuterRef("pk"), superseded_at=None).order_by("-period_end_date", "-pk")
    return policy.mark(found, viewer, "keep").annotate(
        latest=Subquery(newest.values("value")[:1]),
        latest_period=Subquery(newest.values("period")[:1]),
        latest_status=Subquery(newest.values("status")[:1]),
    )


def page(found: QuerySet[Figure], *, after: str | None = None, before: str | None = None) -> Page:
    """Cut one page out of the catalogue, by the sound of the names; each row gets ``latest_label`` and ``latest_words``."""
    cut = keyset(found, order=("pinyin", "id"), after=after, before=before, size=30)
    for figure in cut.rows:
        _describe(figure)
    return cut


def detail(viewer: Actor) -> QuerySet[Figure]:
    return policy.mark(policy.visible(viewer), viewer, "keep", "verify").select_related("owner_unit", "organ", "contact")


def values(figure: Figure, *, with_history: bool = False, limit: int = 60) -> list[FigureValue]:
    """Return a figure's values, newest period first; superseded ones only with the history. Each gets a ``label``."""
    found = figure.values.order_by("-period_end_date", "-pk")
    if not with_history:
        found = found.filter(superseded_at=None)
    rows = list(found[:limit])
    for row in rows:
        row.label = label_of(figure, row.period)
        row.words = f"{measures.written(row.value)}{figure.unit_of_measure}"
    return rows


def label_of(figure: Figure, period: str) -> str:
    parsed = periods.parse(period, figure.frequency)
    return parsed.label(cumulative=figure.cumulative) if parsed else period


def named(name: str, *, region: str = "") -> Figure | None:
    """Return the active figure that has this name or code, whoever may see it; in the place, if one is given."""
    found = FigureName.objects.filter(key=names.key_of(name), live=True).select_related(
        "figure__owner_unit", "figure__organ", "figure__contact"
    )
    if region:
        found = found.filter(region=region)
    row = found.order_by("pk").first()
    if row is not None:
        return row.figure
    by_code = Figure.objects.filter(code=name.strip().upper(), state=FigureState.ACTIVE)
    return by_code.select_related("owner_unit", "organ", "contact").first()


def similar(name: str, viewer: Actor, *, region: str = "", limit: int = 5) -> list[Figure]:
    """Return the figures that the viewer may see and whose names are like this one, most alike first."""
    key = names.key_of(name)
    condition = Q()
    for pair in names.pairs_of(key)[:12]:
        condition |= Q(key__contains=pair)
    rows = FigureName.objects.filter(condition, live=True, figure__in=policy.visible(viewer))
    if region:
        rows = rows.filter(region=region)
    keys = rows.annotate(length=Length("key")).order_by("length", "pk").values_list("figure_id", "key")
    ranked: dict[int, float] = {}
    for figure_id, other in keys[:_CANDIDATES]:
        if names.alike(key, other):
            ranked[figure_id] = max(ranked.get(figure_id, 0.0), names.likeness(key, other))
    best = sorted(ranked, key=lambda pk: (-ranked[pk], pk))[:limit]
    figures = Figure.objects.select_related("owner_unit", "organ", "contact").in_bulk(best)
    return [figures[pk] for pk in best]


def held(name: str, period: str = "", *, viewer: Actor, region: str = "") -> Held | None:
    """Return what the registry holds for a figure that somebody asks for (已有数据，不再要).

    Args:
        name: a name under which the figure is known, or its code.
        period: as people write it (2026年三季度) or as a key; empty: the newest.
        viewer: who would be given it; what the viewer may not see is not held for the viewer.
    """
    figure = named(name, region=region)
    if figure is None or not policy.can(viewer, "view", figure):
        return None
    return value_of(figure, period)


def value_of(figure: Figure, period: str = "") -> Held | None:
    """Return a figure's value in a period, or its newest; None if there is none."""
    found = figure.values.filter(superseded_at=None)
    if period:
        wanted = periods.parse(period, figure.frequency)
        if wanted is None:
            return None
        found = found.filter(period=wanted.key)
    row = found.order_by("-period_end_date", "-pk").first()
    return as_held(figure, row) if row else None


def as_held(figure: Figure, row: FigureValue) -> Held:
    return Held(
        figure_id=figure.pk,
        value_id=row.pk,
        code=figure.code,
        name=figure.name,
        region=figure.region,
        period=row.period,
        period_label=label_of(figure, row.period),
        value=row.value,
        unit_of_measure=figure.unit_of_measure,
        status=row.status,
        status_label=row.get_status_display(),
        owner_name=figure.owner,
        contact_name=figure.contact.name,
        source=row.source,
    )


def readers_of(figure: Figure) -> Sequence[organizations.Unit]:
    return list(figure.readers.order_by("rank_order", "pk")[:200])


def other_names(figure: Figure) -> list[str]:
    return list(figure.names.exclude(name=figure.name).order_by("pk").values_list("name", flat=True))


def _like(word: str) -> Q:
    others = FigureName.objects.filter(key__contains=names.key_of(word) or word, live=True)
    condition = Q(name__contains=word) | Q(pk__in=others.values("figure_id")) | Q(definition__contains=word)
    if word.isascii():
        condition |= Q(pinyin__startswith=word.lower()) | Q(initials__contains=word.lower()) | Q(code__startswith=word.upper())
    return condition


def _describe(figure: Any) -> None:  # a Figure with the annotations of the catalogue
    if figure.latest is None:
        figure.latest_label = figure.latest_words = figure.latest_status_label = ""
        return
    figure.latest_label = label_of(figure, figure.latest_period)
    figure.latest_words = f"{measures.written(figure.latest)}{figure.unit_of_measure}"
    figure.latest_status_label = str(ValueStatus(figure.latest_status).label)
