from django.db import models
from django.db.models import Q

from zhongshu.domains.materials.choices import State
from zhongshu.kernel.refs import ObjectRef


class Material(models.Model):
    """素材: one matter of 素材库, held by a named person until it is closed."""

    TRANSITIONS = {State.OPEN: {State.CLOSED}, State.CLOSED: set()}

    title = models.CharField("标题", max_length=200)
    organ = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="机关")
    handler = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+", verbose_name="承办人")
    secrecy = models.PositiveSmallIntegerField("密级", default=0)
    state = models.CharField("状态", max_length=20, choices=State, default=State.OPEN)
    created_at = models.DateTimeField("登记时间")
    close_date = models.DateField("办结日期", null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["organ", "-created_at", "-id"], name="materials_newest")]
        constraints = [
            models.CheckConstraint(
                name="materials_closed_items_have_a_date",
                condition=Q(state=State.CLOSED) ^ Q(close_date__isnull=True),
                violation_error_message="办结事项必须有办结日期",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> ObjectRef:
        return ObjectRef("materials.material", self.pk, self.title)
