"""From a text to its tree of tasks (分解). Rules only; nothing is proposed without the sentence that it stands in."""

import datetime as dt
import re
from dataclasses import dataclass

from zhongshu.domains.supervision.decomposition import tables as tabular
from zhongshu.domains.supervision.decomposition.building import Builder
from zhongshu.domains.supervision.decomposition.clauses import Assignment, Clauses, is_generic, stands_for_nobody
from zhongshu.domains.supervision.decomposition.days import AfterWorkingDays, Times
from zhongshu.domains.supervision.decomposition.deadlines import deadlines
from zhongshu.domains.supervision.decomposition.measures import measures
from zhongshu.domains.supervision.decomposition.mentions import unit_list
from zhongshu.domains.supervision.decomposition.names import UnitNames
from zhongshu.domains.supervision.decomposition.outline import Paragraph, Section, paragraphs, sections, sentences
from zhongshu.domains.supervision.decomposition.proposing import Proposer
from zhongshu.domains.supervision.decomposition.reading import CELL, Reading, read
from zhongshu.domains.supervision.decomposition.responsibility import Block, Finder, Responsibility
from zhongshu.domains.supervision.decomposition.tree import DeadlineKind, Group, Task, Tree, UnitMention

LONGEST = 400_000
_WRITTEN = re.compile(
    r"^（?(?P<year>20\d\d|二[〇零○O0][一二三四五六七八九〇零○]{2})年(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月"
    r"(?P<day>[12]\d|3[01]|0?[1-9]|三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|"
    r"[一二三四五六七八九])日）?(?:印发)?$",
    re.MULTILINE,
)
_MET = re.compile(
    r"(?:^|\n|——|—|（)(?:会议时间：|时间：)?20\d\d年\d{1,2}月\d{1,2}日(?=(?:上午|下午|晚)?[，,]?[^。]{0,60}(?:召开|主持|"
    r"研究|会议上)|\n|）)"
)
_PLAN_YEAR = re.compile(
    r"(20\d\d)年(?:度)?[^\n，。]{0,24}?(?:工作要点|重点工作|工作计划|任务分解|任务清单|目标任务|责任分工|实施方案|工作安排|"
    r"行动计划|行动方案|民生实事|工作任务|重点任务|工作方案|工作台账|责任清单|落实方案)"
)
_AHEAD = re.compile(
    r"工作安排|重点工作|主要任务|重点任务|工作任务|工作计划|下一步|打算|目标任务|工作部署|今年(?:的)?(?:工作|任务)|民生实事"
)
_GUIDING = re.compile(
    r"指导思想|总体要求|基本原则|工作原则|工作目标|总体目标|主要目标|目标要求|重要意义|适用范围|名词解释|总则|附则"
)
_TASK_LIST = re.compile(
    r"任务分解|任务清单|责任清单|责任分工|分工方案|任务台账|工作台账|任务表|重点事项清单|督办事项|工作要点|交办清单|任务书"
)
_PAST = re.compile(
    r"以来|累计|同比|已(?:经|于|全部|基本|建成|完成)?|去年|上年|过去|前几?年|刚刚|刚才|顺利|圆满|获得|荣获|取得了|得到了|"
    r"完成了|实现了|作了|做了|开展了|进行了|召开了|出台了|制定了|受到|被评为|成立了|当时|曾|先后"
)
_TOLD = re.compile(
    r"(?:完成|实现|建立|出台|制定|开展|召开|举办|建成|形成|取得|组织)了|曾|刚刚|刚换届|作了|做了|当时|前不久|上个月|前段时间"
)
_FUTURE = re.compile(r"要|须|力争|确保|务必|请|必须|应(?!急|用)|将|计划|拟|争取|由|责成|限")
_VISION = re.compile(r"到20\d\d年$|十[四五六]五")
_DELIVER = re.compile(
    r"(?:制定|制订|出台|印发|编制|起草|拟定|拟订|提出|形成|建立|成立|组建|完善|报送|上报|提交|公布|发布|签订|召开|编印|"
    r"研究提出|明确|报)"
    r"[^，。；]{0,24}?(?:方案|办法|细则|规划|计划|清单|台账|报告|预案|责任制|专班|领导小组|平台|名单|目录|目标责任书|指南|"
    r"规程|备案|实施意见|实施方案|信息数据库|数据库|工作小组|细化措施|具体措施|总结)|"
    r"(?:出台|制定|制订|修订|印发)[^，。；]{0,16}?(?:政策|标准|规范|制度|措施|文件|规定|条例)"
)
_ACT = re.compile(
    r"完成|建成|竣工|开工|投用|投入使用|启用|通车|验收|销号|整改|兑现|拨付|移交|报送|上报|报|提交|制定|制订|出台|印发|编制|"
    r"拿出|形成|启动|实现|达到|解决|办结|"
    r"完工|封顶|交房|见效|出让|供地|招标|动工|试运行|并网|入库|签约|落地|到账|退出|达标|关停|淘汰|排查|摸底|分解|公示|拿|"
    r"签订|公布|发布|成立|组建|建立|召开|培训|覆盖|清零|取缔|拆除|搬迁|上线|运行|反馈|答复|汇总|备案|新增|新建|改造|创建|"
    r"争取|引进|培育|压减|下降|提高|总结|开展|落实|接入|交付|清理|整治|审议|审定|修订|到位"
)
_NO_TRADE = re.compile(r"^各|有关|相关|主管|职能|责任|党政|领导|督查|综合|上级|下级|直属|司法机关|党政机关")
_EXHORTS = re.compile(
    r"要(?:切实|充分|始终|认真|坚持|进一步|高度|努力|敢于|善于|勇于|主动|积极|强化|树立|增强|提高|发挥|加强|深刻|牢固|继续|"
    r"带头|密切|自觉|不断|大力|着力)"
)
_PROMPT = re.compile(r"抓紧|立即|尽快|马上|开展一次|逐一|全覆盖|拉网式|牵头")
_GOAL = re.compile(
    r"力争|确保|达到|达|完成|新建|建成|实现|不低于|以上|控制在|提高到|下降|增长|新增|改造|引进|培育|压减|开工|整治|不少于|"
    r"至少|超过|突破"
)


