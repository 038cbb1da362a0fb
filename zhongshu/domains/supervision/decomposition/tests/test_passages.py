"""Passages as offices write them, all invented: what the rules propose for each."""

import datetime as dt
import json
from pathlib import Path

import pytest

from zhongshu.domains.supervision.decomposition import Task, decompose

TODAY = dt.date(2026, 5, 20)
PASSAGES = [json.loads(line) for line in (Path(__file__).parent / "passages.jsonl").read_text(encoding="utf-8").splitlines()]


def _said(task: Task) -> tuple[list[str], list[str], str | None]:
    day = task.deadline.day if task.deadline else None
    return [unit.name for unit in task.lead_units], [unit.name for unit in task.supporting_units], day and day.isoformat()


@pytest.mark.parametrize("passage", PASSAGES, ids=lambda passage: passage["name"])
def test_a_passage_gives_its_tasks_and_nothing_else(passage):
    tree = decompose(passage["text"], today=TODAY)

    wanted = passage["tasks"]
    assert [task.wording[:60] for task in tree.tasks if not any(one["has"] in task.wording for one in wanted)] == []
    assert len(tree.tasks) == len(wanted)
    for task, one in zip(tree.tasks, wanted, strict=True):
        assert one["has"] in task.wording
        assert _said(task) == (one["lead"], one["support"], one["deadline"])


@pytest.mark.parametrize("passage", PASSAGES, ids=lambda passage: passage["name"])
def test_every_task_stands_in_the_text_where_it_says(passage):
    text = passage["text"]

    for task in decompose(text, today=TODAY).tasks:
        assert text[task.anchor.begin : task.anchor.end] == task.sentence
        for unit in task.units:
            assert 0 <= unit.anchor.begin < unit.anchor.end <= len(text)


SPEECH = """在全市机关作风建设会议上的讲话
同志们：
作风建设永远在路上。今年以来，全市各级各部门深入学习贯彻上级部署，各项工作取得了新的明显成效，群众满意度达到96%，比去年提高2个百分点。成绩来之不易，凝聚着大家的心血和汗水。
一、提高政治站位，深刻认识加强作风建设的重大意义
作风问题关系人心向背。各级党组织要始终把作风建设摆在突出位置，各级领导干部要以身作则、以上率下，切实把思想和行动统一到上级部署要求上来。我们要清醒看到，少数单位仍然存在推诿扯皮、办事拖拉的现象，必须引起高度重视。
二、坚持问题导向，着力解决突出问题
要坚持实事求是，大兴调查研究之风。要坚持以人民为中心，用心用情办好民生实事。办公室要充分发挥参谋助手作用，督查部门要敢于碰硬、善于发现问题，宣传部门要营造良好氛围。各部门之间要加强沟通、密切配合，形成推动工作的强大合力。要力戒形式主义、官僚主义，把精力用在抓落实上。
三、压实工作责任，确保取得实效
各级各部门要切实加强组织领导，主要负责同志要亲自抓、负总责，一级抓一级、层层抓落实。要严肃纪律，对不作为、慢作为的，要依规依纪严肃追究责任。要加强宣传引导，及时总结推广好经验、好做法。
同志们，使命光荣，责任重大。让我们更加紧密地团结起来，锐意进取、埋头苦干，为建设现代化新云溪而努力奋斗！"""


def test_a_speech_that_only_exhorts_gives_no_task():
    assert decompose(SPEECH, today=TODAY).tasks == ()


def test_a_report_on_what_was_done_gives_no_task():
    text = (
        "2025年工作总结\n一、主要成绩\n市教育局牵头完成了30所学校改造，新增学位1.2万个。市财政局拨付资金2000万元。\n"
        "二、存在问题\n一些项目进展不快，个别单位重视不够。"
    )

    assert decompose(text, today=TODAY).tasks == ()


def test_headings_become_groups_with_their_tasks():
    tree = decompose(
        "一、重点任务\n（一）抓项目\n1.建成云溪大桥。（市交通运输局负责）\n2.改造管网。（市住建局负责）\n"
        "（二）抓民生\n1.新建学校6所。（市教育局负责）\n2.改造公园。（市城管局负责）",
        today=TODAY,
    )

    (top,) = tree.children
    assert top.title == "重点任务"
    assert [(group.title, [task.title for task in group.children]) for group in top.children] == [
        ("抓项目", ["建成云溪大桥", "改造管网"]),
        ("抓民生", ["新建学校6所", "改造公园"]),
    ]


