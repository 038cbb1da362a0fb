from django.db import models


class OpinionKind(models.TextChoices):
    """On what occasion the words were written."""

    HANDLING = "handling", "办理意见"
    INSTRUCTION = "instruction", "批示"
    COUNTERSIGNATURE = "countersignature", "会签意见"
    RETURN = "return", "退回意见"
    CONSULTATION = "consultation", "征询答复"
    READING = "reading", "传阅意见"


# The column of the slip in which leaders write.
INSTRUCTION_COLUMN = "批示"


class Attitude(models.TextChoices):
    """Where the writer stands (态度)."""

    AGREE = "agree", "同意"
    DISAGREE = "disagree", "不同意"
    READ = "read", "已阅"
    TICK_READ = "tick_read", "圈阅"
    COMMENT = "comment", "意见"
    RETURN = "return", "退回"


class PhraseScope(models.TextChoices):
    PERSON = "person", "个人"
    UNIT = "unit", "单位"
    SYSTEM = "system", "通用"


# What every office writes; offered until the system administrator keeps a list of the installation's own.
SHIPPED_PHRASES = (
    "同意。",
    "已阅。",
    "拟同意，请领导审示。",
    "请按规定办理。",
    "请阅示。",
    "请研提意见后报。",
    "同意，按程序办理。",
    "请抓紧落实，并及时报告进展。",
)
