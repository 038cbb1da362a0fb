"""立项建议: a leader's words propose an item; a person confirms, joins or declines."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhongshu.domains.supervision.choices import ProposalState, SourceKind
from zhongshu.domains.supervision.commands import docketing, frame
from zhongshu.domains.supervision.instructions import orders_something
from zhongshu.domains.supervision.models import ItemSource, Proposal, SupervisionItem
from zhongshu.domains.supervision.policies import policy, proposal_policy
from zhongshu.kernel import clock, states
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import RuleBroken
from zhongshu.kernel.refs import ObjectRef, ref_fields
from zhongshu.platform.audit import public as audit
from zhongshu.platform.notifications import public as notifications
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.organizations.public import Duty, Unit


@transaction.atomic
def propose_from_instruction(
    ref: ObjectRef,
    *,
    opinion_id: int,
    leader_id: int,
    leader_name: str,
    leader_post: str,
    organ_id: int | None,
    words: str,
    attitude: str,
    has_handwriting: bool,
    text_digest: str = "",
    secrecy_level: int = 0,
    given_at: dt.datetime | None = None,
) -> Proposal | None:
    """Propose an item from a leader's instruction, if it asks for something and somebody keeps a ledger there. Safe to run twice."""
    if not orders_something(words, attitude=attitude, has_handwriting=has_handwriting):
        return None
    if ItemSource.objects.filter(opinion_id=opinion_id).exists():
        return None
    organ = supervising_organ(organ_id)
    if organ is None:
        return None
    by = Actor.system()
    proposal, is_new = Proposal.objects.get_or_create(
        organ=organ,
        opinion_id=opinion_id,
        defaults={
            **ref_fields(ref),
            "kind": SourceKind.INSTRUCTION,
            "words": words,
            "has_handwriting": has_handwriting,
            "text_digest": text_digest,
            "leader_id": leader_id,
            "leader_name": leader_name,
            "leader_post": leader_post[:60],
            "secrecy": secrecy_level,
            "given_at": given_at or clock.now(),
        },
    )
    if is_new:
        audit.record("supervision.proposed", proposal, by=by, opinion_id=opinion_id)
        keepers = [person.pk for person in organizations.holders(Duty.SUPERVISOR, organ.pk)]
        notifications.notify(
            keepers, kind="supervision.proposed", text=f"{leader_name}批示，请确认是否立项督办：{ref.title}",
            ref=ObjectRef("supervision.proposal", proposal.pk, ref.title, ref.number), by=by, secrecy=secrecy_level,
        )  # fmt: skip
    return proposal


def supervising_organ(organ_id: int | None) -> Unit | None:
    """Return the organ whose supervisors look after instructions given in this one: itself, or the office that works for it."""
    if organ_id is None:
        return None
    unit = organizations.unit(organ_id)
    offices = list(organizations.organs().filter(parent=unit, is_office=True))
    # The office first: it is there that supervision works for its organ.
    for organ in [*offices, unit]:
        if organizations.holders(Duty.SUPERVISOR, organ.pk):
            return organ
    return None


@transaction.atomic
def docket_proposal(proposal: Proposal, *, by: Actor, sentence: str = "", words: str = "", **values: Any) -> SupervisionItem:
    """Confirm a proposal: it becomes an item with the values that a person gave (确认立项).

    Raises:
        NotPermitted: the actor does not keep this ledger.
        RuleBroken: decided already, or what ``docket`` refuses.
        StaleState: somebody else decided first.
    """
    proposal_policy.require(by, "decide", proposal)
    if (proposal.secrecy or 0) > values.get("secrecy_level", 0):
        raise RuleBroken("事项的涉密等级不能低于批示所在文件的等级", code="secrecy_lowered", field="secrecy_level")
    states.move(proposal, to=ProposalState.DOCKETED, decided_by_name=by.name, decided_at=clock.now())
    source = source_of(proposal, sentence=sentence, words=words)
    item = docketing.docket(source=source, organ_id=proposal.organ_id, by=by, **values)
    Proposal.objects.filter(pk=proposal.pk).update(item=item)
    proposal.item = item
    return item


@transaction.atomic
def join_proposal(proposal: Proposal, item: SupervisionItem, *, by: Actor) -> None:
    """Join a repeated instruction to the item that carries the matter already (并入).

    Raises:
        NotPermitted: the actor does not keep this ledger.
        RuleBroken: decided already, another organ's item, or an item that is done or less protected than the instruction.
    """
    proposal_policy.require(by, "decide", proposal)
    policy.require(by, "supervise", item)
    if item.organ_id != proposal.organ_id:
        raise RuleBroken("只能并入本机关的事项", code="other_organ", field="item")
    if proposal.secrecy > item.secrecy:
        raise RuleBroken("批示的涉密等级高于该事项，不能并入，请另行立项", code="secrecy_lowered", field="item")
    states.move(proposal, to=ProposalState.JOINED, decided_by_name=by.name, decided_at=clock.now(), item=item)
    docketing.join(item, source_of(proposal), by=by)


@transaction.atomic
def decline_proposal(proposal: Proposal, *, reason: str, by: Actor) -> None:
    """Leave an instruction out of the ledger (不予立项), with the reason.

    Raises:
        NotPermitted: the actor does not keep this ledger.
        RuleBroken: decided already, or no reason.
    """
    proposal_policy.require(by, "decide", proposal)
    reason = frame.reason_given(reason, "请说明不予立项的理由")
    states.move(proposal, to=ProposalState.DECLINED, decided_by_name=by.name, decided_at=clock.now(), reason=reason[:300])
    audit.record("supervision.proposal_declined", proposal, by=by, reason=reason)


def source_of(proposal: Proposal, *, sentence: str = "", words: str = "") -> docketing.Source:
    """Return the anchor of a proposal. ``words`` is the transcript of a hand that came without one."""
    return docketing.Source(
        kind=proposal.kind,
        ref=proposal.ref,
        paragraph=proposal.paragraph,
        sentence=sentence or proposal.sentence,
        text_digest=proposal.text_digest,
        words=proposal.words or words or ("（手写批示，见原件）" if proposal.has_handwriting else ""),
        leader_id=proposal.leader_id,
        leader_post=proposal.leader_post,
        opinion_id=proposal.opinion_id,
        has_handwriting=proposal.has_handwriting,
        given_date=timezone.localdate(proposal.given_at),
    )
