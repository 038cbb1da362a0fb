"""附件说明与附件 (GB/T 9704 7.3.4, 7.3.8)."""

import re
from collections.abc import Iterator

from zhongshu.domains.documents.checks.findings import Category, Gate, Hit, Severity
from zhongshu.domains.documents.checks.manuscript import Kind, Manuscript, Paragraph
from zhongshu.domains.documents.checks.registry import FORMAT, Example, document_rule, paragraph_rule, pattern_rule

NOTE = {"category": Category.ATTACHMENT, "gate": Gate.FORMAT, "kinds": {Kind.ATTACHMENT_NOTE}, "unit": "attachment_note"}
CLAUSE = f"{FORMAT} 7.3.4"
_NAME = r"[^\d\s：:、.．；;。,，][^；;。\n]*?"


@paragraph_rule(
    "ELM-ATT-FORM",
    name="附件说明",
    clause=CLAUSE,
    severity=Severity.MUST,
    **NOTE,
    also=Category.PUNCTUATION,
    explanation="附件说明写“附件：1.××”，名称后不加标点，一件附件不编号",
    fails=[
        ("附件：1.任务清单。", "附件：1.任务清单"),
        ("附件:任务清单", "附件：任务清单"),
        ("附件：任务清单；", "附件：任务清单"),
        "附件：1、任务清单 2、责任分工",
        ("附：任务清单", "附件：任务清单"),
        "附件：《任务清单》",
        ("附件一：任务清单", "附件：1.任务清单"),
        ("附件1：任务清单", "附件：1.任务清单"),
        "附件：1.任务清单；2.责任分工。",
        ("附 件：任务清单", "附件：任务清单"),
        "附件1.任务清单",
        "附件 任务清单：",
        ("附件：（1）任务清单", "附件：1.任务清单"),
        "附件：一、任务清单",
        "附件：任务清单、责任分工表",
        "附件：①任务清单",
    ],
    passes=["附件：任务清单", "附件：1.任务清单", "附件：1. 任务清单 2. 责任分工", "2.责任分工"],
)
def form(paragraph: Paragraph) -> Iterator[Hit]:
    text = paragraph.text
    head = re.match(r"^(?P<word>附\s*(?:件|表|图)?)\s*(?P<no>[一二三四五六七八九十\d]{0,2})\s*(?P<mark>[：:︰.．、]?)\s*", text)
    why: list[str] = []
    new = text
    if head and head.group("word"):
        number = head.group("no")
        if head.group("word") != "附件":
            why.append("写作“附件：”")
        if number and head.group("mark"):
            why.append("序号放在冒号之后，写作“附件：1.……”")
        elif head.group("mark") != "：":
            why.append("“附件”后用全角冒号")
        digits = str("一二三四五六七八九十".index(number) + 1) if number and number in "一二三四五六七八九十" else number
        new = "附件：" + (f"{digits}." if number else "") + text[head.end() :]
    if re.search(r"：[①-⑳⑴-⒇]", new):
        why.append("序号用“1.”")
    several = re.fullmatch(
        r"附件：[^\d、：]{2,24}(?:方案|表|清单|名单|办法|意见|规定|要点|计划|说明|目录|细则|通知|模板|样式|统计|名册|安排)、[^\d：]{2,30}(?:方案|表|清单|名单|办法|意见|规定|要点|计划|说明|目录|细则|通知|模板|样式|统计|名册|安排)",
        new,
    )
    if several:
        why.append("两件以上的附件编序号，分行写")
    ended = re.search(r"[。；;，,、.：:]+$", new)
    if ended:
        why.append("附件名称后不加标点")
        new = new[: ended.start()]
    if re.search(r"(?:：|\s)\d{1,2}[、，,：:)）]|(?:：|^)[（(]\d{1,2}[）)]|：[一二三四五六七八九十]、|^\d{1,2}、", new):
        why.append("序号用阿拉伯数字加点（1.）")
        new = re.sub(
            r"(?<=[：\s])(\d{1,2})[、，,：:)）]|(?<=：)[（(](\d{1,2})[）)]|^(\d{1,2})、",
            lambda match: f"{next(filter(None, match.groups()))}.",
            new,
        )
        new = re.sub(
            r"(?<=：)([一二三四五六七八九十])、", lambda match: f"{'一二三四五六七八九十'.index(match.group(1)) + 1}.", new
        )
    if re.search(r"《[^》]*》$|[：.．\s]《[^》]*》", new):
        why.append("附件名称不加书名号")
        new = re.sub(r"(?<=[：.．\s])《([^》]*)》", r"\1", new)
    inner = re.search(r"[；;。](?=\s*\d{1,2}[.．、])", new)
    if inner:
        why.append("附件名称后不加标点，各附件分行写")
    if why:
        yield Hit(0, len(text), "附件说明不规范：" + "；".join(why), None if inner or new == text else new)


