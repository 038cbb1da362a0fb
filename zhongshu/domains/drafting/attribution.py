"""Who wrote which paragraph (段落来源), carried from one state of a text to the next. Plain values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from zhongshu.platform.revisions import public as revisions


@dataclass(frozen=True, slots=True)
class Writer:
    person_id: int | None
    name: str
    unit_name: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph: who wrote it, for which part, and who last changed words of it (empty: nobody else)."""

    text: str
    writer: Writer
    part_id: int | None = None
    editor_name: str = ""


def begun(text: str, writer: Writer, *, part_id: int | None = None) -> list[Passage]:
    """Return the paragraphs of a new text, all by one writer."""
    return [Passage(line, writer, part_id) for line in paragraphs(text)]


def carried(passages: Sequence[Passage], text: str, editor: Writer) -> list[Passage]:
    """Return the paragraphs of the changed text: unchanged and moved ones keep their writer, reworded ones name the editor too."""
    lines = paragraphs(text)
    origin: dict[int, int] = {}
    for found_line in revisions.compare("\n".join(passage.text for passage in passages), "\n".join(lines)):
        if found_line.new is not None and found_line.old is not None:
            origin[found_line.new] = found_line.old
    found = []
    for index, line in enumerate(lines):
        if index not in origin or origin[index] >= len(passages):
            found.append(Passage(line, editor))
            continue
        before = passages[origin[index]]
        touched = before.text != line and editor.person_id != before.writer.person_id
        found.append(replace(before, text=line, editor_name=editor.name if touched else before.editor_name))
    return found


def grown(versions: Iterable[tuple[Writer, str]], *, part_id: int | None = None) -> list[Passage]:
    """Return the paragraphs of the last of several versions, each by who first wrote it."""
    found: list[Passage] = []
    for number, (writer, text) in enumerate(versions):
        found = carried(found, text, writer) if number else begun(text, writer)
    return [replace(passage, part_id=part_id) for passage in found]


def paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]
