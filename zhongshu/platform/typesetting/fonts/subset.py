"""Cut a face down to the glyphs a document uses, for embedding."""

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

import uharfbuzz as hb
from fontTools.ttLib import TTFont

from .library import Face

# Every table a viewer does not need to draw glyphs placed one by one.
DROPPED_TABLES = (
    "GSUB",
    "GPOS",
    "GDEF",
    "BASE",
    "VORG",
    "vhea",
    "vmtx",
    "DSIG",
    "gasp",
    "kern",
    "hdmx",
    "VDMX",
    "LTSH",
    "STAT",
    "MATH",
)


@dataclass(frozen=True, slots=True)
class Subset:
    """An embedded font: the whole OpenType file, its bare CFF if it has one, and for each character its code and advance.

    ``codes`` are what a PDF string holds: CIDs of a CID-keyed CFF, else glyph numbers of the subset.
    """

    name: str
    font: bytes
    cff: bytes
    codes: dict[str, int]
    gids: dict[str, int]
    advances: dict[str, float]
    ascent: float
    descent: float
    box: tuple[float, float, float, float]


@lru_cache(maxsize=48)
def subset(face: Face, characters: str) -> Subset:
    """Return the subset of a face for the characters, which the face must have; sorted, without repetition."""
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(ord(char) for char in characters)
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.DESUBROUTINIZE
    for tag in DROPPED_TABLES:
        wanted.drop_table_tag_set.add(hb.Tag(tag) if hasattr(hb, "Tag") else _tag(tag))
    plan = hb.SubsetPlan(face.hb_face, wanted)
    made = plan.execute()
    data = bytes(made.blob.data)
    new_gid = plan.old_to_new_glyph_mapping
    glyphs = {char: face.glyph(char) for char in characters}
    gids = {char: new_gid[glyph.gid] for char, glyph in glyphs.items() if glyph}
    advances = {char: glyph.advance for char, glyph in glyphs.items() if glyph}
    font = TTFont(BytesIO(data), lazy=True)
    codes, cff = gids, b""
    if "CFF " in font:
        cff = font.reader["CFF "]
        top = font["CFF "].cff.topDictIndex[0]
        if hasattr(top, "ROS"):
            codes = {char: int(top.charset[gid][3:]) if gid else 0 for char, gid in gids.items()}
    head, hhea = font["head"], font["hhea"]
    unit = head.unitsPerEm
    return Subset(
        name=_embedded_name(face, characters),
        font=data,
        cff=cff,
        codes=codes,
        gids=gids,
        advances=advances,
        ascent=hhea.ascent / unit,
        descent=hhea.descent / unit,
        box=(head.xMin / unit, head.yMin / unit, head.xMax / unit, head.yMax / unit),
    )


def _tag(name: str) -> int:
    return int.from_bytes(name.encode("ascii"), "big")


def _embedded_name(face: Face, characters: str) -> str:
    """Return a name with the six-letter tag that marks a subset; the same characters give the same tag."""
    from hashlib import blake2b

    digest = blake2b(f"{face.key}|{characters}".encode(), digest_size=6).digest()
    tag = "".join(chr(65 + byte % 26) for byte in digest)
    plain = "".join(char for char in face.path.stem if char.isascii() and (char.isalnum() or char == "-"))
    return f"{tag}+{plain or 'Font'}"
