from zhongshu.platform.search.highlighting import mark, snippet


def test_words_are_marked_and_everything_else_is_escaped():
    assert mark("<b>信访</b>工作", ["信访"]) == "&lt;b&gt;<mark>信访</mark>&lt;/b&gt;工作"


def test_a_word_of_html_is_marked_escaped():
    assert mark("a<script>b", ["<script>"]) == "a<mark>&lt;script&gt;</mark>b"


def test_a_word_typed_in_traditional_characters_is_marked_in_simplified_text():
    assert mark("关于信访", ["關於"]) == "<mark>关于</mark>信访"


def test_overlapping_words_are_one_mark():
    assert mark("信访工作局", ["信访工", "工作"]) == "<mark>信访工作</mark>局"


def test_punctuation_in_the_query_does_not_prevent_marking():
    assert mark("云办发〔2026〕15号", ["云办发[2026]15"]) == "<mark>云办发</mark>〔<mark>2026</mark>〕<mark>15</mark>号"


def test_a_snippet_shows_the_part_around_the_first_word():
    text = "前" * 100 + "信访" + "后" * 200

    found = snippet(text, ["信访"], length=60)

    assert found == f"…{'前' * 30}<mark>信访</mark>{'后' * 28}…"


def test_a_snippet_without_a_hit_is_the_beginning():
    assert snippet("关于信访工作", ["会议"], length=4) == "关于信访…"
