from django.db import models


class VersionState(models.TextChoices):
    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "已发布"
    RETIRED = "retired", "已停用"


class InstanceState(models.TextChoices):
    RUNNING = "running", "办理中"
    SUSPENDED = "suspended", "已挂起"
    COMPLETED = "completed", "已办结"
    TERMINATED = "terminated", "已终止"
    WITHDRAWN = "withdrawn", "已撤销"


class ScopeState(models.TextChoices):
    PENDING = "pending", "等待"
    OPEN = "open", "进行中"
    DONE = "done", "完成"
    CANCELLED = "cancelled", "已取消"


class StepState(models.TextChoices):
    ACTIVE = "active", "办理中"
    WAITING = "waiting", "等待汇合"
    DONE = "done", "已完成"
    SKIPPED = "skipped", "已跳过"
    RETURNED = "returned", "已退回"
    WITHDRAWN = "withdrawn", "已取回"
    CANCELLED = "cancelled", "已取消"


OPEN_STEPS = (StepState.ACTIVE, StepState.WAITING)


class ItemState(models.TextChoices):
    PENDING = "pending", "排队"
    HELD = "held", "等待他人"
    OPEN = "open", "待办"
    DONE = "done", "已办"
    RETURNED = "returned", "已退回"
    TRANSFERRED = "transferred", "已转办"
    WITHDRAWN = "withdrawn", "已取回"
    CANCELLED = "cancelled", "已取消"
    SKIPPED = "skipped", "已跳过"


LIVE_ITEMS = (ItemState.OPEN, ItemState.PENDING, ItemState.HELD)


class ItemRole(models.TextChoices):
    """Why a person holds an item."""

    MAIN = "main", "办理"
    BEFORE = "before", "前加签"
    AFTER = "after", "后加签"
    BESIDE = "beside", "并加签"
    CONSULT = "consult", "征询意见"
    REWORK = "rework", "退回补正"


VOTING = (ItemRole.MAIN, ItemRole.AFTER, ItemRole.BESIDE)
"""Roles whose outcome counts in the result of the step."""


HELPING = (ItemRole.BEFORE, ItemRole.CONSULT, ItemRole.REWORK)
"""Roles that act for another part, which waits for them."""


class LinkKind(models.TextChoices):
    NORMAL = "normal", "流转"
    BACK = "back", "退回"
    DIRECT = "direct", "直送"
    JUMP = "jump", "跳转"


class TimerState(models.TextChoices):
    ARMED = "armed", "等待"
    FIRED = "fired", "已触发"
    OFF = "off", "已取消"


class Alert(models.IntegerChoices):
    """How far the warnings about one item have gone."""

    NONE = 0, "无"
    WARNED = 1, "已提醒"
    OVERDUE = 2, "已超期"
    ESCALATED = 3, "已升级"


class ReturnMode(models.TextChoices):
    WALK = "walk", "按流程重走"
    DIRECT = "direct", "办完直接回到退回人"
    MINE = "mine", "只退我这一份，补正后回到我"


class AddMode(models.TextChoices):
    BEFORE = "before", "前加签（先于我办理）"
    AFTER = "after", "后加签（在我之后办理）"
    BESIDE = "beside", "并加签（与我同时办理）"


class Operation(models.TextChoices):
    """What a line of the history says happened."""

    START = "start", "发起"
    ENTER = "enter", "到达"
    OPEN = "open", "打开"
    CLAIM = "claim", "认领"
    RELEASE = "release", "放回"
    COMPLETE = "complete", "办理"
    LATE_OPINION = "late_opinion", "会签结束后补签意见"
    AUTOMATIC = "automatic", "自动执行"
    SKIP = "skip", "跳过"
    AUTO_SKIP = "auto_skip", "自动跳过"
    ADD_SIGNER = "add_signer", "加签"
    REMOVE_SIGNER = "remove_signer", "减签"
    REASSIGN = "reassign", "转办"
    HAND_OVER = "hand_over", "移交"
    DELEGATE = "delegate", "委托代办"
    DELEGATION_ENDED = "delegation_ended", "委托结束收回"
    CONSULT = "consult", "征询意见"
    ANSWER = "answer", "答复征询"
    WITHDRAW_CONSULTATION = "withdraw_consultation", "撤回征询"
    SEND_BACK = "send_back", "退回"
    TAKE_BACK = "take_back", "取回"
    WITHDRAW = "withdraw", "撤销"
    TERMINATE = "terminate", "终止"
    RESTORE = "restore", "恢复办理"
    SUSPEND = "suspend", "挂起"
    RESUME = "resume", "解除挂起"
    JUMP = "jump", "跳转"
    MIGRATE = "migrate", "换版"
    URGE = "urge", "催办"
    TIMER = "timer", "定时触发"
    WARN = "warn", "临期提醒"
    OVERDUE = "overdue", "超期"
    ESCALATE = "escalate", "超期升级"
    NOBODY = "nobody", "无人可办"
    ADD_UNIT = "add_unit", "增补承办单位"
    REMOVE_UNIT = "remove_unit", "撤销承办单位"
    END = "end", "办结"
