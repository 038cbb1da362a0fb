"""Read the drawing (BPMN DI): where each shape stands and each line runs."""

import math
from dataclasses import dataclass, field

from lxml import etree

from zhongshu.platform.workflow.bpmn.graph import Box
from zhongshu.platform.workflow.bpmn.reading import DC, DD, DI, MODEL

Point = tuple[float, float]


@dataclass
class Drawing:
    """Boxes by element id, lines by flow id, and the named areas (pools and lanes) in drawing order."""

    shapes: dict[str, Box] = field(default_factory=dict)
    waypoints: dict[str, tuple[Point, ...]] = field(default_factory=dict)
    labels: dict[str, Box] = field(default_factory=dict)
    areas: tuple[tuple[str, Box, bool], ...] = ()
    notes: tuple[tuple[str, Box], ...] = ()


def read_drawing(root: etree._Element, process: etree._Element) -> Drawing:
    """Read every usable shape and line; a shape with impossible numbers is left out, the model still runs."""
    drawing = Drawing()
    for shape in root.iter(f"{{{DI}}}BPMNShape"):
        key = shape.get("bpmnElement", "")
        if box := _box(shape.find(f"{{{DC}}}Bounds")):
            drawing.shapes[key] = box
        _read_label(shape, key, drawing)
    for line in root.iter(f"{{{DI}}}BPMNEdge"):
        key = line.get("bpmnElement", "")
        points = tuple(point for point in map(_point, line.findall(f"{{{DD}}}waypoint")) if point)
        if len(points) > 1:
            drawing.waypoints[key] = points
        _read_label(line, key, drawing)
    drawing.areas = tuple(_areas(root, process, drawing.shapes))
    drawing.notes = tuple(_notes(process, drawing.shapes))
    return drawing


def _read_label(element: etree._Element, key: str, drawing: Drawing) -> None:
    if box := _box(element.find(f"{{{DI}}}BPMNLabel/{{{DC}}}Bounds")):
        drawing.labels[key] = box


def _areas(root: etree._Element, process: etree._Element, shapes: dict[str, Box]) -> list[tuple[str, Box, bool]]:
    found = []
    own = process.get("id")
    pools = [pool for pool in root.iter(f"{{{MODEL}}}participant") if pool.get("processRef") == own]
    for element in [*pools, *process.iter(f"{{{MODEL}}}lane")]:
        if box := shapes.get(element.get("id", "")):
            found.append((element.get("name") or "", box, box.width >= box.height))
    return found


def _notes(process: etree._Element, shapes: dict[str, Box]) -> list[tuple[str, Box]]:
    found = []
    for note in process.iter(f"{{{MODEL}}}textAnnotation"):
        if box := shapes.get(note.get("id", "")):
            found.append(((note.findtext(f"{{{MODEL}}}text") or "").strip(), box))
    return found


def _box(bounds: etree._Element | None) -> Box | None:
    if bounds is None:
        return None
    values = [_number(bounds.get(name)) for name in ("x", "y", "width", "height")]
    if any(value is None for value in values):
        return None
    x, y, width, height = (value or 0.0 for value in values)
    return Box(x, y, width, height) if width > 0 and height > 0 else None


def _point(element: etree._Element) -> Point | None:
    x, y = _number(element.get("x")), _number(element.get("y"))
    return (x, y) if x is not None and y is not None else None


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) < 1_000_000 else None
