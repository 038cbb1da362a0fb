"""Gapless series of numbers: what every other room may use."""

from zhongshu.platform.numbering.choices import NumberState
from zhongshu.platform.numbering.commands import begin_after, reserve, take, take_many, take_reserved, take_typed, void
from zhongshu.platform.numbering.models import Number
from zhongshu.platform.numbering.queries import find, preview
from zhongshu.platform.numbering.series import define

__all__ = [
    "Number",
    "NumberState",
    "begin_after",
    "define",
    "find",
    "preview",
    "reserve",
    "take",
    "take_many",
    "take_reserved",
    "take_typed",
    "void",
]
