"""版头、版记: secrecy, urgency, signatory, copy line, printing line (GB/T 9704 7.2, 7.4)."""

import re
from collections.abc import Iterator

from zhongshu.domains.documents.checks.findings import Category, Gate, Hit, Severity
from zhongshu.domains.documents.checks.manuscript import Kind, Paragraph
from zhongshu.domains.documents.checks.registry import FORMAT, REGULATION, Example, paragraph_rule, pattern_rule
from zhongshu.domains.documents.checks.words.organs import is_person

IMPRINT = {"category": Category.IMPRINT, "gate": Gate.PRINTING, "kinds": {Kind.IMPRINT}, "unit": "imprint"}
_LIMITS = {"绝密": 30, "机密": 20, "秘密": 10}


@paragraph_rule(
    "ELM-SECRECY-FORM",
    name="密级和保密期限",
    clause=f"{FORMAT} 7.2.2；《中华人民共和国保守国家秘密法》第二十条",
    severity=Severity.MUST,
    category=Category.IMPRINT,
    gate=Gate.FORMAT,
    kinds={Kind.SECRECY},
    unit="secrecy",
    explanation="密级和保密期限写作“机密★5年”，期限不超过绝密30年、机密20年、秘密10年",
    fails=[
        ("机密*5年", "机密★5年"),
        ("秘密 1年", "秘密★1年"),
        "秘密★20年",
        ("绝密★三十年", "绝密★30年"),
        "内部资料",
        ("密级：机密★5年", "机密★5年"),
        ("机密☆10年", "机密★10年"),
        ("机 密★10年", "机密★10年"),
    ],
    passes=["机密★5年", "秘密★10年", "绝密★长期", "秘密★6个月", "机密"],
)
def secrecy(paragraph: Paragraph) -> Iterator[Hit]:
    text = paragraph.text
    whole = len(text)
    bare = re.sub(r"^密级[：:]\s*", "", text).replace(" ", "").replace("\u3000", "")
    found = re.match(r"^(绝密|机密|秘密)(?P<star>[★☆*＊·\-—]*)(?P<term>.*)$", bare)
    if found is None:
        yield Hit(0, whole, "密级只有“绝密”“机密”“秘密”")
        return
    level, _star, term = found.group(1), found.group("star"), found.group("term")
    digits = {"一": 1, "二": 2, "三": 3, "五": 5, "六": 6, "八": 8, "十": 10, "十五": 15, "二十": 20, "三十": 30}
    hanzi = re.match(r"^([一二三五六八十]+)(年|个月)$", term)
    if hanzi and hanzi.group(1) in digits:
        term = f"{digits[hanzi.group(1)]}{hanzi.group(2)}"
    right = f"{level}★{term}" if term else level
    if right != text:
        yield Hit(0, whole, "密级和保密期限之间用“★”隔开，期限用阿拉伯数字，中间不空格", right)
    years = re.match(r"^(\d+)年$", term)
    if years and int(years.group(1)) > _LIMITS[level]:
        yield Hit(0, whole, f"{level}级的保密期限不超过{_LIMITS[level]}年")


pattern_rule(
    "ELM-URGENCY-SET",
    (
        r"^(?P<x>(?!特急$|加急$).*)$",
        lambda match: "特急" if re.search(r"特|火|万|限时", match.group("x")) else "加急",
        "紧急程度只有“特急”“加急”（电报另有“特提”“平急”）",
    ),
    name="紧急程度",
    clause=f"{REGULATION}第九条第三项；{FORMAT} 7.2.3",
    explanation="公文的紧急程度分“特急”“加急”",
    severity=Severity.MUST,
    category=Category.IMPRINT,
    gate=Gate.FORMAT,
    kinds={Kind.URGENCY},
    unit="urgency",
    fails=[
        ("急件", "加急"),
        ("紧急", "加急"),
        ("特急件", "特急"),
        ("火急", "特急"),
        ("平急", "加急"),
        ("紧急程度：加急", "加急"),
        ("特 急", "特急"),
    ],
    passes=["特急", "加急"],
)

