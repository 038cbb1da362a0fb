"""Who is named as responsible: （市发展改革委牵头，市财政局、各县区配合）, 责任单位：…, 完成时限：…"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from zhongshu.domains.supervision.decomposition.days import Times
from zhongshu.domains.supervision.decomposition.deadlines import deadlines
from zhongshu.domains.supervision.decomposition.labels import (
    DEADLINE,
    INNER_LABEL,
    LABEL,
    LEAD,
    OTHER,
    PERSON,
    RESPONSIBLE,
    SUPPORT,
    TASK,
)
from zhongshu.domains.supervision.decomposition.mentions import looks_like_unit, unit_list
from zhongshu.domains.supervision.decomposition.names import UnitNames
from zhongshu.domains.supervision.decomposition.reading import Reading
from zhongshu.domains.supervision.decomposition.tree import Deadline, PersonMention, UnitMention

_ROLE = re.compile(
    r"(?P<lead>总牵头|牵头负责|牵头抓总|牵头落实|牵头组织实施|牵头组织|牵头推进|牵头实施|牵头办理|牵头|主办|主责|统筹)"
    r"|(?P<support>(?:积极|密切|协同)?配合(?:落实|做好)?|协办|协助|参与|参加|支持|(?:督促|监督|业务)?指导)"
    r"|(?P<join>会同(?!步|时|意)|联合|协同|会商)"
    r"|(?P<responsible>(?:(?:按照?|根据|依据)(?:各自)?(?:职责|职能)?(?:和)?(?:职责|任务)?(?:分工)?)(?:范围)?(?:分别|抓好|"
    r"做好)?(?:负责|落实|推进|实施|抓好落实)?"
    r"|(?:分别|共同|具体|分工|各自|组织)?(?:负责落实|负责实施|负责|承办|组织实施|组织落实|抓好落实|分别落实|落实|实施|推进))"
)
_SIGNS = re.compile(
    r"牵头|负责|责任|承办|主办|配合|协办|落实|职责|分工|会同(?!步|时|意)|完成|时限|长期|持续|[局委办部厅署院府区县市门位心会校]）?$|"
    r"\d年|月底|年底|时间|[局委办部厅署院府会][、，；]"
)

_ROLE_TAIL = re.compile(
    r"(?:牵头|牵头负责|牵头落实|牵头组织实施|负责|具体负责|共同负责|分别负责|负责落实|配合|协办|协助|参与|落实|主办|承办|"
    r"(?:按照?|根据)(?:各自)?职责(?:分工)?(?:负责|落实|配合|抓好落实)?)$"
)
_DATE_ALONE = re.compile(r"(?:20\d\d年度?|今年|明年)?(?:第?[一二三四1-4]季度|\d{1,2}月份?|上半年|下半年|\d{1,2}月\d{1,2}[日号])")
_GIVEN = re.compile(r"(?:\d{1,3}[.、]|（\d{1,3}）|[①-⑳])?[^，。；：]{2,24}：(?=[^。]{3,60}$)", re.MULTILINE)
_MEETING = re.compile(r"时间：")
_AROUND = re.compile(r"(?:会议|召开)?(?:地点|主持|主持人|议题|出席|参会|参加|列席|记录)[^：\n]{0,6}：")
_ONLY_ROLES = re.compile(r"(?:牵头|负责|配合|协办|协助|参与|落实|主办|承办|完成|推进|坚持)$")


@dataclass
class Responsibility:
    """What one bracket, or one run of fields, says about a task."""

    lead: list[UnitMention] = field(default_factory=list)
    responsible: list[UnitMention] = field(default_factory=list)
    support: list[UnitMention] = field(default_factory=list)
    persons: list[PersonMention] = field(default_factory=list)
    deadlines: list[Deadline] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.lead or self.responsible or self.support or self.persons or self.deadlines)

    @property
    def names_units(self) -> bool:
        return bool(self.lead or self.responsible or self.support)

    def add(self, other: "Responsibility") -> None:
        for name in ("lead", "responsible", "support", "persons", "deadlines"):
            getattr(self, name).extend(getattr(other, name))


@dataclass(frozen=True)
class Block:
    """A stretch of the reading that only says who is responsible and by when."""

    begin: int
    end: int
    says: Responsibility
    stage: bool = False  # only dates: 动员部署阶段（2026年9月1日至10日）


class Finder:
    """Finds the blocks of a text."""

    def __init__(self, reading: Reading, names: UnitNames, times: Times):
        self.reading, self.names, self.times = reading, names, times

    def blocks(self, begin: int, end: int) -> list[Block]:
        """Return the blocks between two places, those that touch each other joined."""
        found = [*self._brackets(begin, end), *self._fields(begin, end), *self._sentences(begin, end)]
        found.sort(key=lambda block: (block.begin, -block.end))
        joined: list[Block] = []
        for block in found:
            if joined and block.begin < joined[-1].end:
                continue  # a field inside a bracket was read with the bracket
            between = self.reading.text[joined[-1].end : block.begin] if joined else "。"
            if joined and not between.strip("。；，、\n\t ") and not (joined[-1].stage or block.stage):
                says = Responsibility()
                says.add(joined[-1].says)
                says.add(block.says)
                joined[-1] = Block(joined[-1].begin, block.end, says)
            else:
                joined.append(block)
        return [block for block in joined if block.says]

    def _brackets(self, begin: int, end: int) -> Iterator[Block]:
        text = self.reading.text
        stack: list[int] = []
        for mark in re.finditer(r"[（）\n]", text[begin:end]):
            at = begin + mark.start()
            if mark.group() == "（":
                stack.append(at)
            elif mark.group() == "\n":
                if len(stack) > 3:
                    stack.clear()
            elif stack:
                opened = stack.pop()
                # Only the outermost bracket counts: 市政府办公室（市数据局）牵头 stands inside one.
                if not stack and at - opened - 1 >= 2 and not self._dates_the_text(opened, at):
                    if says := self._bracket(opened + 1, at):
                        yield Block(opened, at + 1, says)
                    elif days := self._only_days(opened + 1, at):
                        yield Block(opened, at + 1, Responsibility(deadlines=days), stage=True)
                elif stack and len(stack) > 8:
                    stack.clear()

    def _dates_the_text(self, opened: int, closed: int) -> bool:
        """（2026年1月20日） on a line of its own below the title is the day of the speech, not a stage."""
        text = self.reading.text
        alone = text[opened - 1 : opened] in {"", "\n"} and text[closed + 1 : closed + 2] in {"", "\n"}
        return alone and bool(re.fullmatch(r"20\d\d(?:年\d{1,2}月\d{1,2}日|[.-]\d{1,2}[.-]\d{1,2})", text[opened + 1 : closed]))

    def _bracket(self, begin: int, end: int) -> Responsibility | None:
        content = self.reading.text[begin:end]
        if len(content) > 600 or not _SIGNS.search(content):
            return None
        if INNER_LABEL.match(content) or LABEL.match(content):
            says = self._labelled(begin, end)
            return says or None
        role = _ROLE.search(content)
        says = self.phrase(begin, end)
        if role and says.names_units and self._plausible(says):
            return says
        units = unit_list(self.reading, begin, end, self.names, strict=True)
        if not role and units and self._bare_units(begin, end, units):
            return Responsibility(responsible=list(units))
        if not role and (dated := self._units_and_day(begin, end)):
            return dated
        found = deadlines(self.reading, begin, end, self.times)
        if (
            found
            and re.fullmatch(r".{0,14}(?:完成|建成|落实到位|持续推进|长期坚持|开工|竣工|实施|前|底|末|内)[。]?", content)
            and len(content) <= 24
        ):
            return Responsibility(deadlines=found)
        return None

    def _only_days(self, begin: int, end: int) -> list[Deadline]:
        """Return the days of a bracket that holds a period and nothing else: （9月1日至9月10日）."""
        content = self.reading.text[begin:end]
        if end - begin > 40 or not re.fullmatch(
            r"[\d年月日号底前初末上中下旬至到—\-～.、，起止时间：今明本第一二三四季度半]+", content
        ):
            return []
        return deadlines(self.reading, begin, end, self.times, bare=True)

    def _units_and_day(self, begin: int, end: int) -> Responsibility | None:
        """Read （市林业局；9月上旬）."""
        says = Responsibility()
        for first, last in self._clauses(begin, end):
            if units := unit_list(self.reading, first, last, self.names, strict=True):
                says.responsible.extend(units)
            elif days := deadlines(self.reading, first, last, self.times, bare=True):
                says.deadlines.extend(days)
            else:
                return None
        return says if says.responsible and says.deadlines else None

    def _plausible(self, says: Responsibility) -> bool:
        """At least one name must be that of a unit, as （具体负责人员名单附后） has none."""
        every = says.lead + says.responsible + says.support
        return any(mention.known or mention.collective or looks_like_unit(mention.name) for mention in every)

    def _bare_units(self, begin: int, end: int, units: tuple[UnitMention, ...]) -> bool:
        """（市教育局、市财政局） at the end of a sentence says who does it; in 市政府办公室（市数据局） it is a second name."""
        text = self.reading.text
        before = text[max(0, begin - 2) : begin - 1]
        if before in {"。", "；", "\n", "", "！"}:
            return True
        return before not in "省市县区乡镇局委办部厅室院府各，、" and text[end + 1 : end + 2] in {"。", "；", "\n", ""}

    def _fields(self, begin: int, end: int) -> Iterator[Block]:
        """Find 责任单位：… at the head or the tail of a paragraph, up to its end or to the next label."""
        text = self.reading.text
        for line in re.finditer(r"[^\n]+", text[begin:end]):
            first, last = begin + line.start(), begin + line.end()
            if _MEETING.match(text, first, last) and (
                _AROUND.match(text, last + 1) or _AROUND.match(text, text.rfind("\n", 0, max(first - 1, 0)) + 1)
            ):
                continue  # when a meeting was held
            at, seen = first, False
            while at < last and (label := self._next_label(at, last)):
                stop = self._field_end(label.end(), last)
                says = self._labelled(label.start(), stop)
                if says:
                    yield Block(label.start(), stop, says)
                at, seen = max(stop, label.end()), True
            if not seen and (given := _GIVEN.match(text, first, last)) and (unlabelled := self._units_and_day(given.end(), last)):
                yield Block(given.end() - 1, last, unlabelled)
            other = None if seen else LABEL.match(text, first, last)
            if other and (other.lastgroup or "").startswith(OTHER):
                yield Block(first, last, Responsibility())

    def _next_label(self, at: int, last: int) -> re.Match[str] | None:
        text = self.reading.text
        label = LABEL.search(text, at, last) or INNER_LABEL.search(text, at, last)
        while label and (label.lastgroup or "").rstrip("0123456789") in {TASK, OTHER}:
            label = LABEL.search(text, label.end(), last) or INNER_LABEL.search(text, label.end(), last)
        return label

    def _field_end(self, at: int, last: int) -> int:
        """After the fields the text may go on: 责任单位：市教育局。同时，…… or 责任单位：市教育局；②……"""
        for mark in re.finditer(r"。|；(?=[①-⑳]|（\d|\d{1,2}[.、)）])", self.reading.text[at:last]):
            end = at + mark.end()
            if end < last and not LABEL.match(self.reading.text, end, last):
                return end
        return last

    def _sentences(self, begin: int, end: int) -> Iterator[Block]:
        """Find sentences that say nothing but who is responsible: 由甲牵头，乙、丙配合。12月底前完成。"""
        text = self.reading.text
        for sentence in re.finditer(r"(?:^|(?<=[。；\n]))[^。；\n]{3,160}[。；]?(?=$|\n|.)", text[begin:end]):
            first, last = begin + sentence.start(), begin + sentence.end()
            if first == begin:
                continue  # the words of the task come first
            content = sentence.group().rstrip("。；")
            if re.fullmatch(
                r"(?!以上|上述|前述|以下|下列|所列)(?:计划|确保|力争|要求|须|应)?(?:于|在)?[^，、]{2,16}(?:前|底|末|内)(?:全部|全面|"
                r"基本)?(?:完成|建成|落实到位|投入使用|开工|竣工)?",
                content,
            ):
                days = deadlines(self.reading, first, last, self.times)
                if days:
                    yield Block(first, last, Responsibility(deadlines=days))
            elif _ONLY_ROLES.search(content) and self._only_roles(first, first + len(content)):
                says = self.phrase(first, first + len(content))
                if says.names_units:
                    yield Block(first, last, says)

    def _only_roles(self, begin: int, end: int) -> bool:
        """Every clause must be a list of units with its role, or a deadline."""
        text = self.reading.text
        for first, last in self._clauses(begin, end):
            clause = re.sub(r"^(?:该项工作|此项工作|以上工作|本项|具体)?由", "", text[first:last])
            first = last - len(clause)
            role = _ROLE_TAIL.search(clause)
            if role and unit_list(self.reading, first, first + role.start(), self.names, strict=True):
                continue
            if not role and unit_list(self.reading, first, last, self.names, strict=True):
                continue
            if len(clause) <= 16 and re.search(r"前完成$|持续推进$|长期坚持$", clause):
                continue
            return False
        return True

    def _labelled(self, begin: int, end: int) -> Responsibility:
        """Read 牵头单位：甲；配合单位：乙、丙；完成时限：12月底前."""
        text = self.reading.text
        found = [match for pattern in (LABEL, INNER_LABEL) for match in pattern.finditer(text, begin, end) if match.lastgroup]
        marks: list[tuple[int, int, str, str]] = []
        for match in sorted(found, key=lambda match: (match.start(), -match.end())):
            if not marks or match.start() >= marks[-1][1]:
                label = match.group().rstrip("：").lstrip("0123456789.、")
                marks.append((match.start(), match.end(), (match.lastgroup or "").rstrip("0123456789"), label))
        says = Responsibility()
        times = self.times  # 交办日期：2026年3月2日 begins what follows it
        led = any(role == LEAD for _, _, role, _ in marks)
        for index, (_, start, role, label) in enumerate(marks):
            if led and role == OTHER and label.startswith("参加"):
                role = SUPPORT  # beside 牵头单位 they take part in the work, elsewhere in a meeting
            stop = marks[index + 1][0] if index + 1 < len(marks) else end
            while stop > start and text[stop - 1] in "。；，、\n\t）":
                if text[stop - 1] == "）" and "（" in text[start:stop]:
                    break
                stop -= 1
            if role == OTHER and label.endswith(("日期", "时间")):
                given = deadlines(self.reading, start, stop, self.times, bare=True)
                times = replace(times, written_on=next((one.day for one in given if one.day), times.written_on))
            elif role == PERSON:
                says.persons.extend(self.persons(start, stop, label))
            elif role == DEADLINE:
                says.deadlines.extend(deadlines(self.reading, start, stop, times, bare=True))
            elif role in {LEAD, SUPPORT, RESPONSIBLE}:
                value = self.phrase(start, stop, label=role)
                says.add(value)
        return says

    def persons(self, begin: int, end: int, label: str) -> Iterator[PersonMention]:
        for piece in re.finditer(r"[^、，；/\s]+", self.reading.text[begin:end]):
            if piece.group() and len(piece.group()) <= 30:
                yield PersonMention(label, piece.group(), self.reading.anchor(begin + piece.start(), begin + piece.end()))

    def phrase(self, begin: int, end: int, label: str = "") -> Responsibility:
        """Read 甲牵头，乙、丙配合，2026年底前完成, clause by clause.

        ``label`` is the role that a field's name has given already; words in the text go before it.
        """
        text = self.reading.text
        says = Responsibility()
        pending: list[UnitMention] = []
        joined = ""
        for first, last in self._clauses(begin, end):
            content = text[first:last]
            found = deadlines(self.reading, first, last, self.times, bare=bool(_DATE_ALONE.fullmatch(content)))
            if found and not _ROLE.search(content[: max(0, self._offset(found[0], first))] or ""):
                says.deadlines.extend(found)
                if not label or not _UNITISH.search(content):
                    continue
            elif found:
                says.deadlines.extend(found)
            if not label and re.match(r"(?:排|列)(?:在)?(?:第一|首)|下同|第一位", content):
                continue
            at = first
            for role in _ROLE.finditer(text, first, last):
                if self._inside_name(text, role, first, last):
                    continue
                units = self._units_of(at, role.start())
                name = role.lastgroup or RESPONSIBLE
                if name == "join":
                    (says.lead if not joined else says.support).extend(pending + units)
                    pending, joined = [], SUPPORT
                elif joined:
                    says.support.extend(pending + units)
                    pending, joined = [], ""
                else:
                    self._put(says, name, pending + units)
                    pending = []
                at = role.end()
            rest = self._units_of(at, last)
            if joined:
                says.support.extend(rest)
            else:
                pending.extend(rest)
        if pending:
            self._put(says, label or (SUPPORT if joined else RESPONSIBLE), pending)
        return says

    def _put(self, says: Responsibility, role: str, units: list[UnitMention]) -> None:
        target = {LEAD: says.lead, SUPPORT: says.support}.get(role, says.responsible)
        target.extend(units)

    def _units_of(self, begin: int, end: int) -> list[UnitMention]:
        text = self.reading.text
        while begin < end and text[begin] in "，、；。由请：）":  # 区教育局（牵头）、区财政局
            begin += 1
        while end > begin and text[end - 1] == "（":
            end -= 1
        if begin >= end:
            return []
        return [unit for unit in unit_list(self.reading, begin, end, self.names) or () if self._worth(unit)]

    def _worth(self, unit: UnitMention) -> bool:
        if unit.name in {"有关部门", "相关部门", "有关单位", "相关单位", "有关方面", "其他部门"}:
            return False  # names nobody
        if unit.known or unit.collective or looks_like_unit(unit.name):
            return True
        return len(unit.name) <= 12 and not re.search(r"[。；“”《》\d]|完成|推进|落实|负责|坚持|实施", unit.name)

    def _clauses(self, begin: int, end: int) -> Iterator[tuple[int, int]]:
        text, depth, start = self.reading.text, 0, begin
        for at in range(begin, end):
            if text[at] == "（":
                depth += 1
            elif text[at] == "）":
                depth = max(0, depth - 1)
            elif text[at] in "，；。\n" and depth == 0:
                if at > start:
                    yield start, at
                start = at + 1
        if end > start:
            yield start, end

    def _inside_name(self, text: str, role: re.Match[str], first: int, last: int) -> bool:
        """统筹 in 市统筹办 and 协同 in 协同创新中心 are parts of names, not roles."""
        after = text[role.end() : min(last, role.end() + 8)]
        return (
            role.group() in {"统筹", "协同", "支持", "实施", "推进", "落实", "联合", "参与", "参加"}
            and bool(re.match(rf"[一-龥]{{0,6}}(?:{_NAME_END})(?:$|[、，；）]|分别|共同|按|负责|牵头|配合)", after))
            and role.group() not in {"联合", "协同"}
        )

    def _offset(self, deadline: Deadline, first: int) -> int:
        place = self.reading.text.find(deadline.text, first)
        return place - first if place >= 0 else 0


_NAME_END = "部门|单位|机关|主体|办|局|中心|组|委|部|办公室|领导小组|会|处"
_UNITISH = re.compile(r"[局委办部厅署院府区县市门位心会校镇乡]")
