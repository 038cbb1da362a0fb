"""目标的编制、分解、下达: what an organ wants done in a year, and who answers for each part of it."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from zhongshu.domains.supervision.commands import frame
from zhongshu.domains.supervision.models import Target, TargetEvent, TargetQuarter, TargetSheet
from zhongshu.domains.supervision.policies import supervised_organs
from zhongshu.domains.supervision.target_choices import Direction, Quarter, SheetState, TargetEventKind, TargetKind
from zhongshu.domains.supervision.target_lights import written
from zhongshu.domains.supervision.target_policies import sheet_policy, target_policy
from zhongshu.kernel import clock, states
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken, StaleState
from zhongshu.platform.audit import public as audit
from zhongshu.platform.notifications import public as notifications
from zhongshu.platform.organizations import public as organizations

E = TargetEventKind
DEEPEST = 5


def write(
    sheet: TargetSheet, kind: TargetEventKind, /, *, by: Actor, target: Target | None = None, words: str = "", **facts: Any
) -> None:
    """Add an event to the sheet's record, and an entry to the audit log."""
    TargetEvent.objects.create(
        sheet=sheet, target=target, kind=kind, occurred_at=clock.now(), by_name=by.name[:40], unit_name=by.unit_name[:80],
        words=words, facts=facts,
    )  # fmt: skip
    audit.record(f"supervision.target_{kind.value}", target or sheet, by=by, **facts)


@transaction.atomic
def draft_sheet(
    *, title: str, year: int, basis: str = "", secrecy_level: int = 0, organ_id: int | None = None, by: Actor
) -> TargetSheet:
    """Begin the target sheet of a year (编制目标责任书).

    Raises:
        NotPermitted: the actor keeps no ledger.
        RuleBroken: no title, a title that the year has already, a mark above the ceiling.
    """
    frame.require_person(by)
    kept = supervised_organs(by)
    chosen = organ_id or (by.organ_id if by.organ_id in kept else min(kept, default=0))
    if not chosen or chosen not in kept:
        raise NotPermitted("您没有“编制目标责任书”的权限，由督查部门办理", code="not_permitted_targets")
    title = title.strip()
    if not title:
        raise RuleBroken("请填写名称", code="no_title", field="title")
    frame.storable(title, basis, level=secrecy_level, by=by)
    try:
        with transaction.atomic():
            sheet = TargetSheet.objects.create(
                organ_id=chosen, year=year, title=title[:120], basis=basis.strip()[:300], secrecy=secrecy_level,
                created_at=clock.now(), created_by_name=by.name,
            )  # fmt: skip
    except IntegrityError as error:
        raise RuleBroken(f"{year}年已有“{title}”，请换一个名称", code="sheet_exists", field="title") from error
    write(sheet, E.DRAFTED, by=by, words=title)
    return sheet


@transaction.atomic
def add_target(
    sheet: TargetSheet,
    *,
    title: str,
    wanted: Decimal | None,
    unit_of_measure: str,
    lead_unit_id: int,
    kind: str = TargetKind.INDICATOR,
    measure: str = "",
    direction: str = Direction.AT_LEAST,
    adds_up: bool = True,
    figure_name: str = "",
    responsible_id: int | None = None,
    leader_id: int | None = None,
    supporting_unit_ids: Iterable[int] = (),
    parent: Target | None = None,
    quarters: Mapping[int, Decimal] | None = None,
    by: Actor,
) -> Target:
    """Put a target onto a sheet, or break one down to a unit and a person (列入目标、分解). A key work without a number is done at 100 %.

    Raises:
        NotPermitted: the actor does not keep the sheet.
        RuleBroken: ended, no title, no number, a dissolved unit, a supporting unit that leads, too deep a tree.
    """
    sheet_policy.require(by, "manage", sheet)
    _require_open(sheet)
    title, unit_of_measure = title.strip(), unit_of_measure.strip()
    if not title:
        raise RuleBroken("请填写目标", code="no_title", field="title")
    if wanted is None and kind == TargetKind.KEY_WORK:
        wanted, unit_of_measure = Decimal(100), unit_of_measure or "%"
    if wanted is None:
        raise RuleBroken("请填写目标值；没有数字的请选“重点工作”", code="no_number", field="wanted")
    if not unit_of_measure:
        raise RuleBroken("请填写计量单位", code="no_unit_of_measure", field="unit_of_measure")
    frame.storable(title, measure, level=sheet.secrecy, by=by)
    lead = frame.working_unit(lead_unit_id, field="lead_unit")
    supporting = [frame.working_unit(unit_id, field="supporting_units") for unit_id in dict.fromkeys(supporting_unit_ids)]
    if lead.pk in [unit.pk for unit in supporting]:
        raise RuleBroken(f"“{lead}”已是牵头单位，不能同时列为配合单位", code="supporting_is_lead", field="supporting_units")
    responsible = frame.working_person(responsible_id, lead, field="responsible")
    leader = organizations.people([leader_id]).get(leader_id) if leader_id else None
    if parent is not None:
        _check_parent(None, parent, sheet)
    last = sheet.targets.filter(parent=parent).aggregate(last=Max("position"))["last"] or 0
    target = Target.objects.create(
        sheet=sheet, parent=parent, position=last + 1, kind=kind, title=title[:120], measure=measure.strip()[:300], wanted=wanted,
        unit_of_measure=unit_of_measure[:20], direction=direction, adds_up=adds_up, figure_name=figure_name.strip()[:80],
        lead_unit=lead, leader=leader, responsible=responsible, secrecy=sheet.secrecy,
    )  # fmt: skip
    target.supporting_units.set(supporting)
    words = f"{title} {written(wanted)}{unit_of_measure}，{lead}"
    write(sheet, E.ADDED, by=by, target=target, words=words, parent_id=parent.pk if parent else None)
    if quarters:
        plan_quarters(target, quarters=quarters, by=by)
    if sheet.state == SheetState.ISSUED:
        _tell(target, f"新下达目标：{title}", by=by)
    return target


