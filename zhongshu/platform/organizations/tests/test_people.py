import datetime as dt

import pytest

from zhongshu.kernel import clock
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.organizations.choices import Duty
from zhongshu.platform.organizations.commands import (
    appoint,
    change_clearance,
    end_holding,
    enrol_person,
    retire_person,
    update_contact,
)
from zhongshu.platform.organizations.models import Person, PostHolding
from zhongshu.platform.organizations.queries import (
    actor_of,
    find_people,
    full_post_lines,
    head_of,
    holders,
    holders_of_any,
    main_posts,
    members,
    people_choices,
    post_lines,
    posts_of,
    rank_of,
)
from zhongshu.platform.organizations.tests.factories import (
    PersonFactory,
    PostFactory,
    PostHoldingFactory,
    SectionFactory,
    UnitFactory,
    actor_for,
    administrator,
    person_in,
)

pytestmark = pytest.mark.django_db
SYSTEM = administrator("system")


def test_the_clerk_of_an_organ_enrols_a_person_with_reading_and_post():
    organ = UnitFactory()
    section = SectionFactory(parent=organ, name="综合科")
    clerk = actor_for(person_in(organ, Duty.REGISTRY_CLERK))

    person = enrol_person(section, name="曾 小雨", post_name="科员", by=clerk, contact={"mobile": "10012345678"})

    assert (person.name, person.pinyin, person.initials, person.mobile) == ("曾小雨", "zengxiaoyu", "zxy", "10012345678")
    assert post_lines([person.pk]) == {person.pk: "综合科 科员"}
    assert actor_of(person.pk).duties == frozenset()


def test_a_second_person_takes_the_same_post():
    organ = UnitFactory()
    first = enrol_person(organ, name="甲一", post_name="科员", by=SYSTEM)
    second = enrol_person(organ, name="乙二", post_name="科员", by=SYSTEM)

    assert actor_of(first.pk).post_id == actor_of(second.pk).post_id


def test_a_clerk_of_another_organ_enrols_nobody_here():
    clerk = actor_for(person_in(UnitFactory(), Duty.REGISTRY_CLERK))

    with pytest.raises(NotPermitted, match="只有本机关的文书"):
        enrol_person(UnitFactory(), name="甲一", post_name="科员", by=clerk)

    assert Person.objects.count() == 1


def test_a_person_without_a_name_is_not_enrolled():
    with pytest.raises(RuleBroken, match="请填写姓名") as refusal:
        enrol_person(UnitFactory(), name="  ", post_name="科员", by=SYSTEM)

    assert refusal.value.field == "name"


def test_people_change_their_own_number_but_not_their_rank():
    person = person_in(UnitFactory())

    assert update_contact(person, by=actor_for(person), mobile="10011112222") is True
    assert update_contact(person, by=actor_for(person), mobile="10011112222") is False
    with pytest.raises(NotPermitted, match="排序"):
        update_contact(person, by=actor_for(person), rank_order=1)

    person.refresh_from_db()
    assert (person.mobile, person.rank_order) == ("10011112222", 1000)


def test_a_colleague_without_the_duty_changes_nobodys_number():
    organ = UnitFactory()
    person, colleague = person_in(organ), person_in(organ)

    with pytest.raises(NotPermitted, match="只能修改本人或本机关人员"):
        update_contact(person, by=actor_for(colleague), mobile="10011112222")

    person.refresh_from_db()
    assert person.mobile == ""


def test_the_clerk_changes_numbers_in_the_own_organ_only():
    organ = UnitFactory()
    clerk = actor_for(person_in(organ, Duty.REGISTRY_CLERK))
    own, foreign = person_in(SectionFactory(parent=organ)), person_in(UnitFactory())

    update_contact(own, by=clerk, room="A101", rank_order=5)
    with pytest.raises(NotPermitted):
        update_contact(foreign, by=clerk, room="A101")

    own.refresh_from_db()
    assert (own.room, own.rank_order) == ("A101", 5)


def test_an_appointment_as_main_post_makes_the_former_one_additional():
    person = person_in(UnitFactory())
    post = PostFactory()

    appoint(person, post, start_date=clock.today(), by=SYSTEM)

    assert main_posts([person.pk])[person.pk].post == post
    assert len(posts_of(person.pk)) == 2
    with pytest.raises(RuleBroken, match="已在此岗位任职"):
        appoint(person, post, start_date=clock.today(), by=SYSTEM)


def test_nobody_but_the_system_administrator_appoints():
    person = person_in(UnitFactory(), Duty.REGISTRY_CLERK)

    with pytest.raises(NotPermitted, match="由系统管理员办理"):
        appoint(person, PostFactory(), start_date=clock.today(), by=actor_for(person))

    assert PostHolding.objects.count() == 1


def test_somebody_who_left_is_not_appointed():
    with pytest.raises(RuleBroken, match="已离职"):
        appoint(PersonFactory(active=False), PostFactory(), start_date=clock.today(), by=SYSTEM)


