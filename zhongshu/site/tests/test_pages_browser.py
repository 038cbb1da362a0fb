"""Every kind of page in a browser: accessible and within the screen on a desk and on a phone, in large type too, quiet and light."""

import gzip
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from zhongshu.domains.drafting import public as drafting
from zhongshu.kernel import clock
from zhongshu.site.demonstration.month import Month
from zhongshu.site.tests import world as worlds
from zhongshu.site.tests.browsing import DESK, PHONE, Desk
from zhongshu.site.tests.conftest import Town

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[3]
AXE = (ROOT / "frontend/node_modules/axe-core/axe.min.js").read_text()
CLERK, DIRECTOR, DRAFTER = "government.registry_clerk", "government.director", "government.secretariat_drafter"
# Who opens which kinds of pages.
PAGES = {
    DIRECTOR: [
        *("home", "worklist:to_do", "worklist:to_read", "worklist:started", "worklist:statistics", "worklist:hand_over"),
        *("documents:outgoing", "documents:signings", "documents:quotas", "documents:detail", "search:find"),
        *(
            "directory:search",
            "directory:leaders",
            "directory:organs",
            "directory:organ",
            "directory:person",
            "directory:booklet",
        ),
        *("workflow:definitions", "workflow:definition", "organizations:delegations", "organizations:add_delegation"),
        *("opinions:phrases", "calendars:this_year", "notifications:list", "notifications:preferences", "numbering:counter"),
        *("accounts:security", "accounts:change_password", "circulation:readers", "attachments:preview", "typesetting:verify"),
    ],
    CLERK: [
        *("home", "documents:incoming", "documents:incoming_detail", "documents:in_tray", "documents:received"),
        *(
            "documents:unsigned",
            "documents:receive",
            "documents:intake",
            "documents:intake_file",
            "documents:outgoing_print",
            "worklist:complete",
            "worklist:send_back",
        ),
    ],
    DRAFTER: [
        *("documents:draft_new", "documents:edit", "worklist:drafts", "documents:word_upload", "documents:word_copy"),
        *("drafting:ledger", "drafting:ledger_print", "drafting:new", "drafting:detail", "drafting:text", "drafting:sources"),
    ],
    "department15.registry_clerk": ["drafting:my_parts", "drafting:part"],
    "government.confidential_clerk": ["secrecy:copies", "secrecy:copy", "secrecy:register_copy"],
    "system": ["home", "accounts:accounts", "organizations:units", "organizations:unit", "codelists:lists", "jobs:overview"],
    "security": ["organizations:rights", "organizations:person_rights"],
    "audit": ["audit:log"],
}
TABS = ["slip", "flow", "timeline", "files", "compare", "review", "checks", "receipts", "readers"]


# Where to keep the pictures of the manual; the city then has a month of documents behind it.
PICTURES = os.environ.get("ZHONGSHU_SCREENSHOTS", "")


@pytest.fixture(scope="module")
def world(served: Town) -> worlds.World:
    if PICTURES:
        Month(served.city, until=clock.now(), days=30).play()
    with transaction.atomic():
        return worlds.populate(served)


@pytest.fixture
def desk(chromium: Browser, served: Town) -> Iterator[Desk]:
    context = chromium.new_context(viewport=DESK, locale="zh-CN")
    yield Desk(context, served)
    context.close()


def violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa'], resultTypes: ['violations']})")
    return [
        f"{one['id']}: {one['nodes'][0]['target']}" for one in found["violations"] if one["impact"] in ("serious", "critical")
    ]


