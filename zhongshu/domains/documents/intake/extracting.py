"""From lines to the fields of a registration."""

import re
from collections.abc import Iterable

from zhongshu.domains.documents.intake import closings, organs
from zhongshu.domains.documents.intake.found import Found, Piece, Proposal, certainty, whole, words
from zhongshu.domains.documents.intake.heads.reading import read as read_head
from zhongshu.domains.documents.intake.lines import Reading, plain

# The last word of a title names the type; 复函 and 答复 are letters, 会议纪要 is 纪要.
_TYPES = {
    "决议": "resolution", "决定": "decision", "命令": "order", "令": "order", "公报": "communique", "公告": "announcement",
    "通告": "public_notice", "意见": "opinion", "通知": "notice", "通报": "circular", "报告": "report", "请示": "request",
    "批复": "reply", "议案": "motion", "函": "letter", "纪要": "minutes", "答复": "letter",
}  # fmt: skip
_TYPE = re.compile(rf"(?P<type>{'|'.join(sorted(_TYPES, key=len, reverse=True))})(?:（[^（）]{{1,30}}）)?$")
# How a text of each type speaks when its title does not say.
_PHRASES = (
    (r"特此通告|本通告", "public_notice"),
    (r"特此公告|本公告", "announcement"),
    (r"特此通报", "circular"),
    (r"特此函[达复商告]|请函复|函复如下", "letter"),
    (r"[妥当]否，请批示|请批复|请予批[准复]", "request"),
    (r"特此报告|报告如下", "report"),
    (r"[此特]复。?$|批复如下", "reply"),
    (r"会议(?:议定|听取|认为|强调)", "minutes"),
    (r"特此通知|通知如下", "notice"),
    (r"作出如下决定|特作如下决定|决定如下", "decision"),
    (r"作出如下决议|决议如下", "resolution"),
)
_ORDERED = re.compile(r"《(?P<name>[^《》]{4,60})》")


def extract(reading: Reading, *, known_organs: Iterable[str] = ()) -> Proposal:
    """Return what the lines say: number, title, issuers, recipients, date and the rest, each with its certainty and place.

    Args:
        known_organs: names of organs; a recognised name that is nearly one of them becomes it.
    """
    return _Extraction(reading, frozenset(known_organs)).run()


