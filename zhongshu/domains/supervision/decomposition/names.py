"""Which unit of the directory a written name means: full names, short names, abbreviations, 各县区."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """What a unit counts as when a text speaks of all of a kind."""

    COUNTY = "county"  # 各县（市、区）
    TOWNSHIP = "township"  # 各乡镇（街道）
    DEPARTMENT = "department"  # 市直各部门
    OTHER = "other"


@dataclass(frozen=True)
class KnownUnit:
    """A unit of the directory with every name that it is known by."""

    unit_id: int
    names: tuple[str, ...]
    standing: Standing = Standing.DEPARTMENT


@dataclass(frozen=True)
class Match:
    """The units that a written name means; ``vague`` when the text leaves them open (有关部门)."""

    unit_ids: tuple[int, ...] = ()
    collective: bool = False
    vague: bool = False
    candidates: tuple[int, ...] = ()


# 市 of 市财政局, but not of 市场监管局 or 市政工程处.
_HEAD = re.compile(
    r"^(?:市(?!场|政(?!府|协|法)|民(?![政族宗])|容|郊)|县(?!域)|区(?!域|块)|省|州|旗(?!舰)|国家(?!级)|全国)(?=[一-龥]{2,})"
)
_BODY = re.compile(r"^(?:委|政府|人民政府|党委|直)(?=[一-龥]{2,})")
_ENDINGS = (
    ("管理委员会", "管委会"), ("委员会办公室", "办"), ("工作委员会", "工委"), ("委员会", "委"), ("办公室", "办"), ("办公厅", "办"),
    ("人民法院", "法院"), ("人民检察院", "检察院"), ("人民政府", "政府"), ("联合会", "联"), ("总队", "队"), ("支队", "队"), ("大队", "队"),
)  # fmt: skip
# Short forms that leave out the first character of the full name, or stand for a body under another name.
_OTHER_NAMES = {
    "编办": "机构编制委员会办公室", "编委办": "机构编制委员会办公室", "环保局": "生态环境局", "环保部": "生态环境部", "国土局": "自然资源局",
    "国土资源局": "自然资源局", "规划局": "自然资源和规划局", "资规局": "自然资源和规划局", "质监局": "市场监督管理局", "工商局": "市场监督管理局",
    "食药监局": "市场监督管理局", "安监局": "应急管理局", "卫计委": "卫生健康委员会", "农委": "农业农村局", "农业局": "农业农村局",
    "旅游局": "文化和旅游局", "扶贫办": "乡村振兴局", "人行": "人民银行", "中院": "中级人民法院", "团委": "共青团委员会",
    "经信局": "工业和信息化局", "经信委": "工业和信息化局", "水务局": "水利局", "公积金中心": "住房公积金管理中心", "目督办": "目标督查办公室",
    "政务服务局": "政务服务管理局", "数管局": "大数据管理局", "国安局": "国家安全局", "消防队": "消防救援队",
}  # fmt: skip
# What does not matter when one asks whether 各县（市、区）人民政府、管委会 means all counties.
_AROUND_PLACES = re.compile(
    r"[（）、，/和及]|^全[省市县区]|人民政府|政府|党委|党工委|管委会|管理委员会|办事处|经济开发区|开发区|高新区|功能区|园区|"
    r"新区"
)
_ALL_COUNTIES = re.compile(
    r"^各[县市区旗州盟]{1,4}委?$|^各地区?$|^(?:县区|区县|县市区|市县区|县市|区市县|市区县|旗县区|"
    r"县区市)$"
)
_ALL_PROVINCES = re.compile(r"^各(?:省|自治区|直辖市|省区市|地方)(?:（.{2,12}）|、自治区、直辖市)?(?:人民政府)?$")
_ALL_VILLAGES = re.compile(r"^各(?:行政|自然|中心|重点)?(?:村|社区|村社区|村居|村屯|居委会|村委会|村（社区）|村（居）)$")
_ALL_TOWNSHIPS = re.compile(r"^(?:各(?:[乡镇街]|街道){1,3}|(?:乡镇|镇街|镇乡|街镇|乡镇街道|镇街道|乡镇街|街道乡镇|镇乡街道))$")
_ALL_DEPARTMENTS = re.compile(
    r"^(?:(?:省|市|县|区|州)?(?:直|级|属|委|政府|直机关)?)?各(?:部门|单位|委办局|机关|部门单位|部委办局|局|科室)$|^(?:省|市|"
    r"县|区|州)(?:直|级)(?:各)?(?:部门|单位|机关)$"
)
_VAGUE = re.compile(
    r"(?:有关|相关|涉及)(?:的)?(?:市直|县直|区直|部门|单位|企业|科室|处室|镇|乡|街道|县|区|方面|责任单位|职能部门|地区|"
    r"地方)|各(?:牵头|责任|配合|主办)(?:单位|部门)|各成员单位|各承办单位|(?:行业|业务)?主管(?:部门|单位)$|^(?:责任|承办|"
    r"职能|成员|牵头|"
    r"配合)(?:单位|部门)$"
)


class UnitNames:
    """The directory as the rules use it. Built once, asked once for each written name.

    Args:
        units: every unit in use, with its names.
        place: the name of the place (云溪市), which texts leave out or shorten to 市.
    """

    def __init__(self, units: Iterable[KnownUnit] = (), *, place: str = ""):
        self._units = tuple(units)
        self._place = place
        self._exact: dict[str, set[int]] = {}
        self._cores: dict[str, set[int]] = {}
        self._by_first: dict[str, list[tuple[str, int]]] = {}
        self._answers: dict[str, Match] = {}
        for unit in self._units:
            for name in filter(None, unit.names):
                self._exact.setdefault(_plain(name), set()).add(unit.unit_id)
                for core in self._cores_of(name):
                    known = self._cores.setdefault(core, set())
                    if unit.unit_id not in known:
                        known.add(unit.unit_id)
                        self._by_first.setdefault(core[:1], []).append((core, unit.unit_id))

    def with_units(self, units: Iterable[KnownUnit]) -> "UnitNames":
        """Return the directory with further names, as a person explained them."""
        return UnitNames([*self._units, *units], place=self._place)

    def __bool__(self) -> bool:
        return bool(self._units)

    def match(self, written: str) -> Match:
        """Return what a written name means; the same name is worked out only once."""
        answer = self._answers.get(written)
        if answer is None:
            answer = self._answers[written] = self._find(written)
        return answer

    def _find(self, written: str) -> Match:
        name = _plain(written)
        if exact := self._exact.get(name):
            return self._one(exact)
        standing = _collective(name)
        if len(name) <= 20 and _VAGUE.search(name):
            return Match(self._of(standing) if standing and "有关" not in name and "相关" not in name else (), True, True)
        if standing:
            return Match(self._of(standing), True)
        if _ALL_PROVINCES.match(name) or _ALL_VILLAGES.match(name):
            return Match((), True)
        cores = self._cores_of(name)
        for core in cores:
            if found := self._cores.get(core):
                return self._one(found)
        for core in cores:
            other = _OTHER_NAMES.get(core)
            if other and (found := self._cores.get(_ending(other)) or self._abbreviated(_ending(other))):
                return self._one(found)
        for core in cores:
            if found := self._abbreviated(core):
                return self._one(found)
        return Match()

    def _of(self, standing: Standing) -> tuple[int, ...]:
        return tuple(unit.unit_id for unit in self._units if unit.standing == standing)

    def _one(self, found: set[int]) -> Match:
        if len(found) == 1:
            return Match(tuple(found))
        return Match(candidates=tuple(sorted(found)))

    def _abbreviated(self, core: str) -> set[int]:
        """Return the units whose name the core shortens: its characters stand in the name in order, first and last the same."""
        if len(core) < 3:
            return set()
        found = {unit_id for name, unit_id in self._by_first.get(core[0], ()) if _shortens(core, name)}
        if len(found) > 1:
            # 文旅局 is nearer to 文化和旅游局 than to anything longer.
            nearest = min(len(name) for name, unit_id in self._by_first[core[0]] if unit_id in found and _shortens(core, name))
            found = {
                unit_id
                for name, unit_id in self._by_first[core[0]]
                if len(name) == nearest and unit_id in found and _shortens(core, name)
            }
        return found

    def _cores_of(self, name: str) -> list[str]:
        """Return the name with short endings, whole and without its place: 云溪市发展和改革委员会 → 发展改革委."""
        name = _plain(name)
        found = [name]
        if self._place and name.startswith(self._place) and len(name) > len(self._place) + 1:
            found.append(name[len(self._place) :])
        elif (head := _HEAD.match(name)) and (not self._place or head.group() in {self._place[-1], "国家", "全国"}):
            found.append(name[head.end() :])
        without = _BODY.sub("", found[-1], count=1)
        if without != found[-1]:
            found.append(without)
        return [_ending(one) for one in dict.fromkeys(found) if len(one) > 1]


def _plain(name: str) -> str:
    return re.sub(r"[\s“”\"'《》]", "", name).replace("(", "（").replace(")", "）")


def _ending(name: str) -> str:
    for long, short in _ENDINGS:
        if name.endswith(long):
            name = name[: -len(long)] + short
            break
    return name.replace("和", "").replace("与", "") if len(name) > 3 else name


def _shortens(short: str, name: str) -> bool:
    """Tell whether ``short`` is ``name`` with characters left out, the last one (局, 委, 办) kept."""
    if len(short) > len(name) or short[-1] != name[-1]:
        return False
    characters = iter(name)
    return all(char in characters for char in short)


def _collective(name: str) -> Standing | None:
    places = _AROUND_PLACES.sub("", name)
    if _ALL_COUNTIES.match(places):
        return Standing.COUNTY
    if _ALL_TOWNSHIPS.match(places):
        return Standing.TOWNSHIP
    if _ALL_DEPARTMENTS.match(name):
        return Standing.DEPARTMENT
    return None
