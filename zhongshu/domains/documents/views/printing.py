"""What leaves as a file: PDF, OFD, slips, registers as XLSX and as pages to print."""

import io
from collections.abc import Iterable
from typing import Any

import xlsxwriter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from zhongshu.domains.documents import rendering
from zhongshu.domains.documents.forms import IncomingFilter, OutgoingFilter
from zhongshu.domains.documents.policies import incoming_policy, outgoing_policy
from zhongshu.domains.documents.queries import incoming, outgoing
from zhongshu.domains.documents.views import reviewing
from zhongshu.domains.documents.views.exchange import pdf_response
from zhongshu.kernel import ui
from zhongshu.kernel.guards import guarded_by
from zhongshu.platform.audit import public as audit
from zhongshu.platform.opinions import public as opinions
from zhongshu.platform.typesetting import public as typesetting

MOST_ROWS = 5000
OUTGOING_HEADS = (
    "发文字号",
    "标题",
    "文种",
    "紧急程度",
    "发文机关",
    "拟稿单位",
    "拟稿人",
    "签发人",
    "成文日期",
    "印数",
    "状态",
    "分发时间",
)
INCOMING_HEADS = (
    "收文号",
    "收文时间",
    "来文机关",
    "来文字号",
    "标题",
    "文种",
    "紧急程度",
    "类别",
    "办理时限",
    "状态",
    "办理结果",
    "办结时间",
)


@require_safe
@guarded_by(outgoing_policy, "view")
def document_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The document as a PDF, as it stands; taking it counts as a reading."""
    document = get_object_or_404(outgoing.detail(request.actor), pk=pk)
    content = rendering.pdf(document)
    reviewing.note_opening(request, document)
    audit.record("documents.downloaded", document, by=request.actor, format="pdf")
    return pdf_response(content, f"{document.number}{document.title}.pdf")


@require_safe
@guarded_by(outgoing_policy, "view")
def document_ofd(request: HttpRequest, pk: int) -> HttpResponse:
    """The document as an OFD file."""
    document = get_object_or_404(outgoing.detail(request.actor), pk=pk)
    content = rendering.ofd(document)
    audit.record("documents.downloaded", document, by=request.actor, format="ofd")
    response = HttpResponse(content, content_type="application/ofd")
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{document.number}{document.title}.ofd")
    return response


@require_safe
@guarded_by(outgoing_policy, "view")
def issue_slip_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """发文稿纸 with its opinion columns, as on the screen."""
    document = get_object_or_404(outgoing.detail(request.actor), pk=pk)
    columns = opinions.columns(document.ref, request.actor, order=rendering.OUTGOING_COLUMNS, sort="rank")
    audit.record("documents.slip_printed", document, by=request.actor)
    return pdf_response(typesetting.slip_pdf(rendering.issue_slip(document, columns)), f"发文稿纸{document.title}.pdf")


@require_safe
@guarded_by(incoming_policy, "view")
def handling_slip_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """文件处理单 with its opinion columns, as on the screen."""
    document = get_object_or_404(incoming.detail(request.actor), pk=pk)
    columns = opinions.columns(document.ref, request.actor, order=rendering.INCOMING_COLUMNS, sort="rank")
    audit.record("documents.slip_printed", document, by=request.actor)
    return pdf_response(typesetting.slip_pdf(rendering.handling_slip(document, columns)), f"文件处理单{document.title}.pdf")


@require_safe
@guarded_by(outgoing_policy, "view")
def outgoing_xlsx(request: HttpRequest) -> HttpResponse:
    """The register as a workbook, with the filters of the address; at most 5,000 rows."""
    rows = outgoing.register(request.actor, **_filters(OutgoingFilter, request)).order_by("-created_at", "-pk")[:MOST_ROWS]
    lines = [
        (
            row.number, row.title, row.get_document_type_display(), row.get_urgency_display(), str(row.organ),
            str(row.drafting_unit), row.drafter_name, row.signatory_name, _day(row.signed_date), row.copies,
            row.get_state_display(), _moment(row.dispatched_at),
        )
        for row in rows
    ]  # fmt: skip
    return _workbook("发文登记簿", OUTGOING_HEADS, lines)


@require_safe
@guarded_by(incoming_policy, "view")
def incoming_xlsx(request: HttpRequest) -> HttpResponse:
    """The register as a workbook, with the filters of the address; at most 5,000 rows."""
    rows = incoming.register(request.actor, **_filters(IncomingFilter, request)).order_by("-received_at", "-pk")[:MOST_ROWS]
    lines = [
        (
            row.number, _moment(row.received_at), row.sender_name, row.source_number, row.title, row.get_document_type_display(),
            row.get_urgency_display(), row.get_nature_display(), _moment(row.deadline_at), row.get_state_display(),
            row.get_outcome_display(), _moment(row.completed_at),
        )
        for row in rows
    ]  # fmt: skip
    return _workbook("收文登记簿", INCOMING_HEADS, lines)


@require_safe
@guarded_by(outgoing_policy, "view")
def outgoing_print(request: HttpRequest) -> HttpResponse:
    """The register as a page to print, oldest number first."""
    found = outgoing.register(request.actor, **_filters(OutgoingFilter, request)).order_by("-created_at", "-pk")[:500]
    return ui.page(request, "documents/outgoing_print.html", {"rows": list(found)[::-1], "most": 500})


@require_safe
@guarded_by(incoming_policy, "view")
def incoming_print(request: HttpRequest) -> HttpResponse:
    """The register as a page to print, oldest number first."""
    found = incoming.register(request.actor, **_filters(IncomingFilter, request)).order_by("-received_at", "-pk")[:500]
    return ui.page(request, "documents/incoming_print.html", {"rows": list(found)[::-1], "most": 500})


def _filters(form_class: type, request: HttpRequest) -> dict[str, Any]:
    form = form_class(request.GET or None)
    return form.cleaned_data if form.is_bound and form.is_valid() else {}


def _workbook(name: str, heads: tuple[str, ...], lines: Iterable[tuple[Any, ...]]) -> HttpResponse:
    """Write rows as text: what looks like a formula stays what was typed."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
    )
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "bg_color": "#EEF3FA", "border": 1})
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)
    for column, head in enumerate(heads):
        sheet.set_column(column, column, 50 if head == "标题" else 16)
        sheet.write_string(0, column, head, bold)
    for number, line in enumerate(lines, start=1):
        for column, value in enumerate(line):
            if isinstance(value, int):
                sheet.write_number(number, column, value)
            else:
                sheet.write_string(number, column, value or "")
    book.close()
    response = HttpResponse(buffer.getvalue(), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.xlsx")
    return response


def _day(day: Any) -> str:
    return f"{day:%Y-%m-%d}" if day else ""


def _moment(moment: Any) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""
