"""What supervision puts among people's work."""

import pytest

from zhongshu.domains.supervision.commands import assigning
from zhongshu.domains.supervision.tests.factories import assigned, in_progress, parts_of, reported
from zhongshu.platform.calendars import public as calendars
from zhongshu.platform.worklist import public as worklist

pytestmark = pytest.mark.django_db


def _steps(actor) -> list[tuple[str, str]]:
    return [(row["step_name"], row["ref_title"]) for row in worklist.to_do(actor)]


def test_a_part_to_sign_for_waits_for_the_units_contact_until_somebody_signs(office):
    item = assigned(office)
    contact = office.actor(office.contacts[0])
    assert _steps(contact) == [("督查签收", item.title)]
    assert worklist.counts(contact)[0]["to_do"] == 1

    assigning.sign(parts_of(item)[0], by=contact)

    assert _steps(contact) == []


def test_a_part_under_way_waits_for_the_one_responsible_until_its_deadline(office):
    item = in_progress(office)
    lead = parts_of(item)[0]

    (row,) = worklist.to_do(office.actor(lead.responsible))

    assert (row["step_name"], row["ref_kind"], row["ref_id"]) == ("督查承办", "supervision.item", item.pk)
    assert row["due_at"].astimezone().date() == lead.deadline
    assert f"{row['due_at']:%H:%M}" == f"{calendars.closing_time():%H:%M}" or row["due_at"].utcoffset() is not None


def test_a_reported_result_waits_for_the_post_that_oversees_the_item(office):
    item = reported(office)

    assert ("督查核查", item.title) in _steps(office.actor(office.supervisor))


def test_strangers_have_nothing_to_do(office):
    assigned(office)
    in_progress(office)

    assert _steps(office.actor(office.stranger)) == []
