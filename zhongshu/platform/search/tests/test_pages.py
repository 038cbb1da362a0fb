import pytest
from django.test import Client

from zhongshu.platform.accounts.tests.factories import signed_in
from zhongshu.platform.organizations.tests.factories import UnitFactory, person_in
from zhongshu.platform.search.tests.factories import note

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notes")]


@pytest.fixture
def client():
    return signed_in(Client(), person_in(UnitFactory()))


def test_hits_are_shown_with_their_words_marked_and_everything_else_escaped(client):
    note(
        "关于信访的<script>",
        "群众信访工作",
        number="云办发〔2026〕15号",
        organ=UnitFactory(name="市信访局", short_name="市信访局"),
    )

    page = client.get("/search/", {"q": "信访"}).content.decode()

    assert "关于<mark>信访</mark>的&lt;script&gt;" in page
    assert all(text in page for text in ("群众<mark>信访</mark>工作", "云办发〔2026〕15号", "市信访局", "便签"))


def test_nothing_is_shown_before_anything_is_asked(client):
    note("信访")

    assert "输入标题、文号或正文中的词语" in client.get("/search/").content.decode()


def test_no_hit_says_what_to_do(client):
    assert "没有找到您有权查看的内容" in client.get("/search/", {"q": "会议"}).content.decode()


def test_a_fragment_holds_the_results_only(client):
    note("信访")

    part = client.get("/search/", {"q": "信访"}, headers={"HX-Request": "true"}).content.decode()

    assert "<mark>信访</mark>" in part
    assert "<html" not in part


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"q": "信" * 201}, "200"),
        ({"q": "信访", "start_date": "2026-02-01", "end_date": "2026-01-01"}, "截止日期不能早于起始日期"),
        ({"q": "信访", "kind": "tests.unknown"}, "tests.unknown"),
        ({"q": "信访", "organ": "1 OR 1"}, "整数"),
        ({"q": "信访", "organ": "9" * 30}, "小于"),
        ({"q": "信\x00访"}, "字符"),
    ],
)
def test_bad_conditions_are_refused_in_words(client, query, sentence):
    note("信访")

    page = client.get("/search/", query).content.decode()

    part = client.get("/search/", query, headers={"HX-Request": "true"}).content.decode()

    assert sentence in page
    assert sentence in part
    assert "<mark>" not in page


def test_the_organ_chosen_narrows_the_search_with_or_without_those_below(client):
    city = UnitFactory(name="云州市政府")
    note("市信访", organ=city)
    note("县信访", organ=UnitFactory(parent=city))
    query = {"q": "信访", "organ": city.pk}

    alone = client.get("/search/", query).content.decode()
    below = client.get("/search/", query | {"with_subordinates": "on"}).content.decode()

    assert ("市<mark>" in alone, "县<mark>" in alone, "云州市政府" in alone) == (True, False, True)
    assert ("市<mark>" in below, "县<mark>" in below) == (True, True)


@pytest.mark.parametrize("count", [1, 20])
def test_the_page_costs_the_same_for_one_hit_and_for_many(client, count, django_assert_max_num_queries):
    for number in range(count):
        note(f"信访{number}", organ=UnitFactory())
        note(f"信访{number}", kind="tests.memo")
    client.get("/search/", {"q": "信访"})

    with django_assert_max_num_queries(9):
        client.get("/search/", {"q": "信访"})
