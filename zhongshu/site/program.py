"""The program ``zhongshu``: what it can do without a server."""

import sys
from collections.abc import Callable

from zhongshu.domains.documents.checks import program as checks

ACTIONS: dict[str, Callable[[list[str]], int]] = {"check": checks.main}


def main() -> int:
    """Run ``zhongshu ACTION …``; the only action is ``check``."""
    name, *rest = sys.argv[1:] or [""]
    if name not in ACTIONS:
        print("用法：zhongshu check 文件……", file=sys.stderr)
        return 2
    return ACTIONS[name](rest)
