"""Accounts for tests of every layer above."""

import factory
from django.test import Client

from zhongshu.platform.accounts.models import Account
from zhongshu.platform.organizations.public import Person
from zhongshu.platform.organizations.tests.factories import PersonFactory

PASSWORD = "Zhongshu#2026"


class AccountFactory(factory.django.DjangoModelFactory):
    """An account of a person; with ``administrator="system"`` one of the three administrators."""

    class Meta:
        model = Account

    username = factory.Sequence(lambda n: f"user{n + 1:03d}")
    person = factory.Maybe("administrator", yes_declaration=None, no_declaration=factory.SubFactory(PersonFactory))
    administrator = ""
    password = factory.django.Password(PASSWORD)


def signed_in(client: Client, person: Person) -> Client:
    """Sign a person in, with a new account if there is none; returns the client."""
    account = Account.objects.filter(person=person).first() or AccountFactory(person=person)
    client.force_login(account)
    return client


def signed_in_administrator(client: Client, kind: str) -> Client:
    """Sign in one of the three administrators: "system", "security", "audit"; returns the client."""
    account = Account.objects.filter(administrator=kind).first() or AccountFactory(administrator=kind, username=kind)
    client.force_login(account)
    return client
