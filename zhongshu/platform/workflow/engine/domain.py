"""Calls from a process to the owner of its object, in the same transaction."""

from collections.abc import Mapping
from typing import Any

from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.workflow import registry
from zhongshu.platform.workflow.bpmn.graph import StepRules
from zhongshu.platform.workflow.choices import Operation, StepState
from zhongshu.platform.workflow.engine.run import Run
from zhongshu.platform.workflow.models import FlowItem, FlowStep

NO_RULES = StepRules()


def attributes_of(rules: StepRules) -> dict[str, str]:
    """Return what the domain may want to know of a step's drawing."""
    return {"state": rules.state, "column": rules.column, "assign": rules.assign, **dict(rules.extra)}


def call_of(run: Run, step: FlowStep, **fields: Any) -> registry.StepCall:
    rules = run.node_of(step).step or NO_RULES
    return registry.StepCall(
        ref=run.instance.ref,
        instance_id=run.instance.pk,
        organ_id=run.instance.organ_id,
        step_id=step.pk,
        step_key=step.node,
        step_name=step.name,
        round=step.round,
        state=rules.state,
        attributes=attributes_of(rules),
        variables=run.variables(step.scope),
        by=run.by,
        **fields,
    )


def run_command(run: Run, step: FlowStep, item: FlowItem, **fields: Any) -> Mapping[str, Any]:
    """Run the command that the step names and return the routing variables it gives.

    Raises:
        RuleBroken: the domain refuses, or nobody announced the command.
    """
    rules = run.node_of(step).step or NO_RULES
    if not rules.command:
        return {}
    call = call_of(run, step, item_id=item.pk, **fields)
    with run.calling_out():
        return _command(rules.command).run(call) or {}


def run_automatic(run: Run, step: FlowStep) -> None:
    """Run an automatic step in the same transaction; what is slow belongs in a job that its command enqueues."""
    rules = run.node_of(step).step or NO_RULES
    if not rules.command:
        return
    call = call_of(run, step, finishes=True)
    with run.calling_out():
        values = _command(rules.command).run(call) or {}
    run.set_variables(values, step.scope)
    run.log(Operation.AUTOMATIC, step=step, command=rules.command)


def _command(name: str) -> registry.StepCommand:
    command = registry.command(name)
    if command is None:
        raise RuleBroken(f"流程要执行的“{name}”没有安装，请联系流程管理员", code="unknown_command")
    return command


def tell_owner(run: Run) -> None:
    """Tell the owner which steps have opened and how the process ended. Called once, at the end of a command."""
    hooks = registry.hooks(run.instance.ref_kind)
    opened = [step for step in run.opened_steps if step.state == StepState.ACTIVE and step.kind in ("user", "sub_process")]
    with run.calling_out():
        if hooks.entered is not None:
            for step in opened:
                hooks.entered(call_of(run, step))
        if hooks.ended is not None and run.ended:
            hooks.ended(run.instance.ref, run.ended, run.by)
