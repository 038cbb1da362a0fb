"""语体: what is too colloquial, too vague, too pressing, or not fit for an official text."""

import re
from collections.abc import Iterator

from zhongshu.domains.documents.checks.findings import Category, Gate, Hit, Severity
from zhongshu.domains.documents.checks.manuscript import PROSE, Kind, Manuscript, Paragraph
from zhongshu.domains.documents.checks.prefilter import pieces, required
from zhongshu.domains.documents.checks.registry import Example, document_rule, paragraph_rule, quoted_spans

WORD = {"category": Category.WORDING, "gate": Gate.WORDING}
CLAUSE = "公文语言规范：庄重、准确、简洁（《党政机关公文处理工作条例》第十九条）"
_H = "一-鿿"

# expression → what to write instead; empty: say it otherwise
SPOKEN: tuple[tuple[str, str], ...] = (
    (r"咱们?", ""),
    (r"(?<![哑])啥(?:的|时候|事)?", ""),
    (r"咋(?:办|样|整)?", ""),
    (r"(?<![一二三四五六七八九十])(?:这|那|哪|啥|没|有|多大|大|小|好|坏|新|出|办|这么|那么)(?:个)?事儿", ""),
    (
        r"(?:一会|一点|有点|那|这|好好|今|明|昨|后|慢慢|差点|哪|味|玩意|劲|事|活|人|头|份|点|块|个)儿(?!童|子|女|科|歌|媳|孙|保|化|戏|时|[茶])",
        "",
    ),
    (r"(?<=[^，。；])(?:呢|吧|啊|呀|嘛|啦|哦|喽|呗|哇|咯)(?=[。，！？；]|$)", ""),
    (r"赶紧(?!迫)", "尽快"),
    (r"赶快", "尽快"),
    (
        r"(?:批|看|说|办|弄|问|查|搞|改|研究|处理|讨论|考虑|汇报|安排|通知|帮|支持|协调|解决|商量|了解|整|管|催|报|审|核对|关心|照顾|重视|配合)一下(?!子)",
        "",
    ),
    (r"等着用(?:钱)?|等钱用|急着(?:用|要)", ""),
    (r"好多(?!发|边)", "许多"),
    (r"好些(?=人|个|事|问题|单位|地方)", "一些"),
    (r"没法(?!律|治|定|规|制|院|人)", "无法"),
    (r"没准|说不准|说不定|保不齐|保不准", "可能"),
    (r"没(?:啥|事|钱|人管|办法|招|辙|影|戏|门|谱)(?=[，。；！了]|，)", ""),
    (r"差不多(?!数)", "基本"),
    (r"压根(?:儿|就)?", "根本"),
    (r"要不(?:然)?(?=[，]|就)(?<!需要不)(?<!只要不)(?<!还要不)", "否则"),
    (r"(?<![分区特识个级性辨告类差送鉴界甄派国离])别(?=忘|再|让|总|老|乱|随便|光|只|把|不|给|想|说|怕|急|去|来(?!源))", "不要"),
    (r"(?:干嘛|干吗|干啥|为啥|凭啥)", ""),
    (
        r"靠谱|给力|吐槽|忽悠|雷人|奇葩|坑爹|牛(?:掰|逼|叉)|土豪|屌丝|点赞|打call|吃瓜|刷屏|种草|躺枪|甩锅|躺平|摆烂|内卷|破防|逆天|秒杀|套路深|画大饼|割韭菜|翻车|网红脸|神操作|杠杠的|妥妥的?|必须的|亲们|小伙伴们?|宝子|给跪|狂刷|搞事情",
        "",
    ),
    (r"折腾", ""),
    (r"拉倒|算了(?=[，。！])|得了吧|打住(?=[，。])", ""),
    (r"糊弄|应付了事(?!的)|瞎(?:搞|弄|指挥|折腾|忙|说|干|编)|乱(?:搞(?!男)|弄|来(?=[，。]))|胡(?:搞|来|弄|闹|说)(?!八)", ""),
    (r"顶多|撑死|最多也就", "最多"),
    (r"一个劲|一股脑|一门心思|变着法|想方设法地弄|死活(?=不|要|得)", ""),
    (
        r"今儿|明儿|昨儿|前儿个|眼下(?!的)|这阵子|那阵子|这会(?=，|就|也)|那会(?=，|的时候)|打那以后|一准|立马|立刻马上|老早|早就(?=[^已])",
        "",
    ),
    (
        r"(?:我们|我局|我县|我单位|此事|这件事|领导|办公会|会议)?(?:都|已经|已)?(?:研究|讨论|商量|考虑|看|问|说|查|办|传达|安排|布置)过了(?=[。，；！]|$)",
        "",
    ),
    (r"弄(?=清楚|明白|好|到|了|个|来|成|完|不|出|错|虚)(?<!玩弄)(?<!嘲弄)(?<!弄虚)(?!虚作假)", ""),
    (
        r"搞定|搞掂|搞砸|搞不清楚?|搞不懂|搞不好(?=[，就])|搞什么|搞得(?=[^好])|搞(?=钱|点|个(?!人|别|体))|整(?=点|个(?:什么|活动|方案出)|明白|好(?!的)|利索)",
        "",
    ),
    (r"麻烦(?:您|你们?|贵|领导|各位)(?=[^，。]{1,})|拜托|求求|行行好", "请"),
    (
        r"行不行|好不好|可不可以|能不能(?=给|帮|批|请|把)|成不成|中不中|要不要得|怎么样(?=[，？。]|才)|怎么办(?=[，？])|怎么(?=搞|弄|整|就)|多么(?=的|地)?",
        "",
    ),
    (r"老是|老(?=拖|催|说|不|往)(?<!养老)(?<!敬老)(?<!尊老)(?<!助老)(?<!长老)(?<!古老)", ""),
    (
        r"特别特别|特好|特棒|超(?:好|级好|棒)|真(?:棒|好|行|不错)(?=[，。！])|挺(?=好|多|大|不错|快|高|难|重|严重|紧|满意|重视|重要|支持|认真|辛苦|有)",
        "很",
    ),
    (r"不咋(?:样|地)?|不太行|不怎么样|还行(?=[，。])|马马虎虎|凑合|凑乎|将就(?=[，。一着])|对付(?=着|一下)", ""),
    (
        r"闹(?=矛盾|情绪|意见|不愉快|心|着玩)(?<!胡闹)|吵吵|嚷嚷|唠叨|扯皮(?!推诿)|磨叽|磨蹭|拖拉(?=[，。着])|懒得|犯不着|划不来|合不来|来不来(?=就)|用不着|犯难|摊上|赶上(?=[^来超])(?=这|那|这么|下雨|周末)|碰上(?=[^海])",
        "",
    ),
    (
        r"(?:这|那)么(?=着|多(?:人|钱|事)|大(?:的)?(?:事|问题|雨)|个|回事|点|好|难|办|干|搞)|这样一来|这下子?|那下子?|回头(?=再|我|把|给|补)|完了(?=就|再|，我|还)|然后呢|接着呢|反正(?=[^面])|其实吧|说白了|说到底|老实说|坦白说|不瞒(?:您|你)说|话说回来|实话实说|总而言之一句话",
        "",
    ),
    (
        r"(?:大伙|大家伙|哥们|弟兄们?|乡亲们|老乡们|爷们|娘们|头头|当官的|老板们?|一把手们|小年轻|小伙|老头|老太太|娃娃?(?!鱼|司|菜)|孩子们|爹妈|爸妈)(?=[^，。]{0,1})",
        "",
    ),
    (r"(?:钱|经费|资金|人手|时间|地方|东西)(?:都|也)?(?:不够(?:用|花)|没(?:了|有了)|花光了|用完了)(?=[，。]|呢)", ""),
    (r"(?:帮|给)(?:我们|咱们|我局|我县)?(?:帮|个)?忙(?=[，。]|解决|批|办)|帮帮忙|帮个忙|搭把手|出把力", ""),
    (
        r"给(?:我们|我局|我县|我单位|我校|我镇|我乡)?(?:批(?!评|准|复|示|次|量|发)|拨(?!付|款)|弄|解决(?=了|点|下|吧))(?=[^，。]{0,8})",
        "",
    ),
    (
        r"(?:真是|简直|实在是|真的是)(?:太|很)?(?=[^，。]{1,10}(?:了|极了|啊))|太(?=[^平阳湖原空极子行上和古仓康][^，。]{0,5}了(?:[，。！]|$))",
        "",
    ),
    (r"(?<![时])(?:多亏|亏得|幸亏)(?=了?[^，。])", ""),
    (r"(?:老|小)(?:张|王|李|赵|刘|陈|杨|黄|周|吴)(?=(?:同志)?(?:说|在|是|家|和|的|也|说))(?!家界)", ""),
    (
        r"您好|你好[，。！：]|此致敬礼|此致\s*敬礼|祝(?:您|您们|你们|各位领导|领导)?(?:工作顺利|身体健康|万事如意|阖家)|谢谢(?:您|你们|领导|各位)?(?=[。！，]|$)|辛苦(?:您|你们|领导)?了(?=[。！，])|非常感谢(?=[。！]|您|领导)|不胜感激(?:涕零)?|感激不尽|跪求",
        "",
    ),
    (
        r"(?:希望|请|求|盼|望)(?:上级|各级|有关|县|市)?领导(?:同志)?(?:们)?(?:能(?:够)?|可以)?(?:赶紧|赶快|尽快|早点|早日|快点|抓紧|帮|给|体谅|理解|高抬贵手|开恩|格外|多多)",
        "",
    ),
    (r"快点|早点(?!名)|麻利|抓紧点|利索点|痛快点", "尽快"),
    (r"(?:拍|搞|混|糊|忙|催|赶|弄|拖|管)(?:得|的)(?:够呛|要命|不行|要死|厉害(?=[，。]))", ""),
    (
        r"(?:不得了|了不得|要命|够呛|没治了|倒霉|糟糕透|糟透|一团糟|乱糟糟|闹心|窝火|添堵|头疼(?=[，。的])|头大|抓瞎|抓狂|崩溃(?=[，。了]))",
        "",
    ),
    (r"(?:肯定|一定|绝对)(?:没(?:问题|事|错)|不会错)(?=[，。！])|包在(?:我|我们)身上|放心吧|一句话的事", ""),
    (
        r"(?:七嘴八舌地?|稀里糊涂|糊里糊涂|吊儿郎当|大大咧咧|马大哈|二愣子|一窝蜂(?=[地似])|拖泥带水地|鸡毛蒜皮|乱哄哄|闹哄哄|热火朝天地干|哗哗|呼呼|咔咔|唰唰|噌噌)",
        "",
    ),
)
_SPOKEN = [(re.compile(expression), new, required(expression)) for expression, new in SPOKEN]


