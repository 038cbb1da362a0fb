from django.db import models
from django.db.models import Q

from zhongshu.domains.supervision.choices import EventKind, Grade, SourceKind, State
from zhongshu.domains.supervision.models.items import SupervisionItem


class ItemEvent(models.Model):
    """督查记录: what happened to an item, and how the item stood afterwards. Appended, never changed: the database refuses it.

    The columns from ``state`` on tell how the item stood after the event, so that statistics "as of" any day come from the record alone: the
    last event of each item until that day says it all. ``turns`` marks the events that changed one of these columns; only they are read.
    """

    item = models.ForeignKey(SupervisionItem, models.PROTECT, related_name="events", verbose_name="督查事项", db_index=False)
    kind = models.CharField("事件", max_length=24, choices=EventKind)
    occurred_at = models.DateTimeField("时间")
    occurred_date = models.DateField("日期")
    by_name = models.CharField("经办人", max_length=40)
    unit_name = models.CharField("单位", max_length=80, blank=True)
    words = models.TextField("内容", blank=True)
    facts = models.JSONField("情况", default=dict, blank=True)
    turns = models.BooleanField("影响统计", default=False)

    organ = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="立项机关", db_index=False)
    state = models.CharField("状态", max_length=20, choices=State)
    grade = models.CharField("督办级别", max_length=10, choices=Grade)
    source_kind = models.CharField("立项依据", max_length=20, choices=SourceKind)
    lead_unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="牵头单位", db_index=False)
    leader = models.ForeignKey(
        "organizations.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="批示领导", db_index=False
    )
    docketed_date = models.DateField("立项日期")
    original_deadline = models.DateField("原办理时限")
    deadline = models.DateField("办理时限")
    completed_date = models.DateField("办结日期", null=True, blank=True)
    reopenings = models.PositiveSmallIntegerField("重新办理次数", default=0)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["item", "id"], name="supervision_events_of_item"),
            models.Index(
                fields=["organ", "item", "occurred_date", "id"], name="supervision_events_that_turn", condition=Q(turns=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.occurred_date}"