@transaction.atomic
def change_target(target: Target, *, wanted: Decimal, measure: str, responsible_id: int | None, reason: str, by: Actor) -> None:
    """Change the number, its measure or who answers for it (调整目标); what stood before is in the record.

    Raises:
        NotPermitted: the actor does not keep the sheet.
        RuleBroken: ended or voided, no reason.
    """
    target_policy.require(by, "manage", target)
    _require_live(target)
    reason = frame.reason_given(reason, "请说明为什么调整")
    frame.storable(measure, reason, level=target.secrecy, by=by)
    before = {"wanted": str(target.wanted), "measure": target.measure, "responsible": target.responsible.name}
    person = frame.working_person(responsible_id or target.responsible_id, target.lead_unit, field="responsible")
    Target.objects.filter(pk=target.pk).update(wanted=wanted, measure=measure.strip()[:300], responsible=person)
    target.refresh_from_db()
    write(target.sheet, E.CHANGED, by=by, target=target, words=f"{target.title}：{reason}", before=before)
    if target.sheet.state == SheetState.ISSUED:
        _tell(target, f"目标已调整：{target.title}（{reason}）", by=by)


@transaction.atomic
def place_target_under(target: Target, parent: Target | None, *, by: Actor) -> None:
    """Make a target a part of another one, or one of the sheet's own again (调整分解关系).

    Raises:
        NotPermitted: the actor does not keep the sheet.
        RuleBroken: ended, another sheet, a circle, too deep a tree.
    """
    target_policy.require(by, "manage", target)
    _require_live(target)
    if parent is not None:
        _check_parent(target, parent, target.sheet)
    Target.objects.filter(pk=target.pk).update(parent=parent)
    target.parent = parent
    write(target.sheet, E.PLACED, by=by, target=target, words=f"{target.title}列入{parent or '责任书'}")


@transaction.atomic
def plan_quarters(target: Target, *, quarters: Mapping[int, Decimal], words: Mapping[int, str] | None = None, by: Actor) -> None:
    """Say what should be reached by the end of each quarter, counted from the beginning of the year (安排进度).

    Raises:
        NotPermitted: the actor does not keep the sheet.
        RuleBroken: ended, a later quarter with less than an earlier one, or a last quarter that misses the year's number.
    """
    target_policy.require(by, "manage", target)
    _require_live(target)
    given = {number: value for number, value in sorted(quarters.items()) if value is not None}
    if target.direction == Direction.AT_LEAST:
        for earlier, later in zip(list(given), list(given)[1:], strict=False):
            if given[later] < given[earlier]:
                names = (Quarter(later).label, Quarter(earlier).label)
                raise RuleBroken(f"进度按年初累计，{names[0]}不能小于{names[1]}", code="falling_plan", field=f"quarter_{later}")
    final = given.get(Quarter.FOURTH)
    if final is not None and final != target.wanted:
        raise RuleBroken(
            f"全年进度{written(final)}与目标值{written(target.wanted)}不一致，请改成一致",
            code="plan_misses_target",
            field="quarter_4",
        )
    for number, value in given.items():
        note = (words or {}).get(number, "").strip()[:200]
        TargetQuarter.objects.update_or_create(target=target, quarter=number, defaults={"planned": value, "words": note})
    said = "，".join(f"{Quarter(number).label}{written(value)}" for number, value in given.items())
    write(target.sheet, E.PLANNED, by=by, target=target, words=f"{target.title}：{said}")


