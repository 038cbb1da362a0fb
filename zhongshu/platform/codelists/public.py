"""Reference data: what every other room may use."""

from zhongshu.platform.codelists.choices import Direction, ListCode
from zhongshu.platform.codelists.commands import load
from zhongshu.platform.codelists.queries import Code, choices, label, labels, value, values

__all__ = ["Code", "Direction", "ListCode", "choices", "label", "labels", "load", "value", "values"]
