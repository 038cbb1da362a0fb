"""Files to manuscripts: by what they hold, not by what they are called; in whatever encoding."""

import io
import re
import zipfile
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from opencc import OpenCC

from zhongshu.domains.documents.checks import layout, parsing
from zhongshu.domains.documents.checks.engine import check
from zhongshu.domains.documents.checks.findings import Finding
from zhongshu.domains.documents.checks.manuscript import Facts
from zhongshu.domains.documents.intake.lines import is_traditional
from zhongshu.domains.documents.intake.reading import decoding
from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.typesetting import public as typesetting

LARGEST = 50 * 1024 * 1024
MOST_CHARACTERS = 400_000
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_READINGS = re.compile(r"(?<=[\u4e00-\u9fff])[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,7}[)）]")
_MARKDOWN = re.compile(r"^(?:#{1,6}|>|[-*+])[ \t]+|\*\*|__", re.MULTILINE)


@dataclass(frozen=True)
class Checked:
    """A file with what was found in it: ``text`` is what the offsets of the findings count in, ``notes`` what the reader met."""

    name: str
    kind: str
    text: str
    findings: tuple[Finding, ...]
    notes: tuple[str, ...] = ()

    def place(self, finding: Finding) -> tuple[int, int]:
        """Return line and column, both from 1."""
        before = self.text[: finding.begin]
        return before.count("\n") + 1, finding.begin - (before.rfind("\n") + 1) + 1


@dataclass(frozen=True)
class _Read:
    kind: str
    text: str
    notes: list[str] = field(default_factory=list)
    # Where pages begin in the text, for files that have pages.
    pages: tuple[int, ...] = ()
    extra: tuple[Finding, ...] = ()


def check_file(name: str, data: bytes, *, facts: Facts | None = None, typos: bool = True) -> Checked:
    """Check a file.

    Raises:
        RuleBroken: empty, a picture, encrypted, damaged, unreadable; the sentence says what to do.
    """
    found = _read(name, data)
    text = found.text
    notes = list(found.notes)
    if len(text) > MOST_CHARACTERS:
        raise RuleBroken(f"文字超过{MOST_CHARACTERS // 10000}万字，请分开检查", code="file_too_large")
    if is_traditional(text[:4000]):
        simplified = OpenCC("t2s").convert(text)
        text = simplified if len(simplified) == len(text) else text
        notes.append("文件是繁体字，按简体检查；公文应当使用规范的简体字")
    rows = check(parsing.read(text, facts=facts), typos=typos)
    if found.pages:
        rows = [_on_page(row, found.pages) for row in rows]
    return Checked(name, found.kind, text, (*rows, *found.extra), tuple(notes))


def _on_page(finding: Finding, pages: tuple[int, ...]) -> Finding:
    return finding if finding.paragraph < 0 else replace(finding, page=bisect_right(pages, finding.begin))


def kind_of(data: bytes) -> str:
    """Return what a file is by its first bytes: pdf, ofd, docx, old, picture, text; empty for anything else."""
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"\xd0\xcf\x11\xe0", b"{\\rtf")):
        return "old"
    if data.startswith(_PICTURES):
        return "picture"
    if data.startswith(b"PK"):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                names = archive.namelist()
        except (zipfile.BadZipFile, OSError, ValueError):
            raise RuleBroken("文件已损坏或不完整，不能打开", code="bad_file") from None
        if any(one.endswith("OFD.xml") for one in names):
            return "ofd"
        return "docx" if any(one.startswith("word/") for one in names) else ""
    return "text"


def _read(name: str, data: bytes) -> _Read:
    if not data.strip():
        raise RuleBroken("文件是空的，请检查是否选错了文件", code="file_empty")
    if len(data) > LARGEST:
        raise RuleBroken(f"文件超过{LARGEST // 1024 // 1024}MB，不能检查", code="file_too_large")
    kind = kind_of(data)
    suffix = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    readers: dict[str, Callable[[str, bytes], _Read]] = {"pdf": _pdf, "ofd": _ofd, "docx": _docx, "old": _old, "text": _text}
    if kind == "picture":
        raise RuleBroken("这是图片，没有文字，请先识别为文字再检查", code="no_text")
    if kind not in readers:
        raise RuleBroken("不能读取这种文件，请另存为 DOCX、PDF、OFD 或文本文件", code="type_not_read")
    found = readers[kind](name, data)
    usual = {
        "pdf": {"pdf"},
        "ofd": {"ofd"},
        "docx": {"docx"},
        "old": {"doc", "wps", "rtf", "wpt", "dot"},
        "text": {"txt", "md", "markdown", "text", ""},
    }
    if suffix and suffix not in usual[kind]:
        label = {"pdf": "PDF", "ofd": "OFD", "docx": "DOCX", "old": "旧版 Word（WPS）", "text": "文本"}[kind]
        found.notes.insert(0, f"扩展名是“.{suffix}”，内容其实是{label}文件，已按内容读取")
    if not found.text.strip():
        raise RuleBroken("文件里没有文字；如果是扫描件，请先识别为文字再检查", code="no_text")
    return found


def _text(name: str, data: bytes) -> _Read:
    decoded = decoding.decode(data)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n")
    notes = []
    if decoded.is_damaged:
        raise RuleBroken("文件是乱码，不能还原，请用原来的软件另存为 UTF-8 编码的文本后再检查", code="garbled")
    if decoded.is_mended:
        notes.append("文件原是乱码，已按正确的编码还原，请核对")
    elif not decoded.encoding.startswith("utf-8"):
        notes.append(f"文件编码是{decoded.encoding}，已转为 UTF-8 读取")
    if len(_READINGS.findall(text)) >= 3:
        text = _READINGS.sub("", text)
        notes.append("文字后面夹有拼音，已略去")
    if name.lower().endswith((".md", ".markdown")):
        return _Read("md", _MARKDOWN.sub("", text), notes)
    return _Read("text", text, notes)


def _docx(name: str, data: bytes) -> _Read:
    found = typesetting.read_docx(data)
    notes = [f"文件带有{len(found.changes)}处修订痕迹，按接受全部修订检查"] if found.changes else []
    lines = [f"| {part.text} |" if part.cell is not None else part.text.replace("\n", " ") for part in found.paragraphs]
    return _Read("docx", "\n".join(lines), notes)


def _old(name: str, data: bytes) -> _Read:
    suffix = name[name.rfind(".") :].lower() if "." in name else ".doc"
    return replace(_docx(name, typesetting.to_docx_with_office(data, suffix)), kind="doc")


def _pdf(name: str, data: bytes) -> _Read:
    found = typesetting.read_pdf(data)
    if not found.has_text:
        raise RuleBroken("PDF 是扫描件，没有文字，请先识别为文字再检查", code="no_text")
    return _paged("pdf", found.pages, extra=tuple(layout.findings(data)))


def _ofd(name: str, data: bytes) -> _Read:
    pages = tuple(page.text for page in typesetting.read_ofd(data).pages)
    return _paged("ofd", pages, extra=tuple(layout.findings(data)))


def _paged(kind: str, pages: tuple[str, ...], *, extra: tuple[Finding, ...] = ()) -> _Read:
    """Join printed lines into paragraphs and keep where each page begins."""
    raw = "\n".join(pages)
    text, places = parsing.reflow(raw)
    begins, at = [], 0
    for page in pages:
        begins.append(next((index for index, place in enumerate(places) if place >= at), len(text)))
        at += len(page) + 1
    return _Read(kind, text, [], tuple(begins), extra)
