"""A day, or a unit, said once for many tasks: 以上任务均于12月20日前完成; a heading （6月底前完成）."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from zhongshu.domains.supervision.decomposition.clauses import Clauses
from zhongshu.domains.supervision.decomposition.days import Times
from zhongshu.domains.supervision.decomposition.deadlines import deadlines
from zhongshu.domains.supervision.decomposition.outline import Section
from zhongshu.domains.supervision.decomposition.proposing import Proposer
from zhongshu.domains.supervision.decomposition.reading import Reading
from zhongshu.domains.supervision.decomposition.responsibility import Responsibility
from zhongshu.domains.supervision.decomposition.tree import Deadline, DeadlineKind, Group, Task

_FOR_ALL = re.compile(
    r"(?:^|(?<=[。；，\n]))(?P<which>以上|上述|前述|以下|下列|所列|本清单|本方案所列)(?P<what>(?:各项|所有|全部|\d+项|[一二三四五六七八九十]+项|"
    r"重点|具体|整改|问题|目标)*(?:工作|任务|事项|问题|措施|项目|内容|清单))(?P<rest>[^。；\n]{2,80})"
)
_REPORTED = re.compile(r"情况|进展|结果|报送|上报|报告|反馈")
_PERIOD = re.compile(
    r"(?:20\d\d年)?(?:第?[一二三四]季度|上半年|下半年|\d{1,2}月份?)(?=(?:重点|主要|完成|计划|工作|任务|事项|安排|节点|$))"
)


@dataclass(frozen=True)
class Spread:
    """One sentence that speaks for several tasks; ``begin`` and ``end`` are where those tasks stand in the reading."""

    place: tuple[int, int]
    begin: int
    end: int
    says: Responsibility


class Spreader:
    """Finds what is said for several tasks of one text, and gives it to those that say nothing of their own."""

    def __init__(self, reading: Reading, times: Times, clauses: Clauses, propose: Proposer):
        self.reading, self.times, self.clauses, self.propose = reading, times, clauses, propose

    def found(self, parts: list[Section]) -> list[Spread]:
        """Return what sentences such as 以上任务…前完成 say, with the reach of each."""
        text = self.reading.text
        spreads: list[Spread] = []
        said = [match for match in _FOR_ALL.finditer(text) if not _REPORTED.search(match["rest"][:40])]
        tops = self._tops(parts)
        above = 0
        for match in said:
            begin, end = match.span()
            says = Responsibility(deadlines=self._fixed(match.start("rest"), end))
            says.add(self.clauses.assignment(match.start("rest"), end).says)
            if not says:
                continue
            if match["which"] in {"以上", "上述", "前述"}:
                last = not tops or begin >= tops[-1]
                only = above == 0 and last
                start = above if above or only else max((top for top in tops if top <= begin), default=0)
                spreads.append(Spread((begin, end), start, begin, says))
                above = end
            else:
                spreads.append(Spread((begin, end), end, self._reach(parts, begin), says))
        return spreads

    def heading(self, part: Section) -> list[Deadline]:
        """Return the day that a heading gives to what stands below it."""
        if not part.level or not part.headed(self.reading):
            return []
        first = part.paragraphs[0]
        if fixed := self._fixed(first.start, first.end):
            return fixed
        for period in _PERIOD.finditer(self.reading.text, first.start, first.end):
            if period.start() == first.start or self.reading.text[period.start() - 1] in "（，：":
                return deadlines(self.reading, period.start(), period.end(), self.times, bare=True)
        return []

    def given(self, children: tuple[Group | Task, ...], spreads: list[Spread]) -> tuple[Group | Task, ...]:
        """Return the tree with what is said for several tasks given to each of them."""
        if not spreads:
            return children
        return self._mapped(children, lambda task: self._with(task, spreads))

    def _mapped(self, children: tuple[Group | Task, ...], give: Callable[[Task], Task]) -> tuple[Group | Task, ...]:
        return tuple(
            give(child) if isinstance(child, Task) else replace(child, children=self._mapped(child.children, give))
            for child in children
        )

    def _with(self, task: Task, spreads: list[Spread]) -> Task:
        for spread in spreads:
            reach = self.reading.anchor(spread.begin, max(spread.end, spread.begin + 1))
            if reach.begin <= task.anchor.begin < reach.end:
                if spread.says.deadlines:
                    task = self.propose.with_deadline(task, spread.says.deadlines[-1])
                if spread.says.names_units and not task.units:
                    task = self.propose.with_units(task, spread.says)
        return task

    def _fixed(self, begin: int, end: int) -> list[Deadline]:
        found = deadlines(self.reading, begin, end, self.times)
        return [deadline for deadline in found if deadline.kind is DeadlineKind.FIXED and deadline.day]

    def _tops(self, parts: list[Section]) -> list[int]:
        levels = [part.level for part in parts if part.level and part.deeper]
        return [part.begin for part in parts if levels and part.level == min(levels)]

    def _reach(self, parts: list[Section], begin: int) -> int:
        """What is said at the head of a section speaks up to the next section of the same rank."""
        own = next((index for index, part in enumerate(parts) if part.begin <= begin < part.end), None)
        if own is None or not parts[own].level:
            return len(self.reading.text)
        level = parts[own].level
        return next((part.begin for part in parts[own + 1 :] if 0 < part.level <= level), len(self.reading.text))
