"""写作助手: what other layers may use."""

from zhongshu.platform.assistant.commands import Suggestion, is_on, suggest
from zhongshu.platform.assistant.errors import AssistantFailed
from zhongshu.platform.assistant.protection import protect

__all__ = ["AssistantFailed", "Suggestion", "is_on", "protect", "suggest"]