def _free(text: str) -> str:
    """Return the text with what stands in quotation marks blanked, in place."""
    if "“" not in text and "《" not in text:
        return text
    out = list(text)
    for begin, end in quoted_spans(text):
        out[begin:end] = "□" * (end - begin)
    return "".join(out)


@paragraph_rule(
    "TXT-SPOKEN",
    name="口语",
    clause=CLAUSE,
    **WORD,
    kinds=PROSE | {Kind.TITLE},
    explanation="公文用书面语，不用口语、网络用语",
    fails=[
        "希望领导赶紧给批一下，我们等着用钱呢。",
        "这事儿我们研究过了",
        "咱们县的情况比较复杂。",
        "没法按时完成任务。",
        "这项工作挺重要。",
        "大伙都很满意。",
        "请领导帮帮忙。",
        "工作搞砸了。",
        "别忘了报送材料。",
        "有啥问题及时沟通。",
    ],
    passes=[
        "搞好安全生产工作",
        "要不断加强管理",
        "少年儿童",
        "“躺平”式干部",
        "请予支持",
        "区别对待",
        "特别是",
        "整治“吃拿卡要”问题",
        "敬老院",
        "一下子",
        "挺进",
        "这么做的目的",
    ],
)
def spoken(paragraph: Paragraph) -> Iterator[Hit]:
    text = _free(paragraph.text)
    end = -1
    hits = []
    present = pieces(text)
    for expression, new, literals in _SPOKEN:
        if literals and literals.isdisjoint(present):
            continue
        hits += [(match.start(), match.end(), new) for match in expression.finditer(text) if match.end() > match.start()]
    for begin, stop, new in sorted(hits):
        if begin < end:
            continue
        end = stop
        shown = paragraph.text[begin:stop]
        yield Hit(begin, stop, f"“{shown}”是口语，请改用书面语" + (f"，如“{new}”" if new else ""), new or None)


