"""Answers to sample cases: the fields of documents given as text, as DOCX or as pictures of pages."""

from pathlib import Path
from typing import Any

from zhongshu.domains.documents.choices import DocumentType
from zhongshu.domains.documents.intake.extracting import extract
from zhongshu.domains.documents.intake.found import Proposal
from zhongshu.domains.documents.intake.lines import Reading
from zhongshu.domains.documents.intake.ocr.recognising import recognise
from zhongshu.domains.documents.intake.reading import kinds
from zhongshu.domains.documents.intake.reading.opening import Scan, open_file
from zhongshu.kernel.errors import RuleBroken


def official_doc(case: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Return the fields of a document given as text."""
    return _answer(lambda: open_file("document.txt", case["raw_text"].encode()))


def registration_file(case: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Return the fields of one document: a file, or the pictures of its pages."""
    return _answer(lambda: opened([folder / name for name in case["files"]]))


def opened(files: list[Path]) -> Reading:
    """Read the files of one document; several pictures are its pages."""
    if len(files) > 1 and all(file.suffix[1:].lower() in kinds.PICTURES for file in files):
        pictures = tuple((file.suffix[1:].lower(), file.read_bytes()) for file in files)
        found: Reading | Scan = Scan("tiff", b"", pictures, len(files), {})
    else:
        found = open_file(files[0].name, files[0].read_bytes())
    return recognise(found)[0] if isinstance(found, Scan) else found


def _answer(read: Any) -> dict[str, Any]:
    try:
        return {"fields": fields(extract(read()))}
    except RuleBroken as refusal:
        return {"error": refusal.message}


def fields(proposal: Proposal) -> dict[str, Any]:
    """Return a proposal under the names and in the words of the samples."""
    kind = proposal["document_type"]
    return {
        "doc_type": DocumentType(kind).label if kind else None,
        "title": proposal["title"] or None,
        "issuer": proposal["issuers"].split("、") if proposal["issuers"] else [],
        "doc_number": proposal["number"] or None,
        "recipients": proposal["recipients"] or None,
        "date": proposal["date"] or None,
        "urgency": proposal["urgency"] or None,
        "secrecy": proposal["secrecy"] or None,
        "cc": proposal["copies_to"] or None,
    }
