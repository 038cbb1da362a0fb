"""缺项: elements that a whole document must have (条例 art. 9)."""

import re
from collections.abc import Iterator

from zhongshu.domains.documents.checks.findings import Category, Gate, Hit, Severity
from zhongshu.domains.documents.checks.manuscript import PROSE, Kind, Manuscript
from zhongshu.domains.documents.checks.registry import FORMAT, REGULATION, document_rule, pattern_rule

ELEMENT = {"category": Category.MISSING, "gate": Gate.FORMAT, "clause": f"{REGULATION}第九条", "unit": "document"}
WHOLE = "云州市人民政府关于做好防汛工作的通知\n各县人民政府：\n请认真做好防汛工作。\n云州市人民政府\n2024年3月5日"
_ADDRESSED = ("通知", "请示", "报告", "批复", "函", "议案", "意见", "通报")


@document_rule(
    "FMT-TITLE-PRESENT",
    name="缺标题",
    severity=Severity.MUST,
    also=Category.TITLE,
    explanation="公文应当有标题",
    **ELEMENT,
    fails=["各县人民政府：\n请认真做好防汛工作。\n云州市人民政府\n2024年3月5日"],
    passes=[WHOLE],
)
def title(manuscript: Manuscript) -> Iterator[Hit]:
    if manuscript.facts.whole and manuscript.title is None and manuscript.text and not manuscript.facts.draft:
        yield Hit(0, 0, "没有找到标题", paragraph=-1)


@document_rule(
    "FMT-RECIPIENT-PRESENT",
    name="缺主送机关",
    also=Category.RECIPIENTS,
    explanation="通知、请示、报告、批复、函等应当写明主送机关",
    **ELEMENT,
    fails=["云州市人民政府关于做好防汛工作的通知\n请认真做好防汛工作。\n云州市人民政府\n2024年3月5日"],
    passes=[WHOLE, "云州市公安局关于交通管制的通告\n现通告如下。\n云州市公安局\n2024年3月5日"],
)
def recipients(manuscript: Manuscript) -> Iterator[Hit]:
    if (
        manuscript.facts.whole
        and not manuscript.facts.draft
        and manuscript.document_type in _ADDRESSED
        and manuscript.text
        and not manuscript.principals
    ):
        if manuscript.document_type in ("意见", "通报") or any(
            re.match(r"^主\s*送", paragraph.text) for paragraph in manuscript.of(Kind.IMPRINT)
        ):
            return
        yield Hit(0, 0, f"{manuscript.document_type}应当写明主送机关", paragraph=-1)


@document_rule(
    "FMT-DATE-PRESENT",
    name="缺成文日期",
    severity=Severity.MUST,
    also=Category.DATE,
    explanation="公文应当有成文日期",
    **ELEMENT,
    fails=["云州市人民政府关于做好防汛工作的通知\n各县人民政府：\n请认真做好防汛工作。\n云州市人民政府"],
    passes=[WHOLE],
)
def date(manuscript: Manuscript) -> Iterator[Hit]:
    if not manuscript.facts.whole or manuscript.facts.draft or manuscript.title is None or not manuscript.text:
        return
    noted = any(re.search(r"\d{4}年\d{1,2}月\d{1,2}日|[〇○零]", paragraph.text) for paragraph in manuscript.of(Kind.REMARK))
    if not manuscript.of(Kind.DATE) and not noted and manuscript.facts.signed_date is None and manuscript.document_type:
        last = [paragraph for paragraph in manuscript.paragraphs if paragraph.kind not in (Kind.ATTACHMENT, Kind.IMPRINT)][-1]
        yield Hit(0, len(last.text), "没有成文日期", paragraph=last.index)


@document_rule(
    "FMT-SIGNATURE-PRESENT",
    name="缺发文机关署名",
    explanation="公文应当署发文机关名称（纪要、令除外）",
    **ELEMENT,
    fails=["云州市人民政府关于做好防汛工作的通知\n各县人民政府：\n请认真做好防汛工作。\n2024年3月5日"],
    passes=[WHOLE],
)
def signature(manuscript: Manuscript) -> Iterator[Hit]:
    if not manuscript.facts.whole or manuscript.facts.draft or manuscript.document_type in ("纪要", "令", "决议", "公报", ""):
        return
    dates = [
        paragraph for paragraph in manuscript.of(Kind.DATE) if manuscript.text and paragraph.index > manuscript.text[0].index
    ]
    if (
        dates
        and not manuscript.of(Kind.SIGNATURE)
        and not re.search(r"(?:省长|市长|县长|区长|主任|主席|总理)", manuscript.paragraphs[dates[0].index - 1].text)
    ):
        yield Hit(0, len(dates[0].text), "成文日期之前没有发文机关署名", paragraph=dates[0].index)


