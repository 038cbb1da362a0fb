"""The tasks of running text: sentence by sentence, each with who is told and by when."""

import re
from bisect import bisect_left, bisect_right

from zhongshu.domains.supervision.decomposition.building import Builder
from zhongshu.domains.supervision.decomposition.clauses import Assignment, Clauses, is_generic
from zhongshu.domains.supervision.decomposition.days import Times
from zhongshu.domains.supervision.decomposition.deadlines import deadlines
from zhongshu.domains.supervision.decomposition.document import Setting
from zhongshu.domains.supervision.decomposition.judging import Judge
from zhongshu.domains.supervision.decomposition.names import UnitNames
from zhongshu.domains.supervision.decomposition.outline import Section, sentences
from zhongshu.domains.supervision.decomposition.proposing import Proposer
from zhongshu.domains.supervision.decomposition.reading import Reading
from zhongshu.domains.supervision.decomposition.responsibility import Responsibility
from zhongshu.domains.supervision.decomposition.spreading import Spread
from zhongshu.domains.supervision.decomposition.tree import DeadlineKind, Task, UnitMention

_AHEAD = re.compile(
    r"工作安排|重点工作|主要任务|重点任务|工作任务|工作计划|下一步|打算|目标任务|工作部署|今年(?:的)?(?:工作|任务)|民生实事"
)
_GUIDING = re.compile(
    r"指导思想|总体要求|基本原则|工作原则|工作目标|总体目标|主要目标|目标要求|重要意义|考核奖惩|奖惩|适用范围|名词解释|总则|附则"
)

_COMING = re.compile(
    r"明年(?:是|的|，|全[省市县区])|新的一年|今年(?:是|的(?:工作|任务|目标)|工作|，?我们[要将])|做好今年|今后五年"
)
_GONE = re.compile(r"一年来|过去(?:的)?一年|去年以来|过去五年|五年来|回顾")
_EXCEPT = re.compile(
    r"(?:对|对于)?(?:情况(?:特别)?复杂|确有困难|确需延期|有特殊情况|特殊情况|短期内?难以|一时难以)[^，。；]{0,12}[，的]"
)
_TOPIC = re.compile(r"(?:(?:此|该)(?:项工作|项任务|事项?)|这(?:件事|项工作))?由(?!于|此|来)")
_YOU = re.compile(r"(?:请)?(?:你|贵)(?:们|局|委|办|厅|部|院|单位|部门|县|区|市|镇|乡|街道|公司|中心|校)")
_THAT = re.compile(r"(?:该|此)(?:局|委|办|厅|部|院|单位|部门|县|区|市|镇|乡|街道|公司|集团|中心|校|企业)")
_THOSE = re.compile(r"(?:上述|以上|这)?([一两二三四五])个?(?:家)?(?:部门|单位|局|县|区|镇|乡|委|公司|企业|社区|村|街道|科室)")
_PLEASE = re.compile(r"(?:同时，|此外，|另，)?(?:请|务请|望)(?:于|在|认真|及时|按|结合|按照|将|抓紧|\d|务必)")
_REPORT = re.compile(r"报送|上报|报告|反馈|报(?=[省市县区州我本])|抄送|备案")


