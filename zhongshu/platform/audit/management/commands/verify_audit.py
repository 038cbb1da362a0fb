"""``manage.py verify_audit``: prove that no audit entry was changed, added between others, or removed, and that opinions, issued documents and
attachments still are what the log says they were."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error, connection

from zhongshu.platform.audit import checker, evidence


class Command(BaseCommand):
    help = "核验审计日志的摘要链，指出第一处断裂的位置"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--anchors", type=Path, help="锚点文件：存在时与之核对，核验通过后更新；请放在另一台设备上保管")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *args: Any, anchors: Path | None, json: bool, **options: Any) -> None:
        noted = _read_anchors(anchors) if anchors and anchors.exists() else {}
        with connection.cursor() as cursor:
            damage = _file_damage(cursor)
            verdict = checker.check(cursor, anchors=noted, errors=(Error, UnicodeDecodeError))
            unprotected = _missing_triggers(cursor)
        faults = [str(fault) for _, fault in sorted(verdict.breaks.items())]
        faults += [text for text in (verdict.unreadable, damage, unprotected) if text]
        if not faults:  # what the log says can only be held against the records while the log itself is sound
            faults += list(evidence.faults())
        if json:
            self.stdout.write(_as_json(verdict, faults))
        if faults:
            raise CommandError("审计日志核验不通过：\n" + "\n".join(faults))
        if anchors:
            anchors.write_text(_anchors_text(verdict), encoding="utf-8")
        if not json:
            self.stdout.write(f"审计日志完好：{verdict.entries}条记录，{len(verdict.heads)}条链")
            self.stdout.write(f"与日志一致：{'、'.join(evidence.labels())}")


def _read_anchors(file: Path) -> dict[int, tuple[int, str]]:
    try:
        noted = json.loads(file.read_text(encoding="utf-8"))
        return {int(chain): (int(seq), str(digest)) for chain, (seq, digest) in noted.items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise CommandError(f"锚点文件 {file} 无法识别，请换用上次核验生成的文件") from error


def _anchors_text(verdict: checker.Verdict) -> str:
    return json.dumps({str(chain): list(head) for chain, head in sorted(verdict.heads.items())}, indent=1)


def _as_json(verdict: checker.Verdict, faults: list[str]) -> str:
    breaks = [vars(fault) for _, fault in sorted(verdict.breaks.items())]
    return json.dumps({"entries": verdict.entries, "sound": not faults, "breaks": breaks, "faults": faults}, ensure_ascii=False)


def _file_damage(cursor: Any) -> str:
    if connection.vendor != "sqlite":
        return ""
    try:
        cursor.execute("PRAGMA integrity_check(1)")
        (result,) = cursor.fetchone()
    except Error as error:
        result = str(error)
    return "" if result == "ok" else f"数据库文件损坏：{result}"


def _missing_triggers(cursor: Any) -> str:
    if connection.vendor == "sqlite":
        cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit_%append_only%'")
        expected = 5
    else:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'audit_%append_only%' AND tgenabled <> 'D'")
        expected = 6
    (count,) = cursor.fetchone()
    return "" if count == expected else "防改触发器不全：数据库未阻止修改审计记录，请检查是否有人改动过数据库结构"
