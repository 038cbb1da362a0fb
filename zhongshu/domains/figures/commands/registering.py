"""Registering figures: one figure, one source."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction

from zhongshu.domains.figures import names
from zhongshu.domains.figures.choices import Audience, FigureState, Frequency
from zhongshu.domains.figures.events import FigureRegistered
from zhongshu.domains.figures.models import Figure, FigureName
from zhongshu.domains.figures.policies import KEEPERS, policy
from zhongshu.kernel import clock, states
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.kernel.events import publish
from zhongshu.platform.audit import public as audit
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.secrecy import public as secrecy


@transaction.atomic
def register(
    *,
    name: str,
    definition: str,
    unit_of_measure: str,
    frequency: str,
    region: str = "",
    cumulative: bool = False,
    other_names: Iterable[str] = (),
    contact_id: int | None = None,
    audience: str = Audience.EVERYONE,
    reader_ids: Iterable[int] = (),
    secrecy_level: int = 0,
    by: Actor,
) -> Figure:
    """Enter a figure for which the actor's unit answers from now on (登记数据项).

    Raises:
        NotPermitted: the actor keeps no figures in the own organ.
        RuleBroken: another unit holds the figure already (``held_elsewhere``), or it is marked above the ceiling.
    """
    if by.person_id is None or by.organ_id is None or by.organ_id not in by.organs_where(*KEEPERS):
        raise NotPermitted("登记数据项限本机关联系人、科室负责人或办公室主任办理", code="keeps_no_figures")
    secrecy.ensure_storable(secrecy_level, by=by)
    for text, field in ((name, "name"), (definition, "definition")):
        secrecy.ensure_storable(text, by=by, field=field)
    region = region.strip() or organizations.unit(by.organ_id).region
    called = _distinct([name, *other_names])
    _refuse_second_source(called, region, None, by)
    pinyin, initials = organizations.spell(name)
    figure = Figure.objects.create(
        code=_free_code(initials),
        name=called[0],
        region=region,
        definition=definition,
        unit_of_measure=unit_of_measure,
        frequency=Frequency(frequency),
        cumulative=cumulative,
        owner_unit_id=by.unit_id or by.organ_id,
        organ_id=by.organ_id,
        contact_id=contact_id or by.person_id,
        audience=Audience(audience),
        secrecy=secrecy_level,
        pinyin=pinyin,
        initials=initials,
        created_at=clock.now(),
    )
    figure.readers.set(reader_ids)
    _write_names(figure, called)
    audit.record("figures.registered", figure, by=by, code=figure.code)
    publish(FigureRegistered(figure.pk, figure.organ_id, figure.code, figure.name))
    return figure


@transaction.atomic
def amend(
    figure: Figure,
    *,
    definition: str,
    other_names: Iterable[str] = (),
    contact_id: int,
    audience: str,
    reader_ids: Iterable[int] = (),
    reason: str,
    by: Actor,
) -> None:
    """Change what is said about a figure (修改口径和维护信息); name, unit of measure and frequency never change.

    Raises:
        NotPermitted: the actor does not keep the figure.
        RuleBroken: it is retired, or another figure has one of the names.
    """
    policy.require(by, "keep", figure)
    _ensure_active(figure)
    secrecy.ensure_storable(definition, by=by, field="definition")
    called = _distinct([figure.name, *other_names])
    _refuse_second_source(called, figure.region, figure.pk, by)
    before = figure.definition
    figure.definition, figure.contact_id, figure.audience = definition, contact_id, Audience(audience)
    figure.save(update_fields=["definition", "contact", "audience"])
    figure.readers.set(reader_ids)
    _write_names(figure, called)
    changed = {"before": before, "after": definition} if before != definition else {}
    audit.record("figures.amended", figure, by=by, reason=reason, **changed)


@transaction.atomic
def transfer(figure: Figure, *, unit_id: int, contact_id: int, reason: str, by: Actor) -> None:
    """Let another unit answer for a figure (移交): its values and their history stay.

    Raises:
        NotPermitted: the actor does not keep the figure.
        RuleBroken: it is retired, or the contact does not work in the unit's organ.
    """
    policy.require(by, "keep", figure)
    _ensure_active(figure)
    unit = organizations.unit(unit_id)
    if not organizations.members(unit.own_organ_id).filter(pk=contact_id).exists():
        raise RuleBroken("联系人不在接收单位任职，请重新选择", code="contact_elsewhere", field="contact")
    Figure.objects.filter(pk=figure.pk).update(owner_unit=unit, organ_id=unit.own_organ_id, contact_id=contact_id)
    audit.record("figures.transferred", figure, by=by, to=str(unit), reason=reason)
    figure.refresh_from_db()


@transaction.atomic
def retire(figure: Figure, *, reason: str, by: Actor) -> None:
    """Take a figure out of use (停用); its values stay readable and its name is free for another source.

    Raises:
        NotPermitted: the actor does not keep the figure.
        RuleBroken: it is retired already.
    """
    policy.require(by, "keep", figure)
    states.move(figure, to=FigureState.RETIRED, retire_reason=reason)
    figure.names.update(live=False)
    audit.record("figures.retired", figure, by=by, reason=reason)


@transaction.atomic
def restore(figure: Figure, *, by: Actor) -> None:
    """Take a retired figure into use again (恢复使用).

    Raises:
        NotPermitted: the actor does not keep the figure.
        RuleBroken: it is in use, or another unit registered it meanwhile.
    """
    policy.require(by, "keep", figure)
    _refuse_second_source([row.name for row in figure.names.all()], figure.region, figure.pk, by)
    states.move(figure, to=FigureState.ACTIVE, retire_reason="")
    figure.names.update(live=True)
    audit.record("figures.restored", figure, by=by)


def _ensure_active(figure: Figure) -> None:
    if figure.state != FigureState.ACTIVE:
        raise RuleBroken("该数据项已停用，不能再修改", code="wrong_state")


def _distinct(called: Iterable[str]) -> list[str]:
    """Return the names without those that compare equal; the first is the figure's own."""
    return list({names.key_of(name): name.strip() for name in reversed([name for name in called if name.strip()])}.values())[::-1]


