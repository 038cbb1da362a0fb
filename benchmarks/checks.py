"""Checks: recall on planted and documented defects, false alarms on clean text, speed; gongwen-skill beside it where installed.

    ./zs bench checks --samples DIR [--peer /path/to/gongwen]

The samples are split by the SHA-256 of their id (of the original's id for whole documents): even is the tuning half, odd the test half.
"""

import argparse
import hashlib
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from typing import Any

import common

from zhongshu.domains.documents.checks import answers, engine, parsing
from zhongshu.platform.typesetting import public as typesetting

KINDS = ("defects", "clean", "defect_docs")
ROUNDS = 5
LONGEST = 90  # seconds that the peer is given for one text
AT_ONCE = 2


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
        tested = {kind: [row for row in rows[kind] if half_of(row) == 1] for kind in ("defect_docs", "defects")}
        beside_peer(options.peer, tested["defect_docs"], tested["defects"], score, options.samples)


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
            whole.append(both(lambda typos=typos: engine.check(parsing.read(text), typos=typos)))
            other = f"{text[:place]}，改动{number}{text[place:]}"
            changed.append(both(lambda other=other, typos=typos: engine.check(parsing.read(other), typos=typos)))
        rows.append([name, *(common.median(pair[at] for pair in kind) for kind in (whole, changed) for at in (0, 1))])
    head = ["", "whole, elapsed", "whole, processor", "one paragraph changed, elapsed", "changed, processor"]
    common.table(f"20,000 characters, ms (bars: 1000 whole, 50 changed), load {os.getloadavg()[0]:.0f}", head, rows)


def both(action: Callable[[], object]) -> tuple[float, float]:
    """Return the elapsed time and the processor time in ms: the machine may be busy with other work."""
    started = time.process_time()
    elapsed = common.milliseconds(action)
    return elapsed, (time.process_time() - started) * 1000


def beside_peer(
    program: str, documents: list[dict[str, Any]], pieces: list[dict[str, Any]], score: ModuleType, samples: Path
) -> None:
    """Compare by class: does the program report something of the faulty text that it does not report of the right one?"""
    seeded = [row for row in documents if row["seed"]]
    pairs = [(row["text"], next(one["text"] for one in documents if one["id"] == row["original_id"])) for row in seeded]
    corrected = [row for row in pieces if row["gold"]["correct"]]
    pairs += [(row["wrong"], row["gold"]["correct"][0]) for row in corrected]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        texts = list(dict.fromkeys(text for pair in pairs for text in pair))
        told = dict(zip(texts, pool.map(lambda text: issues(program, text.replace("／", "\n")), texts), strict=True))
    answered = [wrong for wrong, right in pairs if told[wrong] is not None and told[right] is not None]
    new = [_more(told[wrong], told[right]) for wrong, right in pairs]
    own = score.score_defect_docs(documents, predictions({"defects": [], "clean": [], "defect_docs": documents}, samples))
    found = {row["seed"]: own["recall_by_seed"][row["seed"]] for row in seeded}
    rows: dict[str, list[int]] = {}
    for row, peer in zip(seeded, new, strict=False):
        ours, of = map(int, str(found[row["seed"]]).split("/"))
        _add(rows, f"whole documents: {row['gold']['category'][0]}", int(ours == of), int(peer))
    for row, peer in zip(corrected, new[len(seeded) :], strict=True):
        _add(rows, f"pieces: {row['gold']['category'][0]}", int(answers.defect(row, samples)["flagged"]), int(peer))
    shown = [[name, f"{ours}/{of}", f"{peer}/{of}"] for name, (ours, peer, of) in sorted(rows.items())]
    shown.append(["all", *(f"{sum(row[at] for row in rows.values())}/{sum(row[2] for row in rows.values())}" for at in (0, 1))])
    common.table("By class, test half", ["class", "ours", "gongwen-skill"], shown)
    print(f"{len(pairs) - len(answered)} of {len(pairs)} comparisons without an answer of the peer")


def _add(rows: dict[str, list[int]], name: str, ours: int, peer: int) -> None:
    row = rows.setdefault(name, [0, 0, 0])
    row[0] += ours
    row[1] += peer
    row[2] += 1


def _more(faulty: dict[str, int] | None, right: dict[str, int] | None) -> bool:
    return faulty is not None and right is not None and any(count > right.get(name, 0) for name, count in faulty.items())


def issues(program: str, text: str) -> dict[str, int] | None:
    """Return how often each message of the peer occurs for a text made into DOCX; None when it does not answer in time."""
    title, _, body = text.partition("\n")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.docx"
        path.write_bytes(typesetting.to_docx(typesetting.document_from_text(title, body)))
        try:
            made = subprocess.run(
                [program, "check", "--json", str(path)],
                capture_output=True,
                text=True,
                check=False,
                timeout=LONGEST,
                stdin=subprocess.DEVNULL,
            )
            found = json.loads(made.stdout[made.stdout.index("[") :])
        except (subprocess.TimeoutExpired, ValueError):
            return None
    counts: dict[str, int] = {}
    for issue in found:
        message = f"{issue['rule_id']}: {issue.get('original')} {issue.get('reason')}"
        counts[message] = counts.get(message, 0) + 1
    return counts


if __name__ == "__main__":
    sys.exit(main())
