"""文种: whether there is one, whether it is one, whether it fits what is said (条例 art. 8)."""

import re
from collections.abc import Iterator

from zhongshu.domains.documents.checks.findings import Category, Gate, Hit, Severity
from zhongshu.domains.documents.checks.manuscript import Kind, Manuscript, Paragraph
from zhongshu.domains.documents.checks.registry import REGULATION, Example, document_rule, paragraph_rule, pattern_rule
from zhongshu.domains.documents.checks.words.types import NOT_TYPES, REGULATIONS, SENT_BY_NOTICE, bare_title, type_of_title
from zhongshu.kernel.document_types import LEGAL_TYPES

TYPE = {"category": Category.DOC_TYPE, "gate": Gate.APPROVAL, "kinds": {Kind.TITLE}, "unit": "title", "also": Category.TITLE}
ART8 = f"{REGULATION}第八条"
_WORDS = sorted(NOT_TYPES, key=len, reverse=True)


@paragraph_rule(
    "DOC-TYPE-VALID",
    name="法定文种",
    clause=ART8,
    severity=Severity.MUST,
    **TYPE,
    explanation="公文种类只有决议、决定、命令（令）、公报、公告、通告、意见、通知、通报、报告、请示、批复、议案、函、纪要十五种",
    fails=[
        "青禾县水利局关于申请防汛资金的申请",
        "云州市2021年财政决算情况的汇报",
        "关于2024年工作的总结",
        "关于解决办公用房的情况说明",
        "云州市教育局关于做好招生工作的安排意见书",
        "云州市水利局关于增加经费的申请报告",
        "云州市民政局关于停业的布告",
    ],
    passes=[
        "青禾县水利局关于拨付防汛资金的请示",
        "云州市献血条例",
        "云州市人民政府工作规则",
        "在全市工作会议上的讲话",
        "云州市第十四次会议纪要",
    ],
)
def valid(paragraph: Paragraph) -> Iterator[Hit]:
    text, bare = paragraph.text, bare_title(paragraph.text)
    whole = Hit(0, len(text))
    if re.search(r"申请报告$", bare):
        yield Hit(whole.begin, whole.end, "“申请报告”不是法定文种，向上级请求事项用“请示”")
        return
    if type_of_title(text) or bare.endswith(REGULATIONS) or re.search(r"[》”]$", bare):
        return
    word = next((word for word in _WORDS if bare.endswith(word)), "")
    if not word and (found := re.search(r"(?:意见|通知|报告|请示|决定|批复)(书|件|稿|单)$", bare)):
        word = found.group()
    if word and ("关于" in bare or len(bare) <= 14 or bare[: -len(word)].endswith("的")):
        if word == "讲话" or (word in {"公示", "建议书", "倡议书"} and "关于" not in bare):
            return
        instead = NOT_TYPES.get(word, "十五种法定文种之一")
        yield Hit(whole.begin, whole.end, f"“{word}”不是法定文种，应改用{instead}")
    elif "关于" in bare and (paper := next((one for one in SENT_BY_NOTICE if bare.endswith(one)), "")):
        yield Hit(
            whole.begin,
            whole.end,
            f"“{paper}”不是法定文种，应作为附件，用“关于印发……{paper}的通知”发出",
            severity=Severity.SHOULD,
        )


@document_rule(
    "DOC-TYPE-TITLE",
    name="标题中的文种",
    clause=ART8,
    category=Category.DOC_TYPE,
    gate=Gate.APPROVAL,
    also=Category.TITLE,
    unit="title",
    explanation="标题应当写明所用的文种",
    fails=[Example("关于拨付资金的报告", unit="title", facts={"document_type": "请示", "draft": True})],
    passes=[
        Example("关于拨付资金的请示", unit="title", facts={"document_type": "请示", "draft": True}),
        Example("云州市人民政府令", unit="title", facts={"document_type": "令", "draft": True}),
        Example("云州市人民政府常务会议", unit="title", facts={"document_type": "纪要", "draft": True}),
    ],
)
def type_in_title(manuscript: Manuscript) -> Iterator[Hit]:
    kind, title = manuscript.facts.document_type, manuscript.title
    if manuscript.facts.draft and title and kind not in ("", "令", "纪要") and kind not in title.text:
        yield Hit(0, len(title.text), f"标题中没有文种“{kind}”", paragraph=title.index)


_DOUBLE = re.compile(rf"(?P<first>{'|'.join(one for one in LEGAL_TYPES if one != '令')})(?P<second>{'|'.join(LEGAL_TYPES)})$")
_ONE_TYPE = re.compile(r"(?:征求意见|反馈意见|商请|意见|报告|议案)函$|公告令$|决定令$|命令$|批复函$")


