from django.db import models


class ImportState(models.TextChoices):
    """The life of a spreadsheet taken in: read, looked at, then imported whole or put away."""

    READING = "reading", "正在读取"
    PREVIEWED = "previewed", "待确认"
    APPLYING = "applying", "正在导入"
    APPLIED = "applied", "已导入"
    DISCARDED = "discarded", "已放弃"
