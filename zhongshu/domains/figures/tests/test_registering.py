import pytest

from zhongshu.domains.figures.choices import Audience, FigureState
from zhongshu.domains.figures.commands import registering
from zhongshu.domains.figures.models import Figure
from zhongshu.domains.figures.queries import registry
from zhongshu.domains.figures.tests.factories import FigureFactory, FigureValueFactory
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.kernel.models import Outbox
from zhongshu.platform.organizations.public import Duty
from zhongshu.platform.organizations.tests.factories import UnitFactory, actor_for, person_in

pytestmark = pytest.mark.django_db

GROSS = {"name": "地区生产总值", "definition": "常住单位生产活动的最终成果", "unit_of_measure": "亿元", "frequency": "quarter"}


@pytest.fixture
def organ():
    return UnitFactory(region="云州市", name="云州市统计局")


@pytest.fixture
def keeper(organ):
    return person_in(organ, Duty.CONTACT_PERSON, office_phone="0555-1234567")


def test_whoever_registers_a_figure_answers_for_it(organ, keeper):
    figure = registering.register(**GROSS, other_names=["GDP", "生产总值"], by=actor_for(keeper))

    assert (figure.code, figure.region, figure.owner_unit, figure.contact) == ("DQSCZZ", "云州市", organ, keeper)
    assert registry.other_names(figure) == ["GDP", "生产总值"]
    assert Outbox.objects.get(name="figures.registered").payload["code"] == "DQSCZZ"


def test_somebody_without_the_duty_registers_nothing(organ):
    with pytest.raises(NotPermitted, match="登记数据项"):
        registering.register(**GROSS, by=actor_for(person_in(organ, Duty.DRAFTER)))

    assert not Figure.objects.exists()


@pytest.mark.parametrize("name", ["地区生产总值", "地区 生产总值", "ＧＤＰ", "gdp"])
def test_a_second_source_is_refused_with_who_holds_the_figure(keeper, name):
    registering.register(**GROSS, other_names=["GDP"], by=actor_for(keeper))
    other = person_in(UnitFactory(region="云州市"), Duty.OFFICE_DIRECTOR)

    with pytest.raises(RuleBroken, match=f"云州市统计局登记.*{keeper.name}，0555-1234567") as refusal:
        registering.register(**GROSS | {"name": name}, by=actor_for(other))

    assert refusal.value.code == "held_elsewhere"
    assert Figure.objects.count() == 1


def test_the_same_name_in_another_place_is_another_figure(keeper):
    registering.register(**GROSS, by=actor_for(keeper))

    county = registering.register(**GROSS, region="青禾县", by=actor_for(keeper))

    assert county.code == "DQSCZZ2"


def test_what_is_marked_above_the_ceiling_is_not_registered(keeper):
    with pytest.raises(RuleBroken) as refusal:
        registering.register(**GROSS, secrecy_level=3, by=actor_for(keeper))

    assert refusal.value.code == "above_ceiling"


def test_similar_names_are_shown_most_alike_first(keeper):
    for name in ("地区生产总值", "第一产业增加值", "人均地区生产总值", "粮食总产量"):
        FigureFactory(name=name)

    assert [figure.name for figure in registry.similar("生产总值", actor_for(keeper))] == ["地区生产总值", "人均地区生产总值"]


def test_the_definition_changes_with_a_reason_and_the_name_stays(organ, keeper):
    figure = FigureFactory(organ=organ, contact=keeper)

    registering.amend(
        figure,
        definition="按不变价计算",
        other_names=["产值"],
        contact_id=keeper.pk,
        audience="own_organ",
        reason="制度调整",
        by=actor_for(keeper),
    )

    figure.refresh_from_db()
    assert (figure.definition, figure.audience, registry.other_names(figure)) == ("按不变价计算", Audience.OWN_ORGAN, ["产值"])


def test_a_stranger_changes_no_definition(organ, keeper):
    figure = FigureFactory(organ=organ, contact=keeper)
    stranger = actor_for(person_in(UnitFactory(), Duty.CONTACT_PERSON))

    with pytest.raises(NotPermitted, match="填报和维护数据项"):
        registering.amend(figure, definition="另一个", contact_id=keeper.pk, audience="everyone", reason="无", by=stranger)

    figure.refresh_from_db()
    assert figure.definition == "按现价计算"


