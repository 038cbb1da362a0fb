"""文风: length, empty phrases, long sentences — hints only (整治形式主义为基层减负若干规定; 短、实、新)."""

import re
from collections.abc import Iterator

from zhongshu.domains.documents.checks.findings import Category, Gate, Hit, Severity
from zhongshu.domains.documents.checks.manuscript import Kind, Manuscript, Paragraph
from zhongshu.domains.documents.checks.registry import Example, document_rule, paragraph_rule, pattern_rule

BURDEN = "《整治形式主义为基层减负若干规定》"
STYLE = {"category": Category.LENGTH, "gate": Gate.POLICY, "severity": Severity.HINT}

EMPTY = [
    "高度重视",
    "提高认识",
    "统一思想",
    "提高站位",
    "提高政治站位",
    "加强领导",
    "加强组织领导",
    "强化领导",
    "切实加强领导",
    "落实责任",
    "压实责任",
    "强化责任",
    "明确责任",
    "狠抓落实",
    "抓好落实",
    "真抓实干",
    "务求实效",
    "取得实效",
    "确保实效",
    "抓出成效",
    "见到实效",
    "扎实推进",
    "稳步推进",
    "深入推进",
    "全面推进",
    "有序推进",
    "强力推进",
    "大力推进",
    "全力推进",
    "统筹推进",
    "协同推进",
    "齐抓共管",
    "形成合力",
    "密切配合",
    "通力协作",
    "上下联动",
    "左右协调",
    "营造氛围",
    "营造良好氛围",
    "营造浓厚氛围",
    "凝心聚力",
    "同心同德",
    "齐心协力",
    "勇于担当",
    "敢于担当",
    "主动作为",
    "积极作为",
    "担当作为",
    "开拓创新",
    "与时俱进",
    "锐意进取",
    "奋发有为",
    "攻坚克难",
    "迎难而上",
    "开创新局面",
    "再上新台阶",
    "迈上新台阶",
    "谱写新篇章",
    "再创佳绩",
    "再创辉煌",
    "注入新动力",
    "提供坚强保障",
    "提供有力保障",
    "提供有力支撑",
    "奠定坚实基础",
    "打下坚实基础",
    "取得显著成效",
    "取得明显成效",
    "取得了长足进步",
    "意义重大",
    "意义深远",
    "具有重要意义",
    "具有十分重要的意义",
    "刻不容缓",
    "迫在眉睫",
    "重中之重",
    "抓紧抓好",
    "抓实抓细",
    "抓细抓实",
    "落到实处",
    "落地落实",
    "落地见效",
    "落细落小",
    "常抓不懈",
    "持之以恒",
    "久久为功",
    "驰而不息",
    "一以贯之",
    "坚定不移",
    "毫不动摇",
    "毫不放松",
    "不折不扣",
    "高标准",
    "高质量",
    "严要求",
    "全覆盖",
    "全方位",
    "多层次",
    "多角度",
    "多形式",
    "多渠道",
    "宽领域",
    "强有力",
    "进一步增强",
    "切实增强",
    "不断增强",
    "责任感和使命感",
    "责任感和紧迫感",
    "使命感和紧迫感",
    "政治责任感",
    "认真贯彻",
    "认真落实",
    "深入学习",
    "深刻领会",
    "准确把握",
    "融会贯通",
    "入脑入心",
    "见行见效",
    "走深走实",
    "提质增效",
    "做深做实",
    "做细做实",
    "靠前指挥",
    "亲力亲为",
    "一抓到底",
]
_EMPTY = re.compile("|".join(sorted(map(re.escape, EMPTY), key=len, reverse=True)))


@paragraph_rule(
    "STY-EMPTY",
    name="套话密集",
    clause="短、实、新的文风要求",
    **STYLE,
    kinds={Kind.BODY, Kind.HEADING},
    explanation="套话密集的句子可以删去或换成具体的人、事、时限",
    fails=["各单位要高度重视，提高认识，统一思想，加强领导，落实责任，狠抓落实，务求实效。"],
    passes=["各单位要在3月5日前完成河道清淤120公里，由分管负责人每周检查一次。"],
)
def empty(paragraph: Paragraph) -> Iterator[Hit]:
    for sentence in re.finditer(r"[^。！；]+[。！；]?", paragraph.text):
        found = list(_EMPTY.finditer(sentence.group()))
        used = sum(match.end() - match.start() for match in found)
        if len(found) >= 4 and used * 100 >= len(sentence.group()) * 45 and not re.search(r"\d", sentence.group()):
            yield Hit(sentence.start(), sentence.end(), f"这一句有{len(found)}处套话，请换成具体的任务、时限、责任人，或删去")


@document_rule(
    "STY-DENSITY",
    name="全文套话密度",
    clause="短、实、新的文风要求",
    **STYLE,
    explanation="全文套话过密",
    fails=[
        Example(
            "\n".join(
                ["各单位要高度重视，提高认识，加强领导，落实责任，狠抓落实，务求实效，确保取得实效，形成合力，齐抓共管。"] * 12
            )
        )
    ],
    passes=["请于3月5日前报送。"],
)
def density(manuscript: Manuscript) -> Iterator[Hit]:
    size = sum(len(paragraph.text) for paragraph in manuscript.text)
    if size < 400:
        return
    used = sum(len(match.group()) for paragraph in manuscript.text for match in _EMPTY.finditer(paragraph.text))
    share = used * 1000 // size
    if share >= 120:
        yield Hit(0, 0, f"每千字中套话约{share}字，请精简", paragraph=-1)


