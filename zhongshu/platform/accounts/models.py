from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from zhongshu.platform.accounts.choices import AdministratorKind


class AccountManager(BaseUserManager):
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
