"""The text of notices and briefs, paragraph by paragraph; nothing is said that the record does not hold."""

from collections.abc import Sequence

from zhongshu.domains.supervision.models import Feedback, ItemSource, Part, SupervisionItem


def notice_body(
    item: SupervisionItem, sources: Sequence[ItemSource], parts: Sequence[Part], *, words: str = "", urging: bool = False
) -> str:
    """Return the body of a 督办通知单 or 催办通知单."""
    lines = [f"{_basis(sources)}现将“{item.title}”（{item.number}）{'催办' if urging else '督办'}事宜通知如下："]
    lines += ["一、办理要求", item.requirement or item.outcome]
    if item.requirement:
        lines += [f"办成标准：{item.outcome}。".replace("。。", "。")]
    lines += ["二、责任分工"]
    for number, part in enumerate(parts, start=1):
        person = f"，责任人：{part.responsible.name}" if part.responsible else ""
        task = f"：{part.task}" if part.task else ""
        lines.append(f"{number}.{part.unit.name}（{part.get_role_display()}）{task}{person}。".replace("。。", "。"))
    lines += ["三、时限和反馈", f"请于{_day(item.deadline)}前办结，并通过平台反馈办理结果，不需另报纸质材料。"]
    if urging:
        lines += ["四、催办意见", words or "请抓紧办理，确有困难的，请说明原因并提出新的安排。"]
    elif words:
        lines += ["四、其他事项", words]
    return "\n".join(lines)


def brief_body(item: SupervisionItem, sources: Sequence[ItemSource], feedback: Sequence[Feedback], *, words: str = "") -> str:
    """Return the body of a 督查专报: the words that ordered it, what was done, what stands."""
    lines = [f"{_basis(sources)}现将办理情况报告如下：", "一、批示或议定事项"]
    lines += [
        f"{source.leader_name + '：' if source.leader_name else ''}“{source.origin}”" for source in sources if source.origin
    ]
    lines += ["二、办理情况"]
    said = [f"{_day(each.given_at.date())}，{each.unit_name}反馈：{each.words}" for each in feedback if each.returned_at is None]
    lines += said or ["承办单位尚未反馈。"]
    lines += ["三、目前状态", f"{item.get_state_display()}，完成进度{item.progress}%，办理时限{_day(item.deadline)}。"]
    if item.conclusion:
        lines += [f"办结结论：{item.conclusion}"]
    if words:
        lines += ["四、下一步安排", words]
    return "\n".join(lines)


def _basis(sources: Sequence[ItemSource]) -> str:
    named = [
        f"{source.leader_name}同志在《{source.ref_title.strip('《》')}》上的批示" if source.leader_name and source.ref_title
        else f"{source.leader_name}同志批示" if source.leader_name
        else f"《{source.ref_title.strip('《》')}》" if source.ref_title
        else source.get_kind_display()
        for source in sources
    ]  # fmt: skip
    return f"根据{'、'.join(dict.fromkeys(named))}，" if named else ""


def _day(day) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