@document_rule(
    "STR-LENGTH",
    name="篇幅",
    clause=f"{BURDEN}：一般不超过5000字，部署专项工作或具体任务的一般不超过4000字",
    **(STYLE | {"severity": Severity.SHOULD}),
    explanation="文件一般不超过5000字",
    fails=[Example("字" * 2600 + "。\n" + "字" * 2600 + "。")],
    passes=["请于3月5日前报送。"],
)
def length(manuscript: Manuscript) -> Iterator[Hit]:
    size = sum(len(re.sub(r"\s", "", paragraph.text)) for paragraph in manuscript.text)
    if size > 5000:
        yield Hit(0, 0, f"正文{size}字，超过5000字的一般要求（部署专项工作不超过4000字）", paragraph=-1)
    elif size > 4000:
        yield Hit(0, 0, f"正文{size}字，部署专项工作或具体任务的文件一般不超过4000字", paragraph=-1, severity=Severity.HINT)


@paragraph_rule(
    "STY-SENTENCE",
    name="长句",
    clause="短、实、新的文风要求",
    **STYLE,
    kinds={Kind.BODY, Kind.HEADING},
    explanation="句子过长，请断句",
    fails=["各单位要" + "认真组织开展排查整治工作，" * 12 + "确保安全。"],
    passes=["各单位要认真组织排查。"],
)
def sentence(paragraph: Paragraph) -> Iterator[Hit]:
    for found in re.finditer(r"[^。！？；]+[。！？；]?", paragraph.text):
        if len(found.group()) > 130:
            yield Hit(found.start(), found.end(), f"这一句{len(found.group())}字，请断句")


pattern_rule(
    "STR-MATCHING",
    (
        r"(?P<x>(?:制定|研究制定|出台)(?:具体)?(?:的)?(?:实施方案|实施细则|配套(?:文件|办法|措施))[^。；]{0,30}(?:报送|上报|报|备案))",
        None,
        "一般不要求配套发文",
    ),
    (r"(?P<x>(?:报送|上报|报告)[^。；，]{0,20}(?:贯彻落实|落实|贯彻)(?:情况|方案))", None, "一般不要求上报贯彻落实情况"),
    (
        r"(?P<x>(?:每日|每天|每周|日报|周报)(?:一报|报送|上报|调度|零报告)|零报告|填报[^，。；]{0,20}(?:表格|台账|系统))",
        None,
        "请核对是否增加基层填报负担",
    ),
    name="基层负担",
    clause=BURDEN,
    explanation="一般不要求配套发文、上报落实情况",
    **STYLE,
    fails=["各县要制定具体实施方案，于月底前报送。", "请于12月底前上报贯彻落实情况。"],
    passes=["请认真贯彻执行。"],
)

pattern_rule(
    "UNN-PUBLISHED",
    (
        r"(?P<x>(?:已|业经)(?:在|于)?[^，。；]{0,20}(?:公开发布|向社会公布|公布|刊登|登报|见报|全文播发|门户网站(?:公布|发布)))",
        None,
        "已公开发布的，一般不再行文",
    ),
    (
        r"(?P<x>(?:已(?:经)?(?:发|印发)(?:至|到)(?:县|县团|乡镇|基层)[^，。；]{0,6}|(?:发至|印发到)县(?:团)?级))",
        None,
        "上级已发至县级的，一般不再转发",
    ),
    (
        r"(?P<x>(?:会议|大会)[^，。；]{0,12}(?:已(?:经)?(?:作了|进行了|做了)?(?:安排部署|部署|安排|明确)))",
        None,
        "会议已部署的，一般不再行文",
    ),
    (
        r"(?P<x>(?:现将|现)[^，。；《]{0,4}《[^》]*》[^，。；]{0,16}(?:原文)?(?:转发|印发)(?:给)?(?:你们|各地)，请(?:认真)?(?:遵照|贯彻|结合实际，?(?:认真)?(?:贯彻|抓好))(?:执行|落实)?。)(?=$)",
        None,
        "如果没有实质性的贯彻意见，可不层层转发",
    ),
    name="可不再行文",
    clause="精简文件：已公开发布、已开会部署、上级已直接发至县级的不再行文",
    explanation="能不发的文件不发",
    **STYLE,
    fails=["该办法已在市政府门户网站公布，现转发给你们。", "省政府文件已发至县级。", "会议已作了安排部署。"],
    passes=["请认真组织实施。"],
)


@document_rule(
    "UNN-SPEECH",
    name="讲话已在会上讲过",
    clause="精简文件：领导同志讲话已在会上讲过的一般不再印发",
    **STYLE,
    unit="title",
    explanation="会上讲过的讲话一般不再印发",
    fails=["关于印发某同志在全市防汛工作会议上的讲话的通知"],
    passes=["关于做好防汛工作的通知"],
)
def speech(manuscript: Manuscript) -> Iterator[Hit]:
    if manuscript.title and (found := re.search(r"印发.*(?:讲话|发言)", manuscript.title.text)):
        yield Hit(found.start(), found.end(), "讲话已在会上讲过的一般不再印发", paragraph=manuscript.title.index)
