"""Every write: who sees what, numbers changed, a spreadsheet taken in."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction

from zhongshu.domains.directory import queries
from zhongshu.domains.directory.choices import DEFAULT_AUDIENCE, Audience, ContactField
from zhongshu.domains.directory.events import ContactsImported
from zhongshu.domains.directory.importing.headers import SYNONYMS, understand
from zhongshu.domains.directory.importing.rows import CONTACT, Row
from zhongshu.domains.directory.models import ContactImport, FieldVisibility
from zhongshu.domains.directory.policies import books, imports, people
from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted
from zhongshu.kernel.events import publish
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.audit import public as audit
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.organizations.public import Person, Unit
from zhongshu.platform.spreadsheets.public import ImportState, importing

_KEEP_PREVIEWS_DAYS = 7


@transaction.atomic
def set_visibility(organ: Unit, audiences: Mapping[str, str], *, by: Actor) -> None:
    """Say who may see each field of the organ's people (可见范围).

    Raises:
        NotPermitted: the actor does not keep this organ's book.
    """
    books.require(by, "keep", organ)
    before = queries.audiences(organ.pk)
    wanted = {ContactField(name): Audience(audience) for name, audience in audiences.items()}
    changed = {name: audience for name, audience in wanted.items() if before[name] != audience}
    if not changed:
        return
    FieldVisibility.objects.filter(organ=organ, field__in=changed).delete()
    departures = [
        FieldVisibility(organ=organ, field=name, audience=audience)
        for name, audience in changed.items()
        if audience != DEFAULT_AUDIENCE[name]
    ]
    FieldVisibility.objects.bulk_create(departures)
    audit.record("directory.visibility_changed", _book(organ), by=by, **{str(k): str(v) for k, v in changed.items()})


@transaction.atomic
def change_contact(person: Person, *, by: Actor, **contact: str) -> None:
    """Change how a person is reached: the own card, or that of somebody in the organ whose book one keeps.

    Raises:
        NotPermitted: neither the own card nor the own organ's book.
    """
    people.require(by, "update_contact", person)
    organizations.update_contact(person, by=by, **contact)


@transaction.atomic
def preview_import(organ: Unit, *, file_name: str, content: bytes, by: Actor) -> ContactImport:
    """Read a spreadsheet and keep what was understood, so that somebody can look at it; nothing is imported yet.

    Raises:
        NotPermitted: the actor does not keep this organ's book.
        RuleBroken: not a spreadsheet, too large, or no headings with a name among them.
    """
    books.require(by, "keep", organ)
    if by.person_id is None:
        raise NotPermitted("导入须由维护人员本人办理", code="nobody_imports")
    missing = "没有找到“姓名”一列的表头，请确认表头在前 15 行内，并且表头下面有人员"
    table = importing.read_table(content, understand, missing=missing)
    discard_open = imports.allowed(by, "decide").filter(organ=organ, state=ImportState.PREVIEWED)
    for earlier in discard_open:
        discard_import(earlier, by=by)
    contact_import = importing.keep_preview(
        ContactImport, table, file_name=file_name, content=content, organ=organ, entered_by_id=by.person_id
    )
    audit.record("directory.import_previewed", contact_import, by=by, rows=len(table.lines))
    return contact_import


@transaction.atomic
def change_mapping(contact_import: ContactImport, mapping: Sequence[str], *, by: Actor) -> None:
    """Say anew what each column is taken for.

    Raises:
        NotPermitted: the actor does not keep this organ's book.
        RuleBroken: no column or two columns for a field that must be there once, or the import is decided.
    """
    imports.require(by, "decide", contact_import)
    chosen = importing.checked_mapping(contact_import, mapping, fields=SYNONYMS, key="name", key_label="姓名")
    ContactImport.objects.filter(pk=contact_import.pk).update(mapping=chosen)
    contact_import.mapping = chosen


@transaction.atomic
def apply_import(contact_import: ContactImport, *, by: Actor) -> None:
    """Take in the whole spreadsheet, or nothing of it (确认导入).

    Raises:
        NotPermitted: the actor does not keep this organ's book.
        RuleBroken: a row has a problem, or the import is decided already.
        StaleState: somebody else decided it first.
    """
    imports.require(by, "decide", contact_import)
    rows = queries.judged(contact_import)
    importing.refuse_bad_rows(contact_import, [row.number for row in rows if row.problems])
    counts = queries.tally(rows)
    importing.settle(contact_import, to=ImportState.APPLIED, enrolled=counts["enrol"], updated=counts["update"])
    _take_in(rows, by)
    audit.record("directory.import_applied", contact_import, by=by, enrolled=counts["enrol"], updated=counts["update"])
    publish(ContactsImported(contact_import.pk, contact_import.organ_id, counts["enrol"], counts["update"]))


@transaction.atomic
def discard_import(contact_import: ContactImport, *, by: Actor) -> None:
    """Put a previewed spreadsheet away without taking it in (放弃导入); what was read from it is not kept.

    Raises:
        NotPermitted: the actor does not keep this organ's book.
        RuleBroken: the import is decided already.
    """
    imports.require(by, "decide", contact_import)
    importing.settle(contact_import, to=ImportState.DISCARDED)
    audit.record("directory.import_discarded", contact_import, by=by)


def discard_stale_previews(*, by: Actor) -> int:
    """Put away previews that nobody decided for a week, numbers and all; returns how many."""
    before = clock.now() - dt.timedelta(days=_KEEP_PREVIEWS_DAYS)
    stale = list(ContactImport.objects.filter(state=ImportState.PREVIEWED, created_at__lt=before)[:200])
    for contact_import in stale:
        discard_import(contact_import, by=by)
    return len(stale)


def record_export(organ_id: int, *, count: int, form: str, by: Actor) -> None:
    """Write down that many lines left the system at once: as "xlsx" or as a "booklet"."""
    audit.record("directory.exported", _book(organizations.unit(organ_id)), by=by, count=count, form=form)


def _take_in(rows: Sequence[Row], by: Actor) -> None:
    persons = organizations.people([row.person_id for row in rows if row.person_id])
    units = organizations.units({row.unit_id for row in rows if row.unit_id})
    for row in rows:
        if row.action == "update" and row.person_id:
            organizations.update_contact(persons[row.person_id], by=by, **row.changes)
        elif row.action == "enrol" and row.unit_id:
            contact = {name: row.values[name] for name in CONTACT if name in row.values}
            name, post_name = str(row.values["name"]), str(row.values["post_name"])
            organizations.enrol_person(units[row.unit_id], name=name, post_name=post_name, contact=contact, by=by)


def _book(organ: Unit) -> ObjectRef:
    return ObjectRef("directory.book", organ.pk, f"{organ}通讯录")
