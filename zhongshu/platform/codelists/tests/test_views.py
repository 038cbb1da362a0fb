import pytest
from django.urls import reverse

from zhongshu.kernel.actors import Actor
from zhongshu.platform.accounts.tests.factories import signed_in, signed_in_administrator
from zhongshu.platform.codelists import commands
from zhongshu.platform.codelists.models import CodeList, CodeValue
from zhongshu.platform.organizations.tests.factories import UnitFactory, person_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def arrival():
    commands.load(by=Actor.system())
    return CodeList.objects.get(code="arrival")


def test_the_system_administrator_sees_every_list(client, arrival):
    page = signed_in_administrator(client, "system").get(reverse("codelists:lists")).content.decode()

    assert "党政机关公文处理工作条例第八条" in page
    assert "不相隶属机关之间商洽工作" in page


def test_a_value_is_added_and_retired_on_the_page(client, arrival):
    client = signed_in_administrator(client, "system")

    client.post(reverse("codelists:add_value", args=[arrival.pk]), {"code": "bicycle", "label": "自行取件"})
    value = CodeValue.objects.get(code="bicycle")
    client.post(reverse("codelists:retire_value", args=[value.pk]))

    value.refresh_from_db()
    assert (value.own, value.end_date is not None) == (True, True)


@pytest.mark.parametrize("given", [{"code": "自行", "label": "自行取件"}, {"code": "post", "label": "自行取件"}])
def test_a_refused_value_comes_back_with_what_was_typed(client, arrival, given):
    answer = signed_in_administrator(client, "system").post(reverse("codelists:add_value", args=[arrival.pk]), given)

    assert answer.status_code == 422
    assert "自行取件" in answer.content.decode()


def test_others_do_not_keep_the_lists(client, arrival):
    assert signed_in_administrator(client, "audit").get(reverse("codelists:lists")).status_code == 403
    assert signed_in(client, person_in(UnitFactory())).get(reverse("codelists:lists")).status_code == 403
