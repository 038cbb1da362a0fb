"""Looking people up, and taking the book along."""

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from zhongshu.domains.directory import commands, forms, queries
from zhongshu.domains.directory.policies import books, people
from zhongshu.domains.directory.workbooks import workbook
from zhongshu.kernel import clock, ui
from zhongshu.kernel.guards import guarded_by
from zhongshu.platform.organizations.public import Level


@require_safe
@guarded_by(people, "view")
def search(request: HttpRequest) -> HttpResponse:
    """The phone book: the tree of organs beside the people of one organ, or those who are like the words."""
    form = forms.SearchForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    page = queries.page(
        queries.entries(request.actor, organ_id=wanted.get("organ"), section_id=wanted.get("section"), words=wanted.get("q", "")),
        request.actor,
        after=request.GET.get("after"),
        before=request.GET.get("before"),
    )
    context: dict[str, Any] = {"form": form, "page": page, "organ_id": wanted.get("organ"), "section_id": wanted.get("section")}
    if ui.is_fragment(request):
        return ui.fragment(request, "directory/search.html#people", context)
    context["branches"] = queries.tree(wanted.get("organ") or request.actor.organ_id)
    return ui.page(request, "directory/search.html", context)


@require_safe
@guarded_by(books, "view")
def organs(request: HttpRequest) -> HttpResponse:
    """The tree of organs as a page, for phones."""
    return ui.page(request, "directory/organs.html", {"branches": queries.tree(request.actor.organ_id)})


@require_safe
@guarded_by(books, "view")
def organ(request: HttpRequest, pk: int) -> HttpResponse:
    """One organ's phone book, section by section."""
    shown = get_object_or_404(books.mark(books.visible(request.actor), request.actor, "keep").select_related("parent"), pk=pk)
    context = {"organ": shown, "chapters": queries.chapters(queries.book(request.actor, shown.pk, limit=1000))}
    return ui.page(request, "directory/organ.html", context)


@require_safe
@guarded_by(people, "view")
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person's card."""
    card = queries.person_card(request.actor, pk)
    if card is None:
        raise Http404
    entry, posts = card
    return ui.page(request, "directory/person.html", {"entry": entry, "posts": posts})


@require_http_methods(["GET", "POST"])
@guarded_by(people, "update_contact")
def change_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the own card, or one in the book that the reader keeps."""
    shown = get_object_or_404(people.visible(request.actor), pk=pk)
    people.require(request.actor, "update_contact", shown)
    form = forms.ContactForm(request.POST or None, initial={name: getattr(shown, name) for name in forms.ContactForm.base_fields})
    if form.is_bound and form.is_valid():
        commands.change_contact(shown, by=request.actor, **form.cleaned_data)
        messages.success(request, "联系方式已更新")
        return redirect("directory:person", pk=pk)
    return ui.page(request, "directory/change_contact.html", {"person": shown, "form": form}, status=422 if form.errors else 200)


@require_safe
@guarded_by(people, "view")
def leaders(request: HttpRequest) -> HttpResponse:
    """The leaders of the leading bodies of one level, in rank order."""
    asked = request.GET.get("level", "")
    level = int(asked) if asked.isdigit() and int(asked) in Level.values else Level.CITY
    tabs = [{"label": level_.label, "url": f"?level={level_.value}", "active": level_ == level} for level_ in Level]
    context = {"bodies": queries.leaders(request.actor, level), "tabs": tabs}
    return ui.page(request, "directory/leaders.html", context)


@require_safe
@guarded_by(books, "view")
def booklet(request: HttpRequest, pk: int) -> HttpResponse:
    """A booklet to print: one organ, or with ``?below=1`` all organs below it as well."""
    shown = get_object_or_404(books.visible(request.actor), pk=pk)
    below = request.GET.get("below") == "1"
    lines = queries.book(request.actor, shown.pk, with_subordinates=below)
    commands.record_export(shown.pk, count=len(lines), form="booklet", by=request.actor)
    context = {
        "organ": shown,
        "chapters": queries.chapters(lines),
        "count": len(lines),
        "below": below,
        "complete": len(lines) < queries.EXPORT_LIMIT,
        "today": clock.today(),
    }
    return ui.page(request, "directory/booklet.html", context)


@require_safe
@guarded_by(books, "view")
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """One organ's phone book as a spreadsheet, with what the reader may see; ``?below=1`` takes the organs below along."""
    shown = get_object_or_404(books.visible(request.actor), pk=pk)
    lines = queries.book(request.actor, shown.pk, with_subordinates=request.GET.get("below") == "1")
    commands.record_export(shown.pk, count=len(lines), form="xlsx", by=request.actor)
    title = f"{shown}通讯录"
    response = HttpResponse(
        workbook(title, lines), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(title)}.xlsx"
    return response
