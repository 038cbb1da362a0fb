"""Who may do what with materials; each rule once. The kernel adds clearance to every rule of a marked model."""

from django.db.models import Q

from zhongshu.domains.materials.choices import Audience
from zhongshu.domains.materials.models import Material, Passage
from zhongshu.kernel import kinds
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.policy import Policy
from zhongshu.platform.organizations.public import Duty

KEEPERS = (Duty.REGISTRY_CLERK, Duty.OFFICE_DIRECTOR, Duty.SECTION_HEAD, Duty.REVIEWER, Duty.DRAFTER)
# The kinds of documents that flow in (added by bridges): a material of theirs is seen by whoever may see the document.
_origins: set[str] = set()


def follow(kind: str) -> None:
    """Announce a kind of documents from which materials come."""
    _origins.add(kind)


def origins() -> list[str]:
    return sorted(_origins)


def _sees(actor: Actor) -> Q:
    condition = Q(audience=Audience.EVERYONE) | Q(audience=Audience.OWN_ORGAN, organ__in=actor.organ_ids)
    for kind in origins():
        owner = kinds.find(kind)
        if owner is not None:
            seen = owner.policy.visible(actor).values("pk")
            condition |= Q(audience=Audience.ORIGINAL, origin_kind=kind, origin_id__in=seen)
    return condition


def _keeps(actor: Actor) -> Q:
    return Q(organ__in=actor.organs_where(*KEEPERS))


policy = Policy(Material)
policy.allow("view", "查看素材", _sees)
policy.allow("keep", "维护素材", _keeps)

passage_policy = Policy(Passage)
passage_policy.allow("view", "查看素材段落", lambda actor: Q(removed_at=None, material__in=policy.visible(actor).values("pk")))
