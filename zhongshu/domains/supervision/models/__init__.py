"""What supervision keeps: items with their sources and parts, what was reported and found, and the record of it all."""

from zhongshu.domains.supervision.models.breaking_down import Breakdown, BreakdownTask
from zhongshu.domains.supervision.models.burdens import BurdenEstimate
from zhongshu.domains.supervision.models.importing import LedgerImport, LedgerImportRow
from zhongshu.domains.supervision.models.inspections import (
    CallBack,
    GroupMember,
    InspectionEvent,
    InspectionFinding,
    InspectionGroup,
    InspectionPlan,
    InspectionQuota,
    InspectionStatement,
    InspectionVisit,
    JointConsent,
    JointVisit,
)
from zhongshu.domains.supervision.models.items import ItemSource, SupervisionItem
from zhongshu.domains.supervision.models.parts import Feedback, Part
from zhongshu.domains.supervision.models.proposals import Proposal
from zhongshu.domains.supervision.models.record import ItemEvent
from zhongshu.domains.supervision.models.rules import GradeRule, LightRule
from zhongshu.domains.supervision.models.saved import SavedView
from zhongshu.domains.supervision.models.steps import Extension, Notice, Urging, Verification
from zhongshu.domains.supervision.models.targets import Target, TargetEvent, TargetQuarter, TargetReport, TargetSheet

__all__ = [
    "Breakdown",
    "BreakdownTask",
    "BurdenEstimate",
    "CallBack",
    "Extension",
    "Feedback",
    "GradeRule",
    "GroupMember",
    "InspectionEvent",
    "InspectionFinding",
    "InspectionGroup",
    "InspectionPlan",
    "InspectionQuota",
    "InspectionStatement",
    "InspectionVisit",
    "ItemEvent",
    "ItemSource",
    "JointConsent",
    "JointVisit",
    "LedgerImport",
    "LedgerImportRow",
    "LightRule",
    "Notice",
    "Part",
    "Proposal",
    "SavedView",
    "SupervisionItem",
    "Target",
    "TargetEvent",
    "TargetQuarter",
    "TargetReport",
    "TargetSheet",
    "Urging",
    "Verification",
]
