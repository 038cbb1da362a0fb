from django.db import models
from django.db.models import Q


class Outbox(models.Model):
    """A fact that happened and waits for those who react to it (事件投递)."""

    name = models.CharField("事件", max_length=80)
    payload = models.JSONField("内容")
    created_at = models.DateTimeField("发生时间")
    delivered_at = models.DateTimeField("投递时间", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    lease_until = models.DateTimeField("占用至", null=True, blank=True)
    next_try_at = models.DateTimeField("下次投递", null=True, blank=True)
    error = models.TextField("错误", blank=True)

    class Meta:
        indexes = [models.Index(fields=["id"], name="kernel_outbox_waiting", condition=Q(delivered_at=None))]

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"
