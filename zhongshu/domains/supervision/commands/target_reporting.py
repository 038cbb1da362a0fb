"""目标进度的报告、核实、转督办: a number is taken from its source where it is held, and verified by another than the reporter."""

import datetime as dt
from decimal import Decimal

from django.db import IntegrityError, transaction

from zhongshu.domains.supervision.choices import Grade, SourceKind
from zhongshu.domains.supervision.commands import docketing, frame
from zhongshu.domains.supervision.commands.target_setting import E, tell, write
from zhongshu.domains.supervision.held_figures import held_figure
from zhongshu.domains.supervision.models import SupervisionItem, Target, TargetReport
from zhongshu.domains.supervision.target_choices import Direction, Quarter, SheetState, TargetReportState
from zhongshu.domains.supervision.target_lights import written
from zhongshu.domains.supervision.target_policies import sheet_policy, target_policy
from zhongshu.kernel import clock, states
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.organizations.public import Duty

LONGEST = 2000


@transaction.atomic
def report_progress(target: Target, *, quarter: int, value: Decimal | None, words: str = "", by: Actor) -> TargetReport:
    """Say what was reached by the end of a quarter (报告进度). Where the figure is held its value is taken, and nobody types it.

    Raises:
        NotPermitted: neither answers for the target nor speaks for its unit.
        RuleBroken: not issued or struck, a quarter still to come, reported already, no number, another number than the source holds.
    """
    target_policy.require(by, "report", target)
    person_id = frame.require_person(by)
    sheet = target.sheet
    if sheet.state != SheetState.ISSUED or target.voided_at is not None:
        raise RuleBroken("该目标没有下达或者已结束，不能报告进度", code="wrong_state")
    period = Quarter(quarter)
    begins = dt.date(sheet.year, 3 * quarter - 2, 1)
    if clock.today() < begins:
        raise RuleBroken(f"{period.label}还没有开始，不能报告", code="too_early", field="quarter")
    held = held_figure(target.figure_name, sheet.year, quarter, by)
    if held is not None:
        if value is not None and value != held.value:
            raise RuleBroken(
                f"“{target.figure_name}”{period.label}为{written(held.value)}（{held.words}），一数一源，请直接引用；数有误的，请掌握单位修订",
                code="differs_from_source", field="value",
            )  # fmt: skip
        value = held.value
    if value is None:
        raise RuleBroken("请填写完成数（从年初累计）", code="no_number", field="value")
    words = words.strip()
    if len(words) > LONGEST:
        raise RuleBroken(f"情况最多{LONGEST}字，请只写结果和原因", code="too_long", field="words")
    frame.storable(words, level=target.secrecy, by=by)
    try:
        with transaction.atomic():
            report = TargetReport.objects.create(
                target=target, quarter=quarter, value=value, words=words, reporter_id=person_id, reporter_name=by.name,
                unit_name=str(target.lead_unit)[:80], reported_at=clock.now(),
                figure_kind=held.ref.kind if held else "", figure_id=held.ref.id if held else None,
                figure_words=held.words[:200] if held else "",
            )  # fmt: skip
    except IntegrityError as error:
        raise RuleBroken(f"{period.label}进度已经报告，如有变化请先请督查部门退回", code="reported", field="quarter") from error
    said = f"{period.label}{written(value)}{target.unit_of_measure}"
    write(sheet, E.REPORTED, by=by, target=target, words=f"{target.title}：{said}", report_id=report.pk)
    keepers = [person.pk for person in organizations.holders(Duty.SUPERVISOR, sheet.organ_id)]
    tell(target, keepers, f"{target.lead_unit}报告进度：{target.title}{said}", by=by)
    return report


@transaction.atomic
def verify_report(report: TargetReport, *, correct: bool, words: str = "", by: Actor) -> None:
    """Say that a reported number is right, or send it back (核实进度). Nobody verifies what he reported or answers for.

    Raises:
        NotPermitted: not of the organ that keeps the sheet, or the reporter, or who answers for the target.
        RuleBroken: sent back without words, or verified already.
        StaleState: another verifier was first.
    """
    target = report.target
    target_policy.require(by, "verify", target)
    person_id = frame.require_person(by)
    if person_id in (report.reporter_id, target.responsible_id):
        raise NotPermitted("核实须由报告人、责任人以外的人员办理，请换人核实", code="verifies_own_report")
    words = words.strip()
    if not correct:
        words = frame.reason_given(words, "请说明退回的原因", field="words")
    to = TargetReportState.VERIFIED if correct else TargetReportState.RETURNED
    states.move(report, to=to, verified_by_name=by.name, verified_at=clock.now(), verification=words[:300])
    label = f"{target.title}{report.get_quarter_display()}"
    write(target.sheet, E.VERIFIED if correct else E.RETURNED, by=by, target=target, words=words or label, report_id=report.pk)
    if not correct:
        tell(target, [report.reporter_id, target.responsible_id], f"进度退回：{label}（{words}）", by=by)


@transaction.atomic
def docket_target(
    target: Target,
    *,
    title: str,
    outcome: str,
    deadline: dt.date | None = None,
    working_days: int | None = None,
    grade: str = Grade.MAJOR,
    by: Actor,
) -> SupervisionItem:
    """Put a target, or a part of it, onto the ledger (转督查事项); one target may have several items.

    Raises:
        NotPermitted: the actor does not keep the sheet.
        RuleBroken: not issued or struck, or what ``docket`` refuses.
    """
    sheet = target.sheet
    sheet_policy.require(by, "manage", sheet)
    if sheet.state != SheetState.ISSUED or target.voided_at is not None:
        raise RuleBroken("该目标没有下达或者已结束，不能转督查事项", code="wrong_state")
    sign = "不高于" if target.direction == Direction.AT_MOST else ""
    item = docketing.docket(
        title=title, outcome=outcome, grade=grade, deadline=deadline, working_days=working_days,
        source=docketing.Source(
            kind=SourceKind.ANNUAL_TARGET, ref=target.ref,
            sentence=f"{target.title}：{sign}{written(target.wanted)}{target.unit_of_measure}。{target.measure}".strip(),
        ),
        lead_unit_id=target.lead_unit_id, responsible_id=target.responsible_id,
        supporting_unit_ids=[unit.pk for unit in target.supporting_units.all()],
        leader_in_charge_id=target.leader_id, secrecy_level=target.secrecy, organ_id=sheet.organ_id,
        measure=f"{written(target.wanted)}{target.unit_of_measure}", by=by,
    )  # fmt: skip
    write(sheet, E.DOCKETED, by=by, target=target, words=f"{target.title}：{item.number}", item_id=item.pk)
    return item
