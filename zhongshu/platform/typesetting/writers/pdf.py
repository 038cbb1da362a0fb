"""The page model as PDF/A-2b: embedded subsets, text that can be read out, bookmarks, tagged headings.

The same model and fonts give the same bytes: there is no clock and no random number here.
"""

from collections import defaultdict
from xml.sax.saxutils import escape

from ..fonts.choice import Faces, faces
from ..fonts.subset import Subset, subset
from ..measures import MM
from ..pages import Ink, Page, PageModel, Picture, Run
from .pdf_objects import PdfFile, hex_text, icc_profile, image_objects, number

PRODUCER = "Zhongshu"
TAGS = {"Title": "H1", "H1": "H2", "H2": "H3", "H3": "H4", "H4": "H5", "P": "P", "Table": "Div"}
ROOT = -1
BOOKMARK_DEPTH = {"H1": 0, "H2": 1}
# The first four numbers of a text matrix, by the degrees that a line is turned to the left.
TURNS = {0: "1 0 0 1", 90: "0 1 -1 0", 180: "-1 0 0 -1"}
CODES_PER_BLOCK = 100
PEN = 0.4  # mm, the width of a handwritten stroke
PRINTED = 4  # the flag of an annotation that is printed and shown


def write_pdf(model: PageModel) -> bytes:
    """Return the laid-out document as a PDF/A-2b file."""
    return _Writer(model, faces()).write()


