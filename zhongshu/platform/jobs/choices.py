"""States of background work."""

from django.db.models import TextChoices


class State(TextChoices):
    WAITING = "waiting", "等待"
    RUNNING = "running", "执行中"
    DONE = "done", "已完成"
    FAILED = "failed", "失败待处理"
    DISCARDED = "discarded", "已放弃"
