import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from zhongshu.platform.accounts.tests.factories import signed_in
from zhongshu.platform.organizations.tests.factories import UnitFactory, person_in

from ..public import TrialSealProvider, to_ofd, to_sealed_ofd
from .factories import document, seal

pytestmark = pytest.mark.django_db
VERIFY = "/typesetting/verify/"


@pytest.fixture
def clerk(client):
    return signed_in(client, person_in(UnitFactory()))


def upload(data: bytes) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile("document.ofd", data)}


def test_a_sealed_file_is_verified_and_called_a_test(clerk, tmp_path):
    sealed = to_sealed_ofd(document(1, seals=(seal(),)), TrialSealProvider(tmp_path))

    page = clerk.post(VERIFY, upload(sealed)).content.decode()

    assert "云州市人民政府办公室（测试）" in page
    assert "未被改动（试用证书，不具法律效力）" in page


def test_a_file_without_seals_says_so(clerk):
    assert "没有电子印章或签名" in clerk.post(VERIFY, upload(to_ofd(document(1)))).content.decode()


def test_a_broken_file_is_refused_with_its_cause(clerk):
    answer = clerk.post(VERIFY, upload(b"PK broken"))

    assert answer.status_code == 422
    assert "OFD 文件已损坏或不完整" in answer.content.decode()


def test_a_stranger_is_sent_to_sign_in(client):
    assert client.get(VERIFY).status_code == 302


def test_the_browser_gets_the_pieces_that_the_style_sheet_names(clerk):
    style = clerk.get(reverse("typesetting:font_style")).content.decode()
    address = re.search(r'url\("([^"]+/common\.otf[^"]*)"\)', style).group(1)

    piece = clerk.get(address)

    assert piece.content[:4] in (b"OTTO", b"\x00\x01\x00\x00")
    assert "immutable" in piece.headers["Cache-Control"]


def test_an_unknown_face_is_not_found(clerk):
    assert clerk.get(reverse("typesetting:font_piece", args=["NoSuchFace", "common"])).status_code == 404
