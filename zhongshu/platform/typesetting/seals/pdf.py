"""Sign a PDF in the PAdES way, and say whether a signed PDF is as it was.

The library is loaded when the first PDF is signed or verified: it takes longer than all the rest of a program's start.
"""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from io import BytesIO
from typing import TypeVar

from asn1crypto import x509

from zhongshu.kernel.errors import RuleBroken

from .certificates import TEST_AUTHORITY
from .provider import SealProvider
from .verify import SealReport

FIELD = "Seal"
T = TypeVar("T")


def sign_pdf(pdf: bytes, organs: Sequence[str], provider: SealProvider) -> bytes:
    """Return the PDF with one signature for each organ, in order; what was there stays byte for byte.

    Raises:
        RuleBroken: it is not a PDF that can be signed.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign import fields, signers

    for organ in organs:
        try:
            writer = IncrementalPdfFileWriter(BytesIO(pdf))
            number = len(writer.prev.embedded_signatures) + 1
            metadata = signers.PdfSignatureMetadata(
                field_name=f"{FIELD}{number}",
                md_algorithm="sha256",
                subfilter=fields.SigSeedSubFilter.PADES,
                name=organ,
                reason="盖章",
            )
            out = _outside_loops(partial(signers.sign_pdf, writer, metadata, signer=provider.pdf_signer(organ)))
        except (PdfError, ValueError) as failure:
            raise RuleBroken("PDF 文件已损坏或加了密码，不能盖章", code="bad_pdf") from failure
        pdf = out.getvalue()
    return pdf


def _outside_loops(work: Callable[[], T]) -> T:
    """Run work that starts an event loop of its own in a thread where none is running yet, as one may be in the caller's."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(work).result()


def verify_pdf(data: bytes, *, authorities: Sequence[bytes] = ()) -> list[SealReport]:
    """Verify every signature of a PDF; an empty list means that it has none. Nothing is fetched from anywhere.

    Raises:
        RuleBroken: it is not a readable PDF.
    """
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    try:
        signatures = PdfFileReader(BytesIO(data)).embedded_signatures
    except (PdfError, ValueError, KeyError, TypeError, IndexError, RecursionError) as failure:
        raise RuleBroken("PDF 文件已损坏或加了密码，不能验证", code="bad_pdf") from failure
    context = ValidationContext(trust_roots=[x509.Certificate.load(authority) for authority in authorities], allow_fetching=False)
    quiet = logging.getLogger("pyhanko")
    quiet.setLevel(logging.CRITICAL)
    reports = []
    for signature in signatures:
        report = SealReport(signature.field_name)
        reports.append(report)
        try:
            status = _outside_loops(partial(validate_pdf_signature, signature, context))
        except (PdfError, ValueError, KeyError, TypeError) as failure:
            report.problems.append(f"签名数据已损坏（{type(failure).__name__}）")
            continue
        certificate = status.signing_cert
        report.signer = report.seal = str(certificate.subject.native.get("common_name", ""))
        issuer = str(certificate.issuer.native.get("common_name", ""))
        report.is_test = issuer == TEST_AUTHORITY
        report.trusted = bool(status.trusted) if authorities else None
        moment = status.signer_reported_dt
        report.sealed_at = moment if isinstance(moment, datetime) else None
        if not status.intact:
            report.changed.append("签名之前的内容")
        if not status.valid:
            report.problems.append("签章者的签名不成立")
        if status.modification_level is not None and status.modification_level.name == "OTHER":
            report.changed.append("签名之后追加的内容")
    return reports
