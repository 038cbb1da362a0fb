from django.db import models


class SavedView(models.Model):
    """常用视图: a person's filters, columns and grouping of the ledger under a name."""

    person = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+", verbose_name="人员")
    name = models.CharField("名称", max_length=30)
    query = models.CharField("条件", max_length=1000)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "name"],
                name="supervision_one_saved_view_per_name",
                violation_error_message="已有同名的常用视图",
            )
        ]

    def __str__(self) -> str:
        return self.name