def overflow(page: Page) -> int:
    return max(0, page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def faults(page: Page) -> list[str]:
    """Return what is wrong with the page on a desk and on a phone, in usual and in large type."""
    found = []
    for name, size in (("desk", DESK), ("phone", PHONE)):
        page.set_viewport_size(size)
        found += [f"{name}: {one}" for one in violations(page)]
        for kind in ("normal", "large"):
            page.evaluate("(kind) => { document.documentElement.dataset.type = kind }", kind)
            if wide := overflow(page):
                found.append(f"{name}, {kind} type: {wide} pixels too wide")
        page.evaluate("document.documentElement.dataset.type = 'normal'")
    page.set_viewport_size(DESK)
    return found


@pytest.mark.parametrize("key", PAGES)
def test_pages_are_accessible_and_stay_within_the_screen(world, desk, key):
    desk.sit_down(key)
    addresses = worlds.addresses(world)
    opened = {
        name: reverse(name, args=[world.own_receipt.pk]) if name == "documents:received" else addresses[name][0]
        for name in PAGES[key]
    }
    if key == DIRECTOR:
        opened |= {f"documents:detail {tab}": f"{addresses['documents:detail'][0]}?tab={tab}" for tab in TABS}
        opened["search:find"] += "?q=供暖"

    found = {name: wrong for name, address in opened.items() if (wrong := faults(desk.open(address)))}

    assert found == {}
    assert desk.complaints == []
    assert desk.strangers == []
    assert desk.refusals == []


def test_the_log_in_page_is_accessible(world, desk):
    assert faults(desk.open(reverse("accounts:log_in"))) == []
    assert desk.complaints == []


def test_the_work_list_turns_into_cards_in_large_type(world, desk):
    desk.context.add_cookies([{"name": "type", "value": "large", "url": desk.town.address}])
    desk.sit_down(DIRECTOR)
    page = desk.open(reverse("worklist:to_do"))

    assert page.locator("#work .items").count() == 1
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "18.9px"
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        assert overflow(page) == 0


def test_the_first_page_weighs_at_most_sixty_kilobytes(world, served):
    page = served.client(CLERK).get(reverse("home")).content
    static = ROOT / "zhongshu/kernel/static"
    wanted = re.findall(rb'(?:src|href)="/static/([^"#]+)', page)
    weights = {name: len(gzip.compress((static / name.decode()).read_bytes())) for name in set(wanted)}

    assert {b"dist/app.css", b"dist/core.js", b"icons.svg"} <= weights.keys()
    assert sum(weights.values()) + len(gzip.compress(page)) <= 60 * 1024


def test_the_keyboard_goes_through_the_work_list_and_to_the_search(world, desk):
    desk.sit_down(DIRECTOR)
    page = desk.open(reverse("worklist:to_do"))
    page.wait_for_load_state("networkidle")
    rows = page.locator("[data-row-link]")

    page.keyboard.press("j")
    expect(rows.nth(0)).to_be_focused()
    if rows.count() > 1:
        page.keyboard.press("j")
        page.keyboard.press("k")
        expect(rows.nth(0)).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("#handling-panel")).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="全文检索")).to_be_focused()
    page.keyboard.type("供暖")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    expect(page.locator("#main")).to_contain_text(worlds.TITLE)


def test_the_pictures_of_the_manual_are_taken(world, desk, tmp_path):
    folder = ROOT / PICTURES if PICTURES else tmp_path
    merging = drafting.DraftingTask.objects.filter(state="merging").order_by("pk")[0]
    partly = drafting.Part.objects.filter(state="returned").order_by("pk")[0].task
    page, town = desk.page, desk.town
    for key, name, address in (
        (CLERK, "home", reverse("home")),
        (DIRECTOR, "to-do", reverse("worklist:to_do")),
        (DRAFTER, "draft", reverse("documents:edit", args=[world.draft.pk])),
        (DRAFTER, "editor", reverse("documents:edit", args=[world.draft.pk])),
        (DRAFTER, "drafting-parts", f"{reverse('drafting:detail', args=[partly.pk])}?tab=parts"),
        (DRAFTER, "drafting-text", reverse("drafting:text", args=[merging.pk])),
        (DIRECTOR, "slip", f"{reverse('documents:detail', args=[world.issued.pk])}?tab=slip"),
        (DIRECTOR, "flow", f"{reverse('documents:detail', args=[world.waiting.pk])}?tab=flow"),
        (CLERK, "in-tray", reverse("documents:in_tray")),
        (DIRECTOR, "directory", reverse("directory:organ", args=[town.city.unit("市政府办公室").pk])),
        (DIRECTOR, "search", reverse("search:find") + "?q=供水"),
        (DIRECTOR, "quotas", reverse("documents:quotas")),
    ):
        desk.sit_down(key)
        desk.open(address)
        desk.picture(folder / f"{name}.png")

    desk.sit_down(DIRECTOR)
    desk.open(reverse("documents:detail", args=[world.waiting.pk]))
    with page.expect_navigation():
        desk.button("认领").click()
    page.get_by_role("link", name="退回", exact=True).click()
    expect(page.locator("#dialog-title")).to_be_visible()
    desk.picture(folder / "send-back.png")
    desk.open(reverse("documents:detail", args=[world.waiting.pk]))
    page.set_viewport_size(PHONE)
    page.get_by_text("手写签批").click()
    page.locator("#handle-form canvas").scroll_into_view_if_needed()
    desk.write_by_hand()
    desk.picture(folder / "handwriting.png")

    assert max(file.stat().st_size for file in folder.glob("*.png")) <= 150_000
