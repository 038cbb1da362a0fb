import datetime as dt

import pytest

from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.organizations.choices import Duty, Level, Relation, UnitKind
from zhongshu.platform.organizations.commands import (
    change_duties,
    change_unit,
    close_unit,
    end_holding,
    establish_post,
    establish_unit,
    subordinate,
)
from zhongshu.platform.organizations.models import PostHolding, Unit
from zhongshu.platform.organizations.queries import actor_of, find_units, relation
from zhongshu.platform.organizations.tests.factories import (
    PostFactory,
    SectionFactory,
    UnitFactory,
    actor_for,
    administrator,
    person_in,
)

pytestmark = pytest.mark.django_db
SYSTEM, SECURITY = administrator("system"), administrator("security")


def organ_fields(**fields):
    return {"kind": UnitKind.ORGAN, "name": "云州市审计局", "code": "YZ-SJ", "level": Level.CITY, **fields}


def test_a_new_organ_stands_below_its_superior():
    city = UnitFactory()

    organ = establish_unit(parent=city, by=SYSTEM, **organ_fields())

    assert organ.path == f"{city.path}{organ.pk}/"
    assert organ.organ == organ


def test_a_section_belongs_to_the_organ_above_it():
    organ = UnitFactory()

    section = establish_unit(parent=organ, by=SYSTEM, **organ_fields(kind=UnitKind.SECTION, name="综合科"))

    assert section.organ == organ


def test_a_section_needs_an_organ_and_a_code_is_used_once():
    UnitFactory(code="YZ-SJ")

    with pytest.raises(RuleBroken, match="科室必须设在机关之下"):
        establish_unit(by=SYSTEM, **organ_fields(kind=UnitKind.SECTION))
    with pytest.raises(RuleBroken, match="已被使用") as refusal:
        establish_unit(by=SYSTEM, **organ_fields())

    assert refusal.value.field == "code"
    assert Unit.objects.count() == 1


def test_nobody_but_the_system_administrator_sets_up_units():
    for by in (SECURITY, administrator("audit"), actor_for(person_in(UnitFactory(), Duty.OFFICE_DIRECTOR))):
        with pytest.raises(NotPermitted, match="由系统管理员办理"):
            establish_unit(by=by, **organ_fields())


def test_a_changed_name_reaches_everybody_in_the_unit_at_once():
    organ = UnitFactory()
    person = person_in(SectionFactory(parent=organ))

    change_unit(organ, name="云州市审计局", by=SYSTEM)

    person.refresh_from_db()
    assert person.revision == 1
    assert actor_of(person.pk).organ_name == "云州市审计局"


def test_a_unit_in_use_is_not_closed():
    organ = UnitFactory()
    section = SectionFactory(parent=organ)
    person_in(section)

    with pytest.raises(RuleBroken, match="还有在用的下级单位"):
        close_unit(organ, by=SYSTEM)
    with pytest.raises(RuleBroken, match="还有在任人员"):
        close_unit(section, by=SYSTEM)
    end_holding(PostHolding.objects.get(), end_date=dt.date(2020, 1, 2), by=SYSTEM)
    close_unit(section, by=SYSTEM)

    with pytest.raises(RuleBroken, match="已经撤销"):
        close_unit(section, by=SYSTEM)


def test_dual_leadership_is_entered_once_and_never_in_a_circle():
    organ, department = UnitFactory(), UnitFactory()
    below = UnitFactory(parent=organ)

    subordinate(organ, department, by=SYSTEM)
    with pytest.raises(RuleBroken, match="已登记隶属关系"):
        subordinate(organ, department, by=SYSTEM)
    with pytest.raises(RuleBroken, match="不能隶属于自己或下级单位"):
        subordinate(organ, below, by=SYSTEM)

    assert relation(organ.pk, department.pk) == Relation.DUAL_SUPERIOR


def test_duties_are_the_security_administrators_to_give():
    organ = UnitFactory()
    person = person_in(organ, Duty.DRAFTER)
    post = PostHolding.objects.get(person=person).post

    change_duties(post, duties=[Duty.REVIEWER, Duty.SIGNATORY], by=SECURITY)
    with pytest.raises(NotPermitted, match="由安全管理员办理"):
        change_duties(post, duties=[Duty.SEAL_KEEPER], by=SYSTEM)

    person.refresh_from_db()
    assert actor_of(person.pk).duties == {(organ.pk, "reviewer"), (organ.pk, "signatory")}
    assert person.revision == 1


def test_a_post_is_set_up_without_rights():
    post = establish_post(UnitFactory(), name="科员", by=SYSTEM)

    assert post.duties.count() == 0


def test_units_are_found_by_name_short_name_and_code():
    unit = UnitFactory(name="云州市市场监督管理局", short_name="市市场监管局", code="YZ-B24")
    section = SectionFactory(parent=unit, name="市场科")
    UnitFactory(name="云州市市场服务中心", active=False)

    assert find_units("市场") == [unit, section]
    assert find_units("市场", organs_only=True) == [unit]
    assert find_units("yz-b24") == [unit]
    assert find_units(" ") == []


def test_units_of_ones_own_organ_are_found_first():
    first, second = UnitFactory(), UnitFactory()
    far, near = SectionFactory(parent=first, name="办公室"), SectionFactory(parent=second, name="办公室")

    assert find_units("办公室", near_organ_id=second.pk) == [near, far]
    assert find_units("办公室", limit=1, near_organ_id=second.pk) == [near]


def test_a_post_keeps_its_name():
    assert str(PostFactory(name="科长")) == "科长"
