"""A leader's written instruction on anything proposes a supervision item; a person of supervision confirms it."""

from zhongshu.domains.supervision import public as supervision
from zhongshu.kernel import kinds
from zhongshu.kernel.events import subscribe
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.opinions.public import InstructionGiven


@subscribe(InstructionGiven)
def propose_an_item(event: InstructionGiven) -> None:
    """Propose an item from the instruction. Safe to run twice: one instruction gives one proposal."""
    ref = ObjectRef(event.ref_kind, event.ref_id, event.ref_title, event.ref_number)
    supervision.propose_from_instruction(
        ref,
        opinion_id=event.opinion_id,
        leader_id=event.person_id,
        leader_name=event.person_name,
        leader_post=event.post_name,
        organ_id=event.organ_id,
        words=event.words,
        attitude=event.attitude,
        has_handwriting=event.has_handwriting,
        text_digest=event.text_digest,
        secrecy_level=_level_of(ref),
    )


def _level_of(ref: ObjectRef) -> int:
    """Return the level of the object on which the words were written; what is proposed is protected as well."""
    kind = kinds.find(ref.kind)
    found = kind.model_class._default_manager.filter(pk=ref.id).first() if kind else None
    return int(getattr(found, "secrecy", 0) or 0)
