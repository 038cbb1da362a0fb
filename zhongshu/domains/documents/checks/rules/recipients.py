"""主送机关: how the line is written (GB/T 9704 7.3.2)."""

import re
from collections.abc import Iterator

from zhongshu.domains.documents.checks.findings import Category, Gate, Hit, Severity
from zhongshu.domains.documents.checks.manuscript import Kind, Manuscript, Paragraph
from zhongshu.domains.documents.checks.registry import FORMAT, REGULATION, Example, document_rule, paragraph_rule, pattern_rule
from zhongshu.domains.documents.checks.words.organs import is_person

LINE = {"category": Category.RECIPIENTS, "gate": Gate.FORMAT, "kinds": {Kind.RECIPIENTS}, "unit": "recipients"}


@paragraph_rule(
    "ELM-RECIPIENT-COLON",
    name="主送机关后的冒号",
    clause=f"{FORMAT} 7.3.2",
    severity=Severity.MUST,
    **LINE,
    also=Category.PUNCTUATION,
    explanation="最后一个主送机关名称后用全角冒号",
    fails=[
        ("各乡镇人民政府:", "各乡镇人民政府："),
        ("各县（区）人民政府，市政府各部门。", "各县（区）人民政府，市政府各部门："),
        ("云州市人民政府", "云州市人民政府："),
        ("云州市人民政府，", "云州市人民政府："),
    ],
    passes=["各县（区）人民政府，市政府各部门、各直属机构："],
)
def colon(paragraph: Paragraph) -> Iterator[Hit]:
    text = paragraph.text
    if paragraph.field == "principals" or text.endswith("："):
        return
    bare = text.rstrip(":。；;，,、. ")
    yield Hit(len(bare), len(text), "主送机关后应当用全角冒号", "：")


@paragraph_rule(
    "RTE-NO-PERSON",
    name="不得主送个人",
    clause=f"{REGULATION}第十五条第五项",
    severity=Severity.MUST,
    **(LINE | {"gate": Gate.APPROVAL}),
    explanation="不得以本机关名义向上级机关负责人报送公文，公文主送机关不写个人",
    fails=["张县长：", "李书记、王市长：", "尊敬的市领导：", "王某某局长：", "县政府、张副县长：", "李明同志："],
    passes=["云州市人民政府：", "市委全面深化改革委员会：", "县委书记办公会：", "市防汛抗旱领导小组："],
)
def person(paragraph: Paragraph) -> Iterator[Hit]:
    for match in re.finditer(r"[^、，,；;：:。]+", paragraph.text):
        if is_person(match.group()):
            yield Hit(match.start(), match.end(), f"“{match.group().strip()}”不是机关，公文不得主送领导者个人")


pattern_rule(
    "RTE-NAME-STD",
    (
        r"(?P<x>各[^、，：]{0,8}(?:领导|负责人|负责同志|同志们?|干部|人员|主任|局长|校长))(?=[、，：:]|$)",
        None,
        "主送机关应写机关全称、规范化简称或同类型机关统称，不写“{found}”",
    ),
    (r"(?P<x>(?:有关|相关|各有关|各相关)(?:人员|同志|领导))", None, "主送机关应写机关名称，不写“{found}”"),
    (
        r"(?P<x>(?:全[省市县区体镇]|广大|各界)?(?:广大)?(?:干部群众|人民群众|市民|居民|村民|职工|群众|党员干部))(?=[、，：:]|$)",
        None,
        "主送机关应写机关名称，不写“{found}”",
    ),
    (r"(?P<x>尊敬的)", "", "公文主送机关不用敬称"),
    (r"(?P<x>贵[局委办部厅院校单位公司]+)", None, "主送机关应写机关名称，不写“{found}”"),
    (r"(?P<x>[^、，：]*(?:等单位|等部门|等有关单位|等有关部门|等))(?=[：:]|$)", None, "主送机关应当写明，不用“等”概括"),
    name="主送机关名称",
    clause=f"{REGULATION}第九条第八项",
    explanation="主送机关用全称、规范化简称或同类型机关统称",
    **LINE,
    fails=[
        "各乡镇领导：",
        "全县广大干部群众：",
        "各科室负责人：",
        ("尊敬的云州市人民政府：", "云州市人民政府："),
        "市财政局、市水利局等单位：",
    ],
    passes=["各乡（镇）人民政府：", "市政府各部门、各直属机构："],
)


