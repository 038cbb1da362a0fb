"""Writes: units and posts set up and changed, people appointed and moved, delegations made and taken back."""

from zhongshu.platform.organizations.commands.delegations import add_delegation, revoke_delegation
from zhongshu.platform.organizations.commands.people import (
    appoint,
    change_clearance,
    end_holding,
    enrol_person,
    retire_person,
    update_contact,
)
from zhongshu.platform.organizations.commands.units import (
    change_duties,
    change_unit,
    close_unit,
    establish_post,
    establish_unit,
    subordinate,
)

__all__ = [
    "add_delegation",
    "appoint",
    "change_clearance",
    "change_duties",
    "change_unit",
    "close_unit",
    "end_holding",
    "enrol_person",
    "establish_post",
    "establish_unit",
    "retire_person",
    "revoke_delegation",
    "subordinate",
    "update_contact",
]
