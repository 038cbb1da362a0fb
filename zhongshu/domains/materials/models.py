from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhongshu.domains.materials.choices import Audience, MaterialKind, Validity
from zhongshu.kernel.refs import ObjectRef, Referring


class Material(models.Model):
    """素材: something that may be quoted, with its source, its day and whether it still holds.

    ``origin_kind`` and ``origin_id`` name the document from which it came; then whoever may see that document sees it, nobody else.
    ``title_key`` and ``number_key`` are what a text is compared with that names the source without quoting from here.
    """

    TRANSITIONS: ClassVar = {
        Validity.IN_FORCE: {Validity.REPEALED, Validity.SUPERSEDED},
        Validity.REPEALED: {Validity.IN_FORCE},
        Validity.SUPERSEDED: {Validity.IN_FORCE},
    }

    # Set by Policy.mark in the query of the material's page.
    can_keep: bool

    kind = models.CharField("类别", max_length=12, choices=MaterialKind)
    title = models.CharField("标题", max_length=300)
    title_key = models.CharField("比较用标题", max_length=300, blank=True)
    source = models.CharField("出处", max_length=200)
    number = models.CharField("文号", max_length=80, blank=True)
    number_key = models.CharField("比较用文号", max_length=80, blank=True)
    source_date = models.DateField("日期")
    body = models.TextField("内容")
    validity = models.CharField("效力", max_length=12, choices=Validity, default=Validity.IN_FORCE)
    validity_date = models.DateField("效力变化日期", null=True, blank=True)
    validity_reason = models.CharField("效力变化依据", max_length=300, blank=True)
    superseded_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="supersedes", verbose_name="替代件"
    )
    audience = models.CharField("可见范围", max_length=12, choices=Audience, default=Audience.OWN_ORGAN)
    organ = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="机关")
    entered_by_name = models.CharField("录入人", max_length=40)
    origin_kind = models.CharField("原件类别", max_length=60, blank=True)
    origin_id = models.BigIntegerField("原件", null=True, blank=True)
    secrecy = models.PositiveSmallIntegerField("密级", default=0)
    created_at = models.DateTimeField("录入时间")

    class Meta:
        indexes = [
            models.Index(fields=["-source_date", "-id"], name="materials_newest"),
            models.Index(fields=["title_key"], name="materials_by_title"),
            models.Index(fields=["number_key"], name="materials_by_number"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["origin_kind", "origin_id"], condition=~Q(origin_kind=""), name="materials_a_document_flows_in_once",
                violation_error_message="该公文已在素材库中",
            ),
            models.CheckConstraint(
                name="materials_what_no_longer_holds_says_since_when",
                condition=Q(validity=Validity.IN_FORCE) ^ Q(validity_date__isnull=False),
                violation_error_message="已失效的素材必须写明日期",
            ),
            models.CheckConstraint(
                name="materials_what_follows_a_document_names_it",
                condition=~Q(audience=Audience.ORIGINAL) | ~Q(origin_kind=""),
                violation_error_message="与原件相同的素材必须有原件",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> ObjectRef:
        return ObjectRef("materials.material", self.pk, self.title, self.number)

    @property
    def holds(self) -> bool:
        return self.validity == Validity.IN_FORCE


class Tag(models.Model):
    """标签 of a material: a word by which people find it again."""

    material = models.ForeignKey(Material, models.CASCADE, related_name="tags", verbose_name="素材")
    word = models.CharField("标签", max_length=20)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["word"], name="materials_by_tag")]
        constraints = [models.UniqueConstraint(fields=["material", "word"], name="materials_one_tag_once")]

    def __str__(self) -> str:
        return self.word


class Passage(models.Model):
    """段落: one paragraph of a material, the piece that is found and quoted. ``secrecy`` is that of the material."""

    material = models.ForeignKey(Material, models.PROTECT, related_name="passages", verbose_name="素材")
    position = models.PositiveIntegerField("顺序")
    text = models.TextField("文字")
    digest = models.CharField("摘要", max_length=64)
    secrecy = models.PositiveSmallIntegerField("密级", default=0)
    removed_at = models.DateTimeField("移出时间", null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["material", "position"], name="materials_passages_in_order")]

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def ref(self) -> ObjectRef:
        return ObjectRef("materials.passage", self.pk, self.text[:80])


class Quotation(Referring):
    """引用记录: a text took a passage from here; source and day stay as they were, the digest says which words were taken."""

    passage = models.ForeignKey(Passage, models.PROTECT, related_name="quotations", verbose_name="段落")
    material = models.ForeignKey(Material, models.PROTECT, related_name="quotations", verbose_name="素材")
    words = models.TextField("所引文字")
    digest = models.CharField("摘要", max_length=64)
    source = models.CharField("出处", max_length=400)
    source_date = models.DateField("日期")
    person_id = models.BigIntegerField("引用人", null=True, blank=True)
    person_name = models.CharField("引用人姓名", max_length=40)
    quoted_at = models.DateTimeField("引用时间")

    class Meta:
        indexes = [models.Index(fields=["ref_kind", "ref_id"], name="materials_quotations_of_text")]

    def __str__(self) -> str:
        return self.words[:40]
