"""The handling panel as pages include it: where the actor stands, with the forms."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.forms import OfficeForm
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.circulation import public as circulation
from zhongshu.platform.opinions import public as opinions
from zhongshu.platform.workflow import public as workflow
from zhongshu.platform.worklist.limits import Limits
from zhongshu.platform.worklist.opinion_form import HandleForm
from zhongshu.platform.worklist.queries import panel as queries


@dataclass
class Panel:
    """What ``worklist/_panel.html`` shows."""

    situation: queries.Situation
    operations: list[queries.Operation]
    form: HandleForm | None = None
    step_form: OfficeForm | None = None
    phrases: list[str] = field(default_factory=list)
    light: str = ""
    limit_words: str = ""
    draft_saved_at: Any = None

    @property
    def item(self) -> workflow.FlowItem | None:
        return self.situation.item

    @property
    def rules(self) -> workflow.ItemPanel | None:
        return self.situation.rules

    @property
    def reading(self) -> queries.WaitingReading | None:
        return self.situation.reading

    @property
    def is_consultation(self) -> bool:
        return self.rules is not None and self.rules.may("answer")

    @property
    def may_claim(self) -> bool:
        return self.rules is not None and self.rules.may("claim")

    @property
    def multipart(self) -> bool:
        return self.step_form is not None and self.step_form.is_multipart()


def panel(ref: ObjectRef, actor: Actor, *, digest: str | None = None, opens: bool = True, item_id: int | None = None) -> Panel:
    """Return what the actor can do about the object now, for a page that the actor opens.

    ``digest`` is that of the text the page shows, if the caller knows it already. Opening one's own item or reading is noted,
    once; with ``opens=False`` nothing is noted.
    """
    found = queries.situation(ref, actor, item_id=item_id)
    shown = Panel(found, queries.operations(found))
    if found.item is not None:
        if (
            opens and found.item.opened_at is None and found.item.assignee_id is not None
        ):  # a shared item is opened by whoever claims it
            workflow.open_item(found.item.pk, by=actor)
        _tell_limit(shown, found.item)
    if opens and found.reading is not None:
        circulation.open_reading_item(ref, by=actor)
    if found.handling:
        _fill(shown, digest)
    return shown


def _tell_limit(shown: Panel, item: workflow.FlowItem) -> None:
    limit = Limits(item.instance.organ_id).of(item.due_at)
    shown.light, shown.limit_words = limit["light"], limit["limit_words"]


def _fill(shown: Panel, digest: str | None) -> None:
    found = shown.situation
    kept = queries.draft_of(found)
    initial: dict[str, Any] = {"digest": queries.digest_of(found) if digest is None else digest}
    if kept is not None:
        initial |= {"words": kept.words, "attitude": kept.attitude, **kept.extra}
        shown.draft_saved_at = kept.saved_at
    shown.form = handle_form(found, initial=initial)
    shown.step_form = step_form(found)
    shown.phrases = [phrase.text for phrase in opinions.phrases(found.actor)[:12]]


def handle_form(found: queries.Situation, data: Mapping[str, Any] | None = None, **options: Any) -> HandleForm:
    assert found.rules is not None  # asked by the caller: there is something to handle
    return HandleForm(data, rules=found.rules, **options)


def step_form(
    found: queries.Situation, data: Mapping[str, Any] | None = None, files: Mapping[str, Any] | None = None
) -> OfficeForm | None:
    """Return the form that the step's own command asks for; None if it asks for nothing."""
    command = found.rules.command if found.rules else None
    if command is None or command.form is None:
        return None
    return command.form(data, files, ref=found.ref, actor=found.actor)
