import datetime as dt

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhongshu.kernel import clock, ui
from zhongshu.kernel.errors import OfficeError
from zhongshu.kernel.guards import for_administrators, for_duty, guarded_by, open_to_signed_in
from zhongshu.platform.calendars import commands, notice, queries, sheet
from zhongshu.platform.calendars.forms import NoticeForm, OfficeDayForm, ReckonForm
from zhongshu.platform.calendars.policies import ARRANGERS, may_arrange, policy


@require_safe
@open_to_signed_in("working days are the same for everybody", administrators=True)
def year(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """A year with the reason of each day, and a limit reckoned on it."""
    shown = year or clock.today().year
    organ_id = request.actor.organ_id
    known = list(queries.known_years())
    is_known = shown in {row.year for row in known}
    form = ReckonForm(request.GET if "count" in request.GET else None, initial={"start_date": clock.today(), "count": 5})
    context = {
        "year": shown,
        "known": known,
        "source": next((row for row in known if row.year == shown), None),
        "months": sheet.months(queries.calendar(organ_id), shown) if is_known else [],
        "office_days": list(policy.mark(queries.office_days(organ_id, shown), request.actor, "withdraw")) if organ_id else [],
        "may_arrange": organ_id is not None and may_arrange(request.actor, organ_id),
        "missing_year": queries.missing_year(),
        "form": form,
        "due": _reckoned(form, organ_id),
    }
    return ui.page(request, "calendars/year.html", context, status=422 if form.errors else 200)


def _reckoned(form: ReckonForm, organ_id: int | None) -> queries.Due | None:
    if not form.is_valid():
        return None
    start = timezone.make_aware(dt.datetime.combine(form.cleaned_data["start_date"], dt.time(9)))
    period = {"working_days" if form.cleaned_data["unit"] == "working" else "calendar_days": form.cleaned_data["count"]}
    try:
        return queries.due(start, **period, organ_id=organ_id)
    except OfficeError as error:
        form.refuse(error)
        return None


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators("system")
def import_notice(request: HttpRequest) -> HttpResponse:
    """Paste the yearly notice, look at what was read, take it over."""
    form = NoticeForm(request.POST or None)
    preview = None
    if request.method == "POST" and form.is_valid():
        preview = notice.read_notice(form.cleaned_data["text"], form.cleaned_data["year"])
        if "confirm" in request.POST or preview.year is None:
            try:
                taken = commands.import_notice(**form.cleaned_data, by=request.actor)
            except OfficeError as error:
                form.refuse(error)
            else:
                return HttpResponseRedirect(reverse("calendars:year", args=[taken.year]))
    status = 422 if form.errors else 200
    return ui.page(request, "calendars/import_notice.html", {"form": form, "preview": preview}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_duty(*ARRANGERS)
def arrange_day(request: HttpRequest) -> HttpResponse:
    """Let one's own organ work or rest on a day in its own way."""
    form = OfficeDayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        day = given.pop("date")
        try:
            commands.arrange_day(request.actor.organ_id, day, **given, by=request.actor)
        except OfficeError as error:
            form.refuse(error)
        else:
            return HttpResponseRedirect(reverse("calendars:year", args=[day.year]))
    return ui.page(request, "calendars/arrange_day.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@guarded_by(policy, "withdraw")
def withdraw_day(request: HttpRequest, pk: int) -> HttpResponse:
    day = get_object_or_404(policy.visible(request.actor), pk=pk)
    commands.withdraw_day(day, by=request.actor)
    return HttpResponseRedirect(reverse("calendars:year", args=[day.date.year]))
