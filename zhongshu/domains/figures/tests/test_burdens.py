"""What figures ask of units, and what the registry answers instead."""

from decimal import Decimal

import pytest
from django.urls import reverse

from zhongshu.domains.figures.commands import requests
from zhongshu.domains.figures.models import FigureName
from zhongshu.domains.figures.tests.factories import FigureFactory, FigureValueFactory
from zhongshu.kernel import burdens, clock
from zhongshu.platform.accounts.tests.factories import signed_in
from zhongshu.platform.organizations.tests.factories import UnitFactory, actor_for, person_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november():
    with clock.frozen("2026-11-09 09:00"):
        yield


@pytest.fixture
def figure():
    figure = FigureFactory(name="公路里程", frequency="year", unit_of_measure="公里")
    if not figure.names.exists():
        FigureName.objects.create(figure=figure, name=figure.name, key=figure.name, region=figure.region)
    return figure


@pytest.fixture
def askers():
    return [person_in(UnitFactory(name=name, short_name=name)) for name in ("市发改委", "市政府办公室")]


def meter_of(figure, viewer):
    start, end = burdens.month_of(clock.today())
    return burdens.meters([figure.organ_id], viewer, start=start, end=end)[figure.organ_id]


def test_a_unit_is_asked_once_for_one_figure_however_many_ask(figure, askers):
    for person in askers:
        requests.ask(name="公路里程", period="2025年", by=actor_for(person))

    meter = meter_of(figure, actor_for(askers[0]))

    assert [(asked.title, asked.by_name, minutes) for asked, minutes in meter.entries] == [
        ("公路里程（2025年）", "市政府办公室", 0), ("公路里程（2025年）", "市发改委", 30),
    ]  # fmt: skip
    assert (meter.minutes, meter.count, [asked.by_name for asked in meter.repeated]) == (30, 1, ["市发改委"])


def test_what_the_registry_answers_asks_nobody(figure, askers):
    FigureValueFactory(figure=figure, period="2025", value=Decimal("5120"))
    requests.ask(name="公路里程", period="2025年", by=actor_for(askers[0]))

    assert meter_of(figure, actor_for(askers[0])).count == 0


def test_a_text_that_asks_for_a_held_figure_is_answered(figure, askers):
    FigureValueFactory(figure=figure, period="2025", value=Decimal("5120"))

    (answer,) = burdens.held("请报送全市公路里程和养护情况。", actor_for(askers[0]))

    assert (answer.name, answer.words, answer.asked) == ("公路里程", "2025年公路里程5120公里", "")
    assert burdens.held("请报送植树情况。", actor_for(askers[0])) == []


def test_who_asked_before_is_told_to_the_next(figure, askers, client):
    requests.ask(name="公路里程", period="2025年", by=actor_for(askers[0]))
    said = "2025年的同一数据已于11月9日由市发改委向该单位要过"

    (answer,) = burdens.held("请报送公路里程。", actor_for(askers[1]))
    assert (answer.words, answer.asked) == ("", said)
    signed_in(client, askers[1])
    page = client.get(reverse("figures:before_asking"), {"name": "公路里程", "period": "2025年"}).content.decode()
    assert said in page
    assert "本月已要求约 30 分钟，1 件" in page


def test_the_form_for_asking_shows_what_is_held_before_it_is_sent(figure, askers, client):
    FigureValueFactory(figure=figure, period="2025", value=Decimal("5120"))
    signed_in(client, askers[0])

    page = client.get(reverse("figures:before_asking"), {"name": "公路里程", "period": "2025年"}).content.decode()

    assert "2025年公路里程5120公里" in page
    assert client.get(reverse("figures:before_asking"), {"name": "没有的数"}).content.decode().count("note") == 0


def test_a_figure_that_is_not_shown_to_all_is_told_to_nobody_else(figure, askers):
    figure.audience = "own_organ"
    figure.save()
    FigureValueFactory(figure=figure, period="2025", value=Decimal("5120"))

    assert burdens.held("请报送公路里程。", actor_for(askers[0])) == []
