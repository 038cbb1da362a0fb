"""Heads and endings as offices write them: eighty kinds, each with the fields that a clerk would write into the register.

``papers/heads.txt`` holds one after another: a line with ``===`` and what is peculiar, the text, ``---``, the fields.
"""

from pathlib import Path

import pytest

from zhongshu.domains.documents.intake.extracting import extract
from zhongshu.domains.documents.intake.lines import Line, Reading, cleaned

Case = tuple[str, dict[str, str]]


def cases() -> dict[str, Case]:
    found = {}
    for part in (Path(__file__).parent / "papers" / "heads.txt").read_text(encoding="utf-8").split("=== ")[1:]:
        name, _, rest = part.partition("\n")
        text, _, fields = rest.partition("\n---\n")
        found[name] = (text, dict(line.split(": ", 1) for line in fields.strip().split("\n")))
    return found


CASES = cases()


@pytest.mark.parametrize("name", CASES)
def test_the_fields_of(name):
    text, expected = CASES[name]
    lines = cleaned([Line(line, is_paragraph=True) for line in text.split("\n")])

    proposal = extract(Reading(tuple(lines), "text"))

    assert {field: found.value for field, found in proposal.fields.items()} == expected


def test_there_are_eighty_kinds():
    assert len(CASES) == 80
