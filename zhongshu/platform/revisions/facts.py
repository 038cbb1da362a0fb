"""What a reviewer must not miss in a text: figures, dates, names of organs and people, cited documents, policy statements."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

import rjieba

Kind = Literal["date", "figure", "document", "organ", "person", "policy"]
LABELS: dict[str, str] = {
    "date": "日期",
    "figure": "数字",
    "document": "文件名或文号",
    "organ": "机构名",
    "person": "人名",
    "policy": "政策表述",
}

_HANZI_DIGITS = "〇零一二三四五六七八九十百千两"
_UNITS = (
    "亿元|万元|千元|百元|元|亿|万|亩|公顷|公里|千米|平方米|立方米|吨|公斤|千克|米|度|兆瓦|千瓦|个百分点|百分点|％|%|‰|倍|成|折|"
    "个工作日|工作日|个月|周岁|岁|年|月|日|天|小时|分钟|分|秒|次|届|期|批|轮|项|条|款|章|件|份|册|本|个|名|人|户|家|所|处|"
    "辆|台|套|座|间|栋|层|级|类|张|条次|场|组|对|位|时"
)
_DATE = re.compile(
    r"(?:\d{4}|[〇零一二三四五六七八九]{4})年(?:度)?(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})月"
    r"(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号])?)?(?:上旬|中旬|下旬|[底初末])?"
    r"|(?:\d{1,2}|[一二三四五六七八九十]{1,3})月(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号]|上旬|中旬|下旬|[底初末])"
    r"|\d{4}[-./]\d{1,2}[-./]\d{1,2}|(?<!\d)\d{1,2}[:：]\d{2}(?!\d)|第?[一二三四]季度|[本今明去当]年[底末]?|年[底末](?=前|之前)|[本下上]月[底末]?"
)
_FIGURE = re.compile(
    rf"[+\-－]?\d+(?:[,，]\d{{3}})*(?:\.\d+)?(?:\s?(?:{_UNITS}))*"
    rf"|百分之[{_HANZI_DIGITS}]+(?:点[{_HANZI_DIGITS}]+)?"
    rf"|第?[{_HANZI_DIGITS}]+(?:点[{_HANZI_DIGITS}]+)?(?:{_UNITS})+"
    r"|[０-９]+(?:．[０-９]+)?[％万亿元]*"
)
_DOCUMENT = re.compile(r"[\u4e00-\u9fff]{1,12}[〔\[［(（]\d{4}[〕\]］)）]\s?第?\d+号|〔\d{4}〕\d+号|《[^《》\n]{2,80}》")
# Words that bind, allow, forbid or grant: a clause with one of them states policy (政策表述).
_NORMATIVE = re.compile(
    r"应当|必须|不得|严禁|禁止|不准|不予|一律|原则上|可以不|予以|给予|免征|免除|免予|减免|减半|补贴|补助|奖励|奖补|扣减|处罚|罚款|问责|"
    r"追究|取消|停止执行|标准为|标准由|比例|不低于|不高于|不超过|不少于|以上的|以下的|以内|有效期|施行|试行|废止|失效|执行期|适用于|"
    r"纳入|列入|审批|核准|备案|牵头|负责制|一票否决|优先|准入|退出|许可|资格|条件是|范围为|对象为|期限|截止|逾期|收费|征收|税率|"
    r"全面|基本|大力|稳步|有序|适度|严格|坚决|确保|力争|鼓励|支持|限制|淘汰|坚持|“[^”\n]{2,30}”"
)
_CLAUSE = re.compile(r"[^，。；！？：\n]*[，。；！？：\n]?")
_ORGAN_END = re.compile(
    r"(?:人民政府|委员会|办公室|办公厅|人大常委会|人大|政协|党委|党组|纪委|监委|法院|检察院|政府|县委|市委|省委|区委|公司|集团|协会|学会|"
    r"联合会|总工会|妇联|团委|中心|大学|学院|医院|银行|指挥部|领导小组|专班|局|厅|署|办|委)$"
)
_ORGAN_LAST = frozenset("府会室厅大协委组院司团心学行部班局署办")
_ORGAN_NOT = frozenset({
    "常委", "政委", "格局", "布局", "结局", "大局", "全局", "开局", "当局", "战局", "时局", "主办", "承办", "协办", "举办", "交办",
    "督办", "代办", "经办", "查办", "转办", "批办", "分办", "拟办", "领办", "包办", "兴办", "创办", "申办", "办", "委", "局", "厅",
    "中心", "政府", "部署", "签署", "联署", "自署", "公司", "法院", "医院", "学院", "大学", "银行", "集团", "协会",
})  # fmt: skip
_PLACE_TAGS = frozenset({"ns", "nt", "j"})
_LEVELS = frozenset("省市县区州旗镇乡")
_PLACES = frozenset({"省", "市", "县", "区", "州", "镇", "乡", "本市", "本县", "本省", "本区"})
# The surnames of nine people in ten, and compound ones by their first character.
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石"
    "廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳"
    "翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤"
    "阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞"
    "敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖"
    "漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈"
    "湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由"
) - frozenset("和应成时向任安全于由平明相来都但公利位强国信智元计满原修居干富隆展支玉")


class Fact(NamedTuple):
    """A stretch of a text that states a fact: characters ``start`` up to ``end``, and of which kind."""

    start: int
    end: int
    kind: Kind


_PATTERNS: tuple[tuple[re.Pattern[str], Kind], ...] = ((_DOCUMENT, "document"), (_DATE, "date"), (_FIGURE, "figure"))


@lru_cache(maxsize=4096)
def facts(text: str, names: tuple[tuple[str, Kind], ...] = ()) -> tuple[Fact, ...]:
    """Return the facts of one paragraph in order, without overlaps; ``names`` are names that the office knows, with their kind."""
    found: list[Fact] = []
    taken = bytearray(len(text))

    def take(start: int, end: int, kind: Kind) -> None:
        if start < end and not any(taken[start:end]):
            found.append(Fact(start, end, kind))
            taken[start:end] = b"\1" * (end - start)

    for name, kind in sorted(names, key=lambda one: -len(one[0])):
        start = text.find(name) if len(name) > 1 else -1
        while start >= 0:
            take(start, start + len(name), kind)
            start = text.find(name, start + len(name))
    for pattern, one in _PATTERNS:
        for match in pattern.finditer(text):
            take(match.start(), match.end(), one)
    for fact in _named(text):
        take(*fact)
    return tuple(sorted(found))


def _named(text: str) -> Iterator[Fact]:
    """Find names by the parts of speech: an organ is a word with an organ's ending, with the places before it; a person is a
    surname with what the tagger took for a name."""
    place = 0
    run = -1  # where the names of places before an organ began
    before = ""
    for word, tag in rjieba.tag(text):
        start, place = place, place + len(word)
        if _is_organ(word, tag, after_place=run >= 0):
            begin = run if run >= 0 else start - 1 if start and text[start - 1] in _LEVELS else start
            yield Fact(begin, place, "organ")
            run = -1
        elif tag == "nr" and place < len(text) and text[place] in _LEVELS:
            run = start if run < 0 else run
        elif tag == "nr" and before in _SURNAMES and len(word) <= 2:
            yield Fact(start - 1, place, "person")
            run = -1
        elif tag == "nr" and word[0] in _SURNAMES and 2 <= len(word) <= 4:
            yield Fact(start, place, "person")
            run = -1
        elif tag in _PLACE_TAGS or word in _PLACES:
            run = start if run < 0 else run
        else:
            run = -1
        before = word


def _is_organ(word: str, tag: str, *, after_place: bool) -> bool:
    if word[-1] not in _ORGAN_LAST or not _ORGAN_END.search(word):
        return False
    if word in _ORGAN_NOT:
        return after_place and len(word) > 1 and tag != "v"
    return len(word) > 2 or tag == "nt" or after_place


@lru_cache(maxsize=4096)
def policy_clauses(text: str) -> tuple[tuple[int, int], ...]:
    """Return the clauses that state policy: what must, may or must not be done, what is granted, from when, by whom."""
    return tuple(match.span() for match in _CLAUSE.finditer(text) if match.group() and _NORMATIVE.search(match.group()))


def kinds_between(text: str, start: int, end: int, names: tuple[tuple[str, Kind], ...] = ()) -> frozenset[Kind]:
    """Return the kinds of fact that the characters from ``start`` to ``end`` touch; punctuation alone touches no policy."""
    touched: set[Kind] = {fact.kind for fact in facts(text, names) if fact.start < end and start < fact.end}
    if any(char.isalnum() for char in text[start:end]) and any(
        first < end and start < last for first, last in policy_clauses(text)
    ):
        touched.add("policy")
    return frozenset(touched)


def label_of(kinds: Iterable[str]) -> str:
    """Return the kinds in words, in the order of weight: 数字、日期."""
    present = set(kinds)
    return "、".join(label for kind, label in LABELS.items() if kind in present)
