import json
from typing import Any

from django.db import models
from django.db.models import F, Q

from zhongshu.kernel.refs import Referring
from zhongshu.platform.audit import actions
from zhongshu.platform.audit.chain import GENESIS, ID_STEP


class ChainHead(models.Model):
    """The last link of one chain. Only the database itself moves it, when an entry is added (see the triggers of the migration).

    There are several chains so that commands that run at the same time do not queue for one row.
    """

    chain = models.PositiveSmallIntegerField("链号", primary_key=True)
    seq = models.BigIntegerField("末条序号", default=0)
    hash = models.CharField("末条摘要", max_length=64, default=GENESIS)

    def __str__(self) -> str:
        return f"{self.chain}: {self.seq}"


class Entry(Referring):
    """审计记录: who did what to which object, and when. Appended, never changed, never removed.

    Names are text, so that the record outlives the person, the post and the unit. ``facts`` is canonical JSON kept as text,
    because the very characters are hashed.
    """

    id = models.BigIntegerField("编号", primary_key=True)
    chain = models.PositiveSmallIntegerField("链号")
    seq = models.BigIntegerField("序号")
    at = models.DateTimeField("时间")
    action = models.CharField("操作", max_length=80)
    person_id = models.BigIntegerField("人员编号", null=True)
    person_name = models.CharField("姓名", max_length=80)
    post_name = models.CharField("岗位", max_length=80, blank=True)
    unit_name = models.CharField("单位", max_length=120, blank=True)
    organ_id = models.BigIntegerField("机关编号", null=True)
    organ_name = models.CharField("机关", max_length=120, blank=True)
    administrator = models.CharField("管理员", max_length=10, blank=True)
    account_id = models.BigIntegerField("账号编号", null=True)
    address = models.CharField("网络地址", max_length=64, blank=True)
    facts = models.TextField("情况", default="{}")
    prev_hash = models.CharField("上条摘要", max_length=64)
    hash = models.CharField("摘要", max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_entry_newest"),
            models.Index(fields=["ref_kind", "ref_id", "at"], name="audit_entry_trail"),
            models.Index(fields=["person_name", "-at", "-id"], name="audit_entry_by_person"),
            models.Index(fields=["action", "-at", "-id"], name="audit_entry_by_action"),
        ]
        constraints = [
            models.CheckConstraint(name="audit_entry_id_follows_from_its_link", condition=Q(id=F("seq") * ID_STEP + F("chain"))),
        ]

    def __str__(self) -> str:
        return f"{self.action} #{self.pk}"

    @property
    def sentence(self) -> str:
        return actions.sentence(self.action)

    @property
    def facts_read(self) -> dict[str, Any]:
        """The facts as values."""
        facts: dict[str, Any] = json.loads(self.facts)
        return facts
