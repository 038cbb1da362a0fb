"""One task put together from what the rules found, with the questions that stay open."""

import datetime as dt
import re
from dataclasses import replace

from zhongshu.domains.supervision.decomposition.days import Times
from zhongshu.domains.supervision.decomposition.deadlines import deadlines
from zhongshu.domains.supervision.decomposition.measures import measures
from zhongshu.domains.supervision.decomposition.names import UnitNames
from zhongshu.domains.supervision.decomposition.reading import Reading
from zhongshu.domains.supervision.decomposition.responsibility import Responsibility
from zhongshu.domains.supervision.decomposition.tree import (
    Deadline,
    DeadlineKind,
    Measure,
    Question,
    Task,
    UnitMention,
)

_EDGES = "。；，、：\n\t —"
_TITLE = 40
_PREFIX = re.compile(
    r"^(?:(?:主要|重点|工作|具体|年度|改革|整改)?(?:任务|事项|内容|措施|目标)(?:内容|名称|要求|分解)?|(?:项目|事项|任务)名称)："
)
_BARE_UNIT = re.compile(r"^(?:(?:有关|相关|各有关|各相关)(?:部门|单位)(?:和单位)?)$")

_INLINE = re.compile(
    r"(?:会议(?:议定|要求|明确|决定|强调|同意|研究决定)(?:如下)?(?:事项)?：)?(?:（[一二三四五六七八九十\d]{1,3}）|\d{1,2}[.、](?!\d)|[①-⑳])[、.]?"
)


