"""Drawing processes: drafts, publication, retirement."""

from django.db import transaction
from django.db.models import Max

from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import RuleBroken, StaleState
from zhongshu.kernel.text import digest
from zhongshu.platform.audit import public as audit
from zhongshu.platform.workflow.bpmn.checking import Finding
from zhongshu.platform.workflow.bpmn.compiling import compile_model
from zhongshu.platform.workflow.bpmn.reading import ModelRefused, parse
from zhongshu.platform.workflow.choices import VersionState
from zhongshu.platform.workflow.models import FlowDefinition, FlowVersion
from zhongshu.platform.workflow.policies import require_editor
from zhongshu.platform.workflow.queries.models import findings_of


@transaction.atomic
def define(key: str, *, name: str, category: str = "", rank_order: int = 1000, by: Actor) -> FlowDefinition:
    """Make or rename a process; safe to run twice.

    Raises:
        NotPermitted: the actor does not manage processes.
    """
    require_editor(by)
    definition, created = FlowDefinition.objects.get_or_create(
        key=key, defaults={"name": name, "category": category, "rank_order": rank_order, "created_at": clock.now()}
    )
    changes = {"name": name, "category": category, "rank_order": rank_order}
    if not created and any(getattr(definition, field) != value for field, value in changes.items()):
        FlowDefinition.objects.filter(pk=definition.pk).update(**changes)
        definition.refresh_from_db()
    if created:
        audit.record("workflow.defined", definition, by=by, key=key)
    return definition


@transaction.atomic
def save_draft(definition: FlowDefinition, bpmn_xml: str, *, note: str = "", seen: str = "", by: Actor) -> FlowVersion:
    """Keep a drawing as the draft of the next version; it may still be faulty, but it must be readable XML.

    ``seen`` is the fingerprint of the draft that the editor started from.

    Raises:
        NotPermitted: the actor does not manage processes.
        RuleBroken: not a BPMN file.
        StaleState: another administrator saved the draft meanwhile.
    """
    require_editor(by)
    try:
        parse(bpmn_xml)
    except ModelRefused as refused:
        raise RuleBroken(str(refused), code="model_refused", field="bpmn_xml") from refused
    now = clock.now()
    fingerprint = digest(bpmn_xml)
    draft = definition.versions.filter(state=VersionState.DRAFT).first()
    if draft is None:
        last = definition.versions.aggregate(last=Max("number"))["last"] or 0
        draft = FlowVersion.objects.create(
            definition=definition,
            number=last + 1,
            bpmn_xml=bpmn_xml,
            fingerprint=fingerprint,
            note=note,
            created_at=now,
            saved_at=now,
        )
    else:
        unchanged = FlowVersion.objects.filter(pk=draft.pk, state=VersionState.DRAFT)
        if seen:
            unchanged = unchanged.filter(fingerprint=seen)
        if not unchanged.update(bpmn_xml=bpmn_xml, fingerprint=fingerprint, note=note, saved_at=now):
            raise StaleState("草稿刚刚已被他人修改，请刷新后重新编辑", code="draft_changed")
        draft.refresh_from_db()
    audit.record("workflow.draft_saved", definition, by=by, number=draft.number, fingerprint=fingerprint)
    return draft


@transaction.atomic
def publish_version(version: FlowVersion, *, ask_holders: bool = True, by: Actor) -> list[Finding]:
    """Publish a draft: it never changes again, new matters use it, running ones keep theirs. Returns the warnings.

    Raises:
        NotPermitted: the actor does not manage processes.
        RuleBroken: the model does not compile or the checker finds errors; ``facts["findings"]`` lists them.
        StaleState: it is no longer a draft.
    """
    require_editor(by)
    found = findings_of(version.bpmn_xml, ask_holders=ask_holders)
    errors = [finding for finding in found if finding.severity == "error"]
    if errors:
        raise RuleBroken(
            f"模型有{len(errors)}处错误，不能发布：{errors[0]}",
            code="model_has_errors",
            findings=[str(finding) for finding in errors],
        )
    graph = compile_model(version.bpmn_xml)
    now = clock.now()
    FlowVersion.objects.filter(definition=version.definition_id, state=VersionState.PUBLISHED).update(state=VersionState.RETIRED)
    changed = FlowVersion.objects.filter(pk=version.pk, state=VersionState.DRAFT, fingerprint=version.fingerprint).update(
        state=VersionState.PUBLISHED, graph=graph.to_json(), published_at=now, published_by_name=by.name[:80]
    )
    if not changed:
        raise StaleState("草稿刚刚已被修改或发布，请刷新", code="draft_changed")
    version.refresh_from_db()
    audit.record("workflow.version_published", version.definition, by=by, number=version.number, fingerprint=version.fingerprint)
    return found


@transaction.atomic
def retire(version: FlowVersion, *, by: Actor) -> None:
    """Take a published version out of use; nothing new starts, running matters go on.

    Raises:
        NotPermitted: the actor does not manage processes.
        RuleBroken: it is not published.
    """
    require_editor(by)
    if not FlowVersion.objects.filter(pk=version.pk, state=VersionState.PUBLISHED).update(state=VersionState.RETIRED):
        raise RuleBroken("只有已发布的版本可以停用", code="wrong_state")
    version.refresh_from_db()
    audit.record("workflow.version_retired", version.definition, by=by, number=version.number)
