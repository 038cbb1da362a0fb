from xml.etree import ElementTree

from zhongshu.platform.workflow.bpmn.compiling import compile_model
from zhongshu.platform.workflow.bpmn.graph import Box
from zhongshu.platform.workflow.commands.loading import SHIPPED
from zhongshu.platform.workflow.svg import Shape, draw, wrapped


def test_names_are_escaped_and_the_drawing_is_well_formed() -> None:
    graph = compile_model(SHIPPED[0].bpmn_xml)
    shapes = [Shape("a", Box(0, 0, 110, 64), "user", "<script>alert(1)</script>", "now", ('甲&"乙"',))]

    svg = draw(shapes, [], graph)

    assert "<script>" not in svg
    ElementTree.fromstring(svg)


def test_there_is_nothing_to_draw_without_shapes() -> None:
    assert draw([], [], compile_model(SHIPPED[0].bpmn_xml)) == ""


def test_a_long_name_is_broken_into_lines() -> None:
    assert wrapped("联合行文机关负责人会签", 98, 14) == ["联合行文机关负", "责人会签"]
    assert wrapped("", 98, 14) == []