def test_a_unit_named_beside_a_heading_speaks_for_what_stands_below():
    tree = decompose(
        "（一）优化环境（牵头单位：市行政审批局；配合单位：市公安局）\n1.压减时限30%以上。\n2.推行一网通办。", today=TODAY
    )

    assert [[unit.name for unit in task.units] for task in tree.tasks] == [["市行政审批局", "市公安局"]] * 2
    assert {question.code for question in tree.tasks[0].questions} == {"inherited_units", "no_deadline"}


def test_what_stays_unclear_is_asked():
    tree = decompose("1.整治非法营运。（各有关部门负责，尽快完成）\n2.清理占道。（市城管局、市公安局负责）", today=TODAY)

    assert [[question.code for question in task.questions] for task in tree.tasks] == [
        ["vague_unit", "deadline_unclear"],
        ["lead_by_order", "no_deadline"],
    ]


def test_an_item_without_a_unit_among_items_that_name_theirs_is_kept_with_a_question():
    tree = decompose("1.修路。（市交通运输局负责）\n2.架设跨河便桥。\n3.修渠。（市水利局负责）", today=TODAY)

    assert [task.title for task in tree.tasks] == ["修路", "架设跨河便桥", "修渠"]
    assert "no_lead" in {question.code for question in tree.tasks[1].questions}


def test_persons_named_as_responsible_are_kept():
    (task,) = decompose(
        "1.建成体育中心。责任领导：张某某；责任单位：市体育局；责任人：李某；完成时限：2026年9月底", today=TODAY
    ).tasks

    assert [(person.label, person.name) for person in task.persons] == [("责任领导", "张某某"), ("责任人", "李某")]
    assert task.deadline.day == dt.date(2026, 9, 30)


def test_measures_carry_number_unit_and_comparison():
    (task,) = decompose(
        "1.新建改建农村公路不少于1,200公里，优良率达到98.5%，投诉率控制在3%以内，惠及群众约50万人。（市交通运输局负责）",
        today=TODAY,
    ).tasks

    assert [(measure.value, measure.unit, measure.comparison.value) for measure in task.measures] == [
        (1200.0, "公里", "at_least"),
        (98.5, "%", "at_least"),
        (3.0, "%", "at_most"),
        (50.0, "万人", "about"),
    ]


def test_the_documents_own_date_counts_before_today():
    tree = decompose("关于报送材料的通知\n各县区：\n请于月底前报送。\n云溪市人民政府办公室\n2026年11月3日", today=TODAY)

    assert tree.written_on == dt.date(2026, 11, 3)
    assert [task.deadline.day for task in tree.tasks] == [dt.date(2026, 11, 30)]
    assert [unit.name for unit in tree.tasks[0].lead_units] == ["各县区"]


def test_the_year_of_the_plan_decides_about_months_without_a_year():
    tree = decompose(
        "2027年工作要点\n1.完成普查，3月底前。（市统计局负责）\n2.完成核查。（市审计局负责）\n2026年12月20日", today=TODAY
    )

    assert tree.tasks[0].deadline.day == dt.date(2027, 3, 31)


def test_a_day_said_for_all_tasks_goes_to_those_without_one_of_their_own_and_is_to_be_confirmed():
    tree = decompose(
        "一、道路\n1.修补路面。（市住建局负责）\n2.更换路灯，6月底前完成。（市城管局负责）\n以上工作均于9月20日前完成。",
        today=TODAY,
    )

    assert [task.deadline.day for task in tree.tasks] == [dt.date(2026, 9, 20), dt.date(2026, 6, 30)]
    assert [("inherited_deadline" in {question.code for question in task.questions}) for task in tree.tasks] == [True, False]


def test_a_span_from_a_day_that_the_text_does_not_tell_is_asked_for():
    (task,) = decompose("1.公开政府预算，预算批准后20日内完成。（市财政局负责）", today=TODAY).tasks

    assert task.deadline.day is None
    assert "“预算批准”的日期原文没有写明，请填写办理时限" in {question.text for question in task.questions}


def test_that_office_and_both_departments_mean_those_named_before():
    tree = decompose(
        "会议议定：市水利局、市住建局要加强会商。两部门须于6月10日前拿出方案。市财政局负责资金。该局要于6月20日前拨付100万元。",
        today=TODAY,
    )

    assert [[unit.name for unit in task.units] for task in tree.tasks] == [["市水利局", "市住建局"], ["市财政局"]]
