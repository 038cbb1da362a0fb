"""What a rule says about one place: severity, gate, category, sentence, correction."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs: ``must`` keeps a draft from being sent on, ``should`` asks a person, ``hint`` only says so."""

    MUST = "must"
    SHOULD = "should"
    HINT = "hint"

    @property
    def label(self) -> str:
        return {"must": "必须改", "should": "应当核对", "hint": "提示"}[self.value]


class Gate(StrEnum):
    """五关: the five gates that the office keeps."""

    POLICY = "policy"
    APPROVAL = "approval"
    FORMAT = "format"
    WORDING = "wording"
    PRINTING = "printing"

    @property
    def label(self) -> str:
        return {
            "policy": "政策关", "approval": "审批关", "format": "格式关", "wording": "文字关", "printing": "印发关",
        }[self.value]  # fmt: skip


class Category(StrEnum):
    """差错类别: the kinds by which errors are counted and reported."""

    DOC_NUMBER = "doc_number"
    DATE = "date"
    TITLE = "title"
    DOC_TYPE = "doc_type"
    RECIPIENTS = "recipients"
    PUNCTUATION = "punctuation"
    NUMBER = "number"
    WORDING = "wording"
    TYPO = "typo"
    SEQUENCE = "sequence"
    ATTACHMENT = "attachment"
    CLOSING = "closing"
    IMPRINT = "imprint"
    CITATION = "citation"
    MISSING = "missing"
    CONSISTENCY = "consistency"
    LENGTH = "length"
    RELEASE = "release"
    LAYOUT = "layout"

    @property
    def label(self) -> str:
        return _CATEGORY_LABELS[self.value]


_CATEGORY_LABELS = {
    "doc_number": "发文字号", "date": "日期", "title": "标题", "doc_type": "文种", "recipients": "主送与行文规则",
    "punctuation": "标点", "number": "数字", "wording": "用词与语法", "typo": "别字", "sequence": "层次序数",
    "attachment": "附件", "closing": "结语", "imprint": "版头版记", "citation": "引文", "missing": "缺项",
    "consistency": "前后一致", "length": "文风篇幅", "release": "公开与保密", "layout": "版面",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hit:
    """One place that a rule found: [begin, end) in the text of a paragraph.

    ``paragraph`` is set by rules that see the whole document; -1 means the document as such (something is missing).
    ``replacement`` is the text for [begin, end) where putting it in is safe. ``severity`` only where it differs from the rule's.
    """

    begin: int
    end: int
    message: str = ""
    replacement: str | None = None
    paragraph: int | None = None
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found, where, and what can be done about it.

    ``field`` and ``begin``/``end`` place it in the source: the field of the form, or the file's text (field ``body``).
    """

    rule: str
    name: str
    severity: Severity
    gate: Gate
    category: Category
    message: str
    clause: str
    paragraph: int
    field: str
    begin: int
    end: int
    text: str
    context: str
    replacement: str | None = None
    page: int | None = None

    @property
    def place(self) -> str:
        """Return where it is, in words."""
        if self.page:
            return f"第{self.page}页"
        return f"第{self.paragraph + 1}段" if self.paragraph >= 0 else "全文"
