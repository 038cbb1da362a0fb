"""审核 on the screen: beside the text as it is typed, as a tab of the document's page, and letting a finding stand."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhongshu.domains.documents.checks.findings import Severity
from zhongshu.domains.documents.choices import Disclosure, DocumentType
from zhongshu.domains.documents.commands import checking as commands
from zhongshu.domains.documents.forms import PreviewForm, ReasonForm
from zhongshu.domains.documents.models import OutgoingDocument
from zhongshu.domains.documents.policies import outgoing_policy
from zhongshu.domains.documents.queries import checking, outgoing
from zhongshu.kernel import dialogs, ui
from zhongshu.kernel.errors import NotPermitted
from zhongshu.kernel.guards import guarded_by

# More would not be read; the rest follows when these are done.
MOST_SHOWN = 60


@require_POST
@guarded_by(outgoing_policy, "edit")
def live(request: HttpRequest, pk: int) -> HttpResponse:
    """Check the text as it is being typed and answer with the findings; nothing is stored."""
    document = get_object_or_404(outgoing.detail(request.actor), pk=pk)
    if not document.can_edit:
        raise NotPermitted("此稿当前不在您手中，不能修改；如需修改请联系当前办理人", code="not_permitted_edit")
    form = PreviewForm(request.POST)
    if not form.is_valid():
        return ui.fragment(request, "documents/_checks.html", {"gates": [], "document": document})
    typed: dict[str, Any] = {name: form.cleaned_data[name] for name in ("title", "body", "remark") if name in request.POST}
    typed["principals"] = form.cleaned_data["principals"].split("\n") if form.cleaned_data["principals"] else []
    typed["copies_to"] = form.cleaned_data["copies_to"].split("\n") if form.cleaned_data["copies_to"] else []
    if request.POST.get("document_type") in DocumentType.values:
        typed["document_type"] = request.POST["document_type"]
    if request.POST.get("disclosure") in Disclosure.values:
        typed["disclosure"] = request.POST["disclosure"]
    typed["contact"] = request.POST.get("contact", "")[:80]
    found = checking.findings_of(document, typed, typos=True)
    return ui.fragment(request, "documents/_checks.html", {"document": document, **_shown(document, found)})


def _shown(document: OutgoingDocument, found: list[Any]) -> dict[str, Any]:
    counts = {severity.value: sum(one.severity == severity for one in found) for severity in Severity}
    gates = checking.by_gate(found[:MOST_SHOWN] if len(found) > MOST_SHOWN else found, checking.overrides_of(document))
    return {"gates": gates, "counts": counts, "total": len(found), "more": max(0, len(found) - MOST_SHOWN)}


def tab(request: HttpRequest, document: OutgoingDocument) -> dict[str, Any]:
    """审核: the findings of the stored text by gate, what was let stand, where things were put right."""
    found = checking.findings_of(document, typos=True)
    shown = _shown(document, found)
    blocked = any(gate.blocking for gate in shown["gates"])
    return {
        **shown,
        "never": checking.NEVER_LET_STAND,
        "may_override": document.can_override_check and document.drafter_id != request.actor.person_id,
        "ask": checking.whom_to_ask(document) if blocked and not document.can_override_check else [],
        "overrides": checking.overrides_of(document),
        "recorded": checking.recorded(document),
    }


@guarded_by(outgoing_policy, "override_check")
def let_stand(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Let a must-finding stand, with a reason."""
    document = get_object_or_404(outgoing.detail(request.actor), pk=pk)
    form = ReasonForm(request.POST or None)

    def run(values: dict[str, Any]) -> str:
        commands.let_stand(document, key=key, reason=values["reason"], by=request.actor)
        return "已核准保留，理由已记入公文"

    back = f"{reverse('documents:detail', args=[pk])}?tab=checks"
    note = "核准后此处不再阻止送审；意见、理由和核准人随文保留，并印在发文稿纸上。"
    return dialogs.ask(request, form, run, back=back, title="核准保留", submit_label="核准保留", text=note)
