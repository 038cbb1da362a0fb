"""Every read: the tree, the phone book's lines, who is ranked where, what an import would do."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from zhongshu.domains.directory.choices import DEFAULT_AUDIENCE, Audience, ContactField
from zhongshu.domains.directory.importing.rows import CONTACT, Known, Row, judge
from zhongshu.domains.directory.models import ContactImport, FieldVisibility
from zhongshu.domains.directory.policies import imports, people
from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.pages import Page, keyset
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.organizations.public import Duty, PostDuty, PostHolding, Unit
from zhongshu.platform.spreadsheets.public import importing

EXPORT_LIMIT = 5000
_SEES = [f"see_{name}" for name in ContactField.values]


@dataclass(frozen=True)
class Entry:
    """One line of the phone book as one reader may see it: a field not shown to the reader is None, one not filled in is ""."""

    person_id: int
    name: str
    post_name: str
    unit_name: str
    organ_id: int
    organ_name: str
    office_phone: str | None
    mobile: str | None
    short_number: str | None
    email: str | None
    room: str | None
    can_update: bool = False


@dataclass
class Branch:
    """One organ of the tree with the organs below it."""

    unit: Unit
    open: bool = False
    below: "list[Branch]" = field(default_factory=list)


def tree(current_id: int | None) -> list[Branch]:
    """Return the organs as nested branches in rank order, with the sections of the current one; what leads there is open."""
    roots: list[Branch] = []
    path: list[Branch] = []
    for unit, depth in organizations.organ_tree(with_sections_of=current_id):
        branch = Branch(unit)
        del path[depth:]
        (path[-1].below if path else roots).append(branch)
        path.append(branch)
        if unit.pk == current_id:
            for above in path:
                above.open = True
    return roots


def entries(
    viewer: Actor, *, organ_id: int | None = None, section_id: int | None = None, words: str = ""
) -> QuerySet[PostHolding]:
    """Return the main posts held today by people the viewer may see: of one organ or section, and like the words.

    Words are part of a name, the beginning of its pinyin or initials, part of a post's name, or at least four digits of a
    number that the viewer may see.
    """
    found = PostHolding.objects.filter(
        organizations.held_on(clock.today()), is_primary=True, person__in=people.visible(viewer), post__unit__active=True
    )
    if section_id:
        found = found.filter(post__unit_id=section_id)
    elif organ_id:
        found = found.filter(post__unit__organ_id=organ_id)
    for word in words.split()[:4]:
        found = found.filter(_like(word, viewer))
    return _marked(found, viewer)


def page(found: QuerySet[PostHolding], viewer: Actor, *, after: str | None = None, before: str | None = None) -> Page:
    """Cut one page out of the entries, highest post first."""
    cut = keyset(found, order=("post__rank_order", "id"), after=after, before=before, size=50)
    return Page([_entry(row) for row in cut.rows], cut.next, cut.previous)


def book(viewer: Actor, organ_id: int, *, with_subordinates: bool = False, limit: int = EXPORT_LIMIT) -> list[Entry]:
    """Return a whole phone book in the order of print: organ by organ, section by section, by rank; at most ``limit`` lines."""
    found = entries(viewer)
    if with_subordinates:
        found = found.filter(post__unit__path__startswith=organizations.unit(organ_id).path)
    else:
        found = found.filter(post__unit__organ_id=organ_id)
    ordered = found.order_by(
        "post__unit__organ__level", "post__unit__organ__rank_order", "post__unit__organ_id",
        F("post__unit__kind").asc(), "post__unit__rank_order", "post__unit_id", "post__rank_order", "person__rank_order", "pk",
    )  # fmt: skip
    return [_entry(row) for row in ordered[:limit]]


def chapters(lines: Iterable[Entry]) -> list[tuple[str, list[tuple[str, list[Entry]]]]]:
    """Group the lines of a book: (organ, [(section, lines), ...]), in the order given."""
    return [
        (organ, [(unit, list(rows)) for unit, rows in groupby(of_organ, key=lambda line: line.unit_name)])
        for organ, of_organ in groupby(lines, key=lambda line: line.organ_name)
    ]


def leaders(viewer: Actor, level: int) -> list[tuple[str, list[Entry]]]:
    """Return the leaders of the leading bodies (四套班子) of one level, body by body, in rank order.

    A leading body is an organ whose superior stands on a higher level, or has none; a department stands on its government's.
    """
    heads = PostDuty.objects.filter(post=OuterRef("post"), duty__in=[Duty.LEADER, Duty.PRINCIPAL_HEAD])
    bodies = Q(post__unit__parent=None) | Q(post__unit__parent__level__lt=level)
    found = (
        entries(viewer)
        .filter(bodies, Exists(heads), post__unit__level=level, post__unit__organ_id=F("post__unit_id"))
        .order_by("post__unit__rank_order", "post__unit_id", "post__rank_order", "person__rank_order", "pk")
    )
    lines = [_entry(row) for row in found[:1000]]
    return [(organ, list(rows)) for organ, rows in groupby(lines, key=lambda line: line.organ_name)]


def person_card(viewer: Actor, person_id: int) -> tuple[Entry, list[str]] | None:
    """Return one person's line with all posts held today ("市政府 秘书长"); None if there is no such line for the viewer."""
    held = PostHolding.objects.filter(
        organizations.held_on(clock.today()), person_id=person_id, person__in=people.visible(viewer)
    )
    holdings = list(_marked(held, viewer).order_by("-is_primary", "post__rank_order", "pk"))
    if not holdings:
        return None
    posts = [f"{row.post.unit.organ} {'' if row.post.unit.is_organ else row.post.unit} {row.post.name}" for row in holdings]
    return _entry(holdings[0]), [" ".join(post.split()) for post in posts]


