from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhongshu.kernel import ui
from zhongshu.kernel.errors import OfficeError
from zhongshu.kernel.guards import for_administrators
from zhongshu.platform.codelists import commands, queries
from zhongshu.platform.codelists.forms import ValueForm
from zhongshu.platform.codelists.models import CodeList, CodeValue


@require_safe
@for_administrators("system")
def lists(request: HttpRequest) -> HttpResponse:
    """All code lists with their values."""
    return ui.page(request, "codelists/lists.html", {"lists": queries.all_lists()})


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators("system")
def add_value(request: HttpRequest, pk: int) -> HttpResponse:
    code_list = get_object_or_404(CodeList, pk=pk)
    form = ValueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            commands.add_value(code_list, **form.cleaned_data, by=request.actor)
        except OfficeError as error:
            form.refuse(error)
        else:
            return HttpResponseRedirect(reverse("codelists:lists"))
    status = 422 if form.is_bound else 200
    return ui.page(request, "codelists/add_value.html", {"form": form, "code_list": code_list}, status=status)


@require_POST
@for_administrators("system")
def retire_value(request: HttpRequest, pk: int) -> HttpResponse:
    commands.retire_value(get_object_or_404(CodeValue.objects.select_related("code_list"), pk=pk), by=request.actor)
    return HttpResponseRedirect(reverse("codelists:lists"))
