"""Is it a typo? A logistic weighing of what speaks for a correction and against it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

import numpy as np

from zhongshu.domains.documents.checks.typos.candidates import LEAST_GAIN, Candidate
from zhongshu.domains.documents.checks.typos.lattice import Lattice

RARE = -7.5
OTHER_SOUND = 4

# Fitted by benchmarks/typos.py --fit on the tuning half of the samples; the order is that of ``features``.
WEIGHTS: tuple[float, ...] = (
    -6.3357, 0.8721, -0.1247, 0.5868, 0.0755, 1.0139, -1.6283, 0.9107, -2.5697, -4.0347,
    0.432, 0.3123, -0.3798, -3.5455, -0.2349, 1.0662, 0.3084, -1.6814, -0.0963, 2.3447,
)  # fmt: skip


@dataclass(frozen=True)
class Judged:
    candidate: Candidate
    probability: float


def features(lattice: Lattice, candidates: Sequence[Candidate], known: frozenset[tuple[str, str]]) -> np.ndarray:
    """Return one row for each candidate, the first column being 1."""
    model = lattice.model
    assert model.confusables is not None
    size_at = np.zeros(lattice.length, np.int64)
    for edge in lattice.path.tolist():
        size_at[lattice.begin[edge] : lattice.end[edge]] = lattice.end[edge] - lattice.begin[edge]
    rivals = _rivals(candidates)
    rows = []
    for at, one in enumerate(candidates):
        sounds, shapes = [], []
        for place, new in one.changes:
            entry = model.confusables.find(ord(lattice.text[place]), ord(new))
            sounds.append(int(model.confusables.sound[entry]) if entry >= 0 else OTHER_SOUND)
            shapes.append(int(model.confusables.shape[entry]) / 100 if entry >= 0 else 0.0)
        by_shape = OTHER_SOUND in sounds
        old = min(float(model.frequency[min(ord(lattice.text[place]), len(model.frequency) - 1)]) for place, _ in one.changes)
        new_ = min(float(model.frequency[min(ord(new), len(model.frequency) - 1)]) for _, new in one.changes)
        lead = one.gain - rivals[at]
        size = one.end - one.begin
        rows.append(
            [
                1.0,
                one.gain,
                min(one.gain, 3.0),
                lead,
                min(lead, 3.0),
                float(lead > 0),
                float(len(one.changes)),
                float(1 in sounds),
                float(3 in sounds),
                float(by_shape),
                one.gain * by_shape,
                min(s for s, c in zip(shapes, sounds, strict=True) if c == OTHER_SOUND) if by_shape else max(shapes),
                old,
                float(old < RARE),
                new_,
                float(size),
                float(model.unigram[one.word]),
                float((size_at[one.begin : one.end] == 1).mean()),
                float(one.same_sound),
                float((lattice.text[one.begin : one.end], model.text(one.word)) in known),
            ]
        )
    return np.array(rows).reshape(len(rows), 20)


def judge(lattice: Lattice, candidates: Sequence[Candidate], known: frozenset[tuple[str, str]]) -> list[Judged]:
    """Return the candidates with the probability of each, the most probable first."""
    if not candidates:
        return []
    scores = features(lattice, candidates, known) @ np.array(WEIGHTS)
    judged = [
        Judged(one, 1 / (1 + exp(-min(max(score, -50.0), 50.0)))) for one, score in zip(candidates, scores.tolist(), strict=True)
    ]
    return sorted(judged, key=lambda one: -one.probability)


def _rivals(candidates: Sequence[Candidate]) -> list[float]:
    """Return for each candidate the gain of the best other one that changes one of its characters otherwise."""
    best: dict[int, list[int]] = {}
    for at, one in enumerate(candidates):  # ordered by gain
        for place, _ in one.changes:
            best.setdefault(place, []).append(at)
    rivals = []
    for at, one in enumerate(candidates):
        gain = LEAST_GAIN
        for place, _ in one.changes:
            other = next((candidates[k].gain for k in best[place] if k != at), LEAST_GAIN)
            gain = max(gain, other)
        rivals.append(gain)
    return rivals
