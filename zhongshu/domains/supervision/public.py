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
from zhongshu.domains.supervision.commands.importing import understand_anew as understand_ledger
from zhongshu.domains.supervision.commands.importing import upload as upload_ledger
from zhongshu.domains.supervision.commands.inspection_planning import (
    add_member,
    approve_plan,
    draft_plan,
    form_group,
    plan_visit,
    register_plan,
    set_quota,
)
from zhongshu.domains.supervision.commands.inspection_reporting import close_plan, draft_report
from zhongshu.domains.supervision.commands.inspection_visiting import (
    announce_plan,
    answer_statement,
    docket_finding,
    docket_findings,
    finish_visit,
    give_statement,
    record_call_back,
    record_finding,
    start_visit,
)
from zhongshu.domains.supervision.commands.joint_visits import answer_joint_visit, propose_joint_visit
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
from zhongshu.domains.supervision.commands.taking_in import take_in as take_in_ledger
from zhongshu.domains.supervision.commands.target_reporting import docket_target, report_progress, verify_report
from zhongshu.domains.supervision.commands.target_setting import (
    add_target,
    change_target,
    draft_sheet,
    issue_sheet,
    place_target_under,
    plan_quarters,
)
from zhongshu.domains.supervision.commands.urging import remind, urge
from zhongshu.domains.supervision.events import (
    FeedbackGiven,
    ItemAssigned,
    ItemClosedOut,
    ItemCompleted,
    ItemDocketed,
    NoticeRequested,
)
from zhongshu.domains.supervision.held_figures import HeldFigure, register_figures
from zhongshu.domains.supervision.models import (
    Breakdown,
    InspectionPlan,
    InspectionVisit,
    Notice,
    Part,
    Proposal,
    SupervisionItem,
    Target,
    TargetSheet,
)
from zhongshu.domains.supervision.models.importing import LedgerImport
from zhongshu.domains.supervision.texts import register_text

__all__ = [
    "Breakdown",
    "FeedbackGiven",
    "FeedbackKind",
    "Grade",
    "HeldFigure",
    "InspectionPlan",
    "InspectionVisit",
    "ItemAssigned",
    "ItemClosedOut",
    "ItemCompleted",
    "ItemDocketed",
    "LedgerImport",
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
    "Target",
    "TargetSheet",
    "VerificationKind",
    "add_member",
    "add_supporting",
    "add_target",
    "announce_plan",
    "answer_joint_visit",
    "answer_statement",
    "approve_plan",
    "archive",
    "assign",
    "break_down",
    "change",
    "change_target",
    "circular_pdf",
    "close_out",
    "close_plan",
    "complete",
    "decide_extension",
    "decide_task",
    "decline_proposal",
    "docket",
    "docket_accepted",
    "docket_finding",
    "docket_findings",
    "docket_proposal",
    "docket_target",
    "draft_plan",
    "draft_report",
    "draft_sheet",
    "finish_visit",
    "form_group",
    "give_feedback",
    "give_statement",
    "issue_circular",
    "issue_notice",
    "issue_sheet",
    "join",
    "join_proposal",
    "notice_waits",
    "place_target_under",
    "place_under",
    "plan_quarters",
    "plan_visit",
    "propose_from_instruction",
    "propose_joint_visit",
    "record_call_back",
    "record_document",
    "record_finding",
    "refuse",
    "register_figures",
    "register_plan",
    "register_text",
    "remind",
    "reopen",
    "report_progress",
    "request_extension",
    "resume",
    "return_feedback",
    "save_view",
    "set_quota",
    "sign",
    "start_visit",
    "suspend",
    "take_apart",
    "take_in_ledger",
    "transfer",
    "understand_ledger",
    "upload_ledger",
    "urge",
    "verify",
    "verify_report",
    "void",
]
