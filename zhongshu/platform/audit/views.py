from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from zhongshu.kernel import ui
from zhongshu.kernel.guards import for_administrators
from zhongshu.platform.audit import actions, queries
from zhongshu.platform.audit.forms import FilterForm


@require_safe
@for_administrators("audit")
def log(request: HttpRequest) -> HttpResponse:
    """The audit log for the audit administrator: who, what, when; no titles, no content."""
    form = FilterForm(request.GET)
    conditions = form.conditions() if form.is_valid() else {}
    page = queries.entries_page(queries.entries(**conditions), after=request.GET.get("after"), before=request.GET.get("before"))
    for entry in page.rows:
        entry.kind_label = actions.kind_label(entry.ref_kind)
    return ui.page_or_fragment(request, "audit/log.html", "entries", {"page": page, "form": form})
