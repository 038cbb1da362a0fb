"""Reading rounds: what other rooms may use."""

from zhongshu.platform.circulation.choices import ReadingState, RoundKind, RoundState
from zhongshu.platform.circulation.commands import add_readers, cancel, chase, open_reading_item, pass_on, read, start_round
from zhongshu.platform.circulation.events import RoundFinished
from zhongshu.platform.circulation.fields import PeopleField, UnitsField
from zhongshu.platform.circulation.models import Reading, ReadingRound
from zhongshu.platform.circulation.queries import (
    being_read,
    open_reading,
    read_by,
    reader_of,
    readings_of,
    rounds_of,
    rounds_started_by,
    waiting_count,
    waiting_for,
)

__all__ = [
    "PeopleField",
    "Reading",
    "ReadingRound",
    "ReadingState",
    "RoundFinished",
    "RoundKind",
    "RoundState",
    "UnitsField",
    "add_readers",
    "being_read",
    "cancel",
    "chase",
    "open_reading",
    "open_reading_item",
    "pass_on",
    "read",
    "read_by",
    "reader_of",
    "readings_of",
    "rounds_of",
    "rounds_started_by",
    "start_round",
    "waiting_count",
    "waiting_for",
]
