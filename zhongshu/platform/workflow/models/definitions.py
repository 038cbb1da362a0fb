"""What an administrator draws: definitions and their versions."""

from django.db import models
from django.db.models import Q

from zhongshu.platform.workflow.choices import VersionState


class FlowDefinition(models.Model):
    """流程: one kind of process, such as 发文（普通）; its versions carry the drawings."""

    key = models.SlugField("代码", max_length=60, unique=True)
    name = models.CharField("名称", max_length=80)
    category = models.CharField("类别", max_length=60, blank=True, help_text="适用的对象类别，如 documents.outgoing")
    rank_order = models.PositiveIntegerField("排序", default=1000)
    created_at = models.DateTimeField("建立时间")

    class Meta:
        ordering = ["rank_order", "key"]

    def __str__(self) -> str:
        return self.name


class FlowVersion(models.Model):
    """流程版本: one drawing with what it compiles to. Published versions never change (database triggers)."""

    TRANSITIONS = {
        VersionState.DRAFT: {VersionState.PUBLISHED},
        VersionState.PUBLISHED: {VersionState.RETIRED},
        VersionState.RETIRED: set(),
    }

    definition = models.ForeignKey(FlowDefinition, models.PROTECT, related_name="versions", verbose_name="流程")
    number = models.PositiveIntegerField("版本号")
    state = models.CharField("状态", max_length=10, choices=VersionState, default=VersionState.DRAFT)
    bpmn_xml = models.TextField("模型")
    fingerprint = models.CharField("模型摘要", max_length=64)
    graph = models.JSONField("编译结果", null=True, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)
    created_at = models.DateTimeField("建立时间")
    saved_at = models.DateTimeField("保存时间")
    published_at = models.DateTimeField("发布时间", null=True, blank=True)
    published_by_name = models.CharField("发布人", max_length=80, blank=True)

    class Meta:
        ordering = ["definition", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["definition", "number"], name="workflow_version_numbers_are_unique"),
            models.UniqueConstraint(
                fields=["definition"],
                condition=Q(state=VersionState.PUBLISHED),
                name="workflow_one_published_version_per_definition",
            ),
            models.UniqueConstraint(
                fields=["definition"], condition=Q(state=VersionState.DRAFT), name="workflow_one_draft_per_definition"
            ),
            models.CheckConstraint(
                condition=Q(state=VersionState.DRAFT) | Q(graph__isnull=False, published_at__isnull=False),
                name="workflow_published_versions_are_compiled",
                violation_error_message="发布的版本必须已经编译并记有发布时间",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.definition_id} 第{self.number}版"
