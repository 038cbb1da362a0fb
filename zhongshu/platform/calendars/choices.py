from django.db import models


class NoticeKind(models.TextChoices):
    """What the State Council's notice says of a day."""

    HOLIDAY = "holiday", "放假"
    MAKEUP = "makeup", "调休上班"


class Light(models.TextChoices):
    """时限灯: how near the limit is."""

    GREEN = "green", "正常"
    YELLOW = "yellow", "临期"
    RED = "red", "超期"
