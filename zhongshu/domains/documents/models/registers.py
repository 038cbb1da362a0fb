from django.db import models

from zhongshu.domains.documents.choices import Register


class SavedView(models.Model):
    """常用查询: a person's filters of a register under a name."""

    person = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+", verbose_name="人员")
    register = models.CharField("登记簿", max_length=20, choices=Register)
    name = models.CharField("名称", max_length=30)
    query = models.CharField("条件", max_length=1000)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "register", "name"], name="documents_one_saved_view_per_name",
                violation_error_message="已有同名的常用查询",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name
