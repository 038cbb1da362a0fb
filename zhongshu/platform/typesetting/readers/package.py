"""Open a zipped package (OFD, DOCX) from outside: bounded, never following anything out of it."""

import io
import posixpath
import zipfile
import zlib

from lxml import etree

from zhongshu.kernel.errors import RuleBroken

LARGEST_FILE = 200 * 1024 * 1024
LARGEST_UNPACKED = 500 * 1024 * 1024
LARGEST_XML = 60 * 1024 * 1024
MOST_PARTS = 20_000


class Package:
    """The parts of a zipped file by their names; sizes are checked before anything is unpacked and while it is."""

    def __init__(self, data: bytes, kind: str) -> None:
        self.kind = kind
        if len(data) > LARGEST_FILE:
            raise RuleBroken(f"{kind} 文件超过{LARGEST_FILE // 1024 // 1024}MB，不能打开", code="file_too_large")
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            entries = self._archive.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as damage:
            raise self._damaged() from damage
        if len(entries) > MOST_PARTS:
            raise RuleBroken(f"{kind} 文件内的部件过多，不能打开", code="too_many_parts")
        if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
            raise RuleBroken(f"{kind} 文件解开后超过{LARGEST_UNPACKED // 1024 // 1024}MB，不能打开", code="file_too_large")
        if any(entry.flag_bits & 1 for entry in entries):
            raise RuleBroken(f"{kind} 文件加了密码，请先解除密码", code="encrypted_file")
        self._entries = {self.normal(entry.filename): entry for entry in entries if not entry.is_dir()}

    def _damaged(self) -> RuleBroken:
        return RuleBroken(f"{self.kind} 文件已损坏或不完整，不能打开", code="bad_file")

    @staticmethod
    def normal(name: str, base: str = "") -> str:
        """Return a part's name without leading slash or ``..``, resolved against the folder ``base``."""
        name = name.strip().replace("\\", "/")
        joined = name if name.startswith("/") else posixpath.join("/", base, name)
        return posixpath.normpath(joined).lstrip("/")

    @property
    def names(self) -> list[str]:
        return list(self._entries)

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def read(self, name: str, limit: int = LARGEST_UNPACKED) -> bytes:
        """Return a part.

        Raises:
            RuleBroken: it is missing, damaged, or larger than it says.
        """
        entry = self._entries.get(name)
        if entry is None:
            raise self._damaged()
        limit = min(limit, max(entry.file_size, 1))
        try:
            with self._archive.open(entry) as part:
                data = part.read(limit + 1)
        except (zipfile.BadZipFile, OSError, zlib.error, EOFError, NotImplementedError, RuntimeError) as damage:
            raise self._damaged() from damage
        if len(data) > limit:
            raise RuleBroken(f"{self.kind} 文件的部件 {name} 比所说的大，不能打开", code="file_too_large")
        return data

    def xml(self, name: str) -> etree._Element:
        """Return a part's root element; entities, document types and anything outside the file are never resolved."""
        data = self.read(name, LARGEST_XML)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as damage:
            raise self._damaged() from damage
        if root.getroottree().docinfo.doctype:
            raise RuleBroken(f"{self.kind} 文件的部件 {name} 带有外部定义，不能打开", code="external_reference")
        return root


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace: files from different makers use different ones."""
    return etree.QName(element).localname


def find(element: etree._Element, name: str) -> etree._Element | None:
    """Return the first descendant of that name."""
    return next((child for child in element.iter() if isinstance(child.tag, str) and local(child) == name), None)


def find_all(element: etree._Element, name: str) -> list[etree._Element]:
    return [child for child in element.iter() if isinstance(child.tag, str) and local(child) == name]


def text_of(element: etree._Element | None) -> str:
    return (element.text or "").strip() if element is not None else ""
