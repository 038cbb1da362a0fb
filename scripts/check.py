"""Every check, in the order in which it is quickest to learn that something is wrong."""

import os
import subprocess
import sys
import time

BIN = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), ".venv", "bin")
WORKERS = os.environ.get("ZHONGSHU_TEST_WORKERS", "2")

STEPS: list[tuple[str, list[str], dict[str, str]]] = [
    ("代码检查", ["ruff", "check", "."], {}),
    ("代码格式", ["ruff", "format", "--check", "--quiet", "."], {}),
    ("引用约定", ["lint-imports"], {}),
    ("类型检查", ["mypy", "zhongshu"], {}),
    ("缺少的迁移", ["python", "manage.py", "makemigrations", "--check", "--dry-run"], {}),
    ("测试（SQLite）", ["pytest", "-n", WORKERS, "--dist", "loadfile", "-m", "not browser"], {}),
    # A browser's driver keeps an event loop running in its process, which other tests must not meet.
    ("测试（浏览器）", ["pytest", "-n", WORKERS, "--dist", "loadfile", "-m", "browser"], {}),
    (
        "测试（PostgreSQL）",
        ["pytest", "-n", WORKERS, "--dist", "loadfile", "-m", "not browser"],
        {"ZHONGSHU_TEST_DATABASE": "postgres"},
    ),
]


def main() -> int:
    failed = []
    for label, command, variables in STEPS:
        print(f"── {label}", flush=True)
        started = time.monotonic()
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "zhongshu.site.settings.test", **variables}
        code = subprocess.run([os.path.join(BIN, command[0]), *command[1:]], env=environment, check=False).returncode
        print(f"   {'通过' if code == 0 else '没有通过'}，用时 {time.monotonic() - started:.0f} 秒", flush=True)
        if code:
            failed.append(label)
    if failed:
        print(f"没有通过：{'、'.join(failed)}")
        return 1
    print("全部通过")
    return 0


if __name__ == "__main__":
    sys.exit(main())
