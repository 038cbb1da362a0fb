"""发文指标: how many documents a unit may still issue this year."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q

from zhongshu.domains.documents import rules
from zhongshu.domains.documents.models import DocumentQuota, OutgoingDocument
from zhongshu.domains.documents.models.outgoing import IN_FLOW
from zhongshu.kernel import clock
from zhongshu.platform.organizations.public import Unit


@dataclass(frozen=True, slots=True)
class Balance:
    """One unit's quota. ``limit`` is None where last year's number is unknown and nobody has set one: then nothing is limited."""

    unit_id: int
    unit_name: str
    year: int
    limit: int | None
    last_year: int
    issued: int
    in_flow: int
    set_by: str = ""
    reason: str = ""

    @property
    def remaining(self) -> int | None:
        """Documents that may still be begun: neither issued nor on their way."""
        return None if self.limit is None else self.limit - self.issued - self.in_flow

    @property
    def is_exhausted(self) -> bool:
        return self.remaining is not None and self.remaining <= 0

    @property
    def tone(self) -> str:
        if self.remaining is None:
            return ""
        if self.remaining <= 0:
            return "danger"
        return "warn" if self.limit and self.remaining * 10 <= self.limit else "ok"


def balance(unit_id: int, *, year: int | None = None, except_document: int | None = None) -> Balance:
    """Return the unit's balance for the year (this one if left out), without counting the document that is being drafted."""
    return balances([unit_id], year=year, except_document=except_document)[0]


def balance_of(document: OutgoingDocument) -> Balance:
    """Return the balance that is left of the drafting unit's quota beside this document."""
    unit = document.drafting_unit
    return balances([unit.pk], except_document=document.pk, known={unit.pk: unit})[0]


def balances(
    unit_ids: Iterable[int],
    *,
    year: int | None = None,
    except_document: int | None = None,
    known: Mapping[int, Unit] | None = None,
) -> list[Balance]:
    """Return the balances of several units, in their order: three queries however many, two where the units are known."""
    ids = list(unit_ids)
    year = year or clock.today().year
    units = known or Unit.objects.in_bulk(ids)
    others = OutgoingDocument.objects.exclude(pk=except_document) if except_document else OutgoingDocument.objects.all()
    on_the_way = Q(number_year=None, state__in=sorted(IN_FLOW))
    counted = (
        others.filter(Q(number_year__in=[year, year - 1]) | on_the_way, drafting_unit__in=ids)
        .values("drafting_unit", "number_year")
        .annotate(documents=Count("pk"))
    )
    # Without a year are those that have no number yet.
    counts = {(row["drafting_unit"], row["number_year"]): row["documents"] for row in counted.order_by()}
    by_hand = {row.unit_id: row for row in DocumentQuota.objects.filter(unit__in=ids, year=year)}
    result = []
    for unit_id in ids:
        last_year = counts.get((unit_id, year - 1), 0)
        row = by_hand.get(unit_id)
        default = rules.quota_limit(last_year, settings.DOCUMENT_QUOTA_PERCENT) if last_year else None
        result.append(
            Balance(
                unit_id=unit_id,
                unit_name=str(units[unit_id]),
                year=year,
                limit=row.limit if row else default,
                last_year=last_year,
                issued=counts.get((unit_id, year), 0),
                in_flow=counts.get((unit_id, None), 0),
                set_by=row.set_by_name if row else "",
                reason=row.reason if row else "",
            )
        )
    return result
