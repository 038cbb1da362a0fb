"""Answers for the pickers of people and units."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from zhongshu.kernel.guards import open_to_signed_in
from zhongshu.platform.organizations import queries


@require_safe
@open_to_signed_in("names and posts only, as in the directory", administrators=True)
def people(request: HttpRequest) -> JsonResponse:
    """Answer ``?q=`` with up to twenty people: part of the name, pinyin or initials; without words the reader's own unit."""
    return JsonResponse({"results": queries.people_choices(request.GET.get("q", ""), actor=request.actor)})


@require_safe
@open_to_signed_in("names of units only, as in the directory", administrators=True)
def units(request: HttpRequest) -> JsonResponse:
    """Answer ``?q=`` with up to twenty units, the reader's own organ's first; with ``?organs=1`` organs only."""
    organs_only = request.GET.get("organs") == "1"
    found = queries.find_units(request.GET.get("q", ""), organs_only=organs_only, near_organ_id=request.actor.organ_id)
    results = [{"id": unit.pk, "text": str(unit), "note": queries.place_of(unit)} for unit in found]
    return JsonResponse({"results": results})
