"""Proof that files are what was handed in: their content against the digest in the log."""

from collections.abc import Iterator

from zhongshu.platform.attachments.models import FileVersion
from zhongshu.platform.attachments.storage import digests, opened
from zhongshu.platform.audit import public as audit


def changed_files() -> Iterator[str]:
    """Yield a sentence for every file whose content differs from what was logged when it was handed in."""
    logged: dict[tuple[int, int], str] = {}
    for action in ("attachments.added", "attachments.replaced"):
        for entries in audit.evidence.logged(action):
            logged.update({(facts["file"], facts.get("version", 1)): facts["sm3"] for _, _, facts in entries})
    for version in FileVersion.objects.order_by("pk").iterator(chunk_size=500):
        expected = logged.get((version.file_id, version.number))
        try:
            with opened(version.path) as content:
                present = digests(content.chunks()).sm3
        except OSError:
            yield f"附件“{version.name}”第{version.number}版的文件不见了"
            continue
        if present != expected:
            yield f"附件“{version.name}”第{version.number}版的内容被改动"
