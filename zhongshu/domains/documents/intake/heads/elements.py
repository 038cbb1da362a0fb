"""Small elements of a head: 份号, 密级, 紧急程度, 签发人."""

import re

from zhongshu.domains.documents.intake import numbers
from zhongshu.domains.documents.intake.found import Found, Piece, whole
from zhongshu.domains.documents.intake.heads.page import Page
from zhongshu.platform.secrecy import public as secrecy

COPY_NUMBER = re.compile(r"(?:份号|编号|№|No\.?|NO\.?)?[： ]*(?P<n>\d{5,7})")
COPY_LABEL = re.compile(r"(?:份号|№|No\.?|NO\.?)[： ]*(?P<n>\d{1,7})")
URGENCY = re.compile(r"(?:紧急程度|缓急|等级)?[： ]*(?P<u>特 ?提|特 ?急|加 ?急|平 ?急|急 ?件|紧 ?急)(?:[ ·]*明 ?[电传])?[！!]?")
URGENCY_FIELD = re.compile(r"(?:紧急程度|缓急|等级)[： ]*(?P<u>特提|特急|加急|平急)")
INTERNAL = re.compile(r"(?:密级[： ]*)?(?P<s>内部|工作秘密)(?:[资材]料|文件|使用)?(?:[ ，]*(?:注意保存|不得外传|请勿外传))?")
SIGNERS = re.compile(r"签 ?发 ?人?[： ]+(?P<names>[\u4e00-\u9fff·]{1,4}(?:[ 、，][\u4e00-\u9fff·]{1,4})*)")
NAMES_ONLY = re.compile(r"[\u4e00-\u9fff·]{2,4}(?:[ 、][\u4e00-\u9fff·]{2,4}){0,3}")


def take(page: Page, index: int) -> bool:
    """Take a line that is one of these elements."""
    text = page.texts[index]
    if not page.has_title and (copy := COPY_NUMBER.fullmatch(text) or COPY_LABEL.fullmatch(text)):
        page.keep("copy_number", copy["n"], 0.95, Piece(index, copy.start("n"), copy.end("n")))
        return True
    if len(text) <= 40:
        marks = secrecy.scan_marks(text)
        if marks:
            page.keep("secrecy", marks[0], 1.0, whole(index, page.lines[index]))
            rest = URGENCY.search(text)
            if rest:
                _urgency(page, index, rest)
            return True
    if internal := INTERNAL.fullmatch(text):
        page.keep("secrecy", internal["s"], 0.9, whole(index, page.lines[index]))
        return True
    if urgent := URGENCY.fullmatch(text):
        _urgency(page, index, urgent)
        return True
    if urgent := URGENCY_FIELD.search(text):
        _urgency(page, index, urgent)
    if signers := SIGNERS.search(text):
        _signers(page, index, signers)
        if not numbers.find(text, blurred=page.lines[index].sure < 1):
            return signers.start() <= 1
    elif len(text) <= 9 and NAMES_ONLY.fullmatch(text):
        return another_signer(page, index, whole(index, page.lines[index]))
    return False


def _urgency(page: Page, index: int, match: re.Match[str]) -> None:
    value = match["u"].replace(" ", "")
    page.keep("urgency", value, 0.97, Piece(index, match.start("u"), match.end("u")))


def _signers(page: Page, index: int, match: re.Match[str]) -> None:
    piece = Piece(index, match.start("names"), match.end("names"))
    page.keep("signers", "、".join(_names(match["names"])), 0.9, piece)


def another_signer(page: Page, index: int, piece: Piece) -> bool:
    """Take a name that stands below the signer's: the line is its own, or ends with it behind the number."""
    before = page.head.fields.get("signers")
    if before is None or not index - 2 <= before.pieces[-1].line < index:
        return False
    names = "、".join(_names(page.texts[index][piece.start : piece.end]))
    page.head.fields["signers"] = Found(f"{before.value}、{names}", before.sure, (*before.pieces, piece))
    return True


def _names(text: str) -> list[str]:
    """Return the names in a text; a name of two characters is often set apart to the width of three (某 甲)."""
    names = [name for name in re.split(r"[ 、，]+", text) if name]
    return ["".join(names)] if len(names) in (2, 3) and all(len(name) == 1 for name in names) else names


def beside_number(page: Page, index: int, token: str) -> None:
    """Take urgency or 份号 that stand on the number's line, as in letters."""
    place = page.texts[index].find(token)
    if urgent := URGENCY.fullmatch(token):
        page.keep("urgency", urgent["u"], 0.95, Piece(index, place, place + len(token)))
    elif copy := COPY_NUMBER.fullmatch(token):
        page.keep("copy_number", copy["n"], 0.9, Piece(index, place, place + len(token)))
