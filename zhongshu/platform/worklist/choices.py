from django.db import models


class ListName(models.TextChoices):
    """The lists (as addresses name them) with what the office calls them."""

    TO_DO = "to-do", "待办"
    TO_READ = "to-read", "待阅"
    IN_PROGRESS = "in-progress", "在办"
    DONE = "done", "已办"
    COMPLETED = "completed", "办结"
    STARTED = "started", "我发起"
    RETURNED = "returned", "被退回"
    FOLLOWED = "followed", "关注"
    DELEGATED = "delegated", "委托我的"
    DRAFTS = "drafts", "草稿"


class Sort(models.TextChoices):
    DUE = "due", "按时限"
    ARRIVED = "arrived", "按到达时间"
    URGENCY = "urgency", "按紧急程度"


URGENCY_LABELS = {0: "", 1: "加急", 2: "特急"}
