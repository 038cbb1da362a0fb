"""Drawings for the administrator's pages."""

from html import escape

from zhongshu.platform.organizations.public import Duty
from zhongshu.platform.workflow.bpmn.compiling import compile_model
from zhongshu.platform.workflow.bpmn.reading import ModelRefused
from zhongshu.platform.workflow.svg import Shape, Stroke, draw

COLUMNS = (
    "拟稿",
    "核稿",
    "会签",
    "审批",
    "签发",
    "编号",
    "校核",
    "印制",
    "用印",
    "分发",
    "初审",
    "拟办",
    "批示",
    "分办",
    "承办",
    "传阅",
    "答复",
    "办结",
)


def plain_picture(bpmn_xml: str) -> str:
    """Return a drawing as SVG without any state; empty when it does not compile."""
    try:
        graph = compile_model(bpmn_xml)
    except ModelRefused:
        return ""
    shapes = [Shape(key, box, graph.nodes[key].kind, graph.nodes[key].name, "next") for key, box in graph.shapes.items()]
    strokes = [
        Stroke(key, points, False, graph.edges[key].name, graph.labels.get(key)) for key, points in graph.waypoints.items()
    ]
    return draw(shapes, strokes, graph)


def choices(commands: dict[str, str]) -> dict[str, list]:
    """Return what the editor offers: duties, commands and columns."""
    return {
        "duties": [[value, label] for value, label in Duty.choices],
        "commands": [[name, f"{label}（{name}）"] for name, label in commands.items()],
        "columns": list(COLUMNS),
        "states": [],
    }


def empty(key: str, name: str) -> str:
    """Return the model with which a new process begins: start, one step, end."""
    shapes = {"start": (180, 112, 36, 36), "draft": (270, 98, 110, 64), "end": (434, 112, 36, 36)}
    boxes = "".join(
        f'<bpmndi:BPMNShape id="{one}_di" bpmnElement="{one}">'
        f'<dc:Bounds x="{x}" y="{y}" width="{w}" height="{h}"/></bpmndi:BPMNShape>'
        for one, (x, y, w, h) in shapes.items()
    )
    lines = "".join(
        f'<bpmndi:BPMNEdge id="{one}_di" bpmnElement="{one}">'
        f'<di:waypoint x="{a}" y="130"/><di:waypoint x="{b}" y="130"/></bpmndi:BPMNEdge>'
        for one, a, b in (("flow_1", 216, 270), ("flow_2", 380, 434))
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
        'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
        'xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:zw="urn:zhongshu:workflow:1" '
        f'id="definitions_{key}" targetNamespace="urn:zhongshu:definitions">'
        f'<bpmn:process id="{key}" name="{escape(name)}" isExecutable="true"><bpmn:startEvent id="start" name="开始"/>'
        '<bpmn:userTask id="draft" name="办理"><bpmn:extensionElements><zw:step assign="starter"/></bpmn:extensionElements>'
        '</bpmn:userTask><bpmn:endEvent id="end" name="办结"/>'
        '<bpmn:sequenceFlow id="flow_1" sourceRef="start" targetRef="draft"/>'
        '<bpmn:sequenceFlow id="flow_2" sourceRef="draft" targetRef="end"/></bpmn:process>'
        f'<bpmndi:BPMNDiagram id="diagram"><bpmndi:BPMNPlane id="plane" bpmnElement="{key}">{boxes}{lines}'
        "</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>\n"
    )
