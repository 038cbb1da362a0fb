"""The manual keeps what it promises: its pictures and links are there, and light; it names what the pages name."""

import re
from pathlib import Path

import pytest

from zhongshu.platform.organizations.public import Duty

ROOT = Path(__file__).resolve().parents[3]
MANUAL = ROOT / "docs/manual/README.md"
CHAPTERS = sorted((ROOT / "docs/manual").glob("*.md"))
PICTURES = sorted((ROOT / "docs/images").glob("*.png"))


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.stem)
def test_every_picture_and_link_of_the_manual_leads_somewhere(chapter):
    text = chapter.read_text(encoding="utf-8")
    named = re.findall(r'(?:\]\(|src=")(\.\./[^)"]+)', text)
    headings = {re.sub(r"[、]", "", line[3:].strip()) for line in text.splitlines() if line.startswith("## ")}
    places = re.findall(r"\]\(#([^)]+)\)", text)

    assert [path for path in named if not (MANUAL.parent / path).exists()] == []
    assert [place for place in places if place not in headings] == []


def test_every_picture_is_shown_and_light():
    shown = "".join(file.read_text(encoding="utf-8") for file in [*CHAPTERS, ROOT / "README.md"])

    assert [file.name for file in PICTURES if f"images/{file.name}" not in shown] == []
    assert [file.name for file in PICTURES if file.stat().st_size > 150_000] == []


@pytest.mark.parametrize("duty", ["registry_clerk", "proofreader", "printer", "seal_keeper"])
def test_the_manual_speaks_of_those_who_issue_a_document(duty):
    assert Duty(duty).label[:2] in MANUAL.read_text(encoding="utf-8")
