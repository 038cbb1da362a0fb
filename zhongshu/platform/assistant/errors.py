from zhongshu.kernel.errors import RuleBroken


class AssistantFailed(RuleBroken):
    """The model did not answer in a usable way; the person's own work is untouched."""
