"""The words at the top of a file's first page, where a mark of secrecy stands if there is one.

Only the opening is read: a mark belongs to the top of the first page (GB/T 9704), and a text about secrecy further down is none.
What cannot be read (a picture, an old binary format) gives nothing; the name of the file is looked at in any case.
"""

import re
import zipfile
from typing import Any

from zhongshu.platform.attachments import previewing, sniffing

LENGTH = 600
_READ = 256 * 1024
_PARTS = {
    "docx": re.compile(r"word/(header\d*|document)\.xml"),
    "wps": re.compile(r"word/(header\d*|document)\.xml"),
    "xlsx": re.compile(r"xl/sharedStrings\.xml"),
    "ofd": re.compile(r"(.*/)?Pages/Page_0/Content\.xml"),
    "odt": re.compile(r"content\.xml"),
}
_LINE_ENDS = re.compile(r"</(w:p|si|ofd:TextCode|text:p|text:h)>")
_TAGS = re.compile(r"<[^>]*>")


def words(ending: str, handle: Any) -> str:
    """Return the first words of a file with this extension, line by line; empty if they cannot be read."""
    handle.seek(0)
    if ending in {"txt", "csv"}:
        return (sniffing.decoded(handle.read(4 * LENGTH)) or "")[:LENGTH]
    if ending == "pdf":
        return previewing.first_words(handle, LENGTH)
    if ending in _PARTS:
        return _words_of_package(_PARTS[ending], handle)
    return ""


def _words_of_package(part: re.Pattern[str], handle: Any) -> str:
    found = []
    try:
        with zipfile.ZipFile(handle) as archive:
            # Headers come before the text: there a mark stands on every page.
            for name in sorted(filter(part.fullmatch, archive.namelist()), key=lambda name: "header" not in name):
                with archive.open(name) as member:
                    text = member.read(_READ).decode("utf-8", "ignore")
                found.append(_TAGS.sub("", _LINE_ENDS.sub("\n", text))[:LENGTH])
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return ""  # damaged or locked by a password: nothing can be read
    return "\n".join(found)
