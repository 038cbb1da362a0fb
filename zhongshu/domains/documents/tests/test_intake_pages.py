"""The pages of registering from files: dropping, the queue, one file beside its pages."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from zhongshu.domains.documents.choices import IntakeState
from zhongshu.domains.documents.models import IncomingDocument, IntakeFile
from zhongshu.domains.documents.tests import factories, paper
from zhongshu.domains.documents.tests.test_intake import TEXT
from zhongshu.platform.accounts.tests.factories import signed_in
from zhongshu.platform.jobs import public as jobs

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    location = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "attachments": location}


@pytest.fixture
def office() -> factories.Office:
    return factories.recipient()


def sign_in(office: factories.Office, role: str = "clerk") -> Client:
    return signed_in(Client(), office.people[role])


def dropped(client: Client, *files: tuple[str, bytes]) -> list[IntakeFile]:
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    answer = client.post(reverse("documents:intake_upload"), {"file": sent}, headers={"HX-Request": "true"})
    assert answer.status_code == 204
    jobs.drain()
    return list(IntakeFile.objects.order_by("pk"))


def values(file: IntakeFile) -> dict[str, str]:
    read = {name: entry["value"] for name, entry in file.proposal["fields"].items()}
    return {
        "title": read["title"],
        "source_number": read["number"],
        "sender_name": read["issuers"],
        "source_date": read["date"],
        "document_type": read["document_type"],
        "principals": read["recipients"],
        "urgency": "none",
        "secrecy": "0",
        "nature": "for_action",
        "copies": "1",
        "organ": str(file.organ_id),
        "received_at": "2026-03-06T09:00",
    }


def test_a_file_is_dropped_looked_at_and_confirmed(office, django_assert_max_num_queries):
    client = sign_in(office)
    first, second = dropped(client, ("一.pdf", paper.paper(601).pdf), ("二.txt", TEXT.encode()))
    with django_assert_max_num_queries(8):
        shown = client.get(reverse("documents:intake")).content.decode()
    assert [paper.paper(601).fields["title"] in shown, "二.txt" in shown] == [True, True]

    client.get(reverse("documents:intake_file", args=[first.pk]))
    with django_assert_max_num_queries(14):
        page = client.get(reverse("documents:intake_file", args=[first.pk])).content.decode()
    assert [part in page for part in ('data-place="title"', "pages/1/", 'data-field="number"')] == [True, True, True]
    answer = client.post(reverse("documents:intake_file", args=[first.pk]), values(first))

    assert answer.headers["Location"] == reverse("documents:intake_file", args=[second.pk])
    document = IncomingDocument.objects.get()
    assert (document.title, document.source_number) == (first.title, paper.paper(601).fields["number"])


def test_a_page_is_shown_as_a_picture(office):
    client = sign_in(office)
    (file,) = dropped(client, ("一.pdf", paper.paper(601).pdf))

    answer = client.get(reverse("documents:intake_page", args=[file.pk, 1]))

    assert answer.headers["Content-Type"] == "image/jpeg"
    assert Image.open(io.BytesIO(answer.content)).width == 1240
    assert client.get(reverse("documents:intake_page", args=[file.pk, 99])).status_code == 404


def test_a_text_is_shown_with_its_fields_marked_and_escaped(office):
    client = sign_in(office)
    (file,) = dropped(client, ("一.txt", (TEXT + "<script>alert(1)</script>").encode()))

    page = client.get(reverse("documents:intake_file", args=[file.pk])).content.decode()

    assert '<mark data-place="number">岚水〔2026〕8号</mark>' in page
    assert "<script>alert(1)</script>" not in page


def test_what_is_missing_is_asked_for_and_what_was_typed_stays(office):
    client = sign_in(office)
    (file,) = dropped(client, ("一.txt", TEXT.encode()))

    answer = client.post(
        reverse("documents:intake_file", args=[file.pk]), values(file) | {"sender_name": "", "title": "改过的标题"}
    )

    assert answer.status_code == 422
    assert ["请填写来文机关" in answer.content.decode(), "改过的标题" in answer.content.decode()] == [True, True]
    file.refresh_from_db()
    assert file.state == IntakeState.PROPOSED


def test_a_registered_number_asks_for_a_tick(office):
    client = sign_in(office)
    (first,) = dropped(client, ("一.txt", TEXT.encode()))
    client.post(reverse("documents:intake_file", args=[first.pk]), values(first))
    *_, again = dropped(client, ("二.txt", TEXT.replace("3月20日", "3月28日").encode()))
    address = reverse("documents:intake_file", args=[again.pk])
    assert "可能重复" in client.get(address).content.decode()

    refused = client.post(address, values(again))
    assert (refused.status_code, "仍要登记" in refused.content.decode()) == (422, True)
    client.post(address, values(again) | {"is_another": "on"})

    assert IncomingDocument.objects.count() == 2


def test_a_stranger_finds_nothing_and_uploads_nothing(office):
    (file,) = dropped(sign_in(office), ("一.txt", TEXT.encode()))
    for client in (sign_in(office, "handler"), sign_in(factories.recipient())):
        for name, arguments in (
            ("intake_file", [file.pk]),
            ("intake_page", [file.pk, 1]),
            ("intake_original", [file.pk]),
            ("intake_discard", [file.pk]),
        ):
            assert client.get(reverse(f"documents:{name}", args=arguments)).status_code == 404
    answer = sign_in(office, "handler").post(reverse("documents:intake_upload"), {"file": SimpleUploadedFile("二.txt", b"a")})

    assert (answer.status_code, IntakeFile.objects.count()) == (403, 1)


def test_put_aside_and_taken_up_again(office):
    client = sign_in(office)
    (file,) = dropped(client, ("一.txt", TEXT.encode()))

    client.post(reverse("documents:intake_discard", args=[file.pk]), {"reason": "重复来文"})
    file.refresh_from_db()
    assert file.state == IntakeState.DISCARDED
    client.post(reverse("documents:intake_restore", args=[file.pk]))
    file.refresh_from_db()
    assert file.state == IntakeState.PROPOSED
    assert b"".join(client.get(reverse("documents:intake_original", args=[file.pk])).streaming_content) == TEXT.encode()


def test_a_page_that_waits_for_reading_asks_again_and_then_loads_the_form(office):
    client = sign_in(office)
    (file,) = dropped(client, ("一.txt", TEXT.encode()))
    address = reverse("documents:intake_file", args=[file.pk])
    IntakeFile.objects.filter(pk=file.pk).update(state=IntakeState.READING, progress="正在识别第2页，共9页")
    assert "正在识别第2页，共9页" in client.get(address).content.decode()
    IntakeFile.objects.filter(pk=file.pk).update(state=IntakeState.PROPOSED, progress="")

    answer = client.get(address, headers={"HX-Request": "true", "HX-Target": "intake-waiting"})

    assert answer.headers["HX-Refresh"] == "true"


def test_the_queue_says_what_was_read_and_why_not(office):
    client = sign_in(office)
    dropped(client, ("一.txt", TEXT.encode()), ("坏.pdf", b"%PDF-1.7 broken"))

    shown = client.get(reverse("documents:intake")).content.decode()

    assert "岚水〔2026〕8号 · 岚山省水利厅" in shown
    assert "PDF 文件已损坏或不完整，不能打开" in shown


def test_of_a_broken_file_no_broken_picture_is_shown(office):
    client = sign_in(office)
    (file,) = dropped(client, ("坏.pdf", b"%PDF-1.7 broken"))

    shown = client.get(reverse("documents:intake_file", args=[file.pk])).content.decode()

    assert ("<image" in shown, "原件不能在这里显示，可以下载后查看" in shown, "没有读到" in shown) == (False, True, False)
