"""Fonts for the live preview, and the page on which anybody in the office verifies a sealed file."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from zhongshu.kernel import ui
from zhongshu.kernel.errors import OfficeError
from zhongshu.kernel.guards import open_to_signed_in
from zhongshu.platform.typesetting.fonts import web
from zhongshu.platform.typesetting.forms import SealedFileForm
from zhongshu.platform.typesetting.public import SealReport, verify_ofd, verify_pdf

KEPT_FOR_EVER = "private, max-age=31536000, immutable"
MEASURED = "fonts hold no content of anybody"


@dataclass(frozen=True, slots=True)
class Verified:
    """What the verification page shows of one signature."""

    report: SealReport
    verdict: str
    tone: str


@require_safe
@open_to_signed_in(MEASURED, administrators=True)
def font_style(request: HttpRequest) -> HttpResponse:
    """The style sheet that lets the browser draw a preview in the fonts of the print."""
    version = web.web_version()

    def address(key: str, piece: str) -> str:
        return reverse("typesetting:font_piece", args=[key, piece]) + f"?v={version}"

    response = HttpResponse(web.web_style(address), content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = "private, max-age=3600"
    response.headers["ETag"] = f'"{version}"'
    return response


@require_safe
@open_to_signed_in(MEASURED, administrators=True)
def font_piece(request: HttpRequest, key: str, piece: str) -> HttpResponse:
    """One piece of a face."""
    data = web.web_piece(key, piece)
    if data is None:
        raise Http404
    response = HttpResponse(data, content_type="font/otf")
    response.headers["Cache-Control"] = KEPT_FOR_EVER
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_signed_in("whoever holds a file may ask whether it is genuine; nothing is stored")
def verify(request: HttpRequest) -> HttpResponse:
    """Upload a sealed OFD or PDF and read what was sealed by whom and whether anything was changed."""
    form = SealedFileForm(request.POST or None, request.FILES or None)
    verified: list[Verified] | None = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data["file"].read()
        try:
            reports = verify_pdf(data) if data.startswith(b"%PDF") else verify_ofd(data)
            verified = [_shown(report) for report in reports]
        except OfficeError as refusal:
            form.refuse(refusal)
    status = 422 if form.errors else 200
    return ui.page(request, "typesetting/verify.html", {"form": form, "verified": verified}, status=status)


def _shown(report: SealReport) -> Verified:
    if not report.intact:
        return Verified(report, "已被改动或签名无效", "danger")
    if report.is_test:
        return Verified(report, "未被改动（试用证书，不具法律效力）", "warn")
    return Verified(report, "未被改动", "ok")
