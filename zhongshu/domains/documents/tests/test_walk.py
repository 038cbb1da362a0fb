"""The main job: one document from the draft to the signature in another organ."""

import pytest

from zhongshu.domains.documents.choices import OutgoingState, ReceiptState
from zhongshu.domains.documents.tests import factories

pytestmark = pytest.mark.django_db


def test_a_document_goes_from_draft_to_dispatch():
    made = factories.office()
    target = factories.recipient()

    document = factories.dispatched(made, to=[target.organ])

    assert document.state == OutgoingState.DISPATCHED
    assert document.number == f"{made.organ.document_code}〔{document.signed_date.year}〕1号"
    assert document.receipts.get().organ == target.organ
    assert document.receipts.get().state == ReceiptState.UNSIGNED
