"""Accounts: what other rooms may use."""

from zhongshu.platform.accounts.choices import AdministratorKind
from zhongshu.platform.accounts.commands import (
    create_account,
    disable,
    establish_administrator,
    register_persona,
    reset_password,
)
from zhongshu.platform.accounts.middleware import polled
from zhongshu.platform.accounts.models import Account

__all__ = [
    "Account",
    "AdministratorKind",
    "create_account",
    "disable",
    "establish_administrator",
    "polled",
    "register_persona",
    "reset_password",
]
