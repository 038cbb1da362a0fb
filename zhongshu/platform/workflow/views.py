"""Pages on which processes are drawn, checked and published, and a leaver's work is handed over."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhongshu.kernel import dialogs, kinds, pages, ui
from zhongshu.kernel.errors import OfficeError
from zhongshu.kernel.guards import for_duty, open_to_signed_in
from zhongshu.platform.organizations.public import Duty
from zhongshu.platform.workflow import registry
from zhongshu.platform.workflow.commands import defining, handing_over
from zhongshu.platform.workflow.forms import DefinitionForm, HandOverForm, ImportForm, ModelForm
from zhongshu.platform.workflow.models import FlowDefinition, FlowInstance, FlowVersion
from zhongshu.platform.workflow.policies import require_editor
from zhongshu.platform.workflow.queries import drawing, models
from zhongshu.platform.workflow.queries.picture import picture_of

EDITORS = "A drawing holds no business content; the system administrator and flow administrators keep it, the view asks for that."


@require_safe
@open_to_signed_in(EDITORS, administrators=True)
def definitions(request: HttpRequest) -> HttpResponse:
    """Every process with its published version and whether a draft waits."""
    require_editor(request.actor)
    page = pages.keyset(
        models.definitions(),
        order=("rank_order", "id"),
        after=request.GET.get("after"),
        before=request.GET.get("before"),
        size=50,
    )
    versions = models.versions_of([definition.pk for definition in page.rows])
    for definition in page.rows:
        known = {version.state: version for version in reversed(versions.get(definition.pk, []))}
        definition.published, definition.draft = known.get("published"), known.get("draft")
    return ui.page_or_fragment(request, "workflow/definitions.html", "definitions", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_signed_in(EDITORS, administrators=True)
def new_definition(request: HttpRequest) -> HttpResponse:
    """Begin a new process with an empty drawing."""
    require_editor(request.actor)
    form = DefinitionForm(request.POST or None)

    def run(data: dict[str, Any]) -> FlowDefinition:
        definition = defining.define(**data, by=request.actor)
        if models.draft_or_latest(definition) is None:
            defining.save_draft(definition, drawing.empty(definition.key, definition.name), by=request.actor)
        return definition

    return dialogs.ask(
        request,
        form,
        run,
        title="新建流程",
        back=reverse("workflow:definitions"),
        sentence="已建立，请绘制流程图",
        submit_label="建立",
    )


@require_safe
@open_to_signed_in(EDITORS, administrators=True)
def definition(request: HttpRequest, key: str) -> HttpResponse:
    """One process: its drawing, what the checker says of the draft, and its versions."""
    require_editor(request.actor)
    found = get_object_or_404(FlowDefinition, key=key)
    version = models.draft_or_latest(found)
    context = {
        "definition": found,
        "version": version,
        "versions": models.versions_of([found.pk]).get(found.pk, []),
        "svg": drawing.plain_picture(version.bpmn_xml) if version else "",
        "findings": models.findings_of(version.bpmn_xml) if version and version.state == "draft" else [],
    }
    return ui.page(request, "workflow/definition.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_signed_in(EDITORS, administrators=True)
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """The editor: saving keeps a draft and shows what the checker finds."""
    require_editor(request.actor)
    found = get_object_or_404(FlowDefinition, key=key)
    version = models.draft_or_latest(found)
    xml = version.bpmn_xml if version else drawing.empty(found.key, found.name)
    form = ModelForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        xml = request.POST.get("bpmn_xml", xml)
        if form.is_valid():
            try:
                version = defining.save_draft(found, **form.cleaned_data, by=request.actor)
                status = 200
            except OfficeError as error:
                if error.status != 422:
                    raise
                form.refuse(error)
    findings = models.findings_of(xml)
    context = {
        "definition": found,
        "version": version,
        "form": form,
        "xml": xml,
        "saved": request.method == "POST" and status == 200,
        "seen": version.fingerprint if version and version.state == "draft" else "",
        "findings": findings,
        "problems": [{"element": finding.element, "sentence": finding.sentence} for finding in findings if finding.element],
        "choices": drawing.choices(registry.commands()),
    }
    return ui.page(request, "workflow/edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_signed_in(EDITORS, administrators=True)
def import_model(request: HttpRequest, key: str) -> HttpResponse:
    """Take a BPMN file drawn elsewhere as the draft."""
    require_editor(request.actor)
    found = get_object_or_404(FlowDefinition, key=key)
    form = ImportForm(request.POST or None, request.FILES or None)

    def run(data: dict[str, Any]) -> FlowVersion:
        return defining.save_draft(found, data["file"], note="导入", by=request.actor)

    back = reverse("workflow:edit", args=[key])
    return dialogs.ask(
        request, form, run, title="导入流程图", back=back, sentence="已导入为草稿", submit_label="导入", about=found.name
    )


@require_POST
@open_to_signed_in(EDITORS, administrators=True)
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish a draft; refused while the checker finds errors."""
    require_editor(request.actor)
    version = get_object_or_404(FlowVersion.objects.select_related("definition"), pk=pk)
    defining.publish_version(version, by=request.actor)
    return dialogs.done(request, reverse("workflow:definition", args=[version.definition.key]), f"第{version.number}版已发布")


@require_POST
@open_to_signed_in(EDITORS, administrators=True)
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    require_editor(request.actor)
    version = get_object_or_404(FlowVersion.objects.select_related("definition"), pk=pk)
    defining.retire(version, by=request.actor)
    return dialogs.done(request, reverse("workflow:definition", args=[version.definition.key]), f"第{version.number}版已停用")


@require_safe
@open_to_signed_in(EDITORS, administrators=True)
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The drawing as a BPMN 2.0 file."""
    require_editor(request.actor)
    version = get_object_or_404(FlowVersion.objects.select_related("definition"), pk=pk)
    name = f"{version.definition.key}-{version.number}.bpmn"
    header = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(
        version.bpmn_xml, content_type="application/xml; charset=utf-8", headers={"Content-Disposition": header or ""}
    )


@require_safe
@open_to_signed_in("The picture shows no text of the matter; who may not see the matter gets 404.")
def instance_picture(request: HttpRequest, pk: int) -> HttpResponse:
    """The live picture of one process, as a fragment that refreshes itself."""
    instance = get_object_or_404(FlowInstance.objects.filter(secrecy__lte=request.actor.clearance), pk=pk)
    if not kinds.visible(instance.ref, request.actor):
        raise Http404
    return ui.fragment(request, "workflow/_picture.html", {"picture": picture_of(instance)})


@require_http_methods(["GET", "HEAD", "POST"])
@for_duty(Duty.FLOW_ADMINISTRATOR)
def hand_over(request: HttpRequest) -> HttpResponse:
    """Pass everything that a leaver holds to another person."""
    form = HandOverForm(request.POST or None)

    def run(data: dict[str, Any]) -> int:
        return handing_over.hand_over(data["from_person"], data["to_person"], reason=data["reason"], by=request.actor)

    return dialogs.ask(
        request,
        form,
        run,
        title="移交待办",
        back=reverse("workflow:hand_over"),
        sentence=lambda count: f"已移交{count}件" if count else "移交人没有待办事项",
        submit_label="移交",
        text="移交人全部待办一次转给接收人；已办的记录保持不变。",
    )
