import pytest

from zhongshu.platform.accounts.tests.factories import signed_in, signed_in_administrator
from zhongshu.platform.opinions import public as opinions
from zhongshu.platform.opinions.models import CommonPhrase
from zhongshu.platform.opinions.tests.factories import ink, object_of
from zhongshu.platform.organizations.tests.factories import UnitFactory, actor_for, person_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return UnitFactory()


def test_a_phrase_is_added_shown_and_removed(unit, client):
    me = signed_in(client, person_in(unit))
    assert me.post("/opinions/phrases/", {"text": "请速办。<b>", "scope": "person"}).status_code == 302
    page = me.get("/opinions/phrases/").content.decode()
    assert "请速办。&lt;b&gt;" in page

    phrase = CommonPhrase.objects.get()
    assert signed_in(client, person_in(unit)).post(f"/opinions/phrases/{phrase.pk}/remove/").status_code == 404
    assert CommonPhrase.objects.exists()


def test_a_refused_phrase_stays_in_the_form(unit, client):
    me = signed_in(client, person_in(unit))
    me.post("/opinions/phrases/", {"text": "请速办。", "scope": "person"})

    answer = me.post("/opinions/phrases/", {"text": "请速办。", "scope": "person"})

    assert answer.status_code == 422
    assert "已经有了" in answer.content.decode()
    assert 'value="请速办。"' in answer.content.decode()


def test_the_owner_removes_a_phrase(unit, client):
    me = signed_in(client, person_in(unit))
    me.post("/opinions/phrases/", {"text": "请速办。", "scope": "person"})

    assert me.post(f"/opinions/phrases/{CommonPhrase.objects.get().pk}/remove/").status_code == 302

    assert not CommonPhrase.objects.exists()


def test_handwriting_is_private_to_those_who_see_the_object(unit, client):
    author = person_in(unit)
    opinion = opinions.record(object_of(unit), by=actor_for(author), handwriting=ink())
    address = f"/opinions/{opinion.pk}/handwriting.png"

    picture = signed_in(client, author).get(address)
    assert (picture.status_code, picture.headers["Content-Type"]) == (200, "image/png")
    assert picture.headers["Cache-Control"].startswith("private")
    assert signed_in(client, person_in(UnitFactory())).get(address).status_code == 404
    assert signed_in(client, author).get("/opinions/987654/handwriting.png").status_code == 404
    assert signed_in_administrator(client, "system").get(address).status_code == 403
