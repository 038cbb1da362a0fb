"""Notes to be found. A note is a unit, a memo a post: see the fixture ``notes``."""

import datetime as dt
from itertools import count

from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.organizations.tests.factories import PostFactory, UnitFactory
from zhongshu.platform.search import commands

_minutes = count()
START = dt.datetime(2026, 1, 5, 1, 0, tzinfo=dt.UTC)


def note(title="便签", body="", *, kind="tests.note", number="", secrecy=0, organ=None, at=None, everyone=None, **audience):
    """Index a new note, each a minute after the one before; everybody may find it unless an audience is given."""
    owner = UnitFactory() if kind == "tests.note" else PostFactory()
    ref = ObjectRef(kind, owner.pk, title, number)
    commands.index(
        ref,
        title=title,
        body=body,
        number=number,
        organ_id=organ.pk if organ else None,
        at=at or START + dt.timedelta(minutes=next(_minutes)),
        secrecy=secrecy,
        everyone=not audience if everyone is None else everyone,
        **audience,
    )
    return ref


def titles(page):
    return [hit.ref.title for hit in page]


__all__ = ["START", "note", "titles"]
