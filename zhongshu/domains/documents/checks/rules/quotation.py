"""引号、书名号、括号: in pairs, in their places, with the stops in or outside them (GB/T 15834)."""

import re
from collections.abc import Iterator

from zhongshu.domains.documents.checks.findings import Hit
from zhongshu.domains.documents.checks.manuscript import Paragraph
from zhongshu.domains.documents.checks.registry import PUNCTUATION, paragraph_rule, pattern_rule
from zhongshu.domains.documents.checks.rules.punctuation import MARK, H

pattern_rule(
    "PUN-QUOTE-LIST",
    (r"(?<=》)(?P<x>[、，])(?=《)", lambda match: "" if match.group() == "、" else None, "并列的书名号之间不用顿号"),
    (r"(?<=”)(?P<x>、)(?=“)", "", "并列的引号之间不用顿号"),
    (
        r"(?:实行|推行|落实|坚持|做到|开展|推进|实施|提出|打造|建立|完善)“[^“”，。]{2,8}”(?P<x>，)(?=“[^“”，。]{2,8}”(?:[。；]|等|的))",
        "",
        "并列的引号之间不用逗号",
    ),
    name="并列引号、书名号之间",
    clause=f"{PUNCTUATION} 4.5.3.5",
    explanation="标有引号、书名号的并列成分之间通常不用顿号",
    **MARK,
    fails=[
        ("落实《办法》、《规定》要求", "落实《办法》《规定》要求"),
        ("推进“双随机”、“一公开”监管", "推进“双随机”“一公开”监管"),
        ("实行“一户一策”，“一企一策”。", "实行“一户一策”“一企一策”。"),
    ],
    passes=["落实《办法》《规定》要求", "《办法》（试行）、《规定》", "《办法》和《规定》"],
)

pattern_rule(
    "PUN-QUOTE-STOP",
    (
        r"(?:强调|指出|说|提出|要求|认为|写道|规定|提到|表示|明确)(?:：|:)(?P<x>“(?P<i>[^“”]*[^“”。！？…])”。)",
        r"“\g<i>。”",
        "冒号后独立引用的话，句末点号放在引号内",
    ),
    (
        rf"(?<=[{H}])(?<![说道言云曰：])(?P<x>(?P<q>“[^“”。！？]{{2,16}})。”)(?=$|[{H}])",
        None,
        "引文只是句子的一部分，句末点号放在引号外",
    ),
    (
        r"(?P<x>[。！？]”[。，])",
        lambda match: match.group()[:2] if match.group()[2] == "。" else None,
        "引号内外重复使用句末点号",
    ),
    (r"(?P<x>，”)(?=[，。；])", "”", "引号内外重复使用标点"),
    name="引文末尾的点号",
    clause=f"{PUNCTUATION}附录A.2",
    explanation="独立引用的话点号在引号内，作为句子成分的引文点号在引号外",
    **MARK,
    needs="”",
    fails=[
        ("会议强调：“要压实责任，抓好落实”。", "会议强调：“要压实责任，抓好落实。”"),
        "要坚持“以人为本。”",
        ("他说：“要抓好落实。”。", "他说：“要抓好落实。”"),
    ],
    passes=["会议强调：“要压实责任，抓好落实。”", "要坚持“以人为本”。", "提出“三个代表”。"],
)


@paragraph_rule(
    "PUN-PAIR",
    name="引号、括号、书名号成对",
    clause=f"{PUNCTUATION} 4.8—4.15",
    **MARK,
    explanation="引号、括号、书名号应当成对，方向正确",
    fails=[
        "根据《实施办法的规定，",
        "根据实施办法》的规定，",
        "（以下简称中心，",
        "开展“安全生产月活动。",
        "推进”双随机“监管",
        "根据《关于印发《办法》的通知》精神，",
        '学习了会议精神"。',
    ],
    passes=["根据《实施办法》的规定，", "一）加强", "“一是‘甲’；二是‘乙’。”"],
)
def pairs(paragraph: Paragraph) -> Iterator[Hit]:
    text = paragraph.text
    straight = [match.start() for match in re.finditer('"', text)]
    if len(straight) == 1:
        yield Hit(straight[0], straight[0] + 1, "引号不成对")
    for opening, closing, name in (
        ("《", "》", "书名号"),
        ("（", "）", "括号"),
        ("“", "”", "引号"),
        ("〔", "〕", "六角括号"),
        ("【", "】", "方头括号"),
    ):
        if opening not in text and closing not in text:
            continue
        depth: list[int] = []
        for match in re.finditer(f"[{opening}{closing}]", text):
            if match.group() == opening:
                if depth and opening in "《“":
                    inner = "〈〉" if opening == "《" else "‘’"
                    yield Hit(match.start(), match.end(), f"{name}里面再用{name}时，里面的用“{inner}”")
                depth.append(match.start())
            elif depth:
                depth.pop()
            elif not (closing == "）" and re.match(r"^[一二三四五六七八九十\d]{1,3}）", text)):
                yield Hit(match.start(), match.end(), f"{name}不成对，缺少前一半")
        for place in depth:
            yield Hit(place, place + 1, f"{name}不成对，缺少后一半")


