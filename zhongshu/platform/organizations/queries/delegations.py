"""Who acts for whom."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q, QuerySet, prefetch_related_objects

from zhongshu.kernel import clock
from zhongshu.kernel.pages import Page, keyset
from zhongshu.platform.organizations.models import Delegation


def in_force(moment: dt.datetime) -> QuerySet[Delegation]:
    """Return the delegations in force at the moment."""
    return Delegation.objects.filter(revoked_at=None, start_at__lte=moment, end_at__gt=moment)


def agent_for(person_id: int, kind: str, *, secrecy: int = 0) -> Delegation | None:
    """Return the delegation under which another acts for the person on matters of this kind now, if one is in force.

    An agent without the clearance for the matter, or no longer in service, does not act: the matter stays with the principal.
    """
    return agents_for([person_id], kind, secrecy=secrecy).get(person_id)


def agents_for(person_ids: Iterable[int], kind: str, *, secrecy: int = 0) -> dict[int, Delegation]:
    """Return, by principal, the delegations that apply now to matters of this kind: one query, and one more where there are any."""
    found = in_force(clock.now()).filter(principal_id__in=list(person_ids)).order_by("-pk")
    rows = [row for row in found if row.covers(kind)]
    if not rows:
        return {}
    # every step that opens asks this; the people are read only for the few who are away
    prefetch_related_objects(rows, "agent", "principal")
    return {row.principal_id: row for row in rows if row.agent.active and row.agent.clearance >= secrecy}


def delegations_given(person_id: int) -> list[Delegation]:
    """Return the person's own delegations in force or to come, for the banner and the list."""
    return list(
        Delegation.objects.filter(principal_id=person_id, revoked_at=None, end_at__gt=clock.now())
        .select_related("agent")
        .order_by("start_at", "pk")
    )


def delegations_of(person_id: int) -> QuerySet[Delegation]:
    """Return every delegation that the person gave or took, newest first, revoked and past ones included."""
    return Delegation.objects.filter(Q(principal_id=person_id) | Q(agent_id=person_id)).select_related("principal", "agent")


def live_delegations(person_id: int, moment: dt.datetime) -> list[Delegation]:
    """Return the delegations in force at the moment in which the person is principal or agent, soonest end first."""
    return list(
        in_force(moment)
        .filter(Q(principal_id=person_id) | Q(agent_id=person_id))
        .select_related("principal", "agent")
        .order_by("end_at", "pk")
    )


def all_delegations() -> QuerySet[Delegation]:
    """Return every delegation, for the system administrator."""
    return Delegation.objects.select_related("principal", "agent")


def delegations_page(found: QuerySet[Delegation], *, after: str | None = None, before: str | None = None) -> Page:
    """Cut one page out of delegations, latest start first."""
    return keyset(found, order=("-start_at", "-id"), after=after, before=before)
