"""Inspections and yearly targets of the demonstration city: three bodies on their way, two of them to the same county in the same week."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from zhongshu.domains.supervision import public as supervision
from zhongshu.kernel import clock, events
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import OfficeError
from zhongshu.platform.calendars import public as calendars
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.organizations.public import Unit
from zhongshu.site.demonstration import playing
from zhongshu.site.demonstration.city import City
from zhongshu.site.demonstration.inspection_texts import CALLED_BACK, LOW, PLANS, TARGETS, WHY_BEHIND, WORK, Found, Going, Plan

# Days of the reports on the first three quarters.
REPORTED = ((4, 8), (7, 8), (10, 10))


class Inspecting:
    """Plays the inspections of a month and the targets of a year, until the moment ``until``."""

    def __init__(self, city: City, *, until: dt.datetime) -> None:
        self.city, self.until = city, until
        self.today = timezone.localtime(until).date()
        self.keeper = self._actor("government.supervision_head")
        self.verifier = self._actor("government.supervision_drafter")

    @transaction.atomic
    def play(self) -> int:
        """Play everything that happens until now; returns how many inspections are on the register."""
        for plan in PLANS:
            try:
                with transaction.atomic():
                    self._carry_out(plan)
            except OfficeError:  # next year's calendar is not known yet
                continue
        self._aim()
        with clock.frozen(self.until):
            events.deliver_all(limit=5_000)
        return supervision.InspectionPlan.objects.count()

    # ── inspections ──────────────────────────────────────────────────────────

    def _carry_out(self, plan: Plan) -> None:
        by = self._actor(plan.keeper)
        stretches = [self._stretch(going) for going in plan.visits]
        first, last = min(start for start, _ in stretches), max(end for _, end in stretches)
        with self._at(plan.began):
            drafted = supervision.draft_plan(
                title=plan.title, kind=plan.kind, basis=plan.basis, content=plan.content,
                department_id=self.city.unit(plan.department).pk, start_date=min(first, clock.today()), end_date=last,
                unannounced=plan.unannounced, by=by,
            )  # fmt: skip
            members = [self.city.roles[key].pk for key in plan.members]
            supervision.form_group(
                drafted, name="第一督查组", leader_id=self.city.roles[plan.leader].pk, member_ids=members, start_date=first,
                end_date=last, by=by,
            )  # fmt: skip
            visits = [self._visit(drafted, going, by) for going in plan.visits]
            if plan.stage == "awaiting":
                approver = self.city.roles["government.deputy1"].pk
                supervision.register_plan(drafted, over_quota_reason=plan.words, approver_id=approver, by=by)
                return
            supervision.register_plan(drafted, by=by)
            if not plan.unannounced:
                supervision.announce_plan(drafted, by=by)
        for going, visit in zip(plan.visits, visits, strict=True):
            if going.day <= 0:
                self._inspect(plan, going, visit)
        if plan.stage == "reported":
            self._report(drafted, plan)

    def _visit(self, plan: supervision.InspectionPlan, going: Going, by: Actor) -> supervision.InspectionVisit:
        start, end = self._stretch(going)
        return supervision.plan_visit(
            plan, unit_id=self.city.unit(going.unit).pk, start_date=start, end_date=end, group_id=plan.groups.get().pk,
            place=going.place, by=by,
        )  # fmt: skip

    def _stretch(self, going: Going) -> tuple[dt.date, dt.date]:
        """Return the first days from the wanted one on that have no rest day between them."""
        first = going.day
        while True:
            start, end = self._day(first), self._day(first + going.days - 1)
            if (end - start).days == going.days - 1:
                return start, end
            first += 1

    def _inspect(self, plan: Plan, going: Going, visit: supervision.InspectionVisit) -> None:
        leader = self._actor(plan.leader)
        with self._on(visit.start_date, hour=10):
            supervision.start_visit(self._fresh(visit), by=leader)
            for found in going.found:
                self._find(visit, found, leader)
            if plan.kind == "call_back":
                self._call_back(visit, leader)
        if going.day == 0:
            return
        with self._on(visit.end_date, hour=17):
            supervision.finish_visit(self._fresh(visit), summary=going.summary, by=leader)
        head = self._head(self.city.unit(going.unit))
        answered = min(calendars.add_working_days(visit.end_date, 1), self._day(0))
        for found, finding in zip(going.found, visit.findings.order_by("position"), strict=True):
            if not found.statement:
                continue
            with self._on(answered):
                statement = supervision.give_statement(self._fresh(visit), finding=finding, words=found.statement, by=head)
                supervision.answer_statement(statement, accepted=found.accepted, answer=found.answer, by=self.keeper)

    def _find(self, visit: supervision.InspectionVisit, found: Found, leader: Actor) -> None:
        supervision.record_finding(
            self._fresh(visit), fact=found.fact, requirement=found.requirement, deadline=self._deadline(), by=leader
        )

    def _call_back(self, visit: supervision.InspectionVisit, leader: Actor) -> None:
        unit = self.city.unit("市水利局")
        closed = supervision.SupervisionItem.objects.filter(lead_unit=unit, state__in=["completed", "closed_out"]).order_by("pk")
        for item, (result, words, respondents, reopen) in zip(closed, CALLED_BACK, strict=False):
            supervision.record_call_back(
                self._fresh(visit), item, result=result, words=words, respondents=respondents, reopen=reopen,
                working_days=5 if reopen else None, by=leader,
            )  # fmt: skip

    def _report(self, plan: supervision.InspectionPlan, text: Plan) -> None:
        plan = supervision.InspectionPlan.objects.select_related("department").get(pk=plan.pk)
        with clock.frozen(self.until):
            for item in supervision.docket_findings(plan, by=self.keeper):
                supervision.assign(item, words="请按整改要求办理。", by=self.keeper)
            last = plan.visits.select_related("unit__organ", "plan").latest("start_date")
            head = self._head(last.unit)
            statement = supervision.give_statement(last, words="无异议，已安排引导人员。", by=head)
            supervision.answer_statement(statement, accepted=False, answer="整改后销号。", by=self.keeper)
            supervision.draft_report(plan, words=text.words, by=self.keeper)

    # ── targets ──────────────────────────────────────────────────────────────

    def _aim(self) -> None:
        year = self.today.year
        begun = dt.date(year, 1, 20)
        if begun >= self.today:
            return
        with self._on(begun):
            sheet = supervision.draft_sheet(
                title=f"{year}年市政府重点工作目标责任书", year=year, basis=f"{year}年政府工作报告", by=self.keeper
            )
            told = []
            for title, wanted, unit, lead, helpers, leader, planned, reached, figure, parts in TARGETS:
                target = self._target(sheet, title, wanted, unit, lead, planned, helpers=helpers, leader=leader, figure=figure)
                told.append((target, reached))
                for part_title, part_wanted, part_lead, part_planned, part_reached in parts:
                    part = self._target(
                        sheet, part_title, part_wanted, unit, part_lead, part_planned, leader=leader, under=target
                    )
                    told.append((part, part_reached))
            title, wanted, unit, lead, leader, planned, reached = LOW
            told.append((self._target(sheet, title, wanted, unit, lead, planned, leader=leader, direction="at_most"), reached))
            title, lead, leader, planned, reached = WORK
            told.append((self._target(sheet, title, "100", "%", lead, planned, leader=leader, kind="key_work"), reached))
            supervision.issue_sheet(sheet, by=self.keeper)
        for quarter, (month, day) in enumerate(REPORTED, start=1):
            when = dt.date(year, month, day)
            if when < self.today:
                with self._on(when):
                    for number, (target, reached) in enumerate(told):
                        self._tell(target, quarter, Decimal(reached[quarter - 1]), verified=quarter < 3 or number % 5 != 3)
        behind = next(target for target, _ in told if target.title.startswith("政务数据"))
        with clock.frozen(self.until):
            supervision.docket_target(
                behind,
                title="加快政务数据共享接口联通",
                outcome="40个部门接口全部联通",
                deadline=self._deadline(),
                by=self.keeper,
            )

    def _target(
        self,
        sheet: supervision.TargetSheet,
        title: str,
        wanted: str,
        unit: str,
        lead: str,
        planned: tuple[str, ...],
        *,
        helpers: tuple[str, ...] = (),
        leader: str = "",
        figure: str = "",
        kind: str = "indicator",
        direction: str = "at_least",
        under: supervision.Target | None = None,
    ) -> supervision.Target:
        return supervision.add_target(
            sheet, title=title, wanted=Decimal(wanted), unit_of_measure=unit, lead_unit_id=self.city.unit(lead).pk, kind=kind,
            direction=direction, supporting_unit_ids=[self.city.unit(name).pk for name in helpers],
            leader_id=self.city.roles[f"government.{leader}"].pk, figure_name=figure, parent=under,
            quarters={number: Decimal(value) for number, value in enumerate(planned, start=1)}, by=self.keeper,
        )  # fmt: skip

    def _tell(self, target: supervision.Target, quarter: int, value: Decimal, *, verified: bool) -> None:
        """Report a quarter: the registry's figure where it is held, the unit's own number otherwise."""
        head = self._head(target.lead_unit)
        plan = target.quarters.get(quarter=quarter).planned
        behind = value > plan if target.direction == "at_most" else value < plan
        words = WHY_BEHIND if behind else ""
        try:
            with transaction.atomic():
                report = supervision.report_progress(
                    target, quarter=quarter, value=None if target.figure_name else value, words=words, by=head
                )
        except OfficeError:  # not held for this quarter
            report = supervision.report_progress(target, quarter=quarter, value=value, words=words, by=head)
        if verified:
            supervision.verify_report(report, correct=True, words="与统计、验收资料核对一致。", by=self.verifier)

    # ── the calendar and the people ──────────────────────────────────────────

    def _day(self, working_days: int) -> dt.date:
        """Return the working day that is so many after today, or before; 0 is today, or the working day before it."""
        today = self.today if calendars.is_working_day(self.today) else calendars.previous_working_day(self.today)
        if working_days >= 0:
            return calendars.add_working_days(today, working_days) if working_days else today
        return calendars.subtract_working_days(today, -working_days)

    def _deadline(self) -> dt.date:
        try:
            return calendars.add_working_days(self.today, 12)
        except OfficeError:  # next year's calendar is not known yet
            return max(self._day(0), calendars.previous_working_day(dt.date(self.today.year + 1, 1, 1)))

    @contextmanager
    def _at(self, working_days: int, *, hour: int = 9) -> Iterator[None]:
        with self._on(self._day(working_days), hour=hour):
            yield

    @contextmanager
    def _on(self, day: dt.date, *, hour: int = 9) -> Iterator[None]:
        with clock.frozen(timezone.make_aware(dt.datetime.combine(day, dt.time(hour, 30)))):
            yield

    def _fresh(self, visit: supervision.InspectionVisit) -> supervision.InspectionVisit:
        found = supervision.InspectionVisit.objects.select_related("plan__department", "plan__organ", "unit__organ")
        return found.get(pk=visit.pk)

    def _actor(self, key: str) -> Actor:
        return playing.actor(self.city.roles[key].pk)

    def _head(self, unit: Unit) -> Actor:
        head = organizations.head_of(unit.pk)
        if head is None:
            raise LookupError(unit.name)
        return playing.actor(head.pk)
