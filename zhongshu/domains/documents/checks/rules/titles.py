"""标题: its parts, its words, its punctuation (条例 art. 9, GB/T 9704 7.3.1)."""

import re
from collections.abc import Iterator

from zhongshu.domains.documents.checks.findings import Category, Gate, Hit, Severity
from zhongshu.domains.documents.checks.manuscript import Kind, Paragraph
from zhongshu.domains.documents.checks.registry import FORMAT, REGULATION, outside_quotes, paragraph_rule, pattern_rule
from zhongshu.domains.documents.checks.words.organs import ORGAN_IN_TITLE
from zhongshu.domains.documents.checks.words.types import bare_title, type_of_title

TITLE = {"category": Category.TITLE, "gate": Gate.FORMAT, "kinds": {Kind.TITLE}, "unit": "title"}
# Titles that need no 关于: forwarding, promulgating, meetings, published papers.
WITHOUT_ABOUT = re.compile(
    r"关于|转发|批转|印发|颁布|颁发|公布|发布|任免|任命|会议|大会|全会|工作报告|述职|调研报告|调查报告|报告会|令$|公报$|纪要$|公告$|通告$|^(?:放假|停电|停水|会议|任职)|审计报告|讣告"
)


pattern_rule(
    "DOC-TITLE-END",
    (r"(?P<x>[。，；：！？、.,;:!?]+)$", "", "标题末尾不用标点符号，请删去“{found}”"),
    name="标题末尾标点",
    clause=f"{FORMAT} 7.3.1",
    explanation="标题末尾不用标点符号",
    severity=Severity.MUST,
    **TITLE,
    also=Category.PUNCTUATION,
    fails=[("关于召开全县信访工作会议的通知。", "关于召开全县信访工作会议的通知")],
    passes=["关于召开全县信访工作会议的通知"],
)


@paragraph_rule(
    "FMT-TITLE-PUNCT",
    name="标题中的标点",
    clause=f"{FORMAT} 7.3.1",
    **TITLE,
    also=Category.PUNCTUATION,
    explanation="标题中除法规、规章名称加书名号和必要的引号外，一般不用标点符号",
    fails=["关于加强领导，落实责任，做好防汛工作的通知", "关于开展安全检查;整改隐患的通知"],
    passes=[
        "关于推行“双随机、一公开”监管的意见",
        "关于印发《云州市人民政府工作规则》的通知",
        "关于同意乌鲁木齐、昌吉两市建设示范区的批复",
    ],
)
def inner_punctuation(paragraph: Paragraph) -> Iterator[Hit]:
    text = paragraph.text
    for match in re.finditer(r"[，。；：！？,;!?]", text[:-1]):
        if outside_quotes(text, match.start()) and not re.search(r"[（(][^）)]*$", text[: match.start()]):
            yield Hit(match.start(), match.end(), f"标题中一般不用“{match.group()}”，请改用连词或另行表述")


# A subject that begins with what is to be done needs 关于, whatever meeting or paper it names.
_ACTS = re.compile(r"(?:召开|举办|举行|参加|做好|加强|进一步|切实|开展|报送|上报|组织|推进|落实|成立|调整|征求|收集|填报)")