_VAGUE = re.compile(
    r"(?P<x>大概(?!念|率|括)|也许|或许|估计(?=有|是|会|在|能)|好像|似乎|说不清|可能(?=会|有|是)(?!性)|左右不差|若干(?=天|人|元|个月)|一阵子|过些(?:天|日子)|没多久|不久(?=前|后|将)|改天|有时间的时候|方便的时候|尽可能(?=快|早)地?|差一些|不少(?=人|单位|地方)|相当一部分(?:人|单位)?)"
)


@paragraph_rule(
    "TXT-VAGUE",
    name="含混词语",
    clause=CLAUSE,
    **WORD,
    kinds=PROSE,
    severity=Severity.HINT,
    explanation="公文用语应当准确",
    fails=["大概需要三天。", "估计有二十人参加。"],
    passes=["约需三天。", "概念", "可能性较大"],
)
def vague(paragraph: Paragraph) -> Iterator[Hit]:
    text = _free(paragraph.text)
    for match in _VAGUE.finditer(text):
        yield Hit(match.start(), match.end(), f"“{match.group()}”不准确，请写明或删去")


_PRESSING = re.compile(
    r"(?P<x>(?:请|望|盼|希望|要求)?(?:贵[局委部厅省市县区单位]|上级|市政府|县政府|省政府|领导)?(?:务必|必须|一定要|速速|立即|火速|从速|马上|速|(?<!尽)快)(?:于[^，。]{2,14}前|在[^，。]{2,14}内|尽快|给予|予以|研究)?(?:批复|批准|批示|答复|拨付|拨款|审批|解决经费|下拨|回复|函复)|请速(?:批|复|拨|办)|速批|速复|望速|否则(?:后果自负|一切后果|责任由)|后果自负|限(?:你|贵)[^，。]{0,10}(?:日|天)内(?:批复|答复|拨付)|如不(?:批准|解决|答复|拨付)[^，。]{0,12}(?:就|将|则))"
)


