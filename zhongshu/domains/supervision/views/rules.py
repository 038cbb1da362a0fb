"""The rules of lights and grades, for the system administrator."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhongshu.domains.supervision import forms
from zhongshu.domains.supervision.choices import Grade
from zhongshu.domains.supervision.commands import ruling
from zhongshu.domains.supervision.queries import burdens, rules
from zhongshu.kernel import dialogs, ui
from zhongshu.kernel.guards import for_administrators


@require_safe
@for_administrators("system")
def page(request: HttpRequest) -> HttpResponse:
    """All rules in the order in which they are tried."""
    context = {"lights": rules.light_rows(), "grades": rules.grade_rules().values(), "estimates": burdens.estimate_rows()}
    return ui.page(request, "supervision/rules.html", context)


@require_http_methods(["GET", "POST"])
@for_administrators("system")
def change_grade(request: HttpRequest, grade: str) -> HttpResponse:
    if grade not in Grade.values:
        raise Http404
    rule = rules.grade_rule(grade)
    form = forms.GradeRuleForm(
        request.POST or None, initial={name: getattr(rule, name) for name in forms.GradeRuleForm.base_fields}
    )
    return dialogs.ask(
        request, form, lambda values: ruling.change_grade_rule(grade, by=request.actor, **values),
        title=f"{Grade(grade).label}事项的规则", back=reverse("supervision:rules"), sentence="已调整，新的交办和提醒按此执行",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@for_administrators("system")
def change_light(request: HttpRequest, position: int) -> HttpResponse:
    rule = next((row for row in rules.light_rows() if row.position == position), None)
    if rule is None:
        raise Http404
    initial = {"days": rule.days, "percent": rule.percent, "active": rule.active, "basis": rule.basis}
    form = forms.LightRuleForm(request.POST or None, initial=initial)
    return dialogs.ask(
        request, form, lambda values: ruling.change_light_rule(position, by=request.actor, **values), title=str(rule),
        back=reverse("supervision:rules"), sentence="已调整，在办事项的预警日期已重新计算",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@for_administrators("system")
def add_light(request: HttpRequest) -> HttpResponse:
    places = [(row.position, f"{row}（{row.get_grade_display() or '全部级别'}）") for row in rules.light_rows()]
    form = forms.NewLightRuleForm(request.POST or None, places=places)
    return dialogs.ask(
        request, form, lambda values: ruling.add_light_rule(by=request.actor, **values), title="新增亮灯规则",
        back=reverse("supervision:rules"), sentence="已新增，在办事项即按此亮灯",
    )  # fmt: skip


@require_POST
@for_administrators("system")
def move_light(request: HttpRequest, position: int, way: str) -> HttpResponse:
    ruling.move_light_rule(position, up=way == "up", by=request.actor)
    return dialogs.done(request, reverse("supervision:rules"), "已调整次序")
