"""Names in the order of strokes (以姓氏笔画为序), as lists of equals are printed."""

from functools import cache
from pathlib import Path

from zhongshu.platform.organizations.pinyin import COMPOUND_SURNAMES

# Every character in the order of strokes, then of their kinds (横竖撇点折). Derived from the data of cn-sort (MIT licence).
_ORDER = Path(__file__).parent / "reference" / "stroke_order.txt"


def stroke_key(name: str) -> tuple[tuple[int, ...], int, tuple[int, ...]]:
    """Return the key by which names are sorted: surname, then single given names before double ones, then the given name.

    A compound surname stands with its first character. A character that the table lacks comes after all others.
    """
    name = "".join(name.split())
    length = 2 if name[:2] in COMPOUND_SURNAMES and len(name) > 2 else 1
    places = _places()
    levels = tuple(places.get(char, len(places)) for char in name)
    return levels[:length], len(name) - length, levels[length:]


@cache
def _places() -> dict[str, int]:
    text = _ORDER.read_text(encoding="utf-8").replace("\n", "")
    return {char: place for place, char in enumerate(text)}
