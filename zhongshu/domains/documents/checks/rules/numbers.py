"""发文字号: code, year in six-cornered brackets, sequence number (GB/T 9704 7.2.5)."""

import re
from collections.abc import Iterator

from zhongshu.domains.documents.checks.findings import Category, Gate, Hit, Severity
from zhongshu.domains.documents.checks.manuscript import PROSE, Kind, Manuscript, Paragraph
from zhongshu.domains.documents.checks.registry import FORMAT, Example, document_rule, paragraph_rule, pattern_rule

CLAUSE = f"{FORMAT} 7.2.5"
NUMBER = {"category": Category.DOC_NUMBER, "gate": Gate.FORMAT, "kinds": {Kind.NUMBER}, "unit": "doc_number"}
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
_HANZI_DIGITS = {
    "〇": "0",
    "○": "0",
    "零": "0",
    "Ｏ": "0",
    "O": "0",
    **{char: str(value) for value, char in enumerate("一二三四五六七八九", start=1)},
}
_RIGHT = re.compile(r"[\u4e00-\u9fff]{1,14}〔(?:19|20)\d{2}〕[1-9]\d{0,4}号")
_ORDERS = re.compile(r"^第?[一二三四五六七八九十百〇零\d]+[号期]$|^[（(]第?[\d一二三四五六七八九十]+[号期][）)]$")
_LOOSE = re.compile(
    r"^(?P<code>[\u4e00-\u9fff]{1,14}?)\s*(?P<zi>字)?(?P<di0>第)?\s*(?P<open>[〔\[［【（(﹝「{]?)\s*(?P<year>(?:19|20)?\d{2}|[二一][〇○零OＯ一二三四五六七八九\d]{3})\s*(?P<nian>年度?)?\s*(?P<close>[〕\]］】）)﹞」}]?)"
    r"[\s\-—－]*(?P<di>第)?\s*(?P<no>(?:No\.?|#|№)?)\s*(?P<value>\d{1,5}|[一二三四五六七八九十百〇零]{1,5})\s*(?P<hao>号?)\s*(?P<rest>[文件。，,.]*)$",
    re.IGNORECASE,
)


def normal(text: str) -> str | None:
    """Return a document number as it should be written; None if it cannot be told."""
    found = _LOOSE.match(text.translate(_WIDE).strip())
    if found is None:
        return None
    year = "".join(_HANZI_DIGITS.get(char, char) for char in found.group("year"))
    if len(year) == 2:
        year = ("20" if int(year) < 60 else "19") + year
    value = found.group("value")
    count = int(value) if value.isdigit() else hanzi_value(value)
    code = found.group("code")
    return f"{code}〔{year}〕{count}号" if count else None


def hanzi_value(text: str) -> int:
    """Return the value of a number below a thousand written in Hanzi."""
    total, unit = 0, 0
    for char in text:
        if char == "十":
            total, unit = total + (unit or 1) * 10, 0
        elif char == "百":
            total, unit = total + (unit or 1) * 100, 0
        else:
            unit = int(_HANZI_DIGITS.get(char, "0"))
    return total + unit