@paragraph_rule(
    "DOC-TYPE-DOUBLE",
    name="文种叠用",
    clause=ART8,
    severity=Severity.MUST,
    **TYPE,
    explanation="一份公文只能有一个文种",
    fails=[
        "关于修缮档案库房的请示报告",
        "关于开展安全生产大检查的通知决定",
        "关于增加编制的请示函",
        "关于加强管理的意见通知",
        "关于表彰先进的决定通报",
    ],
    passes=["关于修缮档案库房的请示", "关于印发实施意见的通知", "关于征求意见函", "关于请示报告制度的通知", "云州市人民政府命令"],
)
def double(paragraph: Paragraph) -> Iterator[Hit]:
    bare = bare_title(paragraph.text)
    found = _DOUBLE.search(bare)
    if found and not _ONE_TYPE.search(bare):
        keep = {("请示", "报告"): "请示或报告", ("报告", "请示"): "请示"}.get(
            (found.group("first"), found.group("second")), found.group("first")
        )
        new = None
        if keep in LEGAL_TYPES and paragraph.text == bare:
            new = bare[: found.start()] + keep
        yield Hit(0, len(paragraph.text), f"“{found.group()}”把两个文种叠用，请只用一个（{keep}）", new)


pattern_rule(
    "DOC-TYPE-DECISION",
    (
        r"关于[^《》]*(?:召开|举办|举行|报送|上报|开展.{0,10}(?:检查|培训|活动|调查|调研)|检查|培训|放假|值班|停电|停水|征订|领取|参加|做好|加强.{0,12}工作)[^《》]*的(?P<x>决定)$",
        None,
        "“决定”用于对重要事项作出决策部署、奖惩和变更撤销，日常事务用“通知”",
    ),
    name="决定用于日常事务",
    clause=f"{ART8}第二项",
    explanation="日常事务不用“决定”",
    **TYPE,
    fails=["关于召开座谈会的决定", "关于报送年度报表的决定"],
    passes=["关于表彰先进集体的决定", "国务院关于修改部分行政法规的决定", "关于加强法治政府建设的决定"],
)

pattern_rule(
    "DOC-TYPE-ANNOUNCE",
    (
        r"(?:停水|停电|停气|停暖|施工|封闭|封路|交通管制|限行|绕行|道路|停车|养犬|禁放|烟花|征收|拆迁|搬迁|防火|禁渔|消毒|清理|整治|招生|招聘|报名|检修|占道|市场|摊点|流浪|灭鼠)[^《》]*的?(?P<x>公告)$",
        "通告",
        "“公告”用于向国内外宣布重要或法定事项；在一定范围内公布应当遵守或周知的事项用“通告”",
    ),
    name="公告用于一般事项",
    clause=f"{ART8}第五、六项",
    explanation="局部的一般事项用“通告”，不用“公告”",
    **TYPE,
    fails=[("青禾县人民政府办公室关于停水的公告", "青禾县人民政府办公室关于停水的通告"), "关于城区道路封闭施工的公告"],
    passes=["青禾县人民政府关于停水的通告", "全国人民代表大会常务委员会公告"],
)

pattern_rule(
    "DOC-TYPE-CIRCULAR",
    (
        r"关于(?:表扬|通报表扬|给予.{0,30}(?:表扬|批评|处分|通报批评)|批评|通报批评|.{0,30}(?:违纪|违法|违规|失职|事故|案件).{0,6}(?:处理)?情况)[^《》]*的?(?P<x>通知)$",
        "通报",
        "表扬、批评、传达重要情况用“通报”，不用“通知”",
    ),
    (
        r"关于(?:表彰|嘉奖)[^《》]*(?:先进|优秀|模范|标兵|个人|集体|同志|单位)[^《》]*的?(?P<x>通知)$",
        None,
        "表彰用“决定”或“通报”，不用“通知”",
    ),
    name="通知用于表扬批评",
    clause=f"{ART8}第九项",
    explanation="表扬、批评、传达重要情况用“通报”",
    **TYPE,
    fails=[
        ("关于表扬防汛先进单位的通知", "关于表扬防汛先进单位的通报"),
        "关于表彰先进集体的通知",
        "关于某单位违规使用资金处理情况的通知",
    ],
    passes=["关于表扬先进单位的通报", "关于做好先进集体评选表彰工作的通知"],
)

