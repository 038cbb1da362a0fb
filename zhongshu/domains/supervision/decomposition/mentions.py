"""Lists of units as offices write them: 市财政、水利局, 市直有关部门, 各县（市、区）人民政府."""

import re
from collections.abc import Iterator

from zhongshu.domains.supervision.decomposition.names import UnitNames
from zhongshu.domains.supervision.decomposition.reading import Reading
from zhongshu.domains.supervision.decomposition.tree import UnitMention

# How the name of something that receives tasks ends.
ENDING = (
    "委员会|委|办公厅|办公室|办|辦|总局|分局|局|厅|部|署|院|政府|中心|公司|集团|银行|分行|支行|协会|联合会|总工会|工会|妇联|"
    "科协|残联|侨联|文联|工商联|"
    "红十字会|学会|商会|基金会|检察院|法院|学校|大学|学院|医院|党校|街道办事处|街道|镇|乡|县|县市|市|区|县区|区县|市区|旗|"
    "州|省|"
    "县（市、区）|县（市）区|市（区）|县（区）|区（县）|乡镇（街道）|镇（街道）|镇（街）|管委会|开发区|高新区|园区|新区|"
    "支队|大队|总队|中队|海关|"
    "所|站|社|馆|处|科|室|组|队|台|报社|电视台|专班|指挥部|防指|三防|领导小组|党组|党委|党工委|机关|单位|部门|企业|机构|地区|城市|地方|"
    "供销社|村|社区|村委会|居委会|联社|林场|农场|牧场|渔场|机场|茶场|厂|中院|检察机关|公安机关|团体|(?:党|团|社会|群团|行业)组织|主体|高校|院校|平台|协调机制|联席会议|理事会|会"
)
_UNIT_ENDING = re.compile(rf"(?:{ENDING})$")
_COLLECTIVE_ENDING = re.compile(rf"(?:{ENDING}|地|市直|县直|区直|）)$")
# Words that end like units and are none.
_COMMON = re.compile(
    r"(?:[一二三两四五六七八九十\d]+.?|城镇|城市|新农村|农村|乡村|小城镇|大都市|(?:全|我|本)[省市县区]|社会|机会|大会|全会|党代会|人代会|会议|年会|委|局|"
    r"区|市场|机关|组织|商场|主场|现场|立场|广场|乡镇企业|中小企业|(?:规上|民营|龙头)?企业)"
)
_LONGEST = 32
_TAIL = re.compile(
    r"(?:等(?:\d+|[一二三四五六七八九十]+)?(?:个|家)?(?:市直|县直|区直|省直|市级|县级|区级|省级)?(?:各)?(?:有关|相关|主管|"
    r"职能|行业){0,2}(?:部门|单位|企业|部门单位|部门和单位|地区|机构|责任单位)?|"
    r"(?:按照?|根据|依据|依)(?:各自|照)?(?:职责|职能|分工|工作职责|部门职责)[^、，]{0,8}|分别|共同|各自|具体|联合|"
    r"(?<=[局委办厅部])联合(?:督查|检查|工作|督导|调查)组|(?:为|作为|是)(?:牵头|责任|主办|承办)(?:单位|部门)|(?:[两三四五六七八九十]|\d{1,2})(?:个|家)(?:重点|试点|牵头|责任|主要|市直|相关)?(?:[村镇乡县区市局]|县区|街道|部门|单位|企业)|"
    r"（?排(?:在)?(?:第一|首)位[^，]*)$"
)
_HEAD = re.compile(r"^(?:由|请|其中|以及|及|和|与|并|还有|同时|责成|委托|：|其他|其它(?=各)|会同|协同|商(?!务|业|会|检|洽))")
_JOINT = re.compile(r"[和与及]|以及")
_VERB = re.compile(
    r"(?<!自)由(?!检)|(?<!^)每|按|报(?!社|业|刊)|经(?!济|信|贸|开|营|管|合|办|侦)|领衔|领导(?!小组|干部)|收到|接到|以下|查处|惩处|(?<!目)督办(?!室|中心|科|处|组|局)|重组|补充|\d(?:台|套|个|名|处|家|亩|吨|辆|间|所|座|万|亿|公里)|指导(?!委|中心|办|站)|[日月底内]前|全部$|跟踪|通报|报告|报送|汇报|提供|承担|向(?!阳)|书记|市长|县长|区长|镇长|局长|主任|主席|组长|进一步|继续|抓好|督促|要(?!素|闻|塞)|须|需|送(?!变电)|召开|定期|举办|应(?!急|用)|必|负责|牵头|会同|配合|推进|推动|"
    r"加强|落实|完成|开展|实施(?!部门|单位|机关|主体|机构)|提高|做好|制定|建立|完善|确保|加快|组织(?!部|机构|$)|按照|根据|"
    r"围绕|通过|支持|进行|"
    r"需要|应当|必须|认真|切实|积极|要求|存在|是|为|把|将|对|使|让|从|在(?!线)|了|的(?!士)|以(?!及)|也|都|就|又|(?!12345)[0-9]{5,}|"
    r"[。；！？“”《》%]"
)
_DEPARTMENTS = re.compile(r"等(?:有关|相关|主管|职能|行业|行业主管)?部门")
_PROVINCES = re.compile(r"(?:各|全国各)?省、自治区、直辖市")
_ABOUT = re.compile(r"(?<=[一-龥]{2})（[^（）]*(?:项目|工程|问题|方面|任务|事项|路段|片区|标段|部分)）$")
_SHORT_HEADS = frozenset(["市", "县", "区", "省", "州"])
_SUFFIXES = re.compile(r"(?:委员会|办公室|总局|局|委|办|厅|部门|部|院|中心)$")


