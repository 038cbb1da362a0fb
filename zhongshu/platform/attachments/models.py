from django.db import models
from django.db.models import Q

from zhongshu.kernel.refs import Referring


class File(Referring):
    """附件: one file that belongs to an object, through all its versions. Never removed, only voided (作废)."""

    role = models.CharField("用途", max_length=30, default="attachment")
    name = models.CharField("文件名", max_length=160)
    position = models.PositiveIntegerField("顺序")
    added_at = models.DateTimeField("上传时间")
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)
    voided_by_name = models.CharField("作废人", max_length=40, blank=True)
    void_reason = models.CharField("作废原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "附件"
        indexes = [models.Index(fields=["ref_kind", "ref_id", "position"], name="attachments_of_an_object")]
        constraints = [
            models.CheckConstraint(
                name="attachments_voided_files_have_a_reason",
                condition=Q(voided_at__isnull=True) | ~Q(void_reason=""),
                violation_error_message="作废附件必须填写原因",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def current(self) -> "FileVersion":
        """The version in force. Read it from files that came with their versions (``queries.listing``)."""
        return max(self.versions.all(), key=lambda version: version.number)

    @property
    def earlier(self) -> "list[FileVersion]":
        """The versions replaced since, newest first."""
        return sorted(self.versions.all(), key=lambda version: -version.number)[1:]


class FileVersion(models.Model):
    """附件版本: the bytes as they were sent, with their digests. Its row is never changed."""

    file = models.ForeignKey(File, models.PROTECT, related_name="versions", verbose_name="附件")
    number = models.PositiveSmallIntegerField("版本")
    name = models.CharField("文件名", max_length=160)
    size = models.BigIntegerField("字节数")
    media_type = models.CharField("类型", max_length=120)
    sm3 = models.CharField("SM3", max_length=64)
    sha256 = models.CharField("SHA-256", max_length=64)
    path = models.CharField("存放位置", max_length=200)
    added_at = models.DateTimeField("上传时间")
    added_by_id = models.BigIntegerField("上传人", null=True, blank=True)
    added_by_name = models.CharField("上传人姓名", max_length=40)

    class Meta:
        verbose_name = "附件版本"
        constraints = [
            models.UniqueConstraint(fields=["file", "number"], name="attachments_one_version_per_number"),
            models.CheckConstraint(name="attachments_versions_are_not_empty", condition=Q(size__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.number}"

    @property
    def is_previewable(self) -> bool:
        return self.media_type in PREVIEWED


# What the browser may show inside our pages: pictures that cannot carry a program, PDF as pictures of its pages, plain text.
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"})
PREVIEWED = PICTURES | {"application/pdf", "text/plain", "text/csv"}