pattern_rule(
    "DOC-TYPE-MINUTES",
    (r"会议(?P<x>会议纪要)$", "纪要", "“会议”重复，文种是“纪要”"),
    (
        r"(?<!常务)(?<!办公)(?<!专题)(?<!联席)(?P<x>会议纪要)$",
        None,
        "法定文种是“纪要”",
    ),
    name="会议纪要",
    clause=f"{ART8}第十五项",
    explanation="法定文种是“纪要”，不是“会议纪要”",
    **(TYPE | {"severity": Severity.HINT}),
    fails=["青禾县政府常务会议会议纪要", "关于研究防汛工作的会议纪要"],
    passes=["青禾县政府常务会议纪要"],
)


pattern_rule(
    "DOC-TYPE-REQUEST",
    (
        r"关于(?:请求|申请|恳请|要求|请予?)(?!示|假|执行人|人)[^《》]*(?:拨付|拨款|解决|批准|增加|给予|追加|核定|减免|支持|审批|设立|购置|建设|新建|调整|改造|立项)[^《》]*的(?P<x>报告|意见|通知|通报)$",
        "请示",
        "向上级请求指示、批准用“请示”",
    ),
    (
        r"关于(?:召开|举行|举办)[^《》]*(?:会|会议|大会|培训班|活动)的(?P<x>通告|公告|意见|通报|报告)$",
        "通知",
        "会议、活动的安排用“通知”",
    ),
    (
        r"关于(?:核拨|拨付|追加|增拨|解决|批准|减免|申拨|下拨|给予)(?![^《》]*情况)[^《》]{0,24}(?:经费|资金|款项|编制|专款|用地|指标|贷款|补助|车辆|用房|专项款)的(?P<x>报告)$",
        "请示",
        "向上级请求拨款、批准用“请示”，不用“报告”",
    ),
    (
        r"关于(?:商请|商洽|函请|恳请协助|请求协助|商借)[^《》]*的(?P<x>通知|请示|报告|意见|通报)$",
        "函",
        "不相隶属机关之间商洽工作用“函”",
    ),
    (
        r"(?:局|厅|委员会|办公室|中心|镇人民政府|街道办事处)关于(?:禁止|严禁|加强|做好|开展|召开|停止|规范|整治)[^《》]*的(?P<x>公报)$",
        None,
        "“公报”用于公布重要决定或者重大事项，一般事项用“通告”“通知”",
    ),
    (r"关于[^《》]{2,40}的?报告的(?P<x>批复)$", None, "“批复”答复下级的请示，不答复报告"),
    (r"关于(?:同意|不同意)[^《》]*的(?P<x>通知|请示|报告|决定|意见)$", None, "答复下级请示用“批复”，答复平级来函用“复函”"),
    name="文种与事项",
    clause=f"{ART8}第八、十一、十二项",
    explanation="文种应当与所办事项相符",
    **TYPE,
    fails=[
        ("青禾县水利局关于请求解决防汛经费的报告", "青禾县水利局关于请求解决防汛经费的请示"),
        ("关于召开防汛工作会议的通告", "关于召开防汛工作会议的通知"),
        "关于同意设立开发区的通知",
        ("青禾县水利局关于核拨水利经费的报告", "青禾县水利局关于核拨水利经费的请示"),
        ("关于商请派员参加座谈会的通知", "关于商请派员参加座谈会的函"),
        "青禾县民政局关于禁止焚烧冥纸的公报",
    ],
    passes=[
        "青禾县水利局关于解决防汛经费的请示",
        "关于召开防汛工作会议的通知",
        "关于同意设立开发区的批复",
        "关于要求落实责任的通知",
        "关于拨付防汛资金情况的报告",
    ],
)