class Proposer:
    """Makes tasks of one text."""

    def __init__(self, original: str, reading: Reading, names: UnitNames, times: Times):
        self.original, self.reading, self.names, self.times = original, reading, names, times
        self._last_begin = 0

    def task(
        self, begin: int, end: int, stop: int, says: Responsibility, *, title: str = "", inherited: bool = False
    ) -> Task | None:
        """Return the task whose words stand from ``begin`` to ``end``; its sentence goes on to ``stop``, behind the bracket."""
        begin, end = self._trim(begin, end)
        if end - begin < 2:
            return None
        stop = max(stop, end)
        own = deadlines(self.reading, begin, end, self.times)
        counted = tuple(measures(self.reading, begin, end))
        return self._task(begin, end, (begin, stop), says, own, counted, title, inherited=inherited)

    def row(
        self, words: tuple[int, int], whole: tuple[int, int], says: Responsibility, goals: list[tuple[int, int]]
    ) -> Task | None:
        """Return the task of a table's row."""
        begin, end = self._trim(*words)
        if end - begin < 2:
            return None
        own = deadlines(self.reading, begin, end, self.times)
        counted = [measure for first, last in [(begin, end), *goals] for measure in measures(self.reading, first, last)]
        return self._task(begin, end, whole, says, own, tuple(dict.fromkeys(counted)), "")

    def with_units(self, task: Task, says: Responsibility) -> Task:
        """Return the task with the units that a line below the list names."""
        lead, support, questions = self._units(says)
        kept = tuple(question for question in task.questions if question.code not in {"no_lead", "no_deadline"})
        deadline = task.deadline or (says.deadlines[0] if says.deadlines else None)
        if deadline is None:
            questions.append(Question("no_deadline", "原文没有写明办理时限，请确定"))
        return replace(task, lead_units=lead, supporting_units=support, deadline=deadline, questions=(*kept, *questions))

    def with_deadline(self, task: Task, deadline: Deadline) -> Task:
        """Return the task with the day that a heading or another sentence gives to several; its own goes before that."""
        if task.deadline is not None:
            return task
        kept = tuple(question for question in task.questions if question.code != "no_deadline")
        inherited = Question("inherited_deadline", f"办理时限“{deadline.text}”取自标题或统一要求，请确认")
        return replace(task, deadline=deadline, questions=(*kept, inherited))

    def _task(
        self,
        begin: int,
        end: int,
        whole: tuple[int, int],
        says: Responsibility,
        own: list[Deadline],
        counted: tuple[Measure, ...],
        title: str,
        *,
        inherited: bool = False,
    ) -> Task:
        lead, support, questions = self._units(says)
        if inherited:
            questions.append(Question("inherited_units", "责任单位取自上级标题，请确认"))
        deadline, milestones = _chosen(says.deadlines, own)
        if deadline is None:
            questions.append(Question("no_deadline", "原文没有写明办理时限，请确定"))
        elif deadline.question:
            questions.append(Question("deadline_unclear", deadline.question))
        wording = _PREFIX.sub("", self.reading.text[begin:end].replace("\n", "").replace("\t", " "))
        anchor = self.reading.anchor(*whole)
        return Task(
            title=_short_title(title or wording),
            wording=wording,
            sentence=self.original[anchor.begin : anchor.end],
            anchor=anchor,
            lead_units=lead,
            supporting_units=support,
            persons=tuple(says.persons),
            deadline=deadline,
            milestones=milestones,
            measures=counted,
            questions=tuple(questions),
        )

    def _units(self, says: Responsibility) -> tuple[tuple[UnitMention, ...], tuple[UnitMention, ...], list[Question]]:
        """Settle who leads: who is said to, or else the first named."""
        questions = []
        lead = _once(says.lead)
        named = _once(says.responsible)
        if not lead and named:
            together = all(unit.collective for unit in named)
            lead = named if together else named[:1]
            if len(named) > 1 and not together:
                questions.append(Question("lead_by_order", f"原文没有写明牵头单位，按排在第一位的“{lead[0].name}”牵头，请确认"))
        support = tuple(unit for unit in _once([*named, *says.support]) if unit.name not in {one.name for one in lead})
        if not lead:
            questions.append(Question("no_lead", "原文没有写明牵头单位，请指定"))
        elif len(lead) > 1 and not all(unit.collective for unit in lead):
            questions.append(Question("several_leads", f"牵头单位有{len(lead)}个，请确定一个总牵头"))
        for unit in (*lead, *support):
            match = self.names.match(unit.name)
            if match.vague:
                questions.append(Question("vague_unit", f"“{unit.name}”没有写明是哪些单位，请列出"))
            elif self.names and not unit.unit_ids:
                said = "有几个相近的单位" if match.candidates else "通讯录中没有"
                questions.append(Question("unknown_unit", f"“{unit.name}”{said}，请选定对应单位"))
        return lead, support, questions

    def _trim(self, begin: int, end: int) -> tuple[int, int]:
        text = self.reading.text
        while begin < end and text[begin] in _EDGES + "）":
            begin += 1
        if mark := _INLINE.match(text, begin, end):
            begin = mark.end()
        while end > begin and text[end - 1] in "，、：\n\t （":
            end -= 1
        return begin, end


def _once(units: list[UnitMention] | tuple[UnitMention, ...]) -> tuple[UnitMention, ...]:
    seen: dict[str, UnitMention] = {}
    for unit in units:
        seen.setdefault(unit.name, unit)
    return tuple(seen.values())


def _chosen(said: list[Deadline], own: list[Deadline]) -> tuple[Deadline | None, tuple[Deadline, ...]]:
    """Choose the deadline: the one in the bracket or field goes before those in the words, the last day before earlier ones."""
    for every in (said, own):
        fixed = [deadline for deadline in every if deadline.kind is DeadlineKind.FIXED and deadline.day]
        if fixed:
            last = max(fixed, key=lambda deadline: deadline.day or dt.date.min)
            others = tuple(deadline for deadline in [*said, *own] if deadline.day and deadline is not last)
            return last, others
        if every is said and said:
            return said[0], tuple(deadline for deadline in own if deadline.day)
    return (own[0] if own else None), ()


def _short_title(text: str) -> str:
    first = re.split(r"[。；！？]", text, maxsplit=1)[0]
    if len(first) <= _TITLE:
        return first
    cut = max(first.rfind("，", 8, _TITLE), first.rfind("、", 20, _TITLE))
    return first[:cut] if cut > 0 else first[:_TITLE]