@paragraph_rule(
    "DOC-TITLE-PARTS",
    name="标题要素",
    clause=f"{REGULATION}第九条",
    **TITLE,
    also=(Category.MISSING, Category.DOC_TYPE),
    explanation="标题由发文机关名称、事由和文种组成，写作“……关于……的（文种）”",
    fails=[
        "通知",
        "关于通知",
        "关于2022年的通知",
        "防汛通知",
        "云州市人民政府通知",
        "关于做好防汛工作",
        "云州市水利局关于防汛物资储备情况",
        ("青禾县人民政府进一步加强森林防火工作的通知", "青禾县人民政府关于进一步加强森林防火工作的通知"),
        ("关于召开全县信访工作会议通知", "关于召开全县信访工作会议的通知"),
        ("云州市人民政府办公室召开安全生产会议的通知", "云州市人民政府办公室关于召开安全生产会议的通知"),
        ("云州市教育局关于召开工作会议通知", "云州市教育局关于召开工作会议的通知"),
        ("关于云州市人民政府做好防汛工作的通知", "云州市人民政府关于做好防汛工作的通知"),
    ],
    passes=[
        "关于做好防汛工作的通知",
        "云州市人民政府令",
        "云州市人民政府转发省人民政府关于防汛工作的通知",
        "云州市人民代表大会常务委员会公告",
        "关于深化改革的若干意见",
        "国务院关于在市场监管领域全面推行部门联合监管的意见",
        "云州市人民政府常务会议纪要",
        "云州市献血条例",
        "云州市2025年政府工作报告",
        "云州市人民政府工作规则",
    ],
)
def parts(paragraph: Paragraph) -> Iterator[Hit]:
    text = paragraph.text
    bare = bare_title(text)
    kind = type_of_title(text)
    if not bare:
        return
    end = len(text)
    about = bare.find("关于")
    if not kind:
        from_about = re.search(r"关于.{4,}$", bare)
        if from_about and not re.search(
            r"的(?:讲话|条例|规定|办法|细则|规则|方案|解释|通则|公约|协定|声明|说明|议定书|汇报|申请|总结|计划)$|的?[\u4e00-\u9fff]{2,4}(?:办法|规定|条例|细则)$",
            bare,
        ):
            yield Hit(0, end, "标题缺少文种，请在末尾写明通知、请示、报告等文种")
        return
    subject = bare[: -len(kind)]
    if kind == "令":
        return
    if not subject or subject == "关于" or (about < 0 and len(subject) <= 4 and not re.search(r"会议|办公会|任免|令", subject)):
        yield Hit(0, end, "标题缺少事由，请写作“关于……的" + kind + "”")
        return
    if re.fullmatch(r"关于(?:\d{4}年度?|工作|严格执行|有关问题|有关事项|有关情况)的", subject[max(about, 0) :]):
        yield Hit(0, end, "标题缺少事由，请写作“关于……的" + kind + "”")
        return
    organ = ORGAN_IN_TITLE.match(bare)
    if about < 0:
        if organ and organ.end() >= len(subject) and kind not in ("公告", "通告", "公报", "纪要", "决议"):
            yield Hit(0, end, f"标题缺少事由，请写作“{organ.group('organ')}关于……的{kind}”")
        elif (not WITHOUT_ABOUT.search(bare) or _ACTS.match(bare[organ.end() :] if organ else bare)) and bare.endswith(
            "的" + kind
        ):
            new = f"{organ.group('organ')}关于{text[organ.end() :]}" if organ else f"关于{text}"
            yield Hit(0, end, "标题事由前缺少“关于”", new if text == bare else None)
        elif not WITHOUT_ABOUT.search(bare) and len(bare) <= 12 and not subject.endswith("的"):
            yield Hit(0, end, f"标题要素不全，请写作“关于……的{kind}”")
        return
    if (
        about == 0
        and (after := ORGAN_IN_TITLE.match(bare[2:]))
        and re.match(
            r"(?:进一步|切实|认真|全面|召开|开展|做好|加强|印发|转发|举办|成立|调整|深入|推进|扎实|申请|请求)",
            bare[2 + after.end() :],
        )
    ):
        new = f"{after.group('organ')}关于{bare[2 + after.end() :]}"
        yield Hit(0, end, "“关于”应当放在发文机关名称之后", new if text == bare else None)
    tail = re.sub(r"(?:若干|指导|实施|具体实施|贯彻|处理|补充|紧急|预备|复|征求意见)$", "", subject)
    if "的" not in bare[about:] and kind not in ("纪要", "公报"):
        new = f"{bare[: len(tail)]}的{bare[len(tail) :]}"
        yield Hit(0, end, f"标题文种前缺少“的”，应写作“……的{bare[len(tail) :]}”", new if text == bare else None)


