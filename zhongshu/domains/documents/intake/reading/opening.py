"""Open whatever was dropped: text at once, pictures of text for recognition."""

from collections.abc import Sequence
from dataclasses import dataclass

from zhongshu.domains.documents.intake.lines import Line, Reading, cleaned, is_traditional
from zhongshu.domains.documents.intake.reading import decoding, docx, kinds, ofd, pdf
from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.typesetting import public as typesetting

MANY_REVISIONS = 200
TRADITIONAL = "文件是繁体字，已按繁体识读，登记内容照原文"
MENDED = "文件原是乱码，已按正确的编码还原，请核对"


@dataclass(frozen=True, slots=True)
class Scan:
    """A file that must be recognised: pages of a PDF, or pictures one a page. ``lines`` are those of pages that have text."""

    extension: str
    data: bytes
    pictures: tuple[tuple[str, bytes], ...]
    pages: int
    lines: dict[int, list[Line]]
    notes: tuple[str, ...] = ()


def open_file(name: str, data: bytes) -> Reading | Scan:
    """Return the lines of a file, or the scan that is to be recognised.

    Raises:
        RuleBroken: empty, damaged, locked, of a type that is not read; the sentence says what to do.
    """
    if not data:
        raise RuleBroken("文件是空的（0 字节），请检查后重新上传", code="file_empty")
    extension = kinds.true_extension(name, data)
    if extension in kinds.TEXTS:
        return _text(data)
    if extension in kinds.PICTURES:
        return Scan(extension, data, ((extension, data),), 0, {})
    if extension == "pdf":
        return _paged("pdf", data, *pdf.read(data))
    if extension == "ofd":
        return _ofd(data)
    if extension in kinds.OLD:
        return _docx(typesetting.to_docx_with_office(data, f".{extension}"))
    if extension == "docx":
        return _docx(data)
    raise RuleBroken("不能读取这种文件，请另存为 DOCX、PDF 或 OFD 后上传", code="type_not_read")


def _text(data: bytes) -> Reading:
    found = decoding.decode(data)
    if found.is_damaged:
        raise RuleBroken("文件是乱码，无法还原，请用记事本打开确认编码后另存为 UTF-8 再上传", code="text_damaged")
    lines = cleaned([Line(text, is_paragraph=True) for text in found.text.replace("\f", "\n").splitlines()])
    lines = [Line(_without_marks(line.text), is_paragraph=True) for line in lines]
    return made("text", lines, notes=[MENDED] if found.is_mended else [])


def _without_marks(text: str) -> str:
    """Take off what Markdown adds."""
    return text.lstrip("#>*- ").strip("*") if text.startswith(("#", ">", "**", "- ")) else text


def _docx(data: bytes) -> Reading | Scan:
    lines = cleaned(docx.read(data))
    if sum(len(line.text) for line in lines) < 30 and (found := docx.pictures(data)):
        return Scan("docx", data, tuple(found), len(found), {})
    count = docx.revisions(data)
    notes = [f"文件带有{count}处修订痕迹，已按接受全部修订识读"] if count else []
    return made("docx", lines, notes=notes)


def _ofd(data: bytes) -> Reading | Scan:
    found, count, sizes = ofd.read(data)
    if 0 not in found:
        pictures = typesetting.ofd_pictures(data)
        if pictures:
            return Scan("ofd", data, tuple(pictures), len(pictures), {})
    return _paged("ofd", data, found, count, sizes)


def _paged(
    kind: str, data: bytes, found: dict[int, list[Line]], count: int, sizes: dict[int, tuple[float, float]]
) -> Reading | Scan:
    if kind == "pdf" and 0 not in found:
        return Scan("pdf", data, (), count, {number: cleaned(lines) for number, lines in found.items()})
    lines = cleaned([line for number in sorted(found) for line in found[number]])
    return made(kind, lines, pages=count, read=tuple(range(count)), sizes=sizes)


def made(
    kind: str,
    lines: Sequence[Line],
    *,
    pages: int = 0,
    read: tuple[int, ...] = (),
    notes: Sequence[str] = (),
    sizes: dict[int, tuple[float, float]] | None = None,
) -> Reading:
    """Return the reading with what is to be said about it.

    Raises:
        RuleBroken: there is no text in it.
    """
    if not any(len(line.text) > 1 for line in lines):
        raise RuleBroken("文件里没有文字，请检查是否传错了文件", code="no_text")
    said = list(notes)
    if is_traditional("".join(line.text for line in lines[:200])):
        said.append(TRADITIONAL)
    return Reading(tuple(lines), kind, pages, read, tuple(said), sizes or {})
