from decimal import Decimal

import pytest

from zhongshu.domains.figures.choices import FigureState, RequestState, ValueStatus
from zhongshu.domains.figures.commands import quoting, requests, values
from zhongshu.domains.figures.models import DataRequest, FigureValue
from zhongshu.domains.figures.queries import registry, texts
from zhongshu.domains.figures.queries import requests as request_queries
from zhongshu.domains.figures.tests.factories import FigureFactory, FigureValueFactory
from zhongshu.kernel import clock
from zhongshu.kernel.errors import NotPermitted, RuleBroken, StaleState
from zhongshu.kernel.models import Outbox
from zhongshu.platform.notifications import public as notifications
from zhongshu.platform.organizations.public import Duty
from zhongshu.platform.organizations.tests.factories import PersonFactory, UnitFactory, actor_for, person_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november():
    with clock.frozen("2026-11-22 09:00"):
        yield


@pytest.fixture
def organ():
    return UnitFactory(region="云州市")


@pytest.fixture
def keeper(organ):
    return person_in(organ, Duty.CONTACT_PERSON)


@pytest.fixture
def head(organ):
    return person_in(organ, Duty.SECTION_HEAD)


@pytest.fixture
def figure(organ, keeper):
    return FigureFactory(name="地区生产总值", organ=organ, contact=keeper)


def told(person) -> list[str]:
    return [row.text for row in notifications.notifications(actor_for(person))]


# ── values ───────────────────────────────────────────────────────────────────


def test_a_value_is_entered_as_preliminary_and_verified_by_a_head(figure, keeper, head):
    row = values.record_value(figure, period="2026年前三季度", value=Decimal("1256.34"), source="统计月报", by=actor_for(keeper))
    assert (row.period, row.status) == ("2026Q3", ValueStatus.PRELIMINARY)

    values.verify_value(row, by=actor_for(head))

    assert (row.status, row.verified_by_name) == (ValueStatus.VERIFIED, head.name)


def test_a_stranger_enters_no_value(figure):
    with pytest.raises(NotPermitted):
        values.record_value(
            figure, period="2026年前三季度", value=Decimal(1), by=actor_for(person_in(UnitFactory(), Duty.CONTACT_PERSON))
        )

    assert not FigureValue.objects.exists()


def test_a_period_has_one_value_and_a_retired_figure_gets_none(figure, keeper):
    FigureValueFactory(figure=figure)
    with pytest.raises(RuleBroken, match="2026年前三季度已有数值"):
        values.record_value(figure, period="2026Q3", value=Decimal(1), by=actor_for(keeper))

    figure.state = FigureState.RETIRED
    with pytest.raises(RuleBroken, match="已停用"):
        values.record_value(figure, period="2026Q2", value=Decimal(1), by=actor_for(keeper))


