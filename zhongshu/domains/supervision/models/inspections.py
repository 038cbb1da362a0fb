from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from zhongshu.domains.supervision.inspection_choices import (
    CallBackResult,
    FindingState,
    GroupRole,
    InspectionEventKind,
    InspectionKind,
    InspectionState,
    JointState,
    VisitState,
)
from zhongshu.domains.supervision.models.items import SupervisionItem
from zhongshu.domains.supervision.models.steps import Notice
from zhongshu.kernel.refs import ObjectRef

S = InspectionState
V = VisitState


class InspectionPlan(models.Model):
    """督查任务: one inspection as planned, registered, carried out and reported.

    ``organ`` keeps the register and the ledger on which findings are docketed; ``department`` is the body that goes out and whose quota
    counts. ``quota_place`` is the plan's place within the year's quota; a plan above it has none but a reason and a named approver.
    An ``unannounced`` plan (四不两直) is not shown to the units before somebody stands at their door.
    """

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        S.DRAFTING: {S.AWAITING_APPROVAL, S.REGISTERED, S.VOIDED},
        S.AWAITING_APPROVAL: {S.REGISTERED, S.DRAFTING, S.VOIDED},
        S.REGISTERED: {S.UNDERWAY, S.VOIDED},
        S.UNDERWAY: {S.REPORTED},
        S.REPORTED: {S.CLOSED},
        S.CLOSED: set(),
        S.VOIDED: set(),
    }

    # Set by Policy.mark in the queries of pages.
    can_arrange: bool
    can_approve: bool

    organ = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="登记机关", db_index=False)
    department = models.ForeignKey(
        "organizations.Unit", models.PROTECT, related_name="+", verbose_name="督查单位", db_index=False
    )
    number = models.CharField("督查任务编号", max_length=80, blank=True)
    kind = models.CharField("类型", max_length=16, choices=InspectionKind, default=InspectionKind.SPECIAL)
    title = models.CharField("督查主题", max_length=120)
    basis = models.CharField("依据", max_length=300)
    content = models.TextField("督查内容", blank=True)
    unannounced = models.BooleanField("四不两直", default=False)
    secrecy = models.PositiveSmallIntegerField("涉密等级", default=0)
    start_date = models.DateField("开始日期")
    end_date = models.DateField("结束日期")
    state = models.CharField("状态", max_length=20, choices=InspectionState, default=S.DRAFTING)
    quota_year = models.PositiveSmallIntegerField("计入年度")
    quota_place = models.PositiveSmallIntegerField("年度第几次", null=True, blank=True)
    over_quota_reason = models.CharField("超出年度次数的理由", max_length=300, blank=True)
    approver = models.ForeignKey(
        "organizations.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="批准人"
    )
    approver_name = models.CharField("批准人姓名", max_length=40, blank=True)
    approved_at = models.DateTimeField("批准时间", null=True, blank=True)
    approval_words = models.CharField("批准意见", max_length=300, blank=True)
    registered_at = models.DateTimeField("登记时间", null=True, blank=True)
    report = models.ForeignKey(Notice, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="督查报告")
    conclusion = models.TextField("结束意见", blank=True)
    created_at = models.DateTimeField("拟定时间")
    created_by = models.ForeignKey(
        "organizations.Person", models.PROTECT, related_name="+", verbose_name="拟定人", db_index=False
    )
    created_by_name = models.CharField("拟定人姓名", max_length=40)

    class Meta:
        indexes = [
            models.Index(fields=["organ", "-start_date", "-id"], name="supervision_inspections"),
            models.Index(fields=["department", "quota_year", "state"], name="supervision_inspections_quota"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["department", "quota_year", "quota_place"],
                condition=Q(quota_place__isnull=False),
                name="supervision_one_plan_per_quota_place",
                violation_error_message="该单位本年度的督查次数刚刚被占用，请刷新后再登记",
            ),
            models.UniqueConstraint(
                fields=["organ", "number"], condition=~Q(number=""), name="supervision_one_inspection_per_number"
            ),
            models.CheckConstraint(
                name="supervision_inspection_ends_after_it_starts",
                condition=Q(end_date__gte=F("start_date")),
                violation_error_message="结束日期不能早于开始日期",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> ObjectRef:
        return ObjectRef("supervision.inspection", self.pk, self.title, self.number)

    @property
    def is_open(self) -> bool:
        return self.state in (S.DRAFTING, S.REGISTERED, S.UNDERWAY)


class InspectionGroup(models.Model):
    """督查组: who goes together."""

    plan = models.ForeignKey(InspectionPlan, models.PROTECT, related_name="groups", verbose_name="督查任务")
    name = models.CharField("名称", max_length=40)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "name"], name="supervision_one_group_per_name", violation_error_message="已有同名的督查组"
            )
        ]

    def __str__(self) -> str:
        return self.name


