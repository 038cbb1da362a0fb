"""The page model as OFD (GB/T 33190-2016): vectors, embedded subsets, selectable text, bookmarks, metadata.

The same model and fonts give the same bytes. Signatures are added afterwards by `seals.ofd`.
"""

import zipfile
from collections import defaultdict
from hashlib import md5
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from ..fonts.choice import faces
from ..fonts.subset import Subset, subset
from ..measures import MM
from ..pages import Bar, Ink, Page, PageModel, Picture, Run
from .pdf_objects import open_picture

NAMESPACE = "http://www.ofdspec.org/2016"
HEADER = '<?xml version="1.0" encoding="UTF-8"?>\n'
# Zip archives cannot say "no date"; this is the earliest they know.
NO_DATE = (1980, 1, 1, 0, 0, 0)
ASCENT, DESCENT = 0.95, 0.30  # ems that a text object's boundary reaches above and below the baseline
# By the degrees that a line is turned to the left: the matrix, the direction of reading, the direction of "up".
TURNS = {
    0: ("1 0 0 1", (1, 0), (0, -1)),
    90: ("0 -1 1 0", (0, -1), (-1, 0)),
    180: ("-1 0 0 -1", (-1, 0), (0, 1)),
}
CREATOR = "Zhongshu"
BOOKMARKED = {"H1", "H2"}
PEN = 0.4  # mm, the width of a handwritten stroke
NO_DAY = "1980-01-01"  # an annotation must name the day of its last change


def write_ofd(model: PageModel) -> bytes:
    """Return the laid-out document as an OFD file."""
    return _Writer(model).write()


