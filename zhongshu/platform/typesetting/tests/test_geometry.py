"""The checker on a corpus of generated documents, and on planted faults."""

import random
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

import pytest

from zhongshu.kernel.errors import RuleBroken

from ..checker.geometry import Measure, measure
from ..document import Attachment, Attendance, OfficialDocument, SealPicture
from ..layout.engine import lay_out
from ..layout.lines import NO_END, NO_START
from ..measures import LEFT, RIGHT
from ..pages import PageModel
from ..writers.pdf import write_pdf
from .factories import LONG_ORGAN, ORGAN, ORGANS, RING, attachment, command, document, letter, minutes

TITLES = (
    "关于防汛的通知",
    "云州市人民政府办公室关于印发《云州市深化“放管服”改革优化营商环境三年行动方案（2026—2028年）》的通知",
    "云州市人民政府办公室转发市发展和改革委员会等部门关于进一步优化营商环境推动民营经济高质量发展若干措施的通知",
    "关于GDP核算与统计制度改革有关问题的函",
)
CORPUS = 210


def generated(number: int) -> OfficialDocument:
    """Return the document of a number: formats, lengths, organs, seals, titles and attachments change with it."""
    pick = random.Random(number)
    paragraphs = pick.choice((1, 2, 3, 4, 6, 9, 14)) if number % 90 else 110
    kind = number % 7
    elements = {
        "title": pick.choice(TITLES),
        "seed": number,
        "remark": pick.choice(("", "此件公开发布", "联系人：赟喆，电话：0000-1234567")),
    }
    if kind == 0:
        return letter(paragraphs, **elements, urgency=pick.choice(("", "特急")), seals=(SealPicture(ORGAN, RING),))
    if kind == 1:
        return command()
    if kind == 2:
        return minutes(
            paragraphs, attendance=(Attendance("出席", "、".join(ORGANS[: pick.randint(1, 9)])), Attendance("请假", "某某"))
        )
    if kind == 3:
        organs = ORGANS[: pick.choice((2, 3, 4, 7, 20))]
        return document(
            paragraphs,
            **elements,
            masthead=organs,
            signature_organs=organs,
            seals=tuple(SealPicture(organ, RING) for organ in organs),
        )
    if kind == 4:
        organ = pick.choice((LONG_ORGAN, ORGANS[3]))
        return document(
            paragraphs,
            **elements,
            masthead=(organ,),
            signature_organs=(organ,),
            copy_number="000001",
            urgency="加急",
            signatories=("张某", "李某某", "王某", "赵某", "钱某某")[: pick.randint(1, 5)],
        )
    names = tuple(
        Attachment(f"云州市重点工作任务清单（第{index}批）", ())
        for index in range(pick.choice((0, 1, 3, 30 if number % 40 == 5 else 2)))
    )
    if kind == 5:
        return document(
            paragraphs, **elements, attachments=(*names, attachment(pick.randint(3, 40), landscape=pick.random() < 0.3))
        )
    return document(
        paragraphs,
        **elements,
        attachments=names,
        seals=(SealPicture(ORGAN, RING),),
        recipients="、".join(ORGANS * pick.choice((1, 3))),
    )


@lru_cache(maxsize=1)
def corpus() -> list[tuple[PageModel, list[Measure]]]:
    models = [lay_out(generated(number)) for number in range(CORPUS)]
    return [(model, measure(write_pdf(model))) for model in models]


def test_no_document_of_the_corpus_breaks_a_measure():
    broken = [(number, found) for number, (_, measures) in enumerate(corpus()) for found in measures if not found.ok]

    assert broken == []


