"""How a text names a source: titles in 《》 and document numbers; and whether words still stand in a text: pure rules."""

import re
import unicodedata

_TITLE = re.compile(r"《([^《》]{2,120})》")
_NUMBER = re.compile(r"([一-鿿]{1,12})\s*[〔\[【（(﹝［]\s*((?:19|20)\d\d)\s*[〕\]】）)﹞］]\s*第?\s*(\d{1,5})\s*号")
_NOT_OF_THE_NUMBER = re.compile(r"^(?:按照|根据|依据|依照|和|及|与|以及|执行|落实|参照|遵照|见|的|以|在|即|由|经)+")


def title_key(title: str) -> str:
    """Return a title as it is compared: without signs, spaces and what stands in brackets at its end."""
    title = unicodedata.normalize("NFKC", title)
    title = re.sub(r"\([^()]*\)$", "", title.strip())
    return re.sub(r"[^\w]+", "", title)[:300]


def number_key(number: str) -> str:
    """Return a document number as it is compared: 国办发〔2024〕5号 is "国办发-2024-5"; an unreadable one is compared as it is."""
    match = _NUMBER.search(number)
    if not match:
        return re.sub(r"\s+", "", unicodedata.normalize("NFKC", number))[:80]
    code = _NOT_OF_THE_NUMBER.sub("", match[1])
    return f"{code}-{match[2]}-{int(match[3])}"


def titles_in(text: str) -> dict[str, int]:
    """Return the titles that a text names in 《》: key to the place of the first."""
    found: dict[str, int] = {}
    for match in _TITLE.finditer(text):
        found.setdefault(title_key(match[1]), match.start())
    found.pop("", None)
    return found


def numbers_in(text: str) -> dict[str, int]:
    """Return the document numbers in a text: key to the place of the first. Words before the code may belong to it or not, so each
    shorter ending of them is a key as well."""
    found: dict[str, int] = {}
    for match in _NUMBER.finditer(text):
        code = match[1]
        for start in range(len(code)):
            found.setdefault(f"{code[start:]}-{match[2]}-{int(match[3])}", match.start() + start)
    return found


def plain(text: str) -> str:
    """Return the text without spaces, line ends and signs, as quoted words are looked for."""
    return re.sub(r"[^\w]+", "", unicodedata.normalize("NFKC", text))


def still_quoted(words: str, text: str) -> int:
    """Return where the quoted words stand in the text, whole or by their first twenty signs; -1 if they do not."""
    at = text.find(words)
    if at >= 0:
        return at
    beginning = words.strip()[:20]
    at = text.find(beginning) if len(beginning) >= 8 else -1
    if at >= 0:
        return at
    key = plain(words)[:40]
    return 0 if len(key) >= 12 and key in plain(text) else -1


def paragraphs(body: str) -> list[str]:
    """Split a text into the pieces that are worth quoting: its paragraphs, without those of a few signs."""
    return [line.strip() for line in body.splitlines() if len(plain(line)) >= 8]
