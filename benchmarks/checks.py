"""Checks: recall on planted and documented defects, false alarms on clean text, speed; gongwen-skill beside it where installed.

    ./zs bench checks --samples DIR [--peer /path/to/gongwen]

The samples are split by the SHA-256 of their id (of the original's id for whole documents): even is the tuning half, odd the test half.
"""

import argparse
import hashlib
import importlib.util
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

import common

from zhongshu.domains.documents.checks import answers, engine, parsing
from zhongshu.platform.typesetting import public as typesetting

KINDS = ("defects", "clean", "defect_docs")
ROUNDS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=Path, required=True)
    parser.add_argument("--peer", help="the program gongwen of gongwen-skill, compared by class on whole documents")
    options = parser.parse_args()
    score = scorer(options.samples)
    print(common.machine())
    rows = {kind: load(options.samples / f"{kind}.jsonl") for kind in KINDS}
    table = []
    for name, half in (("tuning", 0), ("test", 1)):
        chosen = {kind: [row for row in rows[kind] if half_of(row) == half] for kind in KINDS}
        pred = predictions(chosen, options.samples)
        pieces = score.score_checker(chosen["defects"], chosen["clean"], pred)
        whole = score.score_defect_docs(chosen["defect_docs"], pred)
        table.append([
            name, pieces["recall"], pieces["category_accuracy"], whole["recall"], whole["recall_with_category"],
            pieces["specificity"], whole["noise_per_1000_characters"],
        ])  # fmt: skip
    head = ["half", "defects recall", "category", "documents recall", "with category", "clean not flagged", "noise per 1000"]
    common.table("Found and not flagged", head, table)
    speed(rows["defect_docs"])
    if options.peer:
        beside_peer(options.peer, [row for row in rows["defect_docs"] if half_of(row) == 1], score, options.samples)


def scorer(folder: Path) -> ModuleType:
    """Load the scorer that lies beside the samples."""
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def load(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def half_of(row: dict[str, Any]) -> int:
    return int(hashlib.sha256(str(row.get("original_id") or row["id"]).encode()).hexdigest(), 16) % 2


def predictions(rows: dict[str, list[dict[str, Any]]], folder: Path) -> dict[str, dict[str, Any]]:
    answer = {"defects": answers.defect, "clean": answers.clean, "defect_docs": answers.document}
    return {row["id"]: {"id": row["id"], **answer[kind](row, folder)} for kind in KINDS for row in rows[kind]}


def speed(documents: list[dict[str, Any]]) -> None:
    """Time a document of 20,000 characters whole, and again with one paragraph changed; with and without the word model."""
    lines = dict.fromkeys(line for row in documents if not row["seed"] for line in row["text"].split("\n"))
    text = "\n".join(lines)[:20_000]
    place = text.index("。", len(text) // 2)
    rows = []
    for name, typos in (("rules", False), ("rules and typos", True)):
        engine.check(parsing.read("关于做好防汛工作的通知"), typos=typos)
        whole, changed = [], []
        for number in range(ROUNDS):
            engine.forget()
            whole.append(common.milliseconds(lambda typos=typos: engine.check(parsing.read(text), typos=typos)))
            other = f"{text[:place]}，改动{number}{text[place:]}"
            changed.append(common.milliseconds(lambda other=other, typos=typos: engine.check(parsing.read(other), typos=typos)))
        rows.append([name, common.median(whole), common.median(changed)])
    common.table("20,000 characters, ms (bars: 1000 whole, 50 changed)", ["", "whole", "one paragraph changed"], rows)


def beside_peer(program: str, documents: list[dict[str, Any]], score: ModuleType, samples: Path) -> None:
    """Compare by class: does the program report something about the seeded document that it does not report of the original?"""
    own = score.score_defect_docs(documents, predictions({"defects": [], "clean": [], "defect_docs": documents}, samples))
    peer: dict[str, dict[str, int]] = {row["id"]: issues(program, row["text"]) for row in documents}
    table = []
    for row in documents:
        if row["seed"]:
            before = peer[row["original_id"]]
            more = sum(max(0, count - before.get(name, 0)) for name, count in peer[row["id"]].items())
            table.append([row["seed"], own["recall_by_seed"][row["seed"]], "1/1" if more else "0/1"])
    common.table("By class, whole documents of the test half", ["class", "ours", "gongwen-skill"], table)


def issues(program: str, text: str) -> dict[str, int]:
    """Return how often each message of the peer occurs for a document."""
    title, _, body = text.partition("\n")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.docx"
        path.write_bytes(typesetting.to_docx(typesetting.document_from_text(title, body)))
        made = subprocess.run([program, "check", "--json", str(path)], capture_output=True, text=True, check=False)
    counts: dict[str, int] = {}
    try:
        found = json.loads(made.stdout[made.stdout.index("[") :])
    except ValueError:
        return counts
    for issue in found:
        message = f"{issue['rule_id']}: {issue.get('original')} {issue.get('reason')}"
        counts[message] = counts.get(message, 0) + 1
    return counts


if __name__ == "__main__":
    sys.exit(main())
