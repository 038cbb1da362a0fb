"""Every address of the product, opened by everybody: none fails, none lets in whom it should not, none costs a query per row."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from zhongshu.domains.documents import public as documents
from zhongshu.platform.circulation import public as circulation
from zhongshu.platform.notifications import public as notifications
from zhongshu.platform.opinions import public as opinions
from zhongshu.site.demonstration.drafting import Drafting
from zhongshu.site.tests import known, supervised
from zhongshu.site.tests import world as worlds

pytestmark = pytest.mark.django_db

WELL = {200, 204, 302, 403, 404, 405, 409, 422}
# No worker runs beside these tests, and the load balancer is told so.
SILENT_WORKER = {"readyz": 503}
PEOPLE = ["government.director", "government.registry_clerk", "department9.registry_clerk"]
ADMINISTRATORS = ["system", "security", "audit"]
# What the three administrators share with everybody: nothing of it is business content.
THEIRS = {
    *("home", "healthz", "readyz", "kernel:large_type", "kernel:style", "kernel:style_search", "kernel:style_dialog"),
    *("organizations:people", "organizations:unit_choices", "organizations:add_delegation", "organizations:revoke_delegation"),
    *("calendars:this_year", "calendars:year", "typesetting:font_style", "typesetting:font_piece"),
}
# Drawings hold no business content; the system administrator keeps them together with the flow administrators.
DRAWINGS = {
    *("workflow:definitions", "workflow:definition", "workflow:new_definition", "workflow:edit", "workflow:import_model"),
    *("workflow:publish", "workflow:retire", "workflow:download"),
}


@pytest.fixture(scope="module")
def world(city) -> worlds.World:
    return worlds.populate(city)


def undone(ask: Callable[[], int]) -> int:
    """Ask, and undo what the question changed."""
    with transaction.atomic():
        status = ask()
        transaction.set_rollback(True)
    return status


@pytest.mark.parametrize("key", PEOPLE + ADMINISTRATORS)
def test_no_page_fails(world, key):
    client = world.town.client(key)
    found = {name: undone(lambda a=address: client.get(a).status_code) for name, (address, _) in worlds.addresses(world).items()}

    assert {name: status for name, status in found.items() if status not in WELL} == SILENT_WORKER


@pytest.mark.parametrize("key", ["government.director", "system"])
def test_no_page_fails_on_an_empty_form(world, key):
    found = {}
    for name, (address, _) in worlds.addresses(world).items():
        client = world.town.client(key)
        found[name] = undone(lambda a=address, c=client: c.post(a).status_code)

    assert {name: status for name, status in found.items() if status not in WELL | {400}} == SILENT_WORKER


@pytest.mark.parametrize("key", ADMINISTRATORS)
def test_an_administrator_reads_no_business_content(world, key):
    client = world.town.client(key)
    let_in = []
    for name, (address, pattern) in worlds.addresses(world).items():
        guard = pattern.callback.guard
        own = guard.kind == "administrators" and key in guard.reason
        if own or name in THEIRS or name.startswith("accounts:") or (key == "system" and name in DRAWINGS):
            continue
        status = undone(lambda a=address: client.get(a).status_code)
        if status not in {403, 404, 405}:
            let_in.append(f"{name}: {status}")

    assert let_in == []


def test_a_visitor_is_sent_to_the_door(world):
    strayed = {}
    for name, (address, pattern) in worlds.addresses(world).items():
        if pattern.callback.guard.kind == "everyone":
            continue
        for method in ("get", "post"):
            answer = getattr(Client(), method)(address)
            refused = answer.status_code == 405
            if not refused and not answer.headers.get("Location", "").startswith(reverse("accounts:log_in")):
                strayed[f"{method} {name}"] = answer.status_code

    assert strayed == {}


def test_a_clerk_finds_no_administrators_page(world):
    client = world.town.client("government.registry_clerk")
    let_in = [
        name
        for name, (address, pattern) in worlds.addresses(world).items()
        if pattern.callback.guard.kind == "administrators"
        and undone(lambda a=address: client.get(a).status_code) not in {403, 405}
    ]

    assert let_in == []


# ── what a page costs ────────────────────────────────────────────────────────

LISTS = [
    *(f"worklist:{name}" for name in ("to_do", "to_read", "in_progress", "done", "completed", "started", "returned")),
    *("worklist:followed", "worklist:delegated", "worklist:drafts"),
    *("documents:outgoing", "documents:outgoing_print", "documents:outgoing_xlsx", "documents:in_tray", "documents:unsigned"),
    *("documents:incoming", "documents:incoming_print", "documents:incoming_xlsx", "documents:signings"),
    *("documents:intake", "documents:intake_news"),
    *("directory:search", "directory:leaders", "directory:organs", "notifications:list", "search:find", "opinions:phrases"),
    *("drafting:ledger", "drafting:ledger_print", "drafting:my_parts"),
    *("organizations:delegations", "secrecy:copies", "numbering:counters", "workflow:definitions"),
    *supervised.LISTS,
    *known.LISTS,
]
TABS = ("text", "slip", "flow", "timeline", "files", "compare", "review", "receipts", "readers")
INCOMING_TABS = ("text", "slip", "flow", "timeline", "files", "readers")
DETAILS = [
    *(("home", ""), ("documents:draft_new", ""), ("documents:quotas", ""), ("documents:received", ""), ("directory:person", "")),
    *(("directory:organ", ""), ("workflow:definition", ""), ("worklist:statistics", ""), ("worklist:complete", "")),
    *(("documents:detail", f"?tab={tab}") for tab in TABS),
    *(("documents:incoming_detail", f"?tab={tab}") for tab in INCOMING_TABS),
    *supervised.DETAILS,
    *known.DETAILS,
]


def cost(client: Client, address: str) -> int:
    """Return how many queries a page asks, session and account included.

    Left out are questions that a process outside a test asks once in some seconds, not once a page: whether reference data changed.
    """
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
        b"".join(answer) if answer.streaming else answer.content
    assert answer.status_code in {200, 204}, (address, answer.status_code)
    return sum("SAVEPOINT" not in query["sql"] and "stamp" not in query["sql"].split("WHERE")[0] for query in captured)


def costs(world: worlds.World) -> dict[str, int]:
    found = worlds.addresses(world)
    clerk, director = world.town.client("government.registry_clerk"), world.town.client("government.director")
    asked = {name: cost(director, found[name][0] + ("?q=供暖" if name == "search:find" else "")) for name in LISTS}
    for name, tab in DETAILS:
        for who, client in (("clerk", clerk), ("director", director)):
            if name in {"workflow:definition", "worklist:statistics"} and who == "clerk":
                continue
            address = reverse(name, args=[world.own_receipt.pk]) if name == "documents:received" else found[name][0]
            asked[f"{who} {name}{tab}"] = cost(client, address + tab)
    asked["worklist:poll"] = cost(director, reverse("worklist:poll"))
    asked["notifications:poll"] = cost(director, reverse("notifications:poll"))
    asked["documents:intake_file"] = cost(clerk, found["documents:intake_file"][0])
    asked["clerk documents:intake"] = cost(clerk, reverse("documents:intake"))
    drafter = world.town.client("government.secretariat_drafter")
    asked["documents:edit"] = cost(drafter, found["documents:edit"][0])
    for tab in ("outline", "parts", "text", "timeline"):
        asked[f"drafting:detail {tab}"] = cost(drafter, f"{found['drafting:detail'][0]}?tab={tab}")
    for name in ("drafting:part", "drafting:sources", "drafting:text", "drafting:assign", "documents:word_copy"):
        asked[name] = cost(drafter, found[name][0])
    return asked


def limit_of(name: str) -> int:
    return 3 if name.endswith(":poll") else 6 if name in LISTS else 12


def test_pages_cost_few_queries_and_the_same_for_many_rows(world):
    few = costs(world)

    grow(world)
    many = costs(world)

    assert {name: count for name, count in few.items() if count > limit_of(name)} == {}
    assert {name: (few[name], many[name]) for name in few if few[name] != many[name]} == {}


def grow(world: worlds.World) -> None:
    """Add more of everything that the pages show in rows."""
    town = world.town
    supervised.grow(town)
    known.grow(town)
    director, drafter = town.actor("government.director"), town.actor("government.secretariat_drafter")
    readers = [town.person(f"government.{key}").pk for key in ("deputy1", "deputy2", "deputy3", "proofreader", "printer")]
    circulation.start_round(world.waiting.ref, readers, note="请阅。", by=drafter)
    circulation.start_round(world.in_handling.ref, readers, note="请阅。", by=town.actor("government.registry_clerk"))
    circulation.start_round(world.issued.ref, readers, note="请阅。", by=drafter)
    Drafting(town.city).play()
    for number in range(9):
        documents.submit(worlds.write(town, title=f"云州市人民政府办公室关于第{number}次供暖检查的通知"), by=drafter)
        worlds.write(town, title=f"云州市人民政府办公室关于第{number}次供暖演练的通知")
        worlds.drop(town, number + 3)
        arrived = worlds.arrive(town, title=f"关于第{number}次供暖检查的函")
        circulation.start_round(arrived.ref, [director.person_id], note="请阅。", by=town.actor("government.registry_clerk"))
        opinions.add_phrase(f"常用语{number}", by=director)
        notifications.notify([director.person_id], kind="documents.dispatched", text=f"消息{number}", by=drafter)
        for matter in (world.issued, world.in_handling):
            opinions.record(matter.ref, words=f"意见{number}", column="核稿", by=director)
