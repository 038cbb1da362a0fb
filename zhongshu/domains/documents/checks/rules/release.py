"""公开与保密: personal data and secret matters before release (个人信息保护法, 保守国家秘密法, 政府信息公开条例)."""

import re
from collections.abc import Iterator

from zhongshu.domains.documents.checks.findings import Category, Gate, Hit, Severity
from zhongshu.domains.documents.checks.manuscript import Kind, Manuscript, Paragraph
from zhongshu.domains.documents.checks.registry import Example, document_rule, paragraph_rule

EVERYWHERE = frozenset(Kind)
PRIVACY = "《中华人民共和国个人信息保护法》第六条、第二十八条；《中华人民共和国政府信息公开条例》第十五条"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def is_identity(number: str) -> bool:
    """Return whether eighteen characters are an identity number: the check digit is right (GB 11643)."""
    return (
        "10X98765432"[sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False)) % 11]
        == number[-1].upper()
    )


def is_card(number: str) -> bool:
    """Return whether a number passes the check of bank cards (Luhn)."""
    digits = [int(char) for char in reversed(number)]
    return sum(digit if at % 2 == 0 else sum(divmod(digit * 2, 10)) for at, digit in enumerate(digits)) % 10 == 0


@paragraph_rule(
    "REL-IDENTITY",
    name="身份证号码",
    clause=PRIVACY,
    category=Category.RELEASE,
    gate=Gate.PRINTING,
    kinds=EVERYWHERE,
    explanation="公文中不写完整的身份证号码",
    fails=["张某，身份证号码11010519491231002X。"],
    passes=["编号110105194912310021。", "身份证号码1101**********002X。"],
)
def identity(paragraph: Paragraph) -> Iterator[Hit]:
    for match in re.finditer(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{9}[\dXx](?!\d)", paragraph.text):
        if is_identity(match.group()):
            yield Hit(
                match.start(),
                match.end(),
                "有身份证号码，公开前应当删去或遮盖",
                f"{match.group()[:4]}**********{match.group()[-4:]}",
            )


@paragraph_rule(
    "REL-CARD",
    name="银行卡号",
    clause=PRIVACY,
    category=Category.RELEASE,
    gate=Gate.PRINTING,
    kinds=EVERYWHERE,
    explanation="公文中不写个人银行卡号",
    fails=["开户行：某银行，卡号6222021234567890128。"],
    passes=["编号6222021234567890123。"],
)
def card(paragraph: Paragraph) -> Iterator[Hit]:
    for match in re.finditer(r"(?<!\d)(?:62|4\d|5[1-5])\d{14,17}(?!\d)", paragraph.text.replace(" ", "")):
        if is_card(match.group()) and match.group() in paragraph.text:
            at = paragraph.text.index(match.group())
            yield Hit(
                at,
                at + len(match.group()),
                "有银行卡号，公开前应当删去或遮盖",
                f"{match.group()[:4]}{'*' * (len(match.group()) - 8)}{match.group()[-4:]}",
            )


@document_rule(
    "REL-PUBLIC",
    name="公开前的个人信息",
    clause=PRIVACY,
    severity=Severity.MUST,
    category=Category.RELEASE,
    gate=Gate.PRINTING,
    explanation="主动公开的公文不得含有个人手机号码、身份证号码、银行卡号、家庭住址",
    fails=[
        Example("联系张某，手机13912345678。", facts={"public": True}),
        Example("张某，身份证号码11010519491231002X。", facts={"public": True}),
        Example("家庭住址：青禾县石桥镇某村3组。", facts={"public": True}),
    ],
    passes=[Example("联系电话：0571-88123456。", facts={"public": True}), Example("联系张某，手机13912345678。")],
)
def public(manuscript: Manuscript) -> Iterator[Hit]:
    if not manuscript.facts.public:
        return
    for paragraph in manuscript.paragraphs:
        text = paragraph.text
        for match in re.finditer(r"(?<!\d)1[3-9]\d{9}(?!\d)", text):
            official = re.search(r"(?:联系|咨询|值班|举报|服务)(?:人|电话|方式)?[^，。；]{0,14}$", text[: match.start()])
            yield Hit(
                match.start(),
                match.end(),
                "主动公开的公文中有个人手机号码，请改用办公电话",
                paragraph=paragraph.index,
                severity=Severity.SHOULD if official else None,
            )
        for match in re.finditer(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{9}[\dXx](?!\d)", text):
            if is_identity(match.group()):
                yield Hit(
                    match.start(),
                    match.end(),
                    "主动公开的公文中有身份证号码",
                    f"{match.group()[:4]}**********{match.group()[-4:]}",
                    paragraph.index,
                )
        for match in re.finditer(r"(?:家庭住址|现住址|户籍地址)[：:][^，。；]{4,40}", text):
            yield Hit(match.start(), match.end(), "主动公开的公文中有个人住址", paragraph=paragraph.index)


@document_rule(
    "REL-SECRET",
    name="保密审查",
    clause="《中华人民共和国保守国家秘密法》第三十五条；《中华人民共和国政府信息公开条例》第十四条",
    severity=Severity.MUST,
    category=Category.RELEASE,
    gate=Gate.POLICY,
    explanation="主动公开的公文不得含有国家秘密、工作秘密标志或限制传播的要求",
    fails=[
        Example("机密★5年的附件另行印发。", facts={"public": True}),
        Example("此件注意保存，不得外传。", facts={"public": True}),
    ],
    passes=[Example("不得泄露国家秘密。", facts={"public": True}), Example("此件公开发布。", facts={"public": True})],
)
def secret(manuscript: Manuscript) -> Iterator[Hit]:
    if not manuscript.facts.public:
        return
    for paragraph in manuscript.paragraphs:
        for match in re.finditer(
            r"(?:绝密|机密|秘密)[★☆*＊]|工作秘密(?=。|$|文件|事项如下)|内部(?:资料|文件)[，,、]?\s*(?:注意保存|不得外传|严禁外传)|(?:注意保存|严禁外传|不得外传|不得扩散|严禁扩散|阅后即焚|阅后收回|仅限内部|不得公开)(?!他人|个人)",
            paragraph.text,
        ):
            yield Hit(match.start(), match.end(), "此件拟主动公开，却有保密或限制传播的内容", paragraph=paragraph.index)


@paragraph_rule(
    "REL-MARK",
    name="国家秘密标志",
    clause="《中华人民共和国保守国家秘密法》",
    severity=Severity.HINT,
    category=Category.RELEASE,
    gate=Gate.POLICY,
    kinds=EVERYWHERE - {Kind.SECRECY},
    explanation="非涉密网络不得处理国家秘密",
    fails=["绝密★长期文件另行传达。"],
    passes=["不得泄露国家秘密。"],
)
def mark(paragraph: Paragraph) -> Iterator[Hit]:
    for match in re.finditer(r"(?:绝密|机密|秘密)★", paragraph.text):
        yield Hit(match.start(), match.end(), "文中有国家秘密标志，非涉密网络不得处理")