@dataclass(frozen=True)
class _Setting:
    """What is known of the whole document."""

    assigned: bool  # most of it names responsible units in brackets or fields
    listing: bool  # its title says that it is a list of tasks
    addressees: tuple[UnitMention, ...] = ()


def decompose(
    text: str,
    *,
    directory: UnitNames | None = None,
    today: dt.date,
    after_working_days: AfterWorkingDays = lambda start, count: None,
    written_on: dt.date | None = None,
) -> Tree:
    """Take a report, a speech, minutes or a notice apart into tasks.

    Args:
        text: the text as it is; every anchor counts its characters.
        directory: the units to which names are matched; without it names stay as written.
        today: from which relative dates are counted where the document has no date of its own.
        after_working_days: the n-th working day after a day; None where the calendar of the year is not published.
        written_on: the document's date, where it is known; otherwise its own date line is looked for.

    Returns:
        Groups and tasks in the order of the text. A text without assignments gives an empty tree, never an error.
    """
    reading = read(text[:LONGEST])
    lines = paragraphs(reading)
    if not lines:
        return Tree()
    title = _title(reading, lines)
    written = written_on or _written_on(reading) or today
    year = _PLAN_YEAR.search(title) if title else None
    plan_year = int(year[1]) if year and int(year[1]) >= written.year else 0
    work = _Work(text, reading, directory or UnitNames(), Times(written, plan_year, after_working_days), title)
    return Tree(work.tree(lines), written, title)


