"""DOCX: its paragraphs, with what stands in text boxes (heads of paper often do)."""

import io
import posixpath
import re
import zipfile

from lxml import etree

from zhongshu.domains.documents.intake.lines import Line
from zhongshu.platform.typesetting import public as typesetting

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MEDIA = re.compile(r"word/media/[^/]+\.(png|jpe?g|bmp|tiff?|gif|webp)$", re.IGNORECASE)
_DIGITS = re.compile(r"(\d+)")
SMALLEST_PICTURE = 20_000  # octets: a seal or a logo is no page


def read(data: bytes) -> list[Line]:
    """Return the paragraphs with all changes accepted; those of text boxes first, where the head stands.

    Raises:
        RuleBroken: damaged, encrypted, too large, or drawing content from outside.
    """
    found = typesetting.read_docx(data)
    boxed = [Line(text, is_paragraph=True) for text in _boxed(data)]
    return boxed + [Line(paragraph.text, is_paragraph=True) for paragraph in found.paragraphs]


def revisions(data: bytes) -> int:
    """Return how many tracked changes the file holds."""
    return len(typesetting.read_docx(data).changes)


def _boxed(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        source = archive.read("word/document.xml")
    if b"txbxContent" not in source:
        return []
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    texts = []
    for box in etree.fromstring(source, parser).iter(f"{_W}txbxContent"):
        if any(ancestor.tag == _FALLBACK for ancestor in box.iterancestors()):
            continue
        for paragraph in box.iter(f"{_W}p"):
            text = "".join(piece.text or "" for piece in paragraph.iter(f"{_W}t"))
            if text.strip():
                texts.append(text)
    return texts


def pictures(data: bytes) -> list[tuple[str, bytes]]:
    """Return the pictures that may be scanned pages, (extension, bytes), in the order of their names."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [entry for entry in archive.infolist() if _MEDIA.match(entry.filename) and entry.file_size >= SMALLEST_PICTURE]
        members.sort(key=lambda entry: [int(part) if part.isdigit() else part for part in _DIGITS.split(entry.filename)])
        return [(posixpath.splitext(entry.filename)[1][1:].lower(), archive.read(entry)) for entry in members[:300]]
