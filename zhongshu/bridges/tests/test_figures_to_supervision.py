"""What the registry of figures holds is taken for a target, if it counts from the beginning of the year."""

from decimal import Decimal

import pytest

from zhongshu.bridges.figures_to_supervision import _held
from zhongshu.domains.figures import public as figures
from zhongshu.platform.organizations.public import Duty
from zhongshu.platform.organizations.tests.factories import UnitFactory, actor_for, person_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper():
    return actor_for(person_in(UnitFactory(name="云州市统计局"), Duty.CONTACT_PERSON))


def registered(keeper, *, cumulative: bool, frequency: str = "quarter", period: str = "2026Q3"):
    figure = figures.register(
        name="地区生产总值",
        definition="按现价计算",
        unit_of_measure="亿元",
        frequency=frequency,
        cumulative=cumulative,
        by=keeper,
    )
    figures.record_value(figure, period=period, value=Decimal("1256.34"), by=keeper)
    return figure


def test_a_number_counted_from_the_beginning_of_the_year_is_taken_with_its_source(keeper):
    figure = registered(keeper, cumulative=True)

    held = _held("地区生产总值", 2026, 3, keeper)

    assert held is not None
    assert (held.ref.id, held.value) == (figure.pk, Decimal("1256.34"))
    assert "云州市统计局2026年前三季度" in held.words
    assert _held("地区生产总值", 2026, 2, keeper) is None
    assert _held("没有的数", 2026, 3, keeper) is None


def test_a_single_quarter_does_not_answer_for_three(keeper):
    registered(keeper, cumulative=False)

    assert _held("地区生产总值", 2026, 3, keeper) is None


def test_a_yearly_number_answers_for_the_year(keeper):
    registered(keeper, cumulative=False, frequency="year", period="2026")

    held = _held("地区生产总值", 2026, 4, keeper)

    assert held is not None
    assert held.value == Decimal("1256.34")


def test_what_one_may_not_see_is_not_held(keeper):
    figure = registered(keeper, cumulative=True)
    type(figure).objects.filter(pk=figure.pk).update(audience="own_organ")

    assert _held("地区生产总值", 2026, 3, actor_for(person_in(UnitFactory()))) is None
