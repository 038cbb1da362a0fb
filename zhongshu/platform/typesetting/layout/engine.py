"""Lay a document out: the elements in their order, page after page."""

from dataclasses import replace

from ..document import Attachment, OfficialDocument, written_date
from ..fonts.choice import Faces, faces
from ..measures import CELL, MASTHEAD_HEIGHT, PITCH
from ..pages import PageModel
from .body import set_blocks, set_recipients, set_title, title_bottom_to_row
from .checks import printable
from .closing import set_attachment_list, set_attendance, set_remark, set_signature
from .composer import LANDSCAPE, PORTRAIT, Composer
from .head import set_head
from .imprint import set_imprint, set_page_numbers

SMALLER_MASTHEADS = (64.0, 48.0)


def lay_out(document: OfficialDocument) -> PageModel:
    """Decide where every character of a document stands.

    Raises:
        RuleBroken: the document is empty, too long or holds what cannot be printed, or there are no fonts.
    """
    document = printable(document)
    chosen = faces()
    composer = _composed(document, chosen)
    if document.recipients and not document.move_recipients and document.body and not _shows_body(composer):
        # A long list of recipients moves to the imprint, or page 1 would show no body (GB/T 9704-2012, 7.3.2).
        document = replace(document, move_recipients=True)
        composer = _composed(document, chosen)
        composer.notes.append("主送机关过多，首页排不下正文，已移至版记")
    for height in SMALLER_MASTHEADS if len(document.masthead) > 1 and document.body else ():
        if not _shows_body(composer):
            notes, composer = composer.notes, _composed(document, chosen, masthead_height=height)
            composer.notes = notes
    if document.body and not _shows_body(composer):
        composer.notes.append("首页没有正文，请缩短标题或发文机关标志")
    substitutes, missing = chosen.report(composer.used)
    return PageModel(
        title=document.title.replace("\n", ""),
        pages=composer.pages,
        groups=composer.groups,
        substitutes=substitutes,
        missing=missing,
        notes=composer.notes,
        characters=sum(len(run.text) for page in composer.pages for run in page.runs if run.element != "page_number"),
        facts=_facts(document),
        date=document.signed_date.isoformat() if document.signed_date else "",
    )


def _facts(document: OfficialDocument) -> dict[str, str]:
    """Return the elements that a file's metadata repeats (names of GB/T 33480-2016)."""
    facts = {
        "发文机关标志": "、".join(document.masthead),
        "发文字号": document.number,
        "份号": document.copy_number,
        "密级和保密期限": document.secrecy,
        "紧急程度": document.urgency,
        "签发人": "、".join(document.signatories),
        "主送机关": document.recipients,
        "发文机关署名": "、".join(document.signature_organs),
        "成文日期": written_date(document.signed_date) if document.signed_date else "",
        "抄送机关": document.copy_recipients,
        "印发机关": document.printing_organ,
    }
    return {name: value for name, value in facts.items() if value}


def _composed(document: OfficialDocument, chosen: Faces, masthead_height: float = MASTHEAD_HEIGHT) -> Composer:
    composer = Composer(chosen)
    composer.masthead_height = masthead_height
    below = set_head(composer, document)
    if document.title:
        title_bottom_to_row(composer, set_title(composer, document.title, below + 2 * PITCH, document.proper_names))
    else:
        composer.go_below(below + 2 * PITCH)
    if not document.move_recipients:
        set_recipients(composer, document)
    set_blocks(composer, document.body)
    set_attachment_list(composer, document.attachment_list)
    if document.format == "minutes":
        set_attendance(composer, document)
    set_signature(composer, document)
    set_remark(composer, document.remark)
    for number, attachment in enumerate(document.attachments, start=1):
        _set_attachment(composer, attachment, number if len(document.attachments) > 1 else 0, document.proper_names)
    set_imprint(composer, document)
    set_page_numbers(composer, document)
    return composer


def _set_attachment(composer: Composer, attachment: Attachment, number: int, proper_names: tuple[str, ...]) -> None:
    """Set an attachment on a new page: its label in the first row, its title in the third."""
    composer.turn(LANDSCAPE if attachment.landscape else PORTRAIT)
    label = f"附件{number}" if number else "附件"
    composer.free_text(
        label,
        "hei",
        composer.frame.left,
        composer.claim_row(),
        cell=CELL,
        element="attachment_label",
        group=composer.group("P", label),
    )
    if attachment.title:
        top = composer.frame.row_top(2)
        title_bottom_to_row(
            composer, set_title(composer, attachment.title, top, proper_names, tag="H1", element="attachment_title")
        )
    set_blocks(composer, attachment.body, element="attachment")


def _shows_body(composer: Composer) -> bool:
    return any(run.element in ("body", "table") for run in composer.pages[0].runs)
