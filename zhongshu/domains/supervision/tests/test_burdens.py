"""What units are asked in a month: counted from what happened, shown to whoever is about to ask for one more thing."""

import datetime as dt

import pytest
from django.urls import reverse

from zhongshu.domains.supervision.commands import burdens as commands
from zhongshu.domains.supervision.commands import reporting, urging
from zhongshu.domains.supervision.models.burdens import BurdenEstimate
from zhongshu.domains.supervision.queries import burdens as queries
from zhongshu.domains.supervision.tests.factories import assigned, docketed, in_progress, parts_of
from zhongshu.kernel import burdens, clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.burdens import Answer, Asked, Meter
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.accounts.tests.factories import signed_in
from zhongshu.platform.organizations.public import Duty
from zhongshu.platform.organizations.tests.factories import person_in

ADMINISTRATOR = Actor(None, "系统管理员", administrator="system")


def kinds_of(office, viewer=None, day=None) -> dict[str, list[str]]:
    start, end = burdens.month_of(day or clock.today())
    ids = [unit.pk for unit in office.units]
    found = burdens.meters(ids, viewer or office.actor(office.supervisor), start=start, end=end)
    return {unit.name: [asked.kind.removeprefix("supervision.") for asked, _ in found[unit.pk].entries] for unit in office.units}


def test_each_thing_asked_of_a_unit_counts_once(office):
    item = in_progress(office, working_days=4)
    urging.urge(item, words="请抓紧。", by=office.actor(office.supervisor))
    lead, _ = parts_of(item)
    reporting.give_feedback(lead, words="已开工。", progress=30, by=office.actor(office.heads[0]))

    found = kinds_of(office)

    # Signed for on Monday and urged, reported once, the next report due on the deadline in the same month.
    assert sorted(found["云州市水利局"]) == ["assignment", "feedback", "feedback", "urging"]
    assert sorted(found["云州市财政局"]) == ["assignment", "feedback", "urging"]
    assert found["云州市住建局"] == []


def test_a_month_is_counted_from_its_own_days(office):
    with clock.frozen("2026-10-12 09:00"):
        item = in_progress(office, working_days=5)
    found = kinds_of(office, day=dt.date(2026, 10, 20))
    assert found["云州市水利局"] == ["assignment", "feedback"]
    assert item.next_feedback_date.month == 10
    assert kinds_of(office)["云州市水利局"] == []


def test_what_is_only_planned_asks_nothing_yet(office):
    docketed(office)

    assert set(map(tuple, kinds_of(office).values())) == {()}


def test_titles_are_told_only_to_those_who_may_see_the_item(office):
    assigned(office, title="落实经费")
    start, end = burdens.month_of(clock.today())
    unit = office.units[0].pk

    def told(person) -> list[tuple[str, str]]:
        meter = burdens.meters([unit], office.actor(person), start=start, end=end)[unit]
        return [(asked.title, asked.by_name) for asked, _ in meter.entries[:1]]

    assert told(office.supervisor) == [("落实经费", "市政府办公室")]
    assert told(office.stranger) == [("", "市政府办公室")]


def test_the_same_thing_asked_twice_is_named_with_who_asked_first():
    first, second, other = (
        Asked("figures.request", 1, dt.date(2026, 11, day), by, "一般公共预算收入", matter=matter)
        for day, by, matter in (
            (3, "市发改委", "figures:1:2026-10"),
            (9, "市政府办公室", "figures:1:2026-10"),
            (9, "市审计局", ""),
        )
    )

    assert Meter(1, [(second, 30), (first, 30), (other, 40)]).repeated == [first]


def test_an_estimate_is_data_that_the_administrator_changes_with_its_basis(office):
    commands.change_estimate(queries.FEEDBACK, minutes=55, basis="抽查12个科室", by=ADMINISTRATOR)

    assert burdens.estimates()[queries.FEEDBACK] == 55
    row = next(row for row in queries.estimate_rows() if row["kind"] == queries.FEEDBACK)
    assert (row["minutes"], row["shipped"], row["basis"]) == (55, 40, "抽查12个科室")
    assigned(office, working_days=3)
    meter = queries.lines(office.actor(office.supervisor), clock.today())[0].meter
    assert meter.minutes == 10 + 55


