"""What supervision puts among a person's work (待办): parts to sign for and to report, results to verify, extensions and proposals to decide."""

from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from zhongshu.domains.supervision.choices import OPEN, ExtensionState, PartState, ProposalState, State
from zhongshu.domains.supervision.models import Extension, Part, Proposal, SupervisionItem
from zhongshu.domains.supervision.policies import supervised_organs
from zhongshu.kernel.actors import Actor
from zhongshu.platform.calendars import public as calendars
from zhongshu.platform.organizations.public import Duty
from zhongshu.platform.worklist import public as worklist

# Who signs for a unit; its head may, but is not asked to.
SIGNERS = (Duty.CONTACT_PERSON, Duty.REGISTRY_CLERK)
DECIDERS = (Duty.OFFICE_DIRECTOR, Duty.DEPUTY_OFFICE_DIRECTOR)
UNDER_WAY = (*OPEN, State.FEEDBACK_GIVEN)


def parts(actor: Actor) -> list[QuerySet]:
    """Return the parts that are the actor's own, and those of the actor's units for which nobody has signed or answers yet."""
    live = Part.objects.filter(item__state__in=UNDER_WAY, item__secrecy__lte=actor.clearance)
    found = [live.filter(responsible__in=actor.acts_as, state__in=[PartState.ASSIGNED, PartState.IN_PROGRESS])]
    if organs := actor.organs_where(*SIGNERS):
        unsigned = Q(state=PartState.ASSIGNED) | Q(state=PartState.IN_PROGRESS, responsible=None)
        found.append(live.filter(unsigned, unit__organ__in=organs).exclude(responsible__in=actor.acts_as))
    return found


def verifications(actor: Actor) -> list[QuerySet]:
    """Return the items whose result was reported and which the actor's post oversees."""
    organs = supervised_organs(actor)
    if not organs:
        return []
    found = SupervisionItem.objects.filter(organ__in=organs, state=State.FEEDBACK_GIVEN, coordinator__in=actor.post_ids)
    return [found.filter(secrecy__lte=actor.clearance)]


def extensions(actor: Actor) -> list[QuerySet]:
    organs = actor.organs_where(*DECIDERS)
    if not organs:
        return []
    found = Extension.objects.filter(state=ExtensionState.REQUESTED, item__organ__in=organs)
    return [found.filter(item__secrecy__lte=actor.clearance)]


def proposals(actor: Actor) -> list[QuerySet]:
    organs = supervised_organs(actor)
    if not organs:
        return []
    return [Proposal.objects.filter(organ__in=organs, state=ProposalState.WAITING, secrecy__lte=actor.clearance)]


def announce() -> None:
    worklist.register_errands(
        worklist.Errands(
            kind="supervision.part",
            rows=parts,
            ref_kind="supervision.item",
            ref_id="item_id",
            title="item__title",
            number="item__number",
            secrecy="item__secrecy",
            step=Case(When(state=PartState.ASSIGNED, then=Value("督查签收")), default=Value("督查承办")),
            who="item__coordinator_name",
            arrived_at=Coalesce("assigned_at", "created_at"),
            due_at=calendars.ClosingMoment("deadline"),
            times_urged="item__urgings",
        )
    )
    worklist.register_errands(
        worklist.Errands(
            kind="supervision.extension",
            rows=extensions,
            ref_kind="supervision.item",
            ref_id="item_id",
            title="item__title",
            number="item__number",
            secrecy="item__secrecy",
            step=Value("延期审批"),
            who="unit_name",
            arrived_at="requested_at",
            due_at=calendars.ClosingMoment("from_date"),
        )
    )
    worklist.register_errands(
        worklist.Errands(
            kind="supervision.verification",
            rows=verifications,
            ref_kind="supervision.item",
            number="number",
            step=Value("督查核查"),
            who="lead_unit__name",
            arrived_at="created_at",
            due_at=calendars.ClosingMoment("deadline"),
        )
    )
    worklist.register_errands(
        worklist.Errands(
            kind="supervision.proposal",
            rows=proposals,
            ref_kind="supervision.proposal",
            title="ref_title",
            number="ref_number",
            step=Value("确认立项"),
            who="leader_name",
            arrived_at="given_at",
        )
    )
