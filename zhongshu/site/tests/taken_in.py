"""A ledger taken in, another that waits with problems, and requests that weigh on units, for the tests that sweep the pages."""

from collections.abc import Callable
from typing import Any

from zhongshu.domains.supervision import public as supervision
from zhongshu.kernel import clock
from zhongshu.site.demonstration.old_ledger import OldLedger
from zhongshu.site.tests.conftest import Town


def populate(town: Town) -> None:
    """Let the supervision section take in last year's ledger and look at this year's."""
    OldLedger(town.city, until=clock.now()).play()


def grow(town: Town) -> None:
    """Upload further spreadsheets: one line more in the list of imports each."""
    ledger = OldLedger(town.city, until=clock.now())
    for number in range(4):
        matter = (f"第{number}项旧账", "市长批示", "市财政局", "", "12-31", "", "办理中", "")
        ledger.upload(f"台账{number}.xlsx", "督查台账", (matter, matter), clock.today().year)


def _waiting(world: Any) -> dict[str, Any]:
    return {"pk": supervision.LedgerImport.objects.filter(state="previewed").order_by("pk")[0].pk}


# What an address names, by the longest beginning of its route.
NAMED: dict[str, Callable[[Any], dict[str, Any]]] = {
    "supervision/imports/": _waiting,
    "supervision/rules/burden/": lambda world: {"kind": "supervision.feedback"},
}
DETAILS = [("supervision:burden", ""), ("supervision:burden", "?month=2026-10")]
