"""Draw a process as SVG text. Pure: shapes and lines in, text out; colours come from the page's style sheet by ``data-state``."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from zhongshu.platform.workflow.bpmn.graph import Box, Graph

MARGIN = 24
LINE = 15
"""Height of a line of text, in drawing units."""

STATES = {"done": "已办", "now": "办理中", "returned": "已退回", "skipped": "已跳过", "stopped": "已终止", "next": "未到"}
_GATEWAY_SIGNS = {"exclusive": "×", "parallel": "+", "inclusive": "○"}


@dataclass(frozen=True, slots=True)
class Shape:
    """One node: where it stands, what it is, how far it is, and up to two lines about who and when."""

    key: str
    box: Box
    kind: str
    name: str
    state: str
    caption: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stroke:
    """One flow; ``taken`` flows are lit."""

    key: str
    points: tuple[tuple[float, float], ...]
    taken: bool
    name: str = ""
    label: Box | None = None


def draw(shapes: Sequence[Shape], strokes: Sequence[Stroke], graph: Graph) -> str:
    """Return the whole drawing as one ``<svg>`` that scales with its place; empty when the model has no drawing."""
    if not shapes:
        return ""
    left, top, width, height = _frame(shapes, strokes, graph)
    parts = [
        f'<svg class="flow-picture" xmlns="http://www.w3.org/2000/svg" role="img" aria-label={quoteattr(_summary(shapes))} '
        f'viewBox="{left:g} {top:g} {width:g} {height:g}" width="{width:g}" height="{height:g}">',
        _ARROWS,
    ]
    parts += [_area(name, box, upright) for name, box, upright in graph.areas]
    parts += [_stroke(stroke) for stroke in sorted(strokes, key=lambda stroke: stroke.taken)]
    # Sub-processes are drawn first, what stands inside them upon them.
    parts += [
        _shape(shape, graph.labels.get(shape.key)) for shape in sorted(shapes, key=lambda shape: shape.kind != "sub_process")
    ]
    parts += [_note(text, box) for text, box in graph.notes]
    return "".join([*parts, "</svg>"])


_ARROWS = (
    '<defs><marker id="flow-arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto">'
    '<path class="flow-picture__arrow" d="M0 0L10 5L0 10z"/></marker>'
    '<marker id="flow-arrow-taken" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto">'
    '<path class="flow-picture__arrow" data-taken="true" d="M0 0L10 5L0 10z"/></marker></defs>'
)


def _summary(shapes: Sequence[Shape]) -> str:
    now = "、".join(shape.name for shape in shapes if shape.state == "now" and shape.name)
    return f"流程图，当前环节：{now}" if now else "流程图"


def _frame(shapes: Sequence[Shape], strokes: Sequence[Stroke], graph: Graph) -> tuple[float, float, float, float]:
    boxes = [shape.box for shape in shapes] + [box for _, box, _ in graph.areas] + [box for _, box in graph.notes]
    xs = [edge for box in boxes for edge in (box.x, box.x + box.width)] + [x for stroke in strokes for x, _ in stroke.points]
    ys = [edge for box in boxes for edge in (box.y, box.y + box.height)] + [y for stroke in strokes for _, y in stroke.points]
    left, top = min(xs) - MARGIN, min(ys) - MARGIN
    # Captions stand below the lowest boxes.
    return left, top, max(xs) + MARGIN - left, max(ys) + MARGIN + 2 * LINE - top


def _area(name: str, box: Box, upright: bool) -> str:
    middle = box.y + box.height / 2
    x = box.x + 15
    turned = f' transform="rotate(-90 {x:g} {middle:g})"' if upright else ""
    y = middle + 4 if upright else box.y + 18
    return (
        f'<g class="flow-picture__area"><rect x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}"/>'
        f'<text x="{x:g}" y="{y:g}" text-anchor="middle"{turned}>{escape(name)}</text></g>'
    )


def _stroke(stroke: Stroke) -> str:
    path = " ".join(f"{'M' if index == 0 else 'L'}{x:g} {y:g}" for index, (x, y) in enumerate(stroke.points))
    taken = "true" if stroke.taken else "false"
    arrow = "flow-arrow-taken" if stroke.taken else "flow-arrow"
    text = ""
    if stroke.name:
        if stroke.label:
            x, y = stroke.label.x + stroke.label.width / 2, stroke.label.y + 11
        else:
            (x1, y1), (x2, y2) = stroke.points[0], stroke.points[1]
            x, y = (x1 + x2) / 2, (y1 + y2) / 2 - 5
        text = f'<text class="flow-picture__label" x="{x:g}" y="{y:g}" text-anchor="middle">{escape(stroke.name)}</text>'
    return f'<path class="flow-picture__line" data-taken="{taken}" d="{path}" marker-end="url(#{arrow})"/>{text}'


def _shape(shape: Shape, label: Box | None) -> str:
    box = shape.box
    x, y = box.x + box.width / 2, box.y + box.height / 2
    title = f"<title>{escape(f'{shape.name or shape.key}：{STATES[shape.state]}')}</title>"
    if shape.kind in ("user", "automatic", "sub_process"):
        body = f'<rect x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" rx="8"/>'
        text = _inside(shape) if shape.kind != "sub_process" else _line(shape.name, x, box.y + LINE + 3, "flow-picture__name")
    elif shape.kind in _GATEWAY_SIGNS:
        points = f"{x:g},{box.y:g} {box.x + box.width:g},{y:g} {x:g},{box.y + box.height:g} {box.x:g},{y:g}"
        sign = _GATEWAY_SIGNS[shape.kind]
        body = f'<polygon points="{points}"/>'
        body += f'<text class="flow-picture__sign" x="{x:g}" y="{y + 7:g}" text-anchor="middle">{sign}</text>'
        text = _outside(shape, label)
    else:
        radius = min(box.width, box.height) / 2
        inner = ""
        if shape.kind in ("timer", "boundary"):
            inner = f'<circle class="flow-picture__inner" cx="{x:g}" cy="{y:g}" r="{radius - 3:g}"/>'
            inner += f'<path class="flow-picture__hand" d="M{x:g} {y - radius + 7:g}L{x:g} {y:g}L{x + radius - 9:g} {y:g}"/>'
        body = f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}"/>{inner}'
        text = _outside(shape, label)
    current = ' aria-current="step"' if shape.state == "now" else ""
    return f'<g class="flow-picture__node" data-kind="{shape.kind}" data-state="{shape.state}"{current}>{title}{body}{text}</g>'


def _inside(shape: Shape) -> str:
    box = shape.box
    x = box.x + box.width / 2
    names = wrapped(shape.name, box.width - 12, 14)
    captions = [part for part in shape.caption if part]
    total = len(names) * (LINE + 2)
    y = box.y + box.height / 2 - total / 2 + LINE - 2
    lines = []
    for part in names:
        lines.append(_line(part, x, y, "flow-picture__name"))
        y += LINE + 2
    y = box.y + box.height + LINE
    for part in captions:
        lines.append(_line(part, x, y, "flow-picture__who"))
        y += LINE
    return "".join(lines)


def _outside(shape: Shape, label: Box | None) -> str:
    if not shape.name:
        return ""
    box = shape.box
    x = label.x + label.width / 2 if label else box.x + box.width / 2
    y = label.y + 11 if label else box.y + box.height + 14
    width = max(label.width if label else 0, 90)
    parts = wrapped(shape.name, width, 12)
    return "".join(_line(part, x, y + index * LINE, "flow-picture__label") for index, part in enumerate(parts))


def _line(text: str, x: float, y: float, style: str) -> str:
    return f'<text class="{style}" x="{x:g}" y="{y:g}" text-anchor="middle">{escape(text)}</text>'


def _note(text: str, box: Box) -> str:
    parts = wrapped(text, box.width - 10, 12)
    lines = "".join(
        f'<text class="flow-picture__note" x="{box.x + 8:g}" y="{box.y + LINE + index * LINE:g}">{escape(part)}</text>'
        for index, part in enumerate(parts)
    )
    return (
        f'<g><path class="flow-picture__bracket" d="M{box.x + 10:g} {box.y:g}H{box.x:g}V{box.y + box.height:g}h10"/>{lines}</g>'
    )


def wrapped(text: str, width: float, size: int) -> list[str]:
    """Break text into lines of at most ``width`` drawing units; a Chinese character is as wide as the size, others half of it."""
    lines, line, used = [], "", 0.0
    for char in text:
        wide = size if ord(char) > 0x2E7F else size * 0.55
        if line and used + wide > width:
            lines.append(line)
            line, used = "", 0.0
        line += char
        used += wide
    return [*lines, line] if line else lines
