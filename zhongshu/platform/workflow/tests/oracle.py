"""An independent token game for the tests: it shares no code with the product and reads the drawing on its own.

It computes every marking that a random nested process can reach by nothing but finishing its steps. Places are step ids and, for
tokens that wait at a join, the id of the flow on which they came.
"""

import itertools
import random
from dataclasses import dataclass, field
from xml.etree import ElementTree

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
LIMIT = 4000


@dataclass
class Net:
    """One scope as read from the XML."""

    kind: dict[str, str] = field(default_factory=dict)
    out: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    into: dict[str, list[str]] = field(default_factory=dict)
    start: str = ""
    inner: dict[str, "Net"] = field(default_factory=dict)


def read(xml: str) -> Net:
    return _scope(ElementTree.fromstring(xml).find(f"{BPMN}process"))


def _scope(element) -> Net:
    net = Net()
    for child in element:
        name = child.tag.replace(BPMN, "")
        key = child.get("id", "")
        if name in ("userTask", "subProcess", "startEvent", "endEvent", "exclusiveGateway", "parallelGateway"):
            net.kind[key] = name
            net.out.setdefault(key, [])
            net.into.setdefault(key, [])
        if name == "startEvent":
            net.start = key
        if name == "subProcess":
            net.inner[key] = _scope(child)
    for child in element.findall(f"{BPMN}sequenceFlow"):
        net.out[child.get("sourceRef")].append((child.get("id"), child.get("targetRef")))
        net.into[child.get("targetRef")].append(child.get("id"))
    return net


def reachable(net: Net) -> set[tuple[str, ...]] | None:
    """Return every marking of one scope, or None when there are more than the limit."""
    first = _settle(net, _land(net, net.start))
    seen = set(first)
    fringe = list(first)
    while fringe:
        marking = fringe.pop()
        for place in set(marking):
            if place in net.kind:
                rest = list(marking)
                rest.remove(place)
                for landed in _land(net, place):
                    for stable in _settle(net, [tuple(sorted([*rest, *landed]))]):
                        if stable not in seen:
                            seen.add(stable)
                            fringe.append(stable)
        if len(seen) > LIMIT:
            return None
    return seen


def _land(net: Net, node: str) -> list[tuple[str, ...]]:
    """Return the ways in which a token that leaves ``node`` can come to rest."""
    ways = [_follow(net, flow, target) for flow, target in net.out[node]]
    if net.kind[node] == "exclusiveGateway":
        return [landed for way in ways for landed in way]
    return [tuple(place for part in combination for place in part) for combination in itertools.product(*ways)]


def _follow(net: Net, flow: str, target: str) -> list[tuple[str, ...]]:
    kind = net.kind[target]
    if kind in ("userTask", "subProcess"):
        return [(target,)]
    if kind == "endEvent":
        return [()]
    if kind == "parallelGateway" and len(net.into[target]) > 1:
        return [(flow,)]
    return _land(net, target)


def _settle(net: Net, markings) -> list[tuple[str, ...]]:
    done = []
    waiting = [tuple(sorted(marking)) for marking in markings]
    while waiting:
        marking = waiting.pop()
        joins = [n for n, k in net.kind.items() if k == "parallelGateway" and len(net.into[n]) > 1]
        ready = next((n for n in joins if all(flow in marking for flow in net.into[n])), None)
        if ready is None:
            done.append(marking)
            continue
        rest = list(marking)
        for flow in net.into[ready]:
            rest.remove(flow)
        waiting += [tuple(sorted([*rest, *landed])) for landed in _land(net, ready)]
    return done


