from ..answers import cryptography, ofd
from ..public import to_ofd
from .factories import document


def test_an_ofd_sample_is_described(tmp_path):
    (tmp_path / "a.ofd").write_bytes(to_ofd(document(1)))

    answer = ofd({"file": "a.ofd"}, tmp_path)

    assert (answer["pages"], answer["signatures"], answer["attachments"]) == (2, 0, 0)
    assert "云政办发〔2026〕12号" in answer["text"]


def test_a_broken_sample_is_answered_with_its_error(tmp_path):
    (tmp_path / "a.ofd").write_bytes(b"")

    assert ofd({"file": "a.ofd"}, tmp_path) == {"error": "OFD 文件已损坏或不完整，不能打开"}


def test_a_digest_is_answered(tmp_path):
    assert cryptography({"alg": "SM3", "input": {"message_hex": "616263"}}, tmp_path)["digest"].startswith("66c7f0f4")
