import datetime as dt
import json

import pytest

from zhongshu.kernel import clock
from zhongshu.platform.accounts.tests.factories import signed_in, signed_in_administrator
from zhongshu.platform.circulation import public as circulation
from zhongshu.platform.workflow import public as workflow
from zhongshu.platform.workflow.tests.drawing import line
from zhongshu.platform.workflow.tests.factories import publish
from zhongshu.platform.worklist import commands
from zhongshu.platform.worklist.choices import ListName
from zhongshu.platform.worklist.models import SettledDay, StepStatistic
from zhongshu.platform.worklist.queries import statistics
from zhongshu.platform.worklist.tests.factories import estrange, matter

pytestmark = pytest.mark.django_db


@pytest.fixture
def flow(office):
    return publish(
        line("draft", "review", key="two", review={"assign": "var:reviewer", "dueWorkdays": 2, "allowBatch": True}).variable(
            "reviewer"
        )
    )


def _reviewed(office, title: str = "", **variables):
    instance = matter(office, "two", title=title, reviewer=office.ids("乙"), **variables)
    office.do(instance, "甲")
    return instance


@pytest.fixture
def visit(client, office):
    def get(name: str, address: str, **options):
        return signed_in(client, office.person(name)).get(address, **options)

    return get


def test_every_list_opens_empty_and_says_so(office, flow, visit):
    for name in ListName:
        answer = visit("丁", f"/worklist/{name.value}/")
        assert (name, answer.status_code) == (name, 200)
        assert 'class="empty"' in answer.content.decode()
    assert visit("丁", "/worklist/").headers["Location"] == "/worklist/to-do/"


def test_the_to_do_list_shows_step_limit_and_marks(office, flow, visit):
    _reviewed(office, "关于甲事的通知", urgency="extra_urgent")

    page = visit("乙", "/worklist/to-do/").content.decode()

    assert "关于甲事的通知" in page
    assert 'data-light="green"' in page
    assert "剩余2个工作日" in page
    assert "特急" in page
    assert 'data-state="unread"' in page


def test_the_lists_fragment_is_the_part_that_refreshes_itself(office, flow, visit):
    _reviewed(office, "关于甲事的通知")

    part = visit("乙", "/worklist/to-do/?sort=arrived", headers={"HX-Request": "true"}).content.decode()

    assert part.lstrip().startswith("<section")
    assert 'id="work"' in part
    assert 'hx-trigger="worklist-changed from:body"' in part
    assert "<html" not in part


def test_pages_follow_each_other(office, flow, visit):
    for number in range(23):
        _reviewed(office, f"第{number:02d}件")

    first = visit("乙", "/worklist/to-do/")
    address = next(part for part in first.content.decode().split('"') if part.startswith("?") and "after=" in part)
    second = visit("乙", f"/worklist/to-do/{address}".replace("&amp;", "&"))

    titles = [f"第{number:02d}件" in first.content.decode() for number in range(23)]
    assert titles.count(True) == 20
    assert [f"第{number:02d}件" in second.content.decode() for number in range(23)] == [not seen for seen in titles]


def test_titles_are_shown_as_text(office, flow, visit):
    _reviewed(office, "<script>alert(1)</script>")

    page = visit("乙", "/worklist/to-do/").content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_large_type_shows_cards(office, flow, visit, client):
    _reviewed(office, "关于甲事的通知")
    client.cookies["type"] = "large"

    page = visit("乙", "/worklist/to-do/").content.decode()

    assert "items--cards" in page
    assert "<table" not in page