@paragraph_rule(
    "TXT-PRESSING",
    name="语气不得体",
    clause=CLAUSE,
    **WORD,
    kinds=PROSE,
    also=Category.CLOSING,
    explanation="上行文、平行文不用命令、催逼的语气",
    fails=["请务必于月底前批准。", "望速批复。", "请贵局必须尽快答复。", "请速批。"],
    passes=["请予批准。", "请尽快函复为盼。", "各单位务必于月底前完成。", "不得拖延，违者依法处理。"],
)
def pressing(paragraph: Paragraph) -> Iterator[Hit]:
    for match in _PRESSING.finditer(_free(paragraph.text)):
        yield Hit(match.start(), match.end(), "语气不得体：向上级或平级机关行文，用“请予批准”“请予函复”等")


@document_rule(
    "TXT-COMMANDING",
    name="上行文、平行文的语气",
    clause=CLAUSE,
    **WORD,
    unit="document",
    explanation="请示、报告、函不用“责令”“严禁”“必须”等对受文机关发令的词语",
    fails=[
        "云州市教育局关于商请支持校园安全工作的函\n云州市公安局：\n请你局严格执行，不得有误。\n云州市教育局\n2024年3月5日",
        Example("责令你局尽快拨付。", facts={"document_type": "函"}),
    ],
    passes=["云州市教育局关于商请支持校园安全工作的函\n云州市公安局：\n请予支持为盼。\n云州市教育局\n2024年3月5日"],
)
def commanding(manuscript: Manuscript) -> Iterator[Hit]:
    if manuscript.document_type not in ("函", "请示", "报告"):
        return
    for paragraph in manuscript.text:
        match = re.search(
            r"责令[你贵]|(?:要求|命令|责成)(?:你|贵)[局委部厅县市单]|[你贵](?:局|委|部|厅|县|市|单位|办)[^，。]{0,8}(?:必须|务必|不得)|(?:遵照|严格|认真贯彻)执行，?不得有误|不得有误|照此执行",
            paragraph.text,
        )
        if match:
            yield Hit(
                match.start(),
                match.end(),
                f"“{manuscript.document_type}”的语气不得体，请用商洽或请求的语气",
                paragraph=paragraph.index,
            )


_EMOTION = re.compile(r"[！!]")


@paragraph_rule(
    "TXT-EXCLAIM",
    name="叹号",
    clause=CLAUSE,
    **WORD,
    kinds={Kind.BODY, Kind.HEADING},
    severity=Severity.HINT,
    explanation="公文一般不用叹号",
    fails=["请尽快批准！"],
    passes=["请予批准。"],
)
def exclaim(paragraph: Paragraph) -> Iterator[Hit]:
    for match in _EMOTION.finditer(_free(paragraph.text)):
        yield Hit(match.start(), match.end(), "公文一般不用叹号", "。" if match.end() == len(paragraph.text) else None)
