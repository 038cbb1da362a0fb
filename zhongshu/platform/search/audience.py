"""Marks in the index that say who may find an object, and what a reader may look for.

They are a filter that keeps the search quick, not the guard: every hit is checked again by its owner's policy before it is shown.
Each mark begins with "@", which no token of a text can.
"""

from collections.abc import Iterable

from zhongshu.kernel.actors import Actor

EVERYONE = "@e1"


def level(secrecy: int) -> str:
    return f"@s{secrecy}"


def kind(name: str) -> str:
    return f"@k{_letters(name)}"


def organ(organ_id: int) -> str:
    return f"@o{organ_id}"


def within(unit_id: int) -> str:
    """Mark an object of an organ at or below the unit."""
    return f"@c{unit_id}"


def person(person_id: int) -> str:
    return f"@p{person_id}"


def unit(unit_id: int) -> str:
    return f"@u{unit_id}"


def duty(organ_id: int, code: str) -> str:
    return f"@d{organ_id}x{_letters(code)}"


def readable_levels(actor: Actor, highest: int) -> list[str]:
    """Return the marks of the levels up to the reader's clearance."""
    return [level(secrecy) for secrecy in range(min(actor.clearance, highest) + 1)]


def admitted(actor: Actor) -> list[str]:
    """Return the marks that let the reader in: as a person or agent, as a member of a unit, by a duty."""
    marks = [EVERYONE]
    marks += _sorted(person(each) for each in actor.acts_as)
    marks += _sorted(unit(each) for each in actor.unit_ids)
    marks += _sorted(duty(organ_id, code) for organ_id, code in actor.duties)
    return marks


def _sorted(marks: Iterable[str]) -> list[str]:
    return sorted(marks)


def _letters(name: str) -> str:
    return "".join(char if char.isalnum() else "y" for char in name.lower())