class GroupMember(models.Model):
    """督查组成员: one person in a group for a period; ``removed_at`` ends it early."""

    group = models.ForeignKey(InspectionGroup, models.PROTECT, related_name="members", verbose_name="督查组")
    person = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+", verbose_name="人员", db_index=False)
    role = models.CharField("角色", max_length=8, choices=GroupRole, default=GroupRole.MEMBER)
    start_date = models.DateField("自")
    end_date = models.DateField("至")
    removed_at = models.DateTimeField("调出时间", null=True, blank=True)
    reason = models.CharField("调出理由", max_length=200, blank=True)

    class Meta:
        ordering = ["role", "pk"]
        indexes = [models.Index(fields=["person", "end_date"], name="supervision_groups_of_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["group"],
                condition=Q(role=GroupRole.LEADER, removed_at=None),
                name="supervision_one_leader_per_group",
                violation_error_message="一个督查组只能有一名组长",
            ),
            models.CheckConstraint(
                name="supervision_membership_ends_after_it_starts",
                condition=Q(end_date__gte=F("start_date")),
                violation_error_message="结束日期不能早于开始日期",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.person_id}"


class JointVisit(models.Model):
    """联合进点: several bodies that want the same place in the same weeks go there once."""

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        JointState.PROPOSED: {JointState.AGREED, JointState.REFUSED},
        JointState.AGREED: set(),
        JointState.REFUSED: set(),
    }

    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="进点单位")
    start_date = models.DateField("自")
    end_date = models.DateField("至")
    rest_day_reason = models.CharField("休息日进点的理由", max_length=200, blank=True)
    state = models.CharField("状态", max_length=10, choices=JointState, default=JointState.PROPOSED)
    proposed_by_name = models.CharField("提议人", max_length=40)
    proposed_at = models.DateTimeField("提议时间")

    def __str__(self) -> str:
        return f"{self.unit_id} {self.start_date}"


class InspectionVisit(models.Model):
    """进点: one unit visited on some days. ``shown_at`` is when the unit could first know of it."""

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        V.PLANNED: {V.ANNOUNCED, V.UNDERWAY, V.CANCELLED},
        V.ANNOUNCED: {V.UNDERWAY, V.CANCELLED},
        V.UNDERWAY: {V.FINISHED},
        V.FINISHED: set(),
        V.CANCELLED: set(),
    }

    # Set by Policy.mark in the queries of pages.
    can_inspect: bool
    can_state: bool
    can_agree: bool

    plan = models.ForeignKey(InspectionPlan, models.PROTECT, related_name="visits", verbose_name="督查任务")
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="进点单位", db_index=False)
    group = models.ForeignKey(
        InspectionGroup, models.PROTECT, null=True, blank=True, related_name="visits", verbose_name="督查组"
    )
    place = models.CharField("地点", max_length=120, blank=True)
    start_date = models.DateField("自")
    end_date = models.DateField("至")
    rest_day_reason = models.CharField("休息日进点的理由", max_length=200, blank=True)
    state = models.CharField("状态", max_length=12, choices=VisitState, default=V.PLANNED)
    secrecy = models.PositiveSmallIntegerField("涉密等级", default=0)
    shown_at = models.DateTimeField("告知单位时间", null=True, blank=True)
    started_at = models.DateTimeField("进点时间", null=True, blank=True)
    finished_at = models.DateTimeField("反馈时间", null=True, blank=True)
    summary = models.TextField("进点情况", blank=True)
    statement_date = models.DateField("说明截止日期", null=True, blank=True)
    joint = models.ForeignKey(JointVisit, models.PROTECT, null=True, blank=True, related_name="visits", verbose_name="联合进点")

    class Meta:
        ordering = ["start_date", "pk"]
        indexes = [
            models.Index(fields=["unit", "start_date"], name="supervision_visits_of_unit"),
            models.Index(fields=["start_date", "id"], name="supervision_visits_by_day"),
        ]
        constraints = [
            models.CheckConstraint(
                name="supervision_visit_ends_after_it_starts",
                condition=Q(end_date__gte=F("start_date")),
                violation_error_message="结束日期不能早于开始日期",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.start_date}"

    @property
    def days(self) -> str:
        if self.start_date == self.end_date:
            return f"{self.start_date.month}月{self.start_date.day}日"
        return f"{self.start_date.month}月{self.start_date.day}日至{self.end_date.month}月{self.end_date.day}日"

    @property
    def ref(self) -> ObjectRef:
        return ObjectRef("supervision.visit", self.pk, f"{self.plan.title}（{self.unit}）", self.plan.number)


class JointConsent(models.Model):
    """合并进点的意见: what one body says to a joint visit, and who said it."""

    joint = models.ForeignKey(JointVisit, models.PROTECT, related_name="consents", verbose_name="联合进点")
    visit = models.ForeignKey(InspectionVisit, models.PROTECT, related_name="consents", verbose_name="进点")
    body_name = models.CharField("督查单位", max_length=80)
    agreed = models.BooleanField("同意", null=True)
    words = models.CharField("意见", max_length=200, blank=True)
    by_name = models.CharField("答复人", max_length=40, blank=True)
    at = models.DateTimeField("答复时间", null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["joint", "visit"], name="supervision_one_consent_per_visit")]

    def __str__(self) -> str:
        return self.body_name


