"""Is it a typo? A logistic weighing of what speaks for a correction and against it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

import numpy as np

from zhongshu.domains.documents.checks.typos.candidates import LEAST_GAIN, Candidate
from zhongshu.domains.documents.checks.typos.lattice import Lattice

RARE = -7.5
OTHER_SOUND = 4
HOPEFUL_GAIN, HOPEFUL_LEAD = 1.0, -1.5

# Fitted by benchmarks/typos.py --fit on the tuning half of the samples; in the order of ``features``.
WEIGHTS: tuple[float, ...] = (
    -8.3398, 0.6744, -0.1672, 0.9245, 0.1746, 0.7415, -1.8326, 1.2961, -2.918, -4.282, 0.525,
    -0.2758, -0.4714, -2.7894, -0.3687, 1.5536, 0.2249, -1.0688, -0.0558, 2.2397, 2.2889,
)  # fmt: skip


@dataclass(frozen=True)
class Judged:
    candidate: Candidate
    probability: float


def features(
    lattice: Lattice, candidates: Sequence[Candidate], known: frozenset[tuple[str, str]]
) -> tuple[list[Candidate], np.ndarray]:
    """Return the candidates that have a chance and one row for each, the first column being 1."""
    model = lattice.model
    assert model.confusables is not None
    size_at = np.zeros(lattice.length, np.int64)
    for edge in lattice.path.tolist():
        size_at[lattice.begin[edge] : lattice.end[edge]] = lattice.end[edge] - lattice.begin[edge]
    leads = [one.gain - rival for one, rival in zip(candidates, _rivals(candidates), strict=True)]
    hopeful = [at for at, one in enumerate(candidates) if one.gain >= HOPEFUL_GAIN and leads[at] >= HOPEFUL_LEAD]
    candidates, leads = [candidates[at] for at in hopeful], [leads[at] for at in hopeful]
    context = _context(lattice, candidates)
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
        lead = leads[at]
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
                float(context[at]),
            ]
        )
    return candidates, np.array(rows).reshape(len(rows), 21)


def judge(lattice: Lattice, candidates: Sequence[Candidate], known: frozenset[tuple[str, str]]) -> list[Judged]:
    """Return the candidates with the probability of each, the most probable first."""
    candidates, rows = features(lattice, candidates, known)
    scores = rows @ np.array(WEIGHTS)
    judged = [
        Judged(one, 1 / (1 + exp(-min(max(score, -50.0), 50.0)))) for one, score in zip(candidates, scores.tolist(), strict=True)
    ]
    return sorted(judged, key=lambda one: -one.probability)


def _context(lattice: Lattice, candidates: Sequence[Candidate]) -> np.ndarray:
    """Return for each candidate what triples of words say for its clause against the clause as it stands."""
    old: dict[int, int] = {}
    readings: list[list[int]] = []
    for one in candidates:
        if one.begin not in old:
            old[one.begin] = len(readings)
            readings.append(lattice.clause(one.begin))
    new = len(readings)
    readings += [lattice.through(one.begin, one.end, one.word) for one in candidates]
    gain = lattice.model.context(readings)
    return gain[new:] - gain[[old[one.begin] for one in candidates]] if candidates else np.zeros(0)


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
