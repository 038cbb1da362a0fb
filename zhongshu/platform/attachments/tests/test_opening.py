import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.attachments import commands
from zhongshu.platform.attachments.models import File
from zhongshu.platform.attachments.opening import LENGTH, words
from zhongshu.platform.attachments.tests.factories import drafter, pdf, picture


def package(**members):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return target.getvalue()


def docx(text, **more):
    return package(**{"[Content_Types]_xml": "x", "word__document_xml": f"<w:p><w:t>{text}</w:t></w:p>"} | more)


@pytest.mark.parametrize(
    ("ending", "content", "found"),
    [
        ("txt", "机密★10年\n通知".encode("gb18030"), "机密★10年\n通知"),
        ("docx", docx("机密★10年"), "机密★10年\n"),
        ("docx", docx("正文", word__header1_xml="<w:p>秘密★</w:p>"), "秘密★\n\n正文\n"),
        ("ofd", package(Doc_0__Pages__Page_0__Content_xml="<ofd:TextCode X='1'>绝密★</ofd:TextCode>"), "绝密★\n"),
        ("xlsx", package(xl__sharedStrings_xml="<sst><si><t>机密</t></si><si><t>乙</t></si></sst>"), "机密\n乙\n"),
        ("docx", b"PK\x03\x04 damaged", ""),
        ("pdf", b"%PDF- damaged", ""),
        ("pdf", pdf(), ""),
        ("png", picture(), ""),
    ],
)
def test_the_words_at_the_top_are_read(ending, content, found):
    assert words(ending, io.BytesIO(content)) == found


def test_only_the_opening_is_read():
    assert len(words("docx", io.BytesIO(docx("长" * 5000)))) == LENGTH


@pytest.mark.django_db
@pytest.mark.parametrize("ending", ["docx", "txt"])
def test_a_file_marked_at_the_top_is_refused_whatever_it_is_called(folder, ending):
    content = docx("机密★10年") if ending == "docx" else "绝密★长期\n关于…".encode()

    with pytest.raises(RuleBroken) as refusal:
        commands.upload(folder, SimpleUploadedFile(f"通知.{ending}", content), by=drafter(folder))

    assert refusal.value.code == "above_ceiling"
    assert not File.objects.exists()


@pytest.mark.django_db
def test_a_text_about_secrecy_is_accepted(folder):
    content = "关于加强保密工作的通知\n要严格管理国家秘密，落实机密级设备要求。".encode()

    assert commands.upload(folder, SimpleUploadedFile("通知.txt", content), by=drafter(folder)).pk
