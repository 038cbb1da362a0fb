"""What is open."""

from django.db import connection


def in_progress() -> bool:
    """Tell whether the caller is inside a transaction of the office.

    The frame that a test case puts around everything does not count, as it does not for Django's durable blocks.
    """
    return any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks)
