"""Typesetting's public face (排版).

``to_pdf(document)`` is the one call most rooms need::

    document = document_from_text("关于……的通知", "一、总体要求\\n……",
                                  masthead=("云州市人民政府办公室",), masthead_suffix="文件", ...)
    pdf = to_pdf(document)

All functions are pure: the same document and fonts give the same bytes. They raise `RuleBroken` for what cannot be printed.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from .checker.geometry import Measure, faults, measure
from .document import (
    Attachment,
    Attendance,
    Block,
    Cell,
    Heading,
    OfficialDocument,
    Paragraph,
    SealPicture,
    SignatureStamp,
    Table,
    written_date,
)
from .drafting import blocks_from_text, document_from_text
from .free.bulletins import Article, Bulletin, bulletin_model
from .free.cards import NameCard, SeatingChart, cards_model, seating_model
from .free.registers import Booklet, BookletGroup, Column, Register, booklet_model, register_model
from .free.slips import Slip, SlipCell, SlipColumn, SlipOpinion, slip_model
from .layout.engine import lay_out
from .layout.marking import Mark, Note, Pattern, Place, marked
from .pages import FaceReport, Page, PageModel, SealPlace
from .readers.docx import DocxFile, read_docx
from .readers.drafts import DraftFile, DraftRemark, canonical, read_draft
from .readers.ofd import OfdFile, ofd_pictures, read_ofd
from .readers.old_formats import to_docx_with_office
from .readers.pdf import PdfText, read_pdf
from .seals.configured import seal_provider
from .seals.ofd import Stamp, seal_ofd
from .seals.pdf import sign_pdf, verify_pdf
from .seals.picture import draw_test_seal
from .seals.provider import SealProvider, TrialSealProvider
from .seals.verify import SealReport, verify_ofd
from .writers.docx import write_docx
from .writers.live import live
from .writers.ofd import write_ofd
from .writers.pdf import write_pdf
from .writers.preview import page_picture, page_svg, preview, web_font

__all__ = [
    "Article",
    "Attachment",
    "Attendance",
    "Block",
    "Booklet",
    "BookletGroup",
    "Bulletin",
    "Cell",
    "Column",
    "DocxFile",
    "DraftFile",
    "DraftRemark",
    "FaceReport",
    "Heading",
    "Mark",
    "Measure",
    "NameCard",
    "Note",
    "OfdFile",
    "OfficialDocument",
    "Page",
    "PageModel",
    "Paragraph",
    "Pattern",
    "PdfText",
    "Place",
    "Register",
    "SealPicture",
    "SealPlace",
    "SealProvider",
    "SealReport",
    "SeatingChart",
    "SignatureStamp",
    "Slip",
    "SlipCell",
    "SlipColumn",
    "SlipOpinion",
    "Stamp",
    "Table",
    "TrialSealProvider",
    "blocks_from_text",
    "booklet_model",
    "bulletin_model",
    "canonical",
    "cards_model",
    "document_from_text",
    "draw_test_seal",
    "faults",
    "lay_out",
    "live",
    "marked",
    "measure",
    "ofd_pictures",
    "page_picture",
    "page_svg",
    "preview",
    "read_docx",
    "read_draft",
    "read_ofd",
    "read_pdf",
    "register_model",
    "seal_ofd",
    "seal_provider",
    "seating_model",
    "sign_pdf",
    "slip_model",
    "slip_pdf",
    "to_docx",
    "to_docx_with_office",
    "to_ofd",
    "to_pdf",
    "to_sealed_ofd",
    "to_sealed_pdf",
    "verify_ofd",
    "verify_pdf",
    "web_font",
    "written_date",
]


def to_pdf(document: OfficialDocument | PageModel) -> bytes:
    """Return a document as a PDF/A-2b file; one already laid out is not laid out again.

    Raises:
        RuleBroken: the document is empty, too long or holds what cannot be printed, or there are no fonts.
    """
    return write_pdf(document if isinstance(document, PageModel) else lay_out(document))


def to_ofd(document: OfficialDocument | PageModel) -> bytes:
    """Return a document as an OFD file (GB/T 33190-2016) from the same page model as the PDF."""
    return write_ofd(document if isinstance(document, PageModel) else lay_out(document))


def to_docx(document: OfficialDocument, properties: Mapping[str, str] | None = None) -> bytes:
    """Return a document as a DOCX file laid out by styles at 28 characters by 22 lines; seals are not drawn in it.

    ``properties`` of our own stay in the file through a word processor; ``read_draft`` finds them and the text again.
    """
    return write_docx(document, properties)


def to_sealed_ofd(document: OfficialDocument, provider: SealProvider, *, at: datetime | None = None) -> bytes:
    """Return a document as OFD with an electronic seal (GB/T 38540) of each signing organ where the rules put it.

    The document names the seals; their pictures come from the provider.
    """
    model = lay_out(document)
    stamps: dict[str, list[tuple[int, float, float, float, float]]] = {}
    for number, page in enumerate(model.pages):
        for picture in page.pictures:
            if picture.element == "seal":
                stamps.setdefault(picture.name, []).append((number, picture.x, picture.y, picture.width, picture.height))
                # The reader draws the seal from the signature; a second picture on the page would stay when the seal is refused.
                picture.data = b""
    return seal_ofd(write_ofd(model), [Stamp(organ, tuple(places)) for organ, places in stamps.items()], provider, at=at)


def to_sealed_pdf(document: OfficialDocument, provider: SealProvider) -> bytes:
    """Return a document as PDF with the seals' pictures and one PAdES signature for each signing organ."""
    seals = tuple(seal if seal.picture else replace(seal, picture=provider.picture(seal.organ)) for seal in document.seals)
    return sign_pdf(to_pdf(replace(document, seals=seals)), [seal.organ for seal in seals], provider)


def slip_pdf(slip: Slip) -> bytes:
    """Return an issue slip (发文稿纸) or handling slip (文件处理单) as a PDF/A-2b file.

    Raises:
        RuleBroken: it holds a character that cannot be printed, or a damaged picture.
    """
    return write_pdf(slip_model(slip))