def audiences(organ_id: int) -> dict[ContactField, Audience]:
    """Return who may see each field of the organ's people, departures from the default included."""
    departures = FieldVisibility.objects.filter(organ_id=organ_id).values_list("field", "audience")
    return DEFAULT_AUDIENCE | {ContactField(name): Audience(audience) for name, audience in departures}


def recent_imports(viewer: Actor, *, after: str | None = None, before: str | None = None) -> Page:
    """Cut one page out of the imports that the viewer may see, newest first."""
    return importing.recent(imports.visible(viewer).defer("lines"), after=after, before=before)


def judged(contact_import: ContactImport) -> list[Row]:
    """Return what the import would do, row by row, as things stand now."""
    organ_id = contact_import.organ_id
    units: dict[str, int] = {}
    for unit in [*organizations.sections_of(organ_id), organizations.unit(organ_id)]:
        units |= {name: unit.pk for name in (unit.name, unit.short_name) if name}
    holdings = (
        PostHolding.objects.filter(organizations.held_on(clock.today()), post__unit__organ_id=organ_id, person__active=True)
        .select_related("person", "post")
        .order_by("-is_primary", "pk")
    )
    known: dict[int, Known] = {}
    for row in holdings:
        contact = {name: getattr(row.person, name) for name in CONTACT}
        known.setdefault(row.person_id, Known(row.person_id, row.person.name, row.post.unit_id, row.post.name, contact))
    return judge(contact_import.lines, contact_import.mapping, units=units, organ_id=organ_id, known=list(known.values()))


def tally(rows: Iterable[Row]) -> dict[str, int]:
    """Count what becomes of the rows: enrol, update, unchanged, problems."""
    counts: dict[str, int] = defaultdict(int)
    for row in rows:
        counts["problems" if row.problems else row.action] += 1
    return {name: counts[name] for name in ("enrol", "update", "unchanged", "problems")}


def _like(word: str, viewer: Actor) -> Q:
    condition = organizations.named_like(word, "person__") | Q(post__name__contains=word)
    digits = word.replace("-", "")
    if digits.isdigit() and len(digits) >= 4:
        for name in (ContactField.OFFICE_PHONE, ContactField.MOBILE, ContactField.SHORT_NUMBER):
            # A number that is not shown cannot be guessed by searching for it either.
            seen = people.allowed(viewer, f"see_{name}").filter(**{f"{name}__contains": word})
            condition |= Q(person_id__in=seen.values("pk"))
    return condition


def _marked(holdings: QuerySet[PostHolding], viewer: Actor) -> QuerySet[PostHolding]:
    """Annotate each holding with what the viewer may do with its person, in the same query."""
    flags = {
        f"can_{action}": Exists(people.allowed(viewer, action).filter(pk=OuterRef("person_id")))
        for action in ("update_contact", *_SEES)
    }
    return holdings.select_related("person", "post__unit__organ").annotate(**flags)


def _entry(holding: PostHolding) -> Entry:
    unit, person = holding.post.unit, holding.person
    shown = {name: getattr(person, name) if getattr(holding, f"can_see_{name}") else None for name in ContactField.values}
    return Entry(
        person_id=person.pk,
        name=person.name,
        post_name=holding.post.name,
        unit_name="" if unit.is_organ else unit.name,
        organ_id=unit.own_organ_id,
        organ_name=str(unit.organ),
        can_update=getattr(holding, "can_update_contact", False),
        **shown,
    )
