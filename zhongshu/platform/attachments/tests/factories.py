"""Files as people send them."""

import io
import zipfile
from functools import cache

import pypdfium2
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from zhongshu.platform.organizations.public import Unit
from zhongshu.platform.organizations.tests.factories import UnitFactory, actor_for, person_in


def upload(name="通知.pdf", content=None):
    file = SimpleUploadedFile("placeholder", pdf() if content is None else content)
    file._name = name  # as a caller inside the office may pass it: the setter would already have cut off a path
    return file


@cache  # PDFium gives each file an identity of its own; the same call shall give the same bytes
def pdf(pages=1):
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(595, 842)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def picture(form="PNG", size=(4, 3)):
    target = io.BytesIO()
    Image.new("RGB", size, "red").save(target, form)
    return target.getvalue()


def package(*members, content=b"x", compression=zipfile.ZIP_DEFLATED):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for member in members:
            archive.writestr(member, content)
    return target.getvalue()


def docx():
    return package("[Content_Types].xml", "word/document.xml")


def drafter(ref):
    return actor_for(person_in(Unit.objects.get(pk=ref.id), "drafter", name="周拟稿"))


def member(ref):
    return actor_for(person_in(Unit.objects.get(pk=ref.id)))


def stranger():
    return actor_for(person_in(UnitFactory(), "drafter"))
