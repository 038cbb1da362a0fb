"""Rows as the templates want them: facts, the paper, lights, timelines."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from zhongshu.domains.documents.choices import Direction, Secrecy, Urgency
from zhongshu.domains.documents.models import DocumentVersion, IncomingDocument, OutgoingDocument, Receipt, TextComment
from zhongshu.kernel import clock, ui
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.attachments import public as attachments
from zhongshu.platform.calendars import public as calendars
from zhongshu.platform.typesetting import public as typesetting
from zhongshu.platform.workflow import public as workflow
from zhongshu.platform.worklist import public as worklist

# The tabs that show the text or the slip beside which one handles.
HANDLING_TABS = ("text", "slip")
_FIRST = re.compile(r"^[一二三四五六七八九十百]{1,4}、")
_SECOND = re.compile(r"^[（(][一二三四五六七八九十百]{1,4}[）)]")


def paragraphs(body: str) -> list[dict[str, Any]]:
    """Split drafting text into paragraphs with their level: 1 一、, 2 （一）, else 0."""
    lines = [line.strip() for line in body.split("\n") if line.strip()]
    return [{"text": line, "level": 1 if _FIRST.match(line) else 2 if _SECOND.match(line) else 0} for line in lines]


def commented(body: str, comments: Sequence[TextComment]) -> list[dict[str, Any]]:
    """Split drafting text into paragraphs like ``paragraphs``, with where each begins and its ``parts``: plain words, and words
    under a comment with its number. Where comments overlap the later one begins after the earlier."""
    found, at = [], 0
    for raw in body.split("\n"):
        line = raw.strip()
        begin = at + len(raw) - len(raw.lstrip())
        at += len(raw) + 1
        if not line:
            continue
        parts: list[dict[str, Any]] = []
        place = begin
        for comment in comments:
            first, last = max(comment.start, place), min(comment.end, begin + len(line))
            if first < last:
                parts.append({"text": body[place:first], "comment": None})
                parts.append({"text": body[first:last], "comment": comment})
                place = last
        parts.append({"text": body[place : begin + len(line)], "comment": None})
        level = 1 if _FIRST.match(line) else 2 if _SECOND.match(line) else 0
        found.append({"text": line, "level": level, "start": begin, "parts": [part for part in parts if part["text"]]})
    return found


def paper(document: OutgoingDocument) -> dict[str, Any]:
    """Return the reading form of a document for ``ui/paper.html``."""
    joint = [row.organ.name for row in document.issuing_organs]
    masthead = "\n".join(joint or [document.masthead or document.organ.name])
    date = typesetting.written_date(document.signed_date) if document.signed_date else ""
    return {
        "secrecy": Secrecy(document.secrecy).label if document.secrecy else "",
        "urgency": document.get_urgency_display() if document.urgency != Urgency.NONE else "",
        "organ": f"{masthead}{document.masthead_suffix if document.layout == 'general' else ''}",
        "number": document.number,
        "signer": document.signatory_name if document.direction == Direction.UPWARD else "",
        "title": document.title,
        "recipients": document.principal_line,
        "paragraphs": paragraphs(document.body),
        "attachments": [file.name.rsplit(".", 1)[0] for file in attachments.listing(document.ref)],
        "signers": joint or [document.organ.name],
        "date": date,
        "note": document.remark,
        "copies_to": document.copies_line,
        "imprint_organ": document.printing_organ_name or str(document.organ),
        "imprint_date": typesetting.written_date(document.print_date) if document.print_date else "",
        "draft": not document.is_issued,
    }


def handling_panel(request: HttpRequest, ref: ObjectRef, tab: str, digest: Callable[[], str]) -> worklist.Panel | None:
    """Return the handling panel where the text is read; a change of tab leaves the one that stands beside it."""
    if tab not in HANDLING_TABS or ui.is_fragment(request):
        return None
    return worklist.panel(ref, request.actor, digest=digest())


def fact(label: str, value: Any, *, wide: bool = False, url: str = "") -> dict[str, Any]:
    return {"label": label, "value": value, "wide": wide, "url": url}


def outgoing_facts(document: OutgoingDocument) -> list[dict[str, Any]]:
    """Return the ruled facts beside the text; empty ones are left out."""
    answers = document.answers
    facts = [
        fact("文号", document.number),
        fact("文种", f"{document.get_document_type_display()}（{document.get_direction_display()}）"),
        fact("拟稿单位", str(document.drafting_unit)),
        fact("拟稿人", document.drafter_name),
        fact("签发人", document.signatory_name),
        fact("成文日期", typesetting.written_date(document.signed_date) if document.signed_date else ""),
        fact("紧急程度", document.get_urgency_display()),
        fact("等级", document.get_secrecy_display()),
        fact("公开属性", document.get_disclosure_display()),
        fact("印数", f"{document.copies}份{'，编印份号' if document.numbered_copies else ''}"),
        fact(
            "答复来文",
            str(answers) if answers else "",
            url=reverse("documents:incoming_detail", args=[answers.pk]) if answers else "",
        ),
        fact("超指标理由", document.over_quota_reason, wide=True),
        fact("撤销或废止", document.ended_reason, wide=True),
    ]
    return [one for one in facts if one["value"]]


def incoming_facts(document: IncomingDocument) -> list[dict[str, Any]]:
    """Return the ruled facts beside the text; empty ones are left out."""
    receipt = document.receipt
    facts = [
        fact("收文号", document.number),
        fact("来文机关", document.sender_name),
        fact("来文字号", document.source_number, url=reverse("documents:received", args=[receipt.pk]) if receipt else ""),
        fact("来文日期", typesetting.written_date(document.source_date) if document.source_date else ""),
        fact("主送机关", document.principals, wide=True),
        fact("抄送机关", document.copies_to, wide=True),
        fact("份号", document.copy_number),
        fact("来文签发人", document.signers),
        fact("收文时间", f"{timezone.localtime(document.received_at):%Y-%m-%d %H:%M}"),
        fact("类别", document.get_nature_display()),
        fact("文种", document.get_document_type_display()),
        fact("紧急程度", document.get_urgency_display()),
        fact("等级", document.get_secrecy_display()),
        fact("登记人", document.registered_by_name),
        fact("催办人", document.chaser.name if document.chaser else ""),
        fact("办理时限", f"{timezone.localtime(document.deadline_at):%Y-%m-%d %H:%M}" if document.deadline_at else ""),
        fact("时限依据", document.deadline_explanation, wide=True),
        fact(
            "承办单位",
            "；".join(f"{row.get_role_display()}：{row.unit}（{row.get_state_display()}）" for row in document.allotments.all()),
            wide=True,
        ),
        fact("办理结果", document.get_outcome_display()),
        fact("办理情况", document.outcome_note, wide=True),
        fact("退文理由", document.return_reason, wide=True),
    ]
    return [one for one in facts if one["value"]]


def receipt_facts(receipt: Receipt) -> list[dict[str, Any]]:
    facts = [
        fact("来文机关", receipt.sender_name),
        fact("文号", receipt.number),
        fact("送达时间", f"{timezone.localtime(receipt.dispatched_at):%Y-%m-%d %H:%M}"),
        fact("方式", receipt.get_role_display()),
        fact("紧急程度", receipt.get_urgency_display()),
        fact("等级", receipt.get_secrecy_display()),
        fact("状态", receipt.get_state_display()),
        fact(
            "签收",
            f"{receipt.signed_by_name} {timezone.localtime(receipt.signed_at):%Y-%m-%d %H:%M}" if receipt.signed_at else "",
        ),
        fact("理由", receipt.reason, wide=True),
    ]
    return [one for one in facts if one["value"]]


def light(document: IncomingDocument) -> dict[str, str]:
    """Return the lamp of the limit: green, yellow (a working day or less), red (past); none without a limit or when done."""
    if document.deadline_at is None or not document.is_open:
        return {"light": "none", "text": "" if document.is_open else document.get_state_display()}
    colour = calendars.light(document.deadline_at, clock.now(), 1)
    return {"light": colour, "text": f"{timezone.localtime(document.deadline_at):%m-%d %H:%M}"}


def flow_picture(ref: ObjectRef) -> workflow.Picture:
    """Return the live picture of the process about an object that the page has already shown to be the viewer's."""
    return workflow.picture(ref, Actor.system())


def timeline(ref: ObjectRef, viewer: Actor) -> list[Any]:
    return workflow.timeline(ref, viewer)


def chosen_pair(
    rows: Sequence[DocumentVersion], older: str | None, newer: str | None
) -> tuple[DocumentVersion, DocumentVersion] | None:
    """Return the two versions to compare: those asked for, else the first and the last; None while there are fewer than two."""
    if len(rows) < 2:
        return None
    by_sequence = {str(row.sequence): row for row in rows}
    first = by_sequence.get(older or "", rows[0])
    last = by_sequence.get(newer or "", rows[-1])
    return (first, last) if first.sequence <= last.sequence else (last, first)


def unsigned_hours() -> int:
    return settings.UNSIGNED_AFTER_HOURS