pattern_rule(
    "FMT-SIGNATORY-ORDER",
    (r"签发人(?P<x>\s*:)", "：", "“签发人”后用全角冒号"),
    (r"签发人[：:].*?(?P<x>[、，,])", "　", "两个签发人姓名之间空一字，不用标点"),
    (r"(?P<x>签发\s*[：:])(?!人)", "签发人：", "应写“签发人：”"),
    (r"签发人[：:][^、，\s]{2,4}(?P<x>(?:局长|县长|市长|书记|主任|同志|副.{1,3}长))", "", "签发人只写姓名，不写职务"),
    (r"签发人(?P<x>\s+)(?=[\u4e00-\u9fff]{2,4}$)", "：", "“签发人”后用全角冒号"),
    name="签发人",
    clause=f"{FORMAT} 7.2.6",
    explanation="“签发人”后标全角冒号，姓名之间空一字",
    category=Category.IMPRINT,
    gate=Gate.FORMAT,
    kinds={Kind.SIGNATORY, Kind.NUMBER},
    unit="signatory",
    also=Category.PUNCTUATION,
    fails=[("签发人:张某", "签发人：张某"), ("签发人：张某、李某", "签发人：张某　李某"), ("签发人：张某局长", "签发人：张某")],
    passes=["签发人：张某", "签发人：张某　李某"],
)

pattern_rule(
    "FMT-IMPRINT-OLD",
    (r"(?P<x>^主题词\s*[：:].*$)", None, "现行格式已取消主题词，请删去"),
    (r"^(?P<x>抄\s*报)\s*[：:]", "抄送", "不分抄报、抄送，一律用“抄送”"),
    (r"^(?P<x>报\s*送|呈\s*送|呈\s*报|分\s*送|发\s*送|送|报|呈)\s*[：:]", "抄送", "版记中写“抄送”"),
    (r"(?P<x>[（(]?共印\s*\d+\s*份[）)]?)", "", "现行格式版记不标印数"),
    (r"(?P<x>(?:打字|录入|校对|审核|核稿)[：:].*$)", None, "现行格式版记不列打字、校对"),
    name="版记旧要素",
    clause=f"{FORMAT} 7.4（2012年修订）",
    explanation="主题词、抄报、印数等不再是版记要素",
    severity=Severity.MUST,
    **IMPRINT,
    fails=["主题词：农业 防汛 通知", ("抄报：省政府办公厅。", "抄送：省政府办公厅。"), "（共印50份）", "打字：张某  校对：李某"],
    passes=["抄送：省政府办公厅。", "云州市人民政府办公室 2024年3月5日印发"],
)


@paragraph_rule(
    "FMT-CC-FORM",
    name="抄送机关",
    clause=f"{FORMAT} 7.4.2",
    severity=Severity.MUST,
    **IMPRINT,
    also=(Category.PUNCTUATION, Category.RECIPIENTS),
    explanation="“抄送”后标全角冒号，机关之间用逗号或顿号，最后用句号",
    fails=[
        ("抄送：市委办公室，市人大办公室", "抄送：市委办公室，市人大办公室。"),
        ("抄送:市委办公室。", "抄送：市委办公室。"),
        ("抄送：市委办公室；市人大办公室。", "抄送：市委办公室，市人大办公室。"),
        ("抄 送：市委办公室。", "抄送：市委办公室。"),
        ("抄送：市委办公室，", "抄送：市委办公室。"),
        "抄送：张县长。",
        ("抄送市委办公室。", "抄送：市委办公室。"),
    ],
    passes=["抄送：市委办公室，市人大办公室。", "抄送：市委各部门，市人大常委会办公室、市政协办公室，市法院、市检察院。"],
)
def copies(paragraph: Paragraph) -> Iterator[Hit]:
    text = paragraph.text
    named = paragraph.field == "copies_to"
    head = re.match(r"^(抄\s*送|主\s*送)\s*([：:]?)\s*", text)
    if head is None and not named:
        return
    begin = head.end() if head else 0
    if head and head.group() != re.sub(r"\s", "", head.group(1)) + "：":
        yield Hit(0, head.end(), "应写“抄送：”，用全角冒号", re.sub(r"\s", "", head.group(1)) + "：")
    if not named and not text.endswith("。"):
        bare = text.rstrip("，、；;,.： ")
        yield Hit(len(bare), len(text), "最后一个抄送机关后用句号", "。")
    for match in re.finditer(r"[；;,]|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", text[begin:].rstrip("，、；;,.： ")):
        yield Hit(begin + match.start(), begin + match.end(), "抄送机关之间用逗号或顿号", "，")
    for match in re.finditer(r"[^、，,；;。]+", text[begin:]):
        if is_person(match.group()):
            yield Hit(begin + match.start(), begin + match.end(), f"“{match.group()}”不是机关，不抄送个人")