def test_estimates_are_refused_to_a_stranger_and_without_a_basis(office):
    with pytest.raises(NotPermitted):
        commands.change_estimate(queries.FEEDBACK, minutes=55, basis="抽查", by=office.actor(office.supervisor))
    for values, sentence in (
        ({"minutes": 55, "basis": " "}, "请写明依据"), ({"minutes": 2401, "basis": "抽查"}, "不超过2400分钟"),
    ):  # fmt: skip
        with pytest.raises(RuleBroken, match=sentence):
            commands.change_estimate(queries.FEEDBACK, by=ADMINISTRATOR, **values)
    with pytest.raises(RuleBroken, match="没有这种事项"):
        commands.change_estimate("supervision.dance", minutes=5, basis="抽查", by=ADMINISTRATOR)
    assert not BurdenEstimate.objects.exists()


def test_overseers_see_every_unit_and_a_unit_sees_itself(office):
    assigned(office)

    def seen(person) -> list[str]:
        return [line.organ.name for line in queries.lines(office.actor(person), clock.today())]

    assert seen(office.supervisor) == ["云州市水利局", "云州市财政局"]
    assert seen(office.heads[1]) == ["云州市财政局"]
    assert seen(office.stranger) == []


def test_all_units_cost_the_same_number_of_queries(office, django_assert_max_num_queries):
    for title in ("甲", "乙", "丙"):
        assigned(office, title=title)
    viewer = office.actor(office.supervisor)

    with django_assert_max_num_queries(11):
        queries.lines(viewer, clock.today())


def test_whoever_is_about_to_ask_sees_the_panel(office, client, monkeypatch):
    first = assigned(office, title="落实经费")
    item = docketed(office, title="报送一般公共预算收入")
    answer = Answer(
        "一般公共预算收入",
        "2026年1—10月一般公共预算收入112.6亿元",
        "市财政局，核定数",
        "/figures/1/",
        "已于11月3日由市发改委要过",
    )
    monkeypatch.setitem(burdens._holders, "some", lambda text, viewer: [answer] if "一般公共预算收入" in text else [])
    signed_in(client, office.supervisor)

    assign = client.get(reverse("supervision:assign", args=[item.pk])).content.decode()
    urge = client.get(reverse("supervision:urge", args=[first.pk])).content.decode()
    docket = client.post(
        reverse("supervision:burden_panel"), {"lead_unit": str(office.units[0].pk), "title": "报送一般公共预算收入"}
    ).content.decode()

    assert "云州市水利局</strong>　本月已要求约 10 分钟，1 件；本件约 10 分钟" in assign
    assert "一数一源 已有" in assign
    assert "已于11月3日由市发改委要过" in assign
    assert "本件约 10 分钟" in urge
    assert "2026年1—10月一般公共预算收入112.6亿元" in docket
    assert "不必再要" in docket


def test_the_unit_quotes_what_is_held_with_one_key(office, client, monkeypatch):
    item = in_progress(office, requirement="按月报送一般公共预算收入")
    answer = Answer("一般公共预算收入", "一般公共预算收入112.6亿元", "市财政局，核定数")
    monkeypatch.setitem(burdens._holders, "some", lambda text, viewer: [answer] if "一般公共预算收入" in text else [])
    signed_in(client, office.heads[0])

    page = client.get(reverse("supervision:feedback", args=[parts_of(item)[0].pk])).content.decode()

    assert 'data-phrase-for="id_words" data-phrase="一般公共预算收入112.6亿元" accesskey="1"' in page


def test_the_page_of_all_units_and_its_estimates(office, client):
    assigned(office)
    signed_in(client, office.supervisor)
    page = client.get(reverse("supervision:burden")).content.decode()
    assert "云州市水利局" in page
    assert "怎么估计的" in page
    assert "云州市水利局" not in client.get(reverse("supervision:burden"), {"month": "2026-03"}).content.decode()
    assert client.get(reverse("supervision:change_estimate", args=[queries.FEEDBACK])).status_code == 403


def test_a_supervisor_of_another_organ_sees_minutes_without_titles(office, client):
    assigned(office, title="落实经费")
    other = person_in(office.units[2], Duty.SUPERVISOR)
    signed_in(client, other)

    page = client.get(reverse("supervision:burden")).content.decode()

    assert "云州市水利局" in page
    assert "落实经费" not in page
