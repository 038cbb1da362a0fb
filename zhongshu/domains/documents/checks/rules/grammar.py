"""用词与语法: redundancy, mixed patterns, double negation, conjunctions, order, missing parts, particles."""

import re
from collections.abc import Iterator

from zhongshu.domains.documents.checks.findings import Category, Gate, Hit, Severity
from zhongshu.domains.documents.checks.manuscript import PROSE, Kind, Paragraph
from zhongshu.domains.documents.checks.registry import DICTIONARY, GRAMMAR, paragraph_rule, pattern_rule, quoted_spans
from zhongshu.domains.documents.checks.words import wording

TEXT = {"category": Category.WORDING, "gate": Gate.WORDING, "kinds": PROSE | {Kind.TITLE}}

pattern_rule(
    "TXT-REPEAT",
    *wording.REPEATED,
    name="语意重复",
    clause=GRAMMAR,
    explanation="同一意思不重复表达",
    **TEXT,
    fails=[
        ("涉及到群众切身利益的问题", "涉及群众切身利益的问题"),
        ("资金来自于财政拨款", "资金来自财政拨款"),
        ("目的是为了加强管理。", "目的是加强管理。"),
        ("原因是因为管理不善。", "原因是管理不善。"),
        ("各单位必须要认真落实。", "各单位必须认真落实。"),
        ("切忌不要走过场。", "切忌走过场。"),
        ("再次重申有关要求。", "重申有关要求。"),
        ("付诸于行动。", "付诸行动。"),
        "近三十多年来，",
        "情况有所明显好转。",
    ],
    passes=["涉及群众切身利益", "目的是加强管理", "近三十年来", "涉及到位不到位的问题"],
)

pattern_rule(
    "TXT-MIXED",
    *wording.MIXED,
    name="句式杂糅",
    clause=GRAMMAR,
    explanation="两种句式不混在一起",
    **TEXT,
    fails=[
        "领导小组以县长为主组成。",
        "围绕以经济建设为中心，",
        "本着便民为原则，",
        "根据群众满意为标准，",
        "事故原因是违章操作造成的。",
        "深受群众所欢迎。",
        "以方便群众的原则，",
        "为了提高效率为目的，",
    ],
    passes=[
        "以经济建设为中心，",
        "由县长任组长，",
        "本着便民的原则，",
        "深受群众欢迎。",
        "按照便民的原则，",
        "以人民为中心的发展思想",
    ],
)

pattern_rule(
    "TXT-NEGATION",
    *wording.NEGATION,
    name="否定失当",
    clause=GRAMMAR,
    explanation="“防止”“避免”“切忌”“严禁”等已含否定",
    **TEXT,
    fails=[
        "各单位要防止不发生类似问题。",
        "避免不再出现类似情况。",
        "严禁不得收受礼品。",
        "我们无时无刻都在想着群众。",
        "防止此类事故不再发生。",
        "难免不出差错。",
    ],
    passes=["防止发生类似问题。", "确保不发生类似问题。", "严禁收受礼品。", "无时无刻不在想着群众。", "防止不正当竞争"],
)

pattern_rule(
    "TXT-LINK",
    *wording.LINKED,
    name="关联词语",
    clause=GRAMMAR,
    explanation="关联词语应当成对使用、搭配正确",
    **TEXT,
    fails=[
        "只有加强领导，就能做好工作。",
        "只要加强管理，才能提高效率。",
        "虽然任务艰巨，所以要加快进度。",
        "因为时间紧张，但是任务完成了。",
        "不但完成了任务，但是提高了质量。",
    ],
    passes=[
        "只有加强领导，才能做好工作。",
        "只要加强管理，就能提高效率。",
        "虽然任务艰巨，但是完成了。",
        "不仅完成了任务，而且提高了质量。",
    ],
)

pattern_rule(
    "TXT-ORDER-OF-WORDS",
    *wording.ORDERED,
    name="语序",
    clause=GRAMMAR,
    explanation="并列成分按事理先后排列",
    **TEXT,
    fails=[
        ("会议讨论并听取了工作报告。", "会议听取并讨论了工作报告。"),
        ("要及时解决和发现问题。", "要及时发现和解决问题。"),
        ("落实和制定各项措施。", "制定和落实各项措施。"),
    ],
    passes=["会议听取并讨论了工作报告。", "要及时发现和解决问题。"],
)


