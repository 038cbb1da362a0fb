"""Peer P: somebody who knows every row in advance writes the same rows in one transaction, without any interpreter."""

from django.db import transaction

from zhongshu.kernel import clock, events
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.refs import ObjectRef, ref_fields
from zhongshu.platform.audit import public as audit
from zhongshu.platform.opinions.models import Opinion
from zhongshu.platform.workflow.events import WorkArrived
from zhongshu.platform.workflow.models import FlowInstance, FlowItem, FlowLink, FlowLog, FlowParticipant, FlowStep


def line(instance: FlowInstance, seq: int, operation: str, by: Actor, **fields) -> FlowLog:
    return FlowLog(
        instance=instance,
        seq=seq,
        at=clock.now(),
        operation=operation,
        person_id=by.person_id,
        person_name=by.name,
        post_name=by.post_name,
        unit_name=by.unit_name,
        **fields,
    )


def opinion_and_audit(ref: ObjectRef, by: Actor, **place) -> Opinion:
    opinion = Opinion.objects.create(
        **ref_fields(ref),
        **place,
        kind="handling",
        words="同意",
        attitude="agree",
        at=clock.now(),
        person_id=by.person_id,
        person_name=by.name,
        post_id=by.post_id,
        post_name=by.post_name,
        unit_name=by.unit_name,
        organ_id=by.organ_id,
        organ_name=by.organ_name,
    )
    audit.record("opinions.recorded", ref, by=by, opinion_id=opinion.pk, attitude="agree")
    return opinion


def _close(item: FlowItem, by: Actor) -> None:
    now = clock.now()
    FlowItem.objects.filter(pk=item.pk, state="open").update(
        state="done", outcome="agree", done_at=now, done_by_id=by.person_id, done_by_name=by.name, opened_at=now, alert_at=None
    )


def _read(item_id: int) -> FlowItem:
    return FlowItem.objects.select_related("instance", "step").select_for_update(of=("instance",)).get(pk=item_id)


@transaction.atomic
def complete(item_id: int, next_node: str, *, by: Actor) -> None:
    """Complete the only item of a step and open the next step for the same person."""
    item = _read(item_id)
    instance, now = item.instance, clock.now()
    opinion = opinion_and_audit(item.instance.ref, by, step_label=item.step.name, step_id=item.step_id, item_id=item.pk)
    _close(item, by)
    FlowStep.objects.filter(pk=item.step_id).update(state="done", outcome="agree", left_at=now)
    step = FlowStep.objects.create(instance=instance, node=next_node, kind="user", name="核稿", entered_at=now)
    FlowLink.objects.create(instance=instance, source_id=item.step_id, target=step, path=["f2"])
    following = FlowItem.objects.create(
        instance=instance, step=step, assignee_id=by.person_id, assignee_name=by.name, created_at=now, due_order=item.due_order
    )
    FlowParticipant.objects.bulk_create(
        [FlowParticipant(ref_kind=instance.ref_kind, ref_id=instance.ref_id, key=f"person:{by.person_id}")], ignore_conflicts=True
    )
    seq = instance.revision
    FlowLog.objects.bulk_create(
        [
            line(instance, seq + 1, "complete", by, step_id=item.step_id, step_name=item.step.name, data={"opinion": opinion.pk}),
            line(instance, seq + 2, "enter", by, step_id=step.pk, step_name=step.name),
        ]
    )
    FlowInstance.objects.filter(pk=instance.pk, revision=seq).update(revision=seq + 2)
    events.publish(WorkArrived(instance.pk, [following.pk]))
    audit.record("workflow.completed", instance, by=by, item_id=item.pk, step=item.step.node, outcome="agree")


@transaction.atomic
def sign(item_id: int, *, by: Actor) -> None:
    """Complete one of several items of a step that stays open."""
    item = _read(item_id)
    instance, seq = item.instance, item.instance.revision
    opinion = opinion_and_audit(item.instance.ref, by, step_label=item.step.name, step_id=item.step_id, item_id=item.pk)
    _close(item, by)
    FlowLog.objects.bulk_create(
        [line(instance, seq + 1, "complete", by, step_id=item.step_id, step_name=item.step.name, data={"opinion": opinion.pk})]
    )
    FlowInstance.objects.filter(pk=instance.pk, revision=seq).update(revision=seq + 1)
    audit.record("workflow.completed", instance, by=by, item_id=item.pk, step=item.step.node, outcome="agree")


@transaction.atomic
def start(instance: FlowInstance, *, by: Actor) -> None:
    """Begin an instance (given unsaved) and open its first step."""
    now = clock.now()
    instance.save(force_insert=True)
    FlowParticipant.objects.bulk_create(
        [FlowParticipant(ref_kind=instance.ref_kind, ref_id=instance.ref_id, key=f"person:{by.person_id}")], ignore_conflicts=True
    )
    step = FlowStep.objects.create(instance=instance, node="draft", kind="user", name="拟稿", entered_at=now)
    item = FlowItem.objects.create(
        instance=instance, step=step, assignee_id=by.person_id, assignee_name=by.name, created_at=now, due_order=now
    )
    FlowLog.objects.bulk_create(
        [line(instance, 1, "start", by), line(instance, 2, "enter", by, step_id=step.pk, step_name=step.name)]
    )
    FlowInstance.objects.filter(pk=instance.pk, revision=0).update(revision=2)
    events.publish(WorkArrived(instance.pk, [item.pk]))
    audit.record("workflow.started", instance, by=by, instance_id=instance.pk)
