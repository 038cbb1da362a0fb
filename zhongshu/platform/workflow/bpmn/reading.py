"""Read BPMN 2.0 XML safely, and say what a model contains."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DD = "http://www.omg.org/spec/DD/20100524/DI"
ZW = "urn:zhongshu:workflow:1"
"""Namespace of the office's own attributes (``zw:step`` and companions)."""

MAX_BYTES = 2_000_000
MAX_DEPTH = 60

TASKS = {
    "task", "userTask", "manualTask", "serviceTask", "sendTask", "receiveTask", "scriptTask", "businessRuleTask",
}  # fmt: skip
SUB_PROCESSES = {"subProcess", "transaction", "adHocSubProcess"}
GATEWAYS = {"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway"}

LABELS = {
    "task": "任务", "userTask": "用户任务", "manualTask": "手工任务", "serviceTask": "服务任务", "sendTask": "发送任务",
    "receiveTask": "接收任务", "scriptTask": "脚本任务", "businessRuleTask": "规则任务", "callActivity": "调用活动",
    "subProcess": "子流程", "transaction": "事务子流程", "adHocSubProcess": "自由子流程", "eventBasedGateway": "事件网关",
    "complexGateway": "复杂网关", "exclusiveGateway": "排他网关", "parallelGateway": "并行网关",
    "inclusiveGateway": "包容网关", "startEvent": "开始事件", "endEvent": "结束事件", "intermediateCatchEvent": "中间捕获事件",
    "intermediateThrowEvent": "中间抛出事件", "boundaryEvent": "边界事件", "sequenceFlow": "连线", "process": "流程",
    "participant": "参与者", "definitions": "模型文件",
}  # fmt: skip
"""Chinese names of element types, for messages."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why a model is refused, with the element that it is about."""

    sentence: str
    element: str = ""
    name: str = ""
    kind: str = ""

    def __str__(self) -> str:
        if not self.element and not self.kind:
            return self.sentence
        what = LABELS.get(self.kind, self.kind) or "元素"
        named = f"“{self.name}”" if self.name else ""
        return f"{what}{named}（{self.element or '没有编号'}）：{self.sentence}"


class ModelRefused(ValueError):
    """The model cannot be taken; ``refusals`` name each element and the reason."""

    def __init__(self, *refusals: Refusal):
        self.refusals = refusals
        super().__init__("；".join(str(refusal) for refusal in refusals[:5]))


def local(element: etree._Element) -> str:
    """Return the tag without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def is_model(element: etree._Element) -> bool:
    return isinstance(element.tag, str) and element.tag.startswith(f"{{{MODEL}}}")


def about(element: etree._Element, sentence: str) -> Refusal:
    """Make a refusal that names ``element``."""
    return Refusal(sentence, element.get("id", ""), " ".join((element.get("name") or "").split()), local(element))


def parse(content: bytes | str) -> etree._Element:
    """Parse the file with entities, document types and the network switched off.

    Raises:
        ModelRefused: too large, not XML, with a document type, or not a BPMN 2.0 model.
    """
    data = content.encode() if isinstance(content, str) else content
    if not data.strip():
        raise ModelRefused(Refusal("文件是空的"))
    if len(data) > MAX_BYTES:
        raise ModelRefused(Refusal(f"文件超过{MAX_BYTES // 1_000_000}兆字节"))
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ModelRefused(Refusal(f"不是正确的XML文件：{str(error)[:120]}")) from error
    if root.getroottree().docinfo.doctype:
        raise ModelRefused(Refusal("文件里不能有文档类型声明（DOCTYPE）"))
    if root.tag != f"{{{MODEL}}}definitions":
        raise ModelRefused(Refusal("不是BPMN 2.0模型文件", root.get("id", ""), "", local(root)))
    _refuse_deep(root)
    return root


def _refuse_deep(root: etree._Element) -> None:
    level = [root]
    for _ in range(MAX_DEPTH):
        level = [child for element in level for child in element]
        if not level:
            return
    raise ModelRefused(about(level[0], f"嵌套超过{MAX_DEPTH}层"))


def elements(root: etree._Element) -> Iterator[etree._Element]:
    """Yield every element of the BPMN model namespace, in file order."""
    return (element for element in root.iter() if is_model(element))


def count(content: bytes | str) -> dict[str, int]:
    """Count what a model file contains, whether or not the engine could run it.

    Raises:
        ModelRefused: not a readable model file, or an element without the id that others need.
    """
    counts = dict.fromkeys(
        ["processes", "tasks", "subProcesses", "gateways", "startEvents", "endEvents", "sequenceFlows", "lanes", "participants"],
        0,
    )
    seen: set[str] = set()
    for element in elements(parse(content)):
        key = element.get("id")
        if key:
            if key in seen:
                raise ModelRefused(about(element, f"编号“{key}”重复"))
            seen.add(key)
        kind = local(element)
        if kind in TASKS:
            counts["tasks"] += 1
        elif kind in SUB_PROCESSES:
            counts["subProcesses"] += 1
        elif kind in GATEWAYS:
            counts["gateways"] += 1
        elif name := _COUNTED.get(kind):
            counts[name] += 1
    return counts


_COUNTED = {
    "process": "processes",
    "startEvent": "startEvents",
    "endEvent": "endEvents",
    "sequenceFlow": "sequenceFlows",
    "lane": "lanes",
    "participant": "participants",
}