@dataclass
class Maker:
    """Draws random nested processes: sequences, choices, parallel blocks, loops, sub-processes, several people."""

    random: random.Random
    steps: int = 0
    flows: int = 0
    gateways: int = 0
    body: list[str] = field(default_factory=list)
    most: int = 12

    def xml(self) -> str:
        self._node('<startEvent id="start"/>')
        last = self._block("start", 3)
        self._node('<endEvent id="end"/>')
        self._flow(last, "end")
        return (
            '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zw="urn:zhongshu:workflow:1" id="d">'
            '<process id="random" name="随机流程" isExecutable="true"><extensionElements><zw:variable name="way" label="分支"/>'
            f'<zw:variable name="people" label="人"/></extensionElements>{"".join(self.body)}</process></definitions>'
        )

    def _node(self, text: str) -> None:
        self.body.append(text)

    def _flow(self, source: str, target: str, condition: str = "") -> str:
        self.flows += 1
        inside = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
        self.body.append(f'<sequenceFlow id="f{self.flows}" sourceRef="{source}" targetRef="{target}">{inside}</sequenceFlow>')
        return f"f{self.flows}"

    def _block(self, before: str, depth: int) -> str:
        """Draw something after ``before`` and return its last node."""
        kinds = ["step", "step", "several"]
        if depth and self.steps < self.most:
            kinds += ["row", "row", "choice", "parallel", "parallel", "parallel", "loop", "sub"]
        return getattr(self, f"_{self.random.choice(kinds)}")(before, depth)

    def _step(self, before: str, depth: int) -> str:
        return self._task(before, "")

    def _several(self, before: str, depth: int) -> str:
        rule = self.random.choice(["all", "any", "veto", "ratio:0.5"])
        sequential = self.random.random() < 0.3
        loop = f'<multiInstanceLoopCharacteristics isSequential="{str(sequential).lower()}"/>'
        return self._task(before, loop, f'rule="{rule}" assign="var:people"')

    def _task(self, before: str, loop: str, extra: str = 'assign="duty:reviewer"') -> str:
        self.steps += 1
        key = f"t{self.steps}"
        skip = ' autoSkipSame="true"' if not loop and self.random.random() < 0.1 else ""
        self._node(
            f'<userTask id="{key}" name="{key}"><extensionElements>'
            f'<zw:step {extra} outcomes="yes:是,no:否"{skip}/></extensionElements>'
            f"{loop}</userTask>"
        )
        self._flow(before, key)
        return key

    def _row(self, before: str, depth: int) -> str:
        for _ in range(self.random.randint(2, 3)):
            before = self._block(before, depth - 1)
        return before

    def _gateway(self, kind: str) -> str:
        self.gateways += 1
        key = f"g{self.gateways}"
        self._node(f'<{kind}Gateway id="{key}" @{key}@/>')
        return key

    def _default(self, gateway: str, flow: str) -> None:
        mark = f" @{gateway}@"
        self.body = [part.replace(mark, f' default="{flow}"' if flow else "") for part in self.body]

    def _choice(self, before: str, depth: int) -> str:
        split, merge = self._gateway("exclusive"), self._gateway("exclusive")
        self._default(merge, "")
        self._flow(before, split)
        default = ""
        for number in range(self.random.randint(2, 3)):
            mark = len(self.body)
            last = self._block(split, depth - 1)
            if number == 0:
                default = self._first_flow_from(split, mark)
            else:
                self._condition(self._first_flow_from(split, mark), f"way == {number}")
            self._flow(last, merge)
        self._default(split, default)
        return merge

    def _first_flow_from(self, split: str, mark: int) -> str:
        part = next(part for part in self.body[mark:] if f'sourceRef="{split}"' in part)
        return part.split('id="')[1].split('"')[0]

    def _condition(self, flow: str, condition: str) -> None:
        old = f'<sequenceFlow id="{flow}" '
        for index, part in enumerate(self.body):
            if part.startswith(old):
                self.body[index] = part.replace(
                    "></sequenceFlow>", f"><conditionExpression>{condition}</conditionExpression></sequenceFlow>"
                )

    def _parallel(self, before: str, depth: int) -> str:
        split, join = self._gateway("parallel"), self._gateway("parallel")
        self._default(split, "")
        self._default(join, "")
        self._flow(before, split)
        for _ in range(self.random.randint(2, 3)):
            self._flow(self._block(split, depth - 1), join)
        return join

    def _loop(self, before: str, depth: int) -> str:
        merge = self._gateway("exclusive")
        self._default(merge, "")
        self._flow(before, merge)
        last = self._block(merge, depth - 1)
        again = self._gateway("exclusive")
        self._flow(last, again)
        self._flow(again, merge, "way == 3")
        return self._step_after(again)

    def _step_after(self, gateway: str) -> str:
        mark = len(self.body)
        key = self._step(gateway, 0)
        self._default(gateway, self._first_flow_from(gateway, mark))
        return key

    def _sub(self, before: str, depth: int) -> str:
        outer, self.body = self.body, []
        self.steps += 1
        key = f"s{self.steps}"
        self._node(f'<startEvent id="{key}_start"/>')
        last = self._block(f"{key}_start", depth - 1)
        self._node(f'<endEvent id="{key}_end"/>')
        self._flow(last, f"{key}_end")
        inside, self.body = "".join(self.body), outer
        loop = ""
        if self.random.random() < 0.6:
            sequential = str(self.random.random() < 0.3).lower()
            loop = f'<multiInstanceLoopCharacteristics isSequential="{sequential}" zw:collection="people" zw:element="unit"/>'
        self._node(f'<subProcess id="{key}" name="{key}">{inside}{loop}</subProcess>')
        self._flow(before, key)
        return key


def make(seed: int) -> str:
    return Maker(random.Random(seed)).xml()
