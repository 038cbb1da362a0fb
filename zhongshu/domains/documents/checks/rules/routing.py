"""行文规则: who writes what to whom (条例 ch. 4)."""

import re
from collections.abc import Iterator

from zhongshu.domains.documents.checks.findings import Category, Gate, Hit, Severity
from zhongshu.domains.documents.checks.manuscript import Kind, Manuscript
from zhongshu.domains.documents.checks.registry import REGULATION, Example, document_rule
from zhongshu.domains.documents.checks.rules.recipients import copied
from zhongshu.domains.documents.checks.words.organs import organ, relation

ROUTING = {"category": Category.RECIPIENTS, "gate": Gate.APPROVAL}
REQUEST = "关于拨付防汛资金的请示\n{to}：\n现就拨付防汛资金有关事项请示如下。\n妥否，请批示。\n青禾县水利局\n2024年3月5日"


def _line(manuscript: Manuscript) -> tuple[int, int]:
    """Return the paragraph that names the recipients (or the title) and its length."""
    found = next(iter(manuscript.of(Kind.RECIPIENTS)), manuscript.title)
    return (found.index, len(found.text)) if found else (-1, 0)


@document_rule(
    "RTE-REQUEST-ONE",
    name="请示只主送一个机关",
    clause=f"{REGULATION}第十五条第一项",
    severity=Severity.MUST,
    **ROUTING,
    explanation="请示原则上主送一个上级机关，其他机关用抄送",
    fails=[
        Example(REQUEST.format(to="市人民政府、市财政局"), unit="document"),
        Example("市委、市政府：", unit="recipients", facts={"document_type": "请示"}),
        Example("市政府并市财政局：", unit="recipients", facts={"document_type": "请示"}),
    ],
    passes=[
        Example(REQUEST.format(to="青禾县人民政府"), unit="document"),
        Example("各县人民政府、市政府各部门：", unit="recipients", facts={"document_type": "通知"}),
    ],
)
def one_principal(manuscript: Manuscript) -> Iterator[Hit]:
    kind = manuscript.document_type
    names = [part for name in manuscript.principals for part in re.split(r"并(?:报|致)?(?=.)|和|及|暨", name) if part]
    if kind in ("请示", "议案") and len(names) > 1:
        at, length = _line(manuscript)
        yield Hit(0, length, f"{kind}只能主送一个机关（现有{len(names)}个），其他机关请改为抄送", paragraph=at)
    elif kind == "报告" and len(names) > 1:
        at, length = _line(manuscript)
        yield Hit(0, length, "报告一般只主送一个上级机关，其他机关请改为抄送", paragraph=at, severity=Severity.SHOULD)


@document_rule(
    "RTE-REQUEST-NO-DOWN-CC",
    name="上行文不抄送下级",
    clause=f"{REGULATION}第十五条第一项",
    severity=Severity.MUST,
    **(ROUTING | {"gate": Gate.PRINTING}),
    also=Category.IMPRINT,
    explanation="请示、报告不得抄送下级机关",
    fails=[
        Example(REQUEST.format(to="青禾县人民政府") + "\n抄送：各乡镇人民政府。", unit="document"),
        Example(
            "关于拨款的请示",
            unit="title",
            facts={"copies": ("青禾县石桥镇人民政府",), "subordinates": frozenset({"青禾县石桥镇人民政府"})},
        ),
    ],
    passes=[Example(REQUEST.format(to="青禾县人民政府") + "\n抄送：县财政局。", unit="document")],
)
def no_copy_down(manuscript: Manuscript) -> Iterator[Hit]:
    facts = manuscript.facts
    if manuscript.document_type not in ("请示", "报告") and facts.direction != "upward":
        return
    copies = facts.copies or copied(manuscript)
    down = [
        name
        for name in copies
        if name in facts.subordinates or re.match(r"各(?:乡|镇|街道|村|县|科|股|室|下属|直属|分局|所|站|区)", name)
    ]
    if not down and manuscript.issuer:
        down = [name for name in copies if relation(manuscript.issuer, name) == "subordinate"]
    where = next(iter(manuscript.of(Kind.IMPRINT)), manuscript.title)
    if down:
        yield Hit(
            0,
            len(where.text) if where else 0,
            f"上行文不得抄送下级机关：{'、'.join(down[:3])}",
            paragraph=where.index if where else -1,
        )


