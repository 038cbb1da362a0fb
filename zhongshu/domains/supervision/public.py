"""Supervision: what bridges and the site may use."""

from zhongshu.domains.supervision.choices import (
    FeedbackKind,
    Grade,
    NoticeKind,
    PartState,
    ProposalState,
    SourceKind,
    State,
    VerificationKind,
)
from zhongshu.domains.supervision.commands.assigning import PartPlan, add_supporting, assign, break_down, refuse, sign, transfer
from zhongshu.domains.supervision.commands.breaking_down import decide_task, docket_accepted, take_apart
from zhongshu.domains.supervision.commands.closing import archive, close_out, complete, reopen, verify
from zhongshu.domains.supervision.commands.docketing import Source, change, docket, join, place_under, void
from zhongshu.domains.supervision.commands.extending import decide_extension, request_extension, resume, suspend
from zhongshu.domains.supervision.commands.keeping import save_view
from zhongshu.domains.supervision.commands.noticing import (
    circular_pdf,
    issue_circular,
    issue_notice,
    notice_waits,
    record_document,
)
from zhongshu.domains.supervision.commands.proposing import (
    decline_proposal,
    docket_proposal,
    join_proposal,
    propose_from_instruction,
)
from zhongshu.domains.supervision.commands.reporting import give_feedback, return_feedback
from zhongshu.domains.supervision.commands.urging import remind, urge
from zhongshu.domains.supervision.events import (
    FeedbackGiven,
    ItemAssigned,
    ItemClosedOut,
    ItemCompleted,
    ItemDocketed,
    NoticeRequested,
)
from zhongshu.domains.supervision.models import Breakdown, Notice, Part, Proposal, SupervisionItem
from zhongshu.domains.supervision.texts import register_text

__all__ = [
    "Breakdown",
    "FeedbackGiven",
    "FeedbackKind",
    "Grade",
    "ItemAssigned",
    "ItemClosedOut",
    "ItemCompleted",
    "ItemDocketed",
    "Notice",
    "NoticeKind",
    "NoticeRequested",
    "Part",
    "PartPlan",
    "PartState",
    "Proposal",
    "ProposalState",
    "Source",
    "SourceKind",
    "State",
    "SupervisionItem",
    "VerificationKind",
    "add_supporting",
    "archive",
    "assign",
    "break_down",
    "change",
    "circular_pdf",
    "close_out",
    "complete",
    "decide_extension",
    "decide_task",
    "decline_proposal",
    "docket",
    "docket_accepted",
    "docket_proposal",
    "give_feedback",
    "issue_circular",
    "issue_notice",
    "join",
    "join_proposal",
    "notice_waits",
    "place_under",
    "propose_from_instruction",
    "record_document",
    "refuse",
    "register_text",
    "remind",
    "reopen",
    "request_extension",
    "resume",
    "return_feedback",
    "save_view",
    "sign",
    "suspend",
    "take_apart",
    "transfer",
    "urge",
    "verify",
    "void",
]
