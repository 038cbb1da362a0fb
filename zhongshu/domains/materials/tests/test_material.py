import pytest

from zhongshu.domains.materials import commands, queries
from zhongshu.domains.materials.choices import State
from zhongshu.domains.materials.models import Material
from zhongshu.domains.materials.tests.factories import MaterialFactory
from zhongshu.kernel.errors import NotPermitted, RuleBroken, StaleState
from zhongshu.kernel.models import Outbox
from zhongshu.platform.accounts.tests.factories import signed_in, signed_in_administrator
from zhongshu.platform.organizations.tests.factories import PersonFactory, UnitFactory, actor_for, person_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def organ():
    return UnitFactory()


@pytest.fixture
def handler(organ):
    return person_in(organ)


def test_whoever_enters_a_matter_handles_it(organ, handler):
    item = commands.register(title="一件事", by=actor_for(handler))

    assert (item.organ, item.handler, item.state) == (organ, handler, State.OPEN)


def test_somebody_without_a_post_enters_nothing():
    with pytest.raises(NotPermitted, match="没有任职"):
        commands.register(title="一件事", by=actor_for(PersonFactory()))

    assert not Material.objects.exists()


def test_what_is_marked_above_the_ceiling_is_not_entered(handler):
    with pytest.raises(RuleBroken) as refusal:
        commands.register(title="一件事", secrecy_level=3, by=actor_for(handler))

    assert refusal.value.code == "above_ceiling"
    assert not Material.objects.exists()


def test_the_handler_closes_a_matter_and_others_are_told(organ, handler):
    item = MaterialFactory(organ=organ, handler=handler)

    commands.close(item, by=actor_for(handler))

    item.refresh_from_db()
    assert item.state == State.CLOSED
    fact = Outbox.objects.get(name="materials.material_closed")
    assert fact.payload == {"material_id": item.pk, "organ_id": organ.pk}


def test_a_colleague_does_not_close_a_matter(organ, handler):
    item = MaterialFactory(organ=organ, handler=handler)

    with pytest.raises(NotPermitted, match="办结素材"):
        commands.close(item, by=actor_for(person_in(organ)))

    item.refresh_from_db()
    assert item.state == State.OPEN


def test_a_closed_matter_is_not_closed_again(organ, handler):
    item = MaterialFactory(organ=organ, handler=handler, closed=True)

    with pytest.raises(RuleBroken, match="已办结"):
        commands.close(item, by=actor_for(handler))


def test_of_two_who_close_at_once_one_is_late(organ, handler):
    item = MaterialFactory(organ=organ, handler=handler)
    late = Material.objects.get(pk=item.pk)
    commands.close(item, by=actor_for(handler))

    with pytest.raises(StaleState):
        commands.close(late, by=actor_for(handler))


def test_the_ledger_shows_the_own_organs_matters_up_to_the_own_clearance(organ):
    shown = MaterialFactory(organ=organ, secrecy=1)
    MaterialFactory(organ=organ, secrecy=2)
    MaterialFactory()

    assert list(queries.ledger(actor_for(person_in(organ, clearance=1)))) == [shown]


def test_the_pages_lead_from_entering_to_closing(client, handler):
    signed_in(client, handler)

    assert client.post("/materials/new/", {"title": ""}).status_code == 422
    entered = client.post("/materials/new/", {"title": "一件事", "secrecy_level": "0"})
    page = client.get(entered.url)
    assert "一件事" in page.text
    assert client.post(f"{entered.url}close/").status_code == 302

    assert "已办结" in client.get(entered.url).text


def test_another_organs_matter_is_not_found(client, handler):
    item = MaterialFactory()
    signed_in(client, handler)

    assert client.get(f"/materials/{item.pk}/").status_code == 404
    assert client.post(f"/materials/{item.pk}/close/").status_code == 404


def test_administrators_read_no_content(client):
    signed_in_administrator(client, "audit")

    assert client.get("/materials/").status_code == 403


def test_the_ledger_asks_the_same_number_of_questions_for_one_row_and_for_twenty(client, organ, handler, count_queries):
    MaterialFactory(organ=organ, handler=handler)
    signed_in(client, handler)
    client.get("/materials/")

    one = count_queries(lambda: client.get("/materials/"))
    for _ in range(19):
        MaterialFactory(organ=organ, handler=person_in(organ))

    assert count_queries(lambda: client.get("/materials/")) == one <= 6


@pytest.fixture
def count_queries():
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count(act) -> int:
        with CaptureQueriesContext(connection) as captured:
            act()
        return len(captured)

    return count