def test_a_retired_figure_is_not_amended(organ, keeper):
    figure = FigureFactory(organ=organ, contact=keeper, state=FigureState.RETIRED)

    with pytest.raises(RuleBroken, match="已停用"):
        registering.amend(
            figure, definition="另一个", contact_id=keeper.pk, audience="everyone", reason="无", by=actor_for(keeper)
        )


def test_a_figure_goes_to_another_unit_with_its_values(organ, keeper):
    figure = FigureValueFactory(figure__organ=organ, figure__contact=keeper).figure
    other = UnitFactory()
    successor = person_in(other)

    registering.transfer(figure, unit_id=other.pk, contact_id=successor.pk, reason="职责调整", by=actor_for(keeper))

    assert (figure.organ, figure.contact, figure.values.count()) == (other, successor, 1)


def test_a_figure_does_not_go_to_a_contact_who_works_elsewhere(organ, keeper):
    figure = FigureFactory(organ=organ, contact=keeper)

    with pytest.raises(RuleBroken, match="不在接收单位任职"):
        registering.transfer(figure, unit_id=UnitFactory().pk, contact_id=keeper.pk, reason="职责调整", by=actor_for(keeper))

    figure.refresh_from_db()
    assert figure.organ == organ


def test_a_stranger_transfers_and_retires_nothing(organ, keeper):
    figure = FigureFactory(organ=organ, contact=keeper)
    stranger = actor_for(person_in(UnitFactory()))

    with pytest.raises(NotPermitted):
        registering.transfer(figure, unit_id=organ.pk, contact_id=keeper.pk, reason="无", by=stranger)
    with pytest.raises(NotPermitted):
        registering.retire(figure, reason="无", by=stranger)

    figure.refresh_from_db()
    assert figure.state == FigureState.ACTIVE


def test_a_retired_figure_frees_its_name_and_comes_back_only_while_it_is_free(organ, keeper):
    first = registering.register(**GROSS, by=actor_for(keeper))
    registering.retire(first, reason="制度取消", by=actor_for(keeper))
    registering.register(**GROSS, by=actor_for(keeper))

    with pytest.raises(RuleBroken, match="一数只有一源"):
        registering.restore(first, by=actor_for(keeper))
    with pytest.raises(RuleBroken, match="已停用"):
        registering.retire(first, reason="再停", by=actor_for(keeper))

    first.refresh_from_db()
    assert first.state == FigureState.RETIRED


def test_a_retired_figure_is_taken_into_use_again_by_its_keeper_only(organ, keeper):
    figure = registering.register(**GROSS, by=actor_for(keeper))
    registering.retire(figure, reason="制度取消", by=actor_for(keeper))
    with pytest.raises(NotPermitted):
        registering.restore(figure, by=actor_for(person_in(UnitFactory())))

    registering.restore(figure, by=actor_for(keeper))

    assert registry.named("地区生产总值") == figure


@pytest.mark.parametrize("words", ["生产总", "dqsczz", "diqushengchan", "GDP", "DQSC", "最终成果"])
def test_a_figure_is_found_by_name_sound_initials_code_and_meaning(keeper, words):
    figure = registering.register(**GROSS, other_names=["GDP"], by=actor_for(keeper))
    FigureFactory(name="粮食总产量", definition="谷物、豆类、薯类")

    assert list(registry.catalogue(actor_for(keeper), words=words)) == [figure]


def test_who_may_see_a_figure_is_kept(organ, keeper):
    FigureFactory(organ=organ, audience=Audience.OWN_ORGAN)
    shared = FigureFactory(organ=organ, audience=Audience.CHOSEN)
    open_to_all = FigureFactory(organ=organ)
    FigureFactory(organ=organ, secrecy=2)
    friend = UnitFactory()
    shared.readers.set([friend])

    assert set(registry.catalogue(actor_for(person_in(friend)))) == {shared, open_to_all}
    assert set(registry.catalogue(actor_for(person_in(UnitFactory())))) == {open_to_all}
    assert registry.catalogue(actor_for(keeper)).count() == 3
