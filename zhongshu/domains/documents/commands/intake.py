"""Registering from files: dropped, read in the background, proposed, confirmed with the keyboard."""

import datetime as dt
import uuid
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.base import File as Upload
from django.db import transaction
from django.db.models import Q

from zhongshu.domains.documents.choices import IntakeState, Secrecy
from zhongshu.domains.documents.commands import registering
from zhongshu.domains.documents.intake import likeness, numbers
from zhongshu.domains.documents.intake.extracting import extract
from zhongshu.domains.documents.intake.found import Proposal, places
from zhongshu.domains.documents.intake.lines import Reading
from zhongshu.domains.documents.intake.ocr import recognising
from zhongshu.domains.documents.intake.ocr.pictures import Turn
from zhongshu.domains.documents.intake.paragraphs import paragraphs
from zhongshu.domains.documents.intake.reading import kinds
from zhongshu.domains.documents.intake.reading.opening import Scan, open_file
from zhongshu.domains.documents.models import IncomingDocument, IntakeFile
from zhongshu.domains.documents.policies import intake_policy
from zhongshu.domains.documents.queries import intake as queries
from zhongshu.kernel import clock, states
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.attachments import public as attachments
from zhongshu.platform.audit import public as audit
from zhongshu.platform.jobs import public as jobs
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.organizations.public import Duty
from zhongshu.platform.secrecy import public as secrecy

READ = "documents.read_intake"
MOST_ATTEMPTS = 3
RECOGNISING = dt.timedelta(minutes=10)  # renewed with every page; longer than a page may take
TURN = dt.timedelta(seconds=4)
LONGEST_TEXT = 200_000
SHOWN_LINES = 400
OPENING = 600  # characters at the top of the first page in which a mark of secrecy counts
HIDDEN_NAME = "（标有国家秘密标志的文件，名称不予保留）"
LEVELS = {"内部": Secrecy.INTERNAL, "工作秘密": Secrecy.WORK_SECRET}


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
        _forget(file, refusal)
        file.save()
        audit.record("documents.intake_refused", _bare(file), by=by, code=refusal.code)
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
    name, _, digests = attachments.examined(renamed, about=_bare(file), by=by)
    file.name, file.extension, file.size, file.sm3 = name, extension, digests.size, digests.sm3
    file.path = attachments.storage().save(f"intake/{uuid.uuid4().hex}", ContentFile(data))


def _forget(file: IntakeFile, refusal: RuleBroken) -> None:
    """Leave of a refused file only that it was refused and why."""
    file.state, file.problem = IntakeState.REFUSED, refusal.message[:300]
    file.path = file.text = file.title = file.number_key = file.fingerprint = file.progress = ""
    file.proposal, file.notes = {}, []
    file.band1 = file.band2 = file.band3 = file.band4 = None
    file.recognising_until, file.decided_at = None, clock.now()
    if refusal.code == "above_ceiling":
        file.name, file.sm3, file.size = HIDDEN_NAME, "", 0


def _bare(file: IntakeFile) -> ObjectRef:
    """Return a reference without words: of what was refused not even the name goes on record."""
    return ObjectRef("documents.intake", file.pk or 0)


# ── reading, in the background ───────────────────────────────────────────────


def read(file_id: int) -> None:
    """Read a file and propose its fields. Safe to run twice; scans are recognised one at a time, in all workers together."""
    file = IntakeFile.objects.get(pk=file_id)
    if file.state not in (IntakeState.UPLOADED, IntakeState.READING):
        return
    if file.attempts >= MOST_ATTEMPTS:
        _propose_nothing(file, "识读没有成功，请对照原件手工登记")
        return
    IntakeFile.objects.filter(pk=file.pk).update(state=IntakeState.READING, attempts=file.attempts + 1, progress="正在识读")
    file.refresh_from_db()
    try:
        with attachments.opened(file.path) as handle:
            found = open_file(file.name, handle.read())
        turns: dict[int, Turn] = {}
        if isinstance(found, Scan):
            if not _take_recogniser(file):
                _wait(file)
                return
            found, turns = recognising.recognise(found, tell=lambda page, pages: _tell(file, page, pages))
        propose(file, found, turns)
    except RuleBroken as problem:
        if problem.code == "above_ceiling":
            refuse(file, problem)
        else:
            _propose_nothing(file, problem.message)


def _take_recogniser(file: IntakeFile) -> bool:
    """Claim the one place for recognition; a claim that was not renewed for minutes belongs to a dead worker."""
    now = clock.now()
    with transaction.atomic():
        busy = IntakeFile.objects.filter(recognising_until__gt=now).exclude(pk=file.pk)
        if busy.exists():
            return False
        IntakeFile.objects.filter(pk=file.pk).update(recognising_until=now + RECOGNISING)
        # On PostgreSQL two may have claimed at one moment: the older one goes first.
        return not busy.filter(Q(pk__lt=file.pk)).exists()


