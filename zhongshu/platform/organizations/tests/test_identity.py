import datetime as dt

import pytest

from zhongshu.kernel import clock
from zhongshu.platform.organizations.choices import Duty
from zhongshu.platform.organizations.commands import add_delegation, appoint, change_duties
from zhongshu.platform.organizations.identity import delegation_sentences, identity, posts_to_switch
from zhongshu.platform.organizations.models import PostHolding
from zhongshu.platform.organizations.tests.factories import (
    PostFactory,
    SectionFactory,
    UnitFactory,
    actor_for,
    administrator,
    person_in,
)

pytestmark = pytest.mark.django_db


def who(person, post_id=None):
    person.refresh_from_db()
    return identity(person, post_id, account_id=7, address="10.0.0.8")


def test_the_second_click_asks_the_database_nothing(django_assert_num_queries):
    person = person_in(UnitFactory())
    first = who(person)

    with django_assert_num_queries(0):
        again = identity(person, None, account_id=7, address="10.0.0.8")
        posts_to_switch(person, None)
        delegation_sentences(person, None)

    assert again == first


def test_a_new_post_or_duty_counts_at_the_next_click():
    organ = UnitFactory()
    person = person_in(organ)
    assert who(person).duties == frozenset()

    change_duties(PostHolding.objects.get().post, duties=[Duty.SIGNATORY], by=administrator("security"))
    assert who(person).duties == {(organ.pk, "signatory")}
    post = PostFactory()
    appoint(person, post, start_date=clock.today(), by=administrator("system"))

    assert who(person).post_id == post.pk


def test_principal_and_agent_are_told_of_a_delegation_for_as_long_as_it_lasts():
    unit = UnitFactory()
    principal, agent = person_in(unit, name="赵云"), person_in(unit, name="钱河")
    with clock.frozen("2026-11-23 09:00"):
        who(principal), who(agent)
        start, end = clock.now() + dt.timedelta(hours=1), clock.now() + dt.timedelta(days=2)
        add_delegation(principal, agent, start_at=start, end_at=end, reason="出差", by=actor_for(principal))
        who(principal), who(agent)
        assert delegation_sentences(principal, None) == []
    with clock.frozen("2026-11-23 10:00"):
        assert delegation_sentences(principal, None) == ["您已委托钱河代为办理全部事项，至11月25日09:00止"]
        assert delegation_sentences(agent, None) == ["您正受赵云委托代为办理全部事项，至11月25日09:00止"]
        assert who(agent).principals == {principal.pk}
    with clock.frozen("2026-11-25 09:00"):
        assert delegation_sentences(principal, None) == []
        assert delegation_sentences(agent, None) == []
        assert who(agent).principals == frozenset()


def test_a_post_no_longer_held_falls_back_to_the_main_one():
    person = person_in(UnitFactory())
    main = PostHolding.objects.get().post_id

    assert who(person, post_id=999999).post_id == main


def test_the_switcher_names_each_post_with_its_organ_and_marks_the_present_one():
    organ = UnitFactory(name="云州市审计局")
    person = person_in(SectionFactory(parent=organ, name="综合科"))
    post = PostHolding.objects.get().post

    assert posts_to_switch(person, None) == [
        {"id": post.pk, "label": f"综合科 {post.name}", "note": "云州市审计局", "current": True}
    ]
