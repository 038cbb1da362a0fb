"""What the views of this subject share: going back after a command, and forms in dialogs."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from zhongshu.kernel import ui
from zhongshu.kernel.errors import OfficeError
from zhongshu.kernel.forms import OfficeForm


def done(request: HttpRequest, url: str, sentence: str) -> HttpResponse:
    """Say that it worked and go to ``url``, by htmx or by redirect."""
    messages.success(request, sentence)
    if ui.is_fragment(request):
        response = HttpResponse(status=204)
        response.headers["HX-Redirect"] = url
        return response
    return redirect(url)


def dialog(
    request: HttpRequest,
    form: OfficeForm,
    run: Callable[[dict[str, Any]], str],
    *,
    back: str,
    title: str,
    submit_label: str = "确定",
    note: str = "",
    tone: str = "",
) -> HttpResponse:
    """Show a small form (in the dialog, or as a page), or run the command and go back; a refusal keeps what was typed."""
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                return done(request, back, run(form.cleaned_data))
            except OfficeError as error:
                if error.status != 422:
                    raise
                form.refuse(error)
        status = 422
    template = "ui/loaded_dialog.html" if ui.is_fragment(request) else "drafting/small_form.html"
    context = {
        "title": title, "form": form, "action": request.get_full_path(), "submit_label": submit_label,
        "text": note, "tone": tone, "back": back,
    }  # fmt: skip
    return ui.fragment(request, template, context, status=status)
