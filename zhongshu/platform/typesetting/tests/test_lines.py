from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from ..layout.lines import NO_END, NO_START, SQUEEZABLE, break_lines, tokens_of

HANZI = st.sampled_from("云州市人民政府办公室关于做好防汛抗旱工作的通知责任落实")
MARKS = st.sampled_from("，。、；：（）《》“”")
WORDS = st.sampled_from(["2026", "17:00", "GDP", "10%", "——", "……", "5"])
TEXTS = st.lists(st.one_of(HANZI, HANZI, HANZI, MARKS, WORDS), min_size=1, max_size=160).map("".join)


def widths_of(text: str) -> list[float]:
    return [0.5 if char.isascii() else 1.0 for char in text]


def lines_of(text: str, *, first: float = 26, rest: float = 28, justify: bool = True):
    return break_lines(text, widths_of(text), first, rest, justify=justify)


def test_a_line_holds_28_hanzi():
    lines = lines_of("汉" * 60, first=26)

    assert [line.end - line.start for line in lines] == [26, 28, 6]
    assert lines[1].places == [float(place) for place in range(28)]


def test_a_closing_mark_is_pushed_in_by_squeezing_the_lines_own_marks():
    text = "汉" * 10 + "，" + "汉" * 17 + "。" + "汉" * 5

    lines = lines_of(text, first=28)

    assert lines[0].end == 29
    assert lines[0].width == 28
    # The comma gives half its cell; the full stop gives the other half.
    assert lines[0].places[11] == 10.5
    assert lines[0].places[28] == 27.5


def test_an_opening_mark_that_is_squeezed_moves_into_its_blank_half():
    text = "（" + "汉" * 27 + "。" + "汉"

    lines = lines_of(text, first=28)

    assert lines[0].places[0] == -0.5
    assert lines[0].places[1] == 0.5


def test_without_marks_to_squeeze_the_last_hanzi_goes_to_the_next_line():
    lines = lines_of("汉" * 28 + "：汉", first=28)

    assert [line.end - line.start for line in lines] == [27, 3]
    assert abs(lines[0].places[-1] + 1 - 28) < 1e-9


def test_an_opening_mark_never_ends_a_line():
    lines = lines_of("汉" * 27 + "（汉汉汉）汉", first=28)

    assert lines[1].start == 27


def test_a_number_is_not_parted():
    lines = lines_of("汉" * 27 + "2026年", first=28)

    assert lines[0].end == 27


def test_a_dash_of_two_is_not_parted():
    lines = lines_of("汉" * 27 + "——汉", first=28)

    assert lines[0].end == 27


def test_a_row_of_5000_digits_is_cut_at_the_measure():
    lines = lines_of("7" * 5000, first=28)

    assert lines[0].end == 56
    assert sum(line.end - line.start for line in lines) == 5000


def test_the_last_line_is_not_stretched():
    lines = lines_of("汉" * 30, first=28)

    assert lines[-1].places == [0.0, 1.0]


def test_nothing_gives_no_lines():
    assert lines_of("") == []


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_every_character_is_set_once_and_in_order(text):
    lines = lines_of(text)

    assert [line.start for line in lines] == [0, *(line.end for line in lines[:-1])]
    assert lines[-1].end == len(text)


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_full_lines_fill_their_measure_exactly(text):
    for number, line in enumerate(lines_of(text)[:-1]):
        if line.end - line.start > 1:
            assert abs(line.width - (26 if number == 0 else 28)) < 1e-6


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_hanzi_are_never_squeezed(text):
    for line in lines_of(text):
        for place, following, index in zip(line.places, line.places[1:], range(line.start, line.end), strict=False):
            if text[index] not in SQUEEZABLE and text[index + 1] not in SQUEEZABLE and not text[index].isascii():
                assert following - place > 1 - 1e-6


@given(
    st.lists(
        st.one_of(HANZI, HANZI, HANZI, st.sampled_from(["，", "。", "（汉", "汉）", "《汉", "汉》", "2026"])),
        min_size=30,
        max_size=160,
    )
)
@settings(max_examples=300, deadline=None)
def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(parts):
    text = "".join(parts)
    for previous, mark in pairwise(text):
        if previous in NO_START and mark in NO_START:
            return  # a heap of marks is not Chinese
    for line in lines_of(text)[1:]:
        assert text[line.start] not in NO_START
    for line in lines_of(text)[:-1]:
        assert text[line.end - 1] not in NO_END


def test_tokens_cover_the_text():
    text = "截至2026年5月，共有3.5万人——详见https://example.test/a-b……"

    assert "".join(text[token.start : token.end] for token in tokens_of(text, widths_of(text))) == text
