"""Every write of attachments."""

from django.conf import settings
from django.core.files.base import File as Upload
from django.db import transaction
from django.db.models import Max

from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken, StaleState
from zhongshu.kernel.refs import ObjectRef, ref_fields
from zhongshu.platform.attachments import names, pictures, queries, sniffing, storage
from zhongshu.platform.attachments.models import File, FileVersion
from zhongshu.platform.attachments.opening import words
from zhongshu.platform.attachments.uploads import too_large
from zhongshu.platform.audit import public as audit
from zhongshu.platform.secrecy import public as secrecy


def upload(ref: ObjectRef, content: Upload, *, by: Actor, role: str = "attachment") -> File:
    """Add a file to an object, if its owner lets the actor (上传附件).

    Raises:
        NotPermitted: the owner's policy does not allow the actor to attach files.
        RuleBroken: see ``add``.
    """
    _require(ref, by)
    return add(ref, content, by=by, role=role)


def add(ref: ObjectRef, content: Upload, *, by: Actor, role: str = "attachment") -> File:
    """Add a file to an object; the owner's command, which calls this, has asked its own policy.

    Raises:
        RuleBroken: an empty or oversized file, a name or type that is not accepted, a mark of secrecy in the name or at the
            top of the first page, too many files, or more or larger photos than the owner of the object wants.
    """
    name, media_type, digests = examined(content, about=ref, by=by)
    pictures.check(ref, media_type=media_type, size=digests.size, by=by)
    path = storage.keep(content, digests.sha256)
    with transaction.atomic():
        present = File.objects.about(ref)
        if present.filter(voided_at=None).count() >= settings.ATTACHMENTS_PER_OBJECT:
            raise RuleBroken(
                f"附件最多 {settings.ATTACHMENTS_PER_OBJECT} 个，请合并或作废后再上传", code="too_many_files", field="file"
            )
        last = present.aggregate(last=Max("position"))["last"] or 0
        file = File.objects.create(**ref_fields(ref), role=role, name=name, position=last + 1, added_at=clock.now())
        FileVersion.objects.create(file=file, number=1, **_version_fields(name, media_type, digests, path, by))
        audit.record("attachments.added", ref, by=by, file=file.pk, name=name, sm3=digests.sm3, size=digests.size)
    return file


def replace(file: File, content: Upload, *, by: Actor) -> FileVersion:
    """Put a new version in force; the earlier ones stay readable (更新附件).

    Raises:
        NotPermitted: the owner's policy does not allow the actor to attach files.
        RuleBroken: the file is voided, nothing has changed, or the content is refused as in ``add``.
        StaleState: somebody else replaced it first.
    """
    _require(file.ref, by)
    name, media_type, digests = examined(content, about=file.ref, by=by)
    pictures.check(file.ref, media_type=media_type, size=digests.size, by=by, instead_of=file)
    path = storage.keep(content, digests.sha256)
    with transaction.atomic():
        if not File.objects.filter(pk=file.pk, voided_at=None).update(name=name):
            raise RuleBroken("该附件已作废，不能更新，请重新上传", code="file_voided")
        latest = file.versions.latest("number")
        if latest.sha256 == digests.sha256:
            raise RuleBroken("上传的文件与当前版本完全相同，无需更新", code="file_unchanged", field="file")
        version, is_new = FileVersion.objects.get_or_create(
            file=file, number=latest.number + 1, defaults=_version_fields(name, media_type, digests, path, by)
        )
        if not is_new:
            raise StaleState("该附件刚刚已被他人更新，请刷新后查看", code="stale_state")
        audit.record("attachments.replaced", file.ref, by=by, file=file.pk, name=name, version=version.number, sm3=digests.sm3)
    file.name = name
    return version


@transaction.atomic
def void(file: File, *, reason: str, by: Actor) -> None:
    """Take a file out of the object (作废附件). Its bytes and its history stay.

    Raises:
        NotPermitted: the owner's policy does not allow the actor to attach files.
        RuleBroken: no reason given.
        StaleState: the file is voided already.
    """
    _require(file.ref, by)
    if not reason.strip():
        raise RuleBroken("请填写作废的原因", code="reason_missing", field="reason")
    changes = {"voided_at": clock.now(), "voided_by_name": by.name, "void_reason": reason.strip()}
    if not File.objects.filter(pk=file.pk, voided_at=None).update(**changes):
        raise StaleState("该附件已作废，请刷新后查看", code="stale_state")
    audit.record("attachments.voided", file.ref, by=by, file=file.pk, name=file.name, reason=reason.strip())


def record_download(version: FileVersion, *, by: Actor) -> None:
    """Note that somebody took a copy of the file (下载附件)."""
    audit.record(
        "attachments.downloaded", version.file.ref, by=by, file=version.file_id, name=version.name, version=version.number
    )


def record_preview(version: FileVersion, *, by: Actor) -> None:
    """Note that somebody read the file on the screen (预览附件)."""
    audit.record(
        "attachments.previewed", version.file.ref, by=by, file=version.file_id, name=version.name, version=version.number
    )


def examined(content: Upload, *, about: ObjectRef, by: Actor) -> tuple[str, str, storage.Digests]:
    """Return name, media type and digests of a file that may be kept.

    Raises:
        RuleBroken: see ``add``.
    """
    name = names.accepted(content.name or "")
    secrecy.ensure_storable(name, by=by, about=about, field="file")
    if not content.size:
        raise RuleBroken("文件是空的（0 字节），请检查后重新上传", code="file_empty", field="file")
    if content.size > settings.ATTACHMENT_MAX_MEGABYTES * 1024 * 1024:
        raise too_large()
    source = content.file if hasattr(content, "file") else content
    media_type = sniffing.media_type(name, source)
    opening = f"{words(names.extension(name), source)}\n"
    secrecy.ensure_storable(opening, by=by, about=about, field="file")
    content.seek(0)
    return name, media_type, storage.digests(content.chunks(storage.CHUNK))


def _version_fields(name: str, media_type: str, digests: storage.Digests, path: str, by: Actor) -> dict:
    return {
        "name": name,
        "size": digests.size,
        "media_type": media_type,
        "sm3": digests.sm3,
        "sha256": digests.sha256,
        "path": path,
        "added_at": clock.now(),
        "added_by_id": by.person_id,
        "added_by_name": by.name,
    }


def _require(ref: ObjectRef, by: Actor) -> None:
    if not (by.is_system or queries.may_attach(ref, by)):
        raise NotPermitted("您没有“上传附件”的权限，如确需办理请联系经办人", code="not_permitted_attach")
