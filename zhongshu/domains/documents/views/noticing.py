"""公文运转及差错情况: a quarter's figures, the notice as PDF, and its draft."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from zhongshu.domains.documents.commands import noticing
from zhongshu.domains.documents.forms import QuarterForm
from zhongshu.domains.documents.notices import counting, writing
from zhongshu.domains.documents.notices.quarters import Quarter
from zhongshu.domains.documents.policies import REPORTERS, may_report
from zhongshu.kernel import clock, ui
from zhongshu.kernel.errors import NotPermitted
from zhongshu.kernel.guards import for_duty
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.typesetting import public as typesetting


@require_safe
@for_duty(*REPORTERS)
def quarter(request: HttpRequest) -> HttpResponse:
    """The figures of a quarter; the last whole one if none is asked."""
    form, organ_id, wanted = _wanted(request)
    over = wanted.end <= clock.now()
    context: dict[str, Any] = {
        "form": form,
        "quarter": wanted,
        "organ_id": organ_id,
        "over": over,
        "report": counting.report(organ_id, wanted),
        "before": wanted.previous,
        "after": wanted.next if over else None,
    }
    return ui.page(request, "documents/notice.html", context)


@require_safe
@for_duty(*REPORTERS)
def pdf(request: HttpRequest) -> HttpResponse:
    """The notice as it would be printed, without a number: to look at before it is drafted."""
    _, organ_id, wanted = _wanted(request)
    noticing.ensure_over(wanted)
    report = counting.report(organ_id, wanted)
    document = typesetting.document_from_text(
        writing.title(report), writing.body(report), masthead=(report.organ_name,), masthead_suffix="文件", recipients="各科室"
    )
    response = HttpResponse(typesetting.to_pdf(document), content_type="application/pdf")
    response.headers["Content-Disposition"] = "inline; filename=notice.pdf"
    return response


@require_POST
@for_duty(*REPORTERS)
def draft(request: HttpRequest) -> HttpResponse:
    _, organ_id, wanted = _wanted(request, request.POST)
    document = noticing.draft_notice(organ_id=organ_id, quarter=wanted, by=request.actor)
    messages.success(request, "通报已起草，核对后送审")
    return redirect("documents:edit", document.pk)


def _wanted(request: HttpRequest, data: Any = None) -> tuple[QuarterForm, int, Quarter]:
    organs = may_report(request.actor)
    if not organs:
        raise NotPermitted("您不承担公文运转情况通报工作", code="reports_nothing")
    units = organizations.units(organs)
    last = Quarter.of(clock.today()).previous
    choices = [(pk, str(units[pk])) for pk in sorted(organs) if pk in units]
    form = QuarterForm(data if data is not None else request.GET, organ_choices=choices)
    values = form.cleaned_data if form.is_valid() else {}
    organ_id = values.get("organ") or (request.actor.organ_id if request.actor.organ_id in organs else choices[0][0])
    wanted = Quarter(values.get("year") or last.year, values.get("quarter") or last.number)
    # The form shows what is shown below it, whether it was asked for or is the usual.
    shown = {"organ": organ_id, "year": wanted.year, "quarter": wanted.number}
    return QuarterForm(shown, organ_choices=choices), int(organ_id), wanted
