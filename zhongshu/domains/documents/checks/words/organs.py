"""Shapes of organ names: what an organ's name ends with, its place, its level, what kind of organ it is."""

import re
from dataclasses import dataclass

ENDINGS = (
    "人民政府办公厅", "人民政府办公室", "人民政府", "政府办公厅", "政府办公室", "政府", "委员会办公厅", "委员会办公室", "常务委员会", "代表大会",
    "委员会", "党委", "党组", "党工委", "纪委", "省委", "市委", "县委", "区委", "州委", "旗委", "镇委", "乡委", "地委", "工委", "团委",
    "办公厅", "办公室", "办事处", "管委会", "监委", "组织部", "宣传部", "统战部", "政法委", "编办", "发改委", "卫健委", "国资委", "司令部",
    "局", "厅", "部", "委", "办", "署", "院", "会", "社", "处", "科", "股", "室", "组", "站", "所", "队", "中心", "公司", "集团", "银行", "学校",
    "大学", "学院", "中学", "小学", "医院", "街道", "开发区", "新区", "兵团", "军区", "法院", "检察院", "支队", "大队", "总队", "行", "庭", "指挥部",
    "单位", "机构", "部门", "乡镇", "企业", "高校", "院校", "团体", "国务院", "联社", "协会", "学会", "商会", "工商联", "总工会", "妇联", "残联",
    "文联", "科协", "侨联", "县", "市", "区", "省", "旗", "州", "盟", "镇", "乡", "村", "自治区", "直辖市",
)  # fmt: skip
ENDING = re.compile(rf"(?:{'|'.join(sorted(map(re.escape, ENDINGS), key=len, reverse=True))})(?:[（(][^）)]*[）)])?$")
ORGAN_IN_TITLE = re.compile(
    r"^(?P<organ>.{1,40}?(?:人民政府(?:办公厅|办公室)?|政府(?:办公厅|办公室)?|委员会(?:办公厅|办公室)?|办公厅|办公室|党委|党组|[省市县区州旗]委(?:办公厅|办公室)?"
    r"|[局厅部署院](?!署|分|门|队|长|级)|国务院(?:办公厅)?|公司|集团|管委会|办事处|领导小组|指挥部|协会|学院|大学|学校|医院|中心|总工会|妇联))"
)

PERSON = re.compile(
    r"(?:^|[、，\s])(?:尊敬的)?[^、，：:人]{0,8}(?:书记|省长|市长|县长|区长|州长|旗长|镇长|乡长|部长|厅长|局长|处长|科长|主任|主席|院长|校长|秘书长|主任委员|检察长|总经理|董事长"
    r"|经理|领导|首长|同志|先生|女士|负责人|负责同志)(?:同志|并.{0,10})?(?:（[^）]*）)?[：:。]?$"
)
# Whatever stands before it: 云州市人民政府张市长.
_POST = re.compile(r"(?:书记|市长|县长|区长|局长|主任|主席|同志)$")
# Words that name offices kept by organs, not persons.
NOT_PERSON = re.compile(r"(?:领导小组|主任会议|主席团|书记处|委员会|办公会|联席会议|秘书处|办公室|办公厅|领导干部学院)$")

LEVELS = (
    ("省", 1),
    ("自治区", 1),
    ("州", 2),
    ("盟", 2),
    ("地区", 2),
    ("市", 2),
    ("县", 3),
    ("旗", 3),
    ("区", 3),
    ("镇", 4),
    ("乡", 4),
    ("街道", 4),
    ("村", 5),
)
_PLACE = re.compile(
    r"^(?:中共|中国共产党|共青团)?(?P<places>(?:[\u4e00-\u9fff×XA-Z]{0,6}?(?:自治区|自治州|自治县|地区|街道|[省市县区州盟旗镇乡村]))+)?(?P<rest>.*)$"
)
GOVERNMENT, PARTY, CONGRESS, DEPARTMENT, OFFICE = "government", "party", "congress", "department", "office"


@dataclass(frozen=True, slots=True)
class Organ:
    """An organ as its name tells: its own place, the level of it (1 province … 5 village, 0 state, None unknown), its kind."""

    name: str
    place: str
    level: int | None
    kind: str


def is_person(name: str) -> bool:
    """Return whether a recipient is a person (a leader), not an organ."""
    name = name.strip("：:。 ")
    return bool(_POST.search(name)) or (bool(PERSON.search(name)) and not NOT_PERSON.search(name))


def organ(name: str) -> Organ:
    """Read an organ's name."""
    name = re.sub(r"[\s：:。]", "", name)
    if name.startswith(("国务院", "中共中央", "中央", "全国")):
        return Organ(name, "", 0, _kind(name))
    found = _PLACE.match(name)
    assert found is not None
    places = found.group("places") or ""
    parts = re.findall(r".*?(?:自治区|自治州|自治县|地区|街道|[省市县区州盟旗镇乡村])", places)
    last = parts[-1] if parts else ""
    level = next((number for suffix, number in LEVELS if last.endswith(suffix)), None)
    if last.endswith(("自治州", "地区")):
        level = 2
    return Organ(name, last, level, _kind(name))


def _kind(name: str) -> str:
    if re.search(r"(?:政府|国务院|管委会|管理委员会|街道办事处|行政公署|行署)$", name):
        return GOVERNMENT
    if re.search(r"人大|人民代表大会", name):
        return CONGRESS
    if re.search(r"(?:^中(?:国)?共(?:产党)?.*委员会|党工委|[省市县区州盟旗镇乡]委|中共中央|党委)$", name):
        return PARTY
    if re.search(r"(?:[省市县区州盟旗镇乡]委|政府|中央|国务院|委员会)(?:办公厅|办公室)$", name):
        return OFFICE
    return DEPARTMENT


def relation(issuer: str, recipient: str) -> str:
    """Return what a recipient is to the issuer as far as the names tell: superior, subordinate, peer, or nothing."""
    one, other = organ(issuer), organ(recipient)
    if re.match(r"[各有]", recipient) or one.level is None or other.level is None:
        return ""
    bodies = {GOVERNMENT, PARTY, CONGRESS}
    if one.level == other.level:
        if one.place and other.place and one.place != other.place and "×" not in one.place + other.place:
            return "peer"
        if one.kind not in bodies and other.kind in bodies - {CONGRESS}:
            return "superior"
        if one.kind in bodies and other.kind not in bodies:
            return "subordinate" if other.kind == DEPARTMENT else ""
        if one.kind == other.kind and one.name != other.name:
            return "peer"
        return ""
    if one.kind in bodies and other.kind in bodies and CONGRESS not in (one.kind, other.kind):
        return "superior" if other.level < one.level else "subordinate"
    return "higher" if other.level < one.level else "lower"
