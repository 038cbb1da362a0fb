"""时间: hours and days said twice, or in a way that a reader of next week cannot resolve."""

from zhongshu.domains.documents.checks.findings import Category, Gate
from zhongshu.domains.documents.checks.manuscript import PROSE
from zhongshu.domains.documents.checks.registry import NUMERALS, pattern_rule

TIME = {"category": Category.DATE, "gate": Gate.WORDING, "kinds": PROSE, "clause": f"{NUMERALS} 4.1.1；公文用语规范"}

pattern_rule(
    "TXT-HOUR",
    (
        r"(?P<x>(?P<w>上午|下午|晚上|晚|傍晚|夜里|夜间)(?P<h>1[3-9]|2[0-3])(?=时|点|[:：]\d{2}))",
        r"\g<h>",
        "二十四小时制不与“下午”“晚上”连用",
    ),
    (r"\d{1,2}[:：]\d{2}(?P<x>分)(?![配之析成为])", "", "“9:30”之后不再用“分”"),
    (r"(?<![\d差])(?P<x>(?P<h>\d{1,2})点(?P<m>\d{1,2})分)", r"\g<h>时\g<m>分", "公文中的时刻写作“{new}”"),
    (r"(?<=[\d])(?P<x>点钟|时整点)", "时", "公文中的时刻用“时”"),
    name="时刻",
    explanation="时刻写法应当规范",
    **TIME,
    also=(Category.NUMBER, Category.WORDING),
    fails=[
        ("会议定于3月5日下午15时召开。", "会议定于3月5日15时召开。"),
        ("上午9：30分报到。", "上午9：30报到。"),
        ("上午9点30分报到。", "上午9时30分报到。"),
        ("上午9点钟报到。", "上午9时报到。"),
    ],
    passes=["会议定于3月5日15时召开。", "下午3时召开。", "上午9：30报到。", "比例为1:30分配"],
)

pattern_rule(
    "TXT-DAY",
    (r"(?P<x>元月)(?=份|\d|[上中下]旬|底|初|[一二三四五六七八九十])", "1月", "公历月份写作“1月”"),
    (r"\d{1,2}月(?P<x>份)(?=\d{1,2}日)", "", "有“日”时“月”后不用“份”"),
    (
        r"(?P<x>(?:明天|后天|昨天|前天|大后天)(?:上午|下午|晚上)?)(?=召开|举行|报到|前|集合|出发|开会|[^，。；]{0,8}(?:会议|报送|上报|检查))",
        None,
        "“{found}”过后便不明确，请写明日期",
    ),
    (
        r"(?P<x>下个?(?:星期|礼拜|周)[一二三四五六日天]?)(?=[^，。；]{0,8}(?:召开|举行|报送|上报|检查|开会|集合))",
        None,
        "“{found}”过后便不明确，请写明日期",
    ),
    (r"(?P<x>礼拜)(?=[一二三四五六日天])", "星期", "公文用“星期”"),
    name="日期的说法",
    explanation="日期应当写明，不用过后便不明确的说法",
    **TIME,
    also=Category.WORDING,
    fails=[
        ("元月5日前报送。", "1月5日前报送。"),
        ("请于3月份5日前报送。", "请于3月5日前报送。"),
        "明天上午召开会议。",
        "下周一召开会议。",
    ],
    passes=["请于3月5日前报送。", "正月十五", "创造美好的明天", "3月份完成"],
)
