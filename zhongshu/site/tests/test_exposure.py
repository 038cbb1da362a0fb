"""What people write is shown as text, never run; and what one may not see shows nowhere."""

import io

import openpyxl
import pytest
from django.urls import reverse

from zhongshu.domains.documents import public as documents
from zhongshu.platform.circulation import public as circulation
from zhongshu.platform.opinions import public as opinions
from zhongshu.platform.workflow import public as workflow
from zhongshu.site.tests import world as worlds
from zhongshu.site.tests.test_sweep import INCOMING_TABS, LISTS, TABS

pytestmark = pytest.mark.django_db

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>"
FORMULA = '=HYPERLINK("http://example.org","供暖")'
SHOWING = [
    *("home", "worklist:to_do", "worklist:to_read", "opinions:phrases", "documents:outgoing", "documents:outgoing_print"),
    *("documents:incoming", "documents:incoming_print"),
]


@pytest.fixture(scope="module")
def town(city) -> worlds.Town:
    return city


def body_of(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


# ── script in every text field ───────────────────────────────────────────────


@pytest.fixture(scope="module")
def evil(town) -> tuple[documents.OutgoingDocument, documents.IncomingDocument]:
    """Two documents into whose every text field a script was typed, with opinions, reasons and notes of the same kind."""
    drafter, director = town.actor("government.secretariat_drafter"), town.actor("government.director")
    clerk = town.actor("government.registry_clerk")
    title = f"关于供暖{EVIL}的通知"
    elements = dict.fromkeys(("remark", "topic", "contact", "over_quota_reason", "disclosure_reason"), EVIL[:60])
    outgoing = worlds.write(town, title=title, body=f"现通知如下。{EVIL}\n一、检查{EVIL}", **elements)
    documents.submit(outgoing, by=drafter)
    item = workflow.open_items(outgoing.ref).get()
    workflow.claim(item.pk, by=director)
    workflow.add_signers(item.pk, [town.person("government.deputy1").pk], mode="beside", reason=EVIL, by=director)
    workflow.save_draft_opinion(item.pk, words=EVIL, attitude="", by=director)
    opinions.record(outgoing.ref, words=EVIL, column="核稿", by=director)
    opinions.add_phrase(EVIL[:60], by=director)
    incoming = worlds.arrive(town, title=title, body=EVIL, source_number=EVIL[:60])
    for document in (outgoing, incoming):
        circulation.start_round(document.ref, [director.person_id], note=EVIL, by=clerk if document is incoming else drafter)
    opinions.record(incoming.ref, words=EVIL, column="拟办", by=director)
    return outgoing, incoming


def test_scripts_are_shown_as_text_on_every_page(town, evil):
    outgoing, incoming = evil
    director, drafter = town.client("government.director"), town.client("government.secretariat_drafter")
    pages = {reverse(name): director for name in LISTS if not name.endswith("_xlsx")}
    pages |= {reverse("home"): director, reverse("worklist:drafts"): drafter, reverse("search:find") + "?q=供暖": director}
    pages |= {f"{reverse('documents:detail', args=[outgoing.pk])}?tab={tab}": director for tab in TABS}
    pages |= {f"{reverse('documents:incoming_detail', args=[incoming.pk])}?tab={tab}": director for tab in INCOMING_TABS}
    pages[reverse("circulation:readers", args=[incoming.ref.kind, incoming.pk])] = director
    pages[reverse("documents:edit", args=[outgoing.pk])] = director

    shown = {address: body_of(client, address) for address, client in pages.items()}

    assert [address for address, body in shown.items() if "<script>alert" in body or "<img src=x" in body] == []
    about_them = {address for address in pages if "?" in address or str(outgoing.pk) in address}
    silent = {address for address, body in shown.items() if "&lt;script&gt;" not in body}
    assert {reverse(name) for name in SHOWING} & silent == set()
    assert about_them & silent == set()


def test_the_search_shows_the_script_of_a_title_as_text(town, evil):
    page = body_of(town.client("government.director"), reverse("search:find") + "?q=供暖")

    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("register", ["outgoing", "incoming"])
def test_a_workbook_holds_what_was_typed_as_text(town, evil, register):
    documents.submit(worlds.write(town, title=FORMULA), by=town.actor("government.secretariat_drafter"))
    worlds.arrive(town, title=FORMULA)

    answer = town.client("government.director").get(reverse(f"documents:{register}_xlsx"))

    sheet = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active
    cells = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value}
    assert f"关于供暖{EVIL}的通知" in cells
    assert (cells[FORMULA].data_type, cells[FORMULA].hyperlink) == ("s", None)


