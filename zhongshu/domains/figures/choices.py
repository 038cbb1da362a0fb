from django.db import models


class Frequency(models.TextChoices):
    """How often a figure has a value (周期)."""

    YEAR = "year", "年"
    HALF = "half", "半年"
    QUARTER = "quarter", "季"
    MONTH = "month", "月"
    MOMENT = "moment", "时点"


class Audience(models.TextChoices):
    """Who may see a figure and its values; the organ that holds it always does."""

    EVERYONE = "everyone", "全体人员"
    CHOSEN = "chosen", "本机关和指定机关"
    OWN_ORGAN = "own_organ", "本机关"


class FigureState(models.TextChoices):
    ACTIVE = "active", "使用中"
    RETIRED = "retired", "已停用"


class ValueStatus(models.TextChoices):
    """How far a value may be relied on."""

    PRELIMINARY = "preliminary", "初步"
    VERIFIED = "verified", "核定"
    REVISED = "revised", "修订"


class RequestState(models.TextChoices):
    """What became of a request to report a figure (要数)."""

    WAITING = "waiting", "待报"
    FROM_REGISTRY = "from_registry", "库中已有，免报"
    ANSWERED = "answered", "已报"
    DECLINED = "declined", "已说明"
