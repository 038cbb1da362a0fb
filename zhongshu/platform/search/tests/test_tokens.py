import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhongshu.platform.search.tokens import fold, fold_with_positions, phrase, runs, tokenise


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("信访局", ["信访", "访局", "局"]),
        ("局", ["局"]),
        ("信访局2024年", ["信访", "访局", "局", "2024", "年"]),
        ("ＡＢＣ－１２", ["abc", "12"]),
        ("關於訊息", ["关于", "于讯", "讯息", "息"]),
        ("，。 ", []),
        ("𬭎", ["x2cb4e"]),
        ("李𬭎", ["李x2cb4e", "x2cb4e"]),
        ("〇八", ["〇八", "八"]),
    ],
)
def test_text_is_cut_into_pairs_and_words(text, tokens):
    assert tokenise(text) == tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("信访", (["信访"], False)),
        ("信访局", (["信访", "访局"], False)),
        ("信", (["信"], True)),
        ("2024", (["2024"], True)),
        ("信访2024", (["信访", "访", "2024"], True)),
        ("〔2026〕15号", (["2026", "15", "号"], True)),
        ("。", ([], False)),
    ],
)
def test_a_word_becomes_a_phrase_of_tokens(text, expected):
    assert phrase(text) == expected


def test_positions_lead_back_to_the_original():
    assert fold_with_positions("㈠關") == ("(一)关", [0, 0, 0, 1])


_CHARS = st.sampled_from("信访工作關於通知的年〇𬭎李12aB。，（） ㈠")


@given(before=st.text(_CHARS, max_size=6), word=st.text(_CHARS, min_size=2, max_size=5), after=st.text(_CHARS, max_size=6))
def test_whatever_han_word_stands_in_a_text_its_tokens_stand_there_side_by_side(before, word, after):
    # Letters and digits are matched from their beginning only, so the word must not start in the middle of one.
    found = runs(word)
    if not found or (found[0][0].isascii() and before and fold(before)[-1].isascii() and fold(before)[-1].isalnum()):
        return
    text, (tokens, prefix) = tokenise(before + word + after), phrase(word)

    def stands_at(start):
        part = text[start : start + len(tokens)]
        if prefix:
            return part[:-1] == tokens[:-1] and len(part) == len(tokens) and part[-1].startswith(tokens[-1])
        return part == tokens

    assert any(stands_at(start) for start in range(len(text)))
