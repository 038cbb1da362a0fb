"""Every write: one function, one transaction, one thing that happens in the office."""

from django.db import transaction

from zhongshu.domains.figures.choices import State
from zhongshu.domains.figures.events import FigureClosed
from zhongshu.domains.figures.models import Figure
from zhongshu.domains.figures.policies import policy
from zhongshu.kernel import clock, states
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted
from zhongshu.kernel.events import publish
from zhongshu.platform.audit import public as audit
from zhongshu.platform.secrecy import public as secrecy


@transaction.atomic
def register(*, title: str, secrecy_level: int = 0, by: Actor) -> Figure:
    """Enter a matter in the ledger (登记); whoever enters it handles it.

    Raises:
        NotPermitted: the actor holds no post.
        RuleBroken: the level or a mark in the title is above what this installation stores.
    """
    if by.organ_id is None or by.person_id is None:
        raise NotPermitted("您现在没有任职，不能登记，请联系本单位办公室", code="no_post")
    secrecy.ensure_storable(secrecy_level, by=by)
    secrecy.ensure_storable(title, by=by, field="title")
    item = Figure.objects.create(
        title=title,
        organ_id=by.organ_id,
        handler_id=by.person_id,
        secrecy=secrecy_level,
        created_at=clock.now(),
    )
    audit.record("figures.registered", item, by=by)
    return item


@transaction.atomic
def close(item: Figure, *, by: Actor) -> None:
    """Close a matter (办结).

    Raises:
        NotPermitted: the actor neither handles it nor acts for the handler.
        RuleBroken: it is closed already.
        StaleState: somebody else closed it first.
    """
    policy.require(by, "close", item)
    states.move(item, to=State.CLOSED, close_date=clock.today())
    audit.record("figures.closed", item, by=by)
    publish(FigureClosed(item.pk, item.organ_id))
