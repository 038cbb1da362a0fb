import datetime as dt
from contextlib import suppress

import pytest
from django.db import transaction

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.organizations.tests.factories import SectionFactory, UnitFactory, actor_for, administrator, person_in
from zhongshu.platform.search import commands, queries
from zhongshu.platform.search.models import SearchEntry
from zhongshu.platform.search.queries import find
from zhongshu.platform.search.tests.factories import note, titles

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notes")]
CLERK = Actor(person_id=1, name="甲", clearance=2)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("信访", ["甲", "乙"]),
        ("访工", ["甲"]),
        ("信访工作", ["甲"]),
        ("信访 通知", ["甲"]),
        ("会议 | 来信", ["乙", "丙"]),
        ("信访 -通知", ["乙"]),
        ("-信访", ["丙"]),
        ("-信访 -会议", []),
        ("信访 (通知 或 来信)", ["甲", "乙"]),
        ('"好信访"', ["甲"]),
        ("做好工作", []),
        ("關於", ["甲"]),
        ("ＭＡＴＴＥＲ", ["丙"]),
        ("mat", ["丙"]),
        ("访", ["甲", "乙"]),
        ("2026", ["甲"]),
        ("云办发〔2026〕15", ["甲"]),
        ("云办发〔2026〕15号", ["甲"]),
        ("云办发〔2026〕16号", []),
        ("号信访", []),
        ("，", []),
        ("s0", []),
        ("acl : s0", []),
        ('tokens : "信访"', []),
        ("信访 *", ["甲", "乙"]),
    ],
)
def test_words_phrases_and_their_combinations(text, found):
    note("丙", "会议纪要 Matter")
    note("乙", "群众信访来信")
    note("甲", "关于做好信访工作的通知", number="云办发〔2026〕15号")

    assert titles(find(text, CLERK)) == found


def test_a_phrase_does_not_run_over_the_border_of_title_and_text():
    note("关于信", "访工作")

    assert titles(find("信访", CLERK)) == []


def test_an_entry_is_current_in_the_same_transaction_and_gone_with_it():
    with suppress(RuntimeError), transaction.atomic():
        note("甲", "信访")
        assert titles(find("信访", CLERK)) == ["甲"]
        raise RuntimeError

    assert titles(find("信访", CLERK)) == []


def test_indexing_again_replaces_the_entry():
    ref = note("甲", "信访")

    commands.index(ref, title="甲", body="会议", organ_id=None, at=dt.datetime(2025, 1, 1, tzinfo=dt.UTC), everyone=True)

    assert (titles(find("信访", CLERK)), titles(find("会议", CLERK)), SearchEntry.objects.count()) == ([], ["甲"], 1)


def test_a_removed_object_is_not_found():
    commands.remove(note("甲", "信访"))

    assert titles(find("信访", CLERK)) == []


def test_objects_of_one_second_are_all_kept():
    moment = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    for number in range(60):
        note(f"信访{number}", at=moment)

    assert len(find("信访", CLERK, size=100)) == 60


def test_kind_organ_year_and_span_narrow_the_search():
    city = UnitFactory()
    county = UnitFactory(parent=city)
    note("旧", "信访", organ=city, at=dt.datetime(2025, 6, 1, tzinfo=dt.UTC))
    note("市", "信访", organ=city, at=dt.datetime(2026, 2, 1, tzinfo=dt.UTC))
    note("县", "信访", organ=county, at=dt.datetime(2026, 3, 1, tzinfo=dt.UTC))
    note("备忘", "信访", kind="tests.memo", at=dt.datetime(2026, 4, 1, tzinfo=dt.UTC))

    assert titles(find("信访", CLERK, kind="tests.memo")) == ["备忘"]
    assert titles(find("信访", CLERK, organ_id=city.pk)) == ["市", "旧"]
    assert titles(find("信访", CLERK, organ_id=city.pk, with_subordinates=True)) == ["县", "市", "旧"]
    assert titles(find("信访", CLERK, year=2025)) == ["旧"]
    assert titles(find("信访", CLERK, start_date=dt.date(2026, 2, 1), end_date=dt.date(2026, 3, 1))) == ["县", "市"]
    assert titles(find("", CLERK, year=2025)) == ["旧"]


