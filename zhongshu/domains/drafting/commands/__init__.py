"""Every write, by subject."""

from zhongshu.domains.drafting.commands.merging import begin_merging, hand_over, note_document, save_merged
from zhongshu.domains.drafting.commands.outlining import (
    answer_comment,
    approve_outline,
    comment,
    return_outline,
    save_outline,
    submit_outline,
)
from zhongshu.domains.drafting.commands.parts import (
    accept_part,
    assign_part,
    hand_on,
    return_part,
    save_part,
    submit_part,
    withdraw_part,
)
from zhongshu.domains.drafting.commands.reminding import remind_due_parts, remind_part
from zhongshu.domains.drafting.commands.requesting import cancel, request_task

__all__ = [
    "accept_part",
    "answer_comment",
    "approve_outline",
    "assign_part",
    "begin_merging",
    "cancel",
    "comment",
    "hand_on",
    "hand_over",
    "note_document",
    "remind_due_parts",
    "remind_part",
    "request_task",
    "return_outline",
    "return_part",
    "save_merged",
    "save_outline",
    "save_part",
    "submit_outline",
    "submit_part",
    "withdraw_part",
]