pattern_rule(
    "FMT-PRINT-LINE",
    (r"\d{4}年\d{1,2}月\d{1,2}日(?P<x>(?:印制|印刷|印|发|下发|发布|印发日期)?)$", "印发", "印发日期后写“印发”二字"),
    (r"印发(?P<x>[。，；.])$", "", "“印发”后不加标点"),
    (
        r"(?P<x>年0\d月\d{1,2}日|年\d{1,2}月0\d日)(?=印发)",
        lambda match: re.sub(r"(?<=[年月])0", "", match.group("x")),
        "月、日不编虚位",
    ),
    (
        r"(?P<x>[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)(?=印发)",
        None,
        "印发日期用阿拉伯数字",
    ),
    (r"(?P<x>印发(?:日期|时间)[：:]\s*)", "", "印发日期写作“2024年3月5日印发”"),
    (r"(?P<x>印发(?:机关|单位)[：:]\s*)", "", "直接写印发机关名称"),
    (r"^(?P<x>印发)(?=\d)", None, "印发日期写作“2024年3月5日印发”"),
    name="印发机关和印发日期",
    clause=f"{FORMAT} 7.4.3",
    explanation="印发日期全标年、月、日，后加“印发”",
    severity=Severity.MUST,
    **IMPRINT,
    also=Category.DATE,
    fails=[
        ("云州市人民政府办公室 2024年3月5日", "云州市人民政府办公室 2024年3月5日印发"),
        ("云州市人民政府办公室 2024年3月5日印", "云州市人民政府办公室 2024年3月5日印发"),
        ("云州市人民政府办公室 2024年3月5日印发。", "云州市人民政府办公室 2024年3月5日印发"),
        ("云州市人民政府办公室 2024年03月05日印发", "云州市人民政府办公室 2024年3月5日印发"),
        "云州市人民政府办公室 二〇二四年三月五日印发",
    ],
    passes=["云州市人民政府办公室 2024年3月5日印发", Example("抄送：市委办公室。", unit="imprint")],
)

pattern_rule(
    "FMT-REMARK-FORM",
    (r"^(?P<x>(?![（(])(?:此件|联系人|发至)[^（）]*)$", lambda match: f"（{match.group('x').rstrip('。')}）", "附注写在圆括号内"),
    (r"(?P<x>^[\[［【〔](?P<i>[^\[\]［］【】〔〕]*)[\]］】〕]$)", r"（\g<i>）", "附注用圆括号"),
    (r"(?P<x>^\((?P<i>[^()]*)\)$)", r"（\g<i>）", "附注用全角圆括号"),
    (r"^（[^（）]*(?P<x>。)）$", "", "附注括号内末尾不用句号"),
    (r"^（[^（）]*）(?P<x>。)$", "", "附注括号后不用句号"),
    name="附注",
    clause=f"{FORMAT} 7.3.7",
    explanation="附注加圆括号，居左空二字",
    category=Category.IMPRINT,
    gate=Gate.FORMAT,
    kinds={Kind.REMARK},
    unit="remark",
    also=Category.PUNCTUATION,
    fails=[
        ("(此件公开发布)", "（此件公开发布）"),
        ("（此件公开发布。）", "（此件公开发布）"),
        ("[此件公开发布]", "（此件公开发布）"),
    ],
    passes=["（此件公开发布）", "（联系人：张某，电话：88123456）"],
)

pattern_rule(
    "FMT-SIGNATURE-FORM",
    (r"(?P<x>\s*[（(](?:印|章|盖章|公章|印章|加盖公章|代章)[）)])$", "", "署名处加盖印章，不写“（印章）”"),
    (r"(?P<x>[。，；：、.])$", "", "发文机关署名后不加标点"),
    (r"^(?P<x>(?:发文机关|落款|单位)[：:])", "", "直接写机关名称"),
    name="发文机关署名",
    clause=f"{FORMAT} 7.3.5",
    explanation="署发文机关全称或规范化简称，不加标点",
    category=Category.IMPRINT,
    gate=Gate.FORMAT,
    kinds={Kind.SIGNATURE},
    unit="signature",
    also=Category.PUNCTUATION,
    fails=[("云州市人民政府（公章）", "云州市人民政府"), ("云州市人民政府。", "云州市人民政府")],
    passes=["云州市人民政府"],
)
