import pytest

from zhongshu.kernel import clock
from zhongshu.platform.opinions import public as opinions
from zhongshu.platform.opinions import queries
from zhongshu.platform.opinions.tests.factories import ink, object_of
from zhongshu.platform.organizations.models import Post
from zhongshu.platform.organizations.tests.factories import UnitFactory, actor_for, person_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return UnitFactory()


def test_columns_stand_in_the_slips_order_with_opinions_by_time(unit):
    ref, by = object_of(unit), actor_for(person_in(unit))
    with clock.frozen("2026-11-20 09:00"):
        first = opinions.record(ref, words="拟同意。", column="核稿", by=by)
    with clock.frozen("2026-11-20 11:00"):
        third = opinions.record(ref, words="补充一点。", column="核稿", by=by)
    with clock.frozen("2026-11-20 10:00"):
        second = opinions.record(ref, words="同意。", column="签发", by=by)

    found = opinions.columns(ref, by, order=["签发", "会签", "核稿"])

    assert list(found) == ["签发", "会签", "核稿"]
    assert found == {"签发": [second], "会签": [], "核稿": [first, third]}


def test_columns_by_rank_put_the_higher_post_first(unit):
    ref = object_of(unit)
    deputy, head = person_in(unit), person_in(unit)
    Post.objects.filter(holdings__person=head).update(rank_order=10)
    Post.objects.filter(holdings__person=deputy).update(rank_order=20)
    below = opinions.record(ref, words="同意。", column="会签", by=actor_for(deputy))
    above = opinions.record(ref, words="同意。", column="会签", by=actor_for(head))

    assert opinions.columns(ref, actor_for(head), sort="rank") == {"会签": [above, below]}


def test_a_restricted_opinion_is_read_by_its_author_and_the_chosen_only(unit):
    ref = object_of(unit)
    author, chosen, other = (actor_for(person_in(unit)) for _ in range(3))
    opinion = opinions.record(ref, words="此事宜缓。", column="批示", by=author, visible_to=[chosen.person_id])

    assert opinions.columns(ref, author) == {"批示": [opinion]}
    assert opinions.columns(ref, chosen) == {"批示": [opinion]}
    assert opinions.columns(ref, other) == {}


def test_columns_cost_one_query_however_many_opinions(unit, django_assert_num_queries):
    ref, by = object_of(unit), actor_for(person_in(unit))
    for number in range(20):
        opinions.record(ref, words=f"意见{number}", column="会签", by=by, handwriting=ink() if number % 2 else None)

    with django_assert_num_queries(1):
        shown = opinions.shown_columns(opinions.columns(ref, by))

    assert len(shown[0]["current"]) == 20


def test_opinions_before_a_return_are_kept_apart_and_marked(unit):
    ref, by = object_of(unit), actor_for(person_in(unit))
    opinions.record(ref, words="同意。", column="审批", by=by, step_id=3)
    opinions.mark_before_return([3])
    opinions.record(ref, words="修改后同意。", column="审批", by=by, step_id=9, round_no=2)

    (column,) = opinions.shown_columns(opinions.columns(ref, by))

    assert [line["words"] for line in column["current"]] == ["修改后同意。"]
    assert [(line["words"], line["marks"]) for line in column["earlier"]] == [("同意。", ["退回前"])]


def test_a_draft_is_seen_by_its_author_only(unit):
    ref = object_of(unit)
    author, other = actor_for(person_in(unit)), actor_for(person_in(unit))
    opinions.save_draft(ref, place="item:5", words="先写一半", by=author)
    opinions.save_draft(ref, place="item:5", words="写完了", attitude="agree", by=author)

    assert opinions.draft("item:5", author).words == "写完了"
    assert opinions.draft("item:5", other) is None

    opinions.drop_drafts("item:5")
    assert opinions.draft("item:5", author) is None


def test_the_picture_of_handwriting_follows_the_object_and_the_opinion(unit):
    ref = object_of(unit)
    author, colleague = actor_for(person_in(unit)), actor_for(person_in(unit))
    stranger = actor_for(person_in(UnitFactory()))
    open_to_all = opinions.record(ref, by=author, handwriting=ink())
    restricted = opinions.record(ref, by=author, handwriting=ink(), visible_to=[author.person_id, stranger.person_id])
    typed = opinions.record(ref, words="打字的", by=author)

    assert queries.handwriting(open_to_all.pk, colleague).opinion_id == open_to_all.pk
    assert queries.handwriting(restricted.pk, colleague) is None
    assert queries.handwriting(restricted.pk, stranger) is None
    assert queries.handwriting(open_to_all.pk, stranger) is None
    assert queries.handwriting(typed.pk, author) is None
