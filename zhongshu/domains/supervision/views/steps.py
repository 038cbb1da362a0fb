"""What is done to an item, each as a question in a dialog."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from zhongshu.domains.supervision import forms
from zhongshu.domains.supervision.commands import assigning, closing, docketing, extending, noticing, reporting, urging
from zhongshu.domains.supervision.models import Extension, Feedback, Part, SupervisionItem
from zhongshu.domains.supervision.policies import notice_policy, part_policy, policy
from zhongshu.domains.supervision.queries import items
from zhongshu.domains.supervision.queries.burdens import ASSIGNMENT, FEEDBACK, URGING
from zhongshu.domains.supervision.views import burdens
from zhongshu.kernel import dialogs
from zhongshu.kernel.forms import OfficeForm
from zhongshu.kernel.guards import guarded_by

GET_OR_POST = ["GET", "POST"]


def _item(request: HttpRequest, pk: int) -> SupervisionItem:
    return get_object_or_404(items.visible(request.actor), pk=pk)


def _part(request: HttpRequest, pk: int) -> Part:
    return get_object_or_404(items.part(request.actor, pk))


def _ask(
    request: HttpRequest,
    form: OfficeForm,
    run: Callable[[dict[str, Any]], Any],
    *,
    about: SupervisionItem,
    title: str,
    sentence: str,
    label: str = "",
    **more: Any,
) -> HttpResponse:
    back = reverse("supervision:detail", args=[about.pk])
    return dialogs.ask(
        request, form, run, title=title, back=back, sentence=sentence, submit_label=label or title, about=about.title, **more
    )


# ── the supervisors' steps ───────────────────────────────────────────────────


@require_http_methods(GET_OR_POST)
@guarded_by(policy, "supervise")
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    item = _item(request, pk)
    policy.require(request.actor, "supervise", item)
    return _ask(
        request, forms.AssignForm(request.POST or None), lambda values: assigning.assign(item, by=request.actor, **values),
        about=item, title="交办", sentence="已交办，等待各单位签收",
        text=f"办理时限{item.deadline.month}月{item.deadline.day}日。交办后各承办单位将收到通知，并须签收。",
        aside=burdens.beside_item(item, request.actor, kind=ASSIGNMENT),
    )  # fmt: skip


@require_http_methods(GET_OR_POST)
@guarded_by(policy, "supervise")
def add_supporting(request: HttpRequest, pk: int) -> HttpResponse:
    item = _item(request, pk)
    policy.require(request.actor, "supervise", item)

    def run(values: dict[str, Any]) -> None:
        plan = assigning.PartPlan(values["unit"], values["task"], values["measure"], values["responsible"])
        assigning.add_supporting(item, plan, by=request.actor)

    form = forms.SupportForm(request.POST or None)
    return _ask(request, form, run, about=item, title="增加协办单位", sentence="已增加协办单位", label="增加")


@require_http_methods(GET_OR_POST)
@guarded_by(policy, "supervise")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    item = _item(request, pk)
    policy.require(request.actor, "supervise", item)
    initial = {"title": item.title, "outcome": item.outcome, "requirement": item.requirement, "grade": item.grade}
    form = forms.ChangeForm(request.POST or None, initial=initial)
    return _ask(
        request, form, lambda values: docketing.change(item, by=request.actor, **values), about=item, title="调整事项",
        sentence="已调整，原内容留在办理记录里", label="保存",
    )  # fmt: skip


@require_http_methods(GET_OR_POST)
@guarded_by(policy, "supervise")
def void(request: HttpRequest, pk: int) -> HttpResponse:
    item = _item(request, pk)
    policy.require(request.actor, "supervise", item)
    return _ask(
        request, forms.ReasonForm(request.POST or None), lambda values: docketing.void(item, by=request.actor, **values),
        about=item, title="撤项", sentence="已撤项，该事项不再计入统计", tone="danger",
    )  # fmt: skip


@require_http_methods(GET_OR_POST)
@guarded_by(policy, "supervise")
def urge(request: HttpRequest, pk: int) -> HttpResponse:
    item = _item(request, pk)
    policy.require(request.actor, "supervise", item)
    return _ask(
        request, forms.UrgeForm(request.POST or None), lambda values: urging.urge(item, by=request.actor, **values),
        about=item, title="催办", sentence="已催办尚未报结的单位",
        aside=burdens.beside_item(item, request.actor, kind=URGING, owing_only=True),
    )  # fmt: skip


@require_http_methods(GET_OR_POST)
@guarded_by(policy, "supervise")
def suspend(request: HttpRequest, pk: int) -> HttpResponse:
    item = _item(request, pk)
    policy.require(request.actor, "supervise", item)
    return _ask(
        request, forms.ReasonForm(request.POST or None), lambda values: extending.suspend(item, by=request.actor, **values),
        about=item, title="中止", sentence="已中止，时限停止计算",
    )  # fmt: skip


@require_http_methods(GET_OR_POST)
@guarded_by(policy, "supervise")
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    item = _item(request, pk)
    policy.require(request.actor, "supervise", item)
    return _ask(
        request, forms.WordsForm(request.POST or None), lambda values: extending.resume(item, by=request.actor, **values),
        about=item, title="恢复办理", sentence="已恢复，时限按剩余工作日顺延",
    )  # fmt: skip


@require_http_methods(GET_OR_POST)
@guarded_by(policy, "verify")
def verify(request: HttpRequest, pk: int) -> HttpResponse:
    item = _item(request, pk)
    policy.require(request.actor, "verify", item)
    return _ask(
        request, forms.VerifyForm(request.POST or None), lambda values: closing.verify(item, by=request.actor, **values),
        about=item, title="核查", sentence="核查结果已登记", text=f"可核实的结果：{item.outcome}", label="登记核查结果",
    )  # fmt: skip


@require_http_methods(GET_OR_POST)
@guarded_by(policy, "supervise")
def complete(request: HttpRequest, pk: int) -> HttpResponse:
    item = _item(request, pk)
    policy.require(request.actor, "supervise", item)
    return _ask(
        request, forms.CompleteForm(request.POST or None), lambda values: closing.complete(item, by=request.actor, **values),
        about=item, title="办结", sentence="已办结，批示领导将收到结果", text=f"可核实的结果：{item.outcome}",
    )  # fmt: skip


@require_POST
@guarded_by(policy, "supervise")
def close_out(request: HttpRequest, pk: int) -> HttpResponse:
    item = _item(request, pk)
    closing.close_out(item, by=request.actor)
    return dialogs.done(request, reverse("supervision:detail", args=[pk]), "已销号")


@require_POST
@guarded_by(policy, "supervise")
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    item = _item(request, pk)
    closing.archive(item, by=request.actor)
    return dialogs.done(request, reverse("supervision:detail", args=[pk]), "已归档")


@require_http_methods(GET_OR_POST)
@guarded_by(policy, "supervise")
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    item = _item(request, pk)
    policy.require(request.actor, "supervise", item)
    return _ask(
        request, forms.ReopenForm(request.POST or None), lambda values: closing.reopen(item, by=request.actor, **values),
        about=item, title="重新办理", sentence="已重新办理，统计中单独列示", tone="danger",
    )  # fmt: skip


@require_http_methods(GET_OR_POST)
@guarded_by(policy, "supervise")
def issue_notice(request: HttpRequest, pk: int) -> HttpResponse:
    item = _item(request, pk)
    policy.require(request.actor, "supervise", item)
    return _ask(
        request, forms.NoticeForm(request.POST or None), lambda values: noticing.issue_notice(item, by=request.actor, **values),
        about=item, title="印发督查文书", sentence="正在生成发文文稿，稍后可在本页打开", label="生成文稿",
        text="生成的是一份发文草稿，由您核对后按发文程序送审、签发、编号、分发。",
    )  # fmt: skip


@require_http_methods(GET_OR_POST)
@guarded_by(policy, "approve_extension")
def decide_extension(request: HttpRequest, pk: int) -> HttpResponse:
    extension = get_object_or_404(Extension.objects.filter(item__in=policy.visible(request.actor)).select_related("item"), pk=pk)
    policy.require(request.actor, "approve_extension", extension.item)
    text = (
        f"{extension.unit_name}申请从{extension.from_date:%Y-%m-%d}延期到{extension.to_date:%Y-%m-%d}"
        f"（{extension.working_days}个工作日）：{extension.reason}"
    )
    return _ask(
        request, forms.DecisionForm(request.POST or None),
        lambda values: extending.decide_extension(extension, by=request.actor, **values), about=extension.item, title="审批延期",
        sentence="已答复", text=text, label="提交",
    )  # fmt: skip


@require_http_methods(GET_OR_POST)
@guarded_by(policy, "supervise")
def return_feedback(request: HttpRequest, pk: int) -> HttpResponse:
    visible = policy.visible(request.actor)
    feedback = get_object_or_404(Feedback.objects.filter(item__in=visible).select_related("item", "part__unit"), pk=pk)
    policy.require(request.actor, "supervise", feedback.item)
    return _ask(
        request, forms.ReasonForm(request.POST or None),
        lambda values: reporting.return_feedback(feedback, by=request.actor, **values), about=feedback.item,
        title="退回补充", sentence="已退回，承办单位将收到补充要求",
    )  # fmt: skip


@require_http_methods(GET_OR_POST)
@guarded_by(policy, "supervise")
def transfer(request: HttpRequest, pk: int) -> HttpResponse:
    part = _part(request, pk)
    policy.require(request.actor, "supervise", part.item)

    def run(values: dict[str, Any]) -> None:
        assigning.transfer(
            part, unit_id=values["unit"], responsible_id=values["responsible"], reason=values["reason"], by=request.actor
        )

    text = f"{part.unit}退回的理由：{part.reason}" if part.reason else ""
    form = forms.TransferForm(request.POST or None)
    return _ask(request, form, run, about=part.item, title="转办", sentence="已转办，等待签收", text=text)


# ── the units' steps ─────────────────────────────────────────────────────────


@require_http_methods(GET_OR_POST)
@guarded_by(part_policy, "handle")
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    part = _part(request, pk)
    part_policy.require(request.actor, "handle", part)
    initial = {"responsible": [part.responsible_id] if part.responsible_id else []}
    form = forms.SignForm(request.POST or None, initial=initial)

    def run(values: dict[str, Any]) -> None:
        assigning.sign(part, responsible_id=values["responsible"], by=request.actor)

    return _ask(request, form, run, about=part.item, title="签收", sentence="已签收")


@require_http_methods(GET_OR_POST)
@guarded_by(part_policy, "handle")
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    part = _part(request, pk)
    part_policy.require(request.actor, "handle", part)
    return _ask(
        request, forms.ReasonForm(request.POST or None), lambda values: assigning.refuse(part, by=request.actor, **values),
        about=part.item, title="退回交办", sentence="已退回，由督查部门重新确定承办单位", tone="danger",
    )  # fmt: skip


@require_http_methods(GET_OR_POST)
@guarded_by(part_policy, "handle")
def give_feedback(request: HttpRequest, pk: int) -> HttpResponse:
    part = _part(request, pk)
    part_policy.require(request.actor, "handle", part)
    form = forms.FeedbackForm(request.POST or None, initial={"progress": part.item.progress, "kind": "progress"})
    words = "\n".join((part.task, part.measure, part.item.title, part.item.outcome, part.item.requirement))
    return _ask(
        request, form, lambda values: reporting.give_feedback(part, by=request.actor, **values), about=part.item, title="反馈",
        sentence="已反馈", text=f"可核实的结果：{part.item.outcome}", label="提交反馈",
        aside=burdens.beside([], request.actor, kind=FEEDBACK, words=words, quote_into="id_words"),
    )  # fmt: skip


@require_http_methods(GET_OR_POST)
@guarded_by(part_policy, "handle")
def request_extension(request: HttpRequest, pk: int) -> HttpResponse:
    part = _part(request, pk)
    part_policy.require(request.actor, "handle", part)
    return _ask(
        request, forms.ExtensionForm(request.POST or None),
        lambda values: extending.request_extension(part, by=request.actor, **values), about=part.item, title="申请延期",
        sentence="已提交延期申请", text=f"现办理时限：{part.item.deadline:%Y-%m-%d}，已延期{part.item.extensions}次。",
    )  # fmt: skip


@require_POST
@guarded_by(notice_policy, "retry")
def retry_notice(request: HttpRequest, pk: int) -> HttpResponse:
    notice = get_object_or_404(notice_policy.visible(request.actor), pk=pk)
    noticing.retry_notice(notice, by=request.actor)
    return dialogs.done(request, reverse("supervision:notices"), "正在重新生成")
