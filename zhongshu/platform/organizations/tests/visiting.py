"""Signing in for tests of this layer, which does not know how accounts are kept."""

from django.contrib.auth import get_user_model
from django.test import Client

from zhongshu.platform.organizations.models import Person


def signed_in(client: Client, person: Person) -> None:
    accounts = get_user_model()
    account = accounts.objects.filter(person=person).first()
    client.force_login(account or accounts.objects.create_user(f"visitor{person.pk}", person=person))


def signed_in_administrator(client: Client, kind: str) -> None:
    accounts = get_user_model()
    account = accounts.objects.filter(administrator=kind).first()
    client.force_login(account or accounts.objects.create_user(kind, administrator=kind))
