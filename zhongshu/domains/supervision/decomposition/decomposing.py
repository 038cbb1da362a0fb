"""From a text to its tree of tasks (分解). Rules only; nothing is proposed without the sentence that it stands in."""

import datetime as dt
from bisect import bisect_right

from zhongshu.domains.supervision.decomposition import tables as tabular
from zhongshu.domains.supervision.decomposition.building import Builder
from zhongshu.domains.supervision.decomposition.clauses import Clauses
from zhongshu.domains.supervision.decomposition.days import AfterWorkingDays, Times
from zhongshu.domains.supervision.decomposition.deadlines import deadlines
from zhongshu.domains.supervision.decomposition.document import (
    ORDERS,
    REPORT,
    TASK_LIST,
    Setting,
    addressees,
    begun_on,
    plan_year,
    signed_on,
    title_end,
    title_of,
)
from zhongshu.domains.supervision.decomposition.names import UnitNames
from zhongshu.domains.supervision.decomposition.outline import Paragraph, Section, paragraphs, sections
from zhongshu.domains.supervision.decomposition.proposing import Proposer
from zhongshu.domains.supervision.decomposition.reading import Reading, read
from zhongshu.domains.supervision.decomposition.responsibility import Block, Finder, Responsibility
from zhongshu.domains.supervision.decomposition.running import RunningText
from zhongshu.domains.supervision.decomposition.spreading import Spreader
from zhongshu.domains.supervision.decomposition.tree import Group, Task, Tree

LONGEST = 400_000


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
    title = title_of(reading, lines)
    written = written_on or signed_on(reading) or begun_on(reading, today) or today
    work = _Work(text, reading, directory or UnitNames(), Times(written, plan_year(title, written), after_working_days), title)
    return Tree(work.tree(lines), written, title)


class _Work:
    """One text being taken apart."""

    def __init__(self, original: str, reading: Reading, names: UnitNames, times: Times, title: str):
        self.reading, self.names, self.times, self.title = reading, names, times, title
        self.finder = Finder(reading, names, times)
        self.propose = Proposer(original, reading, names, times)

    def tree(self, lines: list[Paragraph]) -> tuple[Group | Task, ...]:
        found = tabular.tables(self.reading, lines)
        taken = {number for table in found for number in range(table.first, table.last + 1)}
        in_rows = {lines[table.first].begin: table for table in found}
        parts = sections([line for number, line in enumerate(lines) if number not in taken])
        top = title_end(self.reading, lines)
        blocks = [[block for block in self.finder.blocks(part.begin, part.end) if block.begin >= top] for part in parts]
        self._drop_the_office(parts, blocks)
        units = sum(block.says.names_units for every in blocks for block in every)
        self.setting = Setting(
            assigned=units >= 2,
            listing=bool(TASK_LIST.search(self.title)),
            addressees=addressees(self.reading, lines, self.names),
            targets="责任书" in self.title,
            report=bool(REPORT.search(self.title)),
            ordering=bool(ORDERS.search(self.reading.text[:1500])),
        )
        self.running = RunningText(self.reading, self.names, self.times, self.propose, self.setting)
        spreader = Spreader(self.reading, self.times, self.running.clauses, self.propose)
        self.running.spreads = spreader.found(parts)
        builder = Builder(self.reading)
        waiting = sorted(in_rows)
        siblings = self._assigned_siblings(parts, blocks)
        self._share(parts, blocks)
        for index, part in enumerate(parts):
            while waiting and waiting[0] < part.paragraphs[0].begin:
                builder.add_all(self._rows(in_rows[waiting.pop(0)]))
            tasks, inherited = self._section(part, blocks[index], builder, expected=index in siblings)
            days = spreader.heading(part)
            if day := days[-1] if days else builder.day(part):
                tasks = [self.propose.with_deadline(task, day) for task in tasks]
            builder.put(part, tasks, inherited, days)
        for place in waiting:
            builder.add_all(self._rows(in_rows[place]))
        return spreader.given(builder.children(), self.running.spreads)

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

    def _drop_the_office(self, parts: list[Section], blocks: list[list[Block]]) -> None:
        """主办单位：… as the last line says who sent the text, where the items name their units in running text."""
        naming = [(index, block) for index, every in enumerate(blocks) for block in every if block.says.names_units]
        if len(naming) != 1 or sum(part.level > 0 for part in parts) < 3:
            return
        index, block = naming[0]
        last = parts[index].paragraphs[-1]
        if index == len(parts) - 1 and last.begin == block.begin and len(parts[index].paragraphs) > 1:
            before = parts[index].paragraphs[-2]
            if Clauses(self.reading, self.names).named(before.start, before.end):
                blocks[index] = [one for one in blocks[index] if one is not block]

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
            if begin > start and self._words(start, begin):
                tasks.extend(self.running.tasks(part, start, builder, more=False, stage=Responsibility(), end=begin))
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
        rest = self.running.tasks(part, start, builder, more=bool(tasks), stage=also)
        wanted = (expected or (self.setting.listing and part.level >= 3)) and not builder.looks_back(part)
        if (
            wanted
            and not (rest or tasks or part.deeper or (builder.ruled_out(part) and not self.setting.targets))
            and self._words(part.begin, part.end)
        ):
            task = self.propose.task(part.begin, part.end, part.end, also, title=self._heading_title(part, heading))
            rest = [task] if task else []
        return tasks + rest, inherited

    def _before(self, heading: Paragraph, blocks: list[Block]) -> int:
        return next((block.begin for block in blocks if heading.start < block.begin < heading.end), heading.end)

    def _own_paragraph(self, part: Section, block: Block) -> int:
        """Where the paragraph of a block begins; one that stands alone speaks for the paragraph before it."""
        at = bisect_right(part.paragraphs, block.begin, key=lambda paragraph: paragraph.begin) - 1
        if at < 0 or block.begin >= part.paragraphs[at].end:
            return block.begin
        paragraph, before = part.paragraphs[at], part.paragraphs[at - 1] if at else None
        alone = before is not None and not self._words(paragraph.start, block.begin)
        if before is None or not alone or self.running.clauses.named(before.start, before.end):
            return paragraph.start
        return before.start

    def _heading_title(self, part: Section, heading: Paragraph | None) -> str:
        if heading:
            return self.reading.text[heading.start : heading.end].rstrip("。：")
        begin, end = part.heading(self.reading)
        return self.reading.text[begin:end] if part.level and end - begin <= 40 else ""

    def _words(self, begin: int, end: int) -> bool:
        return len(self.reading.text[begin:end].strip("。；，、：\n\t （）")) >= 2

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
