"""What a file really is: its bytes must agree with its name, and an archive must not swell beyond measure when unpacked."""

import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import filetype
from PIL import Image, UnidentifiedImageError

from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.attachments.names import extension

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAMPLE = 8192
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Bounds:
    """What an archive may hold. ``unpacked`` in bytes, ``ratio`` unpacked to packed."""

    unpacked: int = 1024 * _MEGABYTE
    ratio: int = 200
    entries: int = 10_000
    pixels: int = 100_000_000


@dataclass(frozen=True, slots=True)
class Format:
    media_type: str
    fits: Callable[[bytes, Any], bool]


def media_type(name: str, handle: Any, *, bounds: Bounds | None = None) -> str:
    """Return the media type of a file that may be kept.

    Raises:
        RuleBroken: a type that is not accepted, content that does not fit the name, a damaged file, an archive bomb.
    """
    bounds = bounds or Bounds()
    form = FORMATS.get(extension(name))
    if form is None:
        raise _refusal(f"不接收此类型的文件，可上传：{'、'.join(sorted(FORMATS))}", "type_not_accepted")
    handle.seek(0)
    head = handle.read(_SAMPLE)
    if not form.fits(head, handle):
        raise _refusal("文件内容与扩展名不符，请用原软件打开确认并重新保存后再上传", "type_mismatch")
    if head.startswith(b"PK"):
        _check_archive(handle, bounds)
    if form.media_type.startswith("image/"):
        _check_picture(handle, bounds)
    handle.seek(0)
    return form.media_type


def _check_archive(handle: Any, bounds: Bounds) -> None:
    try:
        with zipfile.ZipFile(handle) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _refusal("压缩文件已损坏，无法读取，请重新生成后再上传", "archive_damaged") from error
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    # Small files compress well without harm, so the ratio counts only from ten megabytes.
    swells = unpacked > 10 * _MEGABYTE and unpacked > bounds.ratio * max(packed, 1)
    if len(members) > bounds.entries or unpacked > bounds.unpacked or swells:
        raise _refusal("压缩文件解压后过大，疑似恶意文件，不予接收", "archive_bomb")


def _check_picture(handle: Any, bounds: Bounds) -> None:
    handle.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            width, height = Image.open(handle).size
    except Image.DecompressionBombError:
        width = height = bounds.pixels
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise _refusal("图片已损坏，无法读取，请重新生成后再上传", "picture_damaged") from error
    if width * height > bounds.pixels:
        raise _refusal("图片尺寸过大，请缩小后再上传", "picture_too_large")


def _magic(*beginnings: bytes) -> Callable[[bytes, Any], bool]:
    return lambda head, handle: head.startswith(beginnings)


def _guessed(*types: str) -> Callable[[bytes, Any], bool]:
    return lambda head, handle: filetype.guess_mime(head) in types


def _pdf(head: bytes, handle: Any) -> bool:
    return b"%PDF-" in head[:1024]


def _package(*needed: str) -> Callable[[bytes, Any], bool]:
    """Tell whether the file is a zip package that holds a member beginning with each of the names."""

    def fits(head: bytes, handle: Any) -> bool:
        if not head.startswith(b"PK\x03\x04"):
            return False
        try:
            with zipfile.ZipFile(handle) as archive:
                names = archive.namelist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            return True  # a damaged package of the right kind: the archive check says so in its own words
        return all(any(name.startswith(beginning) for name in names) for beginning in needed)

    return fits


def _either(*checks: Callable[[bytes, Any], bool]) -> Callable[[bytes, Any], bool]:
    return lambda head, handle: any(check(head, handle) for check in checks)


def _plain_text(head: bytes, handle: Any) -> bool:
    return decoded(head) is not None


def decoded(data: bytes) -> str | None:
    """Return the bytes as text in the encodings that offices use; None if they are none. A character cut at the end is let go."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\0" in data:  # wide characters without a mark, or no text at all
        wide = data[: len(data) // 2 * 2].decode(
            "utf-16-le" if data[1::2].count(0) > data[::2].count(0) else "utf-16-be", "replace"
        )
        usual = sum(char in "\r\n\t" or " " <= char <= "~" or "\u3000" <= char <= "\u9fff" or char in "“”‘’—…·" for char in wide)
        return wide if usual > 0.95 * len(wide) else None
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        for cut in range(4):
            try:
                return data[: len(data) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
    return None


def _refusal(sentence: str, code: str) -> RuleBroken:
    return RuleBroken(sentence, code=code, field="file")


_OFFICE = "application/vnd.openxmlformats-officedocument"
_ole = _magic(_OLE)
FORMATS = {
    "pdf": Format("application/pdf", _pdf),
    "ofd": Format("application/ofd", _package("OFD.xml")),
    "doc": Format("application/msword", _ole),
    "xls": Format("application/vnd.ms-excel", _ole),
    "ppt": Format("application/vnd.ms-powerpoint", _ole),
    "docx": Format(f"{_OFFICE}.wordprocessingml.document", _package("[Content_Types].xml", "word/")),
    "xlsx": Format(f"{_OFFICE}.spreadsheetml.sheet", _package("[Content_Types].xml", "xl/")),
    "pptx": Format(f"{_OFFICE}.presentationml.presentation", _package("[Content_Types].xml", "ppt/")),
    "odt": Format("application/vnd.oasis.opendocument.text", _package("content.xml")),
    "ods": Format("application/vnd.oasis.opendocument.spreadsheet", _package("content.xml")),
    "wps": Format("application/vnd.ms-works", _either(_ole, _package("word/"))),
    "et": Format("application/vnd.ms-excel", _either(_ole, _package("xl/"))),
    "dps": Format("application/vnd.ms-powerpoint", _either(_ole, _package("ppt/"))),
    "rtf": Format("application/rtf", _magic(b"{\\rtf")),
    "txt": Format("text/plain", _plain_text),
    "md": Format("text/plain", _plain_text),
    "csv": Format("text/csv", _plain_text),
    "png": Format("image/png", _guessed("image/png", "image/apng")),
    "jpg": Format("image/jpeg", _guessed("image/jpeg")),
    "jpeg": Format("image/jpeg", _guessed("image/jpeg")),
    "gif": Format("image/gif", _guessed("image/gif")),
    "bmp": Format("image/bmp", _guessed("image/bmp")),
    "webp": Format("image/webp", _guessed("image/webp")),
    "tif": Format("image/tiff", _guessed("image/tiff")),
    "tiff": Format("image/tiff", _guessed("image/tiff")),
    "zip": Format("application/zip", _magic(b"PK\x03\x04", b"PK\x05\x06")),
    "mp3": Format("audio/mpeg", _guessed("audio/mpeg")),
    "wav": Format("audio/wav", _guessed("audio/x-wav")),
    "mp4": Format("video/mp4", _guessed("video/mp4", "video/x-m4v")),
}