@paragraph_rule(
    "ELM-DOCNO-FORM",
    name="发文字号",
    clause=CLAUSE,
    severity=Severity.MUST,
    **NUMBER,
    explanation="发文字号由机关代字、年份、发文顺序号组成，写作“×政发〔2024〕5号”",
    fails=[
        ("青政发[2024]5号", "青政发〔2024〕5号"),
        ("青政发（2024）5号", "青政发〔2024〕5号"),
        ("青政发【2024】5号", "青政发〔2024〕5号"),
        ("青政发〔2024〕05号", "青政发〔2024〕5号"),
        ("青政发〔2024〕第5号", "青政发〔2024〕5号"),
        ("青政发〔2024〕5", "青政发〔2024〕5号"),
        ("青政发〔24〕5号", "青政发〔2024〕5号"),
        ("青政发2024〕5号", "青政发〔2024〕5号"),
        ("青政发﹝2024﹞5号", "青政发〔2024〕5号"),
        ("青政发〔2024年〕5号", "青政发〔2024〕5号"),
        ("青政发〔２０２４〕５号", "青政发〔2024〕5号"),
        ("青政发〔二〇二四〕5号", "青政发〔2024〕5号"),
        ("青政发 〔2024〕 5 号", "青政发〔2024〕5号"),
        ("青政发〔2024〕五号", "青政发〔2024〕5号"),
        ("青政发〔2024〕5号文", "青政发〔2024〕5号"),
        "〔2024〕青政发5号",
        "〔2024〕5号",
        "青政发5号",
        ("青政发〔2024)5号", "青政发〔2024〕5号"),
        "QZF〔2024〕5号",
    ],
    passes=["青政发〔2024〕5号", "国办发〔2018〕126号", "中华人民共和国国务院令 第750号", "第18号", "青政字〔2024〕12号"],
)
def form(paragraph: Paragraph) -> Iterator[Hit]:
    text = paragraph.text
    if "签发" in text:
        text = re.split(r"[\s\u3000]*签发", text)[0].rstrip()
    if _RIGHT.fullmatch(text) or _ORDERS.match(text) or re.search(r"(?:令|公告|决定|命令|通告)\s*[（(]?第.+号[）)]?$", text):
        return
    if re.fullmatch(r"[（(].*[）)]", text) and _RIGHT.fullmatch(text[1:-1]):
        return
    new = normal(text)
    reasons = []
    if re.search(r"[\[［【（(﹝「{]\s*(?:\d{2,4}|[二一][〇○零一二三四五六七八九]{3})", text) or re.search(
        r"\d\s*年?[\])）】］﹞」]", text
    ):
        reasons.append("年份用六角括号“〔〕”")
    if re.search(r"[〕\])）】］﹞]\s*[0０]+\d", text):
        reasons.append("顺序号不编虚位（1不编为01）")
    if re.search(r"第\s*\d", text):
        reasons.append("顺序号前不加“第”")
    if "号" not in text:
        reasons.append("顺序号后加“号”")
    if re.search(r"[〔\[（(【﹝]\s*\d{2}\s*[〕\]）)】﹞]", text):
        reasons.append("年份写全四位")
    if re.search(r"[\s\u3000]", text):
        reasons.append("中间不留空格")
    if re.search(r"[０-９]", text):
        reasons.append("用半角阿拉伯数字")
    if "年" in text:
        reasons.append("括号内不写“年”")
    if re.match(r"[〔\[（(【﹝]", text):
        reasons.append("机关代字写在年份之前")
    elif not re.search(r"\d{4}", text.translate(_WIDE)) and "号" in text and not reasons:
        reasons.append("缺少年份")
    if text.endswith(("文", "件", "。", "，")):
        reasons.append("“号”后不加其他文字")
    if re.match(r"[A-Za-z]", text):
        reasons.append("机关代字用汉字")
    yield Hit(0, len(text), "发文字号不规范：" + "；".join(reasons or ["应写作“机关代字〔年份〕顺序号”"]), new)


_CITED = re.compile(
    r"(?P<x>(?P<code>[\u4e00-\u9fff]{0,8}[发函办字政委党教财规令人农社工建环安监审农卫民法水交税电组宣统纪议会厅通知督复任报请批呈综审科])(?P<open>[\[［【（(﹝〔])(?P<year>(?:19|20)?\d{2})年?(?P<close>[\]］】）)﹞〕])(?P<di>第?)(?P<value>\d{1,5})(?P<hao>号?))"
)


