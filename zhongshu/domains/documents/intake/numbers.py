"""Document numbers (发文字号) of all times: 国办发〔2018〕128号, (1996)国办发3号, 第706号, 第12期."""

import re

from zhongshu.domains.documents.intake.lines import plain

_OPEN, _CLOSE = r"[〔（〈<{﹙]", r"[〕）〉>}﹚]"
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_SERIAL = r"(?P<word>(?:[\u4e00-\u9fff]{1,6}字)?) ?第? ?(?P<n>(?:[A-Z]{1,2}[-—－]?)?\d{1,5}(?:[-—－之]\d{1,3})?) ?号"
_CODE = r"(?P<code>[\u4e00-\u9fffA-Za-z·（）]{1,20}?)"

CODED = re.compile(rf"{_CODE} ?{_OPEN} ?{_YEAR} ?年? ?{_CLOSE} ?{_SERIAL}")
# What recognition makes of the brackets: 国办函12004]36号, 国办函2004〕36号
BLURRED = re.compile(
    r"(?P<code>[\u4e00-\u9fff]{1,12}) ?[〔（〈<{﹙1lI|LCJ【「\[(]? ?(?P<year>(?:19|20)\d{2}) ?[〕）〉>}﹚1lI|LJ】」\])]? ?"
    r"(?P<word>)第? ?(?P<n>\d{1,5}) ?号"
)
YEAR_FIRST = re.compile(rf"{_OPEN} ?{_YEAR} ?{_CLOSE} ?(?P<code>[\u4e00-\u9fff]{{0,12}}?) ?第? ?(?P<n>\d{{1,5}}) ?号")
# 省府（80）12号: two digits, as before the year two thousand
SHORT_YEAR = re.compile(rf"{_CODE} ?{_OPEN} ?(?P<year>\d{{2}}) ?{_CLOSE} ?{_SERIAL}")
SERIAL = re.compile(r"第 ?(?P<n>[\d一二三四五六七八九十百零〇]{1,6}) ?号")
YEARLY = re.compile(r"(?:19|20)\d{2} ?年 ?第? ?\d{1,5} ?号")
# 〔六届〕第十九号: announcements of a congress count within its term
OF_TERM = re.compile(r"[〔（][第 ]?[\d一二三四五六七八九十]{1,3} ?届[〕）] ?第? ?[\d一二三四五六七八九十百零〇]{1,6} ?号")
ISSUE = re.compile(
    r"（? ?(?:总? ?第 ?)(?P<n>[\d一二三四五六七八九十百零〇]{1,6}) ?[期次] ?）?|[〔（]?(?:19|20)\d{2} ?[年〕）] ?第? ?\d{1,4} ?期"
)
# A number in running text is somebody else's.
_QUOTED = re.compile(r"《[^》]*》?[ （〔(]*$|(?:据|按照|贯彻|落实|转发|印发|依照)[^，。]{0,12}$")


def normal(text: str) -> str:
    """Return a number in one spelling: no spaces, the year in 〔〕; other numbers only lose their spaces."""
    text = re.sub(r"\s+", "", text)
    match = re.fullmatch(CODED.pattern, text) or re.fullmatch(SHORT_YEAR.pattern, text)
    if match:
        rest = text[match.end("year") :].lstrip("年〕）〉>}﹚])】")
        return f"{match['code']}〔{match['year']}〕{rest}"
    match = re.fullmatch(YEAR_FIRST.pattern, text)
    if match:
        return f"〔{match['year']}〕{text[match.end('year') :].lstrip('年〕）〉>}﹚])】')}"
    return text


def as_written(value: str, text: str) -> str:
    """Return a number with the characters of the text that it was read from: Traditional ones stay so."""
    written = [character for character in text if character >= "\u3400"]
    if len(written) != sum(character >= "\u3400" for character in value):
        return value
    left = iter(written)
    return "".join(next(left) if character >= "\u3400" else character for character in value)


def key(text: str) -> str:
    """Return what two spellings of one number have in common, for finding duplicates; empty if it is no number."""
    text = re.sub(r"[\s第]+", "", plain(text))
    match = CODED.search(text) or YEAR_FIRST.search(text) or BLURRED.search(text)
    if match:
        return f"{match['code']}{match['year']}-{match['n']}"
    return text if SERIAL.search(plain(text)) else ""


def find(text: str, *, blurred: bool = False) -> tuple[str, int, int] | None:
    """Return the number that stands in a line of a head, in one spelling, with its beginning and end.

    Args:
        text: the line in plain characters.
        blurred: whether the line was recognised from a picture; its brackets may be anything then.
    """
    for pattern in (CODED, YEAR_FIRST, *((BLURRED,) if blurred else ()), SHORT_YEAR):
        for match in pattern.finditer(text):
            start = match.start()
            if _QUOTED.search(text[:start]):
                continue
            if pattern is BLURRED:
                return f"{match['code']}〔{match['year']}〕{match['n']}号", start, match.end()
            return normal(text[start : match.end()]), start, match.end()
    return None