def test_a_span_includes_its_last_day_in_local_time():
    note("夜", "信访", at=dt.datetime(2026, 3, 1, 15, 59, tzinfo=dt.UTC))
    note("晨", "信访", at=dt.datetime(2026, 3, 1, 16, 0, tzinfo=dt.UTC))

    assert titles(find("信访", CLERK, end_date=dt.date(2026, 3, 1))) == ["夜"]


def test_pages_lead_forward_and_back():
    for number in range(7):
        note(f"信访{number}")

    first = find("信访", CLERK, size=3)
    second = find("信访", CLERK, size=3, after=first.next)
    third = find("信访", CLERK, size=3, after=second.next)
    back = find("信访", CLERK, size=3, before=third.previous)

    assert [titles(page) for page in (first, second, third)] == [
        ["信访6", "信访5", "信访4"],
        ["信访3", "信访2", "信访1"],
        ["信访0"],
    ]
    assert titles(back) == titles(second)
    assert (first.previous, third.next) == (None, None)
    assert titles(find("信访", CLERK, size=3, before=second.previous)) == titles(first)
    assert find("信访", CLERK, size=3, before=second.previous).previous is None


def test_an_unreadable_token_gives_the_first_page():
    note("信访")

    assert titles(find("信访", CLERK, after="x'; DROP TABLE", before="")) == ["信访"]


def test_a_query_of_more_than_200_characters_is_refused():
    with pytest.raises(RuleBroken, match="最多 200 个字"):
        find("信" * 201, CLERK)


def test_a_query_full_of_signs_is_understood_somehow():
    note("信访")

    assert titles(find("((\"信访' AND (* : ^ -", CLERK)) == []
    assert titles(find("((信访 ) | ' \\ NEAR", CLERK)) == ["信访"]


def test_the_owner_decides_in_the_end(notes):
    shown, hidden = note("甲", "信访"), note("乙", "信访")
    notes.add(hidden.id)

    assert titles(find("信访", CLERK)) == [shown.title]


def test_the_page_is_filled_though_the_owner_hides_some(notes):
    for number in range(12):
        ref = note(f"信访{number}")
        if number % 2:
            notes.add(ref.id)

    page = find("信访", CLERK, size=4)

    assert titles(page) == ["信访10", "信访8", "信访6", "信访4"]
    assert titles(find("信访", CLERK, size=4, after=page.next)) == ["信访2", "信访0"]


def test_administrators_find_nothing():
    note("信访")

    for kind in ("system", "security", "audit"):
        assert titles(find("信访", administrator(kind))) == []


def test_people_units_duties_and_agents_are_admitted():
    organ = UnitFactory()
    section = SectionFactory(parent=organ)
    clerk, director, stranger = person_in(section), person_in(organ, "office_director"), person_in(UnitFactory())
    note("人", "信访", person_ids=[clerk.pk])
    note("科", "信访", unit_ids=[section.pk])
    note("机关", "信访", unit_ids=[organ.pk])
    note("主任", "信访", duties=[(organ.pk, "office_director")])

    assert titles(find("信访", actor_for(clerk))) == ["机关", "科", "人"]
    assert titles(find("信访", actor_for(director))) == ["主任", "机关"]
    assert titles(find("信访", actor_for(stranger))) == []
    assert titles(find("信访", actor_for(stranger, principals=frozenset({clerk.pk})))) == ["人"]


def test_a_page_of_two_kinds_costs_as_many_queries_as_a_page_of_one(django_assert_num_queries):
    for number in range(15):
        note(f"信访{number}", organ=UnitFactory())
        note(f"信访{number}", kind="tests.memo")
    find("信访", CLERK)  # the statistics of the index are read once in ten minutes

    with django_assert_num_queries(3):
        assert len(find("信访", CLERK, size=1)) == 1
    with django_assert_num_queries(3):
        assert len(find("信访", CLERK, size=20)) == 20


def test_visibility_of_an_unknown_kind_is_none():
    assert queries.visible_among([("tests.gone", 1)], CLERK) == set()
