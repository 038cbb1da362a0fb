"""Pages that belong to no subject: the type size, and the style page that shows every component."""

import json

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from zhongshu.kernel import ui
from zhongshu.kernel.context import LARGE_TYPE_COOKIE
from zhongshu.kernel.guards import open_to_everyone
from zhongshu.kernel.style import parts, samples
from zhongshu.kernel.style.forms import SampleForm

ONE_YEAR = 365 * 24 * 3600


@require_POST
@open_to_everyone("remembers the type size in a cookie of this browser; reads nothing")
def large_type(request: HttpRequest) -> HttpResponse:
    """Switch the large type (大字版) on or off for this browser."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    response = HttpResponse(status=204) if ui.is_fragment(request) else HttpResponseRedirect(target)
    value = "large" if request.POST.get("type") == "large" else "normal"
    response.set_cookie(LARGE_TYPE_COOKIE, value, max_age=ONE_YEAR, samesite="Lax", httponly=True, secure=request.is_secure())
    return response


@open_to_everyone("shows sample content only, and only where the demonstration runs")
def style(request: HttpRequest) -> HttpResponse:
    """Show every component in all its states; ``?page=`` chooses the part."""
    _only_in_demonstrations()
    part = request.GET.get("page", "controls")
    if part not in parts.PARTS:
        raise Http404
    _, _, content = parts.PARTS[part]
    return ui.page(request, f"ui/style/{part}.html", {**parts.shell(part), **content()})


@open_to_everyone("answers the sample picker with fictional people")
def style_search(request: HttpRequest) -> HttpResponse:
    _only_in_demonstrations()
    words = request.GET.get("q", "")
    return JsonResponse({"results": [one for one in samples.people() if words in one["text"] or words in one["note"]]})


@open_to_everyone("shows a sample dialog; accepts nothing")
def style_dialog(request: HttpRequest) -> HttpResponse:
    """Show and check a sample form in the dialog: 422 with the form, or a toast."""
    _only_in_demonstrations()
    form = SampleForm(request.POST or None)
    context = {"title": "转办", "form": form, "action": request.path, "submit_label": "转办"}
    if request.method == "POST" and form.is_valid():
        answer = {"dialog-close": True, "toast": {"text": "已转办", "tone": "ok"}}
        return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(answer)})
    return ui.fragment(request, "ui/loaded_dialog.html", context, status=422 if form.is_bound else 200)


def _only_in_demonstrations() -> None:
    if not settings.DEMONSTRATION:
        raise Http404
