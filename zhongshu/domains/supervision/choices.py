"""States and code lists of supervision, with their Chinese labels."""

from django.db import models


class State(models.TextChoices):
    """The life of an item (督查事项): 立项 → 交办 → 承办 → 反馈 → 核查 → 办结 → 销号 → 归档."""

    DOCKETED = "docketed", "已立项"
    ASSIGNED = "assigned", "已交办"
    IN_PROGRESS = "in_progress", "承办中"
    FEEDBACK_GIVEN = "feedback_given", "待核查"
    VERIFIED = "verified", "已核查"
    COMPLETED = "completed", "已办结"
    CLOSED_OUT = "closed_out", "已销号"
    ARCHIVED = "archived", "已归档"
    SUSPENDED = "suspended", "已中止"
    VOIDED = "voided", "已撤项"


# The clock runs, and somebody owes something.
OPEN = (State.DOCKETED, State.ASSIGNED, State.IN_PROGRESS)
# The result is reported; the supervisor's side owes the next step.
REPORTED = (State.FEEDBACK_GIVEN, State.VERIFIED)
DONE = (State.COMPLETED, State.CLOSED_OUT, State.ARCHIVED)


class Grade(models.TextChoices):
    """ "大事重点督办、急事马上督办、日常事务定期督办"."""

    MAJOR = "major", "重点"
    URGENT = "urgent", "急办"
    ROUTINE = "routine", "日常"


class SourceKind(models.TextChoices):
    """立项依据: where an item comes from."""

    PLENARY_DECISION = "plenary_decision", "全会决定"
    STANDING_COMMITTEE = "standing_committee", "常委会决定"
    WORK_REPORT = "work_report", "政府工作报告"
    EXECUTIVE_MEETING = "executive_meeting", "常务会议决定"
    INSTRUCTION = "instruction", "领导批示"
    SUPERIOR = "superior", "上级交办"
    PROPOSAL = "proposal", "建议提案"
    AUDIT_FINDING = "audit_finding", "审计整改"
    ANNUAL_TARGET = "annual_target", "年度目标"
    CAMPAIGN = "campaign", "专项行动"
    INSPECTION = "inspection", "督查发现"
    OTHER = "other", "其他"


class SupervisionKind(models.TextChoices):
    """The five kinds (政府督查工作条例 art. 14)."""

    DAILY = "daily_follow_up", "日常督办"
    SPECIAL = "special", "专项督查"
    COMPREHENSIVE = "comprehensive", "综合督查"
    INVESTIGATION = "event_investigation", "事件调查"
    CLUE_CHECK = "clue_check", "线索核查"


class PartRole(models.TextChoices):
    LEAD = "lead", "牵头"
    SUPPORTING = "supporting", "协办"


class PartState(models.TextChoices):
    """What one unit does of an item."""

    PLANNED = "planned", "未交办"
    ASSIGNED = "assigned", "待签收"
    IN_PROGRESS = "in_progress", "承办中"
    REPORTED = "reported", "已报结"
    REFUSED = "refused", "已退回"
    TRANSFERRED = "transferred", "已转办"
    CANCELLED = "cancelled", "已撤销"


LIVE_PARTS = (PartState.PLANNED, PartState.ASSIGNED, PartState.IN_PROGRESS, PartState.REPORTED)


class FeedbackKind(models.TextChoices):
    PROGRESS = "progress", "进展情况"
    MILESTONE = "milestone", "阶段成果"
    COMPLETION = "completion", "报请办结"


class VerificationKind(models.TextChoices):
    """How somebody made sure that the reported result is true."""

    DESK = "desk", "书面核查"
    VISIT = "visit", "实地核查"
    CALL_BACK = "call_back", "抽样回访"
    DATA = "data", "数据比对"


class ExtensionState(models.TextChoices):
    REQUESTED = "requested", "待批准"
    APPROVED = "approved", "已批准"
    REFUSED = "refused", "未批准"


