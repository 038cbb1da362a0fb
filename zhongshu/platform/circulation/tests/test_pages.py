import pytest

from zhongshu.platform.accounts.tests.factories import signed_in, signed_in_administrator
from zhongshu.platform.circulation import public as circulation
from zhongshu.platform.circulation.models import ReadingRound
from zhongshu.platform.opinions import public as opinions
from zhongshu.platform.opinions.tests.factories import object_of
from zhongshu.platform.organizations.tests.factories import UnitFactory, actor_for, person_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return UnitFactory()


@pytest.fixture
def sender(unit):
    return person_in(unit, name="发起人")


@pytest.fixture
def address(unit):
    ref = object_of(unit)
    return f"/circulation/about/{ref.kind}/{ref.id}/"


def test_an_object_is_sent_round_from_a_form(unit, sender, address, client):
    reader = person_in(unit, name="读者")
    signed_in(client, sender)
    assert "送给谁" in client.get(f"{address}start/").content.decode()

    answer = client.post(f"{address}start/", {"kind": "circulate", "people": [reader.pk], "note": "请阅"})

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/tested/{unit.pk}/")
    row = ReadingRound.objects.get()
    assert (row.kind, row.note, [reading.person_name for reading in row.readings.all()]) == ("circulate", "请阅", ["读者"])


def test_a_refused_round_keeps_what_was_typed(unit, sender, address, client):
    answer = signed_in(client, sender).post(
        f"{address}start/", {"kind": "copy", "people": [sender.pk], "note": "附言一句", "due_date": "2020-01-01"}
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "必须晚于当前时间" in page
    assert "附言一句" in page
    assert not ReadingRound.objects.exists()


def test_readers_are_named_in_words_where_no_scripts_run(unit, sender, address, client):
    first, second = person_in(unit, name="江舟"), person_in(unit, name="同名")
    person_in(unit, name="同名")
    signed_in(client, sender)

    doubtful = client.post(f"{address}start/", {"kind": "circulate", "people_names": "江舟、同名"})
    assert (doubtful.status_code, "“同名”有重名" in doubtful.content.decode()) == (422, True)
    post = circulation.PeopleField().named("同名", "")[0][1].split()[-1]
    client.post(f"{address}start/", {"kind": "circulate", "people_names": f"江舟、同名（{post}）"})

    assert list(ReadingRound.objects.get().readings.values_list("person_id", flat=True)) == [first.pk, second.pk]


def test_what_one_may_not_see_one_cannot_send_round(address, client):
    signed_in(client, person_in(UnitFactory()))

    assert client.get(f"{address}start/").status_code == 404
    assert client.get(address).status_code == 404
    assert client.get("/circulation/about/no.such.kind/1/").status_code == 404


def test_who_has_read_is_shown_without_any_order_of_merit(unit, sender, address, client):
    slow, quick = person_in(unit, name="慢者"), person_in(unit, name="快者")
    row = circulation.start_round(object_of(unit), [slow.pk, quick.pk], by=actor_for(sender))
    circulation.read(row.readings.get(person=quick).pk, by=actor_for(quick))

    page = signed_in(client, sender).get(address).content.decode()

    assert page.index("慢者") < page.index("快者")
    assert page.count('type="checkbox" name="readings"') == 1
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div class="stack" id="readers">')


def test_reading_with_words(unit, sender, client):
    reader = person_in(unit)
    row = circulation.start_round(object_of(unit), [reader.pk], by=actor_for(sender))
    address = f"/circulation/readings/{row.readings.get().pk}/read/"
    signed_in(client, reader)
    assert client.get(address).status_code == 200
    assert client.post(address, {"words": "长" * 5001}).status_code == 422

    assert client.post(address, {"words": "请办公室跟进。"}).status_code == 302

    assert opinions.Opinion.objects.get().words == "请办公室跟进。"
    assert client.post(address, {"words": "再说"}).status_code == 409
    assert signed_in(client, person_in(unit)).post(address).status_code == 404


def test_passing_on_adding_chasing_and_cancelling(unit, sender, client):
    reader, further, late = person_in(unit), person_in(unit), person_in(unit)
    row = circulation.start_round(object_of(unit), [reader.pk], by=actor_for(sender))
    mine = row.readings.get().pk
    signed_in(client, reader)
    assert client.post(f"/circulation/readings/{mine}/pass-on/", {"people": [further.pk]}).status_code == 302
    assert client.post(f"/circulation/rounds/{row.pk}/add/", {"people": [late.pk]}).status_code == 403

    signed_in(client, sender)
    assert client.post(f"/circulation/rounds/{row.pk}/add/", {"people": [late.pk]}).status_code == 302
    assert client.post(f"/circulation/rounds/{row.pk}/chase/", {"readings": [mine]}).status_code == 302
    assert client.post(f"/circulation/rounds/{row.pk}/chase/", {"readings": [mine]}).status_code == 422
    assert client.post(f"/circulation/rounds/{row.pk}/cancel/", {"readings": [mine]}).status_code == 302
    assert client.post(f"/circulation/rounds/{row.pk}/cancel/", {"readings": ["999999"]}).status_code == 404

    assert sorted(row.readings.values_list("person_id", "state")) == sorted(
        [(reader.pk, "cancelled"), (further.pk, "waiting"), (late.pk, "waiting")]
    )
    stranger = signed_in(client, person_in(UnitFactory()))
    assert stranger.post(f"/circulation/rounds/{row.pk}/cancel/").status_code == 404


def test_administrators_read_nothing(unit, sender, address, client):
    row = circulation.start_round(object_of(unit), [person_in(unit).pk], by=actor_for(sender))
    for kind in ("system", "security", "audit"):
        signed_in_administrator(client, kind)
        assert client.get(address).status_code == 403
        assert client.post(f"/circulation/rounds/{row.pk}/cancel/").status_code == 403