def test_the_constants_are_kept_within_three_tenths_of_a_millimetre():
    exact = {
        "FMT-MASTHEAD-POS",
        "FMT-HEADER-RULE",
        "FMT-LETTER-RULES",
        "FMT-IMPRINT-ANCHOR",
        "FMT-IMPRINT-RULES",
        "FMT-PAGENO-STYLE",
        "FMT-PAGENO-SIDE",
    }
    off = [
        (number, found)
        for number, (_, measures) in enumerate(corpus())
        for found in measures
        if found.rule in exact and "中线" not in found.what and abs(found.found - found.expected) > 0.3
    ]

    assert off == []


def test_full_lines_are_as_wide_as_the_type_area_and_none_begins_or_ends_wrongly():
    full = 0
    for model, _ in corpus():
        for page in model.pages:
            lines: dict[float, list] = {}
            for run in page.runs:
                if run.element == "body":
                    lines.setdefault(round(run.y, 2), []).append(run)
            rows = sorted(lines)
            for row, following in pairwise(rows):
                line = sorted(lines[row], key=lambda run: run.x)
                if line[-1].group != lines[following][0].group:
                    continue
                full += 1
                end = line[-1].x + line[-1].at[-1]
                assert end < RIGHT
                assert line[0].x > LEFT - 3
                assert line[-1].text[-1] not in NO_END
                assert min(lines[following], key=lambda run: run.x).text[0] not in NO_START - {"…"}
    assert full > 2000


def test_no_character_of_the_corpus_is_missing_and_no_seal_page_is_blank():
    assert [model.missing for model, _ in corpus() if model.missing] == []
    for model, _ in corpus():
        for page in model.pages:
            if page.pictures:
                assert any(run.element in ("body", "signature") for run in page.runs)


def faults_of(model: PageModel) -> set[str]:
    return {found.rule for found in measure(write_pdf(model)) if not found.ok}


def shifted(model: PageModel, element: str, *, right: float = 0, down: float = 0) -> PageModel:
    for page in model.pages:
        for item in (*page.runs, *page.bars, *page.pictures):
            if item.element == element:
                item.x += right
                item.y += down
    return model


@pytest.mark.parametrize(
    ("element", "right", "down", "rule"),
    [
        ("masthead", 0, -8, "FMT-MASTHEAD-POS"),
        ("masthead", 6, 0, "FMT-MASTHEAD-STYLE"),
        ("red_rule", 0, 2, "FMT-HEADER-RULE"),
        ("number", 9, 0, "FMT-DOCNO-POS"),
        ("title", 8, 0, "FMT-TITLE-FONT"),
        ("title", 0, 7, "FMT-TITLE-POS"),
        ("body", -3, 0, "FMT-PAGE-LEFT"),
        ("body", 3, 0, "FMT-PAGE-AREA"),
        ("imprint_rule", 0, 2, "FMT-IMPRINT-ANCHOR"),
        ("page_number", -9, 0, "FMT-PAGENO-SIDE"),
        ("page_number", 0, 3, "FMT-PAGENO-STYLE"),
        ("seal", -60, -90, "FMT-SEAL-BLANK"),
    ],
)
def test_a_planted_fault_is_found(element, right, down, rule):
    model = lay_out(document(30, seals=(SealPicture(ORGAN, RING),)))
    if element == "seal":
        model.pages[-1].runs = [run for run in model.pages[-1].runs if run.element not in ("signature", "date", "body", "remark")]

    assert rule in faults_of(shifted(model, element, right=right, down=down))


def test_a_letters_rules_are_measured():
    model = lay_out(letter(4))
    for bar in model.pages[0].bars:
        bar.width -= 2

    assert "FMT-LETTER-RULES" in faults_of(model)


def test_a_wrong_paper_size_is_found():
    model = lay_out(document(3))
    model.pages = [replace(page, width=216, height=279) for page in model.pages]

    assert "FMT-PAGE-SIZE" in faults_of(model)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 broken", write_pdf(lay_out(document(1)))[:2000]])
def test_a_file_that_is_not_a_pdf_is_refused(data):
    with pytest.raises(RuleBroken, match="PDF 文件已损坏或加了密码"):
        measure(data)