def pack(files: dict[str, bytes]) -> bytes:
    """Zip the parts of a package in their order, without dates."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, NO_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return out.getvalue()


def millimetres(value: float) -> str:
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


class _Writer:
    def __init__(self, model: PageModel) -> None:
        self.model = model
        self.last_id = 0
        chosen = faces()
        characters: dict[str, set[str]] = defaultdict(set)
        for page in model.pages:
            for run in page.runs:
                characters[run.face].update(run.text)
        self.subsets: dict[str, Subset] = {
            key: subset(chosen.face(key), "".join(sorted(chars))) for key, chars in sorted(characters.items())
        }
        self.font_ids = {key: self._id() for key in self.subsets}
        self.faces = chosen
        self.images: dict[bytes, int] = {}
        for page in model.pages:
            for picture in page.pictures:
                if picture.data and picture.data not in self.images:
                    self.images[picture.data] = self._id()

    def _id(self) -> int:
        self.last_id += 1
        return self.last_id

    def write(self) -> bytes:
        files: dict[str, bytes] = {}
        page_ids = [self._id() for _ in self.model.pages]
        contents = {f"Doc_0/Pages/Page_{index}/Content.xml": self._page(page) for index, page in enumerate(self.model.pages)}
        notes = {index: self._annotations(page) for index, page in enumerate(self.model.pages) if page.inks}
        body = "".join(contents.values())
        files["OFD.xml"] = self._root(md5(body.encode(), usedforsecurity=False).hexdigest())
        files["Doc_0/Document.xml"] = self._document(page_ids, annotated=bool(notes))
        files["Doc_0/PublicRes.xml"] = self._public_resources()
        if self.images:
            files["Doc_0/DocumentRes.xml"] = self._document_resources()
        for name, text in contents.items():
            files[name] = text.encode()
        if notes:
            files["Doc_0/Annots/Annotations.xml"] = _annotation_list({page_ids[index]: index for index in notes})
        for index, text in notes.items():
            files[f"Doc_0/Annots/Page_{index}/Annotation.xml"] = text.encode()
        for index, made in enumerate(self.subsets.values()):
            files[f"Doc_0/Res/{_font_file(index, made)}"] = made.font
        for index, data in enumerate(self.images):
            files[f"Doc_0/Res/image_{index}.png"] = _as_png(data)
        return pack(files)

    def _root(self, identifier: str) -> bytes:
        facts = "".join(
            f"<ofd:CustomData Name={quoteattr(name)}>{escape(value)}</ofd:CustomData>" for name, value in self.model.facts.items()
        )
        date = f"<ofd:CreationDate>{self.model.date}</ofd:CreationDate>" if self.model.date else ""
        return (
            f'{HEADER}<ofd:OFD xmlns:ofd="{NAMESPACE}" Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
            f"<ofd:DocID>{identifier}</ofd:DocID>"
            f"<ofd:Title>{escape(self.model.title)}</ofd:Title>{date}<ofd:Creator>{CREATOR}</ofd:Creator>"
            f"{f'<ofd:CustomDatas>{facts}</ofd:CustomDatas>' if facts else ''}</ofd:DocInfo>"
            "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
        ).encode()

    def _document(self, page_ids: list[int], *, annotated: bool) -> bytes:
        first = self.model.pages[0]
        pages = "".join(f'<ofd:Page ID="{ref}" BaseLoc="Pages/Page_{index}/Content.xml"/>' for index, ref in enumerate(page_ids))
        images = "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>" if self.images else ""
        annotations = "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>" if annotated else ""
        return (
            f'{HEADER}<ofd:Document xmlns:ofd="{NAMESPACE}"><ofd:CommonData>'
            f"<ofd:MaxUnitID>{self.last_id}</ofd:MaxUnitID><ofd:PageArea>"
            f"<ofd:PhysicalBox>{_box(0, 0, first.width, first.height)}</ofd:PhysicalBox></ofd:PageArea>"
            f"<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>{images}"
            f"</ofd:CommonData><ofd:Pages>{pages}</ofd:Pages>{self._outlines(page_ids)}{annotations}</ofd:Document>"
        ).encode()

    def _outlines(self, page_ids: list[int]) -> str:
        seen: set[int] = set()
        parts = []
        for page_id, page in zip(page_ids, self.model.pages, strict=False):
            for run in page.runs:
                if run.group < 0 or run.group in seen or self.model.groups[run.group].tag not in BOOKMARKED:
                    continue
                seen.add(run.group)
                top = millimetres(max(0.0, run.y - run.size * MM))
                parts.append(
                    f"<ofd:OutlineElem Title={quoteattr(self.model.groups[run.group].text)}><ofd:Actions><ofd:Action "
                    'Event="CLICK"><ofd:Goto>'
                    f'<ofd:Dest Type="XYZ" PageID="{page_id}" Left="0" Top="{top}" Zoom="0"/></ofd:Goto></ofd:Action>'
                    "</ofd:Actions></ofd:OutlineElem>"
                )
        return f"<ofd:Outlines>{''.join(parts)}</ofd:Outlines>" if parts else ""

    def _public_resources(self) -> bytes:
        fonts = "".join(
            f'<ofd:Font ID="{self.font_ids[key]}" FontName={quoteattr(self.faces.face(key).name)} '
            f"FamilyName={quoteattr(self.faces.face(key).name)} "
            f'Charset="unicode"><ofd:FontFile>{_font_file(index, made)}</ofd:FontFile></ofd:Font>'
            for index, (key, made) in enumerate(self.subsets.items())
        )
        return f'{HEADER}<ofd:Res xmlns:ofd="{NAMESPACE}" BaseLoc="Res"><ofd:Fonts>{fonts}</ofd:Fonts></ofd:Res>'.encode()

    def _document_resources(self) -> bytes:
        media = "".join(
            f'<ofd:MultiMedia ID="{ref}" Type="Image" Format="PNG"><ofd:MediaFile>image_{index}.png</ofd:MediaFile>'
            "</ofd:MultiMedia>"
            for index, ref in enumerate(self.images.values())
        )
        body = f"<ofd:MultiMedias>{media}</ofd:MultiMedias>"
        return f'{HEADER}<ofd:Res xmlns:ofd="{NAMESPACE}" BaseLoc="Res">{body}</ofd:Res>'.encode()

    def _page(self, page: Page) -> str:
        layer = self._id()
        objects = [self._bar(bar) for bar in page.bars]
        objects += [self._text(run) for run in page.runs]
        objects += [self._image(picture) for picture in page.pictures if picture.data]
        return (
            f'{HEADER}<ofd:Page xmlns:ofd="{NAMESPACE}"><ofd:Area>'
            f"<ofd:PhysicalBox>{_box(0, 0, page.width, page.height)}</ofd:PhysicalBox></ofd:Area>"
            f'<ofd:Content><ofd:Layer ID="{layer}" Type="Body">{"".join(objects)}</ofd:Layer></ofd:Content></ofd:Page>'
        )

    def _annotations(self, page: Page) -> str:
        """Write a page's handwriting: each is an annotation of type Path, drawn with a pencil."""
        return f'{HEADER}<ofd:PageAnnot xmlns:ofd="{NAMESPACE}">{"".join(self._annotation(ink) for ink in page.inks)}</ofd:PageAnnot>'

    def _annotation(self, ink: Ink) -> str:
        remark = f"<ofd:Remark>{escape(ink.words)}</ofd:Remark>" if ink.words else ""
        return (
            f'<ofd:Annot ID="{self._id()}" Type="Path" Subtype="Pencil" Creator={quoteattr(ink.author or CREATOR)} '
            f'LastModDate="{ink.date or NO_DAY}">{remark}'
            f'<ofd:Appearance Boundary="{_box(ink.x, ink.y, ink.width, ink.height)}">'
            f'<ofd:PathObject ID="{self._id()}" Boundary="{_box(0, 0, ink.width, ink.height)}" LineWidth="{PEN}" Cap="Round" '
            f'Join="Round"><ofd:StrokeColor Value="0 0 0"/><ofd:AbbreviatedData>{_strokes(ink)}</ofd:AbbreviatedData>'
            "</ofd:PathObject></ofd:Appearance></ofd:Annot>"
        )

    def _bar(self, bar: Bar) -> str:
        width, height = millimetres(bar.width), millimetres(bar.height)
        return (
            f'<ofd:PathObject ID="{self._id()}" Boundary="{_box(bar.x, bar.y, bar.width, bar.height)}" Stroke="false" '
            f'Fill="true">{_fill(bar.colour)}'
            f"<ofd:AbbreviatedData>M 0 0 L {width} 0 L {width} {height} L 0 {height} C</ofd:AbbreviatedData></ofd:PathObject>"
        )

    def _text(self, run: Run) -> str:
        made = self.subsets[run.face]
        size = run.size * MM
        length = run.at[-1] + made.advances[run.text[-1]] * size * run.scale
        above, below = ASCENT * size, DESCENT * size
        # DeltaX counts before the horizontal scale, as the glyphs' own widths do.
        steps = _deltas([(after - before) for before, after in zip(run.at, run.at[1:], strict=False)])
        delta = f' DeltaX="{steps}"' if steps else ""
        matrix, across, upwards = TURNS[run.turn]
        # The rectangle that the turned line covers, from its first origin.
        corners = [
            (along * across[0] + up * upwards[0], along * across[1] + up * upwards[1])
            for along in (0, length)
            for up in (-below, above)
        ]
        left, top = min(x for x, _ in corners), min(y for _, y in corners)
        right, bottom = max(x for x, _ in corners), max(y for _, y in corners)
        boundary = _box(run.x + left, run.y + top, right - left, bottom - top)
        if run.turn:
            place = f' CTM="{matrix} {millimetres(-left)} {millimetres(-top)}"'
            origin = 'X="0" Y="0"'
        else:
            place = ""
            origin = f'X="0" Y="{millimetres(above)}"'
        scale = f' HScale="{millimetres(run.scale)}"' if abs(run.scale - 1) > 1e-6 else ""
        return (
            f'<ofd:TextObject ID="{self._id()}" Boundary="{boundary}"{place} Font="{self.font_ids[run.face]}" '
            f'Size="{millimetres(size)}"{scale}>'
            f"{_fill(run.colour)}<ofd:TextCode {origin}{delta}>{escape(run.text)}</ofd:TextCode></ofd:TextObject>"
        )

    def _image(self, picture: Picture) -> str:
        return (
            f'<ofd:ImageObject ID="{self._id()}" Boundary="{_box(picture.x, picture.y, picture.width, picture.height)}" '
            f'CTM="{millimetres(picture.width)} 0 0 {millimetres(picture.height)} 0 0" ResourceID="{self.images[picture.data]}"/>'
        )


