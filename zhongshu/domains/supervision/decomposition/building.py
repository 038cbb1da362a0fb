"""Headings opened and closed while a text is gone through, and the tasks put below them."""

import re
from dataclasses import dataclass

from zhongshu.domains.supervision.decomposition.outline import Section
from zhongshu.domains.supervision.decomposition.proposing import Proposer
from zhongshu.domains.supervision.decomposition.reading import Reading
from zhongshu.domains.supervision.decomposition.responsibility import Responsibility
from zhongshu.domains.supervision.decomposition.tree import Deadline, Group, Task

_LOOKS_BACK = re.compile(
    r"回顾|成效|成绩|总结(?!提升)|存在(?:的)?(?:主要)?(?:问题|不足|困难)|差距和不足|工作(?:开展)?情况|基本情况|完成情况|"
    r"进展情况|主要做法|经验做法|会议认为|形势"
)
_RULED_OUT = re.compile(
    r"组织领导|组织实施|加强组织|加强领导|统筹协调|加强宣传|督促检查|组织保障|工作要求|保障措施|有关要求|指导思想|总体要求|基本原则|工作目标|督导考核|宣传引导"
)


class Builder:
    """Puts tasks below the headings that they stand under."""

    def __init__(self, reading: Reading):
        self.reading = reading
        self.root: list = []
        self.open: list[_Open] = []

    def put(self, part: Section, tasks: list[Task], inherited: Responsibility | None, days: list[Deadline]) -> None:
        """Put the tasks of a section below its heading, whose units and day speak for what stands deeper."""
        while self.open and part.level and self.open[-1].level >= part.level:
            self._close()
        if part.level and (part.deeper or len(tasks) > 1):
            begin, end = part.heading(self.reading)
            self.open.append(_Open(part.level, begin, end, inherited, days, []))
        self.add_all(tasks)

    def add_all(self, tasks: list[Task]) -> None:
        (self.open[-1].children if self.open else self.root).extend(tasks)

    def earlier(self, says: Responsibility, propose: Proposer) -> None:
        """Give a line of its own that names units to the tasks before it that have none."""
        children = self.open[-1].children if self.open else self.root
        for index in range(len(children) - 1, -1, -1):
            child = children[index]
            if not isinstance(child, Task) or child.units:
                break
            children[index] = propose.with_units(child, says)

    def _above(self, part: Section) -> list["_Open"]:
        return [group for group in self.open if not part.level or group.level < part.level]

    def inherited(self, part: Section) -> Responsibility | None:
        return next((group.says for group in reversed(self._above(part)) if group.says), None)

    def day(self, part: Section) -> Deadline | None:
        """Return the day that the headings above a section give."""
        return next((group.days[-1] for group in reversed(self._above(part)) if group.days), None)

    def path_of(self, part: Section) -> str:
        begin, end = part.heading(self.reading)
        own = self.reading.text[begin : min(end, begin + 40)] if part.level else ""
        return "\n".join([*(self.reading.text[group.begin : group.end] for group in self._above(part)), own])

    def looks_back(self, part: Section) -> bool:
        begin, end = part.heading(self.reading)
        headings = [self.reading.text[group.begin : group.end] for group in self._above(part)]
        if part.level and end - begin <= 40 and part.headed(self.reading):
            headings.append(self.reading.text[begin:end])
        return any(
            _LOOKS_BACK.search(heading) and not re.search(r"下一步|打算|安排|整改|解决|听取|研究|审议|汇报|关于|传达", heading)
            for heading in headings
        )

    def ruled_out(self, part: Section) -> bool:
        return bool(_RULED_OUT.search(self.path_of(part)))

    def _close(self) -> None:
        group = self.open.pop()
        if not group.children:
            return
        built = Group(
            self.reading.text[group.begin : group.end].rstrip("：。"),
            group.level,
            self.reading.anchor(group.begin, group.end),
            tuple(group.children),
        )
        (self.open[-1].children if self.open else self.root).append(built)

    def children(self) -> tuple[Group | Task, ...]:
        while self.open:
            self._close()
        return tuple(self.root)


@dataclass
class _Open:
    level: int
    begin: int
    end: int
    says: Responsibility | None
    days: list[Deadline]
    children: list
