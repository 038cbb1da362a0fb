"""结语: the closing phrase fits the type (公文写作惯例)."""

import re
from collections.abc import Iterator

from zhongshu.domains.documents.checks.findings import Category, Gate, Hit, Severity
from zhongshu.domains.documents.checks.manuscript import Kind, Manuscript
from zhongshu.domains.documents.checks.registry import REGULATION, Example, document_rule, pattern_rule

CLOSING = {"category": Category.CLOSING, "gate": Gate.WORDING}
CLAUSE = f"{REGULATION}第八条；公文结语惯例"
_ASK = r"(?:批示|批复|审批|批准|审核批准|审示|指示|批转|审议|核准|核批|审定)"
_WRONG = {
    "请示": r"(?:请|望|盼)(?:予)?(?:尽快|早日|速|及时)?(?:答复|回复|函复)|望(?:予)?(?:批准|批复|支持)|盼复|特此(?:报告|通知|通报|函告|函达|公告|通告|批复|函复|函商|说明|申请)|以上报告|此复|请(?:予)?函复|专此报告",
    "报告": rf"(?:以上报告|上述|以上)?[^。]{{0,8}}(?:妥否|当否|可否|是否可行|如无不妥)，?[^。]{{0,4}}请?[^。]{{0,6}}|特此(?:请示|通知|通报|函告|函达|批复|公告|通告)|请(?:予)?{_ASK}(?!评)|此复",
    "通知": r"特此(?:报告|请示|函告|函达|通报|公告|通告|批复|函复|决定)|此复|妥否，?请[^。]*|当否，?请[^。]*|请(?:予)?批(?:示|复)|请予审批",
    "通报": r"特此(?:报告|请示|函告|函达|通知|公告|通告|批复|函复)|此复",
    "批复": r"特此(?:报告|请示|函告|函达|通知|通报|公告|通告|函复)|妥否，?请[^。]*|请予函复",
    "函": r"(?:妥否|当否|可否)，?请指示|特此(?:报告|请示|通知|通报|公告|通告|批复)|妥否，?请(?:予)?(?:批示|批复|审批)|当否，?请(?:予)?(?:批示|批复|审批)|请(?:予)?(?:批示|批复)",
    "公告": r"特此(?:通告|通知|通报|报告|函告|请示|决定)|此复",
    "通告": r"特此(?:公告|通知|通报|报告|函告|请示|决定)|此复",
    "决定": r"特此(?:公告|通知|通报|报告|函告|请示|批复)|此复",
    "意见": r"特此(?:通知|通报|报告|函告|请示|公告|批复)|此复",
    "纪要": r"特此[通公报函请批][告知报示复达]|此复|妥否",
}
_DOC = "{title}\n青禾县人民政府：\n现将有关事项说明如下。\n{end}\n青禾县水利局\n2024年3月5日"


@document_rule(
    "TXT-ENDING",
    name="结语与文种",
    clause=CLAUSE,
    **CLOSING,
    unit="document",
    also=(Category.DOC_TYPE, Category.WORDING),
    explanation="结语应当与文种相符",
    fails=[
        _DOC.format(title="关于拨付资金的请示", end="特此报告。"),
        _DOC.format(title="关于做好防汛工作的通知", end="特此通告。"),
        Example("特此报告。", facts={"document_type": "请示"}),
        Example("妥否，请批示。", facts={"document_type": "函"}),
        Example("望批准。", facts={"document_type": "请示"}),
        Example("可否，请指示。", facts={"document_type": "函"}),
        Example("以上报告当否，请批示。", facts={"document_type": "报告"}),
        _DOC.format(title="关于拨付资金的批复", end="特此函复。"),
    ],
    passes=[
        _DOC.format(title="关于拨付资金的请示", end="妥否，请批示。"),
        _DOC.format(title="关于做好防汛工作的通知", end="特此通知。"),
        Example("特此函复。", facts={"document_type": "函"}),
        Example("请予审议。", facts={"document_type": "议案"}),
    ],
)
def ending(manuscript: Manuscript) -> Iterator[Hit]:
    pattern = _WRONG.get(manuscript.document_type)
    rows = manuscript.text
    if pattern is None or not rows:
        return
    for paragraph in rows[-3:]:
        last = re.search(r"[^。！]*[。！]?$", paragraph.text)
        text = last.group() if last else ""
        found = re.search(pattern, text)
        if found and last and len(text) < 60:
            begin = last.start() + found.start()
            yield Hit(
                begin,
                last.start() + found.end(),
                f"“{found.group()}”不是“{manuscript.document_type}”的结语",
                paragraph=paragraph.index,
            )


