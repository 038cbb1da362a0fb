from django.db import models

from zhongshu.kernel.refs import Referring


class Follow(Referring):
    """关注: a person wants to keep an eye on an object that the person may see."""

    person = models.ForeignKey("organizations.Person", models.CASCADE, related_name="+", verbose_name="关注人", db_index=False)
    since = models.DateTimeField("关注时间")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "ref_kind", "ref_id"], name="worklist_one_follow_per_object")]
        indexes = [
            models.Index(fields=["person", "-since", "-id"], name="worklist_followed_by"),
            models.Index(fields=["ref_kind", "ref_id"], name="worklist_followers_of"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.ref_title}"


class StepStatistic(models.Model):
    """环节用时: how long the visits to one step that ended on one day had lasted, settled each night. No person stands in it."""

    day = models.DateField("日期")
    organ = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="机关", db_index=False)
    ref_kind = models.CharField("对象类别", max_length=60)
    definition_key = models.CharField("流程代码", max_length=60)
    definition_name = models.CharField("流程", max_length=80)
    node = models.CharField("节点", max_length=120)
    step_name = models.CharField("环节", max_length=120)
    count = models.PositiveIntegerField("次数")
    returned = models.PositiveIntegerField("其中退回次数", default=0)
    seconds = models.BigIntegerField("用时合计（秒）")
    longest_seconds = models.BigIntegerField("最长用时（秒）")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "organ", "ref_kind", "definition_key", "node"], name="worklist_one_statistic_per_step_and_day"
            )
        ]
        indexes = [models.Index(fields=["organ", "day"], name="worklist_statistics_of_organ")]

    def __str__(self) -> str:
        return f"{self.day} {self.step_name}"


class SettledDay(models.Model):
    """已结算日期: a day whose statistics are complete."""

    day = models.DateField("日期", unique=True)
    settled_at = models.DateTimeField("结算时间")

    def __str__(self) -> str:
        return f"{self.day}"
