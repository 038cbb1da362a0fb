"""Peer F: SpiffWorkflow with slim state (the specification is kept in memory, not stored) in the same database."""

import io
import json

from django.db import connection, transaction
from lxml import etree
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.util.task import TaskState

TABLES = (
    "CREATE TABLE peer_instance (id INTEGER PRIMARY KEY, state TEXT NOT NULL)",
    "CREATE TABLE peer_item (id TEXT PRIMARY KEY, instance INTEGER NOT NULL, name TEXT NOT NULL, state TEXT NOT NULL)",
    "CREATE TABLE peer_log (instance INTEGER NOT NULL, seq INTEGER NOT NULL, line TEXT NOT NULL, PRIMARY KEY (instance, seq))",
)


def create_tables() -> None:
    with connection.cursor() as cursor:
        for statement in TABLES:
            cursor.execute(statement)


class SpiffPeer:
    """One process definition run by SpiffWorkflow; each click loads, runs and saves the instance in one transaction."""

    def __init__(self, xml: str, key: str) -> None:
        parser = BpmnParser()
        parser.add_bpmn_xml(etree.parse(io.BytesIO(xml.encode())))
        self.specification = parser.get_spec(key)
        self.subs = parser.get_subprocess_specs(key)
        self.serializer = BpmnWorkflowSerializer(registry=BpmnWorkflowSerializer.configure())
        self.frame: dict | None = None

    def start(self, instance: int, variables: dict) -> None:
        workflow = BpmnWorkflow(self.specification, self.subs)
        first = workflow.get_next_task(state=TaskState.READY)
        first.data.update(variables)
        workflow.do_engine_steps()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO peer_instance VALUES (%s, %s)", [instance, self._slim(workflow)])
            self._project(cursor, instance, workflow)
            cursor.execute("INSERT INTO peer_log VALUES (%s, 1, 'start')", [instance])

    def complete(self, instance: int, name: str | None = None) -> bool:
        """Complete one ready task (called ``name``, if given); False when none is ready."""
        with transaction.atomic(), connection.cursor() as cursor:
            lock = " FOR UPDATE" if connection.vendor == "postgresql" else ""
            cursor.execute(f"SELECT state FROM peer_instance WHERE id = %s{lock}", [instance])
            workflow = self._load(cursor.fetchone()[0])
            ready = [
                task
                for task in workflow.get_tasks(state=TaskState.READY, manual=True)
                if name is None or task.task_spec.name.startswith(name) or (task.task_spec.bpmn_name or "") == name
            ]
            if not ready:
                return False
            done = ready[0]
            done.run()
            workflow.do_engine_steps()
            cursor.execute("UPDATE peer_instance SET state = %s WHERE id = %s", [self._slim(workflow), instance])
            cursor.execute("UPDATE peer_item SET state = 'done' WHERE id = %s", [str(done.id)])
            self._project(cursor, instance, workflow)
            cursor.execute("SELECT max(seq) FROM peer_log WHERE instance = %s", [instance])
            cursor.execute("INSERT INTO peer_log VALUES (%s, %s, %s)", [instance, cursor.fetchone()[0] + 1, "complete"])
        return True

    def _project(self, cursor, instance: int, workflow: BpmnWorkflow) -> None:
        ready = {str(task.id): task.task_spec.name for task in workflow.get_tasks(state=TaskState.READY, manual=True)}
        cursor.execute("SELECT id FROM peer_item WHERE instance = %s AND state = 'open'", [instance])
        known = {row[0] for row in cursor.fetchall()}
        rows = [(key, instance, name, "open") for key, name in ready.items() if key not in known]
        cursor.executemany("INSERT INTO peer_item VALUES (%s, %s, %s, %s)", rows) if rows else None

    def _slim(self, workflow: BpmnWorkflow) -> str:
        state = self.serializer.to_dict(workflow)
        self.frame = {"spec": state.pop("spec"), "subprocess_specs": state.pop("subprocess_specs")}
        return json.dumps(state, ensure_ascii=False)

    def _load(self, text: str) -> BpmnWorkflow:
        return self.serializer.from_dict({**json.loads(text), **self.frame})
