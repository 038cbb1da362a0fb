from zhongshu.platform.workflow.models.definitions import FlowDefinition, FlowVersion
from zhongshu.platform.workflow.models.items import FlowItem, FlowItemHolder, FlowParticipant, FlowUrge
from zhongshu.platform.workflow.models.records import FlowLog, FlowTimer
from zhongshu.platform.workflow.models.running import FlowInstance, FlowLink, FlowScope, FlowStep

__all__ = [
    "FlowDefinition",
    "FlowInstance",
    "FlowItem",
    "FlowItemHolder",
    "FlowLink",
    "FlowLog",
    "FlowParticipant",
    "FlowScope",
    "FlowStep",
    "FlowTimer",
    "FlowUrge",
    "FlowVersion",
]
