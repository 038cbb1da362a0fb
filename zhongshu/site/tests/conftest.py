"""The demonstration city for tests of the whole product: built once a module, undone when the module ends."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.test import Client
from django.test.testcases import LiveServerThread
from django.utils import timezone

from zhongshu.domains.documents import public as documents
from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.platform.accounts.public import Account
from zhongshu.platform.calendars import public as calendars
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.organizations.public import Person
from zhongshu.platform.workflow import public as workflow
from zhongshu.platform.workflow.engine import graphs
from zhongshu.site.demonstration import playing
from zhongshu.site.demonstration.city import City

MONDAY = "2026-11-23 09:00"


@dataclass
class Town:
    """The city and its people by the keys of ``City.roles``, such as "government.director" or "department9.head"."""

    city: City
    address: str = ""

    def person(self, key: str) -> Person:
        return self.city.roles[key]

    def actor(self, key: str) -> Actor:
        return playing.actor(self.person(key).pk)

    def account(self, key: str) -> Account:
        """Return the account of a person, or of an administrator: "system", "security", "audit"."""
        if key in self.city.roles:
            return Account.objects.get(person=self.person(key))
        return Account.objects.get(username=key)

    def client(self, key: str) -> Client:
        """Return a client that is signed in as this person."""
        client = Client()
        client.force_login(self.account(key))
        return client


def found_town() -> Town:
    """Build the city with its calendar, its drawings and its collective names."""
    forget()
    calendars.load_years([2024, 2025, 2026], by=Actor.system())
    workflow.load_definitions()
    town = Town(City().build())
    documents.load_collective_names()
    return town


@contextmanager
def office_clock(moment: str) -> Iterator[None]:
    """Let the office's clock go on from this moment, for every thread, whatever day the tests are run on."""
    # In the place of the frozen moment, because models keep ``clock.now`` itself as a default.
    with mock.patch.object(clock, "_frozen", Going(timezone.make_aware(dt.datetime.fromisoformat(moment)) - timezone.now())):
        yield


class Going:
    """A clock that is ahead of the real one, unless it is stopped."""

    def __init__(self, ahead: dt.timedelta) -> None:
        stopped: ContextVar[dt.datetime | None] = ContextVar("stopped", default=None)
        self.set, self.reset = stopped.set, stopped.reset
        self.get = lambda: stopped.get() or timezone.now() + ahead


def forget() -> None:
    """Ids are used again by the next city."""
    playing.forget()
    graphs.forget()
    organizations.forget_all()


@pytest.fixture(scope="module")
def undone(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """One transaction around all tests of the module, so that they may share what they look at."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
    forget()


@pytest.fixture(scope="module")
def city(undone: None) -> Iterator[Town]:
    """The city on a working Monday; tests may change it, each change is undone after its test."""
    with office_clock(MONDAY):
        yield found_town()


@pytest.fixture(scope="module")
def transactional_db(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """A database that a server's threads share, for all tests of the module. By its name pytest-django knows that one is needed."""
    with django_db_blocker.unblock(), database_of_its_own(tmp_path_factory.mktemp("served")):
        yield


@pytest.fixture(scope="module")
def served(transactional_db: None) -> Iterator[Town]:
    """The city behind a web server with several threads, each with its own connection, as in an office."""
    with office_clock(MONDAY):
        with transaction.atomic():
            town = found_town()
        server = LiveServerThread("127.0.0.1", StaticFilesHandler)
        server.daemon = True
        server.start()
        server.is_ready.wait()
        if server.error:
            raise server.error
        town.address = f"http://127.0.0.1:{server.port}"
        yield town
        server.terminate()
    forget()


@contextmanager
def database_of_its_own(folder: Path) -> Iterator[None]:
    """Give this thread and the server's threads a database to write in: on SQLite a file, on PostgreSQL the test database,
    emptied afterwards.
    """
    if connection.vendor != "sqlite":
        yield
        call_command("flush", interactive=False, verbosity=0)
        return
    file = str(folder / "city.sqlite3")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [file])
    configuration, memory = connections.settings["default"], connections["default"]
    name = configuration["NAME"]
    configuration["NAME"] = file
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = memory
        configuration["NAME"] = name