_INCOMPLETE = [(re.compile(expression), message) for expression, _, message in wording.INCOMPLETE]


@paragraph_rule(
    "TXT-INCOMPLETE",
    name="成分残缺",
    clause=GRAMMAR,
    explanation="句子应当有主语、宾语等必要成分",
    **TEXT,
    fails=[
        "通过这次培训，使广大干部提高了认识。",
        "经过大家的努力，使工作有了起色。",
        "在县委的正确领导，各项工作取得进展。",
        "要充分发挥党支部的战斗堡垒。",
        "对存在的问题要认真进行。",
        "这项工作具有十分重要的。",
        "起到了示范带动。",
    ],
    passes=[
        "通过这次培训，广大干部提高了认识。",
        "这次培训使广大干部提高了认识。",
        "在县委的正确领导下，各项工作取得进展。",
        "要充分发挥党支部的战斗堡垒作用。",
        "充分发挥市场机制作用，",
        "通过平台申请的，使用人应当登记。",
        "不予以受理。",
    ],
)
def incomplete(paragraph: Paragraph) -> Iterator[Hit]:
    text = paragraph.text
    if paragraph.kind == Kind.TITLE:
        return
    for expression, message in _INCOMPLETE:
        for match in expression.finditer(text):
            begin, end = match.span("x")
            yield Hit(begin, end, message.format(found=text[begin:end]))


_DOUBLED = re.compile(r"(?P<x>(?P<a>的|了|是|在|和|与|对|为|将|把|被|于|及|或|由|从|以|向|要|请|各|就|也|都|根据|按照)(?P=a))")
_DOUBLED_FINE = re.compile(
    r"的的确确|是是非非|了了(?:之|解)|对对(?:子|双)|为为|和和美美|各各|就就|要要|从从容容|以以|也也|都都|与与|被被"
)
_WORDS_TWICE = re.compile(r"(?P<x>(?P<a>[\u4e00-\u9fff]{2,5})(?P=a))(?!\1)")
_TWICE_FINE = frozenset(
    [
        "研究",
        "讨论",
        "考虑",
        "商量",
        "学习",
        "了解",
        "参考",
        "交流",
        "调查",
        "活动",
        "比较",
        "打扮",
        "分析",
        "试探",
        "一个",
        "一批",
        "一年",
        "一步",
        "一次",
        "一件",
        "一家",
        "一户",
        "某某",
        "等等",
        "许许",
        "多多",
        "个个",
        "人人",
        "家家",
        "户户",
        "天天",
        "长长",
        "久久",
        "妈妈",
        "××",
        "甲乙",
        "谢谢",
        "哈哈",
        "渐渐",
    ]
)


@paragraph_rule(
    "TXT-TWICE",
    name="重字重词",
    clause="校对规范",
    category=Category.TYPO,
    gate=Gate.WORDING,
    kinds=PROSE | {Kind.TITLE, Kind.RECIPIENTS},
    also=Category.WORDING,
    explanation="字词重复",
    fails=[
        ("认真落实的的各项任务", "认真落实的各项任务"),
        ("要进一步进一步加强管理", "要进一步加强管理"),
        ("各级各级党组织", "各级党组织"),
        ("加强对对农村工作的领导", "加强对农村工作的领导"),
    ],
    passes=["的的确确", "研究研究", "年年有余", "是是非非", "各方各面", "一步一步推进"],
)
def twice(paragraph: Paragraph) -> Iterator[Hit]:
    text = paragraph.text
    for match in _DOUBLED.finditer(text):
        word = match.group("a")
        if paragraph.kind == Kind.TITLE and word == "的":
            continue  # a rule of its own for titles
        if _DOUBLED_FINE.match(text, match.start()) or text[match.start() - 1 : match.start()] == "一":
            continue
        yield Hit(match.start(), match.end(), f"“{word}”重复", word)
    for match in _WORDS_TWICE.finditer(text):
        word = match.group("a")
        if paragraph.kind == Kind.TITLE and word == "关于":
            continue
        if word in _TWICE_FINE or len(set(word)) == 1 or word[0] == "一" or re.search(r"[省市县区州镇乡村]$", word):
            continue
        yield Hit(match.start(), match.end(), f"“{word}”重复", word)


