"""Find font files and look glyphs up in them.

A file is opened by memory map and a glyph is looked up only when a character asks for it, so a 25 MB collection costs nothing to
have on the list. Damaged files are passed over and named in `Library.damaged`.
"""

import logging
import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

import uharfbuzz as hb

logger = logging.getLogger(__name__)

SUFFIXES = {".ttf", ".otf", ".ttc", ".otc"}
SYSTEM_DIRS = ("/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol")
LARGEST_FILE = 200 * 1024 * 1024
MOST_FILES = 3000
FAMILY, STYLE, FULL, POSTSCRIPT, TYPOGRAPHIC_FAMILY, TYPOGRAPHIC_STYLE = 1, 2, 4, 6, 16, 17
PLAIN_STYLES = {"regular", "r", "book", "normal", "常规", "标准", ""}


class Glyph(NamedTuple):
    """A glyph of a face: its number and its advance in ems."""

    gid: int
    advance: float


@dataclass(frozen=True)
class Face:
    """One face of a font file. ``key`` names it in page models: the same file gives the same key on every machine."""

    key: str
    name: str
    path: Path
    index: int

    @cached_property
    def hb_face(self) -> hb.Face:
        return hb.Face(hb.Blob.from_file_path(str(self.path)), self.index)

    @cached_property
    def hb_font(self) -> hb.Font:
        return hb.Font(self.hb_face)

    @cached_property
    def upem(self) -> int:
        return self.hb_face.upem or 1000

    @cached_property
    def is_cff(self) -> bool:
        return bool(self.hb_face.reference_table("CFF ").data)

    def glyph(self, char: str) -> Glyph | None:
        """Return the glyph of a character, None when the face has none."""
        gid = self.hb_font.get_nominal_glyph(ord(char))
        return Glyph(gid, self.hb_font.get_glyph_h_advance(gid) / self.upem) if gid else None

    def ink(self, char: str) -> tuple[float, float, float, float]:
        """Return a character's ink in ems as (left, bottom, right, top) from the glyph's origin on the baseline."""
        found = self.glyph(char)
        extents = self.hb_font.get_glyph_extents(found.gid) if found else None
        if extents is None:
            return (0.0, 0.0, 0.0, 0.0)
        left, top = extents.x_bearing / self.upem, extents.y_bearing / self.upem
        return (left, top + extents.height / self.upem, left + extents.width / self.upem, top)


class Library:
    """The faces found under some folders, by any of their names; earlier folders win."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self.folders = tuple(folders)
        self.damaged: list[str] = []
        self.by_name: dict[str, Face] = {}
        self.by_key: dict[str, Face] = {}
        seen: set[Path] = set()
        for folder in self.folders:
            for path in _font_files(folder):
                if path.resolve() not in seen and len(seen) < MOST_FILES:
                    seen.add(path.resolve())
                    self._add(path)

    def find(self, names: Iterable[str]) -> Face | None:
        """Return the first face that answers to one of the names."""
        return next((self.by_name[name.lower()] for name in names if name.lower() in self.by_name), None)

    def _add(self, path: Path) -> None:
        try:
            if path.stat().st_size > LARGEST_FILE:
                raise ValueError("too large")
            count = _faces_in(path)
            blob = hb.Blob.from_file_path(str(path))
            for index in range(count):
                face = hb.Face(blob, index)
                if not face.glyph_count:
                    raise ValueError("no glyphs")
                self._register(path, index, face)
        except (OSError, ValueError, hb.HarfBuzzError) as damage:
            logger.warning("font passed over: %s (%s)", path.name, type(damage).__name__)
            self.damaged.append(path.name)

    def _register(self, path: Path, index: int, face: hb.Face) -> None:
        names: dict[int, set[str]] = {}
        for entry in face.list_names():
            if entry.name_id in (FAMILY, STYLE, FULL, POSTSCRIPT, TYPOGRAPHIC_FAMILY, TYPOGRAPHIC_STYLE):
                text = face.get_name(entry.name_id, entry.language)
                if text:
                    names.setdefault(entry.name_id, set()).add(text.strip())
        key = f"{path.stem}-{index}" if index else path.stem
        if key in self.by_key:
            return
        made = Face(key, min(names.get(FULL) or names.get(FAMILY) or {path.stem}), path, index)
        self.by_key[key] = made
        known = names.get(FULL, set()) | names.get(POSTSCRIPT, set()) | {path.stem}
        styles = {style.lower() for style in names.get(TYPOGRAPHIC_STYLE) or names.get(STYLE, set())}
        if not styles or styles & PLAIN_STYLES:
            known |= names.get(FAMILY, set()) | names.get(TYPOGRAPHIC_FAMILY, set())
        for name in known:
            self.by_name.setdefault(name.lower(), made)


def _faces_in(path: Path) -> int:
    with path.open("rb") as handle:
        head = handle.read(12)
    if head[:4] == b"ttcf":
        return min(int.from_bytes(head[8:12], "big"), 64)
    if head[:4] not in (b"\x00\x01\x00\x00", b"OTTO", b"true"):
        raise ValueError("not a font")
    return 1


def _font_files(folder: Path) -> list[Path]:
    found = []
    for root, folders, files in os.walk(folder):
        folders.sort()
        found += [Path(root, name) for name in sorted(files) if Path(name).suffix.lower() in SUFFIXES]
    return found


def data_folder() -> Path:
    """Return the folder that ``manage.py fonts install`` fills."""
    home = os.environ.get("ZHONGSHU_DATA_DIR")
    return (Path(home) if home else Path(__file__).resolve().parents[4] / "data") / "fonts"


def font_folders() -> tuple[Path, ...]:
    """Return where fonts are looked for, best first: the office's own folder, the installed ones, the user's and the system's."""
    own = os.environ.get("ZHONGSHU_FONT_DIR", "")
    places = [Path(place) for place in own.split(os.pathsep) if place]
    places += [data_folder(), Path.home() / ".fonts", Path.home() / ".local/share/fonts", *map(Path, SYSTEM_DIRS)]
    return tuple(place for place in dict.fromkeys(places) if place.is_dir())


@lru_cache(maxsize=4)
def _library(folders: tuple[Path, ...]) -> Library:
    return Library(folders)


def library() -> Library:
    """Return the faces of this machine; read once for each set of folders."""
    return _library(font_folders())


def forget() -> None:
    """Look at the folders again the next time: fonts were added."""
    from . import choice

    _library.cache_clear()
    choice.choose_faces.cache_clear()
