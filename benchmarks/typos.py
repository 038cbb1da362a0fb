"""Typos: what is found, what is flagged wrongly, and how long it takes, beside a packaged corrector; and fitting the weights.

The samples are parted by the SHA-256 of their id: even numbers are for tuning, odd ones for testing.

    ./zs bench typos --samples DIR            figures of the test half
    ./zs bench typos --samples DIR --fit      new weights and thresholds from the tuning half (prints, changes nothing)
"""

import argparse
import hashlib
import importlib.util
import json
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from common import ROOT, machine, median, table

sys.path.insert(0, str(ROOT))

from zhongshu.domains.documents.checks.typos import candidates, checking, correct_word, corrected, corrections, judging
from zhongshu.domains.documents.checks.typos.lattice import Lattice
from zhongshu.domains.documents.checks.typos.model import model

RIDGE = 1.0
FOLDS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--samples", type=Path, required=True)
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--tuning", action="store_true", help="figures of the tuning half")
    given = parser.parse_args()
    if given.fit:
        fit(half(given.samples, "typos", tuning=True) + whole_documents(given.samples, tuning=True))
        return
    print(machine())
    cases, words = (half(given.samples, kind, tuning=given.tuning) for kind in ("typos", "typo_words"))
    correctors = {"ours": lambda text: corrected(text, corrections(text)), **peers()}
    quality(cases, words, correctors, "tuning" if given.tuning else "test")
    speed(correctors)


def half(samples: Path, kind: str, *, tuning: bool) -> list[dict]:
    lines = (samples / f"{kind}.jsonl").read_text(encoding="utf-8").splitlines()
    cases = [json.loads(line) for line in lines if line.strip()]
    return [case for case in cases if (int(hashlib.sha256(case["id"].encode()).hexdigest(), 16) % 2 == 0) == tuning]


def whole_documents(samples: Path, *, tuning: bool) -> list[dict]:
    """Return the sentences of real documents and the clean ones: nothing in them is to be corrected."""
    texts = [(case["id"], case.get("text") or case["raw_text"]) for case in half(samples, "official_docs", tuning=tuning)]
    texts += [(case["id"], case["text"]) for case in half(samples, "clean", tuning=tuning)]
    texts += [(case["id"], case["text"]) for case in half(samples, "defect_docs", tuning=tuning) if case["seed"] is None]
    sentences = [(name, part.strip()) for name, text in texts for part in re.split(r"(?<=[。！？；])|\n", text)]
    return [
        {"id": f"{name} {at}", "text": part, "gold": {"correct": part, "has_error": False}, "document": True}
        for at, (name, part) in enumerate(sentences)
        if len(part) > 3
    ]


def peers() -> dict[str, Callable[[str], str]]:
    """Return what ours is compared with: the list of known errors alone, and a packaged corrector if it is installed."""
    listed = re.compile("|".join(sorted(map(re.escape, checking.known_errors()), key=len, reverse=True)))
    found: dict[str, Callable[[str], str]] = {
        "the list of known errors alone": lambda text: listed.sub(lambda one: checking.known_errors()[one.group()], text)
    }
    if importlib.util.find_spec("pycorrector"):
        from pycorrector import Corrector

        packaged = Corrector()
        found["pycorrector (its word model)"] = lambda text: packaged.correct(text)["target"]
    return found


def quality(cases: list[dict], words: list[dict], correctors: dict[str, Callable[[str], str]], name: str) -> None:
    rows: list[list[object]] = []
    for corrector, correct in correctors.items():
        true = false = missed = alarms = detected = 0
        right = [case for case in cases if not case["gold"]["has_error"]]
        for case in cases:
            out, gold, wrong = correct(case["text"]), case["gold"]["correct"], case["gold"]["has_error"]
            changed = out != case["text"]
            true += wrong and changed and out == gold
            false += changed and not (wrong and out == gold)
            missed += wrong and out != gold
            alarms += not wrong and changed
            detected += wrong and changed
        precision, recall = true / max(1, true + false), true / max(1, true + missed)
        score = 2 * precision * recall / max(1e-9, precision + recall)
        single = correct_word if corrector == "ours" else correct
        hits = sum(single(case["text"]) in case["gold"]["correct"] for case in words)
        rows.append([corrector, alarms / max(1, len(right)), precision, recall, score, detected, f"{hits}/{len(words)}"])
    head = ["corrector", "false alarms", "precision", "recall", "F1", "faulty sentences touched", "words"]
    table(
        f"{len(cases)} sentences of the {name} half, {len(words)} words", head, [[_percent(cell) for cell in row] for row in rows]
    )


