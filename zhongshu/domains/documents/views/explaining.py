"""修改理由 on the screen: a line for each changed passage that must be accounted for, with its own reason."""

from collections.abc import Collection, Mapping
from copy import copy
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from zhongshu.domains.documents import reasons
from zhongshu.domains.documents.commands import revising, versions
from zhongshu.domains.documents.forms import PreviewForm, reasons_in
from zhongshu.domains.documents.models import OutgoingDocument
from zhongshu.domains.documents.policies import outgoing_policy
from zhongshu.domains.documents.queries import outgoing
from zhongshu.kernel import ui
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted
from zhongshu.kernel.guards import guarded_by


@dataclass(frozen=True, slots=True)
class Row:
    """One passage with the reason as typed so far; ``is_missing`` after a save that lacked it."""

    passage: reasons.Passage
    given: str
    is_missing: bool = False


def asks(document: OutgoingDocument, actor: Actor) -> bool:
    """Tell whether changes at the actor's place in the review may need reasons."""
    return versions.place_of(document, actor).level >= reasons.LEVEL


def rows(
    document: OutgoingDocument,
    actor: Actor,
    *,
    typed: Mapping[str, str] | None = None,
    given: Mapping[str, str] | None = None,
    missing: Collection[str] = (),
) -> list[Row]:
    """Return a row for each passage that needs a reason, with ``typed`` (title, body) in place of what is stored."""
    draft = copy(document)
    for name, value in (typed or {}).items():
        setattr(draft, name, value)
    asked = revising.asked(draft, versions.place_of(document, actor))
    return [Row(one, (given or {}).get(one.key, ""), one.key in missing) for one in asked]


@require_POST
@guarded_by(outgoing_policy, "edit")
def live(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer with the passages that need a reason as the text now reads; with nothing (204) while they are those on the screen."""
    document = get_object_or_404(outgoing.detail(request.actor), pk=pk)
    if not document.can_edit:
        raise NotPermitted("此稿当前不在您手中，不能修改；如需修改请联系当前办理人", code="not_permitted_edit")
    form = PreviewForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=204)
    typed = {name: form.cleaned_data[name].strip() for name in ("title", "body") if name in request.POST}
    found = rows(document, request.actor, typed=typed, given=reasons_in(request.POST))
    if request.POST.get("reason_keys") == ",".join(row.passage.key for row in found):
        return HttpResponse(status=204)
    return ui.fragment(request, "documents/_reasons.html", {"rows": found})
