import shutil

import pytest

from zhongshu.kernel.errors import RuleBroken

from ..public import read_pdf, to_docx_with_office, to_pdf
from .factories import document


def test_the_text_of_a_pdf_is_read_page_by_page():
    found = read_pdf(to_pdf(document(20)))

    assert len(found.pages) > 1
    assert found.has_text
    assert "云政办发〔2026〕12号" in found.pages[0]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"PK\x03\x04", to_pdf(document(1))[:3000]])
def test_a_broken_pdf_is_refused(data):
    with pytest.raises(RuleBroken, match="已损坏或不完整"):
        read_pdf(data)


def test_without_libreoffice_the_way_out_is_named(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)

    with pytest.raises(RuleBroken, match="另存为 DOCX 后上传"):
        to_docx_with_office(b"data", ".doc")


def test_an_unknown_kind_of_file_is_not_converted():
    with pytest.raises(RuleBroken, match=r"不能转换 \.exe 文件"):
        to_docx_with_office(b"MZ", ".exe")