class RunningText:
    """Reads the sentences of one text."""

    def __init__(self, reading: Reading, names: UnitNames, times: Times, propose: Proposer, setting: Setting):
        self.reading, self.times, self.propose, self.setting = reading, times, propose, setting
        self.spreads: list[Spread] = []
        # Where a report turns to the coming year (True) and back to the past one.
        self.turns = sorted(
            (match.end(), coming)
            for pattern, coming in ((_COMING, True), (_GONE, False))
            for match in (pattern.finditer(reading.text) if setting.report else ())
        )
        self.spoken: list[UnitMention] = []  # the units last named, to whom 该局 and 两部门 refer
        self.clauses = Clauses(reading, names)
        self.judge = Judge(reading, times, assigned=setting.assigned)

    def tasks(
        self, part: Section, begin: int, builder: Builder, *, more: bool, stage: Responsibility, end: int = 0
    ) -> list[Task]:
        """Return the tasks that running text gives; those without a day of their own have that of the stage."""
        guided = bool(_GUIDING.search(builder.path_of(part))) or builder.looks_back(part)
        ahead = (bool(_AHEAD.search(builder.path_of(part))) or self._of_next_year(part.begin)) and not guided
        tasks: list[Task] = []
        previous: tuple[int, int, Assignment] | None = None
        last_mark = ""
        of_line, owner = -1, list[UnitMention]()
        topic = -1  # where the sentence begins that names what the next one gives to a unit
        whole = sentences(self.reading, begin, end or part.end)
        for first, last in (piece for sentence in whole for piece in self._orders(*sentence)):
            if self._says_for_all(first):
                continue
            line = self.reading.text.rfind("\n", 0, first) + 1
            if line != of_line:
                of_line = line
                owner, _ = self.clauses.owner(first, last)
            heard = self.clauses.assignment(first, last, owner)
            if self.setting.ordering and part.level and not guided and not part.deeper:
                self._list(heard, first, last, alone=part.level >= 4)
            if part.level == 7 and self._short_head(part, begin, first):
                self._list(heard, first, last, alone=False)  # 第三，保用电。供电公司对提灌站开通绿色通道
            if previous and last_mark == "；" and "\n" not in self.reading.text[previous[1] : first]:
                self._list(heard, first, last, alone=False)  # one of a row of orders: …；气象局实施人工增雨
            last_mark = self.reading.text[last - 1]
            if _EXCEPT.match(self.reading.text, first) and not heard.units:
                continue
            if heard.units and not previous and self._of_topic(first) and topic >= 0:
                first = topic
            topic = first if not heard.units else -1
            meant = self._resolve(heard, first, last)
            self._call_on_addressees(heard, first, last)
            joins = previous and "\n" not in self.reading.text[previous[1] : first]
            if joins and previous and self._continues(heard, first, last, tasks[-1], meant=meant):
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
            if self.setting.ordering and part.level and not heard.units and not self.reading.text.startswith("对", first):
                heard.says.responsible.extend(self.setting.addressees)
            if stage.deadlines and not self._dated(first, last):
                heard.says.deadlines.extend(stage.deadlines)
            task = self.propose.task(first, last, last, heard.says)
            if task:
                tasks.append(task)
                previous = (first, last, heard)
        if len(tasks) == 1 and previous and part.level >= 3 and self._short_head(part, begin, previous[0]):
            whole_task = self.propose.task(part.begin, previous[1], previous[1], previous[2].says)
            tasks = [whole_task or tasks[0]]
        return tasks

    def _short_head(self, part: Section, begin: int, first: int) -> bool:
        """依法取缔一批。各县区负责…: the first words of the item say what the task is."""
        text = self.reading.text[part.begin : first]
        return begin == part.begin and 2 <= len(text) <= 20 and text[-1] == "。" and text.count("。") == 1 and "\n" not in text

    def _of_next_year(self, begin: int) -> bool:
        """A report goes on to the coming year where it says so: 明年是…, 新的一年; from there figures are targets."""
        if not self.setting.report:
            return False
        at = bisect_left(self.turns, (begin,))
        return at > 0 and self.turns[at - 1][1]

    def _says_for_all(self, first: int) -> bool:
        """以上工作均于…前完成 speaks of other tasks and is none itself."""
        at = bisect_right(self.spreads, first + 1, key=lambda spread: spread.place[0]) - 1
        return at >= 0 and first < self.spreads[at].place[1]

    def _list(self, heard: Assignment, first: int, last: int, *, alone: bool) -> None:
        """Take the unit that begins an item of a list of orders for the one who is told."""
        if not heard.units:
            heard.says.responsible.extend(self.clauses.at_head(first, last))
        heard.listed = bool(heard.units) and (alone or not all(is_generic(unit) for unit in heard.units))

    def _of_topic(self, first: int) -> bool:
        """由甲负责，…: what is given to it stands in the sentence before, on the same line."""
        return bool(_TOPIC.match(self.reading.text, first)) and self.reading.text[first - 1 : first] not in {"\n", ""}

    def _orders(self, begin: int, end: int) -> list[tuple[int, int]]:
        """Part 甲4月10日前落实用地，乙4月15日前完成环评 into two orders: each has its unit and its day."""
        found, start = [], begin
        dated = self._dated(begin, end) and "，" in self.reading.text[begin:end]
        for first, _ in self.clauses.told(begin, end) if dated else ():
            if first > start and self._dated(start, first) and self._dated(first, end) and self.clauses.named(start, first):
                found.append((start, first))
                start = first
        return [*found, (start, end)]

    def _dated(self, first: int, last: int) -> bool:
        return any(deadline.day for deadline in deadlines(self.reading, first, last, self.times))

    def _continues(self, heard: Assignment, first: int, last: int, task: Task, *, meant: bool) -> bool:
        """乙、丙积极配合 and 10月底前完成 go on with the sentence before."""
        if heard.helps_only or (not heard.units and self.reading.text.startswith("其中", first)):
            return True
        if (heard.units and not meant) or task.deadline is not None:
            return False
        found = deadlines(self.reading, first, last, self.times)
        return any(deadline.kind is DeadlineKind.FIXED for deadline in found) and last - first <= 60

    def _resolve(self, heard: Assignment, first: int, last: int) -> bool:
        """Put the units that are meant in the place of 该局, 两部门 and 你单位; True where nothing else was named."""
        said = [heard.says.lead, heard.says.responsible, heard.says.support]
        every = [unit for units in said for unit in units]
        if not every:
            return False
        stood_in = 0
        for units in said:
            for unit in list(units):
                if (meant := self._meant(unit) or self._owners(unit, first, last)) is None:
                    continue
                stood_in += 1
                at = units.index(unit)
                units[at : at + 1] = meant
        if stood_in < len(every):
            self.spoken = [unit for unit in every if self._meant(unit) is None]
        return stood_in == len(every)

    def _side(self, name: str) -> list[UnitMention] | None:
        """Return who 乙方 is: 乙方：城东区人民政府."""
        said = re.search(
            rf"{name}(?:（[^（）]{{1,10}}）)?：([一-龥（）]{{4,30}}?)(?=[甲乙]方|[，。；\n]|$)", self.reading.text[:1500]
        )
        return self.clauses.listed(*said.span(1)) or None if said else None

    def _owners(self, unit: UnitMention, first: int, last: int) -> list[UnitMention] | None:
        """甲社区、乙社区的问题由两个社区自行整改: both were named as those whose problem it is."""
        whose = re.match(r"[^，。；的]{3,40}(?=的)", self.reading.text[first:last])
        if not whose or not _THOSE.fullmatch(unit.name):
            return None
        return self.clauses.listed(first, first + whose.end()) or None

    def _meant(self, unit: UnitMention) -> list[UnitMention] | None:
        if unit.name in {"甲方", "乙方"}:
            return self._side(unit.name)
        if _YOU.fullmatch(unit.name):
            return list(self.setting.addressees)
        if _THAT.fullmatch(unit.name):
            return self.spoken[:1]
        if both := _THOSE.fullmatch(unit.name):
            number = "零一两三四五".find(both[1].replace("二", "两"))
            return self.spoken[:number] if len(self.spoken) >= number else None
        return None

    def _call_on_addressees(self, heard: Assignment, first: int, last: int) -> None:
        """请于…前报送 and 每5天报告一次 in a notice speak to those whom it is addressed to."""
        if heard.units or not self.setting.addressees:
            return
        text = self.reading.text[first:last]
        if _PLEASE.match(text):
            heard.says.responsible.extend(self.setting.addressees)
        elif _REPORT.search(text) and any(
            deadline.day or deadline.kind is DeadlineKind.RECURRING
            for deadline in deadlines(self.reading, first, last, self.times)
        ):
            heard.says.responsible.extend(self.setting.addressees)
            heard.obliged = True