_ADVERB = "认真|切实|积极|扎实|深入|全面|及时|严格|主动|努力|不断|自觉|充分|有效|稳步|有序|迅速|坚决|大力|耐心|细致|科学|合理|灵活|创造性|有针对性|有计划|有步骤|有重点|更好|密切|逐步|持续|准确|深刻|全力|妥善|热情|高效|顺利|圆满|坚定不移|实事求是|因地制宜|客观|公正|严肃|正确|慎重|虚心|真诚|广泛|集中|逐项|逐一|有力"
_VERB = "贯彻|做好|抓好|抓紧|抓|搞好|完成|履行|遵守|参加|参与|反映|解决|处理好|回答|提高|提升|加强|推动|推进|落实|学习|执行|开展|研究|分析|组织|配合|坚持|维护|促进|掌握|把握|认识到|听取|检查|整改|改进|实施|做|干|办理|报告|报送|化解|服务(?=群众|企业|基层|于)|发挥|保障|防范|排查|协调"

pattern_rule(
    "TXT-PARTICLE",
    (
        rf"(?:{_ADVERB})(?P<x>的)(?=(?:{_VERB})(?!的)[\u4e00-\u9fff《“]{{2,}})(?!(?:学习|研究|工作|分析|组织|服务|检查|报告|落实|执行|实施|开展|推进|配合|协调|保障|改进|推动|促进|维护|整改)(?:态度|氛围|方法|成果|成效|力度|情况|机制|体系|环境|能力|水平|作风|精神|方式|措施|和|与|、|保障|基础|效果|方案|制度|工作|过程|结果|意识|格局|责任|作用|意义|影响|关系|精神|实施|推进|是|对|有))",
        "地",
        "状语后用“地”",
    ),
    (
        r"(?:重要|重大|深远|积极|显著|明显|严重|良好|宝贵|突出|深刻|广泛|巨大|坚实|优异)(?P<x>地)(?=(?:意义|作用|成绩|成效|影响|问题|贡献|任务|基础|条件|经验|位置|地位|机遇|举措|进展|效果|变化|成果|教训|责任))",
        "的",
        "定语后用“的”",
    ),
    (
        r"(?:全[省市县国区]|各级|我[省市县国]|人民|群众|企业|农村|社会|经济|干部|工作)(?P<x>地)(?=(?:发展|建设|需要|要求|利益|领导|支持|力量|水平|任务|安排|部署|意见))",
        "的",
        "定语后用“的”",
    ),
    (
        rf"(?:得到|进行|给予|予以|作出?|做出?|起到|受到|获得|开展|取得|有)了?(?:{_ADVERB}|很好|高度|极大|进一步|系统|有力|明显|显著|详细|热烈|广泛)(?P<x>地)(?=[\u4e00-\u9fff]{{2,4}}(?:[，。；、和]|$))",
        "的",
        "“得到”“进行”等之后用“的”",
    ),
    (rf"(?:{_ADVERB}|大力|广泛)(?P<x>地的|的地)(?=[\u4e00-\u9fff]{{2}})", "地", "“的”“地”重复"),
    (r"(?P<x>取的)(?=了|[^，。；]{0,8}(?:成绩|成效|进展|效果|突破))", "取得", "应写“取得”"),
    (r"(?P<x>获的)(?=了|[^，。；]{0,8}(?:好评|奖|称号|成功|肯定))", "获得", "应写“获得”"),
    (r"(?P<x>使的)(?=[工各群全干大企农人问])", "使得", "应写“使得”"),
    (r"(?P<x>值的)(?=肯定|推广|学习|借鉴|注意|重视|一提|关注|表扬|研究)", "值得", "应写“值得”"),
    (r"(?P<x>(?<![觉])显的)(?=更|十分|非常|尤)", "显得", "应写“显得”"),
    (r"(?P<x>变的)(?=更加|更|越来越|十分|复杂|困难)", "变得", "应写“变得”"),
    (r"(?P<x>不的)(?=随意|擅自|以任何|违反|超过|收受|参与|从事)", "不得", "应写“不得”"),
    (
        r"(?<=[做干办抓搞写讲走管落建])(?P<x>的)(?=(?:很|更|较|比较|非常|十分|不够|特别)?(?:好|细|实|不好|扎实|到位|深|快|不错|漂亮|不细|不实)(?=[，。；、了]|$))",
        "得",
        "补语前用“得”",
    ),
    (
        r"(?:取|获|赢|使|值|觉|免|懂|晓|博|求|夺|显|舍不)(?P<x>地)(?=了|[^方区点位名块图理]{0,6}(?:成绩|成效|进展|效果|胜利|好评|信任))(?<!免地)",
        "得",
        "应写“得”",
    ),
    name="的、地、得",
    clause=DICTIONARY,
    explanation="定语后用“的”，状语后用“地”，补语前用“得”",
    category=Category.WORDING,
    also=Category.TYPO,
    gate=Gate.WORDING,
    kinds=PROSE | {Kind.TITLE},
    needs="的地",
    fails=[
        ("要认真的贯彻会议精神。", "要认真地贯彻会议精神。"),
        ("具有重要地意义。", "具有重要的意义。"),
        ("取的了显著成绩。", "取得了显著成绩。"),
        ("工作做的很扎实。", "工作做得很扎实。"),
        ("积极的推动经济发展。", "积极地推动经济发展。"),
        ("进行了认真地研究。", "进行了认真的研究。"),
        ("大力地的开展宣传。", "大力地开展宣传。"),
    ],
    passes=[
        "认真的学习态度",
        "要认真贯彻会议精神。",
        "具有重要的意义。",
        "积极的推动作用",
        "全面的发展",
        "严格的工作要求",
        "科学的分析方法",
    ],
)

