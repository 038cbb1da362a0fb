from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from zhongshu.kernel import ui
from zhongshu.kernel.errors import OfficeError
from zhongshu.kernel.guards import guarded_by, open_to_signed_in
from zhongshu.platform.opinions import commands, queries
from zhongshu.platform.opinions.forms import PhraseForm
from zhongshu.platform.opinions.policies import opinion_policy, phrase_policy


@require_safe
@guarded_by(opinion_policy, "view")
def handwriting(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer with the picture of a handwritten opinion, if the reader may see the object and the opinion."""
    picture = queries.handwriting(pk, request.actor)
    if picture is None:
        raise Http404
    response = HttpResponse(bytes(picture.picture), content_type="image/png")
    # It never changes, but only this reader may keep it.
    response.headers["Cache-Control"] = "private, max-age=86400, immutable"
    response.headers["Content-Security-Policy"] = "default-src 'none'"
    return response


@open_to_signed_in("each person sees and keeps own phrases and those of the unit")
def phrases(request: HttpRequest) -> HttpResponse:
    """Show the common phrases and add one."""
    form = PhraseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if form.is_valid():
            try:
                commands.add_phrase(form.cleaned_data["text"], scope=form.cleaned_data["scope"], by=request.actor)
            except OfficeError as error:
                form.refuse(error)
            else:
                messages.success(request, "已添加常用语")
                return redirect("opinions:phrases")
        return ui.page(request, "opinions/phrases.html", _phrases(request, form), status=422)
    return ui.page(request, "opinions/phrases.html", _phrases(request, form))


def _phrases(request: HttpRequest, form: PhraseForm) -> dict[str, object]:
    return {"phrases": queries.phrases(request.actor, marked=True), "form": form}


@require_POST
@guarded_by(phrase_policy, "remove")
def remove_phrase(request: HttpRequest, pk: int) -> HttpResponse:
    phrase = get_object_or_404(phrase_policy.visible(request.actor), pk=pk)
    commands.remove_phrase(phrase, by=request.actor)
    messages.success(request, "已删除常用语")
    return redirect("opinions:phrases")