@transaction.atomic
def void_target(target: Target, *, reason: str, by: Actor) -> None:
    """Strike a target with its parts (撤销目标); it stays in the record.

    Raises:
        NotPermitted: the actor does not keep the sheet.
        RuleBroken: ended, no reason.
        StaleState: struck already.
    """
    target_policy.require(by, "manage", target)
    _require_open(target.sheet)
    reason = frame.reason_given(reason, "请说明撤销的理由")
    if not Target.objects.filter(pk=target.pk, voided_at=None).update(voided_at=clock.now(), void_reason=reason[:300]):
        raise StaleState("该目标刚刚已撤销，请刷新后查看", code="stale_state")
    target.refresh_from_db()
    write(target.sheet, E.VOIDED, by=by, target=target, words=f"{target.title}：{reason}")
    for part in target.parts.filter(voided_at=None):
        void_target(part, reason=reason, by=by)


@transaction.atomic
def issue_sheet(sheet: TargetSheet, *, by: Actor) -> None:
    """Hand the sheet to those who carry it (下达); from now on they see their targets and report.

    Raises:
        NotPermitted: the actor does not keep the sheet.
        RuleBroken: empty, a target without its plan by quarters, or issued already.
    """
    sheet_policy.require(by, "manage", sheet)
    targets = list(sheet.targets.filter(voided_at=None).select_related("lead_unit__organ", "sheet"))
    if not targets:
        raise RuleBroken("还没有列入目标，不能下达", code="empty_sheet")
    planned = set(TargetQuarter.objects.filter(target__in=targets).values_list("target", flat=True))
    bare = [target.title for target in targets if target.pk not in planned]
    if bare:
        raise RuleBroken(f"“{bare[0]}”{f'等{len(bare)}项' if len(bare) > 1 else ''}还没有安排分期进度", code="no_quarters")
    states.move(sheet, to=SheetState.ISSUED, issued_at=clock.now())
    write(sheet, E.ISSUED, by=by, words=f"{len(targets)}项")
    for target in targets:
        _tell(target, f"目标已下达：{target.title}", by=by)


@transaction.atomic
def close_sheet(sheet: TargetSheet, *, words: str, by: Actor) -> None:
    """End a sheet when its year is over (结束).

    Raises:
        NotPermitted: the actor does not keep the sheet.
        RuleBroken: not issued, or no words.
    """
    sheet_policy.require(by, "manage", sheet)
    words = frame.reason_given(words, "请写明结束意见", field="words")
    frame.storable(words, level=sheet.secrecy, by=by)
    states.move(sheet, to=SheetState.CLOSED)
    write(sheet, E.CLOSED, by=by, words=words)


def record_sheet_export(sheet: TargetSheet, *, count: int, by: Actor) -> None:
    """Note that somebody took a copy of the sheet."""
    audit.record("supervision.target_exported", sheet, by=by, count=count)


def tell(target: Target, people: Iterable[int], text: str, *, by: Actor) -> None:
    """Notify people about a target, but not the one who acts."""
    others = [person_id for person_id in dict.fromkeys(people) if person_id != by.person_id]
    if others:
        notifications.notify(others, kind="supervision.target", text=text[:300], ref=target.ref, by=by, secrecy=target.secrecy)


def _tell(target: Target, text: str, *, by: Actor) -> None:
    tell(target, [target.responsible_id], text, by=by)


def _check_parent(target: Target | None, parent: Target, sheet: TargetSheet) -> None:
    """Refuse a circle, another sheet, a struck target, and a tree deeper than anybody reads."""
    if parent.sheet_id != sheet.pk:
        raise RuleBroken("上级目标不在同一份责任书里，请重新选择", code="other_sheet", field="parent")
    if parent.voided_at is not None:
        raise RuleBroken(f"“{parent.title}”已撤销，不能再分解", code="parent_voided", field="parent")
    depth = 1
    above: Target | None = parent
    while above is not None:
        if target is not None and above.pk == target.pk:
            raise RuleBroken(f"“{parent.title}”本身是由“{target.title}”分解出来的，不能循环分解", code="circular", field="parent")
        depth += 1
        if depth > DEEPEST:
            raise RuleBroken(f"分解最多{DEEPEST}层，请归并后再分解", code="too_deep", field="parent")
        above = above.parent


def _require_open(sheet: TargetSheet) -> None:
    if not sheet.is_open:
        raise RuleBroken("该责任书已结束，不能再调整", code="wrong_state")


def _require_live(target: Target) -> None:
    _require_open(target.sheet)
    if target.voided_at is not None:
        raise RuleBroken("该目标已撤销，不能再调整", code="wrong_state")
