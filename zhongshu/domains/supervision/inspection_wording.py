"""The text of an inspection report (督查报告), with its tables in drafting text; nothing is said that the record does not hold."""

from collections.abc import Sequence

from zhongshu.domains.supervision.inspection_choices import FindingState, VisitState
from zhongshu.domains.supervision.models import (
    CallBack,
    InspectionFinding,
    InspectionPlan,
    InspectionStatement,
    InspectionVisit,
)


def report_title(plan: InspectionPlan) -> str:
    return f"{plan.department.name}关于{plan.title}情况的报告"


def report_body(
    plan: InspectionPlan,
    visits: Sequence[InspectionVisit],
    findings: Sequence[InspectionFinding],
    statements: Sequence[InspectionStatement],
    call_backs: Sequence[CallBack],
    *,
    words: str = "",
) -> str:
    """Return the body of the report: where the group went, what it found, what the units said, what has held."""
    went = [visit for visit in visits if visit.state == VisitState.FINISHED]
    standing = [finding for finding in findings if finding.state != FindingState.WITHDRAWN]
    days = f"{_day(min(visit.start_date for visit in went))}至{_day(max(visit.end_date for visit in went))}，" if went else ""
    lines = [
        f"根据{plan.basis.rstrip('。')}，{days}{plan.department}对{len({visit.unit_id for visit in went})}个单位开展了{plan.title}"
        f"（{plan.get_kind_display()}）。现将有关情况报告如下：",
        "一、督查开展情况",
        *_table(
            ("进点单位", "时间", "督查组", "方式", "发现问题"),
            [
                (
                    str(visit.unit),
                    visit.days,
                    str(visit.group or "—"),
                    "四不两直" if plan.unannounced else "联合进点" if visit.joint_id else "通知进点",
                    f"{sum(finding.visit_id == visit.pk for finding in standing)}个",
                )
                for visit in went
            ],
        ),
        *(f"{visit.unit}：{visit.summary}" for visit in went if visit.summary),
        "二、发现的主要问题",
    ]
    if standing:
        lines += _table(
            ("序号", "责任单位", "问题", "整改要求", "责任人", "整改时限", "督办编号"),
            [
                (
                    str(number), str(finding.unit), finding.fact, finding.requirement, finding.responsible.name,
                    f"{finding.deadline:%Y-%m-%d}", finding.item.number if finding.item else "未立项",
                )
                for number, finding in enumerate(standing, start=1)
            ],
        )  # fmt: skip
    else:
        lines.append("本次督查没有发现需要整改的问题。")
    lines.append("三、单位说明和采纳情况")
    if statements:
        lines += _table(
            ("单位", "说明", "采纳情况"),
            [(each.unit_name, each.words, f"{'采纳' if each.accepted else '未采纳'}：{each.answer}") for each in statements],
        )
    else:
        lines.append("有关单位对反馈的问题没有提出异议。")
    heads = ["四", "五"]
    if call_backs:
        lines.append(f"{heads.pop(0)}、回访情况")
        lines += _table(
            ("督查事项", "回访对象", "结果", "情况"),
            [(f"{each.item.number} {each.item.title}", each.respondents, _result(each), each.words) for each in call_backs],
        )
    lines += [
        f"{heads.pop(0)}、下一步工作",
        words or "对发现的问题逐项督办，整改结果经核查属实后销号；同类问题举一反三，不要求各单位另报材料。",
    ]
    return "\n".join(lines)


def _result(each: CallBack) -> str:
    return each.get_result_display() + ("，已重新办理" if each.reopened else "")


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    return [*lines, *(f"| {' | '.join(_cell(cell) for cell in row)} |" for row in rows)]


def _cell(text: str) -> str:
    return text.replace("|", "｜").replace("\n", " ")


def _day(day) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