pattern_rule(
    "TXT-ONE-SIDED",
    (
        r"(?P<x>能否|是否能够?|能不能|是否)[^，。；]{2,30}，?(?:就)?是(?!否)[^，。；否]{0,20}(?:的)?(?:关键|保证|前提|基础|条件|保障|标志|体现|重要因素)(?=[，。；所])",
        None,
        "两面对一面：前面说“能否”，后面只说了一面",
    ),
    (
        r"(?P<x>(?:质量|水平|效率|成绩|效果|好坏|高低|优劣)的?(?:好坏|高低|优劣|快慢))[^，。；]{0,10}(?:，)?是[^，。；否]{0,16}(?:的)?(?:保证|前提|基础|保障)(?=[，。；])",
        None,
        "两面对一面",
    ),
    (
        r"(?P<x>(?:好坏|高低|优劣|快慢|大小|成败))，?(?:直接)?(?:是|关系到?|决定|影响着?)[^，。；否]{2,24}(?:优秀|成功|良好|顺利|好)的?(?:标准|关键|标志|尺度)(?=[，。；])",
        None,
        "两面对一面：前面说“{found}”，后面只说了一面",
    ),
    name="两面与一面",
    clause=GRAMMAR,
    explanation="前后应当都说两面或都说一面",
    **TEXT,
    fails=["能否抓好落实，是做好工作的关键。", "能否按时完成任务是对干部的保证。", "工作的好坏，是衡量干部工作优秀的标准。"],
    passes=["能否抓好落实，是能否做好工作的关键。", "抓好落实是做好工作的关键。"],
)

pattern_rule(
    "TXT-PRONOUN",
    (r"(?P<x>你们(?=[局委县市区部厅省校院])|贵我双方)", None, "对受文机关称“你局”“你县”等"),
    (r"(?P<x>我们(?=[局委县市区部厅省校院]))", "我", "自称写“我局”“我县”等"),
    (r"(?P<x>咱们?(?=[局委县市区部厅省校院]))", "我", "自称写“我局”“我县”等"),
    name="称谓",
    clause="公文用语规范",
    explanation="公文用“我局”“你局”“贵单位”等规范称谓",
    **(TEXT | {"severity": Severity.HINT}),
    fails=[("我们县将认真落实。", "我县将认真落实。")],
    passes=["我县将认真落实。"],
)


def outside(paragraph: Paragraph, begin: int) -> bool:
    """Return whether a place lies outside quotations."""
    return not any(start <= begin < end for start, end in quoted_spans(paragraph.text))
