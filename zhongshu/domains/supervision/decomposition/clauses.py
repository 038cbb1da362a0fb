"""Who is told to do what in running text: 由甲牵头，会同乙；请甲于…前；甲要…"""

import re
from dataclasses import dataclass, field

from zhongshu.domains.supervision.decomposition.mentions import is_trade, looks_like_unit, unit_list
from zhongshu.domains.supervision.decomposition.names import UnitNames
from zhongshu.domains.supervision.decomposition.reading import Reading
from zhongshu.domains.supervision.decomposition.responsibility import Responsibility
from zhongshu.domains.supervision.decomposition.tree import UnitMention

# What follows the subject of an order.
_OBLIGE = "必须|务必|务于|应当|需要|要(?!求|点|素|闻|情|件)|应(?!急|用|对|收|届)|须|请(?=于|在|将|按|抓紧|尽快)|需(?!求)|将(?!军)|不得|严禁"
_EXPLICIT = (
    "总牵头|负责牵头|牵头|具体负责|共同负责|分别负责|负责(?!人|同志)|会同(?!步|时|意)|联合|商有关部门|承办|主办|"
    "各负其责|分头(?=[一-龥])|各司其职|按照?(?:各自)?职责(?:分工)?|作?为(?=[^，。；]{0,14}?(?:牵头|责任|主办|主责|承办)(?:单位|部门))"
)
_HELP = "(?:要|应|需|须)?(?:积极|密切|全力|主动|做好|协同|予以|给予|共同)?(?:配合|协助|参与|参加(?!会|活|培|学)|协办)|予以支持|给予支持"
_DO = (
    "抓紧|尽快|立即|具体|按照|根据|结合|积极|认真|切实|主动|进一步|全面|加快|加强|组织|统筹|制定|制订|出台|印发|编制|起草|"
    "完成|开展|建立|提出|研究|"
    "落实|做好|推进|推动|指导|督促|报送|上报|提交|会商|对接|协调|启动|召开|安排|确保|于|在|每(?:[百千万]|个?月|旬|季度|周|年|半年|半月|双月|日|天|\\d|[两三])|"
    "年底前|年内|月内|[一二三四五六七八九十]{1,3}(?:天|日|个?工作日|个?月|周)(?:之)?内|\\d{1,2}月|\\d{1,2}\\.\\d{1,2}(?=[前—至])|\\d{1,2}[日号天](?=[前内])|20\\d\\d年|明年|今年|本月|下月|即日起|从|对|就|把|同步|继续|持续|强化|牢牢|深入|严格|"
    "作为|实现|达到|新增|压减|建成|设立|明确|适时|及时|梳理|汇总|审核|筹措|安排|保障|依法|分别|共同|各自|自行|也|都|均|既|"
    "和(?=.{0,4}一起)|参照|借鉴|探索|支持|"
    "引导|"
    "商量|碰头|自行|盯紧|常态化|开辟|选派|派出|抽调|维护|监测|巡查|接收|受理|核查|核实|查处|打击|处置|救治|安抚|整合(?!重组)|追加|统一|全程|全力|收到|接到|对照|逐一|逐项|逐户|逐村|逐案|提前|定期|带头|会后|优化|实施|实行|提供|承担|承接|公布|公开|发布|申报|争取|力争|跟进|跟踪|通报|汇报|调度|报告|接受|启动|兑现|拨付|编报|预拨|筹集|解决|化解|排查|整治|清理|督办|拿出|交付|办结|形成|拿(?:出|个)"
)
_TRIGGER = re.compile(rf"(?P<help>{_HELP})|(?P<explicit>{_EXPLICIT})|(?P<oblige>{_OBLIGE})|(?P<do>{_DO})")
_LEAD_IN = re.compile(
    r"^(?:(?:会议|会上|市长|书记|领导)?(?:议定|要求|明确|决定|强调|指出|同意|原则同意|原则通过|责成|确定|认为)[，：:]?)?"
    r"(?:(?:同时|另一方面|一方面|此外|另外|其中|下一步|会后|对此|为此|因此|原则上|具体|特别是|尤其是|目前|当前|今后|"
    r"[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十][，、]?|[一二三四五六七八九十]要|[①-⑳]|"
    r"（[一二三四五六七八九十\d]{1,3}）[、.]?|\d{1,2}[.、](?!\d))[，：]?)*"
)
_ORDER = re.compile(r"^(?:请|责成|委托|授权|安排|拟由|建议由|同意由|明确由|改由|由|交由|指定|明确|商请|要求|恳请|望|希望)")
_BY = re.compile(
    r"(?:统一|改|交|转|拟|分别|继续|仍|均|应|须|要|具体|原则上)?由(?!于|此|来|衷|简|浅|表)|责成|责令|"
    r"(?<![提邀申聘报呈])请(?!示|求|假|"
    r"销|柬|进来)(?=[一-龥（]{2})|委托|授权|(?<!提)交(?=[一-龥]{2,12}(?:办理|落实|负责|研究|处理))"
)
_TELLS = re.compile(r"[^，。；]{0,12}(?:了|的|过)(?![解])")
_LONGEST = 90
_PERSON = re.compile(
    r"(?:副|常务|主要|分管|原)?(?:主任|主席|书记|市长|县长|区长|局长|部长|领导|秘书长|负责|会议|常委|大会|"
    r"工作|的)"
)
_MUST = re.compile(r"必须|务必|一定要|要(?!求|点|素)")
_OWNS = re.compile(
    r"(?:(?<=[，、：。；\n])|^)([一-龥]{1,8}?(?:局|委|办|公司|集团|中心|区|县|镇|乡|街道))的[^，、。；]{2,14}(?=[、，])",
    re.MULTILINE,
)
_OF_PLACE = re.compile(r"各|[省市县区州]|所[属辖]")
_FIRM = re.compile(
    r"(?:局|委|办|办公室|委员会|中心|大队|支队|总队|分局|公司|集团|科|股|处|室|院|政府|部|区|县|镇|乡|街道|工会|妇联|团委|防指|指挥部|专班|部门|单位)）?$"
)
_VERB_FIRST = re.compile(
    r"会议|会上|与会|全会|截至|所需|请|由|强|严|抓|狠|规范|原则|推|优化|落实|加[强快大]|完善|健全|建[立设]|开展|实施|做|提[升高]|深|坚|切实|全面|积极|着力|突出|统筹|组织(?!部)|成立|"
    r"召开|聚焦|紧盯|打造|支持|鼓励|引导|发挥|保[障持]|明确|压实|细化|拓展|创新|培育|壮大|扩大|促进|守牢|筑牢|防范|化解|整治|清理|排查|修订|"
    r"制定|编制|出[台席]|参[加会]|列席|联系|新建|改造|启动|完成|确保|同意|听取|审议|研究|传达|学习|通报|关于|对|在|为|把|以|其他|有关|相关|本|我|每"
)
_NO_VERB = re.compile(
    r"[门长员人的了和与及、，：；。）（等是有在已也内外上下中前后间等到从因]|工作|领导|干部|职工|情况|建设的|同志"
)
_COMRADES = re.compile(r"的?(?:[一-龥]{0,4}负责)?同志|主要负责人|分管负责人")
_LAST = frozenset("局委办部厅署院府区县市会司团行校站所心室处科组镇乡位门道队业）")


