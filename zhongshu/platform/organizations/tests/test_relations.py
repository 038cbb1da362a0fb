import pytest

from zhongshu.platform.organizations.choices import Level, Relation, SubordinationKind
from zhongshu.platform.organizations.models import Subordination
from zhongshu.platform.organizations.queries import organ_tree, relation, subtree_ids
from zhongshu.platform.organizations.tests.factories import SectionFactory, UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return UnitFactory(name="云州市人民政府")


def test_the_organ_above_in_the_tree_is_the_superior(city):
    county = UnitFactory(parent=city, level=Level.COUNTY)
    township = UnitFactory(parent=county, level=Level.TOWNSHIP)

    assert relation(county.pk, city.pk) == Relation.SUPERIOR
    assert relation(township.pk, city.pk) == Relation.SUPERIOR


def test_the_organ_below_in_the_tree_is_the_subordinate(city):
    county = UnitFactory(parent=city, level=Level.COUNTY)

    assert relation(city.pk, county.pk) == Relation.SUBORDINATE


def test_two_departments_of_one_government_are_peers(city):
    first, second = UnitFactory(parent=city), UnitFactory(parent=city)

    assert relation(first.pk, second.pk) == Relation.PEER


def test_an_organ_and_itself_are_peers(city):
    assert relation(city.pk, city.pk) == Relation.PEER


def test_a_department_and_a_county_of_the_same_government_are_not_subordinate_to_each_other(city):
    department, county = UnitFactory(parent=city), UnitFactory(parent=city, level=Level.COUNTY)

    assert relation(department.pk, county.pk) == Relation.NON_SUBORDINATE
    assert relation(county.pk, department.pk) == Relation.NON_SUBORDINATE


def test_under_dual_leadership_the_second_superior_is_a_dual_superior(city):
    department = UnitFactory(parent=city)
    county = UnitFactory(parent=city, level=Level.COUNTY)
    bureau = UnitFactory(parent=county, level=Level.COUNTY)
    Subordination.objects.create(superior=department, subordinate=bureau, kind=SubordinationKind.DUAL)

    assert relation(bureau.pk, department.pk) == Relation.DUAL_SUPERIOR
    assert relation(department.pk, bureau.pk) == Relation.SUBORDINATE
    assert relation(bureau.pk, county.pk) == Relation.SUPERIOR


def test_professional_guidance_makes_nobody_a_superior(city):
    department = UnitFactory(parent=city)
    county = UnitFactory(parent=city, level=Level.COUNTY)
    bureau = UnitFactory(parent=county, level=Level.COUNTY)
    Subordination.objects.create(superior=department, subordinate=bureau, kind=SubordinationKind.GUIDANCE)

    assert relation(bureau.pk, department.pk) == Relation.NON_SUBORDINATE
    assert relation(department.pk, bureau.pk) == Relation.NON_SUBORDINATE


def test_a_subtree_holds_the_unit_and_all_below_it_but_not_its_neighbour(city):
    county = UnitFactory(parent=city)
    section = SectionFactory(parent=county)
    neighbour = UnitFactory(parent=city)

    assert sorted(subtree_ids(county.pk)) == sorted([county.pk, section.pk])
    assert neighbour.pk not in subtree_ids(county.pk)


def test_the_tree_lists_each_organ_after_its_superior_in_rank_order(city, django_assert_num_queries):
    second = UnitFactory(parent=city, rank_order=20)
    first = UnitFactory(parent=city, rank_order=10)
    below = UnitFactory(parent=first, rank_order=5)
    UnitFactory(parent=city, active=False)
    SectionFactory(parent=city)

    with django_assert_num_queries(1):
        rows = organ_tree()

    assert rows == [(city, 0), (first, 1), (below, 2), (second, 1)]


def test_the_tree_shows_the_sections_of_one_organ_if_asked(city):
    section = SectionFactory(parent=city)
    organ = UnitFactory(parent=city)
    SectionFactory(parent=organ)

    assert organ_tree(with_sections_of=city.pk) == [(city, 0), (section, 1), (organ, 1)]