@pytest.mark.parametrize(
    ("period", "sentence"), [("2027年一季度", "尚未开始"), ("上个月", "看不懂期间"), ("2026年9月", "看不懂期间")]
)
def test_a_period_that_is_none_or_has_not_begun_is_refused(figure, keeper, period, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        values.record_value(figure, period=period, value=Decimal(1), by=actor_for(keeper))


def test_a_contact_does_not_verify_and_a_verified_value_is_not_verified_again(figure, keeper, head):
    row = FigureValueFactory(figure=figure, status=ValueStatus.PRELIMINARY)
    with pytest.raises(NotPermitted, match="核定数值"):
        values.verify_value(row, by=actor_for(keeper))

    values.verify_value(row, by=actor_for(head))

    with pytest.raises(RuleBroken, match="核定"):
        values.verify_value(row, by=actor_for(head))


def test_a_revision_keeps_what_was_and_says_why(figure, keeper):
    row = FigureValueFactory(figure=figure)

    made = values.revise_value(row, value=Decimal("1260.5"), reason="经济普查修订", by=actor_for(keeper))

    assert (made.status, made.replaces, made.period) == (ValueStatus.REVISED, row, "2026Q3")
    row.refresh_from_db()
    assert row.value == Decimal("1256.34")
    assert row.superseded_at == clock.now()
    assert [shown.words for shown in registry.values(figure)] == ["1260.5亿元"]
    assert [shown.words for shown in registry.values(figure, with_history=True)] == ["1260.5亿元", "1256.34亿元"]
    assert Outbox.objects.get(name="figures.value_revised").payload["after"] == "1260.5"


def test_a_preliminary_value_that_is_corrected_stays_preliminary(figure, keeper):
    row = FigureValueFactory(figure=figure, status=ValueStatus.PRELIMINARY)

    assert values.revise_value(row, value=Decimal(2), reason="录入有误", by=actor_for(keeper)).status == ValueStatus.PRELIMINARY


@pytest.mark.parametrize(("value", "reason", "sentence"), [("2", " ", "写明修改原因"), ("1256.34", "无", "与原数值相同")])
def test_a_revision_without_reason_or_change_is_refused(figure, keeper, value, reason, sentence):
    row = FigureValueFactory(figure=figure)

    with pytest.raises(RuleBroken, match=sentence):
        values.revise_value(row, value=Decimal(value), reason=reason, by=actor_for(keeper))

    assert figure.values.count() == 1


def test_of_two_who_revise_at_once_one_is_late_and_a_stranger_revises_nothing(figure, keeper):
    row = FigureValueFactory(figure=figure)
    late = FigureValue.objects.get(pk=row.pk)
    with pytest.raises(NotPermitted):
        values.revise_value(row, value=Decimal(3), reason="无", by=actor_for(person_in(UnitFactory())))
    values.revise_value(row, value=Decimal(2), reason="核实", by=actor_for(keeper))

    with pytest.raises(StaleState):
        values.revise_value(late, value=Decimal(3), reason="核实", by=actor_for(keeper))


# ── asking ───────────────────────────────────────────────────────────────────


def test_what_is_held_is_given_at_once_and_nobody_is_asked(figure, keeper):
    row = FigureValueFactory(figure=figure)

    asked = requests.ask(name="地区生产总值", period="2026年前三季度", by=actor_for(person_in(UnitFactory())))

    assert (asked.state, asked.value) == (RequestState.FROM_REGISTRY, row)
    assert told(keeper) == []


def test_what_is_missing_is_asked_of_its_owner_once_and_answered_by_entering_it(figure, keeper):
    first, second = person_in(UnitFactory()), person_in(UnitFactory())
    for person in (first, second):
        requests.ask(name="地区生产总值", period="2026年前三季度", due_date=clock.today(), by=actor_for(person))
    assert len(told(keeper)) == 1

    row = values.record_value(figure, period="2026Q3", value=Decimal("1256.34"), by=actor_for(keeper))

    assert set(DataRequest.objects.values_list("state", "value")) == {(RequestState.ANSWERED, row.pk)}
    assert told(second) == ["“地区生产总值”2026年前三季度已报：1256.34亿元"]


def test_an_unknown_figure_is_refused_with_what_is_like_it(figure):
    with pytest.raises(RuleBroken, match=f"相近的有“地区生产总值”（{figure.owner_unit}）") as refusal:
        requests.ask(name="生产总值情况", period="2026年", by=actor_for(person_in(UnitFactory())))

    assert refusal.value.code == "not_registered"
    assert not DataRequest.objects.exists()


def test_somebody_without_a_post_asks_for_nothing_and_a_hidden_figure_is_not_told(figure):
    with pytest.raises(NotPermitted):
        requests.ask(name="地区生产总值", period="2026年前三季度", by=actor_for(PersonFactory()))
    figure.audience = "own_organ"
    figure.save()

    with pytest.raises(RuleBroken, match="库中没有“地区生产总值”，请先"):
        requests.ask(name="地区生产总值", period="2026年前三季度", by=actor_for(person_in(UnitFactory())))


def test_a_passed_day_is_no_limit(figure):
    with pytest.raises(RuleBroken, match="期限已过"):
        requests.ask(
            name="地区生产总值", period="2026Q3", due_date=clock.today().replace(day=1), by=actor_for(person_in(UnitFactory()))
        )


def test_an_owner_says_why_there_is_no_value_once(figure, keeper):
    person = person_in(UnitFactory())
    asked = requests.ask(name="地区生产总值", period="2026年前三季度", by=actor_for(person))
    with pytest.raises(NotPermitted, match="答复要数"):
        requests.decline(asked, answer="无", by=actor_for(person_in(UnitFactory())))
    with pytest.raises(RuleBroken, match="写明情况"):
        requests.decline(asked, answer=" ", by=actor_for(keeper))

    requests.decline(asked, answer="季后20日发布", by=actor_for(keeper))

    assert told(person) == ["“地区生产总值”2026年前三季度：季后20日发布"]
    with pytest.raises(RuleBroken, match="已说明"):
        requests.decline(asked, answer="再说", by=actor_for(keeper))


def test_the_requests_spared_are_counted(figure):
    FigureValueFactory(figure=figure)
    person = actor_for(person_in(UnitFactory()))
    requests.ask(name="地区生产总值", period="2026Q3", by=person)
    requests.ask(name="地区生产总值", period="2026Q2", by=person)
    today = clock.now()

    counted = request_queries.spared(today.replace(hour=0), today.replace(hour=23), organ_ids=person.organ_ids)

    assert counted == {"asked": 2, "spared": 1}


def test_what_the_registry_holds_is_told_to_whoever_may_see_it(figure):
    FigureValueFactory(figure=figure)
    FigureValueFactory(figure=figure, period="2026Q2", value=Decimal(810))
    reader = actor_for(person_in(UnitFactory()))

    assert registry.held("地区生产总值", viewer=reader).words == "1256.34亿元"
    assert registry.held("地区生产总值", "2026年上半年", viewer=reader).words == "810亿元"
    assert registry.held("地区生产总值", "2026年一季度", viewer=reader) is None
    assert registry.held("没有的数", viewer=reader) is None


# ── quoting ──────────────────────────────────────────────────────────────────


def test_a_quoted_value_keeps_its_source_and_its_revision_is_told(figure, keeper):
    row = FigureValueFactory(figure=figure)
    other = FigureFactory(name="粮食总产量")  # any object with a page may hold a text
    writer = person_in(UnitFactory())

    quotation = quoting.quote(figure, value_id=row.pk, ref=other.ref, by=actor_for(writer))
    assert quotation.words == "1256.34亿元"
    values.revise_value(row, value=Decimal("1260.5"), reason="经济普查修订", by=actor_for(keeper))

    assert told(writer) == ["您引用过的“地区生产总值”2026年前三季度由1256.34改为1260.5亿元，请核对相关文稿"]
    text = "前三季度实现1256.34亿元。"
    remark = texts.remarks(other.ref, text, actor_for(writer))[0]
    assert (remark.rule, remark.severity, remark.correction, text[remark.start :][:9]) == (
        "figures.revised",
        "must",
        "1260.5亿元",
        "1256.34亿元",
    )
    assert texts.remarks(other.ref, "前三季度实现1260.5亿元。", actor_for(writer)) == []


def test_a_superseded_or_hidden_value_is_not_quoted(figure, keeper):
    row = FigureValueFactory(figure=figure, superseded_at=clock.now())
    with pytest.raises(RuleBroken, match="刚刚已修订"):
        quoting.quote(figure, value_id=row.pk, ref=figure.ref, by=actor_for(keeper))

    figure.audience = "own_organ"
    figure.save()
    with pytest.raises(NotPermitted):
        quoting.quote(figure, value_id=row.pk, ref=figure.ref, by=actor_for(person_in(UnitFactory())))


def test_nobody_quotes_into_a_text_that_may_not_be_seen(figure, keeper):
    row = FigureValueFactory(figure=figure)
    hidden = FigureFactory(audience="own_organ")

    with pytest.raises(NotPermitted, match="不能查看该文稿"):
        quoting.quote(figure, value_id=row.pk, ref=hidden.ref, by=actor_for(keeper))


# ── texts ────────────────────────────────────────────────────────────────────


def said(figure, text: str, by) -> list[tuple[str, str]]:
    return [(remark.passage, remark.correction) for remark in texts.remarks(figure.ref, text, actor_for(by))]


def test_a_text_that_gives_another_number_is_told(figure, keeper):
    FigureValueFactory(figure=figure)

    assert said(figure, "2026年前三季度，全市地区生产总值达1265.34亿元。", keeper) == [("1265.34亿元", "1256.34亿元")]
    assert said(figure, "2026年前三季度，全市地区生产总值达1256亿元，增长5%。", keeper) == []
    assert said(figure, "2026年上半年，全市地区生产总值达810亿元。", keeper) == []
    assert said(figure, "", keeper) == []


def test_without_a_period_only_a_number_of_like_size_is_compared(figure, keeper):
    FigureValueFactory(figure=figure)

    assert said(figure, "全市地区生产总值1265亿元。", keeper) == [("1265亿元", "1256.34亿元")]
    assert said(figure, "地区生产总值3亿元。", keeper) == []


def test_what_a_reader_may_not_see_is_not_told_about(figure):
    FigureValueFactory(figure=figure)
    figure.audience = "own_organ"
    figure.save()

    assert said(figure, "2026年前三季度地区生产总值1265亿元。", person_in(UnitFactory(region="云州市"))) == []
