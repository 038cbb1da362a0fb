"""What an attacker with the database file would change is found."""

import pytest
from django.db import connection

from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.opinions import commands
from zhongshu.platform.opinions.proving import changed_opinions
from zhongshu.platform.organizations.tests.factories import UnitFactory, actor_for, person_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def opinion():
    person = person_in(UnitFactory(), "leader")
    return commands.record(ObjectRef("documents.outgoing", 1, "关于防汛的通知"), words="同意。", by=actor_for(person))


def overwrite(opinion, column, value):
    """Change a column as somebody with the file would: without the guard of the database."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'opinions_opinion'")
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks still to come cannot be altered
            connection.check_constraints()  # PostgreSQL alters no table while deferred checks wait
            cursor.execute("ALTER TABLE opinions_opinion DISABLE TRIGGER USER")
        cursor.execute(f"UPDATE opinions_opinion SET {column} = %s WHERE id = %s", [value, opinion.pk])


def test_an_untouched_opinion_agrees_with_the_log(opinion):
    assert list(changed_opinions()) == []


@pytest.mark.parametrize(("column", "value"), [("words", "不同意。"), ("person_name", "他人"), ("text_digest", "0" * 64)])
def test_a_changed_opinion_is_named(opinion, column, value):
    overwrite(opinion, column, value)

    (sentence,) = changed_opinions()
    assert str(opinion.pk) in sentence