pattern_rule(
    "DOC-TITLE-ABOUT",
    (r"(?P<x>关于关于)", "关于", "“关于”重复"),
    (
        r"关于(?P<x>对)(?=(?:进一步)?(?:加强|做好|开展|深化|规范|强化|推进|完善|促进|印发|召开|举办|调整|成立))",
        "",
        "“关于对”介词连用，请删去“对”",
    ),
    (r"(?P<x>关于(?:对于|就|有关))", "关于", "“{found}”介词重复，保留“关于”即可"),
    (r"(?P<x>对于关于|就关于)", "关于", "“{found}”介词重复，保留“关于”即可"),
    (r"关于(?P<x>对)(?=[^的]{2,40}进行)", "", "“关于对”介词连用，请删去“对”"),
    name="标题介词重复",
    clause=f"{REGULATION}第九条",
    explanation="标题只用一个介词“关于”",
    **TITLE,
    also=Category.WORDING,
    fails=[
        ("关于对于加强档案工作的通知", "关于加强档案工作的通知"),
        "关于对全市企业进行检查的通知",
        ("关于关于加强管理的通知", "关于加强管理的通知"),
        ("青禾县人民政府关于对加强交通安全管理的通知", "青禾县人民政府关于加强交通安全管理的通知"),
    ],
    passes=["关于加强档案工作的通知", "关于对落实有关政策成效明显地方予以激励的通报"],
)

pattern_rule(
    "DOC-TITLE-ABOUT-TO",
    (
        r"关于(?P<x>对)(?!外|内|口|接|照|台|标|策|象|比|等|虾|公|私)(?:(?!予以|给予|实行|实施|进行|开展|实现|处理|处分|追究|征收|免征|采取|加强|开放|严格|有|依法).){2,40}的(?:批复|请示|通知|函|意见|报告|复函|答复)$",
        "",
        "“关于对”介词连用，请删去“对”",
    ),
    name="关于对",
    clause=f"{REGULATION}第九条",
    explanation="“关于”与“对”介词连用",
    **TITLE,
    also=Category.WORDING,
    fails=[("关于对张某同志任职的批复", "关于张某同志任职的批复")],
    passes=["关于对外开放工作的意见", "关于对落实有关政策成效明显地方予以激励的通报"],
)

pattern_rule(
    "DOC-TITLE-SENTENCE",
    (r"关于(?:对)?.{2,40}?进行(?P<x>了)", "", "标题事由应为名词性或动宾词组，不用“了”"),
    (r"关于.*[^为除受解知罢](?P<x>了)(?=[^解]).*的", "", "标题事由不用表示完成的“了”"),
    (r"关于.*?(?P<x>(?:我们|我局|我县|我市|我委|我校|我单位))", None, "标题中不用“{found}”，请写明机关名称或删去"),
    (r"(?P<x>的情况|情况)情况的", "情况", "“情况”重复"),
    (r"(?P<x>的的)", "的", "“的”重复"),
    (r"(?P<x>的?紧急的)(?=(?:通知|通报|请示|报告|函)$)", "的紧急", "“紧急”后不加“的”"),
    (r"(?P<x>批转|转发|印发)(?:通知)$", None, "标题写作“……转发（印发）……的通知”"),
    (r"会议的(?P<x>会议)(?=通知$)", "", "“会议”重复"),
    (r"人民政府(?P<x>文件)(?=关于)", "", "标题写机关名称，不写“文件”"),
    (r"(?:检查|调查|落实|完成|处理|执行)(?P<x>的情况)(?=的(?:通报|报告)$)", "情况", "“的……的”重复，写作“……情况的”"),
    (r"的(?:通知|意见|办法)的补充的?通知$", None, "标题写作“……的补充通知”"),
    (r"(?P<x>情况情况|工作工作|问题问题|有关有关)", None, "词语重复"),
    name="标题事由",
    clause=f"{REGULATION}第九条",
    explanation="标题事由应当准确简要，用名词性词组或动宾词组",
    **TITLE,
    also=Category.WORDING,
    fails=[
        "关于对全县饮用水水源地进行了检查情况的通报",
        "关于我们县防汛工作情况的报告",
        ("关于拨付资金的紧急的通知", "关于拨付资金的紧急通知"),
        "关于批转《关于做好扶贫工作的意见》的批转通知",
        ("关于召开教育工作会议的会议通知", "关于召开教育工作会议的通知"),
        ("关于全县安全大检查的情况的通报", "关于全县安全大检查情况的通报"),
    ],
    passes=["关于全县饮用水水源地检查情况的通报", "关于做好了解民情工作的通知"],
)


