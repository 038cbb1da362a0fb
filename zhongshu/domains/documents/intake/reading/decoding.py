"""Text in whatever encoding it came, also text that went through the wrong one on its way (乱码)."""

from dataclasses import dataclass
from functools import lru_cache

from zhongshu.domains.documents.intake.lines import plain

SAMPLE = 20_000  # characters that decide
MOST_LOST = 0.05  # of the characters of a text that is mended
READABLE = 0.72  # of the characters must be usual ones
_PUNCTUATION = set("，。、；：？！“”‘’（）《》〈〉〔〕【】…—·～％℃〇★①②③④⑤⑥⑦⑧⑨⑩　\n\r\t")
_BOMS = (
    *((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32")),
    *((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")),
)
# How a text was spoilt: bytes of the second encoding were shown in the first.
_WAYS = (
    *(("cp1252", "gb18030"), ("latin-1", "gb18030"), ("latin-1", "utf-8"), ("cp1252", "utf-8"), ("gb18030", "utf-8")),
    *(("big5", "gb18030"), ("gb18030", "big5"), ("gbk", "utf-16-le")),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """``is_mended``: the text had been spoilt and was restored; ``is_damaged``: part of it cannot be restored."""

    text: str
    encoding: str
    is_mended: bool = False
    is_damaged: bool = False


@lru_cache(maxsize=20_000)
def _is_usual(character: str) -> bool:
    if character.isascii():
        return character.isprintable() or character in "\n\r\t\f"
    if character in _PUNCTUATION:
        return True
    try:
        code = plain(character).encode("gb2312")
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and 0xB0 <= code[0] <= 0xD7  # the 3,755 characters of everyday use


def quality(text: str) -> float:
    """Return how much of a text is made of characters that people use, 0–1; Latin letters alone count little."""
    sample = text[:SAMPLE]
    if not sample.strip():
        return 0.0
    share = sum(map(_is_usual, sample)) / len(sample)
    return share - 0.5 * (sample.count("\ufffd") + sample.count("锟斤拷") * 3) / len(sample)


def decode(data: bytes) -> Decoded:
    """Return the text of a file; of several encodings that fit, the one that yields usual characters."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return mended(data.decode(encoding, "replace"), encoding)
    candidates = []
    for encoding in ("utf-8", "gb18030", "utf-16-le", "utf-16-be", "big5"):
        if encoding.startswith("utf-16") and (len(data) % 2 or not _may_be_wide(data)):
            continue
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" and quality(text) > 0.5:
            return mended(text, encoding)
        candidates.append((quality(text), encoding, text))
    if not candidates:
        # Single bytes spoilt in transmission: keep what can be read.
        for encoding in ("utf-8", "gb18030"):
            text = data.decode(encoding, "replace")
            candidates.append((quality(text), encoding, text))
    # What was spoilt on its way may look better in a wrong encoding than in its own: what can be made of it decides.
    restored = [mended(text, encoding) for _, encoding, text in sorted(candidates, reverse=True)]
    return max(restored, key=lambda one: quality(one.text))


def _may_be_wide(data: bytes) -> bool:
    """Tell whether line feeds, blanks or digits stand there as two bytes, or most bytes are the upper halves of Hanzi."""
    sample = data[:SAMPLE]
    evens, odds = sample[::2], sample[1::2]
    if min(len(evens), len(odds)) == 0:
        return False
    return max(sum(0x4E <= byte <= 0x9F or byte in (0, 0x30, 0xFF) for byte in half) / len(half) for half in (evens, odds)) > 0.9


def mended(text: str, encoding: str) -> Decoded:
    """Undo a wrong encoding if that turns unusual characters into usual ones."""
    present = quality(text)
    best, best_quality = text, present
    if present < 0.9:
        for shown, meant in _WAYS:
            try:
                other = text.encode(shown, "strict").decode(meant, "strict")
            except UnicodeError:
                other = _by_line(text, shown, meant)
            hanzi = sum("\u4e00" <= character <= "\u9fff" for character in other[:SAMPLE])
            if hanzi and (found := quality(other)) > max(best_quality + 0.15, 0.6):
                best, best_quality = other, found
    damaged = best_quality < READABLE or best.count("\ufffd") + 3 * best.count("锟斤拷") > 0.02 * len(best)
    return Decoded(best, encoding, best is not text, damaged)


def _by_line(text: str, shown: str, meant: str) -> str:
    """Mend line by line: one character that was lost must not keep the rest unreadable. Where many were lost the text is left as it is."""
    lines = []
    lost = 0
    for line in text.split("\n"):
        octets = line.encode(shown, "ignore")
        lost += len(line) - len(octets.decode(shown, "ignore"))
        lines.append(octets.decode(meant, "ignore"))
    return text if lost > MOST_LOST * len(text) else "\n".join(lines)