def _annotation_list(pages: dict[int, int]) -> bytes:
    """Write which page (by id) has its annotations in which file (by the page's index)."""
    entries = "".join(
        f'<ofd:Page PageID="{ref}"><ofd:FileLoc>Page_{index}/Annotation.xml</ofd:FileLoc></ofd:Page>'
        for ref, index in pages.items()
    )
    return f'{HEADER}<ofd:Annotations xmlns:ofd="{NAMESPACE}">{entries}</ofd:Annotations>'.encode()


def _strokes(ink: Ink) -> str:
    """Write the strokes as a path; a dot is a line to itself, which round ends make visible."""
    parts = []
    for stroke in ink.strokes:
        points = stroke if len(stroke) > 1 else stroke * 2
        parts += [f"{'L' if index else 'M'} {millimetres(x)} {millimetres(y)}" for index, (x, y) in enumerate(points)]
    return " ".join(parts)


def _box(x: float, y: float, width: float, height: float) -> str:
    return " ".join(millimetres(value) for value in (x, y, max(width, 0.001), max(height, 0.001)))


def _fill(colour: tuple[int, int, int]) -> str:
    return f'<ofd:FillColor Value="{colour[0]} {colour[1]} {colour[2]}"/>'


def _deltas(steps: list[float]) -> str:
    """Write glyph distances, repeated ones as ``g count value``; rounding errors do not add up."""
    rounded, drift = [], 0.0
    for step in steps:
        value = round(step + drift, 3)
        drift += step - value
        rounded.append(value)
    parts = []
    index = 0
    while index < len(rounded):
        end = index
        while end < len(rounded) and rounded[end] == rounded[index]:
            end += 1
        text = millimetres(rounded[index])
        parts.append(f"g {end - index} {text}" if end - index > 2 else " ".join([text] * (end - index)))
        index = end
    return " ".join(parts)


def _font_file(index: int, made: Subset) -> str:
    return f"font_{index}.{'otf' if made.cff else 'ttf'}"


def _as_png(data: bytes) -> bytes:
    if data.startswith(b"\x89PNG"):
        return data
    out = BytesIO()
    open_picture(data).save(out, "PNG")
    return out.getvalue()
