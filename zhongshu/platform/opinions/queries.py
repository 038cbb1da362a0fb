from collections.abc import Iterable, Sequence

from django.db.models import QuerySet

from zhongshu.kernel import kinds
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.opinions.choices import SHIPPED_PHRASES, PhraseScope
from zhongshu.platform.opinions.models import CommonPhrase, DraftOpinion, Handwriting, Opinion
from zhongshu.platform.opinions.policies import draft_policy, opinion_policy, phrase_policy


def of(ref: ObjectRef, viewer: Actor) -> QuerySet[Opinion]:
    """Return the opinions about the object that the viewer may read, oldest first.

    The caller has already shown that the viewer may see the object itself.
    """
    return opinion_policy.visible(viewer).filter(ref_kind=ref.kind, ref_id=ref.id).order_by("at", "pk")


def columns(ref: ObjectRef, viewer: Actor, *, order: Sequence[str] = (), sort: str = "time") -> dict[str, list[Opinion]]:
    """Return the slip's opinion columns (意见栏) in one query: column name -> opinions.

    Columns named in ``order`` come first and exist even when empty; others follow as they first appeared. Inside a column
    opinions stand by time, or with ``sort="rank"`` by the rank of the post, each person's earlier rounds before the later.
    """
    found: dict[str, list[Opinion]] = {name: [] for name in order}
    for opinion in of(ref, viewer):
        found.setdefault(opinion.column or opinion.step_label or opinion.get_kind_display(), []).append(opinion)
    if sort == "rank":
        for opinions in found.values():
            opinions.sort(key=lambda opinion: (opinion.post_rank, opinion.person_id, opinion.at, opinion.pk))
    return found


def by_step(step_ids: Iterable[int], viewer: Actor) -> dict[int, list[Opinion]]:
    """Return, by step of the process, the opinions that the viewer may read, oldest first: one query for a timeline."""
    found: dict[int, list[Opinion]] = {}
    for opinion in opinion_policy.visible(viewer).filter(step_id__in=list(step_ids)).order_by("at", "pk"):
        found.setdefault(opinion.step_id or 0, []).append(opinion)
    return found


def draft(place: str, viewer: Actor) -> DraftOpinion | None:
    """Return the viewer's own unfinished opinion at this place ("item:12")."""
    return draft_policy.visible(viewer).filter(place=place).first()


def phrases(actor: Actor, *, marked: bool = False) -> list[CommonPhrase]:
    """Return the sentences offered to the actor: own ones first, then the unit's, then the installation's (or the shipped ones).

    One query; with ``marked`` each kept phrase carries ``can_remove``.
    """
    visible = phrase_policy.visible(actor).order_by("rank_order", "pk")
    found = list(phrase_policy.mark(visible, actor, "remove") if marked else visible)
    groups = {scope: [phrase for phrase in found if phrase.scope == scope] for scope in PhraseScope.values}
    if not groups[PhraseScope.SYSTEM]:
        groups[PhraseScope.SYSTEM] = [CommonPhrase(scope=PhraseScope.SYSTEM, text=text) for text in SHIPPED_PHRASES]
    offered: dict[str, CommonPhrase] = {}
    for scope in (PhraseScope.PERSON, PhraseScope.UNIT, PhraseScope.SYSTEM):
        for phrase in groups[scope]:
            offered.setdefault(phrase.text, phrase)
    return list(offered.values())


def handwriting(opinion_id: int, viewer: Actor) -> Handwriting | None:
    """Return the picture under an opinion, if the viewer may see the object and the opinion."""
    opinion = opinion_policy.visible(viewer).filter(pk=opinion_id).select_related("handwriting").first()
    if opinion is None or not opinion.has_handwriting or not kinds.visible(opinion.ref, viewer):
        return None
    return opinion.handwriting
