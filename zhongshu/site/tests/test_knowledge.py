"""The city's figures and materials meet in a draft: what was revised, what differs and what no longer holds is told."""

import pytest
from django.urls import reverse

from zhongshu.domains.figures import public as figures
from zhongshu.site.demonstration.knowledge import Knowledge

pytestmark = pytest.mark.django_db


def test_a_report_is_told_what_to_check(city):
    draft = Knowledge(city.city).play()
    client = city.client("government.secretariat_drafter")

    said = client.get(reverse("documents:remarks", args=[draft.pk])).text

    assert "引用核对：" in said
    assert "所引“社会消费品零售总额”（2026年1—9月）已修订为388.4亿元：根据省反馈数据修订" in said
    assert "“一般公共预算收入”2026年1—9月登记为101.3亿元（市财政局办公室，核定数），文中为110.3亿元" in said
    assert "所引《关于加强城市供热保障工作的意见》省政办发〔2021〕18号已于2025年10月1日被替代" in said
    assert "地区生产总值" not in said


def test_what_is_held_is_not_asked_for_again(city):
    Knowledge(city.city).play()
    drafter = city.actor("government.secretariat_drafter")

    states = set(figures.DataRequest.objects.filter(person=drafter.person_id).values_list("figure__name", "state"))

    assert states == {("地区生产总值", "from_registry"), ("一般公共预算收入", "from_registry"), ("粮食总产量", "waiting")}
    assert figures.held("GDP", "2026年前三季度", viewer=drafter).words == "1256.34亿元"
