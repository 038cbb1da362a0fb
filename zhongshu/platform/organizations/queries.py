"""Who is who: units, posts, people, and what they are to each other."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Exists, Min, OuterRef, Q, QuerySet

from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.platform.organizations.choices import Duty, Relation, SubordinationKind, UnitKind
from zhongshu.platform.organizations.models import Delegation, Person, Post, PostDuty, PostHolding, Subordination, Unit


def held_on(day: dt.date) -> Q:
    """Return the condition that a holding is in force on the day."""
    return Q(start_date__lte=day) & (Q(end_date=None) | Q(end_date__gte=day))


def actor_of(person_id: int, post_id: int | None = None, *, account_id: int | None = None, address: str = "") -> Actor:
    """Return the actor that the person is today, acting in ``post_id`` or else in the main post.

    Three queries: person, holdings with units and duties, delegations.
    """
    person = Person.objects.get(pk=person_id)
    holdings = list(
        PostHolding.objects.filter(held_on(clock.today()), person=person, post__unit__active=True)
        .select_related("post__unit__organ")
        .prefetch_related("post__duties")
        .order_by("-is_primary", "post__rank_order", "pk")
    )
    current = next((holding for holding in holdings if holding.post_id == post_id), holdings[0] if holdings else None)
    principals = frozenset(in_force(clock.now()).filter(agent=person).values_list("principal_id", flat=True))
    unit = current.post.unit if current else None
    organ = unit.organ if unit else None
    return Actor(
        person_id=person.pk,
        name=person.name,
        post_id=current.post_id if current else None,
        post_name=current.post.name if current else "",
        unit_id=unit.pk if unit else None,
        unit_name=unit.name if unit else "",
        organ_id=organ.pk if organ else None,
        organ_name=organ.name if organ else "",
        unit_ids=frozenset(u for holding in holdings for u in (holding.post.unit_id, holding.post.unit.organ_id)),
        organ_ids=frozenset(holding.post.unit.organ_id for holding in holdings),
        post_ids=frozenset(holding.post_id for holding in holdings),
        duties=frozenset((h.post.unit.organ_id, duty.duty) for h in holdings for duty in h.post.duties.all()),
        clearance=person.clearance,
        principals=principals,
        account_id=account_id,
        address=address,
    )


def posts_of(person_id: int) -> list[Post]:
    """Return the posts that the person holds today, main post first, each with its unit and organ."""
    return list(
        Post.objects.filter(holdings__person_id=person_id)
        .filter(Exists(PostHolding.objects.filter(held_on(clock.today()), post=OuterRef("pk"), person_id=person_id)))
        .select_related("unit__organ")
        .distinct()
        .order_by("rank_order", "pk")
    )


def holders(duty: str, organ_id: int) -> list[Person]:
    """Return those who hold the duty in the organ today, in rank order; empty if nobody does."""
    return holders_of(duty, [organ_id]).get(organ_id, [])


def holders_of(duty: str, organ_ids: Iterable[int]) -> dict[int, list[Person]]:
    """Return, per organ, those who hold the duty today, in rank order: one query for many organs."""
    rows = (
        PostHolding.objects.filter(
            held_on(clock.today()), post__duties__duty=duty, post__unit__organ_id__in=list(organ_ids), person__active=True
        )
        .select_related("person", "post__unit")
        .order_by("post__rank_order", "person__rank_order", "person_id")
    )
    found: dict[int, list[Person]] = defaultdict(list)
    for row in rows:
        people = found[row.post.unit.organ_id]
        if row.person not in people:
            people.append(row.person)
    return dict(found)


def members(unit_id: int) -> QuerySet[Person]:
    """Return the people who hold a post in the unit (an organ's sections included) today, in rank order."""
    return (
        Person.objects.filter(active=True)
        .filter(
            Exists(
                PostHolding.objects.filter(held_on(clock.today()), person=OuterRef("pk")).filter(
                    Q(post__unit_id=unit_id) | Q(post__unit__organ_id=unit_id)
                )
            )
        )
        .order_by("rank_order", "pk")
    )


def head_of(unit_id: int) -> Person | None:
    """Return the head of a unit today: its principal head, section head or office director, else its highest-ranked person."""
    heads = [Duty.PRINCIPAL_HEAD, Duty.SECTION_HEAD, Duty.OFFICE_DIRECTOR]
    holding = (
        PostHolding.objects.filter(held_on(clock.today()), post__unit_id=unit_id, person__active=True)
        .annotate(is_head=Exists(PostDuty.objects.filter(post=OuterRef("post"), duty__in=heads)))
        .select_related("person")
        .order_by("-is_head", "post__rank_order", "pk")
        .first()
    )
    return holding.person if holding else None


def person(person_id: int) -> Person:
    return Person.objects.get(pk=person_id)


def people(person_ids: Iterable[int]) -> dict[int, Person]:
    """Return the people by id, in one query."""
    return Person.objects.in_bulk(list(person_ids))


def unit(unit_id: int) -> Unit:
    return Unit.objects.get(pk=unit_id)


def units(unit_ids: Iterable[int]) -> dict[int, Unit]:
    """Return the units by id, in one query."""
    return Unit.objects.in_bulk(list(unit_ids))


def organs() -> QuerySet[Unit]:
    """Return the organs in use, in rank order."""
    return Unit.objects.filter(kind=UnitKind.ORGAN, active=True).order_by("rank_order", "pk")


def subtree_ids(unit_id: int) -> list[int]:
    """Return the ids of the unit and of all below it."""
    path = Unit.objects.values_list("path", flat=True).get(pk=unit_id)
    return list(Unit.objects.filter(path__startswith=path).values_list("pk", flat=True))


def relation(issuer_id: int, recipient_id: int) -> Relation:
    """Tell what the recipient organ is to the issuer (行文关系, 党政机关公文处理工作条例 art. 13–17)."""
    both = Unit.objects.select_related("parent").in_bulk([issuer_id, recipient_id])
    issuer, recipient = both[issuer_id], both[recipient_id]
    ties = set(
        Subordination.objects.filter(
            Q(superior=issuer, subordinate=recipient) | Q(superior=recipient, subordinate=issuer)
        ).values_list("superior_id", "kind")
    )
    if issuer.path.startswith(recipient.path) and issuer.pk != recipient.pk:
        return Relation.SUPERIOR
    if recipient.path.startswith(issuer.path) and issuer.pk != recipient.pk:
        return Relation.SUBORDINATE
    if any(superior == recipient.pk and kind != SubordinationKind.GUIDANCE for superior, kind in ties):
        return Relation.DUAL_SUPERIOR
    if any(superior == issuer.pk and kind != SubordinationKind.GUIDANCE for superior, kind in ties):
        return Relation.SUBORDINATE
    if issuer.parent_id == recipient.parent_id and issuer.level == recipient.level:
        return Relation.PEER
    return Relation.NON_SUBORDINATE


def in_force(moment: dt.datetime) -> QuerySet[Delegation]:
    """Return the delegations in force at the moment."""
    return Delegation.objects.filter(revoked_at=None, start_at__lte=moment, end_at__gt=moment)


def agent_for(person_id: int, kind: str, *, secrecy: int = 0) -> Delegation | None:
    """Return the delegation under which another acts for the person on matters of this kind now, if one is in force.

    An agent without the clearance for the matter, or no longer in service, does not act: the matter stays with the principal.
    """
    return agents_for([person_id], kind, secrecy=secrecy).get(person_id)


def agents_for(person_ids: Iterable[int], kind: str, *, secrecy: int = 0) -> dict[int, Delegation]:
    """Return, by principal, the delegations that apply now to matters of this kind: one query for many people."""
    found = in_force(clock.now()).filter(principal_id__in=list(person_ids), agent__active=True, agent__clearance__gte=secrecy)
    return {row.principal_id: row for row in found.select_related("agent", "principal").order_by("-pk") if row.covers(kind)}


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


def keeps_book_of(actor: Actor, person_id: int) -> bool:
    """Tell whether the actor, as registry clerk or office director, keeps the phone book of an organ of the person."""
    return PostHolding.objects.filter(
        held_on(clock.today()),
        person_id=person_id,
        post__unit__organ_id__in=actor.organs_where(Duty.REGISTRY_CLERK, Duty.OFFICE_DIRECTOR),
    ).exists()


def find_people(text: str, *, organ_ids: Iterable[int] | None = None, limit: int = 20) -> list[Person]:
    """Return people whose name contains the text or whose pinyin or initials begin with it, in rank order, for pickers."""
    text = text.strip()
    if not text:
        return []
    found = Person.objects.filter(active=True).filter(named_like(text))
    if organ_ids is not None:
        found = found.filter(
            Exists(
                PostHolding.objects.filter(
                    held_on(clock.today()), person=OuterRef("pk"), post__unit__organ_id__in=list(organ_ids)
                )
            )
        )
    return list(found.order_by("rank_order", "pk")[:limit])


def named_like(text: str, prefix: str = "") -> Q:
    """Return the condition that a person is called so: part of the name, or the beginning of pinyin or initials.

    ``prefix`` leads from another model to the person, such as "person__".
    """
    text = text.strip()
    typed = text.lower().replace(" ", "").replace("ü", "v")
    condition = Q(**{f"{prefix}name__contains": text})
    if typed.isascii() and typed:
        condition |= Q(**{f"{prefix}initials__startswith": typed}) | Q(**{f"{prefix}pinyin__startswith": typed})
    return condition


def find_units(text: str, *, organs_only: bool = False, limit: int = 20) -> list[Unit]:
    """Return units in use whose name, short name or code contains the text, with their organ, in rank order, for pickers."""
    text = text.strip()
    if not text:
        return []
    found = Unit.objects.filter(active=True).filter(
        Q(name__contains=text) | Q(short_name__contains=text) | Q(code__istartswith=text)
    )
    if organs_only:
        found = found.filter(kind=UnitKind.ORGAN)
    return list(found.select_related("organ").order_by("kind", "rank_order", "pk")[:limit])


def organ_tree() -> list[tuple[Unit, int]]:
    """Return every organ in use with its depth (0 for the first level), each followed by the organs below it, in rank order."""
    below: dict[int | None, list[Unit]] = defaultdict(list)
    found = list(organs())
    known = {organ.pk for organ in found}
    for organ in found:
        below[organ.parent_id if organ.parent_id in known else None].append(organ)
    rows: list[tuple[Unit, int]] = []
    waiting = [(organ, 0) for organ in reversed(below[None])]
    while waiting:
        organ, depth = waiting.pop()
        rows.append((organ, depth))
        waiting += [(child, depth + 1) for child in reversed(below[organ.pk])]
    return rows


def sections_of(organ_id: int) -> list[Unit]:
    """Return the sections in use of an organ, in rank order."""
    return list(Unit.objects.filter(kind=UnitKind.SECTION, organ_id=organ_id, active=True).order_by("rank_order", "pk"))


def post_lines(person_ids: Iterable[int]) -> dict[int, str]:
    """Return, by person, the main post with its unit as one line ("综合科 科长"), in one query."""
    rows = (
        PostHolding.objects.filter(held_on(clock.today()), person_id__in=list(person_ids))
        .select_related("post__unit")
        .order_by("person_id", "-is_primary", "post__rank_order", "pk")
    )
    lines: dict[int, str] = {}
    for row in rows:
        lines.setdefault(row.person_id, f"{row.post.unit} {row.post.name}")
    return lines


def main_posts(person_ids: Iterable[int]) -> dict[int, PostHolding]:
    """Return, by person, the main holding with post, unit and organ, in one query."""
    rows = (
        PostHolding.objects.filter(held_on(clock.today()), person_id__in=list(person_ids))
        .select_related("post__unit__organ")
        .order_by("person_id", "-is_primary", "post__rank_order", "pk")
    )
    found: dict[int, PostHolding] = {}
    for row in rows:
        found.setdefault(row.person_id, row)
    return found


def rank_of(person_ids: Iterable[int]) -> dict[int, int]:
    """Return, by person, the rank of the highest post held today (smaller is higher)."""
    rows = (
        PostHolding.objects.filter(held_on(clock.today()), person_id__in=list(person_ids))
        .values("person_id")
        .annotate(rank=Min("post__rank_order"))
    )
    return {row["person_id"]: row["rank"] for row in rows}
