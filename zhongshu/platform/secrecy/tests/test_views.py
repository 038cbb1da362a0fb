import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from zhongshu.platform.accounts.tests.factories import signed_in
from zhongshu.platform.organizations.public import Duty
from zhongshu.platform.organizations.tests.factories import actor_for, person_in
from zhongshu.platform.secrecy.commands import paper
from zhongshu.platform.secrecy.models import PaperCopy
from zhongshu.platform.secrecy.tests.test_paper import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return Office()


def test_a_clerk_registers_a_copy_on_the_page(client, office):
    given = {
        "handle": "甲号件",
        "issuer": "某上级机关",
        "number": "代号1",
        "level": 4,
        "copy_number": "000012",
        "received_date": "2026-03-02",
        "holder": office.reader.pk,
    }

    answer = signed_in(client, office.keeper).post(reverse("secrecy:register_copy"), given)

    copy = PaperCopy.objects.get()
    assert answer["Location"] == reverse("secrecy:copy", args=[copy.pk])
    assert (copy.holder, copy.received_date) == (office.reader, dt.date(2026, 3, 2))


def test_a_refused_registration_keeps_what_was_typed(client, office):
    answer = signed_in(client, office.keeper).post(reverse("secrecy:register_copy"), {"handle": "甲号件", "level": 3})

    assert answer.status_code == 422
    assert "甲号件" in answer.content.decode()


def test_the_register_shows_the_clerks_organ_only(client, office):
    office.copy()
    other = Office()
    other.copy(handle="乙号件")

    page = signed_in(client, office.keeper).get(reverse("secrecy:copies")).content.decode()

    assert "甲号件" in page
    assert "乙号件" not in page


def test_the_page_of_a_copy_shows_the_hands(client, office):
    copy = office.copy()
    paper.hand_over(copy, office.reader, by=office.clerk)

    page = signed_in(client, office.keeper).get(reverse("secrecy:copy", args=[copy.pk])).content.decode()

    assert office.reader.name in page
    assert reverse("secrecy:move_copy", args=[copy.pk, "destroy"]) in page


def test_a_holder_sees_the_copy_but_no_way_to_move_it(client, office):
    copy = office.copy(holder=office.reader)
    client = signed_in(client, office.reader)

    page = client.get(reverse("secrecy:copy", args=[copy.pk])).content.decode()

    assert reverse("secrecy:move_copy", args=[copy.pk, "recall"]) not in page
    assert client.get(reverse("secrecy:move_copy", args=[copy.pk, "recall"])).status_code == 403


def test_a_stranger_does_not_find_the_copy(client, office):
    copy = office.copy()

    assert signed_in(client, Office().keeper).get(reverse("secrecy:copy", args=[copy.pk])).status_code == 404


def test_a_copy_is_handed_over_on_the_page(client, office):
    copy = office.copy()

    signed_in(client, office.keeper).post(reverse("secrecy:move_copy", args=[copy.pk, "hand_over"]), {"to": office.other.pk})

    assert PaperCopy.objects.get().holder == office.other


def test_destruction_with_one_witness_comes_back_with_a_sentence(client, office):
    copy = office.copy()
    given = {"first_witness": "试用甲", "second_witness": "试用甲", "approval": "已批准"}

    answer = signed_in(client, office.keeper).post(reverse("secrecy:move_copy", args=[copy.pk, "destroy"]), given)

    assert answer.status_code == 422
    assert "两名以上人员监督" in answer.content.decode()


def test_there_is_no_other_way_to_move_a_copy(client, office):
    copy = office.copy()

    assert signed_in(client, office.keeper).get(reverse("secrecy:move_copy", args=[copy.pk, "photograph"])).status_code == 404


def test_the_register_costs_the_same_for_one_copy_and_for_many(client, office):
    office.copy()
    client = signed_in(client, office.keeper)
    client.get(reverse("secrecy:copies"))
    with CaptureQueriesContext(connection) as for_one:
        client.get(reverse("secrecy:copies"))
    for number in range(8):
        office.copy(copy_number=f"{number:06d}")

    with CaptureQueriesContext(connection) as for_many:
        client.get(reverse("secrecy:copies"))

    assert len(for_many) == len(for_one)


def test_only_confidential_clerks_have_the_register_in_their_menu(client, office):
    address = f'href="{reverse("secrecy:copies")}"'

    assert address in signed_in(client, office.keeper).get(reverse("calendars:this_year")).content.decode()
    clerk = person_in(office.organ, Duty.REGISTRY_CLERK)
    assert not actor_for(clerk).has(Duty.CONFIDENTIAL_CLERK)
    assert address not in signed_in(client, clerk).get(reverse("calendars:this_year")).content.decode()
