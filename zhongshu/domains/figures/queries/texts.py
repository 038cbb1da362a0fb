"""What the registry says about a text: figures that differ, quotations whose value was revised."""

from collections import defaultdict
from decimal import Decimal

from django.db.models import F, Value
from django.db.models.functions import StrIndex
from django.urls import reverse

from zhongshu.domains.figures import measures, mentions
from zhongshu.domains.figures.choices import ValueStatus
from zhongshu.domains.figures.models import FigureName, FigureValue, Quotation
from zhongshu.domains.figures.policies import policy
from zhongshu.domains.figures.queries import registry
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.refs import ObjectRef
from zhongshu.kernel.remarks import Remark
from zhongshu.platform.organizations import public as organizations

_NAMES = 300
_RECENT = 8


def remarks(ref: ObjectRef, text: str, actor: Actor) -> list[Remark]:
    """Return what differs from the registry in a text, for a reader who may see the figures concerned."""
    if not text.strip():
        return []
    quoted = _revised_quotations(ref, text, actor)
    told = {remark.start for remark in quoted}
    return [*quoted, *(remark for remark in _differences(text, actor) if remark.start not in told)]


def quotations(ref: ObjectRef, viewer: Actor) -> list[Quotation]:
    """Return which figures the text of an object took from the registry, newest first."""
    found = Quotation.objects.about(ref).filter(figure__in=policy.visible(viewer)).select_related("figure", "value")
    return list(found.order_by("-pk")[:100])


def quoted_by(value: FigureValue) -> list[Quotation]:
    """Return the quotations of a value, so that those who wrote them can be told of a revision."""
    return list(value.quotations.order_by("-pk")[:500])


def _revised_quotations(ref: ObjectRef, text: str, actor: Actor) -> list[Remark]:
    found = Quotation.objects.about(ref).filter(figure__in=policy.visible(actor)).select_related("figure", "value")
    stale, unsure = [], []
    for row in found.order_by("pk")[:200]:
        start = text.find(row.words)
        if start < 0:
            continue  # the words were taken out or changed; what stands there now is compared like any other number
        if row.value.superseded_at is not None:
            stale.append((row, start))
        elif row.value.status == ValueStatus.PRELIMINARY:
            unsure.append((row, start))
    if not stale and not unsure:
        return []
    current = {
        (value.figure_id, value.period): value
        for value in FigureValue.objects.filter(figure__in=[row.figure_id for row, _ in stale], superseded_at=None)
    }
    remarks = []
    for row, start in stale:
        value = current.get((row.figure_id, row.value.period))
        if value is None:
            continue
        now = f"{measures.written(value.value)}{row.figure.unit_of_measure}"
        label = registry.label_of(row.figure, value.period)
        remarks.append(
            Remark(
                rule="figures.revised",
                severity="must",
                words=f"所引“{row.figure.name}”（{label}）已修订为{now}：{value.reason}",
                passage=row.words,
                start=start,
                url=_url(row.figure_id),
                correction=now,
            )
        )
    for row, start in unsure:
        words = f"所引“{row.figure.name}”（{registry.label_of(row.figure, row.value.period)}）为初步数，正式行文前请核对"
        remarks.append(Remark("figures.preliminary", "hint", words, row.words, start, _url(row.figure_id)))
    return remarks


def _differences(text: str, actor: Actor) -> list[Remark]:
    rows = (
        FigureName.objects.filter(live=True, figure__in=policy.visible(actor))
        .annotate(at=StrIndex(Value(mentions.fold(text)), F("name")))
        .filter(at__gt=0)
        .select_related("figure__owner_unit", "figure__organ", "figure__contact")[:_NAMES]
    )
    figures = {row.figure_id: row.figure for row in rows}
    if not figures:
        return []
    known = [
        mentions.Named(row.figure_id, row.name, row.region, row.figure.unit_of_measure, row.figure.frequency) for row in rows
    ]
    found = mentions.find(text, known, home=_home(actor))
    values = _values({mention.figure_id for mention in found})
    remarks = []
    for mention in found:
        figure = figures[mention.figure_id]
        unit = figure.unit_of_measure
        held = _comparable(mention, values[mention.figure_id])
        quoted = measures.amount(mention.number, mention.unit)
        if not held or quoted is None or any(_agrees(quoted, value.value, unit, mention.soft) for value in held):
            continue
        meant = held[0]
        if not mention.period_keys and _far(quoted.value, meant, unit):
            continue  # without a period a number of another size is probably another thing
        remarks.append(_difference(mention, figure, meant, text))
    return remarks


def _comparable(mention: mentions.Mention, held: list[FigureValue]) -> list[FigureValue]:
    """Return the values that the text may mean: those of the period that it names, else the newest few."""
    if not mention.period_keys:
        return held[:_RECENT]
    nearest = [[value for value in held if value.period == key] for key in mention.period_keys]
    return next((found for found in nearest if found), [])


def _difference(mention: mentions.Mention, figure, value: FigureValue, text: str) -> Remark:
    held = f"{measures.written(value.value)}{figure.unit_of_measure}"
    label = registry.label_of(figure, value.period)
    passage = text[mention.start : mention.end]
    status = value.get_status_display()
    return Remark(
        rule="figures.differs",
        severity="should",
        words=f"“{figure.name}”{label}登记为{held}（{figure.owner}，{status}数），文中为{passage}，请核对",
        passage=passage,
        start=mention.start,
        url=_url(figure.pk),
        correction=held,
    )


def _values(figure_ids: set[int]) -> dict[int, list[FigureValue]]:
    found: dict[int, list[FigureValue]] = defaultdict(list)
    rows = FigureValue.objects.filter(figure__in=figure_ids, superseded_at=None).order_by("-period_end_date", "-pk")
    for row in rows[:5000]:
        found[row.figure_id].append(row)
    return found


def _agrees(quoted: measures.Amount, value: Decimal, unit: str, soft: bool) -> bool:
    registered = measures.amount(format(value, "f"), unit)
    return registered is not None and measures.agrees(quoted, registered, soft=soft)


def _far(quoted: Decimal, value: FigureValue, unit: str) -> bool:
    registered = measures.amount(format(value.value, "f"), unit)
    if registered is None or not registered.value:
        return True
    return not Decimal("0.5") <= abs(quoted / registered.value) <= 2


def _home(actor: Actor) -> str:
    return organizations.unit(actor.organ_id).region if actor.organ_id else ""


def _url(figure_id: int) -> str:
    return reverse("figures:detail", args=[figure_id])
