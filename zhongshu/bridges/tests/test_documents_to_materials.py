"""Issued documents in the library: found by whoever may see them, flagged when they are repealed."""

import datetime as dt

import pytest

from zhongshu.bridges.documents_to_materials import end_validity, take_in
from zhongshu.domains.documents import public as documents
from zhongshu.domains.documents.tests import factories
from zhongshu.domains.materials import public as materials
from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.platform.accounts.tests.factories import signed_in
from zhongshu.platform.calendars import public as calendars
from zhongshu.platform.organizations.tests.factories import UnitFactory, actor_for, person_in

pytestmark = pytest.mark.django_db


BODY = "现就有关事项通知如下。\n建立应急抢修队伍，发生故障及时处置。"


@pytest.fixture(autouse=True)
def monday():
    calendars.load_years([2026], by=Actor.system())
    with clock.frozen("2026-03-02 09:00"):
        yield


@pytest.fixture
def made():
    return factories.office()


@pytest.fixture
def issued(made):
    document = factories.draft_in(made, body=BODY, title="关于供暖的通知")
    take_in(documents.DocumentDispatched(document.pk, document.organ_id, document.title, document.number, 0, []))
    return document


def test_an_issued_document_is_found_by_paragraph_by_whoever_may_see_it(issued):
    drafter = actor_for(issued.drafter)

    found = materials.find("应急抢修", drafter)

    assert [row.passage.text for row in found] == ["建立应急抢修队伍，发生故障及时处置。"]
    assert found.rows[0].material.title == issued.title


def test_whoever_may_not_see_the_document_does_not_see_its_passages(issued):
    colleague, stranger = person_in(issued.organ), person_in(UnitFactory())

    assert materials.find("应急抢修", actor_for(colleague)).rows == []
    assert materials.find("应急抢修", actor_for(stranger)).rows == []
    assert list(materials.library(actor_for(stranger))) == []


def test_a_fact_delivered_twice_makes_one_material(issued):
    take_in(documents.DocumentDispatched(issued.pk, issued.organ_id, issued.title, issued.number, 0, []))

    assert materials.Material.objects.count() == 1
    assert materials.Passage.objects.count() == 2


def test_a_repealed_document_is_flagged_where_it_is_quoted(issued, made):
    drafter = actor_for(issued.drafter)
    passage = materials.Passage.objects.get(text__startswith="建立")
    draft = factories.draft_in(made)
    materials.quote(passage, ref=draft.ref, by=drafter)
    event = documents.DocumentRepealed(issued.pk, issued.organ_id, "2026-03-02", "另有规定")

    for _ in range(2):
        end_validity(event)

    said = [remark.words for remark in materials.remarks(draft.ref, passage.text, drafter)]
    assert said == ["所引《关于供暖的通知》已于2026年3月2日废止，请核对"]
    assert materials.Material.objects.get().validity_date == dt.date(2026, 3, 2)


def test_a_document_too_short_to_quote_stays_out(made):
    document = factories.draft_in(made, body="略。")

    take_in(documents.DocumentDispatched(document.pk, document.organ_id, document.title, document.number, 0, []))

    assert not materials.Material.objects.exists()


def test_the_editor_offers_the_aids_and_shows_what_no_longer_holds(client, issued, made):
    passage = materials.Passage.objects.get(text__startswith="建立")
    draft = factories.draft_in(made, body=f"现通知如下。\n{passage.text}")
    materials.quote(passage, ref=draft.ref, by=actor_for(issued.drafter))
    end_validity(documents.DocumentRepealed(issued.pk, issued.organ_id, "2026-03-02", "另有规定"))
    signed_in(client, issued.drafter)

    page = client.get(f"/documents/outgoing/{draft.pk}/edit/").text
    assert f"/materials/pick/documents.outgoing/{draft.pk}/" in page
    assert f"/figures/pick/documents.outgoing/{draft.pk}/" in page

    assert "已于2026年3月2日废止" in client.get(f"/documents/outgoing/{draft.pk}/remarks/").text
