"""提纲 as people write it: a line that begins with a number is an entry, the lines below it are its points. Pure values."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_HANZI = "[一二三四五六七八九十百]{1,5}"
_LEVELS = (re.compile(rf"{_HANZI}、"), re.compile(rf"[（(]{_HANZI}[）)]"), re.compile(r"\d{1,3}[.．](?!\d)"))
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of an outline: its level (1 一、, 2 （一）, 3 1.), its heading without number, the points to be made under it."""

    level: int
    heading: str
    points: str = ""


def parse(text: str) -> list[Entry]:
    """Read an outline. Lines before the first numbered one are entries of the first level, each by itself."""
    found: list[Entry] = []
    numbered = False
    for line in filter(None, (line.strip() for line in text.split("\n"))):
        level, heading = _headed(line)
        if level:
            numbered = True
            found.append(Entry(level, heading))
        elif numbered:
            last = found[-1]
            found[-1] = Entry(last.level, last.heading, f"{last.points}\n{line}".strip())
        else:
            found.append(Entry(1, line))
    return found


def write(entries: Iterable[Entry]) -> str:
    """Write an outline with its numbers, as ``parse`` reads it."""
    entries = list(entries)
    lines = []
    for number, entry in zip(numbers([entry.level for entry in entries]), entries, strict=True):
        lines.append(f"{number}{entry.heading}")
        lines += entry.points.split("\n") if entry.points else []
    return "\n".join(lines)


def numbers(levels: Sequence[int]) -> list[str]:
    """Return the number of each entry (一、 （一） 1.), counted anew under each higher one."""
    counters = [0, 0, 0]
    found = []
    for level in levels:
        counters[level - 1] += 1
        counters[level:] = [0] * (3 - level)
        count = counters[level - 1]
        found.append(f"{hanzi(count)}、" if level == 1 else f"（{hanzi(count)}）" if level == 2 else f"{count}.")
    return found


def hanzi(number: int) -> str:
    """Write 1 to 99 in Chinese."""
    tens, units = divmod(number, 10)
    if not tens:
        return _DIGITS[units]
    return f"{_DIGITS[tens] if tens > 1 else ''}十{_DIGITS[units] if units else ''}"


def _headed(line: str) -> tuple[int, str]:
    for level, pattern in enumerate(_LEVELS, start=1):
        match = pattern.match(line)
        if match:
            return level, line[match.end() :].strip()
    return 0, line