def _refuse_second_source(called: list[str], region: str, own_id: int | None, by: Actor) -> None:
    keys = [names.key_of(name) for name in called]
    taken = FigureName.objects.filter(region=region, key__in=keys, live=True)
    if own_id is not None:
        taken = taken.exclude(figure_id=own_id)
    row = taken.select_related("figure__owner_unit", "figure__organ", "figure__contact").order_by("pk").first()
    if row is None:
        return
    figure = row.figure
    phone = f"，{figure.contact.office_phone}" if figure.contact.office_phone else ""
    sentence = f"“{row.name}”（{region}）已由{figure.owner}登记，一数只有一源，请直接引用；联系人{figure.contact.name}{phone}"
    raise RuleBroken(sentence, code="held_elsewhere", field="name")


def _write_names(figure: Figure, called: list[str]) -> None:
    figure.names.all().delete()
    rows = [FigureName(figure=figure, name=name, key=names.key_of(name), region=figure.region) for name in called]
    try:
        with transaction.atomic():
            FigureName.objects.bulk_create(rows)
    except IntegrityError as error:  # somebody registered it in the same moment
        raise RuleBroken("该数据项刚刚已由其他单位登记，请刷新后直接引用", code="held_elsewhere", field="name") from error


def _free_code(initials: str) -> str:
    stem = (initials.upper() or "S")[:12]
    taken = set(Figure.objects.filter(code__startswith=stem).values_list("code", flat=True))
    if stem not in taken:
        return stem
    return next(code for number in range(2, len(taken) + 3) if (code := f"{stem}{number}") not in taken)
