"""A report as drafting text: 公文运转及差错情况通报; pure rules over counted values."""

from collections.abc import Sequence

from zhongshu.domains.documents.notices.counting import Report

RULES_SHOWN = 15


def title(report: Report) -> str:
    return f"{report.organ_name}关于{report.quarter.label}公文运转及差错情况的通报"


def body(report: Report) -> str:
    """Return the text with its tables, one line a paragraph."""
    return "\n".join(
        [
            _opening(report),
            *_running(report),
            *_limits(report),
            *_levels(report),
            *_returns(report),
            *_errors(report),
            *_demands(),
        ]
    )


def _opening(report: Report) -> str:
    return f"现将{report.quarter.label}公文运转及差错情况通报如下。本通报由办文记录生成，只列单位，不涉及个人，不作排名。"


def _running(report: Report) -> list[str]:
    types = "、".join(f"{name}{count}件" for name, count in report.issued_by_type)
    sent = f"送审发文{report.submitted}件，印发{report.issued}件" + (f"（{types}）" if types else "")
    return ["一、办文数量", f"{sent}；登记收文{report.registered}件，办结{report.completed}件。"]


def _limits(report: Report) -> list[str]:
    limited = report.completed_on_time + report.completed_late
    if not limited and not report.overdue_at_end:
        return ["二、办理时限", "本季度没有到期的限时件。"]
    share = f"，按时办结率{report.completed_on_time * 100 / limited:.1f}%" if limited else ""
    words = (
        f"办结的收文中，限时件{limited}件，其中按时办结{report.completed_on_time}件、逾期办结{report.completed_late}件{share}；"
    )
    return ["二、办理时限", f"{words}季末仍逾期未办结{report.overdue_at_end}件。"]


def _levels(report: Report) -> list[str]:
    if not report.held:
        return ["三、各环节停留时间", "本季度没有流转记录。"]
    rows = [
        (
            held.kind_label,
            held.step,
            str(held.count),
            _hours(held.average_hours),
            _hours(held.median_hours),
            _hours(held.longest_hours),
            str(held.waiting),
        )
        for held in report.held
    ]
    heads = ("类别", "环节", "办出件次", "平均停留", "中位停留", "最长停留", "季末在办")
    return ["三、各环节停留时间", *_table(heads, rows)]


def _returns(report: Report) -> list[str]:
    if not report.returned and not report.taken_back:
        return ["四、退回和取回", "本季度没有退回和取回。"]
    steps = "、".join(f"{step}退回{count}件次" for step, count in report.returned)
    words = f"退回{report.times_returned}件次" + (f"，其中{steps}" if steps else "")
    return ["四、退回和取回", f"{words}；经办人取回{report.taken_back}件次。"]


def _errors(report: Report) -> list[str]:
    lines = ["五、差错情况"]
    signed = f"本季度签发公文{report.checked}件"
    if not report.errors:
        return [*lines, f"{signed}，各级审核没有改正差错。"]
    levels = "、".join(f"{label}改正{count}处" for label, count in report.errors_by_level)
    lines.append(f"{signed}；各级审核共改正差错{report.errors_total}处，其中{levels}。主要差错如下：")
    rules = [(gate, rule, name, str(count)) for gate, rule, name, count in report.errors_by_rule[:RULES_SHOWN]]
    lines += _table(("关口", "规则", "差错", "处数"), rules)
    lines.append("各拟稿单位情况如下（按单位标准顺序）：")
    units = [(line.name, str(line.issued), str(line.returned), str(line.errors)) for line in report.units]
    return [*lines, *_table(("单位", "印发件数", "退回件次", "改正差错"), units)]


def _demands() -> list[str]:
    return [
        "六、工作要求",
        "请各单位对照差错情况逐项核改，拟稿、核稿时先用系统检查，把差错解决在送审之前；限时件临近期限的，请提前办理或者按规定申请延期。",
    ]


def _hours(hours: float) -> str:
    return f"{hours / 24:.1f}天" if hours >= 24 else f"{hours:.1f}小时"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    return [_row(heads), "|" + "---|" * len(heads), *(_row([cell.replace("|", "／") for cell in row]) for row in rows)]


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
