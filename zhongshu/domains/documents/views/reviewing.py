"""四级审稿 on the screen: 花脸稿, who changed what and why, how long each level held the text, comments on passages."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from zhongshu.domains.documents import redline
from zhongshu.domains.documents.commands import commenting, reading
from zhongshu.domains.documents.forms import CommentForm, ReplyForm, ResolveForm
from zhongshu.domains.documents.levels import Station
from zhongshu.domains.documents.models import DocumentVersion, OutgoingDocument, TextComment
from zhongshu.domains.documents.policies import comment_policy, outgoing_policy
from zhongshu.domains.documents.queries import outgoing, revising
from zhongshu.domains.documents.views import showing
from zhongshu.domains.documents.views.exchange import pdf_response
from zhongshu.kernel import clock, dialogs
from zhongshu.kernel.guards import guarded_by
from zhongshu.platform.audit import public as audit

ELEMENTS = (
    ("recipients", "主送抄送"),
    ("urgency", "紧急程度"),
    ("secrecy", "等级"),
    ("document_type", "文种"),
    ("remark", "附注"),
)


def note_opening(request: HttpRequest, document: OutgoingDocument) -> None:
    """Note that one who holds the document has its text before him."""
    if document.can_edit and not document.is_editable:
        reading.open_text(document, by=request.actor)


def text(request: HttpRequest, document: OutgoingDocument) -> dict[str, Any]:
    """正文: the paper with the commented passages marked, and the comments below it."""
    note_opening(request, document)
    comments = revising.comments(document, request.actor)
    paper = showing.paper(document)
    paper["paragraphs"] = showing.commented(document.body, [one for one in comments if one.state == "open"])
    return {
        "paper": paper,
        "facts": showing.outgoing_facts(document),
        "comments": comments,
        "may_comment": document.can_comment and document.state in commenting.COMMENTABLE,
        "is_locked": bool(document.approved_digest),
    }


def compare(request: HttpRequest, document: OutgoingDocument) -> dict[str, Any]:
    """花脸稿: all levels at once, or any two versions."""
    versions = revising.versions_with_texts(document)
    chosen = _chosen(request, versions)
    if chosen is None:
        return {"versions": versions, "chosen": None}
    cloth = revising.cloth_of(document, chosen)
    older, newer = chosen[0], chosen[-1]
    return {
        "versions": versions,
        "chosen": chosen,
        "older": older,
        "newer": newer,
        "all_levels": len(chosen) == len(versions) and "from" not in request.GET,
        "title_lines": redline.shown(cloth.title, chosen),
        "lines": redline.shown(cloth.body, chosen),
        "legend": redline.legend(chosen, first=1),
        "counts": redline.counts(older, newer, revising.names_of(document)),
        "changed": [
            (label, older.elements.get(name), newer.elements.get(name))
            for name, label in ELEMENTS
            if older.elements.get(name) != newer.elements.get(name)
        ],
        "pdf_query": request.GET.urlencode() if "from" in request.GET else "",
    }


def _chosen(request: HttpRequest, versions: list[DocumentVersion]) -> list[DocumentVersion] | None:
    """Return the versions to show: two, if asked for, else all; None while there are fewer than two."""
    if len(versions) < 2:
        return None
    if "from" not in request.GET and "to" not in request.GET:
        return versions
    pair = showing.chosen_pair(versions, request.GET.get("from"), request.GET.get("to"))
    return None if pair is None else list(pair)


@require_safe
@guarded_by(outgoing_policy, "view")
def redline_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The redline as a PDF in the document's own layout, ``?from=&to=`` for two versions."""
    document = get_object_or_404(outgoing.detail(request.actor), pk=pk)
    versions = revising.versions_with_texts(document)
    chosen = _chosen(request, versions) or versions or None
    if chosen is None:
        chosen = [DocumentVersion(document=document, sequence=1, title=document.title, body=document.body, level=1)]
    content = redline.pdf(document, revising.cloth_of(document, chosen))
    audit.record("documents.redline_printed", document, by=request.actor)
    return pdf_response(content, f"花脸稿{document.title}.pdf")


def review(request: HttpRequest, document: OutgoingDocument) -> dict[str, Any]:
    """审稿痕迹: how long each level held the text and what it changed, then every change with who, when and why."""
    versions = revising.versions_with_texts(document)
    visits = revising.visits(document, versions, until=clock.now())
    return {
        "versions": versions,
        "visits": visits,
        "bars": _bars(visits),
        "passages": revising.provenance(document, versions),
    }


def _bars(visits: list[revising.Visit]) -> list[dict[str, Any]]:
    """Return the bars of time held by each step of the review, in percent of the longest."""
    by_station: dict[Station, dt.timedelta] = {}
    for visit in visits:
        by_station[visit.station] = by_station.get(visit.station, dt.timedelta()) + visit.held
    longest = max(max(by_station.values(), default=dt.timedelta()).total_seconds(), 1.0)
    return [
        {
            "label": station.label,
            "level": station.level,
            "percent": max(1, round(held.total_seconds() / longest * 100)),
            "held": revising.held_text(held),
        }
        for station, held in sorted(by_station.items(), key=lambda one: one[0].level)
    ]


# -- comments


@guarded_by(outgoing_policy, "comment")
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Comment on a passage: the one marked on the paper (``?start=&end=``), or words of a paragraph."""
    document = get_object_or_404(outgoing.detail(request.actor), pk=pk)
    marked = {name: request.GET.get(name, "") for name in ("start", "end")}
    form = CommentForm(request.POST or None, body=document.body, initial=CommentForm.initial_of(document.body, **marked))

    def run(values: dict[str, Any]) -> str:
        start, end = form.passage()
        commenting.comment(document, start=start, end=end, words=values["words"], by=request.actor)
        return "批注已添加，拟稿人会收到提醒"

    return dialogs.ask(request, form, run, back=_text_tab(pk), title="添加批注", submit_label="添加批注")


@require_POST
@guarded_by(comment_policy, "reply")
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer under a comment."""
    row = _comment(request, pk)
    form = ReplyForm(request.POST)

    def run(values: dict[str, Any]) -> str:
        commenting.reply(row, words=values["words"], by=request.actor)
        return "已答复"

    return dialogs.ask(request, form, run, back=_text_tab(row.document_id), title="答复批注", submit_label="答复")


@guarded_by(comment_policy, "resolve")
def resolve(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle a comment, with a word on how."""
    row = _comment(request, pk)
    form = ResolveForm(request.POST or None)

    def run(values: dict[str, Any]) -> str:
        commenting.resolve(row, resolution=values["resolution"], by=request.actor)
        return "批注已处理"

    return dialogs.ask(request, form, run, back=_text_tab(row.document_id), title="处理批注", submit_label="标为已处理")


@require_POST
@guarded_by(comment_policy, "reopen")
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a settled comment up again."""
    row = _comment(request, pk)
    commenting.reopen(row, by=request.actor)
    return dialogs.done(request, _text_tab(row.document_id), "批注已重新打开")


def _comment(request: HttpRequest, pk: int) -> TextComment:
    return get_object_or_404(comment_policy.visible(request.actor).select_related("document"), pk=pk)


def _text_tab(pk: int) -> str:
    """Return where one goes back to; without a fragment, or the browser would stay on the page as it was."""
    return reverse("documents:detail", args=[pk])
