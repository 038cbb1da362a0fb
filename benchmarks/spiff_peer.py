"""Peer F: the same product with SpiffWorkflow as its engine, slim state (the specification is kept in memory, not stored), same database.

A click locks the instance, loads the state, runs it and saves it; and it writes what the office needs whatever engine moves the token: the
work items (they are the to-do list), the lines of history, the opinion, two audit entries and the event, in the product's own tables. What it
does not write are our engine's own rows (steps and links): those are what the stored state replaces. ``bare`` leaves the office's rows out.
"""

import io
import json

from django.db import connection, transaction
from hand_peer import line, opinion_and_audit
from lxml import etree
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.util.task import TaskState

from zhongshu.kernel import clock, events
from zhongshu.kernel.actors import Actor
from zhongshu.platform.audit import public as audit
from zhongshu.platform.workflow.events import WorkArrived
from zhongshu.platform.workflow.models import FlowInstance, FlowItem, FlowLog, FlowParticipant, FlowStep


def create_tables() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE peer_state (id BIGINT PRIMARY KEY, state TEXT NOT NULL)")


class SpiffPeer:
    """One process definition run by SpiffWorkflow. An instance is a row of the product's own, given by the caller."""

    def __init__(self, xml: str, key: str, *, by: Actor) -> None:
        parser = BpmnParser()
        parser.add_bpmn_xml(etree.parse(io.BytesIO(xml.encode())))
        self.specification = parser.get_spec(key)
        self.subs = parser.get_subprocess_specs(key)
        self.serializer = BpmnWorkflowSerializer(registry=BpmnWorkflowSerializer.configure())
        self.frame: dict = {}
        self.by = by

    @transaction.atomic
    def start(self, instance: FlowInstance, step: FlowStep, variables: dict) -> None:
        workflow = BpmnWorkflow(self.specification, self.subs)
        workflow.get_next_task(state=TaskState.READY).data.update(variables)
        workflow.do_engine_steps()
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO peer_state VALUES (%s, %s)", [instance.pk, self._slim(workflow)])
        FlowItem.objects.bulk_create(self._items(instance, step, workflow, set()))

    @transaction.atomic
    def complete(self, instance_id: int, step: FlowStep, *, bare: bool = False) -> bool:
        """Complete the first ready task; False when none is ready."""
        instance = FlowInstance.objects.select_for_update().get(pk=instance_id)
        with connection.cursor() as cursor:
            cursor.execute("SELECT state FROM peer_state WHERE id = %s", [instance_id])
            workflow = self._load(cursor.fetchone()[0])
        ready = workflow.get_tasks(state=TaskState.READY, manual=True)
        if not ready:
            return False
        before = {str(task.id) for task in ready}
        done = ready[0]
        done.run()
        workflow.do_engine_steps()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE peer_state SET state = %s WHERE id = %s", [self._slim(workflow), instance_id])
        if not bare:
            self._office(instance, step, workflow, done, before)
        return True

    def _office(self, instance: FlowInstance, step: FlowStep, workflow: BpmnWorkflow, done, before: set[str]) -> None:
        by, now = self.by, clock.now()
        opinion = opinion_and_audit(instance.ref, by)
        FlowItem.objects.filter(instance=instance, reason=str(done.id), state="open").update(
            state="done",
            outcome="agree",
            done_at=now,
            done_by_id=by.person_id,
            done_by_name=by.name,
            opened_at=now,
            alert_at=None,
        )
        fresh = self._items(instance, step, workflow, before)
        FlowItem.objects.bulk_create(fresh)
        seq = instance.revision
        lines = [line(instance, seq + 1, "complete", by, step_name=done.task_spec.name, data={"opinion": opinion.pk})]
        if fresh:
            FlowParticipant.objects.bulk_create(
                [FlowParticipant(ref_kind=instance.ref_kind, ref_id=instance.ref_id, key=f"person:{by.person_id}")],
                ignore_conflicts=True,
            )
            lines.append(line(instance, seq + 2, "enter", by))
            events.publish(WorkArrived(instance.pk, [item.pk for item in fresh]))
        FlowLog.objects.bulk_create(lines)
        FlowInstance.objects.filter(pk=instance.pk, revision=seq).update(revision=seq + len(lines))
        audit.record("workflow.completed", instance, by=by, outcome="agree")

    def _items(self, instance: FlowInstance, step: FlowStep, workflow: BpmnWorkflow, before: set[str]) -> list[FlowItem]:
        now, by = clock.now(), self.by
        tasks = [task for task in workflow.get_tasks(state=TaskState.READY, manual=True) if str(task.id) not in before]
        # No assignee in the row: the unique keys of our own engine's steps would refuse several items of one dummy step.
        return [
            FlowItem(
                instance=instance,
                step=step,
                assignee_name=by.name,
                created_at=now,
                due_order=now,
                reason=str(task.id),
                position=place,
            )
            for place, task in enumerate(tasks)
        ]

    def _slim(self, workflow: BpmnWorkflow) -> str:
        state = self.serializer.to_dict(workflow)
        self.frame = {"spec": state.pop("spec"), "subprocess_specs": state.pop("subprocess_specs")}
        return json.dumps(state, ensure_ascii=False)

    def _load(self, text: str) -> BpmnWorkflow:
        return self.serializer.from_dict({**json.loads(text), **self.frame})
