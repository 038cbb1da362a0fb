"""The dialog beside a text from which figures are taken into it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST, require_safe

from zhongshu.domains.figures.commands import quoting
from zhongshu.domains.figures.policies import policy
from zhongshu.domains.figures.queries import registry
from zhongshu.kernel import aids, kinds, ui
from zhongshu.kernel.guards import guarded_by
from zhongshu.kernel.refs import ObjectRef

SHOWN = 12


@require_safe
@guarded_by(policy, "view")
def picker(request: HttpRequest, kind: str, object_id: int) -> HttpResponse:
    """Figures with their newest values; one press puts one into the text."""
    ref = _text(request, kind, object_id)
    words = request.GET.get("q", "")[:60]
    found = registry.catalogue(request.actor, words=words)
    page = registry.page(found)
    rows = [(figure, registry.values(figure, limit=4)) for figure in page.rows[:SHOWN] if figure.latest is not None]
    context = {"ref": ref, "rows": rows, "words": words, "more": len(page.rows) > SHOWN}
    part = "figures/picker.html#found" if "q" in request.GET else "figures/picker.html"
    return ui.fragment(request, part, context)


@require_POST
@guarded_by(policy, "view")
def quote(request: HttpRequest, kind: str, object_id: int, pk: int, value_pk: int) -> HttpResponse:
    ref = _text(request, kind, object_id)
    figure = get_object_or_404(registry.detail(request.actor), pk=pk)
    quotation = quoting.quote(figure, value_id=value_pk, ref=ref, by=request.actor)
    response = HttpResponse(status=204)
    response.headers["HX-Trigger"] = aids.insertion(quotation.words)
    return response


def _text(request: HttpRequest, kind: str, object_id: int) -> ObjectRef:
    ref = kinds.seen(kind, object_id, request.actor)
    if ref is None:
        raise Http404
    return ref
