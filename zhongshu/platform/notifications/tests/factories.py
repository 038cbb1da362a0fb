"""People to be told, and telling them."""

import datetime as dt

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.notifications import commands
from zhongshu.platform.notifications.choices import Pace
from zhongshu.platform.organizations.tests.factories import PersonFactory, UnitFactory, actor_for, person_in

SENDER = Actor.system("周督办")
REF = ObjectRef("tests.folder", 7, "关于防汛的通知", "云办发〔2026〕7号")


def clerk(**fields):
    return person_in(UnitFactory(), **{"email": "clerk@yunzhou.test", "mobile": "13000000000"} | fields)


def tell(*people, kind="tests.arrived", text="请办理《关于防汛的通知》", ref=REF, by=SENDER, **fields):
    return commands.notify([person.pk for person in people], kind=kind, text=text, ref=ref, by=by, **fields)


def wants(person, *channels, kind="", pace=Pace.AT_ONCE, quiet=None):
    """Record that the person wants a kind over the channels; quiet is a pair such as ("22:00", "07:00")."""
    start, end = (dt.time.fromisoformat(each) for each in quiet) if quiet else (None, None)
    commands.choose(
        {(channel, kind): True for channel in channels}, pace=pace, quiet_from=start, quiet_until=end, by=actor_for(person)
    )


__all__ = ["REF", "SENDER", "PersonFactory", "actor_for", "clerk", "tell", "wants"]
