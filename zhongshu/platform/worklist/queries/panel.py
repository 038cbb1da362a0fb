"""What I can do about this matter now (办理面板)."""

from dataclasses import dataclass, field

from django.db.models import CharField, F, Value
from django.urls import reverse

from zhongshu.kernel import kinds
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.circulation import public as circulation
from zhongshu.platform.opinions import public as opinions
from zhongshu.platform.workflow import public as workflow
from zhongshu.platform.worklist.models import Follow

_ICONS = {
    "send_back": "return",
    "consult": "comments",
    "add_signer": "add-user",
    "reassign": "swap",
    "skip": "skip",
    "jump": "branch",
    "withdraw_consultation": "take-back",
    "urge": "urge",
    "withdraw": "void",
    "terminate": "stop",
    "suspend": "pause",
    "resume": "play",
    "restore": "redo",
    "take_back": "take-back",
    "remove_signer": "remove-user",
    "enter_paper": "pen",
}
_DANGEROUS = {"send_back", "withdraw", "terminate"}
# Offered by the process, but shown elsewhere: the form itself, or the administrator's own pages.
_ELSEWHERE = {"complete", "answer", "claim", "migrate"}


@dataclass(frozen=True, slots=True)
class Operation:
    """A line of the menu: a small page, also shown as a dialog. ``plain`` ones are sent at once."""

    key: str
    label: str
    url: str
    icon: str = ""
    danger: bool = False
    plain: bool = False


@dataclass(frozen=True, slots=True)
class WaitingReading:
    """What waits to be read by the actor about this object."""

    pk: int
    note: str
    sender: str


@dataclass
class Situation:
    """Where the actor stands toward an object now."""

    ref: ObjectRef
    actor: Actor
    instance: workflow.FlowInstance | None = None
    parts: list[workflow.FlowItem] = field(default_factory=list)
    item: workflow.FlowItem | None = None
    rules: workflow.ItemPanel | None = None
    takeable: list[workflow.FlowItem] = field(default_factory=list)
    reading: WaitingReading | None = None
    following: bool = False

    @property
    def handling(self) -> bool:
        """Whether the actor has words to write here now."""
        return self.rules is not None and (self.rules.may("complete") or self.rules.may("answer"))

    @property
    def others(self) -> list[workflow.FlowItem]:
        own = (self.actor.person_id,)
        return [part for part in self.parts if part.assignee_id not in own and part.principal_id not in own]


def situation(ref: ObjectRef, actor: Actor, *, item_id: int | None = None) -> Situation:
    """Return where the actor stands: at most four queries. With ``item_id`` that part is meant, if it is the actor's."""
    found = Situation(ref, actor)
    found.parts = list(workflow.open_items(ref))
    found.instance = found.parts[0].instance if found.parts else workflow.instance_of(ref)
    found.item = _mine(found, item_id)
    if found.item is not None:
        found.rules = workflow.panel_of(found.item, actor)
    elif found.instance is not None:
        found.takeable = workflow.takeable_items(found.instance, actor)
    _reading_and_following(found)
    return found


def _mine(found: Situation, item_id: int | None) -> workflow.FlowItem | None:
    own = [part for part in found.parts if found.actor.person_id in (part.assignee_id, part.principal_id)]
    if not own and any(part.assignee_id is None and part.state == workflow.ItemState.OPEN for part in found.parts):
        own = list(workflow.items_of_actor(found.ref, found.actor))
    if item_id is not None:
        return next((part for part in own if part.pk == item_id), None)
    order = {workflow.ItemState.OPEN: 0, workflow.ItemState.HELD: 1, workflow.ItemState.PENDING: 2}
    return min(own, key=lambda part: (order.get(workflow.ItemState(part.state), 3), part.due_order, part.pk), default=None)


def _reading_and_following(found: Situation) -> None:
    if found.actor.person_id is None:
        return
    nothing = Value("", output_field=CharField())
    follow = (
        Follow.objects.about(found.ref)
        .filter(person_id=found.actor.person_id)
        .values_list(Value("follow", output_field=CharField()), "pk", nothing, nothing)
    )
    reading = (
        circulation.waiting_for([found.actor.person_id])
        .filter(ref_kind=found.ref.kind, ref_id=found.ref.id)
        .select_related(None)
        .order_by()
        .values_list(Value("reading", output_field=CharField()), "pk", F("round__note"), F("round__started_by_name"))
    )
    for what, pk, note, sender in follow.union(reading, all=True):
        if what == "follow":
            found.following = True
        elif found.reading is None or pk < found.reading.pk:
            found.reading = WaitingReading(pk, note, sender)


def operations(found: Situation) -> list[Operation]:
    """Return the secondary operations that the step, the process and the actor's place in it offer; no query."""
    offered: list[Operation] = []
    if found.item is not None and found.rules is not None:
        offered += [
            _on(code, label, found.item.pk) for code, label in found.rules.operations if code not in {*_ELSEWHERE, "skip", "jump"}
        ]
    if found.instance is not None:
        offered += _of_process(found, found.instance)
    if found.actor.person_id is not None:
        offered += _beside(found)
    return offered


def _on(code: str, label: str, pk: int) -> Operation:
    return Operation(code, label, reverse(f"worklist:{code}", args=[pk]), _ICONS.get(code, ""), danger=code in _DANGEROUS)


def _of_process(found: Situation, instance: workflow.FlowInstance) -> list[Operation]:
    actor = found.actor
    offered = [
        _on(code, label, instance.pk)
        for code, label in workflow.instance_operations(instance, actor)
        if code not in _ELSEWHERE and (code != "urge" or found.others)
    ]
    manages = workflow.may_administer(instance, actor)
    running = instance.state == workflow.InstanceState.RUNNING
    if found.takeable:
        offered.insert(0, _on("take_back", "取回", found.takeable[0].pk))
    if running and found.others:
        if manages or instance.starter_id == actor.person_id or any(part.added_by_id == actor.person_id for part in found.others):
            offered.append(_on("remove_signer", "减签", instance.pk))
        if instance.organ_id in actor.organs_where(*workflow.PAPER_DUTIES):
            offered.append(_on("enter_paper", "代录纸面意见", instance.pk))
    if running and manages:
        offered.append(Operation("reassign_for", "改派", reverse("worklist:reassign_for", args=[instance.pk]), "swap"))
        offered += [_on("skip", "跳过", instance.pk), _on("jump", "跳转", instance.pk)]
    return offered


def _beside(found: Situation) -> list[Operation]:
    address = [found.ref.kind, found.ref.id]
    offered = [Operation("circulate", "传阅、知会", reverse("circulation:start", args=address), "share")]
    if found.reading is not None:
        offered.append(Operation("pass_on", "转阅", reverse("circulation:pass_on", args=[found.reading.pk]), "forward"))
    if found.following:
        offered.append(Operation("unfollow", "取消关注", reverse("worklist:unfollow", args=address), "star-filled", plain=True))
    else:
        offered.append(Operation("follow", "关注", reverse("worklist:follow", args=address), "star", plain=True))
    return offered


def draft_of(found: Situation) -> opinions.DraftOpinion | None:
    return workflow.draft_of(found.item.pk, found.actor) if found.item is not None else None


def digest_of(found: Situation) -> str:
    return kinds.digest(found.ref)
