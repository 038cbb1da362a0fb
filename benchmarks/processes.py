"""The processes that both engines run: a small document, one with many signers, a matter split over many units."""

from itertools import pairwise

ZW = "urn:zhongshu:workflow:1"
HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zw="{zw}" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="http://zhongshu.example/bench">'
)


class Xml:
    """Writes one process; ``spiff`` switches between the two ways to name the list of a multi-instance step."""

    def __init__(self, key: str, *, spiff: bool, namespace: str) -> None:
        self.key, self.spiff, self.namespace = key, spiff, namespace
        self.parts: list[str] = []
        self.flows = 0

    def task(self, key: str, name: str, assign: str, *, many: str = "") -> None:
        multi = self._multi(many) if many else ""
        # The other engine would keep the attributes as unknown extensions; it gets none.
        step = "" if self.spiff else f'<extensionElements><zw:step assign="{assign}" outcomes="agree:同意"/></extensionElements>'
        self.parts.append(f'<userTask id="{key}" name="{name}">{step}{multi}</userTask>')

    def flow(self, source: str, target: str, condition: str = "") -> None:
        self.flows += 1
        inside = f'<conditionExpression xsi:type="tFormalExpression">{condition}</conditionExpression>' if condition else ""
        self.parts.append(f'<sequenceFlow id="f{self.flows}" sourceRef="{source}" targetRef="{target}">{inside}</sequenceFlow>')

    def raw(self, text: str) -> None:
        self.parts.append(text)

    def _multi(self, collection: str, element: str = "element") -> str:
        if self.spiff:
            return (
                f"<multiInstanceLoopCharacteristics><loopDataInputRef>{collection}</loopDataInputRef>"
                f'<inputDataItem id="{element}" name="{element}"/></multiInstanceLoopCharacteristics>'
            )
        return f'<multiInstanceLoopCharacteristics zw:collection="{collection}" zw:element="{element}"/>'

    def text(self, *variables: str) -> str:
        declared = "".join(f'<zw:variable name="{name}" label="名单"/>' for name in variables)
        body = ("" if self.spiff else f"<extensionElements>{declared}</extensionElements>") + "".join(self.parts)
        head = HEAD.format(zw=self.namespace)
        return f'<?xml version="1.0" encoding="UTF-8"?>{head}<process id="{self.key}" isExecutable="true">{body}</process></definitions>'


def document(key: str, *, spiff: bool, namespace: str = ZW) -> str:
    """拟稿, 核稿, 会签 by everybody on the list ``signers``, 签发, 编号, two branches side by side, 分发."""
    xml = Xml(key, spiff=spiff, namespace=namespace)
    xml.raw('<startEvent id="begin"/><endEvent id="finish"/><parallelGateway id="fork"/><parallelGateway id="gather"/>')
    for step, name in (("draft", "拟稿"), ("check", "核稿"), ("sign", "签发"), ("number", "编号"), ("send", "分发")):
        xml.task(step, name, "starter")
    xml.task("countersign", "会签", "var:signers", many="signers")
    xml.task("print_copies", "印制", "starter")
    xml.task("make_file", "制作电子公文", "starter")
    chain = ["begin", "draft", "check", "countersign", "sign", "number", "fork"]
    for source, target in pairwise(chain):
        xml.flow(source, target)
    for branch in ("print_copies", "make_file"):
        xml.flow("fork", branch)
        xml.flow(branch, "gather")
    xml.flow("gather", "send")
    xml.flow("send", "finish")
    return xml.text("signers")


def split(key: str, *, spiff: bool, namespace: str = ZW) -> str:
    """立项, then 签收 and 反馈 in every unit of the list ``units``, then 办结."""
    xml = Xml(key, spiff=spiff, namespace=namespace)
    xml.raw('<startEvent id="begin"/><endEvent id="finish"/>')
    xml.task("docket", "立项", "starter")
    inner = Xml("inner", spiff=spiff, namespace=namespace)
    inner.flows = 100
    inner.raw('<startEvent id="inner_begin"/><endEvent id="inner_finish"/>')
    inner.task("receive", "签收", "starter")
    inner.task("feed_back", "反馈", "starter")
    inner.flow("inner_begin", "receive")
    inner.flow("receive", "feed_back")
    inner.flow("feed_back", "inner_finish")
    xml.raw(f'<subProcess id="each_unit" name="各单位办理">{xml._multi("units")}{"".join(inner.parts)}</subProcess>')
    xml.task("close", "办结", "starter")
    for source, target in (("begin", "docket"), ("docket", "each_unit"), ("each_unit", "close"), ("close", "finish")):
        xml.flow(source, target)
    return xml.text("units")
