"""The city with something of everything, and the address of every page about it."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from zhongshu.domains.documents import public as documents
from zhongshu.domains.documents.commands import word_copies
from zhongshu.domains.documents.models import ReturnedCopy
from zhongshu.domains.drafting import public as drafting
from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.platform.attachments import public as attachments
from zhongshu.platform.circulation import public as circulation
from zhongshu.platform.numbering.models import Counter, Number
from zhongshu.platform.opinions import public as opinions
from zhongshu.platform.opinions.models import CommonPhrase
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.organizations.models import Delegation, PostHolding
from zhongshu.platform.secrecy.commands import paper
from zhongshu.platform.secrecy.models import PaperCopy
from zhongshu.platform.workflow import public as workflow
from zhongshu.platform.workflow.models import FlowVersion
from zhongshu.site.demonstration import playing
from zhongshu.site.demonstration.drafting import Drafting
from zhongshu.site.demonstration.walk import Walk
from zhongshu.site.tests import known, supervised
from zhongshu.site.tests.conftest import Town

TITLE = "云州市人民政府办公室关于冬季供暖检查的通知"


@dataclass
class World:
    town: Town
    draft: documents.OutgoingDocument
    waiting: documents.OutgoingDocument
    issued: documents.OutgoingDocument
    unsigned: documents.Receipt
    own_receipt: documents.Receipt
    in_handling: documents.IncomingDocument
    completed: documents.IncomingDocument
    file: Any
    reading: Any
    delegation: Delegation
    dropped: int

    @property
    def item(self) -> workflow.FlowItem:
        """What a clerk of the government office holds."""
        return workflow.open_items(self.in_handling.ref).get()


def populate(town: Town) -> World:
    """Let people of the city do one of each thing."""
    issued, completed = Walk(lambda line: None).whole()
    again = Walk(lambda line: None).issue()
    draft, waiting = write(town), write(town)
    drafter, director = town.actor("government.secretariat_drafter"), town.actor("government.director")
    documents.submit(waiting, by=drafter)
    documents.comment(waiting, start=0, end=9, words="请写明检查依据。", by=drafter)
    file = attachments.add(draft.ref, SimpleUploadedFile("附件.txt", "检查表".encode()), by=drafter)
    round_ = circulation.start_round(waiting.ref, [director.person_id], note="请阅。", by=drafter)
    opinions.add_phrase("请抓紧落实。", by=director)
    delegation = organizations.add_delegation(
        town.person("government.head"),
        town.person("government.deputy1"),
        start_at=clock.now(),
        end_at=clock.now() + dt.timedelta(days=3),
        reason="出差",
        by=town.actor("government.head"),
    )
    supervised.populate(town)
    known.populate(town)
    paper.register_copy(
        town.city.unit("市政府办公室").pk,
        handle="G-1",
        issuer="省政府办公厅",
        number="1",
        level=3,
        copy_number="000012",
        holder=town.person("government.confidential_clerk"),
        by=town.actor("government.confidential_clerk"),
    )
    Drafting(town.city).play()
    copied = word_copies.take_down(draft, by=drafter)
    word_copies.bring_back(draft, content=copied, file_name="改稿.docx", by=drafter)
    return World(
        town,
        draft,
        waiting,
        issued,
        again.receipts.order_by("pk")[0],
        answer_from_below(town),
        arrive(town),
        completed,
        file,
        round_.readings.get(),
        delegation,
        max(drop(town), drop(town, 2)),
    )


def write(town: Town, title: str = TITLE, **elements: Any) -> documents.OutgoingDocument:
    """Let the drafter of the government office begin a document that may be submitted."""
    values = {
        "document_type": "notice",
        "body": "为做好冬季供暖检查，现通知如下。\n一、检查范围\n各供热站。",
        "principals": "云州市财政局",
        "signatory_id": town.person("government.secretary_general").pk,
        **elements,
    }
    return documents.draft(
        by=town.actor("government.secretariat_drafter"),
        organ_id=town.city.unit("市政府办公室").pk,
        title=title,
        **values,
    )


def rewrite(document: documents.OutgoingDocument, old: str, new: str, *, by: Actor) -> None:
    """Let the holder of a draft change words that need no reason, and pass it on."""
    item = workflow.items_of_actor(document.ref, by).get()
    if item.assignee_id is None:
        workflow.claim(item.pk, by=by)
    document.refresh_from_db()
    documents.save_draft(document, revision=document.revision, body=document.body.replace(old, new), by=by)
    workflow.complete(item.pk, outcome=workflow.panel_of(item, by).outcomes[0][0], words="同意。", by=by)


def arrive(town: Town, title: str = "关于解决供暖经费的函", **elements: Any) -> documents.IncomingDocument:
    """Let a document come to the government office from outside, and be registered."""
    clerk = town.actor("government.registry_clerk")
    organ_id = town.city.unit("市政府办公室").pk
    document = documents.receive(organ_id=organ_id, sender_name="云州热力公司", title=title, by=clerk, **elements)
    documents.register(document, nature="for_action", chaser_id=clerk.person_id, by=clerk)
    document.refresh_from_db()
    return document


def drop(town: Town, number: int = 1) -> int:
    """Let the clerk of the government office drop a file for registration, and have it read."""
    text = f"岚山省水利厅关于第{number}次供暖检查的通知\n岚水〔2026〕{number}号\n各市水利局：\n请做好供暖检查。\n岚山省水利厅\n2026年3月5日\n"
    file = documents.upload_intake(
        SimpleUploadedFile(f"来文{number}.txt", text.encode()),
        organ_id=town.city.unit("市政府办公室").pk,
        by=town.actor("government.registry_clerk"),
    )
    documents.read_intake(file.pk)
    return file.pk


def answer_from_below(town: Town) -> documents.Receipt:
    """Let a bureau send a letter to the government office, and return what lies in the office's in-tray."""
    organ, drafter = town.city.unit("市财政局"), town.actor("department9.drafter")
    document = documents.draft(
        by=drafter,
        organ_id=organ.pk,
        document_type="letter",
        title="云州市财政局关于供暖经费安排的函",
        body="现将供暖经费安排函复如下。\n一、经费已列入预算。",
        principals="云州市人民政府办公室",
        signatory_id=town.person("department9.head").pk,
        layout="letter_format",
    )
    documents.submit(document, by=drafter)
    while playing.act(document.ref, words="同意。", data={"copies": 1}):
        continue
    return document.receipts.get()


