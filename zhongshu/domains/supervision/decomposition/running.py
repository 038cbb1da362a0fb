"""The tasks of running text: sentence by sentence, each with who is told and by when."""

import re

from zhongshu.domains.supervision.decomposition.building import Builder
from zhongshu.domains.supervision.decomposition.clauses import Assignment, Clauses
from zhongshu.domains.supervision.decomposition.days import Times
from zhongshu.domains.supervision.decomposition.deadlines import deadlines
from zhongshu.domains.supervision.decomposition.document import Setting
from zhongshu.domains.supervision.decomposition.judging import Judge
from zhongshu.domains.supervision.decomposition.names import UnitNames
from zhongshu.domains.supervision.decomposition.outline import Section, sentences
from zhongshu.domains.supervision.decomposition.proposing import Proposer
from zhongshu.domains.supervision.decomposition.reading import Reading
from zhongshu.domains.supervision.decomposition.responsibility import Responsibility
from zhongshu.domains.supervision.decomposition.tree import DeadlineKind, Task

_AHEAD = re.compile(
    r"工作安排|重点工作|主要任务|重点任务|工作任务|工作计划|下一步|打算|目标任务|工作部署|今年(?:的)?(?:工作|任务)|民生实事"
)
_GUIDING = re.compile(
    r"指导思想|总体要求|基本原则|工作原则|工作目标|总体目标|主要目标|目标要求|重要意义|适用范围|名词解释|总则|附则"
)


class RunningText:
    """Reads the sentences of one text."""

    def __init__(self, reading: Reading, names: UnitNames, times: Times, propose: Proposer, setting: Setting):
        self.reading, self.times, self.propose, self.setting = reading, times, propose, setting
        self.clauses = Clauses(reading, names)
        self.judge = Judge(reading, times, assigned=setting.assigned)

    def tasks(self, part: Section, begin: int, builder: Builder, *, more: bool, stage: Responsibility) -> list[Task]:
        """Return the tasks that running text gives; those without a day of their own have that of the stage."""
        guided = bool(_GUIDING.search(builder.path_of(part))) or builder.looks_back(part)
        ahead = bool(_AHEAD.search(builder.path_of(part))) and not guided
        tasks: list[Task] = []
        previous: tuple[int, int, Assignment] | None = None
        for first, last in sentences(self.reading, begin, part.end):
            heard = self.clauses.assignment(first, last)
            joins = previous and "\n" not in self.reading.text[previous[1] : first]
            if joins and previous and self._continues(heard, first, last, tasks[-1]):
                previous[2].says.add(heard.says)
                task = self.propose.task(previous[0], last, last, previous[2].says)
                if task:
                    tasks[-1] = task
                    previous = (previous[0], last, previous[2])
                continue
            staged = (
                bool(stage.deadlines)
                and not heard.units
                and first <= part.paragraphs[0].end
                and "阶段" in self.reading.text[first:last]
            )
            if staged or not self.judge.is_task(heard, first, last, guided=guided, ahead=ahead, more=more):
                previous = None
                continue
            if not heard.units and self._asks_addressees(first, last):
                heard.says.responsible.extend(self.setting.addressees)
            if stage.deadlines and not self._dated(first, last):
                heard.says.deadlines.extend(stage.deadlines)
            task = self.propose.task(first, last, last, heard.says)
            if task:
                tasks.append(task)
                previous = (first, last, heard)
        return tasks

    def _dated(self, first: int, last: int) -> bool:
        return any(deadline.day for deadline in deadlines(self.reading, first, last, self.times))

    def _continues(self, heard: Assignment, first: int, last: int, task: Task) -> bool:
        """乙、丙积极配合 and 10月底前完成 go on with the sentence before."""
        if heard.helps_only:
            return True
        if heard.units or task.deadline is not None:
            return False
        found = deadlines(self.reading, first, last, self.times)
        return any(deadline.kind is DeadlineKind.FIXED for deadline in found) and last - first <= 60

    def _asks_addressees(self, first: int, last: int) -> bool:
        return bool(
            re.match(
                r"(?:同时，|此外，|另，)?(?:请|务请|望)(?:于|在|认真|及时|按|结合|按照|将|抓紧|\d|务必)",
                self.reading.text[first:last],
            )
        )
