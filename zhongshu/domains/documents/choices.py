from django.db import models


class DocumentType(models.TextChoices):
    """The fifteen document types (文种, 党政机关公文处理工作条例 art. 8)."""

    RESOLUTION = "resolution", "决议"
    DECISION = "decision", "决定"
    ORDER = "order", "命令（令）"
    COMMUNIQUE = "communique", "公报"
    ANNOUNCEMENT = "announcement", "公告"
    PUBLIC_NOTICE = "public_notice", "通告"
    OPINION = "opinion", "意见"
    NOTICE = "notice", "通知"
    CIRCULAR = "circular", "通报"
    REPORT = "report", "报告"
    REQUEST = "request", "请示"
    REPLY = "reply", "批复"
    MOTION = "motion", "议案"
    LETTER = "letter", "函"
    MINUTES = "minutes", "纪要"


class Direction(models.TextChoices):
    """行文方向: which way a document runs, computed from the relations of issuer and recipients."""

    UPWARD = "upward", "上行文"
    DOWNWARD = "downward", "下行文"
    LATERAL = "lateral", "平行文"
    PUBLISHED = "published", "公布性公文"


class Layout(models.TextChoices):
    """公文版式: the four formats of GB/T 9704-2012."""

    GENERAL = "general", "文件格式"
    LETTER = "letter_format", "信函格式"
    ORDER = "command_format", "命令（令）格式"
    MINUTES = "minutes_format", "纪要格式"


class Secrecy(models.IntegerChoices):
    """What an ordinary network may hold. State secrets are refused before they reach a row."""

    NONE = 0, "普通"
    INTERNAL = 1, "内部"
    WORK_SECRET = 2, "工作秘密"


class Urgency(models.TextChoices):
    NONE = "none", "平件"
    URGENT = "urgent", "加急"
    EXTRA_URGENT = "extra_urgent", "特急"


class Disclosure(models.TextChoices):
    """公开属性 of a document, stated while drafting."""

    PROACTIVE = "proactive", "主动公开"
    ON_REQUEST = "on_request", "依申请公开"
    WITHHELD = "withheld", "不予公开"


class OutgoingState(models.TextChoices):
    DRAFTING = "drafting", "起草中"
    IN_REVIEW = "in_review", "核稿中"
    IN_COUNTERSIGN = "in_countersign", "会签中"
    AWAITING_APPROVAL = "awaiting_approval", "待签发"
    APPROVED_FOR_ISSUE = "approved_for_issue", "已签发"
    IN_FINAL_CHECK = "in_final_check", "复核中"
    NUMBERED = "numbered", "已编号"
    PRINTING = "printing", "印制中"
    SEALED = "sealed", "已用印"
    DISPATCHED = "dispatched", "已分发"
    ARCHIVED = "archived", "已归档"
    RETURNED = "returned", "已退稿"
    WITHDRAWN = "withdrawn", "已撤销"
    REVOKED = "revoked", "已撤销效力"
    REPEALED = "repealed", "已废止"


class RecipientRole(models.TextChoices):
    PRINCIPAL = "principal", "主送"
    COPY = "copy", "抄送"


class JointState(models.TextChoices):
    """Where one organ of a joint issuance (联合行文) stands with its countersignature."""

    PENDING = "pending", "待会签"
    AGREED = "agreed", "已会签"
    REFUSED = "refused", "不同意"


class ReceiptState(models.TextChoices):
    UNSIGNED = "unsigned", "待签收"
    SIGNED = "signed", "已签收"
    RETURNED = "returned", "已退文"
    RECALLED = "recalled", "已撤回"


class ItemNature(models.TextChoices):
    FOR_ACTION = "for_action", "办件"
    FOR_INFORMATION = "for_information", "阅件"


class IncomingState(models.TextChoices):
    RECEIVED = "received", "已签收"
    REGISTERED = "registered", "已登记"
    IN_PRELIMINARY_REVIEW = "in_preliminary_review", "初审中"
    PROPOSED = "proposed", "已拟办"
    INSTRUCTED = "instructed", "已批办"
    IN_HANDLING = "in_handling", "承办中"
    IN_CIRCULATION = "in_circulation", "传阅中"
    RESPONDED = "responded", "已答复"
    COMPLETED = "completed", "已办结"
    ARCHIVED = "archived", "已归档"
    RETURNED = "returned", "已退文"


class Outcome(models.TextChoices):
    """How an incoming document ended. A request (请示) ends in exactly one of them."""

    REPLY = "reply", "批复"
    REPLY_LETTER = "reply_letter", "复函"
    WRITTEN_INSTRUCTION = "written_instruction", "领导批示"
    INSTRUCTION_COPY = "instruction_copy", "批示抄告"
    TELEPHONE = "telephone", "电话答复"
    FORWARDED_UPWARD = "forwarded_upward", "提出意见转报上级"
    RETURNED = "returned", "退文"
    WITHDRAWN = "withdrawn", "来文机关撤回"
    HANDLED = "handled", "办理完毕"
    NOTED = "noted", "阅知"


# A request must be answered; "handled" and "noted" answer nobody.
REQUEST_OUTCOMES = frozenset(Outcome.values) - {Outcome.HANDLED, Outcome.NOTED}


class AllotmentState(models.TextChoices):
    PENDING = "pending", "承办中"
    DONE = "done", "已办毕"
    CANCELLED = "cancelled", "已撤销"


class AllotmentRole(models.TextChoices):
    LEAD = "lead", "主办"
    ASSIST = "assist", "协办"


class Register(models.TextChoices):
    """The books of the registry, for saved views."""

    OUTGOING = "outgoing", "发文登记簿"
    INCOMING = "incoming", "收文登记簿"


class ReviewLevel(models.IntegerChoices):
    """审稿级次: the levels of the four-level review (四级审稿), and what the registry mends after the signature."""

    DRAFTING = 1, "一级 拟稿"
    REVIEW = 2, "二级 核稿"
    APPROVAL = 3, "三级 审批"
    SIGNATURE = 4, "四级 签发"
    FINAL_CHECK = 5, "签发后 复核"


class CheckDeed(models.TextChoices):
    """What the record says of a finding: it came, it went, it came back, somebody let it stand."""

    FOUND = "found", "发现"
    FIXED = "fixed", "改正"
    FOUND_AGAIN = "found_again", "再次出现"
    LET_STAND = "let_stand", "核准保留"


class CommentState(models.TextChoices):
    OPEN = "open", "待处理"
    RESOLVED = "resolved", "已处理"


class IntakeState(models.TextChoices):
    """Where a file dropped for registration stands."""

    UPLOADED = "uploaded", "已上传"
    READING = "reading", "识读中"
    PROPOSED = "proposed", "待确认"
    CONFIRMED = "confirmed", "已登记"
    DISCARDED = "discarded", "已放弃"
    REFUSED = "refused", "已拒收"


class ReturnedState(models.TextChoices):
    """改回稿: a draft that came back from a word processor."""

    WAITING = "waiting", "待采用"
    TAKEN = "taken", "已采用"
    PUT_ASIDE = "put_aside", "未采用"
