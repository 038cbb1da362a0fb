"""Numbers stay gapless however documents are numbered and withdrawn."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhongshu.domains.documents.choices import OutgoingState
from zhongshu.domains.documents.commands import dispatching, issuing
from zhongshu.domains.documents.models import OutgoingDocument
from zhongshu.domains.documents.queries.outgoing import substance_digest
from zhongshu.domains.documents.tests import factories
from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.platform.numbering import public as numbering

pytestmark = pytest.mark.django_db


OFFICE = Actor.system()


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever the block wrote."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def checked(made: factories.Office, number: int) -> OutgoingDocument:
    """Return a signed and checked document that waits for its number."""
    now = clock.now()
    document = OutgoingDocument(
        organ=made.organ,
        drafting_unit=made.section,
        drafter=made.people["drafter"],
        drafter_name="甲",
        title=f"关于第{number}件事的通知",
        body="正文。",
        state=OutgoingState.IN_FINAL_CHECK,
        approved_at=now,
        final_checked_at=now,
        signed_date=clock.today(),
        created_at=now,
        updated_at=now,
    )
    document.approved_digest = substance_digest(document)
    document.save()
    return document


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(["number", "withdraw", "fail"]), st.integers(0, 5)), max_size=12))
def test_every_number_is_either_on_a_document_or_visibly_void(steps):
    with undone():
        made = factories.office()
        numbered: list[OutgoingDocument] = []
        for count, (step, place) in enumerate(steps):
            if step == "number":
                document = checked(made, count)
                issuing.assign_number(document, by=OFFICE)
                numbered.append(document)
            elif step == "withdraw" and numbered:
                document = numbered.pop(place % len(numbered))
                dispatching.take_back_to_draft(document, reason="内容有误", by=OFFICE)
            elif step == "fail":
                with undone():  # what is rolled back gives its number back
                    issuing.assign_number(checked(made, count), by=OFFICE)
        rows = list(numbering.Number.objects.order_by("value").values_list("value", "text", "state"))
        taken = sum(step == "number" for step, _ in steps)
        assert [value for value, _, _ in rows] == list(range(1, taken + 1))
        assert {text for _, text, state in rows if state == "issued"} == {document.number for document in numbered}
        assert all(state in {"issued", "void"} for _, _, state in rows)
