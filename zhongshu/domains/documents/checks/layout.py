"""版面: the measures of the geometry checker as findings (GB/T 9704)."""

from collections.abc import Iterator

from zhongshu.domains.documents.checks.findings import Category, Finding, Gate, Severity
from zhongshu.domains.documents.checks.registry import FORMAT
from zhongshu.platform.typesetting import public as typesetting

# What the rules of the geometry checker are called; the others go by their ids.
NAMES = {
    "FMT-PAGE-SIZE": "纸张",
    "FMT-PAGE-LEFT": "订口",
    "FMT-PAGE-TOP": "天头",
    "FMT-PAGE-AREA": "版心",
    "FMT-PAGE-GRID": "行数与字数",
    "FMT-MASTHEAD-POS": "发文机关标志位置",
    "FMT-MASTHEAD-STYLE": "发文机关标志",
    "FMT-HEADER-RULE": "版头分隔线",
    "FMT-DOCNO-POS": "发文字号位置",
    "FMT-TITLE-FONT": "标题居中",
    "FMT-TITLE-POS": "标题位置",
    "FMT-BODY-PAGE1": "首页显示正文",
    "FMT-LINE-MARKS": "行首行末标点",
    "FMT-PAGENO-STYLE": "页码",
    "FMT-PAGENO-SIDE": "页码位置",
    "FMT-IMPRINT-ANCHOR": "版记位置",
    "FMT-IMPRINT-RULES": "版记分隔线",
    "FMT-LETTER-RULES": "信函双线",
    "FMT-SEAL-POS": "印章位置",
    "FMT-SEAL-BLANK": "空白印章",
}


def findings(data: bytes) -> Iterator[Finding]:
    """Return what of a PDF or an OFD file does not measure as it should, each rule once a page."""
    told: set[tuple[str, int, str]] = set()
    for fault in typesetting.faults(data):
        if (fault.rule, fault.page, fault.what) in told:
            continue
        told.add((fault.rule, fault.page, fault.what))
        yield Finding(
            rule=fault.rule,
            name=NAMES.get(fault.rule, "版面"),
            severity=Severity.SHOULD if fault.severity == "error" else Severity.HINT,
            gate=Gate.PRINTING,
            category=Category.LAYOUT,
            message=fault.sentence,
            clause=FORMAT,
            paragraph=-1,
            field="",
            begin=0,
            end=0,
            text="",
            context="",
            page=fault.page,
        )