pattern_rule(
    "PUN-BOOK",
    (
        r"(?P<x>《(?P<i>[^《》]{2,20}(?:活动|会议|大会|论坛|培训班|晚会|展览会|博览会|运动会|班车|商标|奖|称号|杯赛))》)",
        r"“\g<i>”",
        "书名号不用于会议、活动、奖项等名称",
    ),
    (r"(?P<x>《(?P<i>[^《》]{2,14}(?:局|委员会|公司|办公室|中心|学校|医院|领导小组))》)", r"\g<i>", "书名号不用于单位名称"),
    (
        r"(?P<x>《(?P<i>(?:居民)?身份证|护照|驾驶证|毕业证(?:书)?|工作证|营业执照|户口(?:簿|本)|结婚证|学生证)》)",
        r"\g<i>",
        "书名号不用于证照名称",
    ),
    (r"主题(?:是|为|：)(?P<x>《(?P<i>[^《》]{2,30})》)", r"“\g<i>”", "活动主题用引号，不用书名号"),
    (
        rf"(?P<x>“(?P<i>[{H}（）]{{2,30}}(?:条例|管理办法|实施办法|实施细则|暂行规定|法（修订）))”)(?!式)",
        r"《\g<i>》",
        "法规、规章和文件名称用书名号",
    ),
    (
        r"(?:根据|按照|依据|依照|违反|印发的?|贯彻|落实)(?P<x>“(?P<i>关于[^“”]{4,60}的(?:通知|意见|决定|报告|通报|批复|函|请示))”)",
        r"《\g<i>》",
        "文件名称用书名号",
    ),
    name="书名号用法",
    clause=f"{PUNCTUATION} 4.15",
    explanation="书名号用于书籍、报刊、文件等名称，不用于会议、活动、单位、证照",
    **MARK,
    needs="《“",
    fails=[
        ("开展《安全生产月活动》", "开展“安全生产月活动”"),
        ("请携带《身份证》", "请携带身份证"),
        ("活动主题为《绿水青山》。", "活动主题为“绿水青山”。"),
        ("根据“云州市档案管理办法”的规定", "根据《云州市档案管理办法》的规定"),
    ],
    passes=["落实《实施办法》", "根据《中华人民共和国会计法》"],
)

pattern_rule(
    "PUN-BRACKET-END",
    (r"[^。！？；]（[^（）。]{2,60}(?P<x>。）)$", "）。", "括号注释句中词语的，句号放在括号外"),
    (rf"（[^（）。]{{1,40}}(?P<x>。)）(?=[，。；、{H}])", "", "句内括号里的文字末尾不用句号"),
    (r"(?<=[。])（[^（）]{4,60}[^。）！？]）(?P<x>。)$", None, "句外括号自有句号，括号外不再用句号"),
    (r"(?P<x>，)（[^（）]{1,30}）(?=[，。；])", None, "句内括号紧贴被注释的词语，括号前不用逗号"),
    name="括号与点号",
    clause=f"{PUNCTUATION} 4.9",
    explanation="句内括号紧贴被注释词语，括号内末尾不用句号",
    **MARK,
    needs="（",
    fails=[
        ("各单位（含直属单位。）要认真落实。", "各单位（含直属单位）要认真落实。"),
        "各县，（含开发区），要认真落实。",
        ("组长由县长担任（副县长任副组长。）", "组长由县长担任（副县长任副组长）。"),
    ],
    passes=["各单位（含直属单位）要认真落实。", "要认真落实。（附后）"],
)