@dataclass
class Assignment:
    """What a sentence says about who acts: the units, and how clearly they are told."""

    says: Responsibility = field(default_factory=Responsibility)
    explicit: bool = False  # 由甲牵头, 请甲…: an order beyond doubt
    obliged: bool = False  # 甲要…, 甲须…
    helps_only: bool = False  # 乙积极配合 and nothing else
    listed: bool = False  # an item of a list of orders, begun by its unit: 县公安局维护现场秩序

    @property
    def units(self) -> list[UnitMention]:
        return self.says.lead + self.says.responsible + self.says.support


class Clauses:
    """Reads sentences of one text."""

    def __init__(self, reading: Reading, names: UnitNames):
        self.reading, self.names = reading, names

    def owner(self, begin: int, end: int) -> tuple[list[UnitMention], int]:
        """Return the units that begin a line with a colon (财务科：负责…) and where the words behind it begin."""
        colon = self.reading.text.find("：", begin, min(end, begin + 60))
        if colon < 0 or end - colon < 6:
            return [], begin
        units = self._units(begin, colon) if self.reading.text[begin:colon] not in {"甲方", "乙方"} else None
        return (
            (list(units), colon + 1)
            if units and not all(is_generic(unit) and not unit.collective for unit in units)
            else ([], begin)
        )

    def at_head(self, begin: int, end: int) -> list[UnitMention]:
        """Return the unit whose name begins an item of a list of orders, whatever the verb: 县公安局维护现场秩序."""
        named = self._named(begin, end)
        if named is None or end - named[2] < 4 or _VERB_FIRST.match(self.reading.text, begin):
            return []
        if "：" in self.reading.text[begin : named[2]]:
            return []
        if not _FIRM.search(named[0][-1].name) or _NO_VERB.match(self.reading.text, named[2]):
            return []
        return named[0]

    def assignment(self, begin: int, end: int, owner: list[UnitMention] | None = None) -> Assignment:
        """Return who is told to act in a sentence; nobody is an empty assignment.

        ``owner`` is whom the line has named with a colon at its head.
        """
        if owner:
            own = self.assignment(begin, end)
            if own.says.lead or own.says.responsible:
                return own
        result = Assignment(explicit=bool(owner))
        result.says.responsible.extend(owner or ())
        helped = acted = False
        for first, last in self._clauses(begin, end):
            outcome = self._clause(first, last, result)
            helped |= outcome == "help"
            acted |= outcome == "act"
        result.helps_only = helped and not acted
        if not result.units and (owners := self._owners(begin, end)):
            result.says.responsible.extend(owners)
            result.obliged = True
        return result

    def _owners(self, begin: int, end: int) -> list[UnitMention]:
        """交通局的大桥、水务局的水厂，年内必须交付: those whose things are named are told."""
        text = self.reading.text
        if not _MUST.search(text, begin, end):
            return []
        found = list(_OWNS.finditer(text, begin, end))
        names = [self._units(match.start(1), match.end(1)) for match in found]
        return [unit for units in names for unit in units or ()] if len(found) > 1 and all(names) else []

    def listed(self, begin: int, end: int) -> list[UnitMention]:
        """Return the units that a stretch lists, nothing else standing in it."""
        return list(self._units(begin, end) or ())

    def told(self, begin: int, end: int) -> list[tuple[int, int]]:
        """Return the clauses that begin with a unit that is to act."""
        found = []
        for first, last in self._clauses(begin, end):
            heard = self._subject(first, last)
            told = heard and heard[1] in {"explicit", "oblige", "do"} and not all(stands_for_nobody(unit) for unit in heard[0])
            by = not heard and _BY.search(self.reading.text, first, last) and self.assignment(first, last).explicit
            if told or by:
                found.append((first, last))
        return found

    def named(self, begin: int, end: int) -> bool:
        """Tell whether a stretch names who is to act."""
        result = self.assignment(begin, end)
        return bool(result.units) and not result.helps_only

    def _clauses(self, begin: int, end: int) -> list[tuple[int, int]]:
        text, found, depth, start = self.reading.text, [], 0, begin
        for mark in re.finditer(r"[，：；。！？（）\n]", text[begin:end]):
            at, char = begin + mark.start(), mark.group()
            if char == "（":
                depth += 1
            elif char == "）":
                depth = max(0, depth - 1)
            elif depth == 0:
                found.append((start, at))
                start = at + 1
        found.append((start, end))
        return [(b, e) for b, e in found if e - b >= 2]

    def _clause(self, first: int, last: int, result: Assignment) -> str:
        text = self.reading.text
        lead_in = _LEAD_IN.match(text[first:last])
        at = first + (lead_in.end() if lead_in else 0)
        ordered = _ORDER.match(text[at:last])
        start = at + (ordered.end() if ordered else 0)
        if self._says_to_join(text, at, last):
            return self._join(at, last, result)
        heard = self._subject(start, last)
        if heard is None and not ordered:
            by = _BY.search(text, at, last)
            if by:
                heard, ordered = self._subject(by.end(), last) or self._named(by.end(), last), by
        elif heard is None and ordered and ordered.group() in {"请", "由", "拟由", "交由", "责成", "商请", "改由"}:
            heard = self._named(start, last)
        if heard is None:
            return ""
        units, kind, stop, trigger = heard
        if text.startswith("的", stop):
            return ""  # 由甲承办的事项, 甲制定的措施: a description, not an order
        if ordered and ordered.group() in {"要求", "望", "希望", "明确"} and kind == "do":
            kind = "oblige"
        elif ordered and kind in {"do", "oblige", "end"}:
            kind = "explicit"
        if kind == "do" and re.match(r"[^，。；]{0,12}?(?:必须|务必|一定要|须)", text[stop:last]):
            kind = "oblige"
        if kind in {"do", "end"} and re.search(r"职责|分工", text[start:stop]):
            kind = "explicit"
        if kind == "help":
            if re.match(r"[^，。；]{0,4}的", text[stop:last]):
                return ""
            result.says.support.extend(units)
            return "help"
        if kind == "end" or (
            kind == "do" and result.units and (all(is_generic(unit) for unit in units) or _TELLS.match(text, stop))
        ):
            return ""
        as_lead = trigger.endswith("为") and re.match(r"[^，。；]{0,14}?(?:牵头|主办|主责)", text[stop:last])
        if "牵头" in trigger or trigger == "主办" or as_lead:
            result.says.lead.extend(units)
        elif result.says.lead or result.says.responsible:
            result.says.responsible.extend(units)
        elif trigger in {"会同", "联合"}:
            result.says.lead.extend(units[:1])
            result.says.support.extend(units[1:])
        else:
            result.says.responsible.extend(units)
        result.explicit |= kind == "explicit"
        result.obliged |= kind == "oblige"
        if trigger in {"指导", "督促", "组织"} and (below := self._named(stop, last)) and _OF_PLACE.match(below[0][0].name):
            result.says.support.extend(below[0])  # 指导各县区整治: they are to act as well
        self._joined(stop - len(trigger) if trigger in {"会同", "联合"} else stop, last, result)
        return "act"

    def _says_to_join(self, text: str, first: int, last: int) -> bool:
        return bool(re.match(r"(?:并|要|应)?(?:会同(?!步|时|意)|联合|协同|协调)", text[first:last]))

    def _join(self, first: int, last: int, result: Assignment) -> str:
        if result.units:
            self._joined(first, last, result)
        return ""

    def _joined(self, first: int, last: int, result: Assignment) -> None:
        """Read 会同乙、丙制定… behind the subject."""
        joint = re.search(
            r"会同(?!步|时|意)|联合(?!会|社|体|国|执法|开展|督查|检查|督导|工作|调查|专班|审查|验收|惩戒|整治|行动|攻坚|下发|印发|行文|组织|制定)",
            self.reading.text[first:last],
        )
        if not joint or joint.start() > 40:
            return
        at = first + joint.end()
        heard = self._subject(at, last) or self._named(at, last)
        if heard:
            result.says.support.extend(
                unit for unit in heard[0] if unit.name not in {"有关部门", "相关部门", "有关单位", "相关单位"}
            )

    def _subject(self, first: int, last: int) -> tuple[list[UnitMention], str, int, str] | None:
        """Return the units at the head of a clause, what follows them, where that ends and its words."""
        text = self.reading.text
        limit = min(last, first + _LONGEST)
        heads: list[tuple[int, re.Match[str] | None]] = []
        for found in _TRIGGER.finditer(text, first, limit):
            if found.start() > first + 1:
                heads.append((found.start(), found))
        if last <= limit:
            heads.append((last, None))
        for stop, match in reversed(heads[:14]):
            units = self._units(first, stop)
            if not units:
                continue
            if match is None:
                return list(units), "end", stop, ""
            return list(units), match.lastgroup or "do", match.end(), match.group()
        return None

    def _named(self, first: int, last: int) -> tuple[list[UnitMention], str, int, str] | None:
        """Return the longest name of a unit behind 由 or 请, whatever the verb that follows."""
        for stop in range(min(last, first + 24), first + 2, -1):
            cut = self.reading.text[stop - 1] == "组" and self.reading.text[stop : stop + 1] in {"成", "织", "建"}
            units = self._units(first, stop) if self.reading.text[stop - 1] in _LAST and not cut else None
            comrades = _COMRADES.match(self.reading.text, stop)
            if units and (comrades or not _PERSON.match(self.reading.text, stop)):
                return list(units), "do", comrades.end() if comrades else stop, ""
        return None

    def _units(self, first: int, last: int) -> tuple[UnitMention, ...] | None:
        text = self.reading.text
        while last > first and text[last - 1] in "也都均还就":
            last -= 1
        if last - first < 2:
            return None
        units = unit_list(self.reading, first, last, self.names, strict=True)
        if not units:
            return None
        return (
            units
            if all(
                unit.known or unit.collective or looks_like_unit(unit.name) or unit.name.endswith("部门") or is_trade(unit.name)
                for unit in units
            )
            else None
        )