class InspectionFinding(models.Model):
    """督查发现的问题: the fact, what is required, of whom and until when. ``token`` makes a form that is sent twice count once."""

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        FindingState.RECORDED: {FindingState.DOCKETED, FindingState.WITHDRAWN},
        FindingState.DOCKETED: set(),
        FindingState.WITHDRAWN: set(),
    }

    plan = models.ForeignKey(InspectionPlan, models.PROTECT, related_name="findings", verbose_name="督查任务")
    visit = models.ForeignKey(InspectionVisit, models.PROTECT, related_name="findings", verbose_name="进点")
    position = models.PositiveSmallIntegerField("序号")
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="责任单位")
    fact = models.TextField("问题")
    requirement = models.CharField("整改要求", max_length=300)
    responsible = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+", verbose_name="责任人")
    deadline = models.DateField("整改时限")
    state = models.CharField("状态", max_length=10, choices=FindingState, default=FindingState.RECORDED)
    secrecy = models.PositiveSmallIntegerField("涉密等级", default=0)
    item = models.ForeignKey(
        SupervisionItem, models.PROTECT, null=True, blank=True, related_name="findings", verbose_name="督查事项"
    )
    token = models.UUIDField("提交标识")
    recorded_by_name = models.CharField("记录人", max_length=40)
    recorded_at = models.DateTimeField("记录时间")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "position"], name="supervision_one_finding_per_position"),
            models.UniqueConstraint(fields=["visit", "token"], name="supervision_one_finding_per_form"),
            models.CheckConstraint(
                name="supervision_docketed_findings_have_an_item",
                condition=Q(state=FindingState.DOCKETED) ^ Q(item__isnull=True),
                violation_error_message="已立项的问题必须有督查事项",
            ),
        ]

    def __str__(self) -> str:
        return self.fact[:60]

    @property
    def ref(self) -> ObjectRef:
        return ObjectRef("supervision.finding", self.pk, f"{self.plan.title}问题{self.position}", self.plan.number)


class InspectionStatement(models.Model):
    """单位说明（申辩）: what an inspected unit says before the report, and what it was answered. The words never change."""

    visit = models.ForeignKey(InspectionVisit, models.PROTECT, related_name="statements", verbose_name="进点")
    finding = models.ForeignKey(
        InspectionFinding, models.PROTECT, null=True, blank=True, related_name="statements", verbose_name="问题"
    )
    words = models.TextField("说明")
    unit_name = models.CharField("单位", max_length=80)
    by_name = models.CharField("说明人", max_length=40)
    given_at = models.DateTimeField("说明时间")
    accepted = models.BooleanField("采纳", null=True)
    answer = models.CharField("答复", max_length=500, blank=True)
    answered_by_name = models.CharField("答复人", max_length=40, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    class Meta:
        ordering = ["given_at", "pk"]

    def __str__(self) -> str:
        return self.words[:40]


class CallBack(models.Model):
    """回访: whether what was closed has held; a matter that came back may be taken up again."""

    visit = models.ForeignKey(InspectionVisit, models.PROTECT, related_name="call_backs", verbose_name="进点")
    item = models.ForeignKey(SupervisionItem, models.PROTECT, related_name="call_backs", verbose_name="督查事项")
    result = models.CharField("结果", max_length=12, choices=CallBackResult)
    words = models.TextField("回访情况")
    respondents = models.CharField("回访对象", max_length=120)
    reopened = models.BooleanField("重新办理", default=False)
    by_name = models.CharField("回访人", max_length=40)
    at = models.DateTimeField("回访时间")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_result_display()}：{self.words[:40]}"


class InspectionQuota(models.Model):
    """综合督查年度次数: how many a department may run in a year; the narrowest row counts, none and 0 mean every one."""

    department = models.ForeignKey(
        "organizations.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="督查单位"
    )
    year = models.PositiveSmallIntegerField("年度", default=0)
    most = models.PositiveSmallIntegerField("次数")
    basis = models.CharField("依据", max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["department", "year"], condition=Q(department__isnull=False), name="supervision_one_quota_each"
            ),
            models.UniqueConstraint(fields=["year"], condition=Q(department__isnull=True), name="supervision_one_quota_for_all"),
        ]

    def __str__(self) -> str:
        return f"{self.year or '每年'} {self.most}次"


class InspectionEvent(models.Model):
    """督查任务记录: what happened to a plan. Appended, never changed: the database refuses it."""

    plan = models.ForeignKey(InspectionPlan, models.PROTECT, related_name="events", verbose_name="督查任务")
    kind = models.CharField("事件", max_length=20, choices=InspectionEventKind)
    occurred_at = models.DateTimeField("时间")
    by_name = models.CharField("经办人", max_length=40)
    unit_name = models.CharField("单位", max_length=80, blank=True)
    words = models.TextField("内容", blank=True)
    facts = models.JSONField("情况", default=dict, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.occurred_at:%Y-%m-%d}"
