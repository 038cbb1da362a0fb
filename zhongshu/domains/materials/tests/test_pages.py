import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhongshu.domains.materials.models import Material, Quotation
from zhongshu.domains.materials.tests.factories import MaterialFactory
from zhongshu.platform.accounts.tests.factories import signed_in, signed_in_administrator
from zhongshu.platform.organizations.public import Duty
from zhongshu.platform.organizations.tests.factories import UnitFactory, person_in

pytestmark = pytest.mark.django_db

NEW = {
    "kind": "policy", "title": "关于做好冬季供暖工作的意见", "source": "省政府办公厅", "number": "省政办发〔2026〕8号",
    "source_date": "2026-03-01", "body": "建立应急抢修队伍，发生故障及时处置。", "tags": "供暖、民生", "audience": "own_organ", "secrecy_level": "0",
}  # fmt: skip


@pytest.fixture
def organ():
    return UnitFactory()


@pytest.fixture
def keeper(organ):
    return person_in(organ, Duty.REGISTRY_CLERK)


def test_the_pages_lead_from_entering_to_the_end_of_validity_and_back(client, keeper):
    signed_in(client, keeper)
    assert client.post("/materials/new/", {"title": ""}).status_code == 422
    here = client.post("/materials/new/", NEW).url
    assert "应急抢修队伍" in client.get(here).text
    assert "<mark>抢修</mark>" in client.get("/materials/?q=抢修").text
    assert "冬季供暖" in client.get("/materials/?tag=供暖").text
    assert client.post(f"{here}correct/", NEW | {"title": "关于供暖的意见"}).url == here
    ended = {"date": "2026-05-01", "reason": "清理", "superseded_by": "省政办发〔2026〕99号"}
    assert "没有这个替代件" in client.post(f"{here}end/", ended).text
    assert client.post(f"{here}end/", ended | {"superseded_by": ""}).status_code == 302
    assert "已废止" in client.get(here).text
    assert client.post(f"{here}restore/", {"reason": "标错了"}).status_code == 302

    assert Material.objects.get().holds


def test_what_takes_its_place_is_found_by_number_or_title(client, organ, keeper):
    old, new = MaterialFactory(organ=organ), MaterialFactory()
    signed_in(client, keeper)

    client.post(f"/materials/{old.pk}/end/", {"date": "2026-05-01", "reason": "新意见", "superseded_by": f"《{new.title}》"})

    old.refresh_from_db()
    assert old.superseded_by == new
    assert new.title in client.get(f"/materials/{old.pk}/").text


def test_the_dialog_beside_a_text_puts_a_passage_into_it(client, organ, keeper):
    signed_in(client, keeper)
    client.post("/materials/new/", NEW)
    text = MaterialFactory()
    passage = Material.objects.get(title=NEW["title"]).passages.get()
    beside = f"/materials/pick/materials.material/{text.pk}/"
    assert NEW["title"] in client.get(beside, headers={"HX-Request": "true"}).text
    assert "<mark>抢修</mark>" in client.get(f"{beside}?q=抢修").text
    assert "没有找到" in client.get(f"{beside}?q=无此内容").text

    answer = client.post(f"{beside}{passage.pk}/")

    assert json.loads(answer.headers["HX-Trigger"])["insert-text"]["text"] == passage.text
    assert Quotation.objects.get().ref.id == text.pk
    assert client.get(f"/materials/passages/{passage.pk}/").url == f"/materials/{passage.material_id}/#passage-{passage.pk}"
    assert client.get("/materials/pick/materials.material/99999/").status_code == 404


def test_another_organs_material_is_not_found_nor_kept(client, keeper):
    hidden, open_to_all = MaterialFactory(audience="own_organ"), MaterialFactory()
    signed_in(client, keeper)

    assert client.get(f"/materials/{hidden.pk}/").status_code == 404
    assert client.get(f"/materials/{open_to_all.pk}/end/").status_code == 403
    signed_in_administrator(client, "audit")
    assert client.get("/materials/").status_code == 403


def test_the_library_asks_the_same_number_of_questions_for_one_row_and_for_twenty(client, organ, keeper):
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/materials/")
        return len(captured)

    MaterialFactory(organ=organ)
    signed_in(client, keeper)
    client.get("/materials/")
    one = count()
    for _ in range(19):
        MaterialFactory(organ=organ)

    assert count() == one <= 6
