"""Levels, the ceiling and marks: what every other room may use."""

from zhongshu.platform.secrecy.choices import Level
from zhongshu.platform.secrecy.commands.ceiling import ensure_storable, scan_file_name, scan_marks
from zhongshu.platform.secrecy.queries import ceiling, label, storable_levels

__all__ = ["Level", "ceiling", "ensure_storable", "label", "scan_file_name", "scan_marks", "storable_levels"]
