"""The parts of a PDF file that have nothing to do with official documents: objects, streams, pictures, the colour profile."""

import zlib
from functools import lru_cache
from hashlib import md5
from io import BytesIO

from PIL import Image, ImageCms

from zhongshu.kernel.errors import RuleBroken

LARGEST_PICTURE = 4000  # pixels a side


def number(value: float) -> str:
    """Write a number as PDF does: at most four decimals, no exponent, no negative zero."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def hex_text(text: str) -> str:
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


class PdfFile:
    """Numbered objects, written out in order."""

    def __init__(self) -> None:
        self.objects: list[bytes] = []

    def reserve(self) -> int:
        self.objects.append(b"")
        return len(self.objects)

    def fill(self, ref: int, body: str) -> None:
        self.objects[ref - 1] = body.encode("latin-1")

    def add(self, body: str) -> int:
        ref = self.reserve()
        self.fill(ref, body)
        return ref

    def add_stream(self, data: bytes, extra: str = "", *, compress: bool = True) -> int:
        if compress:
            data = zlib.compress(data, 6)
            extra += " /Filter /FlateDecode"
        ref = self.reserve()
        self.objects[ref - 1] = f"<<{extra} /Length {len(data)}>>\nstream\n".encode("latin-1") + data + b"\nendstream"
        return ref

    def finish(self, root: int, info: int) -> bytes:
        """Return the whole file; its identifier is the digest of its objects."""
        out = BytesIO()
        out.write(b"%PDF-1.7\n%\xe4\xb8\xad\xe6\x9e\xa2\n")
        offsets = []
        for index, body in enumerate(self.objects, start=1):
            offsets.append(out.tell())
            out.write(f"{index} 0 obj\n".encode("ascii") + body + b"\nendobj\n")
        start = out.tell()
        out.write(f"xref\n0 {len(offsets) + 1}\n0000000000 65535 f \n".encode("ascii"))
        for offset in offsets:
            out.write(f"{offset:010d} 00000 n \n".encode("ascii"))
        identifier = md5(out.getvalue(), usedforsecurity=False).hexdigest().upper()
        trailer = f"<</Size {len(offsets) + 1} /Root {root} 0 R /Info {info} 0 R /ID [<{identifier}> <{identifier}>]>>"
        out.write(f"trailer\n{trailer}\nstartxref\n{start}\n%%EOF\n".encode("ascii"))
        return out.getvalue()


def open_picture(data: bytes) -> Image.Image:
    """Open a PNG or JPEG of bounded size as RGBA.

    Raises:
        RuleBroken: it is neither, or too large.
    """
    try:
        picture = Image.open(BytesIO(data), formats=("PNG", "JPEG"))
        if max(picture.size) > LARGEST_PICTURE:
            raise RuleBroken(f"图片太大，每边不得超过{LARGEST_PICTURE}像素", code="picture_too_large")
        return picture.convert("RGBA")
    except (OSError, SyntaxError, ValueError) as damage:
        raise RuleBroken("印章或签名图片已损坏，或不是 PNG、JPEG 格式", code="bad_picture") from damage


def image_objects(file: PdfFile, data: bytes) -> int:
    """Add a picture with its transparency; return its object."""
    picture = open_picture(data)
    red, green, blue, alpha = picture.split()
    width, height = picture.size
    size = f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /BitsPerComponent 8"
    mask = file.add_stream(alpha.tobytes(), f"{size} /ColorSpace /DeviceGray")
    return file.add_stream(Image.merge("RGB", (red, green, blue)).tobytes(), f"{size} /ColorSpace /DeviceRGB /SMask {mask} 0 R")


@lru_cache(maxsize=1)
def icc_profile() -> bytes:
    """Return the sRGB profile, its date and identifier blanked so that it is the same every day."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = bytes.fromhex("07d0 0001 0001 0000 0000 0000".replace(" ", ""))
    profile[84:100] = bytes(16)
    return bytes(profile)