@document_rule(
    "ELM-ATT-NUMBER",
    name="附件序号",
    clause=CLAUSE,
    category=Category.ATTACHMENT,
    gate=Gate.FORMAT,
    unit="attachment_note",
    also=Category.SEQUENCE,
    explanation="一件附件不编号，多件附件从1起连续编号",
    fails=["附件：1.任务清单。", "附件：1.任务清单\n3.责任分工", "附件：任务清单\n责任分工表", "附件：1.任务清单 3.责任分工"],
    passes=["附件：任务清单", "附件：1.任务清单\n2.责任分工", "附件：1.任务清单 2.责任分工"],
)
def numbers(manuscript: Manuscript) -> Iterator[Hit]:
    notes = manuscript.of(Kind.ATTACHMENT_NOTE)
    if not notes:
        return
    text = " ".join(paragraph.text for paragraph in notes)
    found = [int(value) for value in re.findall(r"(?:：|\s|^)(\d{1,2})\s*[.．、](?!\d)", text)]
    first = notes[0]
    if not found and len(notes) > 1:
        yield Hit(0, len(first.text), "多件附件应当用阿拉伯数字编号", paragraph=first.index)
    elif found == [1] and len(notes) == 1:
        yield Hit(0, len(first.text), "只有一件附件时不编号", paragraph=first.index)
    elif found and found != list(range(1, len(found) + 1)):
        yield Hit(0, len(first.text), f"附件序号不连续：{'、'.join(map(str, found))}", paragraph=first.index)


def listed(manuscript: Manuscript) -> list[str]:
    """Return the names in the note on attachments."""
    names: list[str] = []
    for paragraph in manuscript.of(Kind.ATTACHMENT_NOTE):
        text = re.sub(r"^附\s*件?\s*[：:]?", "", paragraph.text)
        parts = re.split(r"(?:^|\s+|[；;。])\s*\d{1,2}\s*[.．、：:](?!\d)\s*", text)
        names += [part.strip(" 。；;，") for part in parts if part.strip(" 。；;，")]
    return names


@document_rule(
    "ELM-ATT-REF",
    name="正文所引附件",
    clause=CLAUSE,
    severity=Severity.MUST,
    category=Category.ATTACHMENT,
    gate=Gate.PRINTING,
    unit="document",
    also=(Category.CONSISTENCY, Category.MISSING),
    explanation="正文提到的附件应当列在附件说明中",
    fails=[
        "关于做好防汛工作的通知\n各县人民政府：\n具体分工见附件3。\n附件：1.任务清单\n2.责任分工\n云州市人民政府\n2024年3月5日",
        "关于做好防汛工作的通知\n各县人民政府：\n请填写报名表（见附件）。\n云州市人民政府\n2024年3月5日",
        Example("具体分工见附件3。", facts={"attachments": ("任务清单", "责任分工")}),
    ],
    passes=[
        "关于做好防汛工作的通知\n各县人民政府：\n具体分工见附件2。\n附件：1.任务清单\n2.责任分工\n云州市人民政府\n2024年3月5日",
        Example("具体分工见附件3。"),
    ],
)
def referred(manuscript: Manuscript) -> Iterator[Hit]:
    names = listed(manuscript) or list(manuscript.facts.attachments or ())
    if not names and not manuscript.facts.whole and manuscript.facts.attachments is None:
        return
    following = bool(manuscript.of(Kind.ATTACHMENT))
    for paragraph in manuscript.text:
        for match in re.finditer(
            r"附件\s*(\d{1,2}|[一二三四五六七八九十])(?![\d.．])|(?:见|详见|按|填写|填报|附)[^，。；]{0,10}附件(?![\d一二三四五六七八九十])|[（(]见附件[）)]",
            paragraph.text,
        ):
            value = match.group(1)
            if value:
                number = int(value) if value.isdigit() else "一二三四五六七八九十".index(value) + 1
                if number > len(names) and (names or not following):
                    yield Hit(
                        match.start(), match.end(), f"正文提到附件{number}，附件说明只有{len(names)}件", paragraph=paragraph.index
                    )
            elif not names and not following:
                yield Hit(
                    match.start(),
                    match.end(),
                    "正文提到附件，却没有附件说明",
                    paragraph=paragraph.index,
                    severity=Severity.SHOULD,
                )


