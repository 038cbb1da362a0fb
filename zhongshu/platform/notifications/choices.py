"""How notifications leave the building, and when."""

from django.db.models import TextChoices


class Pace(TextChoices):
    AT_ONCE = "at_once", "随时"
    DAILY = "daily", "每天一次汇总"


class DeliveryState(TextChoices):
    WAITING = "waiting", "待发送"
    SENT = "sent", "已发送"
    NOT_NEEDED = "not_needed", "已在系统内阅读，不再发送"
    NO_ADDRESS = "no_address", "没有联系方式"