def looks_like_unit(name: str) -> bool:
    """Tell whether a written name can be that of a unit."""
    plain = re.sub(r"(?<=[^各])（[^（）]*）$", "", name) if not _UNIT_ENDING.search(name) else name
    if _COMMON.fullmatch(plain):
        return False
    if plain in {"甲方", "乙方"}:
        return True  # the two sides of a letter of responsibility (责任书)
    if re.fullmatch(r"各(?:牵头|责任|承办|配合|主办|协办)(?:责任)?(?:单位|部门)", plain):
        return True
    return 2 <= len(plain) <= _LONGEST and bool(_UNIT_ENDING.search(plain)) and not _VERB.search(plain)


def unit_list(
    reading: Reading, begin: int, end: int, names: UnitNames, *, strict: bool = False
) -> tuple[UnitMention, ...] | None:
    """Return the units that a stretch of text lists.

    With ``strict``, None unless every part is known to the directory or looks like a unit: the stretch is not known to be a list.
    Parts that cannot be units (按职责分工, 等有关部门) are left out.
    """
    counted = _COUNTED.search(reading.text[begin:end])
    if counted and "、" in counted[1]:
        end = begin + counted.end(1)
    parts = list(_parts(reading.text, begin, end, names))
    if counted and "、" in counted[1] and all(re.fullmatch(r"[一-龥]{2,3}", reading.text[b:e]) for b, e in parts):
        return _of_kind(reading, parts, names, counted[2])
    if strict and (not parts or not _all_units([reading.text[b:e] for b, e in parts], names)):
        return None
    found: list[UnitMention] = []
    seen: set[str] = set()
    shared = "部门" if _DEPARTMENTS.search(reading.text[max(begin, end - 14) : end]) else ""
    for begin_, end_, name in _whole_names(reading.text, parts, shared):
        if len(name) < 2 or len(name) > _LONGEST or name in seen or _is_filler(name):
            continue
        seen.add(name)
        if about := _ABOUT.search(name):
            name, end_ = name[: about.start()], end_ - len(name) + about.start()
        match = names.match(name)
        found.append(UnitMention(name, reading.anchor(begin_, end_), match.unit_ids, match.collective))
    return tuple(found)


def _of_kind(reading: Reading, parts: list[tuple[int, int]], names: UnitNames, kind: str) -> tuple[UnitMention, ...]:
    """Name the places of 青峰、石桥、白河三个镇."""
    found = []
    for begin, end in parts:
        name = reading.text[begin:end]
        name += "" if name.endswith(kind) else kind
        match = names.match(name)
        found.append(UnitMention(name, reading.anchor(begin, end), match.unit_ids, match.collective))
    return tuple(found)


_COUNTED = re.compile(r"^(.{5,40}?)(?:[两三四五六七八九十]|\d{1,2})个(镇|乡|县|区|市|街道|村|社区)$")


def _all_units(written: list[str], names: UnitNames) -> bool:
    """Tell whether every part is a unit; 市财政 counts when a later part has the ending that it lacks."""
    for index, name in enumerate(written):
        if _is_unit(name, names):
            continue
        shared = len(name) <= 6 and not _VERB.search(name) and any(_SUFFIXES.search(later) for later in written[index + 1 :])
        if not shared:
            return False
    return True


def _is_unit(name: str, names: UnitNames) -> bool:
    match = names.match(name)
    if match.unit_ids or (match.collective and len(name) <= 18 and _COLLECTIVE_ENDING.search(name) and not _VERB.search(name)):
        return True
    return looks_like_unit(name) or is_trade(name)