@document_rule(
    "ELM-ATT-COUNT",
    name="附件说明与附件",
    clause=f"{FORMAT} 7.3.8",
    severity=Severity.SHOULD,
    category=Category.ATTACHMENT,
    gate=Gate.PRINTING,
    unit="document",
    also=Category.CONSISTENCY,
    explanation="附件说明与所附附件的件数、顺序、名称一致",
    fails=[
        "关于做好防汛工作的通知\n各县人民政府：\n请做好防汛工作。\n附件：1.任务清单\n2.责任分工\n云州市人民政府\n2024年3月5日\n附件1\n任务清单\n一、清淤",
        "关于做好防汛工作的通知\n各县人民政府：\n请做好防汛工作。\n附件：1.任务清单\n2.责任分工\n云州市人民政府\n2024年3月5日\n附件1\n任务清单\n附件2\n责任区划分表",
    ],
    passes=[
        "关于做好防汛工作的通知\n各县人民政府：\n请做好防汛工作。\n附件：1.任务清单\n2.责任分工\n云州市人民政府\n2024年3月5日\n附件1\n任务清单\n附件2\n责任分工"
    ],
)
def count(manuscript: Manuscript) -> Iterator[Hit]:
    names = listed(manuscript)
    rows = manuscript.of(Kind.ATTACHMENT)
    labels = [
        at for at, paragraph in enumerate(rows) if re.match(r"^附\s*件\s*[一二三四五六七八九十\d]*\s*[：:]?$", paragraph.text)
    ]
    if not names:
        if labels and manuscript.facts.whole and not manuscript.of(Kind.ATTACHMENT_NOTE):
            yield Hit(0, len(rows[labels[0]].text), "文后有附件，正文之后没有附件说明", paragraph=rows[labels[0]].index)
        return
    where = manuscript.of(Kind.ATTACHMENT_NOTE)[0]
    if labels and len(labels) != len(names):
        yield Hit(0, len(where.text), f"附件说明列{len(names)}件，文后附件{len(labels)}件", paragraph=where.index)
    elif labels:
        for name, at in zip(names, labels, strict=True):
            title = rows[at + 1].text if at + 1 < len(rows) else ""
            if (
                title
                and len(title) < 60
                and re.sub(r"\W", "", name) not in re.sub(r"\W", "", title + (rows[at + 2].text if at + 2 < len(rows) else ""))
            ):
                yield Hit(0, len(rows[at].text), f"附件标题“{title}”与附件说明“{name}”不一致", paragraph=rows[at].index)
    files = manuscript.facts.attachments
    if files is not None and not labels and len(files) != len(names):
        yield Hit(0, len(where.text), f"附件说明列{len(names)}件，实际上传{len(files)}件", paragraph=where.index)


pattern_rule(
    "FMT-ATTACH-LABEL",
    (
        r"^(?P<x>附\s*件\s*(?P<n>[一二三四五六七八九十\d]*)\s*[：:])$",
        lambda match: f"附件{match.group('n')}",
        "附件首页左上角写“附件”及序号，不加冒号",
    ),
    (
        r"^附件(?P<x>[一二三四五六七八九十])$",
        lambda match: str("一二三四五六七八九十".index(match.group("x")) + 1),
        "附件序号用阿拉伯数字",
    ),
    (r"^(?P<x>附\s+件)", "附件", "“附件”中间不空格"),
    name="附件序号标识",
    clause=f"{FORMAT} 7.3.8",
    explanation="附件首页左上角顶格写“附件”及序号，不加冒号",
    category=Category.ATTACHMENT,
    gate=Gate.FORMAT,
    kinds={Kind.ATTACHMENT},
    unit="attachment",
    also=Category.PUNCTUATION,
    fails=[("附件1：", "附件1"), ("附件一", "附件1")],
    passes=["附件1", "附件"],
)