# ── what one may not see ─────────────────────────────────────────────────────

SECRET = "云州市人民政府办公室关于不为外人所知的通知"


@pytest.fixture(scope="module")
def hidden(town) -> worlds.World:
    """Something of everything, and a document that strangers have no business with."""
    return worlds.populate(town)


STRANGERS = ["county1.township1.registry_clerk", "department15.drafter", "party.director"]


@pytest.mark.parametrize("key", STRANGERS)
def test_every_address_of_an_unseen_document_is_not_found(hidden, key):
    client, kind = hidden.town.client(key), hidden.waiting.ref.kind
    names = ("detail", "pdf", "ofd", "slip_pdf", "edit", "withdraw", "cancel", "repeal", "revoke")
    addresses = [reverse(f"documents:{name}", args=[hidden.waiting.pk]) for name in names]
    names = ("incoming_detail", "handling_slip_pdf", "incoming_return", "extend")
    addresses += [reverse(f"documents:{name}", args=[hidden.in_handling.pk]) for name in names]
    addresses += [
        reverse("circulation:readers", args=[kind, hidden.waiting.pk]),
        reverse("circulation:start", args=[kind, hidden.waiting.pk]),
        reverse("circulation:pass_on", args=[hidden.reading.pk]),
        reverse("attachments:files", args=[hidden.draft.ref.kind, hidden.draft.pk]),
        reverse("attachments:download", args=[hidden.file.versions.get().pk]),
        reverse("attachments:preview", args=[hidden.file.versions.get().pk]),
        reverse("workflow:instance_picture", args=[hidden.item.instance_id]),
        reverse("worklist:complete", args=[hidden.item.pk]),
        reverse("worklist:send_back", args=[hidden.item.pk]),
        reverse("worklist:urge", args=[hidden.item.instance_id]),
    ]

    assert {address: status for address in addresses if (status := client.get(address).status_code) != 404} == {}


@pytest.mark.parametrize("key", STRANGERS)
def test_an_unseen_document_is_in_no_list_no_search_no_count_and_no_export(hidden, key):
    documents.submit(worlds.write(hidden.town, title=SECRET), by=hidden.town.actor("government.secretariat_drafter"))
    worlds.arrive(hidden.town, title=SECRET)
    client = hidden.town.client(key)

    shown = {
        name: body_of(client, reverse(name)) for name in ["home", *LISTS] if "xlsx" not in name and name != "workflow:definitions"
    }
    found = body_of(client, reverse("search:find") + "?q=不为外人所知")

    assert [name for name, body in shown.items() if "不为外人所知" in body] == []
    assert SECRET not in found
    assert "没有" in found
    for register in ("outgoing", "incoming"):
        answer = client.get(reverse(f"documents:{register}_xlsx"))
        sheet = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active
        assert [cell.value for row in sheet.iter_rows() for cell in row if cell.value == SECRET] == []


def test_one_who_takes_part_finds_it(hidden):
    documents.submit(worlds.write(hidden.town, title=SECRET), by=hidden.town.actor("government.secretariat_drafter"))
    client = hidden.town.client("government.director")

    assert SECRET in body_of(client, reverse("worklist:to_do"))
    assert SECRET in body_of(client, reverse("documents:outgoing"))
    assert "不为外人所知" in body_of(client, reverse("search:find") + "?q=不为外人所知").split("<main")[1]


def test_who_is_not_cleared_for_the_level_finds_nothing(hidden):
    document = worlds.write(hidden.town, title=SECRET)
    type(document).objects.filter(pk=document.pk).update(secrecy=2)
    drafter = hidden.town.client("government.secretariat_drafter")

    assert drafter.get(reverse("documents:detail", args=[document.pk])).status_code == 404
    assert SECRET not in body_of(drafter, reverse("worklist:drafts"))
