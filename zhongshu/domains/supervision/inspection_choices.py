"""States and code lists of inspection tasks (督查任务), with their Chinese labels."""

from django.db import models


class InspectionKind(models.TextChoices):
    """督查任务的类型; the comprehensive ones count against the yearly quota."""

    COMPREHENSIVE = "comprehensive", "综合督查"
    SPECIAL = "special", "专项督查"
    JOINT = "joint", "联合督查"
    FIELD = "field", "实地督查"
    CALL_BACK = "call_back", "回访"


class InspectionState(models.TextChoices):
    DRAFTING = "drafting", "拟定中"
    AWAITING_APPROVAL = "awaiting_approval", "待批准"
    REGISTERED = "registered", "已登记"
    UNDERWAY = "underway", "督查中"
    REPORTED = "reported", "已报告"
    CLOSED = "closed", "已结束"
    VOIDED = "voided", "已撤销"


# A plan in one of these states holds its place in the quota, its people and its days.
LIVE_PLANS = (InspectionState.REGISTERED, InspectionState.UNDERWAY, InspectionState.REPORTED)
HOLDING_PLANS = (InspectionState.DRAFTING, InspectionState.AWAITING_APPROVAL, *LIVE_PLANS)
COUNTED_PLANS = (*LIVE_PLANS, InspectionState.CLOSED)


class GroupRole(models.TextChoices):
    LEADER = "leader", "组长"
    MEMBER = "member", "组员"


class VisitState(models.TextChoices):
    PLANNED = "planned", "待进点"
    ANNOUNCED = "announced", "已通知"
    UNDERWAY = "underway", "进点中"
    FINISHED = "finished", "已反馈"
    CANCELLED = "cancelled", "已取消"


class FindingState(models.TextChoices):
    RECORDED = "recorded", "已记录"
    DOCKETED = "docketed", "已立项"
    WITHDRAWN = "withdrawn", "已撤回"


class JointState(models.TextChoices):
    PROPOSED = "proposed", "征求意见中"
    AGREED = "agreed", "已合并"
    REFUSED = "refused", "未合并"


class CallBackResult(models.TextChoices):
    HELD = "held", "成效巩固"
    PARTLY = "partly", "部分反弹"
    REBOUNDED = "rebounded", "问题反弹"


class InspectionEventKind(models.TextChoices):
    """What happened to an inspection task; appended to its record."""

    DRAFTED = "drafted", "拟定督查任务"
    CHANGED = "changed", "调整督查任务"
    GROUPED = "grouped", "编组"
    MEMBER_REMOVED = "member_removed", "调出督查组"
    VISIT_PLANNED = "visit_planned", "安排进点"
    VISIT_CHANGED = "visit_changed", "调整进点"
    VISIT_CANCELLED = "visit_cancelled", "取消进点"
    SUBMITTED = "submitted", "超出年度次数报批"
    APPROVED = "approved", "批准"
    REFUSED = "refused", "不予批准"
    REGISTERED = "registered", "登记"
    ANNOUNCED = "announced", "通知进点"
    JOINT_PROPOSED = "joint_proposed", "提议合并进点"
    JOINT_AGREED = "joint_agreed", "同意合并进点"
    JOINT_REFUSED = "joint_refused", "不同意合并进点"
    JOINED = "joined", "合并进点"
    STARTED = "started", "进点"
    FOUND = "found", "记录问题"
    FINISHED = "finished", "反馈问题"
    STATED = "stated", "单位说明"
    ANSWERED = "answered", "答复说明"
    DOCKETED = "docketed", "问题立项"
    CALLED_BACK = "called_back", "回访"
    REPORT = "report", "起草督查报告"
    CLOSED = "closed", "结束督查任务"
    VOIDED = "voided", "撤销督查任务"