class ProposalState(models.TextChoices):
    WAITING = "waiting", "待确认"
    DOCKETED = "docketed", "已立项"
    JOINED = "joined", "已并入"
    DECLINED = "declined", "不予立项"


class UrgingKind(models.TextChoices):
    REMINDER = "reminder", "到期提醒"
    MANUAL = "manual", "催办"
    ESCALATION_HEAD = "escalation_head", "提请单位负责人"
    ESCALATION_LEADER = "escalation_leader", "提请分管领导"


class Light(models.TextChoices):
    """The colour of an item, each by a rule that is data."""

    RED = "red", "红灯"
    YELLOW = "yellow", "黄灯"
    GREEN = "green", "绿灯"
    BLUE = "blue", "蓝灯"
    GREY = "grey", "灰灯"


class LightCondition(models.TextChoices):
    """What a rule of lights looks at."""

    SUSPENDED = "suspended", "事项已中止"
    AWAITING_VERIFICATION = "awaiting_verification", "已报结，待核查"
    OVERDUE = "overdue", "超过办理时限"
    FEEDBACK_OVERDUE = "feedback_overdue", "超过反馈时间"
    NEAR_DEADLINE = "near_deadline", "临近办理时限"
    OTHERWISE = "otherwise", "其他在办事项"


class EventKind(models.TextChoices):
    """What happened to an item; the record from which statistics of any day are computed."""

    DOCKETED = "docketed", "立项"
    IMPORTED = "imported", "导入"
    JOINED = "joined", "并入重复批示"
    BROKEN_DOWN = "broken_down", "分解"
    CHANGED = "changed", "调整事项"
    ASSIGNED = "assigned", "交办"
    SIGNED = "signed", "签收"
    REFUSED = "refused", "退回交办"
    TRANSFERRED = "transferred", "转办"
    FEEDBACK = "feedback", "反馈"
    FEEDBACK_RETURNED = "feedback_returned", "退回补充"
    REPORTED = "reported", "报请办结"
    URGED = "urged", "催办"
    EXTENSION_REQUESTED = "extension_requested", "申请延期"
    EXTENDED = "extended", "批准延期"
    EXTENSION_REFUSED = "extension_refused", "不同意延期"
    SUSPENDED = "suspended", "中止"
    RESUMED = "resumed", "恢复"
    VERIFIED = "verified", "核查属实"
    VERIFICATION_FAILED = "verification_failed", "核查不实，退回重办"
    COMPLETED = "completed", "办结"
    CLOSED_OUT = "closed_out", "销号"
    REOPENED = "reopened", "重新办理"
    ARCHIVED = "archived", "归档"
    VOIDED = "voided", "撤项"
    NOTICE = "notice", "印发督查文书"


class NoticeKind(models.TextChoices):
    """督查文书: what goes out as a real document."""

    SUPERVISION_NOTICE = "supervision_notice", "督办通知单"
    URGING_NOTICE = "urging_notice", "催办通知单"
    SUPERVISION_BRIEF = "supervision_brief", "督查专报"
    CIRCULAR = "circular", "督查通报"
    INSPECTION_REPORT = "inspection_report", "督查报告"


# What is written about one item; the others come from pages of their own.
ITEM_NOTICES = (NoticeKind.SUPERVISION_NOTICE, NoticeKind.URGING_NOTICE, NoticeKind.SUPERVISION_BRIEF)


class NoticeState(models.TextChoices):
    REQUESTED = "requested", "正在生成"
    DRAFTED = "drafted", "已生成文稿"
    FAILED = "failed", "未能生成"


class BreakdownState(models.TextChoices):
    OPEN = "open", "分解中"
    DOCKETED = "docketed", "已立项"
    DISCARDED = "discarded", "已放弃"


class BreakdownTaskState(models.TextChoices):
    PROPOSED = "proposed", "待确认"
    ACCEPTED = "accepted", "已接受"
    DROPPED = "dropped", "已舍弃"
    DOCKETED = "docketed", "已立项"
