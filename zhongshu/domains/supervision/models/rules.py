from django.db import models
from django.db.models import Q

from zhongshu.domains.supervision.choices import Grade, Light, LightCondition


class GradeRule(models.Model):
    """督办级别规则: how often items of a grade report, and when people are reminded. The figures are the office's own, not law."""

    grade = models.CharField("督办级别", max_length=10, choices=Grade, unique=True)
    default_days = models.PositiveSmallIntegerField("默认办理工作日数")
    feedback_days = models.PositiveSmallIntegerField("反馈间隔（工作日）")
    remind_days = models.PositiveSmallIntegerField("到期前几个工作日提醒")
    escalate_head_days = models.PositiveSmallIntegerField("逾期几个工作日提请单位负责人")
    escalate_leader_days = models.PositiveSmallIntegerField("逾期几个工作日提请分管领导")
    most_extensions = models.PositiveSmallIntegerField("最多延期次数", default=2)
    basis = models.CharField("依据", max_length=200, blank=True)

    def __str__(self) -> str:
        return self.get_grade_display()


class LightRule(models.Model):
    """亮灯规则: under which condition an item shows which light. The first rule that fits counts."""

    position = models.PositiveSmallIntegerField("次序", unique=True)
    light = models.CharField("灯", max_length=10, choices=Light)
    condition = models.CharField("条件", max_length=24, choices=LightCondition)
    grade = models.CharField("督办级别", max_length=10, choices=Grade, blank=True)
    days = models.PositiveSmallIntegerField("工作日数", default=0)
    percent = models.PositiveSmallIntegerField("占办理期限的百分比", default=0)
    active = models.BooleanField("启用", default=True)
    basis = models.CharField("依据", max_length=200, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                name="supervision_light_share_is_a_percentage",
                condition=Q(percent__lte=100),
                violation_error_message="百分比应在 0 至 100 之间",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_light_display()}：{self.get_condition_display()}"