@paragraph_rule(
    "ELM-RECIPIENT-MARKS",
    name="主送机关之间的标点",
    clause=f"{FORMAT} 7.3.2",
    **LINE,
    also=Category.PUNCTUATION,
    explanation="同类机关之间用顿号，不同类机关之间用逗号",
    fails=[
        "各县人民政府；市政府各部门：",
        ("各县（区）人民政府、市政府各部门、各直属机构：", "各县（区）人民政府，市政府各部门、各直属机构："),
        "各县人民政府,市政府各部门：",
        "各县人民政府  市政府各部门：",
        "各县人民政府、、市政府各部门：",
    ],
    passes=[
        "各县（区）人民政府，市政府各部门、各直属机构：",
        "科技部、新疆维吾尔自治区人民政府、新疆生产建设兵团：",
        "各市、县、自治县人民政府，省政府各厅、委、局、办：",
        "各乡、镇人民政府，县政府各部门、各直属机构：",
    ],
)
def marks(paragraph: Paragraph) -> Iterator[Hit]:
    text = paragraph.text
    for match in re.finditer(r"[；;,]|(?<=[\u4e00-\u9fff])[ \u3000]+(?=[\u4e00-\u9fff])|、、|，，|、，|，、", text):
        yield Hit(
            match.start(), match.end(), "主送机关之间用顿号（同类）或逗号（不同类）", "，" if match.group() in ",；;" else None
        )
    for match in re.finditer(
        r"各[^、，：]*(?:人民政府|管委会|乡镇|街道办事处)(?P<x>、)(?=(?:[省市县区州]委|[省市县区州](?:政府|直)|各?有关)[^、，]*(?:部门|单位|机构|各委))",
        text,
    ):
        yield Hit(match.start("x"), match.end("x"), "不同类机关之间用逗号", "，")


@document_rule(
    "RTE-PUBLISHED-NONE",
    name="公布性公文不写主送",
    clause=f"{FORMAT} 7.3.2",
    category=Category.RECIPIENTS,
    gate=Gate.FORMAT,
    unit="document",
    explanation="公告、通告、公报面向社会公布，一般不写主送机关",
    fails=["云州市公安局关于城区交通管制的通告\n各县（区）人民政府：\n现将有关事项通告如下。\n云州市公安局\n2024年3月5日"],
    passes=["云州市公安局关于城区交通管制的通告\n现将有关事项通告如下。\n云州市公安局\n2024年3月5日"],
)
def published(manuscript: Manuscript) -> Iterator[Hit]:
    if manuscript.document_type in ("公告", "通告", "公报"):
        for paragraph in manuscript.of(Kind.RECIPIENTS):
            yield Hit(
                0, len(paragraph.text), f"{manuscript.document_type}面向社会公布，一般不写主送机关", paragraph=paragraph.index
            )


@document_rule(
    "RTE-CC-DUP",
    name="主送与抄送重复",
    clause=f"{REGULATION}第九条",
    severity=Severity.MUST,
    category=Category.RECIPIENTS,
    gate=Gate.PRINTING,
    also=Category.IMPRINT,
    unit="document",
    explanation="同一机关不同时列为主送和抄送",
    fails=[
        Example(
            "关于做好防汛工作的通知",
            unit="title",
            facts={"principals": ("云州市财政局",), "copies": ("云州市财政局", "市委办公室")},
        )
    ],
    passes=[Example("关于做好防汛工作的通知", unit="title", facts={"principals": ("云州市财政局",), "copies": ("市委办公室",)})],
)
def duplicate(manuscript: Manuscript) -> Iterator[Hit]:
    copies = manuscript.facts.copies or copied(manuscript)
    both = [name for name in manuscript.principals if name in copies]
    where = next(iter([*manuscript.of(Kind.IMPRINT), *manuscript.of(Kind.RECIPIENTS)]), manuscript.title)
    if both:
        yield Hit(
            0, len(where.text) if where else 0, f"“{both[0]}”既是主送又是抄送，请删去其一", paragraph=where.index if where else -1
        )


def copied(manuscript: Manuscript) -> tuple[str, ...]:
    """Return the copy recipients as written in the imprint."""
    for paragraph in manuscript.of(Kind.IMPRINT):
        found = re.match(r"抄\s*送\s*[：:](.*)", paragraph.text)
        if found:
            return tuple(name.strip() for name in re.split(r"[、，,；;]", found.group(1).rstrip("。")) if name.strip())
    return ()