@document_rule(
    "RTE-SKIP-LEVEL",
    name="不得越级行文",
    clause=f"{REGULATION}第十四条",
    severity=Severity.MUST,
    **ROUTING,
    explanation="一般不得越级行文，特殊情况需要越级行文的应当同时抄送被越过的机关",
    fails=[
        Example("青禾县石桥镇人民政府关于修建公路的请示", unit="title", facts={"principals": ("云州市人民政府",)}),
        Example(
            "石桥镇人民政府关于修建公路的请示\n省人民政府：\n现请示如下。\n妥否，请批示。\n石桥镇人民政府\n2024年3月5日",
            unit="document",
        ),
    ],
    passes=[Example("青禾县石桥镇人民政府关于修建公路的请示", unit="title", facts={"principals": ("青禾县人民政府",)})],
)
def skipped_level(manuscript: Manuscript) -> Iterator[Hit]:
    if manuscript.document_type not in ("请示", "报告") or not manuscript.issuer or manuscript.facts.relations:
        return
    issuer = organ(manuscript.issuer)
    if issuer.level is None or issuer.kind not in ("government", "party"):
        return
    copies = manuscript.facts.copies or copied(manuscript)
    for name in manuscript.principals:
        other = organ(name)
        if other.level is not None and other.kind in ("government", "party") and issuer.level - other.level > 1 and not copies:
            at, length = _line(manuscript)
            yield Hit(0, length, f"{manuscript.issuer}向{name}行文越级；确需越级的应抄送被越过的机关", paragraph=at)


@document_rule(
    "RTE-DIR-MATCH",
    name="文种与行文关系",
    clause=f"{REGULATION}第八、十四至十七条",
    severity=Severity.MUST,
    category=Category.DOC_TYPE,
    gate=Gate.APPROVAL,
    also=(Category.RECIPIENTS, Category.TITLE),
    explanation="请示、报告向上级，批复、命令、决定向下级，函用于不相隶属机关之间",
    fails=[
        Example("青禾县教育局关于拨付校舍维修经费的请示", unit="title", facts={"principals": ("青禾县财政局",)}),
        Example("云州市人民政府关于报送情况的通知", unit="title", facts={"principals": ("省人民政府",)}),
        Example("青禾县人民政府关于申请用地的函", unit="title", facts={"principals": ("云州市人民政府",)}),
        Example("云州市人民政府关于防汛工作的报告", unit="title", facts={"principals": ("青禾县人民政府",)}),
        Example("云州市民政局关于增加经费的批复", unit="title", facts={"principals": ("云州市财政局",)}),
        Example("青禾县教育局关于商请拨款的请示（致青禾县财政局）", unit="title"),
    ],
    passes=[
        Example("青禾县教育局关于拨付校舍维修经费的请示", unit="title", facts={"principals": ("青禾县人民政府",)}),
        Example("青禾县教育局关于商请拨付经费的函", unit="title", facts={"principals": ("青禾县财政局",)}),
        Example("国务院关于同意建设示范区的批复", unit="title", facts={"principals": ("科技部", "新疆维吾尔自治区人民政府")}),
        Example("青禾县水利局关于拨付资金的请示", unit="title", facts={"principals": ("云州市水利局",)}),
    ],
)
def direction(manuscript: Manuscript) -> Iterator[Hit]:
    kind, issuer = manuscript.document_type, manuscript.issuer
    title = manuscript.title
    names = manuscript.principals
    if not names and title and (found := re.search(r"[（(](?:致|主送[：:]?|报|送|向)([^）)]{2,30})[）)]", title.text)):
        names = (found.group(1),)
    if not issuer or not kind or not names:
        return
    known = dict(manuscript.facts.relations)
    if manuscript.facts.relations or manuscript.facts.direction:
        return  # the product knows the relations and refuses by itself
    for name in names:
        to = known.get(name) or relation(issuer, name)
        wrong = {
            "请示": {"peer": "平级机关之间请求批准用“函”", "subordinate": "不能向下级机关请示", "lower": "不能向下级机关请示"},
            "报告": {"peer": "平级机关之间用“函”", "subordinate": "不能向下级机关报告", "lower": "不能向下级机关报告"},
            "批复": {"peer": "答复平级机关用“复函”", "superior": "不能对上级机关批复", "higher": "不能对上级机关批复"},
            "通知": {"superior": "向上级机关报告情况用“报告”", "higher": "对上级机关不用“通知”"},
            "通报": {"superior": "向上级机关反映情况用“报告”", "higher": "对上级机关不用“通报”"},
            "函": {"superior": "向上级机关请求事项用“请示”", "subordinate": "对下级机关部署工作用“通知”"},
            "决定": {"superior": "对上级机关不用“决定”"},
        }.get(kind, {})
        if to in wrong:
            at, length = _line(manuscript)
            yield Hit(0, length, f"{issuer}对{name}不能用“{kind}”：{wrong[to]}", paragraph=at)
            return


_ASK = re.compile(
    r"拨付|拨给|增加|解决|批准|购置|新建|修建|改建|设立|成立|核定|给予|减免|追加|调整|建设|申请|任命|划拨|安排|维修|改造|招聘|录用|更换|配备"
)