class _Extraction:
    def __init__(self, reading: Reading, known_organs: frozenset[str]) -> None:
        self.lines = reading.lines
        self.known_organs = known_organs
        self.recognised = reading.kind == "scan"
        self.head = read_head(self.lines)
        self.fields = dict(self.head.fields)

    def run(self) -> Proposal:
        named, masted = self._named_in_title(), self._named_in_masthead()
        expected = [*(named.value.split("、") if named else []), *(masted.value.split("、") if masted else [])]
        start = self.head.after or (self.head.mastheads[-1].line + 1 if self.head.mastheads else 0)
        self.closing = closings.ClosingReader(self.lines, start, expected).read()
        self._title_of_order()
        self._title_of_minutes()
        self._date()
        self._issuers(named, masted)
        if "recipients" not in self.fields and self.closing.addressed:
            self.fields["recipients"] = self.closing.addressed
        if self.closing.copies_to:
            self.fields["copies_to"] = self.closing.copies_to
        self._document_type()
        return Proposal({name: found for name, found in self.fields.items() if found.value}, self.head.body)

    # ── issuers ──────────────────────────────────────────────────────────────

    def _named_in_title(self) -> Found | None:
        title = self.fields.get("title")
        if title is None:
            return None
        plain = "".join(
            (" " if place and self._is_organ_line(piece) else "") + self.lines[piece.line].plain[piece.start : piece.end]
            for place, piece in enumerate(self.head.title)
        )
        names, end = organs.before_subject(plain)
        if not names:
            return None
        # Where the names end, counted in the pieces of the title.
        pieces, left = [], end
        for place, piece in enumerate(self.head.title):
            left -= place > 0 and self._is_organ_line(piece)
            length = min(left, piece.end - piece.start)
            if length <= 0:
                break
            pieces.append(Piece(piece.line, piece.start, piece.start + length))
            left -= length
        original = words(self.lines, pieces)
        if len(original) == len("".join(names)) and len(names) == 1:
            names = [original]
        return Found("、".join(names), 0.9 * certainty(self.lines, pieces), tuple(pieces))

    def _is_organ_line(self, piece: Piece) -> bool:
        return organs.stands_alone(self.lines[piece.line].plain[piece.start : piece.end])

    def _named_in_masthead(self) -> Found | None:
        names: list[str] = []
        pieces = []
        for piece in self.head.mastheads:
            found = organs.of_masthead(self.lines[piece.line].plain[piece.start : piece.end].strip())
            if found:
                names += [name for name in found if name not in names]
                pieces.append(piece)
        return Found("、".join(names), 0.85 * certainty(self.lines, pieces), tuple(pieces)) if names else None

    def _issuers(self, named: Found | None, masted: Found | None) -> None:
        signed = self.closing.issuers
        if self._is_order() and masted:
            signed = masted
        if masted and words(self.lines, self.head.mastheads[-1:]).endswith("纪要"):
            signed = masted
        chosen = signed or named or masted or self._named_in_number() or self.head.noted_issuers
        if chosen is None:
            if printed := self.closing.printed_by:
                self.fields["issuers"] = printed
            return
        if signed and named:
            chosen = self._agreed(signed, named)
        if signed and not named and masted:
            chosen = self._agreed(signed, masted) if len(masted.value.split("、")) == len(signed.value.split("、")) else signed
        names = [organs.without_country(name) for name in chosen.value.split("、")]
        if self.recognised and self.known_organs:
            names = [organs.known(name, self.known_organs) for name in names]
        self.fields["issuers"] = Found("、".join(dict.fromkeys(names)), chosen.sure, chosen.pieces)

    def _named_in_number(self) -> Found | None:
        """Return the organ of an order's number: 岚山省人民政府令〔2011〕第7号."""
        number = self.fields.get("number")
        name = re.split("令", plain(number.value))[0] if number and "令" in plain(number.value) else ""
        return Found(name, 0.85, number.pieces) if number and organs.is_organ(name) and len(name) > 3 else None

    def _agreed(self, signed: Found, other: Found) -> Found:
        """Of the signature and the name in title or masthead return the better: seals hide signatures, titles shorten names."""
        mine, theirs = signed.value.replace("、", ""), other.value.replace("、", "")
        if mine == theirs:
            # The title parts joint organs by 、, a signature may have run them together.
            best = other if other.value.count("、") > signed.value.count("、") else signed
            return Found(best.value, max(signed.sure, other.sure, 0.97), best.pieces)
        if organs.resemblance(mine, theirs) >= 0.6 and (self.recognised or len(mine) == len(theirs)) and len(theirs) >= len(mine):
            return Found(other.value, max(other.sure, 0.85) * (0.95 if self.recognised else 1.0), other.pieces)
        if theirs in mine or mine in theirs:
            return max(signed, other, key=lambda one: len(one.value)).less_sure(0.97)
        return signed.less_sure(0.9)

    # ── date, type, titles that are not written as such ─────────────────────

    def _date(self) -> None:
        noted, signed = self.head.noted_date, self.closing.date
        weak = signed is not None and signed.sure < 0.75
        if signed and not (weak and noted):
            self.fields["date"] = signed
        elif noted:
            self.fields["date"] = noted
        elif self.closing.printed_date:
            self.fields["date"] = self.closing.printed_date

    def _is_order(self) -> bool:
        masts = [words(self.lines, [piece]).replace(" ", "") for piece in self.head.mastheads]
        return any(re.search(r"令$", mast) for mast in masts) or bool(
            re.search("令(?:第|〔)", self.fields["number"].value if "number" in self.fields else "")
        )

    def _title_of_order(self) -> None:
        """An order has no title of its own: it is known by what it puts in force."""
        if not self._is_order() or ("title" in self.fields and self.fields["title"].sure >= 0.8):
            return
        for index in range(self.head.body, min(self.head.body + 6, len(self.lines))):
            if match := _ORDERED.search(self.lines[index].text):
                piece = Piece(index, match.start("name"), match.end("name"))
                repeated = any(line.text == match["name"] for line in self.lines[index + 1 :])
                self.fields["title"] = Found(match["name"], 0.85 if repeated else 0.7, (piece,))
                return
        if self.head.mastheads:
            last = self.head.mastheads[-1]
            self.fields["title"] = Found(words(self.lines, [last]), 0.6, (last,))

    def _title_of_minutes(self) -> None:
        if "title" in self.fields and self.fields["title"].sure >= 0.6:
            return
        for piece in self.head.mastheads:
            text = words(self.lines, [piece])
            if text.endswith(("纪要", "公报")):
                self.fields["title"] = Found(text, 0.8 * certainty(self.lines, [piece]), (piece,))

    def _document_type(self) -> None:
        title = self.fields.get("title")
        if self._is_order():
            pieces = self.head.mastheads[-1:]
            self.fields["document_type"] = Found("order", 0.95, tuple(pieces))
            return
        if title and (match := _TYPE.search(plain(title.value))):
            last = title.pieces[-1]
            piece = Piece(last.line, max(last.start, last.end - len(match[0])), last.end)
            self.fields["document_type"] = Found(_TYPES[match["type"]], min(title.sure, 0.97), (piece,))
            return
        if self.closing.subject_words and (kind := _TYPES.get(self.closing.subject_words[-1])):
            self.fields["document_type"] = Found(kind, 0.8)
            return
        for index in range(len(self.lines) - 1, -1, -1):
            for pattern, kind in _PHRASES:
                if re.search(pattern, self.lines[index].plain):
                    self.fields["document_type"] = Found(kind, 0.6, (whole(index, self.lines[index]),))
                    return
