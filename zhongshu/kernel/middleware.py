"""Turns refusals into pages: 422, 403, 409 with the sentence that says what to do."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from zhongshu.kernel import ui
from zhongshu.kernel.errors import OfficeError


class OfficeErrorMiddleware:
    """Answer a refusal with its own status; a fragment for htmx, a whole page otherwise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, OfficeError):
            return None
        template = "ui/_refusal.html" if ui.is_fragment(request) else "ui/error.html"
        context = {"status": error.status, "message": error.message, "code": error.code, "facts": error.facts}
        return ui.fragment(request, template, context, status=error.status)