@document_rule(
    "RTE-ONE-MATTER",
    name="请示一文一事",
    clause=f"{REGULATION}第十五条第四项",
    category=Category.RECIPIENTS,
    gate=Gate.APPROVAL,
    also=(Category.TITLE, Category.DOC_TYPE),
    unit="title",
    explanation="请示应当一文一事",
    fails=[
        "关于增加编制和购置车辆的请示",
        "关于解决办公用房及增加经费的请示",
        "关于新建教学楼并购置教学设备的请示",
        "关于拨付防汛资金以及调整领导小组成员的请示",
        Example(
            "关于有关事项的请示\n青禾县人民政府：\n一、拨付防汛资金30万元。\n请予批准。\n二、增加人员编制5名。\n请予批准。\n妥否，请批示。\n青禾县水利局\n2024年3月5日",
            unit="document",
        ),
        "关于拨付经费、增加编制等几个问题的请示",
    ],
    passes=[
        "关于增加编制的请示",
        "关于建设和完善防汛设施的请示",
        "关于调整供水和污水处理价格的请示",
        "关于解决教师工资和津贴的请示",
    ],
)
def one_matter(manuscript: Manuscript) -> Iterator[Hit]:
    if manuscript.document_type != "请示":
        return
    title = manuscript.title
    if title:
        subject = re.sub(r"^.*?关于|的请示.*$", "", title.text)
        parts = re.split(r"以及|并(?!购(?!置|买)|轨|网|入|联|行)|和|及(?!时)|与(?!会)|、", subject)
        asks = [
            part
            for part in parts
            if (found := _ASK.match(re.sub(r"^(?:请求|申请|要求|恳请|请|同时|并)", "", part)))
            and len(part) > len(found.group()) + 1
        ]
        if (len(parts) > 1 and len(asks) > 1) or (
            re.search(r"(?:几个|两个|三个|若干|多个|几项|两项|三项|有关)(?:问题|事项|事宜)$", subject) and "、" in subject
        ):
            yield Hit(0, len(title.text), "请示应当一文一事，请把不同事项分别行文", paragraph=title.index)
            return
    asked = [p for p in manuscript.text if re.search(r"请(?:予)?(?:批准|审批|批复|批示|解决|支持)", p.text)]
    headings = [p for p in manuscript.text if re.match(r"[一二三四五六七八九十]、", p.text) and _ASK.search(p.text[:14])]
    if len(asked) >= 3 and len(headings) >= 2:
        yield Hit(0, len(headings[1].text), "请示中提出了几件事，应当一文一事", paragraph=headings[1].index)


_SMUGGLED = re.compile(
    r"请(?:予|予以|求)?(?:批示|批复|批准|审批|解决|拨付|拨款|支持解决|给予支持|给予解决|研究解决|安排资金)|妥否|当否|可否，?请|恳请[^。]{0,20}(?:拨付|解决|批准|支持|给予|安排)|请(?:求)?[^。，]{0,12}(?:拨付|给予)[^。]{0,20}(?:经费|资金|补助|支持)|请[^。！？]{0,10}给予|望(?:予)?(?:批准|解决|拨付)"
)


@document_rule(
    "RTE-SMUGGLE",
    name="报告不得夹带请示",
    clause=f"{REGULATION}第十五条第四项",
    severity=Severity.MUST,
    category=Category.DOC_TYPE,
    gate=Gate.APPROVAL,
    also=(Category.CLOSING, Category.RECIPIENTS),
    unit="document",
    explanation="不得在报告等非请示性公文中夹带请示事项",
    fails=[
        "关于防汛工作情况的报告\n青禾县人民政府：\n现将情况报告如下。\n请拨付经费30万元。\n特此报告。\n青禾县水利局\n2024年3月5日",
        "关于防汛工作情况的报告\n青禾县人民政府：\n现将情况报告如下。\n以上报告妥否，请批示。\n青禾县水利局\n2024年3月5日",
        Example("请予批准为盼。", facts={"document_type": "报告"}),
    ],
    passes=[
        "关于防汛工作情况的报告\n青禾县人民政府：\n现将情况报告如下。\n以上报告，请审阅。\n青禾县水利局\n2024年3月5日",
        "关于拨付资金的请示\n青禾县人民政府：\n妥否，请批示。\n青禾县水利局\n2024年3月5日",
    ],
)
def smuggled(manuscript: Manuscript) -> Iterator[Hit]:
    if manuscript.document_type != "报告":
        return
    for paragraph in manuscript.of(Kind.BODY, Kind.HEADING, Kind.TABLE):
        for found in _SMUGGLED.finditer(paragraph.text):
            # Of a finished text it may be told that something was asked for; a draft is asked to say so otherwise.
            if not manuscript.facts.draft and re.search(
                r"(?:曾|已|上年|去年|群众|企业|多次)[^，。]{0,8}$", paragraph.text[: found.start()]
            ):
                continue
            yield Hit(
                found.start(), found.end(), "报告中不得夹带请示事项，请改用请示或删去请求批准的内容", paragraph=paragraph.index
            )


