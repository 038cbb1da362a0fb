"""From a leader's handwriting to the close-out: what the record then holds."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from zhongshu.domains.documents import public as documents
from zhongshu.domains.supervision import public as supervision
from zhongshu.platform.audit import public as audit
from zhongshu.platform.opinions.public import Opinion
from zhongshu.site.demonstration.supervision_walk import WORDS, Result, SupervisionWalk

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def told() -> list[str]:
    return []


@pytest.fixture(scope="module")
def walked(city, told) -> Result:
    return SupervisionWalk(told.append).whole()


def test_every_step_is_taken_by_somebody(walked, told):
    assert len(told) == 21
    assert walked.item.state == supervision.State.CLOSED_OUT


def test_the_item_is_anchored_in_the_leaders_handwriting(walked):
    source = walked.item.sources.get()
    opinion = Opinion.objects.get(pk=source.opinion_id)

    assert (source.words, source.has_handwriting, source.ref) == (WORDS, True, walked.incoming.ref)
    assert (opinion.words, opinion.has_handwriting, source.text_digest) == (WORDS, True, opinion.text_digest)


def test_the_record_tells_the_whole_life(walked):
    assert list(walked.item.events.values_list("kind", flat=True)) == [
        *(
            "docketed",
            "broken_down",
            "assigned",
            "signed",
            "signed",
            "signed",
            "feedback",
            "urged",
            "extension_requested",
            "extended",
        ),
        *("feedback", "feedback", "reported", "verified", "completed", "closed_out"),
    ]
    actions = [entry.action for entry in audit.trail(walked.item.ref)]
    assert actions[0] == "numbering.taken"
    assert actions[-1] == "supervision.closed_out"


def test_it_was_extended_once_and_verified_by_a_visit_of_somebody_else(walked):
    visit = walked.item.verifications.get()

    assert (walked.item.extensions, visit.kind, visit.passed) == (1, "visit", True)
    assert visit.verifier_id not in walked.item.feedback.values_list("reporter_id", flat=True)


def test_the_circular_is_a_draft_of_an_outgoing_document_and_a_pdf(walked):
    document = documents.OutgoingDocument.objects.get(pk=walked.circular.document_id)

    assert document.document_type == "circular"
    assert "延期后办结" in document.body
    assert walked.pdf.startswith(b"%PDF")


def test_the_leader_sees_the_result_beside_the_own_words(walked, city):
    page = city.client("government.head").get(reverse("supervision:instructions")).text

    assert WORDS in page
    assert walked.item.conclusion in page


def test_a_stranger_finds_nothing_of_it(walked, city):
    stranger = city.client("department22.drafter")

    assert stranger.get(reverse("supervision:detail", args=[walked.item.pk])).status_code == 404
    assert walked.item.title not in stranger.get(reverse("search:find"), {"q": "供水水压"}).text


def test_the_record_of_it_all_holds(walked):
    answer = StringIO()

    call_command("verify_audit", stdout=answer)

    assert "审计日志完好" in answer.getvalue()
