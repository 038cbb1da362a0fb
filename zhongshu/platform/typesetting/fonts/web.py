"""The same faces for the browser, in pieces that it fetches when a page needs them and keeps.

A whole Chinese face is 7 to 25 MB. The Hanzi that official documents use most make one piece (`common.txt`), the rest pieces by
their place in Unicode; a style sheet tells the browser which piece holds which characters.
"""

from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from . import choice
from .library import Face
from .subset import subset

COMMON = "common"
BASIC = "basic"
BLOCK = 0x400
BASIC_RANGES = (
    (0x20, 0x7E),
    (0xA1, 0x24F),
    (0x391, 0x3C9),
    (0x2010, 0x2312),
    (0x2460, 0x24FF),
    (0x25A0, 0x2642),
    (0x3000, 0x303F),
    (0xFF01, 0xFF5E),
)
HANZI = (0x3400, 0x9FFF)


@lru_cache(maxsize=1)
def common_characters() -> str:
    """Return the Hanzi used most in official documents, most frequent first."""
    return "".join(Path(__file__).with_name("common.txt").read_text(encoding="utf-8").split())


@lru_cache(maxsize=1)
def pieces() -> dict[str, tuple[int, ...]]:
    """Return the code points of each piece by its name."""
    common = {ord(char) for char in common_characters()}
    found: dict[str, tuple[int, ...]] = {
        BASIC: tuple(code for first, last in BASIC_RANGES for code in range(first, last + 1)),
        COMMON: tuple(sorted(common)),
    }
    for start in range(HANZI[0], HANZI[1] + 1, BLOCK):
        found[f"{start:04x}"] = tuple(code for code in range(start, min(start + BLOCK, HANZI[1] + 1)) if code not in common)
    return found


def web_faces() -> list[Face]:
    """Return the faces that documents are set in, one for each role."""
    chains = choice.faces().chains.values()
    return list(dict.fromkeys(face for chain in chains for face in chain[:2]))


def web_piece(key: str, piece: str) -> bytes | None:
    """Return one piece of a face as an OpenType file; None when there is no such face or piece."""
    face = next((face for face in web_faces() if face.key == key), None)
    if face is None or piece not in pieces():
        return None
    characters = "".join(chr(code) for code in pieces()[piece] if face.glyph(chr(code)))
    return subset(face, characters).font if characters else b""


def web_style(address: Callable[[str, str], str]) -> str:
    """Return the style sheet that names every piece of every face; ``address(key, piece)`` is where a piece is fetched."""
    return "\n".join(
        f'@font-face{{font-family:"{face.key}";src:url("{address(face.key, piece)}") format("opentype");font-display:swap;'
        f"unicode-range:{_ranges(codes)}}}"
        for face in web_faces()
        for piece, codes in pieces().items()
    )


def web_version() -> str:
    """Return a short text that changes with the fonts, for addresses that may be kept for ever."""
    state = blake2b(digest_size=6)
    for face in web_faces():
        state.update(f"{face.key}{face.path.stat().st_size}".encode())
    return state.hexdigest()


@lru_cache(maxsize=64)
def _ranges(codes: tuple[int, ...]) -> str:
    parts: list[str] = []
    start = previous = codes[0]
    for code in (*codes[1:], -1):
        if code != previous + 1:
            parts.append(f"U+{start:X}" if start == previous else f"U+{start:X}-{previous:X}")
            start = code
        previous = code
    return ",".join(parts)
