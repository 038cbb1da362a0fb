from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from zhongshu.kernel import clock
from zhongshu.platform.accounts.choices import AdministratorKind


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "Account":
        account = self.model(username=username, **fields)
        account.set_password(password)
        account.save()
        return account


class Account(AbstractBaseUser):
    """账号: how one person, or one of the three administrators, logs in."""

    username = models.CharField("用户名", max_length=40, unique=True)
    person = models.OneToOneField(
        "organizations.Person", models.PROTECT, null=True, blank=True, related_name="account", verbose_name="人员"
    )
    administrator = models.CharField("管理员类别", max_length=10, choices=AdministratorKind, blank=True)
    display_name = models.CharField("显示名", max_length=40, blank=True)
    is_active = models.BooleanField("启用", default=True)
    password_changed_at = models.DateTimeField("密码设置时间", default=clock.now)
    must_change_password = models.BooleanField("下次登录须改密码", default=False)
    totp_secret = models.CharField("动态口令密钥（加密）", max_length=200, blank=True)
    totp_confirmed_at = models.DateTimeField("动态口令启用时间", null=True, blank=True)
    totp_last_step = models.BigIntegerField("已用动态口令时段", default=0, help_text="每个动态口令只能用一次")

    objects = AccountManager()
    USERNAME_FIELD = "username"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None) ^ Q(administrator=""),
                name="accounts_person_or_administrator",
                violation_error_message="一个账号要么属于一名工作人员，要么是一名管理员",
            ),
        ]

    def __str__(self) -> str:
        return self.username

    @property
    def name(self) -> str:
        """What the account's holder is called on screens and in the audit."""
        if self.person is not None:
            return self.person.name
        return self.display_name or self.get_administrator_display()

    @property
    def has_second_factor(self) -> bool:
        return self.totp_confirmed_at is not None


class FormerPassword(models.Model):
    """A password's hash, kept so that it is not chosen again soon."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="former_passwords", verbose_name="账号")
    password = models.CharField("密码散列", max_length=200)
    set_at = models.DateTimeField("设置时间")

    class Meta:
        indexes = [models.Index(fields=["account", "-id"], name="accounts_former_passwords")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.set_at:%Y-%m-%d}"


class LogInFailure(models.Model):
    """One attempt to log in that did not succeed; recorded before the password is checked, removed if it was right."""

    username = models.CharField("用户名", max_length=40)
    address = models.CharField("来源地址", max_length=45)
    at = models.DateTimeField("时间")

    class Meta:
        indexes = [
            models.Index(fields=["username", "-at"], name="accounts_failures_by_name"),
            models.Index(fields=["address", "-at"], name="accounts_failures_by_address"),
            models.Index(fields=["at"], name="accounts_failures_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.username} {self.at:%H:%M:%S}"


class RecoveryCode(models.Model):
    """恢复码: opens the door once when the telephone with the one-time passwords is lost."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="recovery_codes", verbose_name="账号")
    code_digest = models.CharField("恢复码散列", max_length=64)
    used_at = models.DateTimeField("使用时间", null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "code_digest"], name="accounts_recovery_codes_differ")]

    def __str__(self) -> str:
        return f"{self.account_id} #{self.pk}"


class LogInSession(models.Model):
    """One browser in which an account is logged in, so that its holder can see and end it."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="sessions", verbose_name="账号")
    session_key = models.CharField("会话", max_length=40, unique=True)
    address = models.CharField("来源地址", max_length=45)
    browser = models.CharField("浏览器", max_length=60, blank=True)
    started_at = models.DateTimeField("登录时间")
    seen_at = models.DateTimeField("最近操作")

    def __str__(self) -> str:
        return f"{self.account_id} {self.address}"


class Persona(models.Model):
    """A fictional person of the demonstration whom a visitor may become with one click."""

    account = models.OneToOneField(Account, models.CASCADE, related_name="persona", verbose_name="账号")
    group = models.CharField("分组", max_length=40)
    label = models.CharField("称呼", max_length=60)
    description = models.CharField("说明", max_length=120, blank=True)
    rank_order = models.PositiveIntegerField("排序", default=1000)

    class Meta:
        ordering = ["rank_order", "pk"]

    def __str__(self) -> str:
        return self.label