pattern_rule(
    "RTE-REPORT-END",
    (
        rf"(?P<x>(?:特此|以上|专此|上述)报告[^。]{{0,12}}(?:请(?:予|予以)?{_ASK}|妥否|当否))",
        None,
        "报告不得要求批复，结语写“特此报告”；需要批复的改用“请示”",
    ),
    (r"(?P<x>特此(?:请示报告|报告请示|通知通报|函告函复))", None, "结语把两个文种叠用，请只用一个"),
    (r"(?P<x>(?:以上|特此)请示[^。]{0,10}(?:特此报告|请审阅|请查收|请知悉))", None, "请示的结语写“妥否，请批示”"),
    (rf"(?P<x>(?:妥否|当否|可否)(?=请{_ASK}))", lambda match: f"{match.group('x')}，", "“妥否”后用逗号"),
    (
        r"(?P<x>(?:妥否|当否)，?请(?:批示、?批复|批复、?批示|审批、?批示|批准、?批复|批示审批|审核、?批示、?批复))",
        None,
        "结语重复，写“妥否，请批示”即可",
    ),
    (
        r"(?P<x>(?:特此|专此)(?:通知|报告|函复|批复|请示|通告|公告|通报|函达|函告)，?(?:此复|特此[^。]{2}|专此[^。]{2}))",
        None,
        "结语重复",
    ),
    (
        rf"(?P<x>(?:特此[通公报批函请][知告报复达示]|请(?:予|予以)?{_ASK})！)$",
        lambda match: f"{match.group('x')[:-1]}。",
        "结语句末用句号",
    ),
    (r"(?P<x>(?:妥否|当否|可否)？)(?=请)", lambda match: f"{match.group('x')[:-1]}，", "“{found}”应用逗号"),
    (r"(?:遵照|贯彻|认真|参照)(?:执行|落实)(?P<x>为盼|为荷|是盼|为感)", "", "要求下级执行不用“为盼”“为荷”"),
    (
        r"(?P<x>特此(?:函告|函达|函商|函复)，?请(?:予)?(?:批准|批示|批复))",
        None,
        "函不用“请批准”“请批示”等请示用语，写“请函复”“请予支持”",
    ),
    (
        r"(?:^|[。！])(?P<x>谢谢[您你们大家]{0,2}[。！]?|非常感谢[。！]?|多谢[。！]?|祝工作顺利[。！]?)$",
        None,
        "公文不用“{found}”这类客套话作结语",
    ),
    (r"(?P<x>(?:请予|请)(?:支持|函复|答复)(?:为盼为荷|为荷为盼))", None, "“为盼”“为荷”只用一个"),
    (
        r"(?P<x>(?:特此|专此)(?:申请|汇报|回复|答复|告知|告之|通告知))(?=[。，]|$)",
        None,
        "结语不规范，写“妥否，请批示”“特此报告”“特此函复”等",
    ),
    (r"(?P<x>此致\s*敬礼|此致$|敬礼$)", None, "公文不用书信的“此致敬礼”"),
    (
        r"(?P<x>以上(?:请示|报告|意见|方案)?(?:如)?(?:无不妥|可行|同意)，?请(?:批准|批示)(?:！|为感|谢谢))",
        None,
        "结语不规范，写“以上请示妥否，请批示”",
    ),
    (
        r"(?P<x>请(?:予|予以)?(?:批示|批复|批准|审批)为(?:盼|荷))",
        lambda match: match.group("x")[:-2],
        "上行文结语不用“为盼”“为荷”",
    ),
    (r"(?P<x>妥否，?(?:请)?(?:领导)?(?:给予)?(?:回复|答复|定夺|决定|考虑))", None, "请示的结语写“妥否，请批示”"),
    name="结语写法",
    clause=CLAUSE,
    explanation="结语用规范写法",
    **CLOSING,
    also=(Category.DOC_TYPE, Category.WORDING),
    fails=[
        "特此报告，请批复。",
        "以上报告妥否，请批示。",
        ("妥否请批示。", "妥否，请批示。"),
        "特此申请。",
        "妥否，请批示、批复。",
        "此致敬礼",
        ("请批准为盼。", "请批准。"),
        "以上报告，请审批。",
        "特此通知，请遵照执行为盼。",
        ("妥否？请批示。", "妥否，请批示。"),
        ("特此通知！", "特此通知。"),
        "特此函告，请批准。",
        "谢谢！",
    ],
    passes=[
        "特此报告。",
        "妥否，请批示。",
        "请予支持为盼。",
        "以上报告，请审阅。",
        "特此函复。",
        "以上意见如无不妥，请批转各地执行。",
    ],
)


