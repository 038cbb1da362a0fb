"""Who is who: people, the posts they hold, what these do."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet

from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.pages import Page, keyset
from zhongshu.platform.organizations.choices import Duty
from zhongshu.platform.organizations.models import Person, Post, PostDuty, PostHolding
from zhongshu.platform.organizations.queries.delegations import in_force


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
        unit_ids=frozenset(u for holding in holdings for u in (holding.post.unit_id, holding.post.unit.own_organ_id)),
        organ_ids=frozenset(holding.post.unit.own_organ_id for holding in holdings),
        post_ids=frozenset(holding.post_id for holding in holdings),
        duties=frozenset((h.post.unit.own_organ_id, duty.duty) for h in holdings for duty in h.post.duties.all()),
        clearance=person.clearance,
        principals=principals,
        account_id=account_id,
        address=address,
        rank=min((holding.post.rank_order for holding in holdings), default=1000),
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
        people = found[row.post.unit.own_organ_id]
        if row.person not in people:
            people.append(row.person)
    return dict(found)


def holders_of_any(duties: Sequence[str], organ_id: int) -> list[Person]:
    """Return those who hold one of the duties in the organ today, each once: by duty in the given order, then by rank."""
    return [person for person, _ in holders_with_posts(duties, organ_id)]


def holders_with_posts(duties: Sequence[str], organ_id: int) -> list[tuple[Person, str]]:
    """Return the holders of one of the duties as above, each with the post that carries it ("市政府办公室 主任"), in one query."""
    rows = (
        PostHolding.objects.filter(
            held_on(clock.today()), post__duties__duty__in=duties, post__unit__organ_id=organ_id, person__active=True
        )
        .annotate(duty=F("post__duties__duty"))
        .select_related("person", "post__unit")
        .order_by("post__rank_order", "person__rank_order", "person_id")
    )
    found: dict[int, tuple[Person, str]] = {}
    for row in sorted(rows, key=lambda row: list(duties).index(row.duty)):
        found.setdefault(row.person_id, (row.person, f"{row.post.unit} {row.post.name}"))
    return list(found.values())


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


def people_choices(text: str, *, actor: Actor) -> list[dict[str, Any]]:
    """Return up to twenty people for the picker, each with id, name and post; without words the actor's own unit."""
    own_unit = members(actor.unit_id)[:20] if actor.unit_id else ()
    found = find_people(text) if text.strip() else list(own_unit)
    lines = full_post_lines([person.pk for person in found])
    return [{"id": person.pk, "text": person.name, "note": lines.get(person.pk, "")} for person in found]


def full_post_lines(person_ids: Iterable[int]) -> dict[int, str]:
    """Return, by person, organ, section and main post as one line ("市审计局 综合科 科长"), in one query."""
    lines = {}
    for person_id, holding in main_posts(person_ids).items():
        unit = holding.post.unit
        section = "" if unit.is_organ else f"{unit} "
        lines[person_id] = f"{unit.organ} {section}{holding.post.name}"
    return lines


def people_page(words: str = "", *, after: str | None = None, before: str | None = None) -> Page:
    """Cut one page out of the people in service, in rank order, each with ``post_line``."""
    found = Person.objects.filter(active=True)
    if words:
        found = found.filter(named_like(words))
    page = keyset(found, order=("rank_order", "id"), after=after, before=before, size=30)
    lines = post_lines([row.pk for row in page.rows])
    for row in page.rows:
        row.post_line = lines.get(row.pk, "")
    return page


def posts_with_duties(person_id: int) -> list[Post]:
    """Return the posts that the person holds today with what they do, in rank order."""
    held = PostHolding.objects.filter(held_on(clock.today()), person_id=person_id).values("post_id")
    return list(
        Post.objects.filter(pk__in=held).select_related("unit__organ").prefetch_related("duties").order_by("rank_order", "pk")
    )
