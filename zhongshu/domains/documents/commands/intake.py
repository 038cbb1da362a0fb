"""Registering from files: dropped, confirmed with the keyboard or put aside; what is kept no longer is removed."""

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.base import File as Upload
from django.db import transaction

from zhongshu.domains.documents.choices import IntakeState
from zhongshu.domains.documents.commands import registering
from zhongshu.domains.documents.commands.intake_reading import READ, bare, forget
from zhongshu.domains.documents.intake.reading import kinds
from zhongshu.domains.documents.models import IncomingDocument, IntakeFile
from zhongshu.domains.documents.policies import intake_policy
from zhongshu.domains.documents.queries import intake as queries
from zhongshu.kernel import clock, states
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.attachments import public as attachments
from zhongshu.platform.audit import public as audit
from zhongshu.platform.jobs import public as jobs
from zhongshu.platform.organizations.public import Duty
from zhongshu.platform.secrecy import public as secrecy

FOLDER = "intake"
AT_ONCE = 200  # files put aside that are cleared in one transaction
UNCLAIMED = dt.timedelta(days=1)  # after which stored bytes that no file owns were left behind by a process that died


@transaction.atomic
def upload(content: Upload, *, organ_id: int, by: Actor) -> IntakeFile:
    """Take a file for registration (上传来文文件). What cannot be taken stays in the list as refused, with the reason.

    Raises:
        NotPermitted: not a registry clerk of the organ.
    """
    if organ_id not in by.organs_where(Duty.REGISTRY_CLERK):
        raise NotPermitted("您不是该机关的文书人员，不能登记收文", code="not_permitted_register")
    file = IntakeFile(organ_id=organ_id, name=(content.name or "")[:160], uploaded_at=clock.now())
    file.uploaded_by_id, file.uploaded_by_name = by.person_id, by.name
    try:
        _accept(file, content, by=by)
    except RuleBroken as refusal:
        forget(file, refusal)
        file.save()
        audit.record("documents.intake_refused", bare(file), by=by, code=refusal.code)
        return file
    file.save()
    audit.record("documents.intake_uploaded", file, by=by, sm3=file.sm3, size=file.size)
    jobs.enqueue(READ, key=f"{READ}:{file.pk}:0", file_id=file.pk)
    return file


def _accept(file: IntakeFile, content: Upload, *, by: Actor) -> None:
    data = content.read()
    if not data:
        raise RuleBroken("文件是空的（0 字节），请检查后重新上传", code="file_empty", field="file")
    named = attachments.extension(file.name)
    extension = kinds.true_extension(file.name, data)
    if not extension or extension not in kinds.READABLE:
        raise RuleBroken("不能从这种文件登记，请上传 DOCX、PDF、OFD、图片、TXT 或 WPS 文件", code="type_not_read", field="file")
    if extension != named:
        file.notes = [f"文件扩展名是“{named or '无'}”，实际是 {extension.upper()} 文件，已按实际类型识读"]
        file.name = f"{file.name.rpartition('.')[0] or file.name}.{extension}"
    renamed = ContentFile(data, name=file.name)
    name, _, digests = attachments.examined(renamed, about=bare(file), by=by)
    file.name, file.extension, file.size, file.sm3 = name, extension, digests.size, digests.sm3
    file.path = attachments.storage().save(f"{FOLDER}/{uuid.uuid4().hex}", ContentFile(data))


# ── what the clerk decides ───────────────────────────────────────────────────


@transaction.atomic
def confirm(file: IntakeFile, *, by: Actor, is_another: bool = False, **fields: Any) -> IncomingDocument:
    """Register the document that a file holds (确认登记): received, registered under a number, the file attached.

    Args:
        is_another: the clerk says that it is not the document already registered under the same number.
        fields: what ``registering.receive`` and ``registering.register`` take.

    Raises:
        NotPermitted: not a registry clerk of the organ.
        RuleBroken: not read yet, registered or put aside already; the number is registered already; what registering refuses.
        StaleState: somebody else decided first.
    """
    intake_policy.require(by, "handle", file)
    if file.state != IntakeState.PROPOSED:
        raise RuleBroken(f"此文件{file.get_state_display()}，不能登记，请刷新后核对", code="wrong_state", present=file.state)
    organ_id = fields.pop("organ_id", file.organ_id)
    present = queries.same_number(organ_id, fields.get("source_number", "")) if not is_another else None
    if present is not None:
        raise RuleBroken(
            f"文号{fields['source_number']}已登记（{present.number or present.title}）；确是另一份文件的，请勾选“仍要登记”",
            code="number_registered",
            field="is_another",
        )
    chosen = {name: fields.pop(name, None) for name in ("requested_days", "chaser_id")}
    fields.setdefault("body", "" if secrecy.scan_marks(file.text) else file.text)
    document = registering.receive(organ_id=organ_id, by=by, **fields)
    with attachments.opened(file.path) as handle:
        attachments.add(document.ref, Upload(handle, name=file.name), by=by)
    states.move(file, to=IntakeState.CONFIRMED, incoming=document, decided_at=clock.now(), decided_by_name=by.name)
    registering.register(document, by=by, **chosen)
    audit.record("documents.intake_confirmed", file, by=by, incoming_id=document.pk, changed=_changed(file, fields))
    path = file.path
    transaction.on_commit(lambda: attachments.storage().delete(path))
    IntakeFile.objects.filter(pk=file.pk).update(path="")
    return document


