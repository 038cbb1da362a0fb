import pytest
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.template import Context, Template
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT

from zhongshu.platform.accounts.tests.factories import signed_in
from zhongshu.platform.attachments import commands
from zhongshu.platform.attachments.models import File
from zhongshu.platform.attachments.tests.factories import docx, drafter, member, package, pdf, picture, stranger, upload
from zhongshu.platform.audit import public as audit
from zhongshu.platform.organizations.public import Person

pytestmark = pytest.mark.django_db


def browser(actor):
    return signed_in(Client(), Person.objects.get(pk=actor.person_id))


@pytest.fixture
def address(folder):
    return f"/attachments/of/tests.folder/{folder.id}/"


def test_a_drafter_uploads_and_sees_the_list(folder, address):
    client = browser(drafter(folder))

    answer = client.post(
        f"{address}upload/", {"file": [upload("甲.pdf"), upload("乙.docx", docx())]}, headers={"HX-Request": "true"}
    )

    assert answer.status_code == 200
    assert [text in answer.content.decode() for text in ("甲.pdf", "乙.docx", "data-drop")] == [True, True, True]


def test_without_scripts_an_upload_leads_back_to_the_object(folder, address):
    answer = browser(drafter(folder)).post(f"{address}upload/", {"file": upload("甲.pdf")})

    assert (answer.status_code, answer.url) == (302, f"/folders/{folder.id}/")


def test_if_one_file_is_refused_none_is_added(folder, address):
    answer = _send(browser(drafter(folder)), f"{address}upload/", ("甲.pdf", pdf()), ("..\\乙.pdf", pdf()))

    assert answer.status_code == 422
    assert "文件名不能含有路径" in answer.content.decode()
    assert not File.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("../../etc/passwd.pdf", b"%PDF-1.7", "文件名不能含有路径"),
        ("a\x01b.pdf", b"%PDF-1.7", "文件名含有不可见的控制字符"),
        ("空.pdf", b"", "文件是空的"),
        ("程序.exe", b"MZ", "不接收此类型的文件"),
        ("假.pdf", b"MZ\x90", "文件内容与扩展名不符"),
        ("弹.zip", package("a", content=b"\0" * 20_000_000), "解压后过大"),
    ],
)
def test_a_bad_file_is_refused_with_a_sentence(folder, address, name, content, sentence):
    answer = _send(browser(drafter(folder)), f"{address}upload/", (name, content))

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not File.objects.exists()


def test_an_upload_without_a_file_is_refused(folder, address):
    answer = browser(drafter(folder)).post(f"{address}upload/", {})

    assert answer.status_code == 422
    assert "请先选择要上传的文件" in answer.content.decode()


def test_an_oversized_upload_never_reaches_the_disk(folder, address, settings, monkeypatch):
    settings.ATTACHMENT_MAX_MEGABYTES = 1
    written = []
    keep = TemporaryFileUploadHandler.receive_data_chunk
    monkeypatch.setattr(
        TemporaryFileUploadHandler,
        "receive_data_chunk",
        lambda self, data, start: (written.append(len(data)), keep(self, data, start))[1],
    )

    answer = _send(browser(drafter(folder)), f"{address}upload/", ("大.pdf", b"%PDF-" + b"x" * 6_000_000))

    assert answer.status_code == 422
    assert "超过 1 MB" in answer.content.decode()
    assert sum(written) <= 1024 * 1024
    assert not File.objects.exists()


def test_who_may_see_but_not_attach_is_refused_and_strangers_find_nothing(folder, address):
    commands.upload(folder, upload(), by=drafter(folder))

    answers = [
        browser(actor).post(f"{address}upload/", {"file": upload("乙.pdf")}).status_code for actor in (member(folder), stranger())
    ]

    assert answers == [403, 404]
    assert File.objects.count() == 1


def test_a_download_keeps_the_chinese_name_and_is_recorded(folder):
    version = commands.upload(folder, upload("关于“十五五”的通知.pdf"), by=drafter(folder)).versions.get()

    answer = browser(member(folder)).get(f"/attachments/versions/{version.pk}/")

    assert b"".join(answer.streaming_content) == pdf()
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E5%85%B3%E4%BA%8E")
    assert (answer["X-Content-Type-Options"], answer["Content-Length"]) == ("nosniff", str(version.size))
    assert "sandbox" in answer["Content-Security-Policy"]
    assert audit.trail(folder)[-1].action == "attachments.downloaded"


