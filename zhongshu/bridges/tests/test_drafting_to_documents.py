import pytest

from zhongshu.bridges.drafting_to_documents import begin_a_document
from zhongshu.domains.documents import public as documents
from zhongshu.domains.drafting import public as drafting
from zhongshu.domains.drafting.choices import DocumentType
from zhongshu.domains.drafting.tests.factories import house, merged
from zhongshu.kernel import clock, events
from zhongshu.kernel.actors import Actor
from zhongshu.platform.calendars import public as calendars
from zhongshu.platform.organizations.tests.factories import actor_for


@pytest.mark.django_db
def test_a_merged_text_becomes_one_draft_of_its_writer():
    calendars.load_years([2026], by=Actor.system())
    with clock.frozen("2026-03-02 09:00"):
        made = house()
        task = merged(made)
        drafting.hand_over(task, by=actor_for(made.writer))
        events.deliver_all()
        begin_a_document(drafting.TaskHandedOver(task.pk, task.organ_id, task.writer_id))

    document = documents.OutgoingDocument.objects.get()
    task.refresh_from_db()
    assert (document.title, document.body, document.organ) == (task.title, task.merged_text, made.organ)
    assert (document.drafter, document.document_type) == (made.writer, "report")
    assert [(row.step_label, row.person_name) for row in document.versions.all()] == [
        ("分头起草", made.water_contact.name),
        ("分头起草", made.finance_contact.name),
        ("统稿", made.writer.name),
    ]
    assert document.versions.last().body == document.body
    assert (task.document_kind, task.document_id) == ("documents.outgoing", document.pk)


def test_what_drafting_offers_are_document_types():
    assert {one.value: one.label for one in DocumentType}.items() <= dict(documents.DocumentType.choices).items()
