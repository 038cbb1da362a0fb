"""Where the bytes lie: under the digest of their content, in whatever storage the settings name (a folder, or S3-compatible)."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core.files.base import File as DjangoFile
from django.core.files.storage import Storage, storages

CHUNK = 256 * 1024


@dataclass(frozen=True, slots=True)
class Digests:
    size: int
    sm3: str
    sha256: str


def storage() -> Storage:
    return storages["attachments" if "attachments" in settings.STORAGES else "default"]


def digests(chunks: Iterable[bytes]) -> Digests:
    """Read the content once, a piece at a time, and return its size and both digests."""
    size, sm3, sha256 = 0, hashlib.new("sm3"), hashlib.sha256()
    for chunk in chunks:
        size += len(chunk)
        sm3.update(chunk)
        sha256.update(chunk)
    return Digests(size, sm3.hexdigest(), sha256.hexdigest())


def keep(content: DjangoFile, sha256: str) -> str:
    """Store the content under its digest, unless it is there already, and return its place."""
    place = f"attachments/{sha256[:2]}/{sha256[2:4]}/{sha256}"
    if storage().exists(place):
        return place
    content.seek(0)
    return storage().save(place, content)


def opened(path: str) -> DjangoFile:
    return storage().open(path, "rb")
