"""Facts of opinions that others may react to."""

from dataclasses import dataclass

from zhongshu.kernel.events import event


@event("opinions.instruction_given")
@dataclass(frozen=True)
class InstructionGiven:
    """批示: a leader wrote words about an object, as an instruction or in its column of instructions.

    ``has_words`` is false when only a hand was drawn; ``words`` is then empty. Instructions that only chosen people may read are not
    announced.
    """

    opinion_id: int
    ref_kind: str
    ref_id: int
    ref_title: str
    ref_number: str
    person_id: int
    person_name: str
    post_name: str
    organ_id: int | None
    words: str
    attitude: str
    has_handwriting: bool
    text_digest: str