class _Writer:
    def __init__(self, model: PageModel, chosen: Faces) -> None:
        self.model = model
        self.file = PdfFile()
        characters: dict[str, set[str]] = defaultdict(set)
        for page in model.pages:
            for run in page.runs:
                characters[run.face].update(run.text)
        self.subsets: dict[str, Subset] = {
            key: subset(chosen.face(key), "".join(sorted(chars))) for key, chars in sorted(characters.items())
        }
        self.font_names = {key: f"F{index}" for index, key in enumerate(self.subsets, start=1)}
        self.marks: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self.images: dict[bytes, int] = {}

    def write(self) -> bytes:
        file = self.file
        catalog, pages_tree, structure, document_element = (file.reserve() for _ in range(4))
        fonts = {key: self._font(made) for key, made in self.subsets.items()}
        resources = "/Font <<" + " ".join(f"/{self.font_names[key]} {ref} 0 R" for key, ref in fonts.items()) + ">>"
        page_refs = [file.reserve() for _ in self.model.pages]
        page_marks = []
        for index, page in enumerate(self.model.pages):
            content, elements = self._content(page, index)
            page_marks.append(elements)
            stream = file.add_stream(content.encode("ascii"))
            pictures = " ".join(f"/{name} {ref} 0 R" for name, ref in self._pictures(page))
            # A seal is ink pressed over ink: what lies under it stays readable.
            pressed = " /ExtGState <</Press <</Type /ExtGState /BM /Multiply>>>>" if pictures else ""
            notes = " ".join(f"{self._ink(ink, page, page_refs[index])} 0 R" for ink in page.inks)
            file.fill(
                page_refs[index],
                f"<</Type /Page /Parent {pages_tree} 0 R /MediaBox [0 0 {number(page.width / MM)} "
                f"{number(page.height / MM)}] /Contents {stream} 0 R "
                f"/Resources <<{resources}{f' /XObject <<{pictures}>>' if pictures else ''}{pressed}>> /StructParents "
                f"{index} /Tabs /S {f'/Annots [{notes}] ' if notes else ''}"
                "/Group <</S /Transparency /CS /DeviceRGB>>>>",
            )
        file.fill(pages_tree, f"<</Type /Pages /Count {len(page_refs)} /Kids [{' '.join(f'{ref} 0 R' for ref in page_refs)}]>>")
        self._structure(structure, document_element, page_refs, page_marks)
        outlines = self._outlines(page_refs)
        metadata = file.add_stream(self._xmp(), "/Type /Metadata /Subtype /XML", compress=False)
        profile = file.add_stream(icc_profile(), "/N 3")
        intent = (
            "<</Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB IEC61966-2.1) /Info (sRGB "
            f"IEC61966-2.1) /DestOutputProfile {profile} 0 R>>"
        )
        file.fill(
            catalog,
            f"<</Type /Catalog /Pages {pages_tree} 0 R /Metadata {metadata} 0 R /OutputIntents [{intent}] /Lang "
            "(zh-CN) /MarkInfo <</Marked true>> "
            f"/StructTreeRoot {structure} 0 R /ViewerPreferences <</DisplayDocTitle "
            f"true>>{f' /Outlines {outlines} 0 R' if outlines else ''}>>",
        )
        info = file.add(f"<</Title {hex_text(self.model.title)} /Producer ({PRODUCER})>>")
        return file.finish(catalog, info)

    # -- pages

    def _content(self, page: Page, page_index: int) -> tuple[str, list[int]]:
        """Return a page's content stream, and the group that each of its marks belongs to."""
        parts: list[str] = []
        elements: list[int] = []
        height = page.height
        if page.bars:
            parts.append("/Artifact BMC")
            colour = None
            for bar in page.bars:
                if bar.colour != colour:
                    colour = bar.colour
                    parts.append(f"{_rgb(colour)} rg")
                parts.append(
                    f"{number(bar.x / MM)} {number((height - bar.y - bar.height) / MM)} {number(bar.width / MM)} "
                    f"{number(bar.height / MM)} re f"
                )
            parts.append("EMC")
        for start, end, group in _stretches(page.runs):
            if group < 0:
                parts.append("/Artifact BMC")
            else:
                parts.append(f"/{TAGS.get(self.model.groups[group].tag, 'P')} <</MCID {len(elements)}>> BDC")
                self.marks[group].append((page_index, len(elements)))
                elements.append(group)
            parts.append("BT")
            state: tuple[object, ...] = ()
            for run in page.runs[start:end]:
                text, state = self._run(run, height, state)
                parts.append(text)
            parts.append("ET\nEMC")
        for index, picture in enumerate(page.pictures):
            if picture.data:
                box = (
                    f"{number(picture.width / MM)} 0 0 {number(picture.height / MM)} {number(picture.x / MM)} "
                    f"{number((height - picture.y - picture.height) / MM)}"
                )
                parts.append(f"/Artifact BMC q /Press gs {box} cm /I{index} Do Q EMC")
        return "\n".join(parts), elements

    def _run(self, run: Run, page_height: float, state: tuple[object, ...]) -> tuple[str, tuple[object, ...]]:
        made = self.subsets[run.face]
        now = (run.face, run.size, run.scale, run.colour)
        parts = []
        if now != state:
            parts.append(f"/{self.font_names[run.face]} {number(run.size)} Tf {number(run.scale * 100)} Tz {_rgb(run.colour)} rg")
        x, y = number(run.x / MM), number((page_height - run.y) / MM)
        parts.append(f"{TURNS[run.turn]} {x} {y} Tm")
        unit = run.size * run.scale * MM / 1000
        text = ["[<"]
        pen = 0.0
        for char, at in zip(run.text, run.at, strict=False):
            gap = round((pen - at) / unit, 1)
            if abs(gap) >= 0.5:
                text.append(f">{number(gap)}<")
                pen -= gap * unit
            text.append(f"{made.codes[char]:04X}")
            pen += round(made.advances[char] * 1000) * unit
        text.append(">] TJ")
        parts.append("".join(text))
        return " ".join(parts), now

    def _pictures(self, page: Page) -> list[tuple[str, int]]:
        return [(f"I{index}", self._image(picture)) for index, picture in enumerate(page.pictures) if picture.data]

    def _ink(self, ink: Ink, page: Page, page_ref: int) -> int:
        """Add handwriting as an Ink annotation with its own appearance, as PDF/A asks."""
        lines = [[((ink.x + x) / MM, (page.height - ink.y - y) / MM) for x, y in stroke] for stroke in ink.strokes]
        # a dot is a line to itself, which round ends make visible
        lines = [line if len(line) > 1 else line * 2 for line in lines]
        edge = PEN / MM
        left, right = ink.x / MM - edge, (ink.x + ink.width) / MM + edge
        low, high = (page.height - ink.y - ink.height) / MM - edge, (page.height - ink.y) / MM + edge
        box = " ".join(number(value) for value in (left, low, right, high))
        drawn = [f"0 G {number(edge)} w 1 J 1 j"]
        for line in lines:
            drawn += [f"{number(x)} {number(y)} {'l' if index else 'm'}" for index, (x, y) in enumerate(line)]
            drawn.append("S")
        look = self.file.add_stream(
            "\n".join(drawn).encode("ascii"), f"/Type /XObject /Subtype /Form /BBox [{box}] /Resources <<>>"
        )
        paths = " ".join(f"[{' '.join(f'{number(x)} {number(y)}' for x, y in line)}]" for line in lines)
        day = f" /M (D:{ink.date.replace('-', '')})" if ink.date else ""
        return self.file.add(
            f"<</Type /Annot /Subtype /Ink /Rect [{box}] /InkList [{paths}] /F {PRINTED} /P {page_ref} 0 R "
            f"/T {hex_text(ink.author)} /Contents {hex_text(ink.words)}{day} /AP <</N {look} 0 R>>>>"
        )

    def _image(self, picture: Picture) -> int:
        if picture.data not in self.images:
            self.images[picture.data] = image_objects(self.file, picture.data)
        return self.images[picture.data]

    # -- fonts

    def _font(self, made: Subset) -> int:
        file = self.file
        codes = sorted((code, char) for char, code in made.codes.items())
        if made.cff:
            stream = file.add_stream(made.cff, "/Subtype /CIDFontType0C")
            font_file, kind, mapping = f"/FontFile3 {stream} 0 R", "CIDFontType0", ""
        else:
            stream = file.add_stream(made.font, f"/Length1 {len(made.font)}")
            font_file, kind, mapping = f"/FontFile2 {stream} 0 R", "CIDFontType2", " /CIDToGIDMap /Identity"
        box = " ".join(number(round(value * 1000)) for value in made.box)
        descriptor = file.add(
            f"<</Type /FontDescriptor /FontName /{made.name} /Flags 4 /FontBBox [{box}] /ItalicAngle 0 /Ascent "
            f"{round(made.ascent * 1000)} "
            f"/Descent {round(made.descent * 1000)} /CapHeight 700 /StemV 80 {font_file}>>"
        )
        widths = " ".join(
            f"{code} [{round(made.advances[char] * 1000)}]" for code, char in codes if round(made.advances[char] * 1000) != 1000
        )
        descendant = file.add(
            f"<</Type /Font /Subtype /{kind} /BaseFont /{made.name} /CIDSystemInfo <</Registry (Adobe) /Ordering "
            "(Identity) /Supplement 0>> "
            f"/FontDescriptor {descriptor} 0 R /DW 1000 /W [{widths}]{mapping}>>"
        )
        unicode_map = file.add_stream(_to_unicode(codes).encode("ascii"))
        return file.add(
            f"<</Type /Font /Subtype /Type0 /BaseFont /{made.name} /Encoding /Identity-H /DescendantFonts "
            f"[{descendant} 0 R] /ToUnicode {unicode_map} 0 R>>"
        )

    # -- structure, bookmarks, metadata

    def _structure(self, root: int, document_element: int, page_refs: list[int], page_marks: list[list[int]]) -> None:
        file = self.file
        element_refs = {group: file.reserve() for group in sorted(self.marks)}
        for group, ref in element_refs.items():
            kids = " ".join(f"<</Type /MCR /Pg {page_refs[page]} 0 R /MCID {mark}>>" for page, mark in self.marks[group])
            file.fill(
                ref,
                f"<</Type /StructElem /S /{TAGS.get(self.model.groups[group].tag, 'P')} /P {document_element} 0 R /K [{kids}]>>",
            )
        kids = " ".join(f"{ref} 0 R" for ref in element_refs.values())
        file.fill(document_element, f"<</Type /StructElem /S /Document /P {root} 0 R /K [{kids}]>>")
        numbers = " ".join(
            f"{index} [{' '.join(f'{element_refs[group]} 0 R' for group in groups)}]" for index, groups in enumerate(page_marks)
        )
        parents = file.add(f"<</Nums [{numbers}]>>")
        file.fill(
            root,
            f"<</Type /StructTreeRoot /K [{document_element} 0 R] /ParentTree {parents} 0 R /ParentTreeNextKey "
            f"{len(page_marks)}>>",
        )

    def _outlines(self, page_refs: list[int]) -> int | None:
        """Write the bookmarks: level 1 headings and attachments, level 2 below them; None when there are none."""
        places = _group_places(self.model)
        entries = [
            (BOOKMARK_DEPTH[group.tag], group.text, *places[index])
            for index, group in enumerate(self.model.groups)
            if group.tag in BOOKMARK_DEPTH and index in places
        ]
        if not entries:
            return None
        file = self.file
        root = file.reserve()
        refs = [file.reserve() for _ in entries]
        parents: list[int] = []
        children: dict[int, list[int]] = defaultdict(list)
        for index, entry in enumerate(entries):
            tops = children[ROOT]
            parent = ROOT if entry[0] == 0 or not tops else tops[-1]
            parents.append(parent)
            children[parent].append(index)
        places_among = {index: place for siblings in children.values() for place, index in enumerate(siblings)}
        for index, (_, text, page, y) in enumerate(entries):
            siblings, kids, place = children[parents[index]], children.get(index, []), places_among[index]
            parent_ref = root if parents[index] == ROOT else refs[parents[index]]
            body = f"<</Title {hex_text(text)} /Parent {parent_ref} 0 R /Dest [{page_refs[page]} 0 R /XYZ null {number(y)} null]"
            if place:
                body += f" /Prev {refs[siblings[place - 1]]} 0 R"
            if place + 1 < len(siblings):
                body += f" /Next {refs[siblings[place + 1]]} 0 R"
            if kids:
                body += f" /First {refs[kids[0]]} 0 R /Last {refs[kids[-1]]} 0 R /Count {len(kids)}"
            file.fill(refs[index], body + ">>")
        tops = children[ROOT]
        file.fill(root, f"<</Type /Outlines /First {refs[tops[0]]} 0 R /Last {refs[tops[-1]]} 0 R /Count {len(entries)}>>")
        return root

    def _xmp(self) -> bytes:
        title = escape(self.model.title)
        return (
            '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
            '<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">'
            "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>"
            f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>'
            f"<pdf:Producer>{PRODUCER}</pdf:Producer>"
            '</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>'
        ).encode()