@document_rule(
    "FMT-SIGNATURE-ORGAN",
    name="署名与标题的机关一致",
    category=Category.CONSISTENCY,
    gate=Gate.FORMAT,
    clause=f"{FORMAT} 7.3.5",
    unit="document",
    also=Category.MISSING,
    explanation="署名应当与标题中的发文机关一致",
    fails=[
        "云州市人民政府关于做好防汛工作的通知\n各县人民政府：\n请认真做好防汛工作。\n云州市水利局\n2024年3月5日",
        "云州市人民政府办公室关于做好防汛工作的通知\n各县人民政府：\n请认真做好防汛工作。\n云州市人民政府办公厅\n2024年3月5日",
    ],
    passes=[WHOLE, WHOLE.replace("云州市人民政府\n2024", "市政府\n2024")],
)
def signed_by(manuscript: Manuscript) -> Iterator[Hit]:
    signed = [re.sub(r"[\s\u3000]", "", paragraph.text) for paragraph in manuscript.of(Kind.SIGNATURE)]
    found = re.match(
        r"(?P<organ>[\u4e00-\u9fff]{4,30}?)(?:关于|转发|印发|批转)", manuscript.title.text if manuscript.title else ""
    )
    if len(signed) != 1 or found is None:
        return
    organ = found.group("organ")
    if organ == signed[0] or not re.search(r"(?:政府|办公厅|办公室|局|厅|委员会|委|部|院|国务院|会|署)$", organ):
        return
    short = signed[0] in organ or organ in signed[0] or set(signed[0]) <= set(organ) or set(organ) <= set(signed[0])
    office = ("办公" in signed[0]) != ("办公" in organ) or signed[0][-1] != organ[-1]
    if (
        not short
        or (office and abs(len(signed[0]) - len(organ)) >= 2 and ("办公" in signed[0] or "办公" in organ))
        or (signed[0][:-1] == organ[:-1])
    ):
        row = manuscript.of(Kind.SIGNATURE)[0]
        yield Hit(0, len(row.text), f"标题中的发文机关是“{organ}”，署名是“{signed[0]}”", organ, row.index)


@document_rule(
    "FMT-DOCNO-PRESENT",
    name="缺发文字号",
    severity=Severity.HINT,
    also=Category.DOC_NUMBER,
    explanation="印发的公文应当有发文字号",
    **ELEMENT,
    fails=[WHOLE],
    passes=[WHOLE.replace("通知\n各", "通知\n云政发〔2024〕5号\n各")],
)
def number(manuscript: Manuscript) -> Iterator[Hit]:
    facts = manuscript.facts
    if (
        facts.whole
        and not facts.draft
        and not facts.number
        and not manuscript.of(Kind.NUMBER)
        and manuscript.date
        and manuscript.document_type in (*_ADDRESSED, "决定")
    ):
        yield Hit(0, 0, "没有发文字号", paragraph=-1)


@document_rule(
    "ELM-SIGNATORY-UP",
    name="上行文的签发人",
    severity=Severity.HINT,
    category=Category.MISSING,
    gate=Gate.APPROVAL,
    clause=f"{REGULATION}第九条第六项",
    unit="document",
    also=Category.IMPRINT,
    explanation="上行文应当标注签发人姓名",
    fails=["青禾县水利局文件\n青水〔2024〕7号\n关于拨付资金的请示\n青禾县人民政府：\n妥否，请批示。\n青禾县水利局\n2024年3月5日"],
    passes=[
        "青禾县水利局文件\n青水〔2024〕7号　　签发人：张某\n关于拨付资金的请示\n青禾县人民政府：\n妥否，请批示。\n青禾县水利局\n2024年3月5日"
    ],
)
def signatory(manuscript: Manuscript) -> Iterator[Hit]:
    if (
        manuscript.document_type in ("请示", "报告")
        and manuscript.of(Kind.MASTHEAD)
        and not any("签发" in paragraph.text for paragraph in manuscript.of(Kind.NUMBER, Kind.SIGNATORY))
    ):
        yield Hit(0, 0, "上行文应当在版头标注签发人", paragraph=-1)


pattern_rule(
    "TXT-PLACEHOLDER",
    (
        r"(?P<x>×{2,}|[xX]{2,}(?=[年月日号人元市县局])|_{2,}|＿{2,}|[xX]{3,}|[Tt][Oo][Dd][Oo]|待补充|待定(?=。|，|$)|（略）(?=$)|\?{2,}|？{3,}|【[^】]{0,12}(?:填写|待|补充)[^】]*】|\{\{.*?\}\}|某某某)",
        None,
        "还有待填写的内容“{found}”",
    ),
    (r"(?P<x>\d{4}年\s{1,6}月|年\s{2,}月\s{2,}日|月\s{2,}日)", None, "日期没有填完"),
    name="待填内容",
    clause=f"{REGULATION}第二十条",
    explanation="送审前应当补全待填内容",
    severity=Severity.MUST,
    category=Category.MISSING,
    gate=Gate.WORDING,
    kinds=PROSE | {Kind.TITLE, Kind.DATE, Kind.RECIPIENTS, Kind.TABLE, Kind.ATTACHMENT_NOTE, Kind.REMARK},
    also=Category.DATE,
    fails=["请于××月××日前报送。", "联系人：____，", "金额待补充", "金额XXX元", "todo：补充数据"],
    passes=["请于3月5日前报送。", "某县"],
)

pattern_rule(
    "FMT-NO-BLANK-NOTE",
    (r"(?P<x>[（(]?此页无正文[）)]?)", None, "不写“此页无正文”，应当调整行距、字距，使印章与正文同处一页"),
    name="此页无正文",
    clause=f"{FORMAT} 7.3.5.5",
    explanation="不得采取标注“此页无正文”的方法解决印章与正文不同页",
    severity=Severity.MUST,
    category=Category.IMPRINT,
    gate=Gate.PRINTING,
    kinds=PROSE | {Kind.REMARK, Kind.IMPRINT, Kind.SIGNATURE, Kind.TITLE},
    also=Category.MISSING,
    fails=["（此页无正文）"],
    passes=["此页为正文"],
)
