"""What is open."""

from django.db import connection


def in_progress() -> bool:
    """Tell whether the caller is inside a transaction of the office. The frame of a test case does not count, as for Django's durable blocks."""
    return any(not block._from_testcase for block in connection.atomic_blocks)
