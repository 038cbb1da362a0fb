"""Documents as files: the seal on paper, in OFD and PDF, and what is kept of an issued document."""

import pytest
from django.core.files.storage import storages
from django.urls import reverse

from zhongshu.domains.documents import rendering
from zhongshu.domains.documents.models import OutgoingDocument, Receipt
from zhongshu.domains.documents.tests import factories
from zhongshu.platform.accounts.tests.factories import signed_in
from zhongshu.platform.typesetting import public as typesetting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path) -> None:
    settings.SEAL_FOLDER = tmp_path / "seals"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "files"}},
    }


@pytest.fixture
def made() -> factories.Office:
    return factories.office()


def issued_files() -> list[str]:
    """Return the places of everything kept."""
    storage = storages["default"]
    return [
        f"issued/{folder}/{name}" for folder in storage.listdir("issued")[0] for name in storage.listdir(f"issued/{folder}")[1]
    ]


def seals_of(document: OutgoingDocument) -> list[bool]:
    """Tell of each seal whether its picture is drawn."""
    return [bool(seal.picture) for seal in rendering.official_document(document).seals]


def test_a_draft_keeps_room_for_the_seal(made):
    assert seals_of(factories.draft_in(made)) == [False]


def test_a_sealed_document_shows_the_seal(made):
    document = factories.advance(factories.submitted(made), made, until="sealed")

    assert seals_of(document) == [True]


def test_without_a_seal_system_room_is_kept_for_a_hand(made, settings):
    settings.SEAL_PROVIDER = ""

    document = factories.dispatched(made)

    assert seals_of(document) == [False]
    assert typesetting.verify_ofd(rendering.ofd(document)) == []
    assert typesetting.verify_pdf(rendering.pdf(document)) == []


def test_a_document_without_a_seal_has_none(made):
    document = factories.advance(factories.submitted(made, needs_seal=False), made, until="printing")
    factories.act(document, made.actor("printer"), data={"copies": 1})
    factories.act(document, made.actor("clerk"), data={"copies": 1})

    assert seals_of(document) == []
    assert typesetting.verify_ofd(rendering.ofd(document)) == []


def test_an_issued_ofd_is_sealed_by_the_trial_certificate(client, made):
    document = factories.dispatched(made)

    answer = signed_in(client, made.people["clerk"]).get(reverse("documents:ofd", args=[document.pk]))

    reports = typesetting.verify_ofd(answer.content)
    assert [(report.seal, report.intact, report.is_test) for report in reports] == [(f"{made.organ.name}（测试）", True, True)]


def test_an_issued_pdf_is_signed(client, made):
    document = factories.dispatched(made)

    answer = signed_in(client, made.people["clerk"]).get(reverse("documents:pdf", args=[document.pk]))

    assert [(report.intact, report.is_test) for report in typesetting.verify_pdf(answer.content)] == [(True, True)]


def test_what_is_not_issued_is_neither_sealed_nor_kept(made):
    document = factories.draft_in(made)

    assert typesetting.verify_ofd(rendering.ofd(document)) == []
    assert typesetting.verify_pdf(rendering.pdf(document)) == []
    assert not storages["default"].exists("issued")


def test_everybody_gets_the_same_sealed_bytes(made):
    document = factories.dispatched(made)

    assert rendering.ofd(document) == rendering.ofd(document)
    assert rendering.pdf(document) == rendering.pdf(document)
    assert len(issued_files()) == 2


def test_each_copy_number_is_a_file_of_its_own(made):
    document = factories.dispatched(made)

    assert rendering.pdf(document, copy_number="000001") != rendering.pdf(document, copy_number="000002")


def test_a_kept_file_that_was_damaged_is_made_again(made):
    document = factories.dispatched(made)
    whole = rendering.ofd(document)
    (place,) = issued_files()
    with storages["default"].open(place, "rb") as file:
        held = file.read()
    with storages["default"].open(place, "wb") as file:
        file.write(held[:-100])

    again = rendering.ofd(document)

    assert typesetting.verify_ofd(again)[0].intact
    assert len(again) > len(whole) - 100
    assert len(issued_files()) == 1


def test_the_recipient_gets_the_sealed_file_too(client, made):
    target = factories.recipient()
    factories.dispatched(made, to=[target.organ])
    receipt = Receipt.objects.get(organ=target.organ)

    answer = signed_in(client, target.people["clerk"]).get(reverse("documents:received_pdf", args=[receipt.pk]))

    assert [report.intact for report in typesetting.verify_pdf(answer.content)] == [True]
