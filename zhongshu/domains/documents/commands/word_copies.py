"""下载改稿、上传改稿: a draft goes to a word processor and comes back; nothing is taken in unseen, nothing written meanwhile is lost."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.db import transaction

from zhongshu.domains.documents import merging, rendering
from zhongshu.domains.documents.choices import ReturnedState
from zhongshu.domains.documents.commands import commenting, drafting, versions
from zhongshu.domains.documents.merging import Choice, Chunk, Kind
from zhongshu.domains.documents.models import OutgoingDocument, ReturnedCopy, WordCopy
from zhongshu.domains.documents.policies import outgoing_policy
from zhongshu.kernel import clock, states
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import RuleBroken, StaleState
from zhongshu.kernel.text import digest
from zhongshu.platform.audit import public as audit
from zhongshu.platform.secrecy import public as secrecy
from zhongshu.platform.typesetting import public as typesetting

FieldKind = Kind | Literal["removed"]
PROPERTY = "zhongshu-copy"
MOST_CHANGES = 2000
LONGEST_BODY = 200_000
LARGEST_FILE = 20 * 1024 * 1024
FIELDS = {"title": "标题", "principals": "主送机关", "remark": "附注"}
_CLOSING = re.compile(r"^(附件[：:]|\d{4}年\d{1,2}月\d{1,2}日$)")


@transaction.atomic
def take_down(document: OutgoingDocument, *, by: Actor) -> bytes:
    """Return the draft as a DOCX file (下载改稿); how it stood is kept, to be compared with what comes back.

    Raises:
        NotPermitted: the draft is not in the actor's hands.
        RuleBroken: it cannot be set.
    """
    outgoing_policy.require(by, "edit", document)
    token = secrets.token_hex(16)
    content = typesetting.to_docx(rendering.official_document(document), {PROPERTY: token})
    printed = typesetting.read_draft(content)
    WordCopy.objects.create(
        document=document,
        token=token,
        revision=document.revision,
        title=document.title,
        body=document.body,
        # What the layout leaves out cannot have been deleted by whoever brings the file back.
        principals=document.principal_line if printed.recipients else "",
        remark=document.remark if printed.remark else "",
        person_id=by.person_id,
        person_name=by.name,
        at=clock.now(),
    )
    audit.record("documents.word_copy_taken", document, by=by, revision=document.revision)
    return content


@transaction.atomic
def bring_back(document: OutgoingDocument, *, content: bytes, file_name: str, by: Actor) -> ReturnedCopy:
    """Read a DOCX file that was written on (上传改稿); the draft itself stays as it is until the differences were looked at.

    Raises:
        NotPermitted: the draft is not in the actor's hands.
        RuleBroken: no DOCX, damaged, too large, another document's, empty, or with a mark above the ceiling.
    """
    outgoing_policy.require(by, "edit", document)
    if len(content) > LARGEST_FILE:
        raise RuleBroken(
            f"文件超过{LARGEST_FILE // 1024 // 1024}MB，请压缩其中的图片后再上传", code="file_too_large", field="file"
        )
    found = _read(content)
    base = _base(document, found, by)
    body = found.body if found.is_ours else _text_alone(found.body, document)
    if not body.strip():
        raise RuleBroken("文件里没有读到正文，请核对后重新上传", code="nothing_read", field="file")
    if len(body) > LONGEST_BODY:
        raise RuleBroken(f"正文超过{LONGEST_BODY}字，请拆分后再上传", code="body_too_long", field="file")
    for text in (found.title or "", body, found.remark or ""):
        if text and secrecy.scan_marks(text):
            secrecy.ensure_storable(text, by=by, about=document.title)
    title = document.title if found.title is None else _as_before(found.title, document.title, base.title if base else "")
    made = ReturnedCopy.objects.create(
        document=document,
        file_name=file_name[-200:],
        digest=digest(content),
        base_known=base is not None,
        base_title=base.title if base else document.title,
        base_body=base.body if base else document.body,
        base_principals=base.principals if base else document.principal_line,
        base_remark=base.remark if base else document.remark,
        title=title[:300],
        body=body,
        principals=_element(found, found.recipients, base.principals if base else None, document.principal_line),
        remark=_element(found, found.remark, base.remark if base else None, document.remark)[:200],
        changes=[
            {"kind": one.kind, "text": one.text[:500], "author": one.author, "date": one.date[:16].replace("T", " ")}
            for one in found.changes[:MOST_CHANGES]
        ],
        changes_count=len(found.changes),
        remarks=[
            {"words": one.words[:1000], "author": one.author, "date": one.date[:16].replace("T", " "), "about": one.about[:500]}
            for one in found.remarks
        ],
        losses=list(found.losses),
        person_id=by.person_id,
        person_name=by.name,
        at=clock.now(),
    )
    audit.record("documents.word_copy_returned", document, by=by, copy=made.pk, changes=made.changes_count)
    return made


def _read(content: bytes) -> typesetting.DraftFile:
    try:
        return typesetting.read_draft(content)
    except RuleBroken as error:
        raise RuleBroken(error.message, code=error.code, field="file") from error


def _base(document: OutgoingDocument, found: typesetting.DraftFile, by: Actor) -> WordCopy | None:
    """Return the draft as it was when the file was taken down: by the file's own mark, else the person's last one."""
    token = found.properties.get(PROPERTY, "")
    if token:
        copy = WordCopy.objects.filter(token=token).first()
        if copy is not None and copy.document_id != document.pk:
            raise RuleBroken("这是从另一份文稿下载的Word文件，请核对后上传", code="another_document", field="file")
        if copy is not None:
            return copy
    if not found.is_ours:
        return None
    return WordCopy.objects.filter(document=document, person_id=by.person_id).order_by("-at").first()


def _element(found: typesetting.DraftFile, came: str | None, taken: str | None, present: str) -> str:
    """Return an element as the file has it: empty where it was taken out of a file of ours that had it when it was taken down."""
    if found.is_ours and taken is not None:
        return came or ""
    return came or present


def _as_before(title: str, *known: str) -> str:
    """Keep the line breaks that somebody set in the title by hand."""
    return next((one for one in known if one.replace("\n", "") == title), title)


def _text_alone(body: str, document: OutgoingDocument) -> str:
    """Return the text of a file of other makers without head and closing, where they are those of the document."""
    lines = [line for line in body.split("\n") if line.strip()]
    title = "".join(document.title.split())
    for begin in range(len(lines)):
        for end in range(begin + 1, min(begin + 5, len(lines)) + 1):
            if "".join("".join(lines[begin:end]).split()) == title:
                lines = lines[end:]
                break
        else:
            continue
        break
    principal = document.principal_line.rstrip("：:")
    if lines and principal and lines[0].strip().rstrip("：:") == principal:
        lines = lines[1:]
    closing = (place for place, line in enumerate(lines) if _CLOSING.match(line.strip()) or line.strip() == document.organ.name)
    return "\n".join(lines[: next(closing, len(lines))])


@dataclass(frozen=True)
class Differences:
    """What taking a copy in would do to the draft as it stands now (``revision``).

    ``chunks`` are the paragraphs of the text; ``fields`` are (name, label, who changed it, as it stands, as it came); one that came
    back empty is ``removed`` until somebody says that it shall go.
    """

    revision: int
    chunks: list[Chunk]
    fields: list[tuple[str, str, FieldKind, str, str]]

    @property
    def conflicts(self) -> int:
        return sum(chunk.kind == "conflict" for chunk in self.chunks) + sum(row[2] == "conflict" for row in self.fields)

    @property
    def changes_anything(self) -> bool:
        return any(chunk.kind in {"uploaded", "conflict"} for chunk in self.chunks) or any(
            row[2] in {"uploaded", "conflict", "removed"} for row in self.fields
        )


def differences(copy: ReturnedCopy, document: OutgoingDocument) -> Differences:
    """Compare what came back with the draft as it was taken down and as it stands now."""
    chunks = merging.merge(copy.base_body, document.body, copy.body, canonical=typesetting.canonical)
    fields: list[tuple[str, str, FieldKind, str, str]] = []
    for name, label in FIELDS.items():
        current = document.principal_line if name == "principals" else getattr(document, name)
        came, base = getattr(copy, name), getattr(copy, f"base_{name}")
        kind: FieldKind = merging.merge_value(base, current, came)
        if not came and current and kind in {"uploaded", "conflict"}:
            kind = "removed"
        fields.append((name, label, kind, current, came))
    return Differences(document.revision, chunks, fields)


def taken_in(
    document: OutgoingDocument,
    found: Differences,
    choices: Mapping[int, Choice] | None = None,
    field_choices: Mapping[str, Choice] | None = None,
) -> dict[str, Any]:
    """Return the elements as they would read after taking the copy in."""
    values: dict[str, Any] = {
        name: came
        for name, _, kind, _, came in found.fields
        if kind == "uploaded" or (kind in {"conflict", "removed"} and (field_choices or {}).get(name) == "uploaded")
    }
    is_touched = any(chunk.kind in {"uploaded", "conflict"} for chunk in found.chunks)
    return {**values, "body": merging.text_of(found.chunks, choices) if is_touched else document.body}


@transaction.atomic
def take_in(
    copy: ReturnedCopy,
    *,
    revision: int,
    by: Actor,
    choices: Mapping[int, Choice] | None = None,
    field_choices: Mapping[str, Choice] | None = None,
    reasons: Mapping[str, str] | None = None,
) -> OutgoingDocument:
    """Take in what came back (采用改稿): a new version of the draft, in which nothing written meanwhile is lost.

    ``revision`` is the draft on which the differences were shown. In a conflict both stand unless ``choices`` (by the paragraph's
    place) says otherwise; a title or another single element stays as it is unless ``field_choices`` takes the new one. An element that
    was taken out must be chosen: it goes only when somebody says so.

    Raises:
        NotPermitted: the draft is not in the actor's hands.
        RuleBroken: settled already, the text is locked, a reason is missing, nobody said whether an element shall go, or a mark lies
            above the ceiling.
        StaleState: the draft was changed since the differences were shown.
    """
    document = OutgoingDocument.objects.get(pk=copy.document_id)
    outgoing_policy.require(by, "edit", document)
    if document.revision != revision:
        raise StaleState(
            f"{document.edited_by_name}刚刚保存了这份文稿，请看过新的差异后再采用",
            code="saved_by_another",
            present_revision=document.revision,
        )
    states.move(copy, to=ReturnedState.TAKEN, settled_at=clock.now(), settled_by_name=by.name)
    found = differences(copy, document)
    for name, label, kind, _, _ in found.fields:
        if kind == "removed" and name not in (field_choices or {}):
            raise RuleBroken(f"上传稿里没有{label}，请选择删去还是保留", code="removal_unconfirmed", field=f"choice-{name}")
    if document.is_editable and not document.versions.exists():
        versions.keep(document, versions.drafting("Word改稿前"), by=by)
    drafting.save_draft(
        document, revision=document.revision, reasons=reasons, by=by, **taken_in(document, found, choices, field_choices)
    )
    if document.is_editable:
        versions.keep(document, versions.drafting("Word改稿"), by=by)
    _carry_remarks(copy, document, by=by)
    audit.record("documents.word_copy_taken_in", document, by=by, copy=copy.pk, conflicts=found.conflicts)
    return document


def _carry_remarks(copy: ReturnedCopy, document: OutgoingDocument, *, by: Actor) -> None:
    """Put comments from the margin on the passages that they are about; those without one stay with the copy."""
    if document.state not in commenting.COMMENTABLE or not outgoing_policy.can(by, "comment", document):
        return
    for remark in copy.remarks:
        about = remark["about"].strip()
        start = document.body.find(about) if about else -1
        if start >= 0:
            words = f"{remark['author'] or '批注'}（Word批注）：{remark['words']}"
            commenting.comment(document, start=start, end=start + len(about), words=words, by=by)


@transaction.atomic
def put_aside(copy: ReturnedCopy, *, by: Actor) -> None:
    """Leave the draft as it is (不采用); what came back stays to be read.

    Raises:
        NotPermitted: the draft is not in the actor's hands.
        RuleBroken: settled already.
        StaleState: somebody else settled it first.
    """
    outgoing_policy.require(by, "edit", copy.document)
    states.move(copy, to=ReturnedState.PUT_ASIDE, settled_at=clock.now(), settled_by_name=by.name)
    audit.record("documents.word_copy_put_aside", copy.document, by=by, copy=copy.pk)
