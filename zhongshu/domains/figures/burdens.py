"""What figures ask of units, and what the registry answers instead of a unit (一数一源)."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import StrIndex
from django.urls import reverse
from django.utils import timezone

from zhongshu.domains.figures import mentions
from zhongshu.domains.figures.choices import RequestState
from zhongshu.domains.figures.models import DataRequest, FigureName
from zhongshu.domains.figures.policies import policy
from zhongshu.domains.figures.queries import registry
from zhongshu.kernel import burdens, clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.burdens import Answer, Asked, Kind

KINDS = (
    Kind("figures.request", "报送数据", 30, "取数、核对、审核、填报；库中已有的不计，多家要同一数只计一次填报"),
    Kind("figures.repeated", "同一数据再次要", 0, "掌握单位只报一次，不占时间，只作提示"),
)
REMEMBERED = dt.timedelta(days=62)
_MOST = 6


def announce() -> None:
    burdens.announce("figures", KINDS, asked)
    burdens.announce_holder("figures", held)


def asked(organ_ids: Collection[int] | None, start: dt.date, end: dt.date, viewer: Actor) -> Iterable[Asked]:
    """Return the requests of a span that reached a unit; what the registry answered reached nobody. Two queries."""
    found = DataRequest.objects.filter(created_at__range=burdens.moments(start, end))
    found = found.exclude(state=RequestState.FROM_REGISTRY).select_related("figure", "organ").order_by("created_at", "pk")
    if organ_ids is not None:
        found = found.filter(figure__organ__in=organ_ids)
    rows = list(found[:5000])
    seen = set(policy.visible(viewer).filter(pk__in={row.figure_id for row in rows}).values_list("pk", flat=True))
    told: set[str] = set()
    for row in rows:
        shown = row.figure_id in seen
        title = f"{row.figure.name}（{registry.label_of(row.figure, row.period)}）" if shown else ""
        url = reverse("figures:detail", args=[row.figure_id]) if shown else ""
        matter = f"figures:{row.figure_id}:{row.period}"
        kind = "figures.repeated" if matter in told else "figures.request"  # the owner is asked once, however many ask
        told.add(matter)
        yield Asked(kind, row.figure.organ_id, timezone.localdate(row.created_at), str(row.organ), title, url, matter)


def held(text: str, viewer: Actor) -> list[Answer]:
    """Return the figures named in a text whose newest value the registry holds, or which somebody asked for of late: three queries."""
    names = (
        FigureName.objects.filter(live=True, figure__in=policy.visible(viewer))
        .annotate(at=StrIndex(Value(mentions.fold(text)), F("name")))
        .filter(at__gt=0)
        .select_related("figure__owner_unit", "figure__organ", "figure__contact")
        .order_by("at", "pk")[:50]
    )
    figures = list({row.figure_id: row.figure for row in names}.values())[:_MOST]
    earlier = asked_before([figure.pk for figure in figures])
    answers = []
    for figure in figures:
        value = registry.value_of(figure)
        if value is None and figure.pk not in earlier:
            continue
        words = f"{value.period_label}{figure.name}{value.words}" if value else ""
        source = f"{figure.owner}，{value.status_label}数" if value else figure.owner
        answers.append(
            Answer(figure.name, words, source, reverse("figures:detail", args=[figure.pk]), earlier.get(figure.pk, ""))
        )
    return answers


def asked_before(figure_ids: Collection[int]) -> dict[int, str]:
    """Return, by figure, who asked its owner last, as a sentence."""
    since = clock.now() - REMEMBERED
    found = DataRequest.objects.filter(figure__in=figure_ids, created_at__gte=since).exclude(state=RequestState.FROM_REGISTRY)
    sentences = {}
    for row in found.select_related("organ", "figure").order_by("created_at", "pk"):
        day = timezone.localdate(row.created_at)
        sentences[row.figure_id] = (
            f"{registry.label_of(row.figure, row.period)}的同一数据已于{day.month}月{day.day}日由{row.organ}向该单位要过"
        )
    return sentences


def before_asking(name: str, period: str, viewer: Actor) -> dict[str, Any]:
    """Return what the panel beside the form for asking shows: what is held, or else what the owner was asked this month."""
    figure = registry.named(name) if name.strip() else None
    if figure is None or not policy.can(viewer, "view", figure):
        return {"panel": [], "answers": []}
    url, earlier = reverse("figures:detail", args=[figure.pk]), asked_before([figure.pk]).get(figure.pk, "")
    value = registry.value_of(figure, period)
    if value is not None:
        words = f"{value.period_label}{figure.name}{value.words}"
        return {"panel": [], "answers": [Answer(figure.name, words, f"{figure.owner}，{value.status_label}数", url, earlier)]}
    start, end = burdens.month_of(clock.today())
    meter = burdens.meters([figure.organ_id], viewer, start=start, end=end)[figure.organ_id]
    labels = {kind.key: kind.label for kind in burdens.kinds()}
    more = 0 if earlier else burdens.estimates()[KINDS[0].key]
    row = {"name": figure.owner, "meter": meter, "more": more, "labels": labels}
    return {"panel": [row], "answers": [Answer(figure.name, "", figure.owner, url, earlier)] if earlier else []}
