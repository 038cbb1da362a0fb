"""What the neighbours say about a document's text: figures that differ, sources that no longer hold."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from zhongshu.domains.documents.policies import outgoing_policy
from zhongshu.domains.documents.queries import outgoing
from zhongshu.kernel import remarks, ui
from zhongshu.kernel.guards import guarded_by


@require_safe
@guarded_by(outgoing_policy, "view")
def about(request: HttpRequest, pk: int) -> HttpResponse:
    """The remarks about the text as it was last saved, for the editor and the page of the document."""
    document = get_object_or_404(outgoing.detail(request.actor), pk=pk)
    text = f"{document.title}\n{document.body}"
    found = remarks.about(document.ref, text, request.actor)
    return ui.fragment(request, "ui/remarks.html", {"remarks": found, "quiet": document.is_issued})
