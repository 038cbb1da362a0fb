"""Read the text layer of a PDF."""

from dataclasses import dataclass

import pypdfium2 as pdfium

from zhongshu.kernel.errors import RuleBroken

LARGEST_FILE = 200 * 1024 * 1024
MOST_PAGES = 2000
MOST_CHARACTERS = 5_000_000


@dataclass(frozen=True, slots=True)
class PdfText:
    """The text of each page; all empty when the file is only pictures."""

    pages: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.pages)

    @property
    def has_text(self) -> bool:
        return any(page.strip() for page in self.pages)


def read_pdf(data: bytes) -> PdfText:
    """Read a PDF's text page by page.

    Raises:
        RuleBroken: it is damaged, encrypted or too large.
    """
    if len(data) > LARGEST_FILE:
        raise RuleBroken(f"PDF 文件超过{LARGEST_FILE // 1024 // 1024}MB，不能打开", code="file_too_large")
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as failure:
        if "password" in str(failure).lower():
            raise RuleBroken("PDF 文件加了密码，请先解除密码", code="encrypted_file") from failure
        raise RuleBroken("PDF 文件已损坏或不完整，不能打开", code="bad_file") from failure
    try:
        if len(document) > MOST_PAGES:
            raise RuleBroken(f"PDF 超过{MOST_PAGES}页，不能打开", code="too_many_pages")
        pages, total = [], 0
        for index in range(len(document)):
            try:
                text_page = document[index].get_textpage()
                text = text_page.get_text_range().replace("\r\n", "\n").replace("\ufffe", "")
            except pdfium.PdfiumError as failure:
                raise RuleBroken(f"PDF 文件第{index + 1}页已损坏，不能打开", code="bad_file") from failure
            text_page.close()
            total += len(text)
            if total > MOST_CHARACTERS:
                raise RuleBroken("PDF 文件的文字过多，不能打开", code="file_too_large")
            pages.append(text)
        return PdfText(tuple(pages))
    finally:
        document.close()