_GENERIC = re.compile(
    r"^(?:各级|各类|各行|所有|全体|我们|我市|我县|我区|我|本|每个|每|任何|一些|有的|个别|部分|广大|全党|全社会|基层|上级|"
    r"下级|党委系统|(?:办公室|辦公室)(?:内部|各|系统)?)|"
    r"^(?:办公室|辦公室|部门|单位|机关|组织|科室|政府|党委|企业|社会|学校|医院|机构|团体|主体|平台|城市|地方|处室|中心|公司|"
    r"党组|"
    r"支部|党支部|区|市|县|省|国家|机关党委|社区|园区)$"
)
_FUNCTION = re.compile(r"(?:部门|机关|组织|机构|团体|主体|企业|单位|(?:各|有关|相关|物业|平台|施工)公司|学校|地方|城市)$")


def stands_for_nobody(unit: UnitMention) -> bool:
    """Tell whether a name is only a way to say we or everybody: 每个组, 各级党委, 办公室."""
    return not unit.known and not unit.collective and bool(_GENERIC.search(unit.name))


def is_generic(unit: UnitMention) -> bool:
    """Tell whether a name means no body in particular: 各级各部门, 督查部门, 办公室."""
    if unit.known and not unit.collective:
        return False
    if _GENERIC.search(unit.name) or unit.collective:
        return True
    return bool(_FUNCTION.search(unit.name)) and unit.name[0] not in "省市县区州"
