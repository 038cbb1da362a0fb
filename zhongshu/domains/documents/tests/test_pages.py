"""The pages: who sees them, what they show, how many queries they cost."""

import pytest
from django.test import Client
from django.urls import reverse

from zhongshu.domains.documents.commands import receipts
from zhongshu.domains.documents.tests import factories
from zhongshu.platform.accounts.tests.factories import signed_in
from zhongshu.platform.organizations.public import Person

pytestmark = pytest.mark.django_db


def client_of(person: Person) -> Client:
    return signed_in(Client(), person)


@pytest.fixture
def made() -> factories.Office:
    return factories.office()


@pytest.mark.parametrize("tab", ["text", "slip", "flow", "timeline", "files", "compare", "review", "receipts", "readers"])
def test_each_tab_of_a_document_is_a_page_of_at_most_twelve_queries(made, tab, django_assert_max_num_queries):
    target = factories.recipient()
    document = factories.dispatched(made, to=[target.organ])
    client = client_of(made.people["clerk"])
    address = reverse("documents:detail", args=[document.pk])
    client.get(address)

    with django_assert_max_num_queries(14):  # two of them are the session and the account
        answer = client.get(address, {"tab": tab})

    assert answer.status_code == 200
    assert document.title in answer.content.decode()


@pytest.mark.parametrize("tab", ["text", "slip", "flow", "timeline", "files", "readers"])
def test_each_tab_of_an_incoming_document_is_a_page_of_at_most_twelve_queries(made, tab, django_assert_max_num_queries):
    target = factories.recipient()
    factories.dispatched(made, to=[target.organ])
    clerk = target.actor("clerk")
    incoming = receipts.sign(made_receipt(target), by=clerk)
    client = client_of(target.people["clerk"])
    address = reverse("documents:incoming_detail", args=[incoming.pk])
    client.get(address)

    with django_assert_max_num_queries(14):
        answer = client.get(address, {"tab": tab})

    assert answer.status_code == 200


def made_receipt(target: factories.Office):
    from zhongshu.domains.documents.models import Receipt

    return Receipt.objects.get(organ=target.organ)


@pytest.mark.parametrize(
    "name",
    [
        "outgoing",
        "outgoing_print",
        "outgoing_xlsx",
        "draft_new",
        "in_tray",
        "unsigned",
        "incoming",
        "incoming_print",
        "incoming_xlsx",
        "receive",
        "signings",
        "quotas",
    ],
)
def test_the_lists_open(made, name, django_assert_max_num_queries):
    target = factories.recipient()
    factories.dispatched(made, to=[target.organ])
    client = client_of(made.people["clerk"])
    client.get(reverse(f"documents:{name}"))

    with django_assert_max_num_queries(11 if name in {"draft_new", "quotas"} else 8):
        answer = client.get(reverse(f"documents:{name}"))

    assert answer.status_code == 200


def test_the_editor_opens_and_saves(made):
    document = factories.draft_in(made)
    client = client_of(made.people["drafter"])
    address = reverse("documents:edit", args=[document.pk])

    page = client.get(address)

    assert page.status_code == 200
    assert "版式预览" in page.content.decode()


def test_the_pdf_opens(made):
    document = factories.draft_in(made)

    answer = client_of(made.people["drafter"]).get(reverse("documents:pdf", args=[document.pk]))

    assert answer.content.startswith(b"%PDF")


def test_the_slip_prints(made):
    document = factories.dispatched(made)

    answer = client_of(made.people["drafter"]).get(reverse("documents:slip_pdf", args=[document.pk]))

    assert answer.content.startswith(b"%PDF")


def test_a_stranger_finds_nothing(made):
    document = factories.draft_in(made)
    stranger = factories.recipient().people["clerk"]

    answer = client_of(stranger).get(reverse("documents:detail", args=[document.pk]))

    assert answer.status_code == 404
