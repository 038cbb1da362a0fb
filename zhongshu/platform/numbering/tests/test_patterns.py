import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhongshu.platform.numbering.patterns import DOCUMENT_NUMBER, BadPattern, Pattern

DOCUMENT = Pattern(DOCUMENT_NUMBER)
codes = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=12)


def test_a_document_number_has_no_leading_zero():
    assert DOCUMENT.write(code="云政办发", year=2026, value=5) == "云政办发〔2026〕5号"


def test_a_pattern_may_pad():
    assert Pattern("收{year}-{n:04d}").write(code="", year=2026, value=5) == "收2026-0005"


@pytest.mark.parametrize("text", ["{code}〔{year}〕号", "{n}{n}", "{n} {organ}", "{n", "{n.real}"])
def test_a_pattern_that_cannot_number_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        Pattern(text)


def test_a_bad_pattern_says_so():
    with pytest.raises(BadPattern, match="unknown field 'organ'"):
        Pattern("{n}{organ}")


@given(codes, st.integers(1949, 2099), st.integers(1, 99999))
def test_what_is_written_is_read_again(code, year, value):
    written = DOCUMENT.write(code=code, year=year, value=value)

    assert DOCUMENT.read(written, code=code, year=year) == value


@pytest.mark.parametrize(
    "typed",
    [
        "云政办发〔2026〕05号",
        "云政办发[2026]5号",
        "云政办发〔2025〕5号",
        "云委办发〔2026〕5号",
        "云政办发〔2026〕0号",
        "云政办发〔2026〕5",
        "",
    ],
)
def test_a_number_written_otherwise_is_not_read(typed):
    assert DOCUMENT.read(typed, code="云政办发", year=2026) is None


def test_spaces_and_full_width_digits_are_forgiven():
    assert DOCUMENT.read(" 云政办发〔２０２６〕 12 号", code="云政办发", year=2026) == 12