def speed(correctors: dict[str, Callable[[str], str]]) -> None:
    """Time 20,000 characters of our own phrases; processor time, because the machine is shared."""
    lines = (checking.LEXICON / "official_phrases.txt").read_text(encoding="utf-8").splitlines()
    text = "。\n".join(line for line in lines if not line.startswith("#"))
    text = (text + text)[:20_000]
    paragraph = text[:200]
    rows: list[list[object]] = []
    for name, correct in correctors.items():
        correct(paragraph)
        whole = median(_processor(lambda c=correct: c(text)) for _ in range(5))
        part = median(_processor(lambda c=correct: c(paragraph)) for _ in range(15))
        rows.append([name, whole, part])
    table("Processor time in ms, medians of 5 and 15", ["corrector", "20,000 characters", "200 characters"], rows)
    code = (
        "import resource,time;a=time.process_time();"
        "from zhongshu.domains.documents.checks.typos import corrections;b=time.process_time();"
        "corrections('按装设备');c=time.process_time();"
        "print(f'import {1000*(b-a):.0f} ms, first call {1000*(c-b):.0f} ms,"
        " peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss//1024} MB')"
    )
    print(subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True).stdout)


def _processor(action: Callable[[], object]) -> float:
    started = time.process_time()
    action()
    return (time.process_time() - started) * 1000


def fit(cases: list[dict]) -> None:
    """Fit the weights by ridge-penalised logistic regression, and show thresholds by cross-validation over sentences."""
    patterns, known = candidates.Patterns(model()), checking.known_pairs()
    rows, labels, owner, found = [], [], [], []
    for at, case in enumerate(cases):
        gold = case["gold"]["correct"]
        lattice = Lattice(model(), case["text"])
        own, features = judging.features(lattice, candidates.find(lattice, patterns), known)
        found.append(own)
        if own:
            rows.append(features)
            same = len(gold) == len(case["text"])
            labels += [same and all(gold[place] == new for place, new in one.changes) for one in own]
            owner += [at] * len(own)
    inputs, wanted, owners = np.vstack(rows), np.array(labels, float), np.array(owner)
    fold = np.array([_fold(cases[at]["id"]) for at in owner])
    chance = np.zeros(len(wanted))
    for one in range(FOLDS):
        weights = regression(inputs[fold != one], wanted[fold != one])
        chance[fold == one] = 1 / (1 + np.exp(-inputs[fold == one] @ weights))
    for first in (0.4, 0.5, 0.6, 0.65, 0.7, 0.8):
        for second in (1.0, 0.8, 0.6, 0.4):
            true = false = missed = alarms = in_documents = 0
            for at, case in enumerate(cases):
                out = _applied(case["text"], found[at], chance[owners == at], first, first * second)
                gold, changed = case["gold"]["correct"], out != case["text"]
                wrong = case["gold"]["has_error"]
                true += wrong and out == gold
                missed += wrong and out != gold
                false += changed and not (wrong and out == gold) and "document" not in case
                alarms += changed and not wrong and "document" not in case
                in_documents += changed and "document" in case
            precision, recall = true / max(1, true + false), true / max(1, true + missed)
            score = 2 * precision * recall / max(1e-9, precision + recall)
            documents = sum("document" in case for case in cases)
            clean = sum(not case["gold"]["has_error"] for case in cases) - documents
            rates = f"alarms {alarms / clean:.3f}, in documents {in_documents / max(1, documents):.4f}"
            print(f"{first:.2f} {first * second:.2f}  {rates}  P {precision:.3f} R {recall:.3f} F1 {score:.3f}")
    print("WEIGHTS =", tuple(round(float(w), 4) for w in regression(inputs, wanted)))


def _fold(name: str) -> int:
    return int(hashlib.sha256(f"fold {name}".encode()).hexdigest(), 16) % FOLDS


def regression(inputs: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Fit logistic regression on standardised columns and return weights for the raw ones."""
    mean, spread = inputs[:, 1:].mean(axis=0), inputs[:, 1:].std(axis=0)
    spread[spread == 0] = 1
    scaled = np.hstack([np.ones((len(inputs), 1)), (inputs[:, 1:] - mean) / spread])
    weights, ridge = np.zeros(scaled.shape[1]), np.full(scaled.shape[1], RIDGE)
    ridge[0] = 0
    for _ in range(40):
        chance = 1 / (1 + np.exp(-np.clip(scaled @ weights, -30, 30)))
        gradient = scaled.T @ (chance - wanted) + ridge * weights
        curvature = scaled.T @ (scaled * (chance * (1 - chance))[:, None]) + np.diag(ridge + 1e-9)
        weights -= np.linalg.solve(curvature, gradient)
    raw = weights[1:] / spread
    return np.concatenate([[weights[0] - raw @ mean], raw])


def _applied(text: str, found: list, chance: np.ndarray, first: float, second: float) -> str:
    characters, taken, least = list(text), set(), first
    for at in np.argsort(-chance):
        one = found[at]
        if chance[at] < least:
            break
        if taken & set(range(one.begin, one.end)):
            continue
        taken |= set(range(one.begin, one.end))
        least = second
        for place, new in one.changes:
            characters[place] = new
    return "".join(characters)


def _percent(cell: object) -> object:
    return f"{100 * cell:.1f} %" if isinstance(cell, float) else cell


if __name__ == "__main__":
    started = time.perf_counter()
    main()
    print(f"{time.perf_counter() - started:.0f} s, peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