@document_rule(
    "TXT-ENDING-MISSING",
    name="请示的结语",
    clause=CLAUSE,
    **CLOSING,
    unit="document",
    also=Category.MISSING,
    explanation="请示应当有“妥否，请批示”等结语",
    fails=["关于拨付资金的请示\n青禾县人民政府：\n我局拟购置设备，需资金30万元。\n青禾县水利局\n2024年3月5日"],
    passes=[_DOC.format(title="关于拨付资金的请示", end="妥否，请批示。")],
)
def missing(manuscript: Manuscript) -> Iterator[Hit]:
    rows = manuscript.text
    if manuscript.document_type != "请示" or not manuscript.facts.whole or not rows:
        return
    tail = "".join(paragraph.text for paragraph in rows[-3:])
    if not re.search(rf"请[^。]{{0,12}}(?:{_ASK}|批|示|支持|解决|同意|审)|恳请|盼复", tail):
        last = rows[-1]
        yield Hit(max(0, len(last.text) - 12), len(last.text), "请示应当有“妥否，请批示”等结语", paragraph=last.index)


@document_rule(
    "TXT-ENDING-TWICE",
    name="结语多余",
    clause=CLAUSE,
    **(CLOSING | {"severity": Severity.HINT}),
    unit="document",
    explanation="开头已写“现将……通知如下”的，结尾不再写“特此通知”",
    fails=[
        "关于做好防汛工作的通知\n各县人民政府：\n现将有关事项通知如下：\n一、加强值班。\n特此通知。\n云州市人民政府\n2024年3月5日"
    ],
    passes=["关于做好防汛工作的通知\n各县人民政府：\n请做好防汛工作。\n特此通知。\n云州市人民政府\n2024年3月5日"],
)
def twice(manuscript: Manuscript) -> Iterator[Hit]:
    rows = manuscript.text
    if len(rows) < 2:
        return
    opening = "".join(paragraph.text for paragraph in rows[:2])
    kind = next((kind for kind in ("通知", "报告", "通报", "通告", "公告") if f"{kind}如下" in opening), "")
    last = rows[-1]
    if kind and (found := re.search(rf"特此{kind}", last.text)):
        yield Hit(found.start(), found.end(), f"开头已写“{kind}如下”，结尾可不写“特此{kind}”", paragraph=last.index)


@document_rule(
    "TXT-CONTACT",
    name="请示的联系人",
    clause=f"{REGULATION}第九条第十四项；公文处理惯例",
    severity=Severity.HINT,
    category=Category.MISSING,
    gate=Gate.FORMAT,
    unit="document",
    explanation="请示应当在附注处注明联系人和电话",
    fails=["关于拨付资金的请示\n青禾县人民政府：\n妥否，请批示。\n青禾县水利局\n2024年3月5日"],
    passes=["关于拨付资金的请示\n青禾县人民政府：\n妥否，请批示。\n青禾县水利局\n2024年3月5日\n（联系人：张某，电话：88123456）"],
)
def contact(manuscript: Manuscript) -> Iterator[Hit]:
    if manuscript.document_type != "请示" or not manuscript.facts.whole or manuscript.facts.contact:
        return
    if not any(re.search(r"联系人|电话", paragraph.text) for paragraph in manuscript.of(Kind.REMARK, Kind.BODY)):
        yield Hit(0, 0, "请示应当在附注处注明联系人和电话", paragraph=-1)
