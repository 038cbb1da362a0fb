"""Codes that program text may name. The lists themselves, with labels and attributes, are data (``catalogue.py``)."""

from django.db import models


class ListCode(models.TextChoices):
    """The code lists that the platform ships."""

    DOCUMENT_TYPE = "document_type", "文种"
    URGENCY = "urgency", "紧急程度"
    SECRECY = "secrecy", "密级"
    RETENTION_PERIOD = "retention_period", "保管期限"
    DISCLOSURE = "disclosure", "公开属性"
    ARRIVAL = "arrival", "来文方式"
    LAYOUT = "layout", "版式"
    INCOMING_KIND = "incoming_kind", "收文类别"


class Direction(models.TextChoices):
    """行文方向."""

    UPWARD = "upward", "上行"
    DOWNWARD = "downward", "下行"
    LATERAL = "lateral", "平行"
    PUBLISHED = "published", "公布"
