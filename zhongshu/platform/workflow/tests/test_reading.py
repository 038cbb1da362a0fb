import json
from pathlib import Path

import pytest

from zhongshu.platform.workflow.answers import bpmn
from zhongshu.platform.workflow.bpmn.compiling import compile_model
from zhongshu.platform.workflow.bpmn.graph import Graph
from zhongshu.platform.workflow.bpmn.reading import MAX_BYTES, ModelRefused, count
from zhongshu.platform.workflow.commands.loading import SHIPPED
from zhongshu.platform.workflow.tests.drawing import HEAD, Drawing, line


def refusal_of(xml: str | bytes) -> str:
    with pytest.raises(ModelRefused) as refused:
        compile_model(xml)
    return str(refused.value)


def test_elements_are_counted_whether_or_not_the_engine_runs_them() -> None:
    xml = (
        f'{HEAD}<collaboration id="c"><participant id="a" processRef="p"/></collaboration>'
        '<process id="p"><laneSet id="ls"><lane id="l"/></laneSet><startEvent id="s"/><receiveTask id="t"/><scriptTask id="u"/>'
        '<subProcess id="sub"><startEvent id="s2"/></subProcess><eventBasedGateway id="g"/><endEvent id="e"/>'
        '<sequenceFlow id="f" sourceRef="s" targetRef="t"/></process></definitions>'
    )

    assert count(xml) == {
        "processes": 1,
        "tasks": 2,
        "subProcesses": 1,
        "gateways": 1,
        "startEvents": 2,
        "endEvents": 1,
        "sequenceFlows": 1,
        "lanes": 1,
        "participants": 1,
    }


def test_a_sample_is_answered_by_counts_or_by_a_refusal_that_names_the_element(tmp_path: Path) -> None:
    (tmp_path / "good.bpmn").write_text(line("a").xml())
    (tmp_path / "bad.bpmn").write_text(f'{HEAD}<process id="p"><task id="t"/><task id="t"/></process></definitions>')

    assert bpmn({"id": "1", "file": "good.bpmn"}, tmp_path)["tasks"] == 1
    assert bpmn({"id": "2", "file": "bad.bpmn"}, tmp_path)["element"] == "t"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "空"),
        (b"x" * (MAX_BYTES + 1), "超过2兆字节"),
        (b"<html/>", "不是BPMN 2.0"),
        (b"not xml", "不是正确的XML"),
        (b"\x00\xff\xfe", "不是正确的XML"),
        (('<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "b">]>' + HEAD + "</definitions>").encode(), "DOCTYPE"),
        (
            (
                '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
                + HEAD
                + '<process id="&a;"/></definitions>'
            ).encode(),
            "",
        ),
        (
            (HEAD + '<process id="p">' + "<subProcess>" * 70 + "</subProcess>" * 70 + "</process></definitions>").encode(),
            "嵌套超过",
        ),
    ],
)
def test_a_harmful_or_broken_file_is_refused(content: bytes, sentence: str) -> None:
    assert sentence in refusal_of(content)


def test_a_bomb_of_entities_is_refused_at_once() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e0 "x">{entities}]>{HEAD}<process id="p" name="&e11;"/></definitions>'

    assert refusal_of(bomb)


@pytest.mark.parametrize(
    ("drawing", "sentence"),
    [
        (Drawing().user("a").end().flow("a", "end"), "没有开始事件"),
        (Drawing().start().start("start2").user("a").flow("start", "a"), "只能有一个开始事件"),
        (Drawing().start().user("a").flow("start", "a").flow("a", "nowhere"), "两端没有都连上"),
        (Drawing().start().sub("s", Drawing("i").start("s0").user("b")).flow("start", "b"), "不能穿过子流程的边界"),
        (
            Drawing().start().user("a").gateway("g", "parallel").flow("start", "a", "g").flow("g", "a", condition="x == 1"),
            "并行网关",
        ),
        (Drawing().start().user("a", rule="most").flow("start", "a"), "会签规则"),
        (Drawing().start().user("a", assign="anybody").flow("start", "a"), "看不懂"),
        (Drawing().start().user("a", claim="yes").flow("start", "a"), "claim 应为 true 或 false"),
        (Drawing().start().user("a", outcomes="同意").flow("start", "a"), "应写成 代码:名称"),
        (Drawing().start().user("a", outcomes="x:一,x:二").flow("start", "a"), "重复"),
        (Drawing().start().user("a", dueWorkdays="三").flow("start", "a"), "工作日数"),
        (Drawing().start().user("a").flow("start", "a").flow("a", "a", condition="__import__('os')"), "条件里"),
        (Drawing().start().user("a").timer("b", "P1Y", host="a").flow("start", "a"), "时限“P1Y”看不懂"),
        (Drawing().start().user("a", default="f9").flow("start", "a"), "不从这里出去"),
    ],
)
def test_a_model_outside_the_subset_is_refused_with_the_reason(drawing: Drawing, sentence: str) -> None:
    assert sentence in refusal_of(drawing.xml())


@pytest.mark.parametrize(
    "element",
    [
        '<receiveTask id="bad" name="等回信"/>',
        '<businessRuleTask id="bad" name="等回信"/>',
        '<callActivity id="bad" name="等回信"/>',
        '<eventBasedGateway id="bad" name="等回信"/>',
        '<transaction id="bad" name="等回信"/>',
        '<userTask id="bad" name="等回信"><standardLoopCharacteristics/></userTask>',
        '<subProcess id="bad" name="等回信" triggeredByEvent="true"/>',
        '<endEvent id="bad" name="等回信"><errorEventDefinition/></endEvent>',
        '<intermediateCatchEvent id="bad" name="等回信"><messageEventDefinition/></intermediateCatchEvent>',
        '<userTask id="bad" name="等回信" startQuantity="2"/>',
    ],
)
def test_an_unsupported_element_is_refused_by_its_name(element: str) -> None:
    drawing = line("a")
    drawing.add(element)

    said = refusal_of(drawing.xml())

    assert "等回信" in said
    assert "bad" in said


def test_the_offices_attributes_are_read() -> None:
    drawing = Drawing().start()
    drawing.user(
        "a",
        multi="sequential",
        assign="unit_var:units:signatory",
        rule="ratio:60%",
        dueWorkdays="3",
        choose="next:下一步",
        state="in_review",
    )
    node = compile_model(drawing.end().flow("start", "a", "end").xml()).nodes["a"]

    assert node.multi is not None
    assert node.multi.sequential
    assert node.step is not None
    assert (node.step.rule, node.step.due_workdays, node.step.choose) == ("ratio:0.6", 3, (("next", "下一步"),))
    assert node.step.state == "in_review"


def test_a_compiled_graph_survives_storage() -> None:
    for shipped in SHIPPED:
        graph = compile_model(shipped.bpmn_xml)

        assert Graph.from_json(json.loads(json.dumps(graph.to_json()))) == graph


def test_every_shipped_drawing_shows_all_of_its_elements() -> None:
    for shipped in SHIPPED:
        graph = compile_model(shipped.bpmn_xml)

        assert set(graph.shapes) == set(graph.nodes)
        assert set(graph.waypoints) == set(graph.edges)
