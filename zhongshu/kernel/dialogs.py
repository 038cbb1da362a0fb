"""A question before a command: a small page, or the same in a dialog; a refusal keeps what was typed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from zhongshu.kernel import ui
from zhongshu.kernel.errors import OfficeError
from zhongshu.kernel.forms import OfficeForm


def ask(
    request: HttpRequest,
    form: OfficeForm,
    run: Callable[[dict[str, Any]], Any],
    *,
    title: str,
    back: str,
    sentence: str | Callable[[Any], str] = str,
    submit_label: str = "确定",
    about: Any = "",
    text: str = "",
    tone: str = "",
    aside: str = "",
) -> HttpResponse:
    """Show the form, or run the command with its cleaned data and go to ``back``.

    Args:
        form: bound when the request is a POST.
        sentence: what is said afterwards; may be made from the command's result, and is the result itself if left out.
        about: what the question is about, shown under the title.
        text: a sentence above the form.
        tone: "danger" makes the button red.
        aside: a fragment that is shown above the form, rendered already.

    A rule that the command finds broken is shown at its field (422); every other refusal goes its usual way.
    """
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                result = run(form.cleaned_data)
            except OfficeError as error:
                if error.status != 422:
                    raise
                form.refuse(error)
            else:
                return done(request, back, sentence(result) if callable(sentence) else sentence)
    context = {
        "form": form,
        "action": request.get_full_path(),
        "title": title,
        "back": back,
        "submit_label": submit_label,
        "about": about,
        "text": text,
        "tone": tone,
        "aside": aside,
    }
    template = "ui/loaded_dialog.html" if ui.is_fragment(request) else "ui/ask.html"
    return ui.fragment(request, template, context, status=status)


def done(request: HttpRequest, url: str, sentence: str) -> HttpResponse:
    """Say that it is done, on the page ``url``."""
    messages.success(request, sentence)
    if ui.is_fragment(request):
        response = HttpResponse(status=204)
        response.headers["HX-Redirect"] = url
        return response
    return redirect(url)