@paragraph_rule(
    "DOC-TYPE-REPEAT",
    name="事由与文种重复",
    clause=f"{REGULATION}第八条",
    **TITLE,
    also=(Category.DOC_TYPE, Category.WORDING),
    explanation="文种本身已含请求、报告、通知的意思，事由中不再重复",
    fails=[
        ("关于请求拨付防汛经费的请示", "关于拨付防汛经费的请示"),
        ("关于申请增加编制的请示", "关于增加编制的请示"),
        ("关于上报防汛情况的报告", "关于防汛情况的报告"),
        "关于申请编制的申请",
        "关于通知召开会议的通知",
        ("关于恳请解决经费的请示", "关于解决经费的请示"),
        ("关于汇报防汛工作情况的报告", "关于防汛工作情况的报告"),
        ("关于请予支持办理土地手续的函", "关于支持办理土地手续的函"),
    ],
    passes=[
        "关于增加机构编制的请示",
        "关于通报表扬先进单位的通报",
        "关于请示报告制度执行情况的通报",
        "关于申请执行人权益保护的意见",
        "关于报告制度的通知",
    ],
)
def repeated_type(paragraph: Paragraph) -> Iterator[Hit]:
    text = bare_title(paragraph.text)
    asked = re.search(
        r"关于(?P<x>请求|申请|恳请|要求|请示|报请|呈请|请予|请准予|请|恳求)(?!示|假|人|书|求人|执行人|愿|柬|教)(?P<rest>.{2,60})的(?P<type>请示|申请|函)$",
        text,
    )
    if asked and not (asked.group("type") == "函" and asked.group("x") in ("申请", "要求")):
        yield Hit(asked.start("x"), asked.end("x"), f"“{asked.group('type')}”已含请求之意，请删去“{asked.group('x')}”", "")
    told = re.search(r"关于(?P<x>上报|报告|汇报|报送|呈报)(?!制度|会|文学|厅)(?P<rest>.{2,60})的(?P<type>报告|汇报)$", text)
    if told:
        yield Hit(told.start("x"), told.end("x"), f"“报告”已含“{told.group('x')}”之意，请删去", "")
    same = re.search(
        r"关于(?P<x>通知|通告|公告|批复|答复|函告|函复|决定)(?P<rest>.{2,60})的(?P<type>通知|通告|公告|批复|复函|函|决定)$", text
    )
    if same and same.group("x")[0] == same.group("type")[0]:
        yield Hit(same.start("x"), same.end("x"), f"“{same.group('x')}”与文种重复，请删去", "")


@paragraph_rule(
    "DOC-TITLE-FORWARD",
    name="层层转发的标题",
    clause=f"{REGULATION}第九条",
    **TITLE,
    also=(Category.DOC_TYPE, Category.WORDING),
    explanation="转发类标题不重复“关于”“的通知”，直接写“转发……的通知”",
    fails=[
        ("关于转发市政府关于做好防汛工作的通知的通知", "转发市政府关于做好防汛工作的通知"),
        "云州市人民政府办公室关于转发《省政府办公厅关于转发〈水利厅关于防汛工作的通知〉的通知》的通知",
        "青禾县人民政府批转市人民政府关于防汛工作的意见的通知",
        "印发《云州市人民政府关于防汛工作的通知》的通知的通知",
    ],
    passes=[
        "转发省政府办公厅关于加强值班工作的通知",
        "国务院办公厅转发发展改革委关于有关工作意见的通知",
        "云州市人民政府批转市水利局关于防汛工作意见的通知",
    ],
)
def forwarded(paragraph: Paragraph) -> Iterator[Hit]:
    text = paragraph.text
    bare = bare_title(text)
    if re.search(r"的通知[》〉]?的通知(?:[》〉]?的通知)*$", bare) and bare.count("通知") >= 2:
        new = None
        simple = re.fullmatch(r"(?P<organ>.*?)关于转发(?P<rest>[^《〉]*关于[^《〉]*的通知)的通知", bare)
        if simple and text == bare:
            new = f"{simple.group('organ')}转发{simple.group('rest')}"
        yield Hit(0, len(text), "标题层层套用“的通知的通知”，请只保留一层，如“转发……关于……的通知”", new)
    elif bare.count("转发") >= 2:
        yield Hit(0, len(text), "标题重复“转发”，多层转发的只写最初发文机关和直接转发机关")
    up = re.search(r"(?P<issuer>.*?[市县区乡镇].*?)批转(?P<x>国务院|省|市|中共中央|中央|上级)", bare)
    if up:
        ranks = {"国": 0, "中": 0, "上": 0, "省": 1, "市": 2}
        own = (
            4
            if re.search(r"[乡镇](?:人民政府|党委)", up.group("issuer"))
            else 3
            if re.search(r"[县区]", up.group("issuer"))
            else 2
        )
        if ranks[up.group("x")[0]] < own:
            at = bare.find("批转")
            yield Hit(at, at + 2, "上级机关的公文用“转发”，“批转”只用于下级机关的公文", "转发")


