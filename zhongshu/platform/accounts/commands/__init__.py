"""Writes: getting in and out, passwords, the second factor, accounts as the system administrator keeps them."""

from zhongshu.platform.accounts.commands._shared import holder
from zhongshu.platform.accounts.commands.administering import (
    create_account,
    disable,
    enable,
    establish_administrator,
    remove_second_factor,
    reset_password,
    unlock,
)
from zhongshu.platform.accounts.commands.entering import (
    begin_session,
    check_in,
    end_other_sessions,
    end_session,
    leave,
    move_session,
    note_activity,
)
from zhongshu.platform.accounts.commands.passwords import change_password
from zhongshu.platform.accounts.commands.personas import register_persona
from zhongshu.platform.accounts.commands.second_factor import (
    confirm_second_factor,
    pass_second_factor,
    prepare_second_factor,
    renew_recovery_codes,
)

__all__ = [
    "begin_session",
    "change_password",
    "check_in",
    "confirm_second_factor",
    "create_account",
    "disable",
    "enable",
    "end_other_sessions",
    "end_session",
    "establish_administrator",
    "holder",
    "leave",
    "move_session",
    "note_activity",
    "pass_second_factor",
    "prepare_second_factor",
    "register_persona",
    "remove_second_factor",
    "renew_recovery_codes",
    "reset_password",
    "unlock",
]