def _changed(file: IntakeFile, fields: dict[str, Any]) -> list[str]:
    """Return the fields that the clerk wrote otherwise than they were proposed."""
    proposed = file.proposal.get("fields", {})
    pairs = {
        "source_number": "number",
        "title": "title",
        "sender_name": "issuers",
        "source_date": "date",
        "document_type": "document_type",
    }
    return sorted(
        name for name, source in pairs.items() if str(fields.get(name) or "") != str(proposed.get(source, {}).get("value", ""))
    )


@transaction.atomic
def discard(file: IntakeFile, *, reason: str, by: Actor) -> None:
    """Put a file aside (放弃登记); it can be taken up again.

    Raises:
        NotPermitted: not a registry clerk of the organ.
        RuleBroken: no reason, or registered or refused already.
        StaleState: somebody else decided first.
    """
    intake_policy.require(by, "handle", file)
    if not reason.strip():
        raise RuleBroken("请填写不登记的理由", code="reason_missing", field="reason")
    states.move(file, to=IntakeState.DISCARDED, reason=reason.strip()[:300], decided_at=clock.now(), decided_by_name=by.name)
    audit.record("documents.intake_discarded", file, by=by, reason=reason.strip())


@transaction.atomic
def restore(file: IntakeFile, *, by: Actor) -> None:
    """Take up again a file that was put aside (恢复).

    Raises:
        NotPermitted: not a registry clerk of the organ.
        RuleBroken: it was not put aside, or its content was cleared since.
    """
    intake_policy.require(by, "handle", file)
    if file.is_cleared:
        raise RuleBroken("此文件放弃登记已过保存期限，原件已清除，请重新上传", code="intake_cleared")
    states.move(file, to=IntakeState.PROPOSED, reason="", decided_at=None, decided_by_name="")
    audit.record("documents.intake_restored", file, by=by)


# ── what is kept no longer ───────────────────────────────────────────────────


def clear_put_aside() -> int:
    """Remove what files hold that were put aside longer ago than the office keeps them (清除过期文件); return how many.

    Who put which file aside, when and why stays on record with the digest of its bytes.
    """
    before = clock.now() - dt.timedelta(days=settings.INTAKE_KEPT_DAYS)
    expired = IntakeFile.objects.filter(state=IntakeState.DISCARDED, decided_at__lt=before).exclude(path="")
    cleared = 0
    while batch := list(expired.order_by("pk")[:AT_ONCE]):
        for file in batch:
            cleared += _clear(file)
    return cleared


@transaction.atomic
def _clear(file: IntakeFile) -> int:
    path = file.path
    changed = IntakeFile.objects.filter(pk=file.pk, state=IntakeState.DISCARDED, path=path).update(
        path="", text="", proposal={}, notes=[], fingerprint="", band1=None, band2=None, band3=None, band4=None
    )
    if changed:
        audit.record("documents.intake_cleared", file, by=Actor.system(), sm3=file.sm3, size=file.size)
        transaction.on_commit(lambda: attachments.storage().delete(path))
    return changed


def clear_unclaimed() -> int:
    """Remove stored bytes that no file owns: a process died between writing and recording, or between recording and deleting."""
    storage = attachments.storage()
    try:
        names = storage.listdir(FOLDER)[1]
    except FileNotFoundError:
        return 0
    owned = set(IntakeFile.objects.exclude(path="").values_list("path", flat=True).iterator())
    left = [path for name in names if (path := f"{FOLDER}/{name}") not in owned]
    old = [path for path in left if storage.get_modified_time(path) < clock.now() - UNCLAIMED]
    for path in old:
        storage.delete(path)
    return len(old)