class _Work:
    """One text being taken apart."""

    def __init__(self, original: str, reading: Reading, names: UnitNames, times: Times, title: str):
        self.reading, self.names, self.times, self.title = reading, names, times, title
        self.finder = Finder(reading, names, times)
        self.clauses = Clauses(reading, names)
        self.propose = Proposer(original, reading, names, times)
        self.setting = _Setting(assigned=False, listing=False)

    def tree(self, lines: list[Paragraph]) -> tuple[Group | Task, ...]:
        found = tabular.tables(self.reading, lines)
        taken = {number for table in found for number in range(table.first, table.last + 1)}
        in_rows = {lines[table.first].begin: table for table in found}
        parts = sections([line for number, line in enumerate(lines) if number not in taken])
        blocks = [self.finder.blocks(part.begin, part.end) for part in parts]
        units = sum(block.says.names_units for every in blocks for block in every)
        self.setting = _Setting(units >= 2, bool(_TASK_LIST.search(self.title)), self._addressees(lines))
        builder = Builder(self.reading)
        waiting = sorted(in_rows)
        siblings = self._assigned_siblings(parts, blocks)
        self._share(parts, blocks)
        for index, part in enumerate(parts):
            while waiting and waiting[0] < part.paragraphs[0].begin:
                builder.add_all(self._rows(in_rows[waiting.pop(0)]))
            tasks, inherited = self._section(part, blocks[index], builder, expected=index in siblings)
            builder.put(part, tasks, inherited)
        for place in waiting:
            builder.add_all(self._rows(in_rows[place]))
        return builder.children()

    # -------------------------------------------------------------- sections

    def _share(self, parts: list[Section], blocks: list[list[Block]]) -> None:
        """Give the fields below a run of numbered items to all of them, where only the last one has any."""
        for index, part in enumerate(parts):
            naming = [block for block in blocks[index] if block.says.names_units]
            if part.level < 4 or len(naming) != 1 or not any(line.begin == naming[0].begin for line in part.paragraphs[1:]):
                continue
            first = index
            while first and parts[first - 1].level == part.level and not blocks[first - 1]:
                first -= 1
            if first and parts[first - 1].level == part.level:
                continue  # the item before has fields of its own
            for earlier in range(first, index):
                end = parts[earlier].end
                blocks[earlier] = [Block(end, end, naming[0].says)]

    def _assigned_siblings(self, parts: list[Section], blocks: list[list[Block]]) -> set[int]:
        """Return the numbered items without a unit among neighbours of which most name theirs."""
        found: set[int] = set()
        run: list[int] = []

        def close() -> None:
            named = [index for index in run if any(block.says.names_units for block in blocks[index])]
            if len(named) >= 2 and len(named) * 2 > len(run):
                found.update(set(run) - set(named))

        for index, part in enumerate(parts):
            if part.level < 3 or part.deeper:
                continue
            if run and (parts[run[-1]].level != part.level or any(p.level < part.level for p in parts[run[-1] + 1 : index])):
                close()
                run = []
            run.append(index)
        close()
        return found

    def _section(
        self, part: Section, blocks: list[Block], builder: Builder, *, expected: bool
    ) -> tuple[list[Task], Responsibility | None]:
        headed = part.headed(self.reading)
        heading = part.paragraphs[0] if headed else None
        naming = [block for block in blocks if block.says.names_units]
        if not naming and blocks and not self.setting.assigned:
            naming = [block for block in blocks if block.says.deadlines and not headed and not block.stage]
        tasks: list[Task] = []
        inherited = None
        start = heading.end if heading else part.begin
        also = Responsibility()
        for block in blocks:
            if block not in naming:
                also.add(block.says)
                continue
            if heading and block.begin < heading.end:
                inherited = block.says
                start = max(start, block.end)
                continue
            begin = start if part.level or len(part.paragraphs) == 1 else max(start, self._own_paragraph(part, block))
            says = Responsibility()
            says.add(block.says)
            says.add(also)
            also = Responsibility()
            if not self._words(begin, block.begin):
                if tasks and part.level:
                    start = block.end
                    continue
                if heading and not part.deeper:
                    begin = heading.start
                elif heading:
                    inherited = says
                    start = block.end
                    continue
                else:
                    builder.earlier(says, self.propose)
                    start = block.end
                    continue
            title = self._heading_title(part, heading)
            if (task := self.propose.task(begin, block.begin, block.end, says, title=title)) is not None:
                tasks.append(task)
            start = block.end
        handed = inherited or builder.inherited(part)
        if handed and not tasks and not part.deeper and self._words(start, part.end):
            title = self._heading_title(part, heading)
            task = self.propose.task(start, part.end, part.end, handed, title=title, inherited=True)
            return ([task] if task else []), None
        if inherited and not part.deeper and heading and not tasks:
            task = self.propose.task(heading.start, self._before(heading, blocks), part.end, inherited)
            return ([task] if task else []), None
        rest = self._sentences(part, start, builder, more=bool(tasks), stage=also)
        wanted = (expected or (self.setting.listing and part.level >= 3)) and not builder.looks_back(part)
        if wanted and not (rest or tasks or part.deeper or builder.ruled_out(part)) and self._words(part.begin, part.end):
            task = self.propose.task(part.begin, part.end, part.end, also, title=self._heading_title(part, heading))
            rest = [task] if task else []
        return tasks + rest, inherited

    def _before(self, heading: Paragraph, blocks: list[Block]) -> int:
        return next((block.begin for block in blocks if heading.start < block.begin < heading.end), heading.end)

    def _own_paragraph(self, part: Section, block: Block) -> int:
        """Where the paragraph of a block begins; one that stands alone speaks for the paragraph before it."""
        before = None
        for paragraph in part.paragraphs:
            if paragraph.begin <= block.begin < paragraph.end:
                return before.start if before and not self._words(paragraph.start, block.begin) else paragraph.start
            before = paragraph
        return block.begin

    def _heading_title(self, part: Section, heading: Paragraph | None) -> str:
        if heading:
            return self.reading.text[heading.start : heading.end].rstrip("。：")
        begin, end = part.heading(self.reading)
        return self.reading.text[begin:end] if part.level and end - begin <= 40 else ""

    def _words(self, begin: int, end: int) -> bool:
        return len(self.reading.text[begin:end].strip("。；，、：\n\t （）")) >= 2

    # -------------------------------------------------------------- sentences

    def _sentences(self, part: Section, begin: int, builder: Builder, *, more: bool, stage: Responsibility) -> list[Task]:
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
            if staged or not self._is_task(heard, first, last, guided=guided, ahead=ahead, more=more):
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

    def _is_task(self, heard: Assignment, first: int, last: int, *, guided: bool, ahead: bool, more: bool) -> bool:
        text = self.reading.text[first:last]
        if len(text) < 6 or text.endswith("？"):
            return False
        ordered = bool(heard.explicit or heard.obliged or _FUTURE.search(text))
        if _PAST.search(text) and not (
            heard.explicit or heard.obliged or re.search(r"务必|必须|力争|确保|尽快|抓紧|(?:底|末|日|月)前", text)
        ):
            return False
        found = deadlines(self.reading, first, last, self.times)
        fixed = [deadline for deadline in found if deadline.kind is DeadlineKind.FIXED]
        dated = bool(fixed) and bool(_ACT.search(text))
        near = any(not _VISION.search(deadline.text) for deadline in fixed)
        regular = any(deadline.kind is DeadlineKind.RECURRING for deadline in found)
        counted = any(True for _ in measures(self.reading, first, last))
        delivers = bool(_DELIVER.search(text))
        units = [unit for unit in heard.units if not heard.helps_only]
        if _TOLD.search(text) and not dated:
            return False
        if units:
            specific = any(not is_generic(unit) for unit in units)
            if specific and (heard.explicit or heard.obliged):
                return True
            if not dated and all(re.match(r"(?:有关|相关)", unit.name) for unit in units):
                return False
            if dated or (regular and (heard.explicit or heard.obliged or _ACT.search(text))):
                return True
            if all(stands_for_nobody(unit) for unit in units):
                return heard.obliged and delivers and bool(_PROMPT.search(text))
            if heard.explicit or (heard.obliged and (_PROMPT.search(text) or self._concrete(units, text))):
                return True
            return (heard.obliged or (specific and not _PAST.search(text))) and (
                delivers or (counted and bool(_GOAL.search(text)))
            )
        if heard.helps_only or guided or more:
            return False
        if near and dated and not self.setting.assigned:
            return True
        if fixed and dated and counted and not self.setting.assigned:
            return True
        if self.setting.assigned or not counted:
            return False
        return (ahead and bool(_GOAL.search(text) or _ACT.search(text))) or (ordered and self._promises(text))

    def _concrete(self, units: list[UnitMention], text: str) -> bool:
        """住建部门要对在建工地开展检查 is an order; 督查部门要敢于碰硬 is not."""
        named = any(re.search(r"(?:部门|机关)$", unit.name) and not _NO_TRADE.search(unit.name) for unit in units)
        return named and not _EXHORTS.search(text)

    def _promises(self, text: str) -> bool:
        """A figure counts as a target only where the sentence looks forward."""
        return bool(_GOAL.search(text)) and bool(
            re.search(r"力争|确保|今年|20\d\d年|明年|全年|目标|年内|不低于|不少于|至少", text)
        )

    def _asks_addressees(self, first: int, last: int) -> bool:
        return bool(
            re.match(
                r"(?:同时，|此外，|另，)?(?:请|务请|望)(?:于|在|认真|及时|按|结合|按照|将|抓紧|\d|务必)",
                self.reading.text[first:last],
            )
        )

    def _addressees(self, lines: list[Paragraph]) -> tuple[UnitMention, ...]:
        """Return the units of the salutation (主送机关): a line of units that ends with a colon, near the top."""
        for line in lines[:8]:
            if line.level == 0 and self.reading.text[line.end - 1] == "：" and line.end - line.begin <= 120:
                return unit_list(self.reading, line.begin, line.end - 1, self.names, strict=True) or ()
        return ()

    # -------------------------------------------------------------- tables

    def _rows(self, table: tabular.Table) -> list[Task]:
        tasks = []
        for row in table.rows:
            says = Responsibility()
            for kind in (tabular.LEAD, tabular.RESPONSIBLE, tabular.SUPPORT):
                for cell in row.of(kind):
                    says.add(self.finder.phrase(cell.begin, cell.end, label=kind))
            for cell in row.of(tabular.DEADLINE):
                says.deadlines.extend(deadlines(self.reading, cell.begin, cell.end, self.times, bare=True))
            for cell in row.of(tabular.PERSON):
                says.persons.extend(self.finder.persons(cell.begin, cell.end, "责任领导"))
            cells = row.of(tabular.TASK) or row.of(tabular.GOAL)
            if not cells:
                continue
            words = (cells[0].begin, cells[-1].end)
            goals = [(cell.begin, cell.end) for cell in row.of(tabular.GOAL)]
            task = self.propose.row(words, (row.begin, row.end), says, goals)
            if task:
                tasks.append(task)
        return tasks


def _title(reading: Reading, lines: list[Paragraph]) -> str:
    """Return the title: the unnumbered lines at the top that do not end as sentences do."""
    words: list[str] = []
    for line in lines[:4]:
        text = reading.text[line.begin : line.end]
        if CELL in text or tabular.head_of(text) or (re.search(r"〔20\d\d〕|第\d+(?:期|次|号)", text) and words):
            break
        if line.level or len(text) > 60 or text[-1] in "。；：，！" or _WRITTEN.match(text):
            break
        words.append(text)
    return "".join(words)


def _written_on(reading: Reading) -> dt.date | None:
    """Return the date on a line of its own: the last such line is the day of signing."""
    found = None
    for match in _WRITTEN.finditer(reading.text):
        found = match
    found = found or _MET.search(reading.text[:1500])
    if not found:
        return None
    inside = reading.text[found.start() : found.end()].strip("（）印发—\n") + "前"
    part = read(inside)
    days = deadlines(part, 0, len(part.text), Times(dt.date(2000, 1, 1)))
    return days[0].day if days else None
