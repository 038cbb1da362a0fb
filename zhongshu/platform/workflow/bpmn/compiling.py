"""Compile a BPMN model into a graph, or refuse it naming every element that does not fit the subset."""

from dataclasses import dataclass, field, replace

from lxml import etree

from zhongshu.platform.workflow.bpmn.drawing import read_drawing
from zhongshu.platform.workflow.bpmn.expressions import ExpressionRefused
from zhongshu.platform.workflow.bpmn.expressions import parse as parse_expression
from zhongshu.platform.workflow.bpmn.graph import Edge, Graph, Node, NodeKind, TimerRule
from zhongshu.platform.workflow.bpmn.reading import MODEL, ModelRefused, Refusal, about, is_model, local, parse
from zhongshu.platform.workflow.bpmn.rules import read_multi, read_step, read_timer, read_variables

_KINDS: dict[str, NodeKind] = {
    "startEvent": "start",
    "endEvent": "end",
    "userTask": "user",
    "manualTask": "user",
    "task": "automatic",
    "serviceTask": "automatic",
    "sendTask": "automatic",
    "exclusiveGateway": "exclusive",
    "parallelGateway": "parallel",
    "inclusiveGateway": "inclusive",
    "subProcess": "sub_process",
    "intermediateCatchEvent": "timer",
    "intermediateThrowEvent": "automatic",
    "boundaryEvent": "boundary",
}
_DRAWN_ONLY = {
    "sequenceFlow", "laneSet", "extensionElements", "documentation", "textAnnotation", "association", "group", "dataObject",
    "dataObjectReference", "dataStoreReference", "ioSpecification", "dataInputAssociation", "dataOutputAssociation", "property",
    "incoming", "outgoing", "multiInstanceLoopCharacteristics", "auditing", "monitoring", "supports", "resourceRole",
    "potentialOwner", "performer", "humanPerformer",
}  # fmt: skip


def compile_model(content: bytes | str) -> Graph:
    """Compile the one process of a model file.

    Raises:
        ModelRefused: with one refusal for each element outside the subset or wrongly connected.
    """
    root = parse(content)
    process = _only_process(root)
    builder = _Builder()
    builder.read_scope(process, "")
    builder.check_flows()
    try:
        variables = read_variables(process)
    except ModelRefused as refused:
        builder.refusals.extend(refused.refusals)
    if builder.refusals:
        raise ModelRefused(*builder.refusals)
    nodes = builder.connected()
    drawing = read_drawing(root, process)
    lanes = _lanes(process)
    return Graph(
        key=process.get("id", ""),
        name=process.get("name", "") or process.get("id", ""),
        start=builder.starts[""],
        nodes={key: replace(node, lane=lanes.get(key, "")) for key, node in nodes.items()},
        edges=builder.edges,
        variables=variables,
        shapes={key: box for key, box in drawing.shapes.items() if key in nodes},
        waypoints={key: line for key, line in drawing.waypoints.items() if key in builder.edges},
        labels={key: box for key, box in drawing.labels.items() if key in nodes or key in builder.edges},
        areas=drawing.areas,
        notes=drawing.notes,
    )


def _only_process(root: etree._Element) -> etree._Element:
    processes = [element for element in root.findall(f"{{{MODEL}}}process") if any(local(child) in _KINDS for child in element)]
    executable = [element for element in processes if element.get("isExecutable") == "true"]
    if len(executable) == 1:
        return executable[0]
    if not processes:
        raise ModelRefused(Refusal("模型里没有流程", root.get("id", ""), "", "definitions"))
    if len(processes) > 1:
        raise ModelRefused(about(processes[1], "一个文件只能有一个要执行的流程"))
    return processes[0]


def _lanes(process: etree._Element) -> dict[str, str]:
    """Name the lane of each node; of nested lanes the innermost counts, and file order puts it last."""
    names = {}
    for lane in process.iter(f"{{{MODEL}}}lane"):
        for reference in lane.findall(f"{{{MODEL}}}flowNodeRef"):
            names[(reference.text or "").strip()] = lane.get("name", "")
    return names


