"""Random lives: random operations by random people on random processes, with the invariants asked after every command."""

import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import OfficeError
from zhongshu.platform.workflow import public as workflow
from zhongshu.platform.workflow.models import FlowInstance, FlowItem, FlowLink, FlowLog, FlowStep
from zhongshu.platform.workflow.tests import oracle
from zhongshu.platform.workflow.tests.factories import Office, publish

PEOPLE = ("甲", "乙", "丙", "丁", "戊")


class Violation(AssertionError):
    """An invariant does not hold."""


@dataclass
class Life:
    """One process from start to end under random orders."""

    office: Office
    seed: int
    accepted: Counter = field(default_factory=Counter)
    refused: Counter = field(default_factory=Counter)
    trail: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.xml = oracle.make(self.seed)
        self.net = oracle.read(self.xml)
        self.markings: dict[int, set | None] = {}

    def is_small(self) -> bool:
        return all(oracle.reachable(net) is not None for net in self._nets(self.net))

    def _nets(self, net: oracle.Net):
        yield net
        for inner in net.inner.values():
            yield from self._nets(inner)

    def run(self, commands: int) -> None:
        publish(self.xml, "random")
        people = self.office.ids(*PEOPLE)
        chosen = self.random.sample(people, self.random.randint(1, 3))
        self.instance = self.office.start("random", way=self.random.randint(0, 3), people=chosen)
        self.actors = {pk: self.office.actor(name) for name, pk in zip(PEOPLE, people, strict=True)}
        self.admin = self.office.actor("管理员")
        self.check("start")
        for _ in range(commands):
            self.instance.refresh_from_db()
            if self.instance.state in ("completed", "withdrawn"):
                return
            self.step()

    def step(self) -> None:
        names = ["complete"] * 5 + ["open"] * 2 + ["send_back"] * 4 + ["take_back"] * 3 + ["add"] * 2 + [
            "remove", "reassign", "consult", "answer", "answer", "withdraw_consultation", "skip", "jump", "suspend", "terminate",
            "hand_over", "way", "way",
        ]  # fmt: skip
        name = self.random.choice(names)
        if self.instance.state == "suspended":
            name = self.random.choice(["resume", "complete"])
        if self.instance.state == "terminated":
            name = "restore"
        before = self.snapshot()
        try:
            said = getattr(self, f"do_{name}")()
        except OfficeError as refusal:
            self.refused[f"{name}:{refusal.code}"] += 1
            self.trail.append(f"{name} refused {refusal.code}")
            if self.snapshot() != before:
                raise Violation(f"seed {self.seed}: a refused {name} changed something") from refusal
            return
        if said is not None:
            self.accepted[name] += 1
            self.trail.append(f"{name} {said}")
            self.check(name)

    def snapshot(self):
        return (
            list(FlowStep.objects.filter(instance=self.instance).order_by("pk").values_list("pk", "state", "void")),
            list(FlowItem.objects.filter(instance=self.instance).order_by("pk").values_list("pk", "state", "assignee")),
            FlowLog.objects.filter(instance=self.instance).count(),
        )

    def pick(self, *states: str, **filters):
        items = list(FlowItem.objects.filter(instance=self.instance, state__in=states, **filters).order_by("pk"))
        return self.random.choice(items) if items else None

    def holder(self, item: FlowItem) -> Actor:
        return self.actors.get(item.assignee_id or 0) or self.random.choice(list(self.actors.values()))

    def do_complete(self):
        item = self.pick("open") or self.pick("held", "pending", "done")
        if item is None:
            return None
        workflow.complete(item.pk, outcome=self.random.choice(["yes", "yes", "no"]), words="意见", by=self.holder(item))
        return f"{item.step.node} item {item.pk}"

    def do_open(self):
        item = self.pick("open")
        return (item and workflow.open_item(item.pk, by=self.holder(item))) or None

    def do_send_back(self):
        item = self.pick("open")
        if item is None:
            return None
        by = self.holder(item)
        targets = workflow.returnable_steps(item.pk, by=by)
        if not targets:
            return None
        target = self.random.choice(targets)
        mode = self.random.choice(["walk", "walk", "direct", "mine"])
        workflow.send_back(item.pk, to_step_id=target.step_id, mode=mode, reason="退回", by=by)
        return f"{item.step.node} -> {target.name} {mode}"

    def do_take_back(self):
        item = self.pick("done")
        if item is None:
            return None
        workflow.take_back(item.pk, reason="取回", by=self.actors[item.done_by_id])
        return item.step.node

    def others(self, count: int = 1) -> list[int]:
        return self.random.sample(list(self.actors), count)

    def do_add(self):
        item = self.pick("open")
        if item is None:
            return None
        mode = self.random.choice(["before", "after", "beside"])
        workflow.add_signers(item.pk, self.others(self.random.randint(1, 2)), mode=mode, reason="加签", by=self.holder(item))
        return f"{item.step.node} {mode}"

    def do_remove(self):
        item = self.pick("open", "pending", "held")
        if item is None:
            return None
        workflow.remove_signer(item.pk, reason="减签", by=self.admin)
        return item.step.node

    def do_reassign(self):
        item = self.pick("open")
        if item is None:
            return None
        workflow.reassign(item.pk, self.others()[0], reason="转办", by=self.holder(item))
        return item.step.node

    def do_consult(self):
        item = self.pick("open")
        if item is None:
            return None
        workflow.consult(item.pk, self.others(), question="请提意见", by=self.holder(item))
        return item.step.node

    def do_answer(self):
        item = self.pick("open", role="consult")
        if item is None:
            return None
        workflow.answer_consultation(item.pk, words="答复", by=self.holder(item))
        return item.step.node

    def do_withdraw_consultation(self):
        item = self.pick("held")
        if item is None:
            return None
        workflow.withdraw_consultation(item.pk, by=self.holder(item))
        return item.step.node

    def do_skip(self):
        item = self.pick("open", "pending")
        if item is None:
            return None
        workflow.skip(item.pk, reason="跳过", by=self.admin)
        return item.step.node

    def do_jump(self):
        steps = list(FlowStep.objects.filter(instance=self.instance, state__in=["active", "waiting"]).order_by("pk"))
        if not steps:
            return None
        first = self.random.choice(steps)
        level = [step for step in steps if step.scope_id == first.scope_id]
        chosen = self.random.sample(level, self.random.randint(1, len(level)))
        nodes = list(
            FlowStep.objects.filter(instance=self.instance, scope=first.scope, kind="user").values_list("node", flat=True)
        )
        if not nodes:
            return None
        node = self.random.choice(nodes)
        workflow.jump(self.instance.pk, to_node=node, from_step_ids=[step.pk for step in chosen], reason="跳转", by=self.admin)
        return f"{[step.node for step in chosen]} -> {node}"

    def do_suspend(self):
        workflow.suspend(self.instance.pk, reason="挂起", by=self.admin)
        return ""

    def do_resume(self):
        workflow.resume(self.instance.pk, reason="恢复", by=self.admin)
        return ""

    def do_terminate(self):
        workflow.terminate(self.instance.pk, reason="终止", by=self.admin)
        return ""

    def do_restore(self):
        workflow.restore(self.instance.pk, reason="恢复", by=self.admin)
        return ""

    def do_hand_over(self):
        giver, receiver = self.others(2)
        return workflow.hand_over(giver, receiver, reason="调离", by=self.admin) or None

    def do_way(self):
        FlowInstance.objects.filter(pk=self.instance.pk).update(
            variables={**self.instance.variables, "way": self.random.randint(0, 3)}
        )

    def fail(self, operation: str, sentence: str) -> None:
        trail = "\n".join(self.trail[-25:])
        raise Violation(f"seed {self.seed}, after {operation}: {sentence}\n{trail}")

    def check(self, operation: str) -> None:
        """Ask the invariants I1 to I7 of the rows."""
        instance = FlowInstance.objects.get(pk=self.instance.pk)
        steps = list(FlowStep.objects.filter(instance=instance).select_related("scope__container"))
        items = list(FlowItem.objects.filter(instance=instance))
        opened = [step for step in steps if step.state in ("active", "waiting")]
        self._reachable(operation, instance, opened)
        live: dict[int, list[FlowItem]] = defaultdict(list)
        for item in items:
            if item.state in ("open", "pending", "held"):
                live[item.step_id].append(item)
        active = {step.pk for step in opened if step.state == "active" and step.kind == "user"}
        for pk in active:
            if not any(item.state == "open" for item in live[pk]):
                self.fail(operation, f"I2: step {pk} has no open item: {[i.state for i in live[pk]]}")
        for pk in live:
            if live[pk] and pk not in active:
                self.fail(operation, f"I3: live item at a step that is not active: {pk}")
        if any(step.void for step in opened):
            self.fail(operation, "I4: an open step is void")
        if (instance.state in ("running", "suspended")) != bool(opened):
            self.fail(operation, f"I5: instance {instance.state}, open steps {len(opened)}")
        lines = list(FlowLog.objects.filter(instance=instance).order_by("seq").values_list("seq", flat=True))
        if lines != list(range(1, instance.revision + 1)):
            self.fail(operation, f"I6: lines {lines} at revision {instance.revision}")
        self._joins(operation, steps)

    def _reachable(self, operation: str, instance: FlowInstance, opened: list[FlowStep]) -> None:
        scopes: dict[int | None, list[FlowStep]] = defaultdict(list)
        for step in opened:
            scopes[step.scope_id].append(step)
        for inside in scopes.values():
            net = self.net
            container = inside[0].scope.container.node if inside[0].scope else ""
            if container:
                net = next(found.inner[container] for found in self._nets(self.net) if container in found.inner)
            marking = tuple(sorted(step.entry if step.state == "waiting" else step.node for step in inside))
            if id(net) not in self.markings:
                self.markings[id(net)] = oracle.reachable(net)
            if marking not in (self.markings[id(net)] or ()):
                self.fail(operation, f"I1: {marking} cannot be reached by itself")

    def _joins(self, operation: str, steps: list[FlowStep]) -> None:
        voids = {step.pk: step.void for step in steps}
        consumers: dict[int, list[int]] = defaultdict(list)
        for source, target in FlowLink.objects.filter(instance=self.instance).values_list("source_id", "target_id"):
            consumers[source].append(target)
        for step in steps:
            used_up = step.kind == "join" and step.state == "done" and not step.void and consumers[step.pk]
            if used_up and all(voids[target] for target in consumers[step.pk]):
                self.fail(operation, f"I7: a used join token {step.pk} has no valid consumer")
