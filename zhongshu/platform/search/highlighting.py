"""Shows why something was found: the words marked in the title, and the part of the text around the first of them."""

from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from zhongshu.platform.search.tokens import fold, fold_with_positions, runs

_BEFORE = 30


def mark(text: str, wanted: Iterable[str]) -> SafeString:
    """Return the text as HTML, escaped, with every wanted word in ``<mark>``."""
    return _marked(text, spans(text, wanted))


def snippet(text: str, wanted: Iterable[str], *, length: int = 120) -> SafeString:
    """Return about ``length`` characters around the first wanted word, or the beginning of the text, as marked HTML."""
    wanted = list(wanted)
    found = spans(text, wanted)
    start = max(0, found[0][0] - _BEFORE) if found else 0
    end = min(len(text), start + length)
    inside = [(max(left, start) - start, min(right, end) - start) for left, right in found if left < end and right > start]
    body = _marked(text[start:end], inside)
    return mark_safe(f"{'…' if start else ''}{body}{'…' if end < len(text) else ''}")  # escaped by _marked


def spans(text: str, wanted: Iterable[str]) -> list[tuple[int, int]]:
    """Return where the wanted words stand as [start, end) in ``text``, in order, joined where they touch."""
    folded, positions = fold_with_positions(text)
    found: list[tuple[int, int]] = []
    for word in wanted:
        needle = fold(word)
        # Punctuation does not count in a search, so where the phrase as typed does not stand, its parts are shown.
        for part in [needle] if needle in folded else runs(word):
            start = folded.find(part)
            while part and start >= 0:
                found.append((positions[start], positions[start + len(part) - 1] + 1))
                start = folded.find(part, start + len(part))
    return _joined(sorted(found))


def _joined(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _marked(text: str, found: Iterable[tuple[int, int]]) -> SafeString:
    parts, position = [], 0
    for start, end in found:
        parts += [escape(text[position:start]), "<mark>", escape(text[start:end]), "</mark>"]
        position = end
    parts.append(escape(text[position:]))
    return mark_safe("".join(parts))  # every piece between the marks is escaped
