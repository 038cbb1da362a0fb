"""Secondary operations: each a small page that is also a dialog and works without scripts."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from zhongshu.kernel import dialogs, kinds
from zhongshu.kernel.forms import OfficeForm
from zhongshu.kernel.guards import guarded_by
from zhongshu.platform.workflow import public as workflow
from zhongshu.platform.worklist import forms
from zhongshu.platform.worklist.views.handling import item_or_404


def _data(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _ask(
    request: HttpRequest, form: OfficeForm, run: Callable[[dict[str, Any]], Any], instance: workflow.FlowInstance, **words: Any
) -> HttpResponse:
    ref = instance.ref
    return dialogs.ask(request, form, run, back=kinds.url(ref) or reverse("worklist:to_do"), about=ref, **words)


# On one's own item


@guarded_by(workflow.item_policy, "handle")
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the matter to a finished step (退回)."""
    item = item_or_404(request, pk)
    targets = workflow.returnable_steps(pk, by=request.actor)
    form = forms.SendBackForm(_data(request), targets=targets)
    return _ask(
        request,
        form,
        lambda data: workflow.send_back(pk, **data, by=request.actor),
        item.instance,
        title="退回",
        text="" if targets else "没有可以退回的环节：前面的环节不允许退回，或者已经编号、用印。",
        sentence="已退回",
        submit_label="退回",
        tone="danger",
    )


@guarded_by(workflow.item_policy, "handle")
def add_signer(request: HttpRequest, pk: int) -> HttpResponse:
    item = item_or_404(request, pk)
    return _ask(
        request,
        forms.AddSignersForm(_data(request)),
        lambda data: workflow.add_signers(pk, data["people"], mode=data["mode"], reason=data["reason"], by=request.actor),
        item.instance,
        title="加签",
        sentence="已加签",
        submit_label="加签",
    )


@guarded_by(workflow.item_policy, "handle")
def reassign(request: HttpRequest, pk: int) -> HttpResponse:
    item = item_or_404(request, pk)
    return _ask(
        request,
        forms.ReassignForm(_data(request)),
        lambda data: workflow.reassign(pk, data["person_id"], reason=data["reason"], by=request.actor),
        item.instance,
        title="转办",
        text="转出后由对方办理，时限不变；您仍可查看此件。",
        sentence="已转办",
        submit_label="转办",
    )


@guarded_by(workflow.item_policy, "handle")
def consult(request: HttpRequest, pk: int) -> HttpResponse:
    item = item_or_404(request, pk)
    return _ask(
        request,
        forms.ConsultForm(_data(request)),
        lambda data: workflow.consult(pk, data["people"], question=data["question"], by=request.actor),
        item.instance,
        title="征询意见",
        text="对方答复后此件回到您手中，仍由您办理。",
        sentence="已发出征询",
        submit_label="发出",
    )


@guarded_by(workflow.item_policy, "handle")
def withdraw_consultation(request: HttpRequest, pk: int) -> HttpResponse:
    item = item_or_404(request, pk)
    return _ask(
        request,
        forms.ConfirmForm(_data(request)),
        lambda data: workflow.withdraw_consultation(pk, by=request.actor),
        item.instance,
        title="撤回征询或加签",
        text="尚未答复的人员不再需要办理，此件回到您手中。",
        sentence="已撤回",
        submit_label="撤回",
    )


