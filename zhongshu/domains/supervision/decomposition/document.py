"""What is known of the whole document: its title, its day, the year that it plans for, its addressees."""

import datetime as dt
import re
from dataclasses import dataclass

from zhongshu.domains.supervision.decomposition import tables as tabular
from zhongshu.domains.supervision.decomposition.days import Times
from zhongshu.domains.supervision.decomposition.deadlines import deadlines
from zhongshu.domains.supervision.decomposition.mentions import unit_list
from zhongshu.domains.supervision.decomposition.names import UnitNames
from zhongshu.domains.supervision.decomposition.outline import Paragraph
from zhongshu.domains.supervision.decomposition.reading import CELL, Reading, read
from zhongshu.domains.supervision.decomposition.tree import UnitMention

_WRITTEN = re.compile(
    r"^（?(?P<year>20\d\d|二[〇零○O0][一二三四五六七八九〇零○]{2})年(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月"
    r"(?P<day>[12]\d|3[01]|0?[1-9]|三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|"
    r"[一二三四五六七八九])日）?(?:印发)?$",
    re.MULTILINE,
)
_MET = re.compile(
    r"(?:^|\n|——|—|（)(?:会议时间：|时间：)?20\d\d年\d{1,2}月\d{1,2}日(?=(?:上午|下午|晚)?[，,]?[^。]{0,60}(?:召开|主持|"
    r"研究|会议上)|\n|）)|(?:^|\n|（)20\d\d[.-](?:1[0-2]|0?[1-9])[.-](?:[12]\d|3[01]|0?[1-9])(?=）?(?:\n|$))"
)
_PLAN_YEAR = re.compile(
    r"(20\d\d)年(?!\d{1,2}月)(?:度)?[^\n，。]{0,24}?(?:责任分解|分解表|目标分解|考核指标|责任书|任务书|责任表|清单|台账|工作要点|重点工作|工作计划|任务分解|任务清单|目标任务|责任分工|实施方案|工作安排|"
    r"行动计划|行动方案|民生实事|工作任务|重点任务|工作方案|工作台账|责任清单|落实方案)"
)
_TITLE = re.compile(
    r"(?:通知|方案|清单|任务书|台账|计划|要点|纪要|分工|分解表|任务表|责任书|一览表|报告|意见|讲话|安排|通报|表)(?:（[^（）]*）)*$"
)
ORDERS = re.compile(
    r"(?:议定|明确|确定|决定|通知|要求|安排|分工|部署|推进|意见|办理|事项)(?:如下)?(?:事项)?(?:如下)?：|(?:纪要|函|通知|通知单|方案|清单|任务书|分工)(?:（[^（）]*）)?(?:\n|$)"
)
REPORT = re.compile(r"报告(?:（[^（）]*）)*(?=$|（)")
TASK_LIST = re.compile(
    r"任务分解|任务清单|责任清单|责任分工|分工方案|任务台账|工作台账|任务表|重点事项清单|督办事项|工作要点|交办清单|任务书|目标责任书"
)


@dataclass(frozen=True)
class Setting:
    """What is known of the whole document."""

    assigned: bool  # most of it names responsible units in brackets or fields
    listing: bool  # its title says that it is a list of tasks
    addressees: tuple[UnitMention, ...] = ()
    targets: bool = False  # a letter of responsibility: its goals are what is to be reached
    report: bool = False  # a report to a congress or a plenary session
    ordering: bool = False  # minutes, a notice or a plan: its numbered items are orders


def title_of(reading: Reading, lines: list[Paragraph]) -> str:
    """Return the title: the unnumbered lines at the top that do not end as sentences do."""
    return "".join(reading.text[line.begin : line.end] for line in _title_lines(reading, lines))


def title_end(reading: Reading, lines: list[Paragraph]) -> int:
    """Return where the title ends; what a title says in brackets is no task."""
    return max(
        (line.end for line in _title_lines(reading, lines) if _TITLE.search(reading.text[line.begin : line.end])), default=0
    )


def _title_lines(reading: Reading, lines: list[Paragraph]) -> list[Paragraph]:
    found: list[Paragraph] = []
    for line in lines[:4]:
        text = reading.text[line.begin : line.end]
        if CELL in text or tabular.head_of(text) or (re.search(r"〔20\d\d〕|第\d+(?:期|次|号)", text) and found):
            break
        if line.level or len(text) > 60 or text[-1] in "。；：，！" or _WRITTEN.match(text):
            break
        found.append(line)
    return found


def signed_on(reading: Reading) -> dt.date | None:
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


def begun_on(reading: Reading, today: dt.date) -> dt.date | None:
    """Return when the first stage of a plan without a date began, if that is past: 第一阶段（2026年3月—6月）."""
    stage = re.search(r"（(20\d\d)年(1[0-2]|[1-9])月(?:\d{1,2}日)?(?:至|到|—|～)", reading.text)
    begun = dt.date(int(stage[1]), int(stage[2]), 1) if stage else None
    return begun if begun and begun < today else None


def plan_year(title: str, written: dt.date) -> int:
    """Return the year that the whole document is about (2027年工作要点), 0 if none."""
    year = _PLAN_YEAR.search(title) if title else None
    return int(year[1]) if year and int(year[1]) >= written.year else 0


def addressees(reading: Reading, lines: list[Paragraph], names: UnitNames) -> tuple[UnitMention, ...]:
    """Return the units of the salutation (主送机关): a line of units that ends with a colon, near the top."""
    for line in lines[:8]:
        if line.level == 0 and reading.text[line.end - 1] == "：" and line.end - line.begin <= 120:
            return unit_list(reading, line.begin, line.end - 1, names, strict=True) or ()
    return ()
