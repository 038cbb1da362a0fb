"""The pane beside a text: what the model suggests, to be read and taken over by hand."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from zhongshu.kernel import kinds, ui
from zhongshu.kernel.errors import OfficeError
from zhongshu.kernel.guards import open_to_signed_in
from zhongshu.platform.assistant import commands
from zhongshu.platform.assistant.forms import SuggestForm
from zhongshu.platform.assistant.prompts import KINDS


@require_http_methods(["GET", "POST"])
@open_to_signed_in("whoever may see the object; the command asks its owner's policy")
def pane(request: HttpRequest, kind: str, object_id: int) -> HttpResponse:
    """A GET offers the kinds of suggestion, a POST asks for one about the text as it stands in the editor."""
    ref = kinds.seen(kind, object_id, request.actor)
    if ref is None or not commands.is_on():
        raise Http404
    context: dict[str, Any] = {"ref": ref, "kinds": KINDS.items()}
    status = 200
    if request.method == "POST":
        form = SuggestForm(request.POST)
        try:
            if form.is_valid():
                values = form.cleaned_data
                context["suggestion"] = commands.suggest(values["kind"], values["body"], about=ref, by=request.actor)
            else:
                context["problem"], status = "；".join(str(error) for errors in form.errors.values() for error in errors), 422
        except OfficeError as error:
            context["problem"], status = error.message, 422 if error.status == 422 else error.status
        return ui.fragment(request, "assistant/pane.html#answer", context, status=status)
    return ui.fragment(request, "assistant/pane.html", context)
