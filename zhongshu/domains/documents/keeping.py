"""Issued documents as files: made once, kept in the storage, so that everybody gets the same sealed bytes at once."""

import hashlib
from collections.abc import Callable

from django.core.files.base import ContentFile
from django.core.files.storage import storages

from zhongshu.kernel import text
from zhongshu.platform.typesetting import public as typesetting

SEAL_SIZE = hashlib.new("sm3").digest_size


def kept(kind: str, described: typesetting.OfficialDocument, make: Callable[[], bytes]) -> bytes:
    """Return the file of a document: as kept under the digest of its elements, else made now and kept.

    Before the content stands its own digest: a file that was cut short or changed in the storage is made again.
    """
    storage = storages["default"]
    digest = text.digest(f"{kind}\n{described!r}")
    place = f"issued/{digest[:2]}/{digest}.{kind}"
    found = b""
    try:
        with storage.open(place, "rb") as file:
            found = file.read()
    except FileNotFoundError:
        pass
    if found and found[:SEAL_SIZE] == _digest(found[SEAL_SIZE:]):
        return found[SEAL_SIZE:]
    made = make()
    if found:
        storage.delete(place)
    storage.save(place, ContentFile(_digest(made) + made))
    return made


def _digest(content: bytes) -> bytes:
    return hashlib.new("sm3", content).digest()
