"""Write predictions for sample cases of one kind (回答样本)."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from zhongshu.kernel import answers


class Command(BaseCommand):
    help = "对样本逐条作答：--samples 样本目录 --kind 类别 --out 输出文件（JSON Lines）"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--samples", type=Path, required=True)
        parser.add_argument("--kind", required=True)
        parser.add_argument("--out", type=Path, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        kind, folder, out = options["kind"], options["samples"], options["out"]
        if kind not in answers.kinds():
            raise CommandError(f"不能回答“{kind}”，可以回答的类别：{'、'.join(answers.kinds())}")
        source = folder / f"{kind}.jsonl"
        if not source.is_file():
            raise CommandError(f"没有找到样本文件 {source}")
        cases = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines() if line.strip()]
        lines = [json.dumps(answers.answer(kind, case, folder), ensure_ascii=False, default=str) for case in cases]
        # Written whole or not at all.
        partial = out.with_suffix(f"{out.suffix}.partial")
        partial.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        partial.replace(out)
        self.stdout.write(f"已作答 {len(lines)} 条：{out}")