@paragraph_rule(
    "ELM-DOCNO-CITED",
    name="文中的发文字号",
    clause=CLAUSE,
    category=Category.DOC_NUMBER,
    gate=Gate.FORMAT,
    kinds=PROSE,
    also=(Category.CITATION, Category.PUNCTUATION),
    explanation="文中引用的发文字号同样用六角括号、不编虚位、不加“第”",
    fails=[
        ("《关于做好防汛工作的通知》（云政发[2024]5号）收悉。", "《关于做好防汛工作的通知》（云政发〔2024〕5号）收悉。"),
        ("按照云政办发（2024）12号文件要求，", "按照云政办发〔2024〕12号文件要求，"),
        ("根据云政发〔2024〕第05号文件精神，", "根据云政发〔2024〕5号文件精神，"),
    ],
    passes=["《关于做好防汛工作的通知》（云政发〔2024〕5号）收悉。", "（2019）最高法民终5号判决", "人民政府（2020）3个方面"],
)
def cited(paragraph: Paragraph) -> Iterator[Hit]:
    text = paragraph.text
    if "号" not in text or not any(mark in text for mark in "[［【（(﹝〔"):
        return
    for match in _CITED.finditer(text):
        right = (
            match.group("open") == "〔"
            and match.group("close") == "〕"
            and not match.group("di")
            and not match.group("value").startswith("0")
        )
        if (right and len(match.group("year")) == 4) or not match.group("hao"):
            continue
        year = (
            match.group("year")
            if len(match.group("year")) == 4
            else ("20" if int(match.group("year")) < 60 else "19") + match.group("year")
        )
        begin = match.start("open")
        new = f"〔{year}〕{int(match.group('value'))}号"
        yield Hit(begin, match.end(), f"发文字号应写作“{match.group('code')}{new}”", new)


@document_rule(
    "ELM-DOCNO-YEAR",
    name="文号年份与成文日期",
    clause=CLAUSE,
    category=Category.DOC_NUMBER,
    gate=Gate.FORMAT,
    also=(Category.CONSISTENCY, Category.DATE),
    unit="document",
    explanation="发文字号的年份应当与成文日期的年份一致",
    fails=["关于做好防汛工作的通知\n云政发〔2023〕5号\n各县人民政府：\n请认真做好防汛工作。\n云州市人民政府\n2024年3月5日"],
    passes=["关于做好防汛工作的通知\n云政发〔2024〕5号\n各县人民政府：\n请认真做好防汛工作。\n云州市人民政府\n2024年3月5日"],
)
def year(manuscript: Manuscript) -> Iterator[Hit]:
    for paragraph in manuscript.of(Kind.NUMBER)[:1]:
        found = re.search(r"〔(\d{4})〕", paragraph.text)
        if found and manuscript.date and int(found.group(1)) != manuscript.date.year:
            yield Hit(
                found.start(1),
                found.end(1),
                f"文号年份{found.group(1)}与成文日期{manuscript.date.year}年不一致",
                paragraph=paragraph.index,
            )


@document_rule(
    "ELM-DOCNO-EARLY",
    name="草稿不编文号",
    clause="《党政机关公文处理工作条例》第二十五条",
    severity=Severity.HINT,
    category=Category.DOC_NUMBER,
    gate=Gate.APPROVAL,
    explanation="签发、复核之后才编发文字号，草稿中不写文号",
    fails=[
        Example(
            "关于做好防汛工作的通知\n云政发〔2024〕5号\n各县人民政府：\n请做好防汛工作。", unit="document", facts={"draft": True}
        )
    ],
    passes=[Example("关于做好防汛工作的通知\n各县人民政府：\n请做好防汛工作。", unit="document", facts={"draft": True})],
)
def early(manuscript: Manuscript) -> Iterator[Hit]:
    if manuscript.facts.draft and not manuscript.facts.number:
        for paragraph in manuscript.of(Kind.NUMBER):
            yield Hit(0, len(paragraph.text), "签发、复核之后才编文号，草稿中不写", paragraph=paragraph.index)


pattern_rule(
    "ELM-COPYNO-FORM",
    (r"^(?P<x>(?!\d{6}$).*\d.*)$", None, "份号一般用六位阿拉伯数字，如“000001”"),
    name="份号",
    clause=f"{FORMAT} 7.2.1",
    explanation="份号一般用六位阿拉伯数字",
    severity=Severity.HINT,
    category=Category.IMPRINT,
    gate=Gate.FORMAT,
    kinds={Kind.COPY_NUMBER},
    unit="copy_number",
    fails=["0001", "No.000012"],
    passes=["000001"],
)
