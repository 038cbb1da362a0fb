from django.db import models


class RoundKind(models.TextChoices):
    CIRCULATE = "circulate", "传阅"
    COPY = "copy", "知会"


class RoundState(models.TextChoices):
    OPEN = "open", "传阅中"
    FINISHED = "finished", "已阅毕"
    CANCELLED = "cancelled", "已取消"


class ReadingState(models.TextChoices):
    PENDING = "pending", "排队"
    WAITING = "waiting", "待阅"
    READ = "read", "已阅"
    CANCELLED = "cancelled", "已取消"


# Whom a reading lets see the object: it has reached the reader, and was not taken away before it was read.
REACHED = (ReadingState.WAITING, ReadingState.READ)
UNREAD = (ReadingState.PENDING, ReadingState.WAITING)
