"""笔误: which known name was meant by one that is nearly so; known names differ in their place or trade, a slip in one character."""

import re
from functools import lru_cache

from pypinyin import Style, pinyin

SHORTEST = 5
# In place of one another these make another organ, not a slip.
_TELLING = re.compile(r"[一二三四五六七八九十东南西北上下中前后大小新老省市县区乡镇]")
# Trades of the same sound.
_TRADES = (frozenset("水税"), frozenset("事士"), frozenset("商伤"))
_LINKS = frozenset("和与的及")
_END = re.compile(
    r"(?:局|委|委员会|政府|办公室|办公厅|厅|部|院|署|中心|公司|学校|大学|医院|法院|检察院|协会|联合会|总工会|处|站|所|队)(?![长员])"
)


class Names:
    """Known names by what a slip leaves of them."""

    def __init__(self, names: frozenset[str]) -> None:
        self.names = names
        self.lengths = sorted({len(name) for name in names if len(name) >= SHORTEST})
        self.wrong: dict[str, set[str]] = {}
        self.mixed: dict[str, set[str]] = {}
        self.without: dict[str, set[str]] = {}
        for name in names:
            if len(name) < SHORTEST:
                continue
            self.mixed.setdefault("".join(sorted(name)), set()).add(name)
            for at, char in enumerate(name):
                if at:
                    self.wrong.setdefault(_blank(name, at), set()).add(name)
                if char in _LINKS:
                    self.without.setdefault(name[:at] + name[at + 1 :], set()).add(name)

    def meant(self, name: str) -> list[tuple[str, bool]]:
        """Return the known names that may be meant, each with whether the slip is plain: another order, a link, the same sound."""
        if name in self.names or len(name) < SHORTEST:
            return []
        found = dict.fromkeys(self.mixed.get("".join(sorted(name)), ()), True)
        found |= dict.fromkeys(self.without.get(name, ()), True)
        for at, char in enumerate(name):
            if char in _LINKS and (shorter := name[:at] + name[at + 1 :]) in self.names:
                found[shorter] = True
            if at and len(name) > SHORTEST:
                for one in self.wrong.get(_blank(name, at), ()):
                    if not _TELLING.search(one[at] + char) and {one[at], char} not in _TRADES:
                        found.setdefault(one, bool(_sounds(one[at]) & _sounds(char)))
        return list(found.items())


def meant(name: str, known: frozenset[str]) -> str:
    """Return the one known name that was meant, empty if none or several may be."""
    found = _names(known).meant(name)
    return found[0][0] if len(found) == 1 else ""


def in_text(text: str, known: frozenset[str]) -> tuple[tuple[int, int, str], ...]:
    """Return (begin, end, name that was meant) for every plain slip in running text; there other organs are named as well."""
    return _in_text(text, known) if _END.search(text) else ()


@lru_cache(maxsize=4)
def _names(known: frozenset[str]) -> Names:
    return Names(known)


@lru_cache(maxsize=4096)
def _in_text(text: str, known: frozenset[str]) -> tuple[tuple[int, int, str], ...]:
    names = _names(known)
    found: list[tuple[int, int, str]] = []
    for match in _END.finditer(text):
        end = match.end()
        # One shorter and one longer as well: a link may be missing or too many.
        begins = sorted({end - length + step for length in names.lengths for step in (-1, 0, 1)})
        windows = [(begin, text[begin:end]) for begin in begins if 0 <= begin <= end - SHORTEST]
        if any(words in known for _, words in windows):
            continue
        for begin, words in windows:
            near = [name for name, plain in names.meant(words) if plain and name[0] == words[0]]
            if len(near) == 1:
                found.append((begin, end, near[0]))
                break
    return tuple(found)


def _blank(name: str, at: int) -> str:
    return f"{name[:at]}□{name[at + 1 :]}"


@lru_cache(maxsize=4096)
def _sounds(char: str) -> frozenset[str]:
    return frozenset(pinyin(char, style=Style.NORMAL, heteronym=True)[0])
