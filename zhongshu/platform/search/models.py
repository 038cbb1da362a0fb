from django.db import models


class SearchEntry(models.Model):
    """检索条目: what the full-text index holds of one object.

    ``id`` is made from the object's own time (see ``keys``), so that the order of the index is the order of time. ``tokens`` is
    the folded and cut text, ``acl`` the marks that say who may find it; both are read by the index of the database (see the
    migrations: FTS5 with triggers on SQLite, a generated tsvector with GIN on PostgreSQL).
    """

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField("类别", max_length=60)
    object_id = models.BigIntegerField("对象")
    title = models.CharField("标题", max_length=300)
    number = models.CharField("编号", max_length=80, blank=True)
    body = models.TextField("正文", blank=True)
    organ = models.ForeignKey(
        "organizations.Unit", models.PROTECT, null=True, blank=True, db_index=False, related_name="+", verbose_name="机关"
    )
    secrecy = models.PositiveSmallIntegerField("密级", default=0)
    at = models.DateTimeField("时间")
    tokens = models.TextField("词元")
    acl = models.TextField("可见范围")

    class Meta:
        verbose_name = "检索条目"
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="search_one_entry_per_object")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
