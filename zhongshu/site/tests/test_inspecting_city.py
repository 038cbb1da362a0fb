"""The demonstration city inspects and aims: every stage has its example."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from zhongshu.domains.supervision import public as supervision
from zhongshu.site.demonstration.inspecting import Inspecting
from zhongshu.site.demonstration.knowledge import Knowledge

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def playing(city):
    Knowledge(city.city).play()
    Inspecting(city.city, until=timezone.make_aware(dt.datetime(2026, 11, 23, 16))).play()
    return city


def test_inspections_stand_at_every_stage(playing):
    states = dict(supervision.InspectionPlan.objects.values_list("title", "state"))

    assert states == {
        "2026年度重点工作综合督查": "reported",
        "冬季安全生产专项督查": "registered",
        "为基层减负落实情况实地督查": "registered",
        "餐饮场所燃气安全督查": "underway",
        "供水管网改造办结事项回访": "underway",
        "年末营商环境综合督查": "awaiting_approval",
    }


def test_two_bodies_want_the_same_county_in_the_same_week(playing):
    page = playing.client("government.supervision_head").get(reverse("supervision:visits")).text

    assert "同一地方、同一周，多家要去（2）" in page
    assert "<strong>青禾县政府</strong>：市应急局 12月1日至12月3日；市委办公室 12月2日至12月3日" in page
    assert "餐饮" not in playing.client("party.supervision_head").get(reverse("supervision:visits")).text


def test_the_sheet_has_two_levels_three_quarters_and_figures_by_reference(playing):
    [sheet] = supervision.TargetSheet.objects.all()
    targets = supervision.Target.objects.filter(sheet=sheet)

    assert (targets.count(), targets.filter(parent__isnull=False).count()) == (13, 5)
    assert targets.get(title="地区生产总值").reports.filter(figure_id__isnull=False).count() == 3
    page = playing.client("government.supervision_head").get(reverse("supervision:target_sheet", args=[sheet.pk])).text
    assert "各部分合计11700户，比总数12000户少300户" in page
    assert all(f'data-light="{light}"' in page for light in ("green", "yellow", "red", "blue"))