def _wait(file: IntakeFile) -> None:
    attempt = file.attempts - 1
    IntakeFile.objects.filter(pk=file.pk).update(
        state=IntakeState.UPLOADED, attempts=attempt, recognising_until=None, progress="等待识别：前面还有扫描件"
    )
    jobs.enqueue(READ, file_id=file.pk, run_at=clock.now() + TURN)


def _tell(file: IntakeFile, page: int, pages: int) -> None:
    words = f"正在识别第{page + 1}页，共{pages}页" if pages > 1 else "正在识别"
    IntakeFile.objects.filter(pk=file.pk).update(progress=words, recognising_until=clock.now() + RECOGNISING)


@transaction.atomic
def propose(file: IntakeFile, reading: Reading, turns: dict[int, Turn]) -> None:
    """Write down what was read of a file.

    Raises:
        RuleBroken: the text bears a mark of a state secret (``above_ceiling``).
    """
    first = "\n".join(line.text for line in reading.lines if line.page == 0)[:OPENING]
    secrecy.ensure_storable(f"{first}\n", by=Actor.system(), about=_bare(file))
    names = organizations.organs().values_list("name", flat=True) if reading.kind == "scan" else ()
    proposal = extract(reading, known_organs=names)
    text = paragraphs(reading.lines[proposal.body :])[:LONGEST_TEXT]
    fingerprint = likeness.fingerprint(reading.text)
    bands = likeness.bands(fingerprint) if fingerprint is not None else (None, None, None, None)
    states.move(
        file,
        to=IntakeState.PROPOSED,
        pages=reading.pages,
        notes=[*file.notes, *reading.notes],
        progress="",
        recognising_until=None,
        title=proposal["title"][:300],
        number_key=numbers.key(proposal["number"])[:80],
        secrecy=LEVELS.get(proposal["secrecy"], Secrecy.NONE),
        text=text,
        proposal=_kept(reading, proposal, turns),
        fingerprint=f"{fingerprint:016x}" if fingerprint is not None else "",
        band1=bands[0],
        band2=bands[1],
        band3=bands[2],
        band4=bands[3],
    )


def _kept(reading: Reading, proposal: Proposal, turns: dict[int, Turn]) -> dict[str, Any]:
    fields = {
        name: {
            "value": found.value,
            "sure": round(found.sure, 3),
            "places": [
                [page, *(round(edge, 4) for edge in (box.x0, box.y0, box.x1, box.y1))]
                for page, box in places(reading.lines, found.pieces)
            ],
            "spans": [[piece.line, piece.start, piece.end] for piece in found.pieces],
        }
        for name, found in proposal.fields.items()
    }
    shown = list(reading.lines[:SHOWN_LINES])
    return {
        "kind": reading.kind,
        "fields": fields,
        "body": proposal.body,
        "read": list(reading.read),
        "turns": {str(page): [turn.quarters, turn.skew] for page, turn in turns.items()},
        "sizes": {str(page): [round(edge, 1) for edge in size] for page, size in reading.sizes.items()},
        "lines": [[line.text, line.page, _edges(line)] for line in shown] if reading.kind in {"docx", "text", "ofd"} else [],
    }


def _edges(line: Any) -> list[float]:
    box = line.box
    return [round(edge, 4) for edge in (box.x0, box.y0, box.x1, box.y1)] if box else []


def _propose_nothing(file: IntakeFile, problem: str) -> None:
    """Let the clerk fill in by hand what could not be read; the file is attached all the same."""
    states.move(file, to=IntakeState.PROPOSED, problem=problem[:300], progress="", recognising_until=None)


@transaction.atomic
def refuse(file: IntakeFile, refusal: RuleBroken) -> None:
    """Refuse a file in which a mark of a state secret was read (拒收): its content is destroyed."""
    path = file.path
    before = file.state
    _forget(file, refusal)
    changed = IntakeFile.objects.filter(pk=file.pk, state=before).update(
        **{field.attname: getattr(file, field.attname) for field in IntakeFile._meta.concrete_fields if not field.primary_key}
    )
    if changed:
        audit.record("documents.intake_refused", _bare(file), by=Actor.system(), code=refusal.code)
        transaction.on_commit(lambda: attachments.storage().delete(path))


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
        RuleBroken: it was not put aside.
    """
    intake_policy.require(by, "handle", file)
    states.move(file, to=IntakeState.PROPOSED, reason="", decided_at=None, decided_by_name="")
    audit.record("documents.intake_restored", file, by=by)