def test_the_last_day_still_counts_and_the_next_does_not():
    organ = UnitFactory()
    with clock.frozen("2026-11-23 09:00"):
        person = person_in(organ, Duty.SIGNATORY)
        holding = PostHolding.objects.get(person=person)
        end_holding(holding, end_date=dt.date(2026, 11, 24), by=SYSTEM)
    with clock.frozen("2026-11-24 20:00"):
        assert holders(Duty.SIGNATORY, organ.pk) == [person]
    with clock.frozen("2026-11-25 00:00"):
        assert holders(Duty.SIGNATORY, organ.pk) == []
        assert actor_of(person.pk).post_id is None


def test_a_holding_ends_once_and_not_before_it_began():
    holding = PostHoldingFactory(start_date=dt.date(2026, 1, 5))

    with pytest.raises(RuleBroken, match="不能早于起始日期") as refusal:
        end_holding(holding, end_date=dt.date(2026, 1, 4), by=SYSTEM)
    assert refusal.value.field == "end_date"
    end_holding(holding, end_date=dt.date(2026, 1, 6), by=SYSTEM)
    with pytest.raises(RuleBroken, match="已经终止"):
        end_holding(holding, end_date=dt.date(2026, 1, 7), by=SYSTEM)


def test_somebody_who_holds_a_post_does_not_leave():
    person = person_in(UnitFactory())

    with pytest.raises(RuleBroken, match="仍有任职"):
        retire_person(person, by=SYSTEM)
    end_holding(PostHolding.objects.get(), end_date=clock.today() - dt.timedelta(days=1), by=SYSTEM)
    retire_person(person, by=SYSTEM)

    person.refresh_from_db()
    assert not person.active
    with pytest.raises(RuleBroken, match="已经离职"):
        retire_person(person, by=SYSTEM)


def test_clearance_is_the_security_administrators_to_give():
    person = PersonFactory(clearance=0)

    change_clearance(person, clearance=2, by=administrator("security"))
    for by in (SYSTEM, administrator("audit")):
        with pytest.raises(NotPermitted, match="由安全管理员办理"):
            change_clearance(person, clearance=1, by=by)

    person.refresh_from_db()
    assert (person.clearance, person.revision) == (2, 1)


def test_no_clearance_goes_above_what_this_installation_stores():
    person = PersonFactory(clearance=0)

    with pytest.raises(RuleBroken, match="超出本系统的最高等级"):
        change_clearance(person, clearance=3, by=administrator("security"))

    person.refresh_from_db()
    assert person.clearance == 0


def test_people_are_found_by_name_pinyin_and_initials_in_rank_order():
    second = PersonFactory(name="单小云", pinyin="shanxiaoyun", initials="sxy", rank_order=20)
    first = PersonFactory(name="沈向阳", pinyin="shenxiangyang", initials="sxy", rank_order=10)
    PersonFactory(name="单小云", pinyin="shanxiaoyun", initials="sxy", active=False)

    assert find_people("sxy") == [first, second]
    assert find_people("SHANX") == [second]
    assert find_people("小云") == [second]
    assert find_people("%") == []
    assert find_people(" ") == []


def test_the_picker_offers_the_own_unit_before_anything_is_typed():
    organ = UnitFactory()
    person, colleague = person_in(organ), person_in(organ)
    person_in(UnitFactory())

    offered = people_choices("", actor=actor_for(person))

    assert [choice["id"] for choice in offered] == [person.pk, colleague.pk]
    assert offered[0]["note"] == full_post_lines([person.pk])[person.pk]


def test_the_head_of_a_unit_is_whoever_heads_it_then_the_highest_ranked():
    section = SectionFactory()
    clerk = person_in(section)
    assert head_of(section.pk) == clerk

    head = person_in(section, Duty.SECTION_HEAD)

    assert head_of(section.pk) == head
    assert head_of(UnitFactory().pk) is None


def test_members_of_an_organ_include_its_sections():
    organ = UnitFactory()
    people = [person_in(organ), person_in(SectionFactory(parent=organ))]
    person_in(UnitFactory())

    assert list(members(organ.pk)) == people


def test_a_persons_rank_is_that_of_the_highest_post():
    person = PersonFactory()
    PostHoldingFactory(person=person, post=PostFactory(rank_order=30))
    PostHoldingFactory(person=person, post=PostFactory(rank_order=10))

    assert rank_of([person.pk]) == {person.pk: 10}


def test_those_who_hold_any_of_several_duties_are_named_once_by_duty_and_rank():
    organ = UnitFactory()
    deputy = person_in(organ, Duty.SIGNATORY)
    head = person_in(organ, Duty.SIGNATORY, Duty.PRINCIPAL_HEAD)
    person_in(organ, Duty.DRAFTER)
    person_in(UnitFactory(), Duty.SIGNATORY)

    assert holders_of_any([Duty.PRINCIPAL_HEAD, Duty.SIGNATORY], organ.pk) == [head, deputy]
