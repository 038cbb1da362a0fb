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
class OfdText:
    """A piece of text as drawn, with its rectangle in mm from the page's upper left corner."""

    text: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class OfdPage:
    """A page: its size in mm, its text line by line, the part that holds it, the parts of the pictures on it."""

    id: str
    part: str
    width: float
    height: float
    text: str
    texts: tuple[OfdText, ...] = ()
    pictures: tuple[str, ...] = ()
    # The parts that draw the page, what lies below first.
    layers: tuple[str, ...] = ()


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


def ofd_pictures(data: bytes) -> list[tuple[str, bytes]]:
    """Return the pictures on the pages of an OFD file, (extension, bytes), page by page: a scan is nothing else.

    Raises:
        RuleBroken: see ``read_ofd``.
    """
    package = Package(data, "OFD")
    parts = [part for page in _Reader(package).read().pages for part in page.pictures if part in package]
    return [(posixpath.splitext(part)[1][1:].lower(), package.read(part)) for part in parts[:MOST_PAGES]]


def measurable(data: bytes) -> list[tuple[float, float, list[etree._Element]]]:
    """Return of every page its width and height in mm and the elements that draw it, for measuring.

    Raises:
        RuleBroken: see ``read_ofd``.
    """
    package = Package(data, "OFD")
    return [(page.width, page.height, [package.xml(part) for part in page.layers]) for page in _Reader(package).read().pages]


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
        media = self._media(document, folder)
        pages = []
        for entry in entries:
            part = self._place(entry.get("BaseLoc", ""), folder)
            page = self.package.xml(part)
            own = find(page, "PhysicalBox")
            size = _numbers(text_of(own)) if own is not None else default
            size = size if len(size) == 4 else [0, 0, 210, 297]
            texts: list[tuple[float, float, str]] = []
            placed: list[OfdText] = []
            layers: list[str] = []
            for used in find_all(page, "Template"):
                template = templates.get(used.get("TemplateID"))
                if template and template in self.package:
                    layers.append(template)
                    texts += _texts(self.package.xml(template))
                    placed += _placed(self.package.xml(template))
            texts += _texts(page)
            placed += _placed(page)
            shown = [media.get(picture.get("ResourceID", ""), "") for picture in find_all(page, "ImageObject")]
            pictures = tuple(picture for picture in shown if picture)
            pages.append(
                OfdPage(entry.get("ID", ""), part, size[2], size[3], _joined(texts), tuple(placed), pictures, (*layers, part))
            )
        return pages

    def _media(self, document: etree._Element, folder: str) -> dict[str, str]:
        """Return the part of each picture by its id in the resources."""
        found = {}
        for name in ("PublicRes", "DocumentRes"):
            for listed in find_all(document, name):
                part = self._place(text_of(listed), folder)
                if part not in self.package:
                    continue
                resources = self.package.xml(part)
                inner = posixpath.join(posixpath.dirname(part), resources.get("BaseLoc", ""))
                for medium in find_all(resources, "MultiMedia"):
                    found[medium.get("ID", "")] = self._place(text_of(find(medium, "MediaFile")), inner)
        return found

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


def _placed(page: etree._Element) -> list[OfdText]:
    """Return the text with its rectangles: each code's own offset inside its object, as wide as its letters go."""
    found = []
    for item in page.iter():
        if not isinstance(item.tag, str) or local(item) != "TextObject":
            continue
        boundary = _numbers(item.get("Boundary", ""))
        if len(boundary) != 4:
            continue
        size = abs((_numbers(item.get("Size", "")) or [4.0])[0])
        matrix = _numbers(item.get("CTM", ""))
        scale_x, scale_y = (abs(matrix[0]) or 1.0, abs(matrix[3]) or 1.0) if len(matrix) == 6 else (1.0, 1.0)
        codes = find_all(item, "TextCode")
        for code in codes:
            text = code.text or ""
            x = (_numbers(code.get("X", "0")) or [0.0])[0] * scale_x
            y = (_numbers(code.get("Y", "0")) or [0.0])[0] * scale_y
            height = size * scale_y
            width = boundary[2] - x if len(codes) == 1 else len(text) * size * scale_x
            top = boundary[1] + (y - 0.88 * height if y else 0.0)
            found.append(OfdText(text, boundary[0] + x, top, max(width, 0.1), max(height, 0.1)))
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
