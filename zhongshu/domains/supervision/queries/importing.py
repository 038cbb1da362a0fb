"""Reads of ledgers taken in: the imports, their rows, and the people of the directory that rows speak of."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q, QuerySet

from zhongshu.domains.supervision.choices import Grade, SourceKind, State
from zhongshu.domains.supervision.import_policies import import_policy
from zhongshu.domains.supervision.importing.settling import Staff
from zhongshu.domains.supervision.models import SupervisionItem
from zhongshu.domains.supervision.models.importing import LedgerImport, LedgerImportRow
from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.pages import Page, keyset
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.spreadsheets.public import importing

# What a person looks at of a row: the key of its value and the heading.
SHOWN = {
    "title": "事项", "lead": "牵头单位", "supporting": "协办单位", "responsible": "责任人", "docketed": "立项日期", "deadline": "办理时限",
    "state": "状态", "completed": "办结日期", "source_kind": "立项依据", "grade": "级别",
}  # fmt: skip
SHORT = frozenset({"responsible", "docketed", "deadline", "state", "completed", "grade"})  # kept on one line
MOST_ASKED = 20


def imports(viewer: Actor) -> QuerySet[LedgerImport]:
    return import_policy.visible(viewer).select_related("organ", "entered_by")


def recent(viewer: Actor, *, after: str | None = None, before: str | None = None) -> Page:
    """Cut one page out of the imports that the viewer may see, newest first."""
    light = import_policy.visible(viewer).defer("questions", "skipped", "answers", "headers", "mapping")
    return importing.recent(light, after=after, before=before)


def rows(shown: LedgerImport, *, bad: bool = False, after: str | None = None, before: str | None = None) -> Page:
    """Cut one page out of the rows in the order of the sheet, only those with problems if ``bad``; each with ``shown_cells``: text, short or not."""
    found = LedgerImportRow.objects.filter(ledger_import=shown)
    if bad:
        found = found.filter(bad=True)
    page = keyset(found, order=("number",), after=after, before=before, size=50)
    dress(page.rows)
    return page


def dress(found: Iterable[LedgerImportRow]) -> None:
    """Write into each row what a person sees of it, names instead of ids: two queries."""
    kept = list(found)
    unit_ids = {pk for row in kept for pk in [row.values.get("lead"), *row.values.get("supporting", [])] if pk}
    people_ids = {row.values.get("responsible") for row in kept} - {None}
    units = organizations.units(unit_ids) if unit_ids else {}
    people = organizations.people(people_ids) if people_ids else {}
    labels: dict[str, dict[Any, str]] = {
        "state": dict(State.choices), "source_kind": dict(SourceKind.choices), "grade": dict(Grade.choices),
    }  # fmt: skip
    for row in kept:
        values = row.values
        responsible = people.get(values.get("responsible"))
        names = {
            "lead": str(units.get(values.get("lead")) or values.get("lead_written", "")),
            "supporting": _some([str(units[pk]) for pk in values.get("supporting", []) if pk in units]),
            "responsible": responsible.name if responsible else values.get("responsible_written", ""),
        }
        labelled = {key: label.get(values.get(key), "") for key, label in labels.items()}
        shown = {**values, **labelled, **names}
        vars(row)["shown_cells"] = [(shown.get(key, ""), key in SHORT) for key in SHOWN]


def left_out(shown: LedgerImport) -> list[LedgerImportRow]:
    """Return the rows with problems, in the order of the sheet."""
    return list(LedgerImportRow.objects.filter(ledger_import=shown, bad=True).order_by("number"))


def questions(shown: LedgerImport) -> list[dict[str, Any]]:
    """Return the most frequent undecided names, each of a person with the ``people`` to choose from: two queries."""
    asked = shown.questions[:MOST_ASKED]
    units = organizations.units({question["unit_id"] for question in asked if question["unit_id"]})
    organ_ids = {unit.own_organ_id for unit in units.values()}
    members: dict[int, list[tuple[int, str]]] = defaultdict(list)
    if organ_ids:
        holdings = organizations.PostHolding.objects.filter(
            organizations.held_on(clock.today()), post__unit__organ__in=organ_ids, person__active=True
        ).order_by("post__rank_order", "pk")
        for organ_id, person_id, name, post in holdings.values_list(
            "post__unit__organ", "person_id", "person__name", "post__name"
        ):
            members[organ_id or 0].append((person_id, f"{name}（{post}）"))
    for question in asked:
        unit = units.get(question["unit_id"])
        question["unit_name"] = str(unit) if unit else ""
        question["people"] = list(dict(members[unit.own_organ_id]).items())[:100] if unit else []
    return asked


def staff(unit_ids: Collection[int]) -> Staff:
    """Return the people of the units, and the leaders who may have given instructions: four queries."""
    units = organizations.units(unit_ids)
    organ_of = {pk: unit.own_organ_id for pk, unit in units.items()}
    duties = organizations.PostDuty.objects.filter(duty__in=[*HEADS, organizations.Duty.LEADER])
    leading: set[int] = set()
    heading: set[int] = set()
    for post_id, duty in duties.values_list("post_id", "duty"):
        (leading if duty == organizations.Duty.LEADER else heading).add(post_id)
    of_units = Q(post__unit__organ__in=set(organ_of.values()))
    holdings = organizations.PostHolding.objects.filter(
        of_units | Q(post__in=leading), organizations.held_on(clock.today()), person__active=True
    ).order_by("post__rank_order", "pk")
    by_name: dict[tuple[int, str], list[int]] = defaultdict(list)
    heads: dict[int, tuple[bool, int]] = {}
    leaders: dict[str, list[int]] = defaultdict(list)
    for organ_id, unit_id, post_id, person_id, name in holdings.values_list(
        "post__unit__organ", "post__unit", "post_id", "person_id", "person__name"
    ):
        if person_id not in by_name[organ_id or 0, name]:
            by_name[organ_id or 0, name].append(person_id)
        if post_id in leading and person_id not in leaders[name]:
            leaders[name].append(person_id)
        # The first who heads the unit, else the highest-ranked: as organizations.head_of says for one unit.
        found = (post_id not in heading, person_id)
        if unit_id not in heads or found[0] < heads[unit_id][0]:
            heads[unit_id] = found
    return Staff(
        organ_of=organ_of,
        heads={unit_id: person_id for unit_id, (_, person_id) in heads.items()},
        by_name={key: tuple(people) for key, people in by_name.items()},
        leaders={name: tuple(people) for name, people in leaders.items()},
        names={pk: str(unit) for pk, unit in units.items()},
    )


def known_titles(organ_id: int, titles: Collection[str]) -> dict[tuple[str, int], str]:
    """Return the number of the items on the organ's ledger that are called so, by title and lead unit."""
    found: dict[tuple[str, int], str] = {}
    wanted = list(titles)
    for start in range(0, len(wanted), 500):
        rows_ = SupervisionItem.objects.filter(organ=organ_id, title__in=wanted[start : start + 500])
        for title, lead, number in rows_.values_list("title", "lead_unit_id", "number"):
            found.setdefault((title, lead), number)
    return found


HEADS = (organizations.Duty.PRINCIPAL_HEAD, organizations.Duty.SECTION_HEAD, organizations.Duty.OFFICE_DIRECTOR)


def _some(names: list[str]) -> str:
    return "、".join(names[:4]) + (f"等{len(names)}个单位" if len(names) > 4 else "")