@guarded_by(workflow.item_policy, "handle")
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what one has just passed on (取回), while nobody has opened it."""
    item = item_or_404(request, pk)
    return _ask(
        request,
        forms.ReasonForm(_data(request)),
        lambda data: workflow.take_back(pk, reason=data["reason"], by=request.actor),
        item.instance,
        title=f"取回（{item.step.name}）",
        text="后面的人员还没有打开时可以取回，取回后由您重新办理。",
        sentence="已取回，请重新办理",
        submit_label="取回",
    )


# On the whole matter


def _instance(request: HttpRequest, pk: int) -> workflow.FlowInstance:
    instance = workflow.FlowInstance.objects.filter(pk=pk, secrecy__lte=request.actor.clearance).first()
    if instance is None:
        raise Http404
    concerned = instance.starter_id == request.actor.person_id or workflow.may_administer(instance, request.actor)
    if not concerned and not kinds.visible(instance.ref, request.actor):
        raise Http404
    return instance


def _others(request: HttpRequest, instance: workflow.FlowInstance) -> list[workflow.FlowItem]:
    me = request.actor.person_id
    return [part for part in workflow.open_items(instance.ref) if me not in (part.assignee_id, part.principal_id)]


def _with_reason(
    request: HttpRequest, pk: int, run: Callable[..., Any], *, title: str, text: str, sentence: str, tone: str = ""
) -> HttpResponse:
    return _ask(
        request,
        forms.ReasonForm(_data(request)),
        lambda data: run(pk, reason=data["reason"], by=request.actor),
        _instance(request, pk),
        title=title,
        text=text,
        sentence=sentence,
        submit_label=title,
        tone=tone,
    )


@guarded_by(workflow.instance_policy, "withdraw")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    text = "撤销后全部办理人的待办关闭，此件回到草稿状态，办理记录保留。"
    return _with_reason(request, pk, workflow.withdraw, title="撤销", text=text, sentence="已撤销", tone="danger")


@guarded_by(workflow.instance_policy, "terminate")
def terminate(request: HttpRequest, pk: int) -> HttpResponse:
    text = "终止后此件不再办理，只有流程管理员可以恢复。"
    return _with_reason(request, pk, workflow.terminate, title="终止", text=text, sentence="已终止", tone="danger")


@guarded_by(workflow.instance_policy, "administer")
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    text = "从终止时的环节继续办理。"
    return _with_reason(request, pk, workflow.restore, title="恢复办理", text=text, sentence="已恢复办理")


@guarded_by(workflow.instance_policy, "administer")
def suspend(request: HttpRequest, pk: int) -> HttpResponse:
    text = "挂起期间不能办理，时限停止计算。"
    return _with_reason(request, pk, workflow.suspend, title="挂起", text=text, sentence="已挂起")


@guarded_by(workflow.instance_policy, "administer")
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    text = "继续办理，时限按停止的工作日顺延。"
    return _with_reason(request, pk, workflow.resume, title="解除挂起", text=text, sentence="已解除挂起")


@guarded_by(workflow.instance_policy, "urge")
def urge(request: HttpRequest, pk: int) -> HttpResponse:
    instance = _instance(request, pk)
    parts = [part for part in _others(request, instance) if part.state == workflow.ItemState.OPEN]
    return _ask(
        request,
        forms.UrgeForm(_data(request), parts=parts),
        lambda data: workflow.urge(data["items"], text=data["text"], by=request.actor),
        instance,
        title="催办",
        text="催办不改变时限；对同一人同一件每天只能催办一次。",
        sentence=lambda count: f"已催办{count}人",
        submit_label="催办",
    )


@guarded_by(workflow.item_policy, "handle")
def remove_signer(request: HttpRequest, pk: int) -> HttpResponse:
    """Take somebody who has not acted yet out of a step (减签); who added the person, the starter and the flow administrator
    may."""
    instance = _instance(request, pk)
    return _ask(
        request,
        forms.RemoveSignerForm(_data(request), parts=_others(request, instance)),
        lambda data: workflow.remove_signer(data["item_id"], reason=data["reason"], by=request.actor),
        instance,
        title="减签",
        sentence="已减签",
        submit_label="减签",
    )


@guarded_by(workflow.instance_policy, "administer")
def skip(request: HttpRequest, pk: int) -> HttpResponse:
    instance = _instance(request, pk)
    return _ask(
        request,
        forms.PartReasonForm(_data(request), parts=list(workflow.open_items(instance.ref))),
        lambda data: workflow.skip(data["item_id"], reason=data["reason"], by=request.actor),
        instance,
        title="跳过",
        text="跳过不等于同意，过程记录中写明“跳过”和理由。",
        sentence="已跳过",
        submit_label="跳过",
    )


@guarded_by(workflow.instance_policy, "administer")
def reassign_for(request: HttpRequest, pk: int) -> HttpResponse:
    """Give somebody's item to another (改派), as the flow administrator may."""
    instance = _instance(request, pk)
    parts = [part for part in workflow.open_items(instance.ref) if part.state == workflow.ItemState.OPEN]
    return _ask(
        request,
        forms.ReassignForForm(_data(request), parts=parts),
        lambda data: workflow.reassign(data["item_id"], data["person_id"], reason=data["reason"], by=request.actor),
        instance,
        title="改派",
        sentence="已改派",
        submit_label="改派",
    )


@guarded_by(workflow.instance_policy, "administer")
def jump(request: HttpRequest, pk: int) -> HttpResponse:
    """Move the process to another step (跳转)."""
    instance = _instance(request, pk)
    steps = {part.step_id: part.step.name for part in workflow.open_items(instance.ref)}
    return _ask(
        request,
        forms.JumpForm(_data(request), steps=list(steps.items()), nodes=workflow.user_steps(instance)),
        lambda data: workflow.jump(pk, **data, by=request.actor),
        instance,
        title="跳转",
        text="跳转记入办理过程。原环节未办的待办关闭，已有的意见保留。",
        sentence="已跳转",
        submit_label="跳转",
    )


@guarded_by(workflow.item_policy, "enter_paper")
def enter_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter what somebody wrote on paper (代录): the opinion bears both names."""
    instance = _instance(request, pk)
    parts = [part for part in _others(request, instance) if part.state == workflow.ItemState.OPEN and part.assignee_id]
    outcomes: dict[str, str] = {}
    for part in parts:
        outcomes |= dict(workflow.panel_of(part, request.actor).outcomes)
    return _ask(
        request,
        forms.EnterPaperForm(_data(request), parts=parts, outcomes=list(outcomes.items())),
        lambda data: workflow.complete(
            data["item_id"],
            outcome=data.get("outcome", ""),
            words=data["words"],
            attitude="comment",
            paper_date=data["paper_date"],
            by=request.actor,
        ),
        instance,
        title="代录纸面意见",
        text="请对照纸质批件逐字录入，并把扫描件作为附件上传；记录中同时写明签署人和代录人。",
        sentence="已代录",
        submit_label="录入",
    )


@guarded_by(workflow.instance_policy, "administer")
def hand_over(request: HttpRequest) -> HttpResponse:
    """Pass all pending work of a person who leaves to another (离任移交); what was done stays untouched."""
    return dialogs.ask(
        request,
        forms.HandOverForm(_data(request)),
        lambda data: workflow.hand_over(data["person_id"], data["to_person_id"], reason=data["reason"], by=request.actor),
        back=reverse("worklist:hand_over"),
        sentence=lambda count: f"已移交{count}件" if count else "该人员没有未办事项",
        title="离任移交",
        text="一次移交该人员的全部未办事项，已办的记录和意见不变。",
        submit_label="移交",
    )
