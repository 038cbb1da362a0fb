"""The page 全文检索."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from zhongshu.kernel import pages, ui
from zhongshu.kernel.guards import open_to_signed_in
from zhongshu.platform.search import queries
from zhongshu.platform.search.forms import SearchForm
from zhongshu.platform.search.indexing import BODY_LIMIT


@require_GET
@open_to_signed_in("each reader finds only what every owner's policy lets that reader see")
def find(request: HttpRequest) -> HttpResponse:
    """Look for words in everything that the reader may see."""
    form = SearchForm(request.GET or None, kinds=queries.kinds_present(request.actor))
    page, asked = pages.Page(), False
    if form.is_valid():
        conditions = form.cleaned_data
        asked = any(value for name, value in conditions.items() if name != "with_subordinates")
        if asked:
            page = queries.find(
                conditions["q"],
                request.actor,
                kind=conditions["kind"],
                organ_id=conditions["organ"],
                with_subordinates=conditions["with_subordinates"],
                year=conditions["year"],
                start_date=conditions["start_date"],
                end_date=conditions["end_date"],
                after=request.GET.get("after"),
                before=request.GET.get("before"),
            )
    context = {"form": form, "page": page, "asked": asked, "body_limit": BODY_LIMIT}
    return ui.page_or_fragment(request, "search/find.html", "results", context)
