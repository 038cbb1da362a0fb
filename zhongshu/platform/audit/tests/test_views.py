import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.accounts.tests.factories import signed_in, signed_in_administrator
from zhongshu.platform.audit import public
from zhongshu.platform.organizations.tests.factories import UnitFactory, person_in

pytestmark = pytest.mark.django_db
LOG = "/audit/"


@pytest.fixture(autouse=True)
def entries():
    public.describe("testing.sealed", "用印")
    public.describe("testing.entered", "登录后台")
    document = ObjectRef("testing.document", 12, "不应看见的标题", "云政办发〔2026〕3号")
    with clock.frozen("2026-11-20 09:00"):
        public.record(
            "testing.sealed", document, by=Actor(person_id=7, name="试用甲", post_name="印章管理员"), words="不应看见的内容"
        )
    with clock.frozen("2026-11-21 09:00"):
        public.record("testing.entered", document, by=Actor(person_id=None, name="系统管理员", administrator="system"))


def rows(answer) -> list[str]:
    return [entry.sentence for entry in answer.context["page"].rows]


def test_the_audit_administrator_sees_who_did_what_but_no_content(client):
    page = signed_in_administrator(client, "audit").get(reverse("audit:log"), {"module": "testing"}).content.decode()

    assert "用印" in page
    assert "试用甲" in page
    assert "不应看见" not in page
    assert "云政办发" not in page


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({}, ["登录后台", "用印"]),
        ({"person_name": "试用甲"}, ["用印"]),
        ({"administrators_only": "on"}, ["登录后台"]),
        ({"start_date": "2026-11-21"}, ["登录后台"]),
        ({"end_date": "2026-11-20"}, ["用印"]),
    ],
)
def test_the_log_is_narrowed(client, given, found):
    client = signed_in_administrator(client, "audit")

    assert rows(client.get(LOG, {"module": "testing", **given})) == found


def test_a_fragment_holds_the_rows_only(client):
    answer = signed_in_administrator(client, "audit").get(LOG, headers={"HX-Request": "true"})

    assert answer.content.decode().lstrip().startswith('<section class="card card--flush" id="entries"')


@pytest.mark.parametrize("kind", ["system", "security"])
def test_the_other_administrators_do_not_read_the_log(client, kind):
    assert signed_in_administrator(client, kind).get(LOG).status_code == 403


def test_people_of_the_office_do_not_read_the_log(client):
    assert signed_in(client, person_in(UnitFactory())).get(LOG).status_code == 403


def test_the_log_costs_the_same_for_few_and_many_entries(client):
    client = signed_in_administrator(client, "audit")
    client.get(LOG)
    with CaptureQueriesContext(connection) as for_few:
        client.get(LOG)
    by = Actor(person_id=7, name="试用甲")
    public.record_many("testing.sealed", [ObjectRef("testing.document", number) for number in range(60)], by=by)

    with CaptureQueriesContext(connection) as for_many:
        assert len(rows(client.get(LOG))) == 40

    assert len(for_many) == len(for_few)