@document_rule(
    "DOC-TYPE-MOTION",
    name="议案的提出",
    clause=f"{ART8}第十三项",
    severity=Severity.MUST,
    category=Category.DOC_TYPE,
    gate=Gate.APPROVAL,
    also=(Category.TITLE, Category.RECIPIENTS),
    unit="title",
    explanation="各级人民政府按照法律程序向同级人民代表大会或其常务委员会提请审议事项用“议案”",
    fails=[
        "青禾县财政局关于提请审议预算调整方案的议案",
        "青禾县人民政府关于提请审议机构改革方案的请示（致县人大常委会）",
        Example(
            "云州市人民政府关于提请审议城市总体规划的报告", unit="title", facts={"principals": ("云州市人民代表大会常务委员会",)}
        ),
    ],
    passes=["青禾县人民政府关于提请审议预算调整方案的议案", "青禾县水利局关于提请审议防汛方案的请示"],
)
def motion(manuscript: Manuscript) -> Iterator[Hit]:
    title = manuscript.title
    if title is None:
        return
    text = title.text
    kind = manuscript.document_type or type_of_title(re.sub(r"[（(]致.*$", "", text))
    to_congress = bool(
        re.search(r"人大|人民代表大会", "".join(manuscript.principals) + "".join(re.findall(r"[（(]致[^）)]*", text)))
    )
    issuer = manuscript.issuer
    if kind == "议案" and issuer and not re.search(r"政府|国务院|代表团|委员会|主任会议|人大|主席团|检察院|法院|管委会", issuer):
        yield Hit(0, len(text), f"“议案”由各级人民政府提出，{issuer}应请本级人民政府提出", paragraph=title.index)
    if kind in ("请示", "报告", "函") and to_congress and re.search(r"提请.*审议|审议批准|提请.*(?:任命|免职|审查)", text):
        yield Hit(0, len(text), f"政府提请同级人大及其常委会审议事项用“议案”，不用“{kind}”", paragraph=title.index)


@document_rule(
    "DOC-TYPE-ORDER",
    name="命令（令）的发布权",
    clause=f"{ART8}第三项",
    severity=Severity.MUST,
    category=Category.DOC_TYPE,
    gate=Gate.APPROVAL,
    also=Category.TITLE,
    unit="title",
    explanation="命令（令）由国务院及其部门、县级以上地方各级人民政府等依法有权的机关发布",
    fails=["青禾县农业农村局令", "云州市人民政府办公室关于加强消防工作的命令", "青禾县教育局关于禁止补课的命令"],
    passes=["云州市人民政府令", "国家发展和改革委员会令", "财政部令"],
)
def order(manuscript: Manuscript) -> Iterator[Hit]:
    title = manuscript.title
    if title is None or manuscript.document_type not in ("令", "命令（令）"):
        return
    name = manuscript.issuer or re.sub(r"(?:命令|令)$", "", bare_title(title.text))
    if re.search(r"[省市县区旗州镇乡].*(?:局|厅|办公室|办公厅|处|科|中心|支队|大队|党委|[市县区]委|委员会)$", name):
        yield Hit(0, len(title.text), f"{name}无权发布命令（令），请改用通知、通告等文种", paragraph=title.index)


_OPENING = re.compile(r"现(?:将|就|对|把)?[^。；]{0,60}?(通知|通报|通告|公告|报告|请示|函告|函商|函复|批复|函达|决定)如下")
_FITS = {
    "通知": {"通知"},
    "通报": {"通报"},
    "通告": {"通告"},
    "公告": {"公告"},
    "报告": {"报告"},
    "请示": {"请示"},
    "批复": {"批复"},
    "决定": {"决定"},
    "函": {"函告", "函商", "函复", "函达"},
}


@document_rule(
    "DOC-TYPE-BODY",
    name="文种与正文不一致",
    clause=ART8,
    category=Category.CONSISTENCY,
    gate=Gate.FORMAT,
    also=(Category.DOC_TYPE, Category.CLOSING),
    unit="document",
    explanation="正文的开头语、自称应当与标题的文种一致",
    fails=[
        "关于城区道路施工的通告\n现将有关事项通知如下：\n一、施工时间。\n云州市公安局\n2024年3月5日",
        "关于禁止燃放烟花爆竹的通告\n本公告自发布之日起施行。\n云州市人民政府\n2024年3月5日",
    ],
    passes=["关于城区道路施工的通告\n现将有关事项通告如下：\n一、施工时间。本通告自发布之日起施行。\n云州市公安局\n2024年3月5日"],
)
def body_type(manuscript: Manuscript) -> Iterator[Hit]:
    kind = manuscript.document_type
    if kind not in _FITS:
        return
    for paragraph in manuscript.text[:6]:
        found = _OPENING.search(paragraph.text)
        if found and found.group(1) not in _FITS[kind] and not (kind == "通知" and found.group(1) == "决定"):
            yield Hit(
                found.start(1), found.end(1), f"标题文种是“{kind}”，正文却写“{found.group(1)}如下”", paragraph=paragraph.index
            )
    for paragraph in manuscript.text:
        for found in re.finditer(
            r"(?<![一-鿿])本(通知|通报|通告|公告|决定|意见)(?=自|由|所称|施行|下发|印发|发布)", paragraph.text
        ):
            if found.group(1) != kind:
                yield Hit(
                    found.start(1),
                    found.end(1),
                    f"标题文种是“{kind}”，正文自称“本{found.group(1)}”",
                    kind if kind != "函" else None,
                    paragraph.index,
                )