def test_a_page_costs_the_same_for_one_row_and_for_many(office, flow, client, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    signed_in(client, office.person("乙"))
    found = []
    for number in (1, 12):
        for _ in range(number):
            _reviewed(office)
        client.get("/worklist/to-do/")
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get("/worklist/to-do/")
        found.append(len(captured))
        with CaptureQueriesContext(connection) as captured:
            client.get("/worklist/poll/")
        found.append(len(captured))

    assert found[0] == found[2]
    assert found[0] <= 6
    assert found[1] == found[3]
    assert found[1] <= 3


def test_the_poll_is_silent_until_something_changes(office, flow, client):
    signed_in(client, office.person("乙"))
    first = client.get("/worklist/poll/")
    assert (first.status_code, json.loads(first.headers["HX-Trigger"])["counts"]) == (
        200,
        {"to_do": 0, "to_read": 0, "unread": 0},
    )
    assert client.get("/worklist/poll/").status_code == 204

    _reviewed(office)

    changed = client.get("/worklist/poll/")
    assert json.loads(changed.headers["HX-Trigger"]) == {
        "counts": {"to_do": 1, "to_read": 0, "unread": 0},
        "worklist-changed": {},
    }
    assert client.get("/worklist/poll/").status_code == 204


def test_what_waits_to_be_read_and_what_was_read(office, flow, visit):
    instance = _reviewed(office, "关于甲事的通知")
    row = circulation.start_round(instance.ref, office.ids("丁"), note="请阅知", by=office.actor("甲"))
    assert "请阅知" in visit("丁", "/worklist/to-read/").content.decode()

    circulation.read(row.readings.get().pk, by=office.actor("丁"))

    assert "关于甲事的通知" not in visit("丁", "/worklist/to-read/").content.decode()
    assert "关于甲事的通知" in visit("丁", "/worklist/to-read/?read=1").content.decode()


def test_a_followed_matter_hides_its_title_from_one_who_may_no_longer_see_it(office, flow, visit):
    instance = _reviewed(office, "关于甲事的通知")
    commands.follow(instance.ref, by=office.actor("丁"))
    assert "关于甲事的通知" in visit("丁", "/worklist/followed/").content.decode()

    estrange(office.actor("丁"))

    page = visit("丁", "/worklist/followed/").content.decode()
    assert "关于甲事的通知" not in page
    assert "无权查看此件" in page


def test_work_is_claimed_from_the_list(office, client):
    publish(line("draft", "register", key="claim", register={"assign": "duty:registry_clerk", "claim": True}))
    office.person("文一", "registry_clerk")
    office.person("文二", "registry_clerk")
    instance = matter(office, "claim", title="来文")
    office.do(instance, "甲")
    item = workflow.FlowItem.objects.get(instance=instance, state="open")
    signed_in(client, office.person("文一"))
    assert f"/worklist/items/{item.pk}/claim/" in client.get("/worklist/to-do/").content.decode()

    assert client.post(f"/worklist/items/{item.pk}/claim/").status_code == 302
    assert signed_in(client, office.person("文二")).post(f"/worklist/items/{item.pk}/claim/").status_code in (403, 404, 409)
    assert signed_in(client, office.person("文一")).post(f"/worklist/items/{item.pk}/release/").status_code == 302

    item.refresh_from_db()
    assert item.assignee_id is None


def test_statistics_add_up_settled_days_and_name_no_person(office, flow, visit):
    office.person("主任", "office_director")
    with clock.frozen("2026-03-02 09:00"):
        first, second = _reviewed(office), _reviewed(office)
    with clock.frozen("2026-03-02 11:00"):
        office.do(first, "乙")
    with clock.frozen("2026-03-02 13:00"):
        office.do(second, "乙")

    with clock.frozen("2026-03-04 08:00"):
        assert commands.settle_until_yesterday() == 2
        assert commands.settle_until_yesterday() == 0
        commands.settle_days(dt.date(2026, 3, 2), dt.date(2026, 3, 2))
        page = visit("主任", "/worklist/statistics/").content.decode()
        (review,) = [
            row
            for row in statistics.by_step(office.actor("主任"), since=dt.date(2026, 3, 1), until=dt.date(2026, 3, 4))
            if row["node"] == "review"
        ]

    assert (review["visits"], review["average_seconds"], review["longest"]) == (2, 3 * 3600, 4 * 3600)
    assert "3小时0分钟" in page
    assert "乙" not in page.split('id="figures"')[1]
    assert list(SettledDay.objects.order_by("day").values_list("day", flat=True)) == [dt.date(2026, 3, 2), dt.date(2026, 3, 3)]


def test_statistics_are_for_those_who_oversee_the_organ(office, flow, visit, client):
    StepStatistic.objects.create(
        day=clock.today(), organ=office.organ, ref_kind="x", definition_key="two", definition_name="流程", node="a",
        step_name="环节",
        count=1, seconds=60, longest_seconds=60,
    )  # fmt: skip
    from zhongshu.platform.workflow.tests.factories import Office

    elsewhere = Office()
    elsewhere.person("别处主任", "office_director")

    assert visit("乙", "/worklist/statistics/").status_code == 403
    assert "环节</td>" not in signed_in(client, elsewhere.person("别处主任")).get("/worklist/statistics/").content.decode()
    assert signed_in_administrator(client, "audit").get("/worklist/statistics/").status_code == 403
