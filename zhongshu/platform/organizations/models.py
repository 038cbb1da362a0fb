from typing import Any

from django.db import models
from django.db.models import F, Q

from zhongshu.platform.organizations.choices import Duty, LeadingBody, Level, SubordinationKind, UnitKind


class Unit(models.Model):
    """单位: a body that receives tasks. An organ (机关) has its own name, seal and powers; a section (科室) is a part of one.

    ``path`` is the chain of ids from the root, "/1/14/"; a subtree is a prefix.
    """

    kind = models.CharField("类别", max_length=10, choices=UnitKind)
    name = models.CharField("名称", max_length=80)
    short_name = models.CharField("规范化简称", max_length=40, blank=True)
    code = models.CharField("单位代码", max_length=40, unique=True)
    level = models.PositiveSmallIntegerField("层级", choices=Level)
    body = models.CharField("所属系统", max_length=20, choices=LeadingBody, default=LeadingBody.OTHER)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级单位")
    organ = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="members", verbose_name="所属机关")
    path = models.CharField("路径", max_length=200, blank=True, db_index=True)
    rank_order = models.PositiveIntegerField("排序", default=1000)
    document_code = models.CharField("机关代字", max_length=12, blank=True)
    region = models.CharField("地区", max_length=40, blank=True)
    is_office = models.BooleanField("办公室", default=False, help_text="办公厅（室）可以受权代机关行文")
    active = models.BooleanField("在用", default=True)

    class Meta:
        ordering = ["rank_order", "pk"]
        indexes = [models.Index(fields=["organ", "rank_order"], name="organizations_unit_members")]

    def __str__(self) -> str:
        return self.short_name or self.name

    @property
    def is_organ(self) -> bool:
        return self.kind == UnitKind.ORGAN

    @property
    def own_organ_id(self) -> int:
        """The id of the organ to which the unit belongs; an organ's is its own."""
        return self.organ_id or self.pk


class UnitRegister(models.Model):
    """单位名册: one row, whose revision rises with every unit set up, renamed or closed; who keeps names in memory asks for it."""

    revision = models.PositiveIntegerField("名册版次", default=0)

    def __str__(self) -> str:
        return str(self.revision)


class Subordination(models.Model):
    """隶属关系 besides the line of the tree: dual leadership (双重领导) and professional guidance (业务指导)."""

    superior = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="上级")
    subordinate = models.ForeignKey(Unit, models.PROTECT, related_name="subordinations", verbose_name="下级")
    kind = models.CharField("关系", max_length=10, choices=SubordinationKind, default=SubordinationKind.DUAL)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["superior", "subordinate"], name="organizations_one_subordination_per_pair"),
            models.CheckConstraint(
                condition=~Q(superior=F("subordinate")),
                name="organizations_no_unit_is_its_own_superior",
                violation_error_message="单位不能隶属于自己",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.superior_id} → {self.subordinate_id}"


class Post(models.Model):
    """岗位: a place in a unit that a person holds for a time."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name="单位")
    name = models.CharField("岗位", max_length=60)
    rank_order = models.PositiveIntegerField("排序", default=1000)
    fields = models.CharField("分工", max_length=300, blank=True, help_text="分管或负责的工作领域")

    class Meta:
        ordering = ["rank_order", "pk"]

    def __str__(self) -> str:
        return self.name


class PostDuty(models.Model):
    """One thing that a post does in the office's processes."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="duties", verbose_name="岗位")
    duty = models.CharField("职责", max_length=30, choices=Duty)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "duty"], name="organizations_one_duty_once_per_post")]
        indexes = [models.Index(fields=["duty", "post"], name="organizations_posts_by_duty")]

    def __str__(self) -> str:
        return self.get_duty_display()


class Person(models.Model):
    """人员: somebody who holds posts, with what the directory shows."""

    name = models.CharField("姓名", max_length=40)
    pinyin = models.CharField("拼音", max_length=80, blank=True)
    initials = models.CharField("拼音首字母", max_length=20, blank=True, db_index=True)
    clearance = models.PositiveSmallIntegerField("知悉等级", default=0, help_text="0 普通，1 内部，2 工作秘密")
    office_phone = models.CharField("办公电话", max_length=30, blank=True)
    mobile = models.CharField("手机", max_length=20, blank=True)
    short_number = models.CharField("短号", max_length=12, blank=True)
    email = models.EmailField("邮箱", blank=True)
    room = models.CharField("房间号", max_length=20, blank=True)
    rank_order = models.PositiveIntegerField("排序", default=1000)
    active = models.BooleanField("在职", default=True)
    revision = models.PositiveIntegerField("身份版次", default=0, help_text="任职、职责或委托变动时加一")

    class Meta:
        ordering = ["rank_order", "pk"]
        indexes = [models.Index(fields=["name"], name="organizations_person_name")]

    def __str__(self) -> str:
        return self.name


class PostHolding(models.Model):
    """任职: a person holds a post from a day until a day."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="holdings", verbose_name="人员")
    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings", verbose_name="岗位")
    start_date = models.DateField("起始日期")
    end_date = models.DateField("终止日期", null=True, blank=True)
    is_primary = models.BooleanField("主要岗位", default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(end_date=None) | Q(end_date__gte=F("start_date")),
                name="organizations_holding_ends_after_it_starts",
                violation_error_message="任职终止日期不能早于起始日期",
            ),
            models.UniqueConstraint(
                fields=["person", "post"],
                condition=Q(end_date=None),
                name="organizations_one_open_holding_per_post",
                violation_error_message="该人员已在此岗位任职",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} @ {self.post_id}"


class Delegation(models.Model):
    """委托: for a period another person acts on the principal's matters (AB 角). One way, never a chain."""

    principal = models.ForeignKey(Person, models.PROTECT, related_name="delegations_given", verbose_name="委托人")
    agent = models.ForeignKey(Person, models.PROTECT, related_name="delegations_received", verbose_name="受托人")
    start_at = models.DateTimeField("起始时间")
    end_at = models.DateTimeField("终止时间")
    matter_kinds = models.JSONField("事项范围", default=list, blank=True, help_text="对象类别代码，空表示全部")
    reason = models.CharField("原因", max_length=200)
    entered_by_name = models.CharField("登记人", max_length=40)
    revoked_at = models.DateTimeField("撤回时间", null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["principal", "start_at"], name="organizations_delegation_given"),
            models.Index(fields=["agent", "start_at"], name="organizations_delegation_taken"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(principal=F("agent")),
                name="organizations_nobody_delegates_to_oneself",
                violation_error_message="不能委托给自己",
            ),
            models.CheckConstraint(
                condition=Q(end_at__gt=F("start_at")),
                name="organizations_delegation_ends_after_it_starts",
                violation_error_message="委托终止时间必须晚于起始时间",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.principal_id} → {self.agent_id}"

    def covers(self, kind: str) -> bool:
        kinds: list[Any] = self.matter_kinds
        return not kinds or kind in kinds
