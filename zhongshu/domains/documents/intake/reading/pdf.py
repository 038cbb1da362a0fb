"""The text layer of a PDF with the place of each line."""

import ctypes
import re

import pypdfium2
import pypdfium2.raw as pdfium

from zhongshu.domains.documents.intake.lines import Line
from zhongshu.domains.documents.intake.reading.rows import as_box, in_rows
from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.attachments import public as attachments

MOST_PAGES = 2000
READ_PAGES = 120  # the text of further pages is not needed to register
FEWEST = 12  # Hanzi on a page without which its text is a stamp of the scanner
_HANZI = re.compile(r"[\u3400-\u9fff]")


def opened(data: bytes) -> pypdfium2.PdfDocument:
    """Open a PDF; the caller holds the lock.

    Raises:
        RuleBroken: damaged, locked by a password, too many pages.
    """
    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as failure:
        if "password" in str(failure).lower():
            raise RuleBroken("PDF 文件加了密码，请先解除密码再上传", code="encrypted_file") from failure
        raise RuleBroken("PDF 文件已损坏或不完整，不能打开，请重新生成后上传", code="bad_file") from failure
    if not count:
        raise RuleBroken("PDF 文件里没有页面", code="bad_file")
    if count > MOST_PAGES:
        raise RuleBroken(f"PDF 超过{MOST_PAGES}页，请拆分后上传", code="too_many_pages")
    return document


def read(data: bytes) -> tuple[dict[int, list[Line]], int, dict[int, tuple[float, float]]]:
    """Return the lines of each page that has a text layer, how many pages there are, and the pages' sizes in points."""
    with attachments.PDFIUM:
        document = opened(data)
        try:
            found, sizes = {}, {}
            for number in range(min(len(document), READ_PAGES)):
                sizes[number] = document.get_page_size(number)
                lines = _page(document, number)
                # A last page may hold only a date; a first page that says so little is a picture with a stamp of the scanner.
                if _is_text(lines) or (lines and 0 in found):
                    found[number] = lines
            return found, len(document), sizes
        finally:
            document.close()


def _is_text(lines: list[Line]) -> bool:
    text = "".join(line.text for line in lines)
    strange = sum("\ue000" <= character <= "\uf8ff" or character == "\ufffd" for character in text)
    return len(_HANZI.findall(text)) >= FEWEST and strange < 0.2 * len(text)


def _page(document: pypdfium2.PdfDocument, number: int) -> list[Line]:
    width, height = document.get_page_size(number)
    try:
        page = document[number]
        text_page = page.get_textpage()
    except pypdfium2.PdfiumError:
        return []
    try:
        return in_rows(_runs(text_page, number, max(width, 1.0), max(height, 1.0)))
    finally:
        text_page.close()
        page.close()


def _runs(text_page: pypdfium2.PdfTextPage, number: int, width: float, height: float) -> list[Line]:
    """Return what PDFium holds to be one line each, with its box."""
    runs: list[Line] = []
    letters: list[str] = []
    edges: list[tuple[float, float, float, float]] = []
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    reds = [0]

    def close() -> None:
        # PDFium gives a character beyond the first plane in two halves.
        text = "".join(letters).encode("utf-16", "surrogatepass").decode("utf-16", "ignore").strip()
        if text and edges:
            x0, x1 = min(edge[0] for edge in edges), max(edge[2] for edge in edges)
            y0, y1 = min(edge[1] for edge in edges), max(edge[3] for edge in edges)
            size = sorted(max(edge[3] - edge[1], edge[2] - edge[0]) for edge in edges)[len(edges) * 3 // 4]
            is_red = reds[0] > 0.6 * len(edges)
            runs.append(Line(text, number, as_box(x0, y0, x1, y1, width, height), size / width, is_red=is_red))
        letters.clear()
        edges.clear()
        reds[0] = 0

    count = pdfium.FPDFText_CountChars(text_page)
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        if code in (0, 0xFFFE, 0xFFFF):
            continue
        character = chr(code)
        if character in "\r\n":
            close()
            continue
        letters.append(character)
        if character.isspace() or not pdfium.FPDFText_GetCharBox(text_page, index, left, right, bottom, top):
            continue
        if right.value > left.value and top.value > bottom.value:
            edges.append((left.value, height - top.value, right.value, height - bottom.value))
            reds[0] += _is_red(text_page, index)
    close()
    return runs


def _is_red(text_page: pypdfium2.PdfTextPage, index: int) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFText_GetFillColor(text_page, index, red, green, blue, alpha):
        return False
    return red.value > 150 and green.value < 90 and blue.value < 90
