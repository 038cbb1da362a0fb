from django.db import models
from django.db.models import Q


class BurdenEstimate(models.Model):
    """负担估计: how many minutes one request of a kind costs a unit, as the office estimates it instead of the shipped figure."""

    kind = models.CharField("事项种类", max_length=40, unique=True)
    minutes = models.PositiveSmallIntegerField("分钟")
    basis = models.CharField("依据", max_length=200)
    changed_at = models.DateTimeField("调整时间")
    changed_by_name = models.CharField("调整人", max_length=40)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="supervision_burden_is_at_most_a_week",
                condition=Q(minutes__lte=2400),
                violation_error_message="单件估计不超过2400分钟（一周）",
            )
        ]

    def __str__(self) -> str:
        return self.kind
