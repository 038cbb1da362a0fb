"""Starting a process."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.kernel.refs import ObjectRef, ref_fields
from zhongshu.platform.audit import public as audit
from zhongshu.platform.workflow.choices import Operation, VersionState
from zhongshu.platform.workflow.commands.frame import end
from zhongshu.platform.workflow.engine.graphs import graph_of, has_cycle
from zhongshu.platform.workflow.engine.items import add_participants
from zhongshu.platform.workflow.engine.run import Arrival, Run
from zhongshu.platform.workflow.models import FlowInstance, FlowVersion


@transaction.atomic
def start(
    definition_key: str,
    *,
    ref: ObjectRef,
    organ_id: int,
    by: Actor,
    variables: Mapping[str, Any] | None = None,
    secrecy: int = 0,
) -> FlowInstance:
    """Start the published process ``definition_key`` about an object; its first step opens.

    Whether ``by`` may have a process about this object is the rule of the object's owner, who calls this.

    Raises:
        NotPermitted: ``by`` is no person of the office, or has not the clearance.
        RuleBroken: no published version, the object already has a process under way, or nobody fits the first step.
    """
    if by.person_id is None:
        raise NotPermitted("流程须由工作人员发起", code="starter_is_no_person")
    if by.clearance < secrecy:
        raise NotPermitted("您的知悉等级不够，不能发起此件", code="not_permitted_clearance")
    version = (
        FlowVersion.objects.filter(definition__key=definition_key, state=VersionState.PUBLISHED).only("pk", "fingerprint").first()
    )
    if version is None:
        raise RuleBroken("该类事项还没有发布流程，请联系流程管理员", code="no_published_version", definition=definition_key)
    graph = graph_of(version.pk)
    try:
        instance = FlowInstance.objects.create(
            **ref_fields(ref),
            version=version,
            organ_id=organ_id,
            secrecy=secrecy,
            starter_id=by.person_id,
            starter_name=by.name[:80],
            starter_unit_id=by.unit_id,
            variables=dict(variables or {}),
            repeats=has_cycle(graph),
            started_at=clock.now(),
        )
    except IntegrityError as error:  # one live process per object is a constraint; the whole command is rolled back
        raise RuleBroken("该事项已有正在办理的流程", code="already_running") from error
    run = Run(instance, graph, by)
    run.log(Operation.START)
    add_participants(run, [f"person:{by.person_id}"])
    run.queue.append(Arrival(graph.nodes[graph.start], None, ()))
    end(run)
    audit.record("workflow.started", instance, by=by, definition=definition_key, instance_id=instance.pk, version=version.pk)
    return instance
