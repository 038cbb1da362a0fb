"""Who may do what, each rule once. The kernel adds clearance to every rule."""

from django.db.models import Q

from zhongshu.domains.drafting.choices import PartState
from zhongshu.domains.drafting.models import DraftingTask, Part
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.policy import Policy
from zhongshu.platform.organizations.public import Duty


def own_units(actor: Actor) -> frozenset[int]:
    """Return the units in which the person works: sections, and the organ itself only for whoever sits there directly."""
    sections = actor.unit_ids - actor.organ_ids
    return sections | ({actor.unit_id} if actor.unit_id else frozenset())


def _of_the_parts(actor: Actor) -> Q:
    parts = Part.objects.filter(Q(contact__in=actor.acts_as) | Q(unit__in=own_units(actor))).exclude(state=PartState.WITHDRAWN)
    return Q(pk__in=parts.values("task"))


def _writer(actor: Actor) -> Q:
    return Q(writer__in=actor.acts_as)


tasks = Policy(DraftingTask)
tasks.allow(
    "view",
    "查看起草任务",
    lambda actor: (
        _writer(actor)
        | Q(requester__in=actor.acts_as)
        | Q(section_head__in=actor.acts_as)
        | Q(unit__in=own_units(actor))
        | Q(organ__in=actor.organs_where(Duty.OFFICE_DIRECTOR))
        | _of_the_parts(actor)
    ),
)
tasks.allow("edit", "拟提纲、分工、统稿", _writer)
tasks.allow("comment", "讨论提纲", lambda actor: tasks.permissions["view"].rule(actor))
tasks.allow("approve_outline", "审定提纲", lambda actor: Q(section_head__in=actor.acts_as))
tasks.allow("cancel", "终止起草任务", lambda actor: Q(requester__in=actor.acts_as) | Q(section_head__in=actor.acts_as))

parts = Policy(Part)
parts.allow(
    "view",
    "查看章节任务",
    lambda actor: (
        Q(contact__in=actor.acts_as)
        | Q(unit__in=own_units(actor))
        | Q(task__writer__in=actor.acts_as)
        | Q(task__requester__in=actor.acts_as)
        | Q(task__section_head__in=actor.acts_as)
    ),
)
parts.allow("write", "起草章节", lambda actor: Q(contact__in=actor.acts_as))
parts.allow("review", "审核章节", lambda actor: Q(task__writer__in=actor.acts_as))