@dataclass
class _Builder:
    nodes: dict[str, Node] = field(default_factory=dict)
    edges: dict[str, Edge] = field(default_factory=dict)
    starts: dict[str, str] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    sources: dict[str, etree._Element] = field(default_factory=dict)
    """The XML element of each node and edge, for messages."""

    def read_scope(self, container: etree._Element, scope: str) -> None:
        for element in container:
            if not is_model(element):
                continue
            name = local(element)
            if name == "sequenceFlow":
                self._read_flow(element)
            elif name in _KINDS or name not in _DRAWN_ONLY:
                self._read_node(element, scope)
        self._check_start(container, scope)

    def _read_node(self, element: etree._Element, scope: str) -> None:
        key = element.get("id", "")
        name = local(element)
        if not key:
            return self._refuse(element, "没有编号")
        if key in self.sources:
            return self._refuse(element, f"编号“{key}”重复")
        self.sources[key] = element
        if name not in _KINDS:
            return self._refuse(element, "本系统不支持这种元素")
        if element.find(f"{{{MODEL}}}standardLoopCharacteristics") is not None:
            return self._refuse(element, "不支持标准循环，请把循环画出来")
        if any(element.get(attribute, "1") != "1" for attribute in ("startQuantity", "completionQuantity")):
            return self._refuse(element, "不支持多个令牌的数量")
        if element.get("triggeredByEvent") == "true":
            return self._refuse(element, "不支持事件子流程")
        if element.get("isForCompensation") == "true":
            return self._refuse(element, "不支持补偿活动")
        try:
            self.nodes[key] = self._node(element, key, scope)
        except ModelRefused as refused:
            self.refusals.extend(refused.refusals)
            return None
        if name == "subProcess":
            self.read_scope(element, key)
        return None

    def _node(self, element: etree._Element, key: str, scope: str) -> Node:
        name = local(element)
        kind, timer = self._event(element, _KINDS[name])
        multi, rule = read_multi(element)
        if multi and kind not in ("user", "sub_process"):
            raise ModelRefused(about(element, "多实例只能用在用户任务和子流程上"))
        if multi and kind == "sub_process" and not multi.collection:
            raise ModelRefused(about(element, "多实例子流程没有写名单（zw:collection）"))
        step = read_step(element) if kind in ("user", "automatic", "sub_process") else None
        if step and rule:
            step = replace(step, rule=rule)
        return Node(
            key=key,
            kind=kind,
            name=" ".join((element.get("name") or "").split()),
            scope=scope,
            default=element.get("default", ""),
            step=step,
            multi=multi,
            timer=timer,
            attached_to=element.get("attachedToRef", ""),
            interrupting=element.get("cancelActivity", "true") != "false",
        )

    def _event(self, element: etree._Element, kind: NodeKind) -> tuple[NodeKind, TimerRule | None]:
        """Refine the kind by the event definition inside; anything but none, timer and terminate is refused."""
        definitions = [child for child in element if is_model(child) and local(child).endswith("EventDefinition")]
        if local(element).endswith("Event") and element.find(f"{{{MODEL}}}eventDefinitionRef") is not None:
            raise ModelRefused(about(element, "不支持引用的事件定义"))
        names = [local(child) for child in definitions]
        if kind in ("timer", "boundary"):
            if names != ["timerEventDefinition"]:
                raise ModelRefused(about(element, "只支持定时事件"))
            return kind, read_timer(element, definitions[0])
        if kind == "end" and names == ["terminateEventDefinition"]:
            return "terminate", None
        if names:
            raise ModelRefused(about(element, "不支持这种事件" if kind != "start" else "只支持普通的开始事件"))
        return kind, None

    def _read_flow(self, element: etree._Element) -> None:
        key = element.get("id", "")
        if not key:
            return self._refuse(element, "没有编号")
        if key in self.sources:
            return self._refuse(element, f"编号“{key}”重复")
        self.sources[key] = element
        condition = (element.findtext(f"{{{MODEL}}}conditionExpression") or "").strip()
        if condition:
            try:
                condition = parse_expression(condition).source
            except ExpressionRefused as refused:
                return self._refuse(element, str(refused))
        self.edges[key] = Edge(
            key, element.get("sourceRef", ""), element.get("targetRef", ""), element.get("name") or "", condition
        )
        return None

    def check_flows(self) -> None:
        """Refuse flows that hang, cross the border of a sub-process, or touch nodes where none may."""
        if self.refusals:  # a refused node would make its flows look dangling
            return
        for edge in self.edges.values():
            element = self.sources[edge.key]
            source, target = self.nodes.get(edge.source), self.nodes.get(edge.target)
            if source is None or target is None:
                self._refuse(element, "两端没有都连上")
            elif source.scope != target.scope:
                self._refuse(element, "不能穿过子流程的边界")
            elif source.kind in ("end", "terminate"):
                self._refuse(self.sources[source.key], "结束事件不能有出去的连线")
            elif target.kind in ("start", "boundary"):
                self._refuse(self.sources[target.key], "开始事件和边界事件不能有进来的连线")
            elif edge.condition and source.kind in ("start", "timer", "boundary"):
                self._refuse(element, "事件后面的连线不能带条件")
            elif edge.condition and source.kind == "parallel":
                self._refuse(element, "并行网关后面的连线不能带条件")
        for node in self.nodes.values():
            element = self.sources[node.key]
            if node.default and (node.default not in self.edges or self.edges[node.default].source != node.key):
                self._refuse(element, f"默认连线“{node.default}”不从这里出去")
            host = self.nodes.get(node.attached_to)
            if node.kind == "boundary" and (host is None or host.scope != node.scope or host.kind not in ("user", "sub_process")):
                self._refuse(element, "边界事件只能附在同一层的用户任务或子流程上")

    def connected(self) -> dict[str, Node]:
        """Give each node its flows, in file order, and each sub-process its start."""
        incoming: dict[str, list[str]] = {key: [] for key in self.nodes}
        outgoing: dict[str, list[str]] = {key: [] for key in self.nodes}
        for edge in self.edges.values():
            outgoing[edge.source].append(edge.key)
            incoming[edge.target].append(edge.key)
        return {
            key: replace(node, incoming=tuple(incoming[key]), outgoing=tuple(outgoing[key]), start=self.starts.get(key, ""))
            for key, node in self.nodes.items()
        }

    def _check_start(self, container: etree._Element, scope: str) -> None:
        starts = [node.key for node in self.nodes.values() if node.scope == scope and node.kind == "start"]
        if len(starts) == 1:
            self.starts[scope] = starts[0]
        elif not any(local(element) == "startEvent" for element in container):
            self._refuse(container, "没有开始事件")
        elif len(starts) > 1:
            self._refuse(self.sources[starts[1]], "每个流程和子流程只能有一个开始事件")

    def _refuse(self, element: etree._Element, sentence: str) -> None:
        self.refusals.append(about(element, sentence))
