import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.accounts.tests.factories import signed_in
from zhongshu.platform.numbering import public
from zhongshu.platform.numbering.models import Counter, Number
from zhongshu.platform.organizations.public import Duty
from zhongshu.platform.organizations.tests.factories import UnitFactory, actor_for, person_in

pytestmark = pytest.mark.django_db
SCOPE = {"scope": "云政办发", "year": 2026}


@pytest.fixture
def clerk():
    public.define("test.pages", "发文字号")
    return person_in(UnitFactory(), Duty.REGISTRY_CLERK)


@pytest.fixture
def counter(clerk):
    by = actor_for(clerk)
    public.take("test.pages", **SCOPE, for_ref=ObjectRef("documents.unseen", 1, "不应看见的标题"), by=by)
    public.reserve("test.pages", **SCOPE, count=2, reason="会议文件", by=by)
    return Counter.objects.get()


def test_the_list_counts_what_was_issued_reserved_and_voided(client, clerk, counter):
    page = signed_in(client, clerk).get(reverse("numbering:counters")).content.decode()

    assert reverse("numbering:counter", args=[counter.pk]) in page


def test_the_series_shows_every_number_but_no_title_of_an_object_that_the_reader_may_not_see(client, clerk, counter):
    page = signed_in(client, clerk).get(reverse("numbering:counter", args=[counter.pk])).content.decode()

    assert [f"云政办发〔2026〕{value}号" in page for value in (1, 2, 3, 4)] == [True, True, True, True]
    assert "下一个是 云政办发〔2026〕4号" in page
    assert "不应看见的标题" not in page


def test_the_series_can_be_narrowed_to_one_state(client, clerk, counter):
    address = reverse("numbering:counter", args=[counter.pk])

    part = signed_in(client, clerk).get(address, {"state": "reserved"}, headers={"HX-Request": "true"}).content.decode()

    assert "云政办发〔2026〕1号" not in part
    assert "云政办发〔2026〕2号" in part


def test_the_series_of_another_organ_is_not_found(client, counter):
    stranger = person_in(UnitFactory(), Duty.REGISTRY_CLERK)

    assert signed_in(client, stranger).get(reverse("numbering:counter", args=[counter.pk])).status_code == 404


def test_a_clerk_reserves_on_the_page(client, clerk, counter):
    signed_in(client, clerk).post(reverse("numbering:reserve", args=[counter.pk]), {"count": 1, "reason": "全会材料"})

    assert Number.objects.filter(reason="全会材料").get().value == 4


def test_a_director_sees_the_series_but_does_not_reserve(client, clerk, counter):
    director = person_in(counter.organ, Duty.OFFICE_DIRECTOR)
    client = signed_in(client, director)

    assert client.get(reverse("numbering:counter", args=[counter.pk])).status_code == 200
    assert client.get(reverse("numbering:reserve", args=[counter.pk])).status_code == 403


def test_a_clerk_voids_a_reserved_number_with_a_reason(client, clerk, counter):
    number = Number.objects.get(value=2)
    client = signed_in(client, clerk)

    assert client.post(reverse("numbering:void", args=[number.pk]), {"reason": ""}).status_code == 422
    client.post(reverse("numbering:void", args=[number.pk]), {"reason": "会议取消"})

    number.refresh_from_db()
    assert (number.state, number.reason) == ("void", "会议取消")


def test_an_issued_number_is_not_voided_on_the_page(client, clerk, counter):
    answer = signed_in(client, clerk).post(reverse("numbering:void", args=[Number.objects.get(value=1).pk]), {"reason": "写错"})

    assert answer.status_code == 422
    assert "在该事项中办理撤回" in answer.content.decode()


def test_the_series_costs_the_same_for_few_and_many_numbers(client, clerk, counter):
    client, address = signed_in(client, clerk), reverse("numbering:counter", args=[counter.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as for_few:
        client.get(address)
    for number in range(30):
        public.take("test.pages", **SCOPE, for_ref=ObjectRef("documents.unseen", number), by=actor_for(clerk))

    with CaptureQueriesContext(connection) as for_many:
        client.get(address)

    assert len(for_many) == len(for_few)