def _rgb(colour: tuple[int, int, int]) -> str:
    return " ".join(number(value / 255) for value in colour)


def _stretches(runs: list[Run]) -> list[tuple[int, int, int]]:
    """Return (start, end, group) of neighbouring runs that belong together."""
    found = []
    start = 0
    for index in range(1, len(runs) + 1):
        if index == len(runs) or runs[index].group != runs[start].group:
            found.append((start, index, runs[start].group))
            start = index
    return found


def _group_places(model: PageModel) -> dict[int, tuple[int, float]]:
    """Return for each group the page where it begins and its height there in points."""
    places: dict[int, tuple[int, float]] = {}
    for index, page in enumerate(model.pages):
        for run in page.runs:
            if run.group >= 0 and run.group not in places:
                places[run.group] = (index, (page.height - run.y) / MM + run.size)
    return places


def _to_unicode(codes: list[tuple[int, str]]) -> str:
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CIDSystemInfo <</Registry (Adobe) /Ordering "
        "(UCS) /Supplement 0>> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange",
    ]
    for start in range(0, len(codes), CODES_PER_BLOCK):
        block = codes[start : start + CODES_PER_BLOCK]
        lines.append(f"{len(block)} beginbfchar")
        lines += [f"<{code:04X}> <{char.encode('utf-16-be').hex().upper()}>" for code, char in block]
        lines.append("endbfchar")
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines)
