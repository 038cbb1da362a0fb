"""Choices of the import of ledgers."""

from django.db import models


class UndatedDone(models.TextChoices):
    """What a finished item without a day of completion counts as: nobody guesses it for the clerk."""

    ASK = "ask", "作为问题列出，逐行补充"
    DEADLINE = "deadline", "按办理时限当天办结计"
    TODAY = "today", "按导入当天办结计"
