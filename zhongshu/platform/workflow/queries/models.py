"""Reads about definitions and their models."""

from django.db.models import QuerySet

from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.workflow import registry
from zhongshu.platform.workflow.bpmn.checking import Finding, Surroundings, check
from zhongshu.platform.workflow.bpmn.compiling import compile_model
from zhongshu.platform.workflow.bpmn.reading import LABELS, ModelRefused
from zhongshu.platform.workflow.choices import VersionState
from zhongshu.platform.workflow.models import FlowDefinition, FlowVersion


def findings_of(bpmn_xml: str, *, ask_holders: bool = True) -> list[Finding]:
    """Return everything wrong with a model, whether it compiles or not; errors first.

    Without ``ask_holders`` a duty that nobody holds today is no error: people come into office later.
    """
    try:
        graph = compile_model(bpmn_xml)
    except ModelRefused as refused:
        return [
            Finding("error", "refused", one.element, one.name or LABELS.get(one.kind, one.kind), one.sentence)
            for one in refused.refusals
        ]
    held = held_duties() if ask_holders else set()
    around = Surroundings(
        commands=registry.commands(), duties=set(organizations.Duty.values), is_held=lambda duty: not held or duty in held
    )
    return check(graph, around)


def held_duties() -> set[str]:
    """Return the duties that somebody holds in some organ; empty in an installation without people yet."""
    return set(organizations.PostDuty.objects.filter(post__holdings__end_date=None).values_list("duty", flat=True).distinct())


def definitions() -> QuerySet[FlowDefinition]:
    return FlowDefinition.objects.order_by("rank_order", "key")


def versions_of(definition_ids: list[int]) -> dict[int, list[FlowVersion]]:
    """Return the versions of definitions, newest first, without their drawings: one query."""
    found: dict[int, list[FlowVersion]] = {}
    rows = FlowVersion.objects.filter(definition__in=definition_ids).defer("bpmn_xml", "graph").order_by("-number")
    for row in rows:
        found.setdefault(row.definition_id, []).append(row)
    return found


def draft_or_latest(definition: FlowDefinition) -> FlowVersion | None:
    """Return what an editor starts from: the draft, else the published version, else the newest."""
    rows = {row.state: row for row in definition.versions.order_by("number")}
    return rows.get(VersionState.DRAFT) or rows.get(VersionState.PUBLISHED) or rows.get(VersionState.RETIRED)