def is_trade(name: str) -> bool:
    """Tell whether a name is that of a trade, which stands for its department: 财政, 市财政, 县公安."""
    return bool(_TRADE.fullmatch(name))


_TRADE = re.compile(
    r"[省市县区州]?(?:财政|公安|税务|水利|教育|民政|司法|审计|统计|商务|交通|市监|住建|城管|人社|卫健|应急|文旅|发改|工信|消防|环保|农业农村|"
    r"生态环境|自然资源|市场监管|住房城乡建设|交通运输|卫生健康)"
)


def _is_filler(name: str) -> bool:
    return bool(re.fullmatch(r"等|其他|下同|同上|略|无|按职责|职责分工|[\d.、]+", name)) or bool(_FILLER.search(name))


_FILLER = re.compile(r"^(?:排在|列第一|第一位|下同|以下|其余)|(?:职责分工|职能分工)")


def _parts(text: str, begin: int, end: int, names: UnitNames) -> Iterator[tuple[int, int]]:
    """Split at 、 ， ； / and line ends outside brackets, and at 和 between two units."""
    depth, start = 0, begin
    for at in range(begin, end):
        char = text[at]
        if char == "（":
            depth += 1
        elif char == "）":
            depth = max(0, depth - 1)
        elif char in "、，；/\n\t。" and depth == 0:
            if char == "、" and _PROVINCES.match(text, start):
                continue  # 各省、自治区、直辖市 is one addressee
            if (
                char == "、"
                and text.startswith(("政府", "人民政府"), at + 1)
                and text[at - 2 : at] in {"党委", "）委", "县委", "区委", "市委"}
            ):
                continue
            yield from _trimmed(text, start, at, names)
            start = at + 1
    yield from _trimmed(text, start, end, names)


def _trimmed(text: str, begin: int, end: int, names: UnitNames) -> Iterator[tuple[int, int]]:
    while begin < end and (head := _HEAD.match(text[begin:end])) and not names.match(text[begin:end]).unit_ids:
        begin += head.end()
    while begin < end and (tail := _TAIL.search(text[begin:end])):
        end = begin + tail.start()
    while begin < end and text[begin] == "（" and text[end - 1] == "）":
        begin, end = begin + 1, end - 1
    if begin >= end:
        return
    piece = text[begin:end]
    if both := re.match(r"各(?:地区?|[县市区旗州]{1,4}|县（市、区）)(?=各)", piece):  # 各地各部门
        yield begin, begin + both.end()
        begin += both.end()
        piece = text[begin:end]
    if len(piece) > 3 and not names.match(piece).unit_ids:
        depth = 0
        for joint in re.finditer(r"[（）]|以及|[和与及]", piece):
            if joint.group() in "（）":
                depth += 1 if joint.group() == "（" else -1
                continue
            left, right = piece[: joint.start()], piece[joint.end() :]
            if right in {"政府", "人民政府"} and left.endswith("党委"):
                break  # 各县区党委和政府 is one addressee
            if is_trade(left) and right[:1] not in "省市县区州各":
                continue  # 市教育和体育局 is one name
            if depth == 0 and _is_unit(left, names) and _is_unit(_TAIL.sub("", right) or right, names) and len(right) > 1:
                yield from _trimmed(text, begin, begin + joint.start(), names)
                yield from _trimmed(text, begin + joint.end(), end, names)
                return
    yield begin, end


def _whole_names(text: str, parts: list[tuple[int, int]], shared: str) -> Iterator[tuple[int, int, str]]:
    """Give the names that share an ending or a place their own: 市财政、水利局 → 市财政局, 市水利局."""
    written = [text[begin:end] for begin, end in parts]
    for index, (begin, end) in enumerate(parts):
        name = written[index]
        if (
            2 <= len(name) <= 6
            and (is_trade(name) or not _UNIT_ENDING.search(name))
            and not _VERB.search(name)
            and "（" not in name
        ):
            follower = next((later for later in written[index + 1 :] if _UNIT_ENDING.search(later)), "")
            suffix = _SUFFIXES.search(follower)
            if suffix or shared:
                name += suffix.group() if suffix else shared
        elif index and len(name) <= 8 and name[0] not in "各市县区省":
            # The place of the first name speaks for those whose ending it shared: 市财政、水利局.
            first = written[index - 1]
            if first[:1] in _SHORT_HEADS and len(first) <= 5 and not _UNIT_ENDING.search(first):
                name = first[0] + name
        yield begin, end, name
