"""The end of a document: who signs, when, who gets copies."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from zhongshu.domains.documents.intake import dates, organs
from zhongshu.domains.documents.intake.found import Found, Piece, certainty, whole, words
from zhongshu.domains.documents.intake.lines import PAGE_NUMBER, Line

_SEALED = re.compile(r"[（(〔]? ?(?:盖章|公章|印章|印|章|代章) ?[）)〕]?$")
_DATE_LINE = re.compile(rf"(?P<before>.*?)[ ，]*(?P<date>{dates.DATE.pattern})[ 。]*(?:[（(〔]?(?:盖章|公章|印|章)[）)〕]?)?")
_ATTACHMENT = re.compile(r"附 ?件? ?(?:[：\d一二三四五六七八九十]|$)")
_PERSON = re.compile(
    r"(?:总理|主席|省长|市长|县长|区长|部长|主任|局长|厅长|院长|检察长|会长|书记|行长|署长|代省长|代市长)[ ：]*[\u4e00-\u9fff ]{1,6}"
)
_COPIES = re.compile(r"(?P<kind>抄 ?送|抄 ?报|分 ?送|主 ?送|发 ?送|报 ?送|送|报|发)[：]? ?(?P<names>.*)")
_COPIES_HEAD = re.compile(r"(?:抄 ?[送报]|分 ?送|主 ?送|发 ?送|报 ?送)[： ]|(?:送|报|发)：")
_PRINTED = re.compile(rf"(?P<organ>.*?)[ ]*(?:(?P<date>{dates.DATE.pattern}))[ ]*(?:印 ?发|印 ?制|翻 ?印)")
_SUBJECT_WORDS = re.compile(r"主 ?题 ?词[： ]*(?P<words>.*)")
_NOT_SIGNATURE = re.compile(r"[。；：，！？]|^附|^\d|^（|特此|此复|^请|如下|^[一二三四五六七八九十]+、|联系")
MOST_SIGNATURES = 8  # lines above a date that may be names of organs


@dataclass(slots=True)
class Closing:
    """``issuers`` are the organs that signed; ``addressed`` are 主送 that stand among the imprint."""

    date: Found | None = None
    issuers: Found | None = None
    signer: str = ""
    copies_to: Found | None = None
    addressed: Found | None = None
    printed_date: Found | None = None
    printed_by: Found | None = None
    subject_words: list[str] = field(default_factory=list)


class ClosingReader:
    """Looks for the signature below the text; ``expected`` are the organs that title and masthead name."""

    def __init__(self, lines: Sequence[Line], start: int, expected: Sequence[str]) -> None:
        self.lines = lines
        self.texts = [line.plain for line in lines]
        self.start = start
        self.expected = list(expected)
        self.closing = Closing()

    def read(self) -> Closing:
        self._signature()
        self._imprint()
        return self.closing

    def _signature(self) -> None:
        best: tuple[float, int, re.Match[str], list[int]] | None = None
        attached: int | None = None
        for index in range(self.start, len(self.texts)):
            text = self.texts[index]
            if attached is None and index > self.start and re.fullmatch(r"附 ?件 ?[\d一二三四五六七八九十]{0,2} ?：?", text):
                attached = index
            match = _DATE_LINE.fullmatch(text) if 6 <= len(text) <= 60 else None
            if not match or re.search(r"印 ?发|施行|通过", text):
                continue
            found = dates.find(match["date"])
            if found is None:
                continue
            before = match["before"].strip()
            names = organs.organs_in(_SEALED.sub("", before)) if before else []
            if before and not names:
                continue
            above = [] if names else self._above(index)
            score = 1.0 + 3.0 * bool(names or above)
            said = "".join(names) or "".join(self.texts[place] for place in above)
            if (
                said
                and self.expected
                and max(
                    organs.resemblance(said, "".join(self.expected)), *(organs.resemblance(said, one) for one in self.expected)
                )
                > 0.55
            ):
                score += 3.0
            if attached is not None:
                score -= 2.0
            if best is None or score > best[0]:
                best = (score, index, match, above)
        if best is None:
            return
        score, index, match, above = best
        day = dates.find(match["date"])
        assert day is not None
        sure = 0.98 if score >= 6 else 0.93 if score >= 4 else 0.7
        piece = Piece(index, match.start("date"), match.end("date"))
        self.closing.date = Found(day[0].isoformat(), sure * certainty(self.lines, [piece]), (piece,))
        self._issuers(index, match, above, sure)

    def _issuers(self, index: int, match: re.Match[str], above: list[int], sure: float) -> None:
        before = match["before"]
        if before.strip():
            pieces = [Piece(index, 0, len(before.rstrip()))]
            names = organs.organs_in(_SEALED.sub("", before.strip()))
        else:
            pieces = [whole(place, self.lines[place]) for place in above]
            names = self._names(above)
        if names:
            self.closing.issuers = Found("、".join(names), min(sure, 0.95) * certainty(self.lines, pieces), tuple(pieces))

    def _above(self, index: int) -> list[int]:
        """Return the lines above a date that name organs, in order; a name may go over two lines."""
        taken: list[int] = []
        place = index - 1
        while place >= self.start and len(taken) < MOST_SIGNATURES:
            text = _SEALED.sub("", self.texts[place]).strip()
            if PAGE_NUMBER.fullmatch(text) or (_PERSON.fullmatch(text) and not organs.is_organ(text)):
                if _PERSON.fullmatch(text):
                    self.closing.signer = text
                place -= 1
                continue
            if len(text) > 60 or _NOT_SIGNATURE.search(text):
                break
            if organs.organs_in(text) or (taken and len(text) <= 26 and organs.is_organ(text + self.texts[taken[0]])):
                taken.insert(0, place)
                place -= 1
                continue
            break
        return taken

    def _names(self, places: list[int]) -> list[str]:
        names: list[str] = []
        open_part = ""
        for place in places:
            text = _SEALED.sub("", self.lines[place].text).strip()
            plain = _SEALED.sub("", self.texts[place]).strip()
            if open_part:
                text, plain, open_part = open_part + text, open_part + plain, ""
            found = organs.organs_in(plain)
            if not found:
                open_part = text
                continue
            if names and found[0] in organs.BARE:
                text = names.pop() + text
            names += [part for part in re.split(r"[ 、，]+", text) if part] if len(found) > 1 else [text.replace(" ", "")]
        return [name for name in names if name] + ([open_part] if open_part else [])

    # ── the imprint ──────────────────────────────────────────────────────────

    def _imprint(self) -> None:
        index = self.start
        while index < len(self.texts):
            text = self.texts[index]
            if subject := _SUBJECT_WORDS.match(text):
                self.closing.subject_words = re.split(r"[ 、，]+", subject["words"].strip())
            printed = _PRINTED.search(text) if len(text) <= 80 else None
            if printed:
                self._printed(index, printed)
            elif _COPIES_HEAD.match(text):
                index = self._copies(index)
                continue
            index += 1

    def _printed(self, index: int, match: re.Match[str]) -> None:
        day = dates.find(match["date"])
        if day:
            piece = Piece(index, match.start("date"), match.end("date"))
            self.closing.printed_date = Found(day[0].isoformat(), 0.5 * certainty(self.lines, [piece]), (piece,))
        if names := organs.organs_in(match["organ"].strip()):
            piece = Piece(index, match.start("organ"), match.end("organ"))
            self.closing.printed_by = Found("、".join(names), 0.5, (piece,))

    def _copies(self, index: int) -> int:
        """Take 抄送：… with its further lines; return the line behind them."""
        match = _COPIES.match(self.texts[index])
        assert match is not None
        pieces = [Piece(index, match.start("names"), len(self.lines[index].text))]
        place = index + 1
        last = self.texts[index]
        while place < len(self.texts) and place - index < 14 and not last.endswith("。"):
            text = self.texts[place]
            if PAGE_NUMBER.fullmatch(text) and last.endswith(("，", "、", "；")):
                place += 1  # the list goes on over the page
                continue
            if (
                _COPIES_HEAD.match(text)
                or _PRINTED.search(text)
                or _SUBJECT_WORDS.match(text)
                or PAGE_NUMBER.fullmatch(text)
                or re.search(r"印 ?发|：|共印|（共", text)
            ):
                break
            if self.lines[place].is_paragraph and not last.endswith(("，", "、", "；")):
                break
            pieces.append(whole(place, self.lines[place]))
            last = text
            place += 1
        value = words(self.lines, pieces).strip("：: 。.")
        if value:
            found = Found(value, 0.93 * certainty(self.lines, pieces), tuple(pieces))
            kind = match["kind"].replace(" ", "")
            if kind in {"主送", "发送"}:
                self.closing.addressed = self.closing.addressed or found
            elif self.closing.copies_to is None or kind == "抄送":
                self.closing.copies_to = found
        return place