pattern_rule(
    "DOC-TITLE-BOOK",
    (r"《[^》]*(?:方案|要点|计划|名单|意见|分工|安排|总结|通知|报告|讲话)》", None, "标题中除法规、规章外一般不加书名号"),
    name="标题中的书名号",
    clause=f"{FORMAT} 7.3.1",
    explanation="标题中除法规、规章名称外一般不加书名号",
    **(TITLE | {"severity": Severity.HINT}),
    also=Category.PUNCTUATION,
    fails=["关于印发《2024年督查工作要点》的通知"],
    passes=["关于印发2024年督查工作要点的通知", "关于印发《云州市人民政府工作规则》的通知"],
)

pattern_rule(
    "DOC-TITLE-REGULATION",
    (
        r"(?:公布|颁布|施行|修改|废止)(?P<x>(?!《)(?:[^《》]{0,4}[省市州县])[^《》]{2,30}?(?:条例|规定|办法|细则))(?=的(?:令|决定|公告|命令))",
        None,
        "法规、规章名称在标题中应当加书名号",
    ),
    (
        r"(?P<x>[\"“][^”\"]*(?:条例|规定|办法|规则|细则|规划|章程)[”\"])",
        lambda match: f"《{match.group('x')[1:-1]}》",
        "法规、规章名称用书名号，不用引号",
    ),
    name="标题中的法规名称",
    clause=f"{FORMAT} 7.3.1",
    explanation="标题中的法规、规章名称加书名号",
    **TITLE,
    also=Category.PUNCTUATION,
    fails=[
        ("关于印发“云州市档案管理办法”的通知", "关于印发《云州市档案管理办法》的通知"),
        "云州市人民政府关于废止云州市粮油市场管理办法的决定",
    ],
    passes=["关于修改《云州市档案管理办法》的决定"],
)

pattern_rule(
    "DOC-TITLE-URGENT",
    (r"(?P<x>特急|加急|急件|火急)", None, "紧急程度标在版头，不写入标题"),
    (r"(?P<x>紧急)通知$", None, "一般紧急的公文在版头标注紧急程度，标题不写“紧急”"),
    name="标题中的紧急程度",
    clause=f"{FORMAT} 7.2.3",
    explanation="紧急程度标在版头，不写入标题",
    **(TITLE | {"severity": Severity.HINT}),
    fails=["关于上报数据的紧急通知"],
    passes=["关于应对突发紧急情况的通知"],
)


@paragraph_rule(
    "DOC-TITLE-LONG",
    name="标题过长",
    clause=f"{FORMAT} 7.3.1",
    **(TITLE | {"severity": Severity.HINT}),
    explanation="标题一般不超过三行，约五十字",
    fails=[
        "云州市人民政府办公室关于认真贯彻落实省人民政府办公厅关于进一步加强和改进全省各级各类企业安全生产工作切实防范各类事故发生的有关要求的通知"
    ],
    passes=["关于做好防汛工作的通知"],
)
def too_long(paragraph: Paragraph) -> Iterator[Hit]:
    if len(paragraph.text) > 55:
        yield Hit(0, len(paragraph.text), f"标题{len(paragraph.text)}字，一般不超过三行（约五十字），请精简")
