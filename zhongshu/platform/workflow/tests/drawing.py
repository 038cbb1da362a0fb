"""Write small process models as BPMN files, for tests."""

from dataclasses import dataclass, field
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zw="urn:zhongshu:workflow:1" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="defs" targetNamespace="urn:test">'
)


@dataclass
class Drawing:
    """Collects nodes and flows; ``xml()`` gives the file. ``scope`` methods nest."""

    key: str = "p"
    name: str = "测试流程"
    body: list[str] = field(default_factory=list)
    variables: list[str] = field(default_factory=list)
    count: int = 0

    def add(self, text: str) -> None:
        self.body.append(text)

    def start(self, key: str = "start") -> "Drawing":
        self.add(f'<startEvent id="{key}"/>')
        return self

    def end(self, key: str = "end", *, terminate: bool = False) -> "Drawing":
        self.add(f'<endEvent id="{key}">{"<terminateEventDefinition/>" if terminate else ""}</endEvent>')
        return self

    def user(self, key: str, *, name: str = "", multi: str = "", inner: str = "", default: str = "", **step: object) -> "Drawing":
        step.setdefault("assign", "starter")
        attributes = " ".join(f"{one}={quoteattr(_text(value))}" for one, value in step.items())
        default = f' default="{default}"' if default else ""
        self.add(
            f'<userTask id="{key}" name={quoteattr(name or key)}{default}><extensionElements><zw:step {attributes}/>'
            f"</extensionElements>{_multi(multi)}{inner}</userTask>"
        )
        return self

    def service(self, key: str, command: str) -> "Drawing":
        self.add(
            f'<serviceTask id="{key}" name="{key}"><extensionElements><zw:step command="{command}"/></extensionElements>'
            "</serviceTask>"
        )
        return self

    def gateway(self, key: str, kind: str = "exclusive", *, default: str = "") -> "Drawing":
        default = f' default="{default}"' if default else ""
        self.add(f'<{kind}Gateway id="{key}"{default}/>')
        return self

    def timer(self, key: str, text: str, *, host: str = "", interrupting: bool = False) -> "Drawing":
        definition = f"<timerEventDefinition><timeDuration>{text}</timeDuration></timerEventDefinition>"
        if host:
            self.add(
                f'<boundaryEvent id="{key}" attachedToRef="{host}" cancelActivity="{_text(interrupting)}">{definition}'
                "</boundaryEvent>"
            )
        else:
            self.add(f'<intermediateCatchEvent id="{key}">{definition}</intermediateCatchEvent>')
        return self

    def sub(self, key: str, inner: "Drawing", *, multi: str = "", collection: str = "", element: str = "unit") -> "Drawing":
        loop = ""
        if multi:
            sequential = ' isSequential="true"' if multi == "sequential" else ""
            loop = f'<multiInstanceLoopCharacteristics{sequential} zw:collection="{collection}" zw:element="{element}"/>'
        self.add(f'<subProcess id="{key}" name="{key}">{"".join(inner.body)}{loop}</subProcess>')
        return self

    def flow(self, *keys: str, condition: str = "", key: str = "") -> "Drawing":
        """Connect nodes in a row; a condition or a key is for a single flow."""
        for source, target in pairwise(keys):
            self.count += 1
            name = key or f"f{self.key}_{self.count}"
            inside = (
                f'<conditionExpression xsi:type="tFormalExpression">{escape(condition)}</conditionExpression>'
                if condition
                else ""
            )
            self.add(f'<sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}">{inside}</sequenceFlow>')
        return self

    def variable(self, *names: str) -> "Drawing":
        self.variables += [f'<zw:variable name="{name}" label="{name}"/>' for name in names]
        return self

    def xml(self) -> str:
        variables = f"<extensionElements>{''.join(self.variables)}</extensionElements>" if self.variables else ""
        inside = variables + "".join(self.body)
        return f'{HEAD}<process id="{self.key}" name="{self.name}" isExecutable="true">{inside}</process></definitions>'


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _multi(multi: str) -> str:
    if not multi:
        return ""
    sequential = ' isSequential="true"' if multi == "sequential" else ""
    return f"<multiInstanceLoopCharacteristics{sequential}/>"


def line(*steps: str, key: str = "line", **options: dict[str, object]) -> Drawing:
    """Draw steps one after another; ``options`` give attributes by step."""
    drawing = Drawing(key)
    drawing.start()
    for step in steps:
        drawing.user(step, **options.get(step, {}))
    drawing.end()
    return drawing.flow("start", *steps, "end")