def test_a_stranger_gets_neither_file_nor_preview_nor_list(folder, address):
    version = commands.upload(folder, upload("图.png", picture()), by=drafter(folder)).versions.get()
    client = browser(stranger())

    ways = [f"/attachments/versions/{version.pk}/{way}" for way in ("", "preview/", "inline/")]
    answers = [client.get(path).status_code for path in (*ways, address)]

    assert answers == [404] * 4
    assert [entry.action for entry in audit.trail(folder)] == ["attachments.added"]


def test_a_voided_file_is_gone_for_readers_and_there_for_the_drafter(folder):
    actor = drafter(folder)
    file = commands.upload(folder, upload(), by=actor)
    version = file.versions.get()
    commands.void(file, reason="误传", by=actor)

    answers = [browser(each).get(f"/attachments/versions/{version.pk}/").status_code for each in (member(folder), actor)]

    assert answers == [404, 200]


def test_a_picture_is_shown_inline_and_nothing_else_is(folder):
    actor = drafter(folder)
    shown = commands.upload(folder, upload("图.png", picture()), by=actor).versions.get()
    kept = commands.upload(folder, upload("文.txt", b"<script>"), by=actor).versions.get()
    client = browser(actor)

    inline = client.get(f"/attachments/versions/{shown.pk}/inline/")

    assert inline["Content-Type"] == "image/png"
    assert inline["Content-Disposition"].startswith("inline")
    assert client.get(f"/attachments/versions/{kept.pk}/inline/").status_code == 404


def test_a_pdf_is_read_as_pictures_of_its_pages(folder):
    version = commands.upload(folder, upload("文.pdf", pdf(3)), by=drafter(folder)).versions.get()
    client = browser(member(folder))

    page = client.get(f"/attachments/versions/{version.pk}/preview/").content.decode()
    picture_of_page = client.get(f"/attachments/versions/{version.pk}/pages/3.png")

    assert page.count('class="preview__page"') == 3
    assert picture_of_page.content.startswith(b"\x89PNG")
    assert client.get(f"/attachments/versions/{version.pk}/pages/4.png").status_code == 404
    assert audit.trail(folder)[-1].action == "attachments.previewed"


def test_a_damaged_pdf_says_so(folder):
    version = commands.upload(folder, upload("坏.pdf", b"%PDF-1.7 nothing"), by=drafter(folder)).versions.get()

    page = browser(member(folder)).get(f"/attachments/versions/{version.pk}/preview/")

    assert "该文件已加密或损坏" in page.content.decode()


def test_text_is_shown_escaped(folder):
    version = commands.upload(folder, upload("文.txt", "<script>关于通知".encode("gb18030")), by=drafter(folder)).versions.get()

    page = browser(member(folder)).get(f"/attachments/versions/{version.pk}/preview/").content.decode()

    assert "&lt;script&gt;关于通知" in page


def test_a_new_version_and_a_void_through_the_page(folder):
    actor = drafter(folder)
    file = commands.upload(folder, upload(), by=actor)
    client = browser(actor)

    replaced = client.post(f"/attachments/{file.pk}/replace/", {"file": upload("新.pdf", pdf(2))}, headers={"HX-Request": "true"})
    refused = client.post(f"/attachments/{file.pk}/void/", {"reason": ""}, headers={"HX-Request": "true"})
    voided = client.post(f"/attachments/{file.pk}/void/", {"reason": "误传"}, headers={"HX-Request": "true"})

    assert "第 2 版" in replaced.content.decode()
    assert refused.status_code == 422
    assert "没有附件" in voided.content.decode()


def test_the_tag_lists_files_without_controls_for_readers(folder, rf):
    commands.upload(folder, upload("甲.pdf"), by=drafter(folder))
    template = Template("{% load attachments %}{% attachment_list ref %}")

    shown = template.render(Context({"ref": folder, "actor": member(folder), "request": rf.get("/")}))

    assert "甲.pdf" in shown
    assert "data-drop" not in shown


def _send(client, path, *files):
    # Written by hand: the test client would clean the names before they are sent.
    parts = b"".join(
        b'--%s\r\nContent-Disposition: form-data; name="file"; filename="%s"\r\n'
        b"Content-Type: application/octet-stream\r\n\r\n%s\r\n" % (BOUNDARY.encode(), name.encode(), content)
        for name, content in files
    )
    return client.generic("POST", path, parts + b"--%s--\r\n" % BOUNDARY.encode(), content_type=MULTIPART_CONTENT)
