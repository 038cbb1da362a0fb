"""The audit log: what every other room may use."""

from zhongshu.platform.audit import actions, evidence
from zhongshu.platform.audit.actions import describe, describe_module
from zhongshu.platform.audit.commands import record_reading
from zhongshu.platform.audit.queries import readings, recorded_actions, trail
from zhongshu.platform.audit.writer import record, record_many, record_regardless, ref_of, write_waiting

__all__ = [
    "actions",
    "describe",
    "describe_module",
    "evidence",
    "readings",
    "record",
    "record_many",
    "record_reading",
    "record_regardless",
    "recorded_actions",
    "ref_of",
    "trail",
    "write_waiting",
]