# ── addresses ────────────────────────────────────────────────────────────────


def patterns(resolver: URLResolver | None = None, space: str = "", route: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    """Yield (name with namespace, route, pattern) of every address."""
    for entry in (resolver or get_resolver()).url_patterns:
        path = route + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, f"{entry.namespace}:" if entry.namespace else space, path)
        else:
            yield space + str(entry.name), path, entry


# What an address names, by the longest beginning of its route.
NAMED: dict[str, Callable[[World], dict[str, Any]]] = {
    "accounts/": lambda world: {"pk": world.town.account("government.director").pk},
    "attachments/of/": lambda world: {"kind": world.draft.ref.kind, "object_id": world.draft.pk},
    "attachments/": lambda world: {"pk": world.file.pk},
    "attachments/versions/": lambda world: {"pk": world.file.versions.get().pk, "number": 1},
    "calendars/": lambda world: {"year": 2026, "pk": 1},
    "circulation/about/": lambda world: {"kind": world.waiting.ref.kind, "pk": world.waiting.pk},
    "circulation/readings/": lambda world: {"pk": world.reading.pk},
    "circulation/rounds/": lambda world: {"pk": world.reading.round_id},
    "codelists/": lambda world: {"pk": 1},
    "directory/organs/": lambda world: {"pk": world.town.city.unit("市政府办公室").pk},
    "directory/people/": lambda world: {"pk": world.town.person("government.director").pk},
    "directory/imports/": lambda world: {"pk": 1},
    "documents/outgoing/": lambda world: {"pk": world.issued.pk, "key": "none"},
    "documents/outgoing/<int:pk>/edit": lambda world: {"pk": world.draft.pk},
    "documents/outgoing/<int:pk>/word/": lambda world: {"pk": world.draft.pk},
    "documents/outgoing/copies/": lambda world: {"pk": ReturnedCopy.objects.order_by("pk")[0].pk},
    "documents/outgoing/<int:pk>/comment": lambda world: {"pk": world.waiting.pk},
    "documents/comments/": lambda world: {"pk": documents.TextComment.objects.order_by("-pk")[0].pk},
    "documents/intake/": lambda world: {"pk": world.dropped, "number": 1},
    "documents/receipts/": lambda world: {"pk": world.unsigned.pk, "version_id": 1},
    "documents/incoming/": lambda world: {"pk": world.in_handling.pk},
    "documents/views/": lambda world: {"register": "outgoing", "pk": 1},
    "drafting/tasks/": lambda world: {"pk": drafting.DraftingTask.objects.filter(state="merging").order_by("pk")[0].pk},
    "drafting/parts/": lambda world: {"pk": drafting.Part.objects.filter(state="returned").order_by("pk")[0].pk},
    "drafting/comments/": lambda world: {"pk": drafting.OutlineComment.objects.order_by("pk")[0].pk},
    "jobs/": lambda world: {"pk": 1},
    "notifications/": lambda world: {"pk": 1},
    "numbering/": lambda world: {"pk": Counter.objects.order_by("pk")[0].pk},
    "numbering/numbers/": lambda world: {"pk": Number.objects.order_by("pk")[0].pk},
    "opinions/": lambda world: {"pk": opinions.Opinion.objects.about(world.completed.ref).get(has_handwriting=True).pk},
    "opinions/phrases/": lambda world: {"pk": CommonPhrase.objects.order_by("pk")[0].pk},
    "organizations/units/": lambda world: {"pk": world.town.city.unit("市政府办公室").pk},
    "organizations/posts/": lambda world: {"pk": PostHolding.objects.order_by("pk")[0].post_id},
    "organizations/holdings/": lambda world: {"pk": PostHolding.objects.order_by("pk")[0].pk},
    "organizations/rights/": lambda world: {
        "pk": world.town.person("government.director").pk,
        "post_pk": world.town.actor("government.director").post_id,
    },
    "organizations/delegations/": lambda world: {"pk": world.delegation.pk},
    "secrecy/copies/": lambda world: {"pk": PaperCopy.objects.order_by("pk")[0].pk, "kind": "hand-over"},
    "typesetting/fonts/": lambda world: {"key": "none", "piece": "a"},
    "workflow/": lambda world: {"key": "outgoing"},
    "workflow/versions/": lambda world: {"pk": FlowVersion.objects.order_by("pk")[0].pk},
    "workflow/instances/": lambda world: {"pk": world.item.instance_id},
    **supervised.NAMED,
    **known.NAMED,
    "worklist/about/": lambda world: {"kind": world.waiting.ref.kind, "pk": world.waiting.pk},
    "worklist/items/": lambda world: {"pk": world.item.pk},
    "worklist/matters/": lambda world: {"pk": world.item.instance_id},
}


def addresses(world: World) -> dict[str, tuple[str, URLPattern]]:
    """Return {name: (address, pattern)} of every page, about what the world holds."""
    found = {}
    for name, route, pattern in patterns():
        wanted = pattern.pattern.converters
        values: dict[str, Any] = {}
        if wanted:
            place = max((one for one in NAMED if route.startswith(one)), key=len)
            known = NAMED[place](world)
            values = {key: known[key] for key in wanted}
        found[name] = (reverse(name, kwargs=values), pattern)
    return found