@document_rule(
    "RTE-DEPT-INSTRUCT",
    name="部门不得向下级政府发指令",
    clause=f"{REGULATION}第十六条第二项",
    category=Category.RECIPIENTS,
    gate=Gate.APPROVAL,
    unit="document",
    explanation="除办公厅（室）外，部门不得向下级党委、政府发布指令性公文或提出指令性要求；经政府同意的应当写明",
    fails=[
        "青禾县水利局关于做好防汛工作的通知\n各乡镇人民政府：\n各乡镇人民政府必须在3月底前完成清淤。\n青禾县水利局\n2024年3月5日"
    ],
    passes=[
        "青禾县水利局关于做好防汛工作的通知\n各乡镇人民政府：\n经县政府同意，现就有关事项通知如下。各乡镇必须在3月底前完成清淤。\n青禾县水利局\n2024年3月5日",
        "青禾县人民政府办公室关于做好防汛工作的通知\n各乡镇人民政府：\n必须在3月底前完成。\n青禾县人民政府办公室\n2024年3月5日",
    ],
)
def instructs(manuscript: Manuscript) -> Iterator[Hit]:
    issuer = manuscript.issuer
    if manuscript.document_type not in ("通知", "意见", "决定", "通报") or not issuer or organ(issuer).kind != "department":
        return
    to = "".join(manuscript.principals)
    if not re.search(
        r"各.{0,8}(?:[乡镇县区]人民政府|[乡镇县区])(?:党委|人民政府|政府|、|，|$)|[县区乡镇]人民政府|[县区]委(?!员)", to
    ) or issuer.startswith(("国务院", "国家")):
        return
    text = "".join(paragraph.text for paragraph in manuscript.text)
    if re.search(r"经[^，。]{0,20}(?:政府|党委|[省市县区]委|国务院)[^，。]{0,6}(?:同意|批准|研究|授权)|受[^，。]*委托", text):
        return
    for paragraph in manuscript.text:
        found = re.search(r"务必|必须|严格执行|责令|严禁|限期", paragraph.text)
        if found:
            yield Hit(
                found.start(),
                found.end(),
                "部门不得向下级党委、政府提出指令性要求；经本级政府同意的应写明“经……同意”",
                paragraph=paragraph.index,
            )
            return


@document_rule(
    "RTE-INTERNAL-UNIT",
    name="内设机构不对外行文",
    clause=f"{REGULATION}第十七条",
    severity=Severity.SHOULD,
    **ROUTING,
    unit="title",
    explanation="部门内设机构除办公厅（室）外不得对外正式行文",
    fails=["青禾县财政局预算科关于报送决算的通知", "云州市教育局人事处关于核定编制的请示"],
    passes=["青禾县财政局办公室关于报送信息的通知", "青禾县财政局关于报送决算的通知", "石桥镇派出所关于交通管制的通告"],
)
def internal(manuscript: Manuscript) -> Iterator[Hit]:
    found = re.search(r"(?:[局厅委部]|政府办公室|政府办公厅)[\u4e00-\u9fff]{1,8}[科处股](?:室)?$", manuscript.issuer)
    if found and manuscript.title and not re.search(r"(?:办事处|秘书处|管理处|教务处|代表处)$", manuscript.issuer):
        yield Hit(
            0, len(manuscript.title.text), f"{manuscript.issuer}是内设机构，不得对外正式行文", paragraph=manuscript.title.index
        )


@document_rule(
    "RTE-JOINT-SCOPE",
    name="联合行文机关同级",
    clause=f"{REGULATION}第十七条",
    **ROUTING,
    unit="document",
    explanation="联合行文的机关应当同级",
    fails=["关于做好防汛工作的通知\n各单位：\n请做好防汛工作。\n青禾县人民政府\n石桥镇人民政府\n2024年3月5日"],
    passes=["关于做好防汛工作的通知\n各单位：\n请做好防汛工作。\n中共青禾县委员会\n青禾县人民政府\n2024年3月5日"],
)
def joint(manuscript: Manuscript) -> Iterator[Hit]:
    signed = manuscript.of(Kind.SIGNATURE)
    if len(signed) < 2:
        return
    levels = {organ(paragraph.text).level for paragraph in signed}
    governments = all(organ(paragraph.text).kind in ("government", "party") for paragraph in signed)
    if None not in levels and len(levels) > 1 and governments:
        yield Hit(0, len(signed[-1].text), "联合行文的机关应当同级", paragraph=signed[-1].index)
