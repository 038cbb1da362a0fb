"""Read OFD (GB/T 33190-2016) from any maker: pages, text, attachments, signatures, metadata."""

import posixpath
from dataclasses import dataclass, field

from lxml import etree

from zhongshu.kernel.errors import RuleBroken

from .package import Package, find, find_all, local, text_of

MOST_PAGES = 5000
DEEPEST_BLOCK = 20
SAME_LINE = 0.6  # of the character size


@dataclass(frozen=True, slots=True)
class OfdPage:
    """A page: its size in mm, its text line by line, the part that holds it."""

    id: str
    part: str
    width: float
    height: float
    text: str


@dataclass(frozen=True, slots=True)
class OfdSignature:
    """Where one signature lies in the package: its description, its value, its seal."""

    id: str
    part: str
    value_part: str
    seal_part: str
    kind: str


@dataclass(frozen=True, slots=True)
class OfdFile:
    """What an OFD file holds. ``attachments`` are (name, part) pairs."""

    title: str
    pages: tuple[OfdPage, ...]
    attachments: tuple[tuple[str, str], ...]
    signatures: tuple[OfdSignature, ...]
    facts: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return "\n".join(page.text for page in self.pages)


def read_ofd(data: bytes) -> OfdFile:
    """Read an OFD file.

    Raises:
        RuleBroken: it is damaged, truncated, encrypted, too large, or refers to parts that are not there.
    """
    package = Package(data, "OFD")
    return _Reader(package).read()


class _Reader:
    def __init__(self, package: Package) -> None:
        self.package = package

    def read(self) -> OfdFile:
        root = self.package.xml("OFD.xml")
        pages: list[OfdPage] = []
        attachments: list[tuple[str, str]] = []
        signatures: list[OfdSignature] = []
        for body in find_all(root, "DocBody"):
            document_part = self._place(text_of(find(body, "DocRoot")), "")
            document = self.package.xml(document_part)
            folder = posixpath.dirname(document_part)
            pages += self._pages(document, folder)
            attachments += self._attachments(document, folder)
            listed = find(body, "Signatures")
            if listed is not None and text_of(listed):
                signatures += self._signatures(self._place(text_of(listed), ""))
        if not pages:
            raise RuleBroken("OFD 文件里没有页面", code="bad_file")
        facts = {entry.get("Name", ""): text_of(entry) for entry in find_all(root, "CustomData")}
        return OfdFile(text_of(find(root, "Title")), tuple(pages), tuple(attachments), tuple(signatures), facts)

    def _place(self, name: str, folder: str) -> str:
        """Resolve a location against the folder of the part that names it, or else against the package's root."""
        resolved = Package.normal(name, folder)
        if resolved not in self.package and Package.normal(name) in self.package:
            return Package.normal(name)
        return resolved

    def _pages(self, document: etree._Element, folder: str) -> list[OfdPage]:
        listed = find(document, "Pages")
        entries = find_all(listed, "Page") if listed is not None else []
        if len(entries) > MOST_PAGES:
            raise RuleBroken(f"OFD 文件超过{MOST_PAGES}页，不能打开", code="too_many_pages")
        box = find(document, "PhysicalBox")
        default = _numbers(text_of(box)) if box is not None else [0, 0, 210, 297]
        templates = {
            entry.get("ID"): self._place(entry.get("BaseLoc", ""), folder) for entry in find_all(document, "TemplatePage")
        }
        pages = []
        for entry in entries:
            part = self._place(entry.get("BaseLoc", ""), folder)
            page = self.package.xml(part)
            own = find(page, "PhysicalBox")
            size = _numbers(text_of(own)) if own is not None else default
            size = size if len(size) == 4 else [0, 0, 210, 297]
            texts: list[tuple[float, float, str]] = []
            for used in find_all(page, "Template"):
                template = templates.get(used.get("TemplateID"))
                if template and template in self.package:
                    texts += _texts(self.package.xml(template))
            texts += _texts(page)
            pages.append(OfdPage(entry.get("ID", ""), part, size[2], size[3], _joined(texts)))
        return pages

    def _attachments(self, document: etree._Element, folder: str) -> list[tuple[str, str]]:
        location = next(
            (text_of(child) for child in document if isinstance(child.tag, str) and local(child) == "Attachments"), ""
        )
        if not location:
            return []
        part = self._place(location, folder)
        if part not in self.package:
            return []
        inner = posixpath.dirname(part)
        return [
            (entry.get("Name", ""), self._place(text_of(find(entry, "FileLoc")), inner))
            for entry in find_all(self.package.xml(part), "Attachment")
        ]

    def _signatures(self, part: str) -> list[OfdSignature]:
        if part not in self.package:
            return []
        folder = posixpath.dirname(part)
        found = []
        for entry in find_all(self.package.xml(part), "Signature"):
            described = self._place(entry.get("BaseLoc", ""), folder)
            value = seal = ""
            if described in self.package:
                description = self.package.xml(described)
                inner = posixpath.dirname(described)
                value = self._place(text_of(find(description, "SignedValue")), inner)
                sealed = find(description, "Seal")
                base = find(sealed, "BaseLoc") if sealed is not None else None
                seal = self._place(text_of(base), inner) if base is not None else ""
            found.append(OfdSignature(entry.get("ID", ""), described, value, seal, entry.get("Type", "Seal")))
        return found


def _numbers(text: str) -> list[float]:
    try:
        return [float(part) for part in text.split()]
    except ValueError:
        return []


def _texts(page: etree._Element) -> list[tuple[float, float, str]]:
    """Return (baseline, size, text) of the page's text in the order it is drawn."""
    found: list[tuple[float, float, str]] = []
    for item in page.iter():
        if not isinstance(item.tag, str) or local(item) != "TextObject":
            continue
        boundary = _numbers(item.get("Boundary", ""))
        top = boundary[1] if len(boundary) == 4 else 0.0
        height = boundary[3] if len(boundary) == 4 else 0.0
        turned = bool(item.get("CTM")) and abs((_numbers(item.get("CTM", "")) or [1.0])[0]) < 1e-6
        for code in find_all(item, "TextCode"):
            inside = _numbers(code.get("Y", "0")) or [0.0]
            baseline = top + (height / 2 if turned else inside[0])
            size = _numbers(item.get("Size", "")) or [4.0]
            found.append((baseline, size[0], code.text or ""))
    return found


def _joined(texts: list[tuple[float, float, str]]) -> str:
    """Join text drawn on one baseline, part the rest by line feeds."""
    parts: list[str] = []
    before: float | None = None
    for baseline, size, text in texts:
        if before is not None and abs(baseline - before) > SAME_LINE * min(abs(size), 8.0):
            parts.append("\n")
        parts.append(text)
        before = baseline
    return "".join(parts)
