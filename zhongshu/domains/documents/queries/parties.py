"""Who a document goes to: names to organs and back."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from zhongshu.domains.documents import rules
from zhongshu.domains.documents.choices import Direction, RecipientRole
from zhongshu.domains.documents.models import CollectiveName, OutgoingDocument, Recipient
from zhongshu.platform.organizations.public import Level, Relation, Unit, organs, relation

_SEPARATORS = re.compile(r"[、，,；;\n]+")


@dataclass(frozen=True, slots=True)
class Party:
    """One recipient as written: an organ, a collective name, or (both ids empty) an outside name to be sent on paper."""

    name: str
    unit_id: int | None = None
    collective_id: int | None = None

    @property
    def is_known(self) -> bool:
        return self.unit_id is not None or self.collective_id is not None


def resolve(text: str) -> list[Party]:
    """Read a line of recipients (separated by 、，；or line breaks) into parties, in order, each once.

    Full names and standard short names (规范化简称) find their organ; collective names win over their parts.
    """
    text = text.strip().rstrip("：:。")
    if not text:
        return []
    collectives = list(CollectiveName.objects.all())
    by_name = {row.name: row for row in collectives}
    parts: list[str] = []
    compound = sorted((row.name for row in collectives if _SEPARATORS.search(row.name)), key=len, reverse=True)
    pattern = "|".join(map(re.escape, compound))
    for piece in re.split(f"({pattern})", text) if pattern else [text]:
        parts.extend([piece] if piece in by_name else [name.strip() for name in _SEPARATORS.split(piece)])
    names = list(dict.fromkeys(filter(None, parts)))
    found: dict[str, Unit] = {}
    for unit in organs().filter(Q(name__in=names) | Q(short_name__in=names)):
        found.setdefault(unit.name, unit)
        found.setdefault(unit.short_name or unit.name, unit)
    result = []
    for name in names:
        if name in by_name:
            result.append(Party(name, collective_id=by_name[name].pk))
        elif name in found:
            result.append(Party(name, unit_id=found[name].pk))
        else:
            result.append(Party(name))
    return result


def line(recipients: Iterable[Recipient | Party]) -> str:
    """Write recipients as the line that prints them (各县（区）人民政府，市财政局、市水利局)."""
    return rules.sentence_of(
        [(rules.COLLECTIVE if one.collective_id else rules.kind_of(one.name), one.name) for one in recipients]
    )


def of(document: OutgoingDocument, role: str) -> list[Recipient]:
    """Return the document's recipients in one role, in order (uses what is prefetched)."""
    return [row for row in document.recipients.all() if row.role == role]


def organs_of(collective: CollectiveName, issuer: Unit) -> QuerySet[Unit]:
    """Return the organs that a collective name stands for when ``issuer`` uses it; the issuer itself is never among them."""
    if collective.level is None:
        return collective.listed.filter(active=True).exclude(pk=issuer.pk).order_by("rank_order", "pk")
    found = organs().filter(level=collective.level, is_office=collective.is_office).exclude(pk=issuer.pk)
    if collective.body:
        found = found.filter(body=collective.body)
    found = found.filter(name__endswith=collective.name_suffix) if collective.name_suffix else found.exclude(parent=None)
    if issuer.level >= Level.COUNTY:  # a county's collective names mean the county's own organs
        found = found.filter(region=issuer.region)
    return found


def relations(issuer_id: int, parties: Iterable[Party | Recipient], *, limit: int = 12) -> set[str]:
    """Return what the recipients are to the issuer; of each collective name one organ speaks for all."""
    found: set[str] = set()
    issuer = Unit.objects.get(pk=issuer_id)
    unit_ids = [party.unit_id for party in parties if party.unit_id]
    for collective in CollectiveName.objects.filter(pk__in=[party.collective_id for party in parties if party.collective_id]):
        first = organs_of(collective, issuer).first()
        if first is not None:
            unit_ids.append(first.pk)
    for unit_id in unit_ids[:limit]:
        found.add(relation(issuer_id, unit_id) if unit_id != issuer_id else "self")
    return found


def subordinates(issuer_id: int, parties: Iterable[Party | Recipient]) -> frozenset[str]:
    """Return the names of those recipients that are subordinate to the issuer."""
    listed = list(parties)
    if Relation.SUBORDINATE not in relations(issuer_id, listed):
        return frozenset()
    return frozenset(party.name for party in listed if Relation.SUBORDINATE in relations(issuer_id, [party]))


def direction(issuer_id: int, document_type: str, parties: Iterable[Party | Recipient]) -> Direction:
    """Compute which way the document runs (行文方向)."""
    return rules.direction_of(document_type, relations(issuer_id, list(parties)))


def expand(document: OutgoingDocument) -> dict[int, tuple[Unit, str]]:
    """Return every organ on the platform that receives the document, as {organ id: (organ, role)}.

    An organ named twice (by itself and inside a collective name, or as principal and copy) receives one, as principal
    if so named.
    """
    rows = list(document.recipients.select_related("unit", "collective").order_by("-role", "position", "pk"))
    result: dict[int, tuple[Unit, str]] = {}
    for row in sorted(rows, key=lambda row: row.role != RecipientRole.PRINCIPAL):
        found: list[Unit] = []
        if row.unit is not None:
            found = [row.unit if row.unit.is_organ or row.unit.organ is None else row.unit.organ]
        elif row.collective is not None:
            found = list(organs_of(row.collective, document.organ))
        for organ in found:
            if organ.pk != document.organ_id:
                result.setdefault(organ.pk, (organ, row.role))
    return result


def suggestions(text: str, *, limit: int = 12) -> list[Party]:
    """Return collective names and organs whose name contains the text, for the picker."""
    text = text.strip()
    if not text:
        return [Party(row.name, collective_id=row.pk) for row in CollectiveName.objects.all()[:limit]]
    found = [Party(row.name, collective_id=row.pk) for row in CollectiveName.objects.filter(name__contains=text)[:limit]]
    units = organs().filter(Q(name__contains=text) | Q(short_name__contains=text))[:limit]
    return [*found, *(Party(unit.name, unit_id=unit.pk) for unit in units)][:limit]
