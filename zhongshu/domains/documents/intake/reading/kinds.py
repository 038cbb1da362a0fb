"""What a file really is, whatever it is called."""

import io
import zipfile

import filetype

from zhongshu.platform.attachments import public as attachments

PICTURES = frozenset({"png", "jpg", "jpeg", "gif", "bmp", "webp", "tif", "tiff"})
OLD = frozenset({"doc", "wps", "rtf", "odt", "wpt", "dot"})
TEXTS = frozenset({"txt", "md"})
READABLE = PICTURES | OLD | TEXTS | {"docx", "pdf", "ofd"}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def true_extension(name: str, data: bytes) -> str:
    """Return the extension that the bytes call for; the name's own if the bytes fit it, "" if they are nothing that is read."""
    named = attachments.extension(name)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK"):
        return _package(named, data)
    if data.startswith(_OLE):
        return named if named in {"doc", "wps", "wpt", "dot", "xls", "ppt", "et", "dps"} else "doc"
    if data.startswith(b"{\\rtf"):
        return "rtf"
    picture = filetype.guess_extension(data[:8192])
    if picture in PICTURES or picture == "apng":
        return (
            named
            if named in PICTURES and {named, picture} in ({"jpg", "jpeg"}, {"tif", "tiff"}, {named})
            else picture.replace("apng", "png")
        )
    if picture:
        return ""
    if b"\0" in data[:8192] and not data.startswith((b"\xff\xfe", b"\xfe\xff")) and attachments.decoded(data[:8192]) is None:
        return ""
    return named if named in TEXTS else "txt"


def _package(named: str, data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.namelist()
            if "mimetype" in members and b"opendocument.text" in archive.read("mimetype")[:80]:
                return "odt"
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return named if named in {"docx", "ofd", "wps", "odt"} else "docx"
    if any(member.endswith("OFD.xml") for member in members):
        return "ofd"
    if any(member.startswith("word/") for member in members):
        return "docx"
    return ""
