"""Is it a typo? A logistic weighing of what speaks for a correction and against it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zhongshu.domains.documents.checks.typos.candidates import Candidate, Candidates, Gains
from zhongshu.domains.documents.checks.typos.lattice import Lattice

RARE = -7.5
OTHER_SOUND = 4
HOPEFUL_GAIN, HOPEFUL_LEAD = 1.0, -1.5

Rows = NDArray[np.float64]

# Fitted by benchmarks/typos.py --fit on the tuning half of the samples; in the order of ``features``.
WEIGHTS: tuple[float, ...] = (
    -8.3398, 0.6744, -0.1672, 0.9245, 0.1746, 0.7415, -1.8326, 1.2961, -2.918, -4.282, 0.525,
    -0.2758, -0.4714, -2.7894, -0.3687, 1.5536, 0.2249, -1.0688, -0.0558, 2.2397, 2.2889,
)  # fmt: skip


@dataclass(frozen=True)
class Judged:
    candidate: Candidate
    probability: float


def features(lattice: Lattice, candidates: Candidates, known: frozenset[tuple[str, str]]) -> tuple[list[Candidate], Rows]:
    """Return the candidates that have a chance and one row for each, the first column being 1."""
    model = lattice.model
    assert model.confusables is not None
    leads = candidates.leads()
    hopeful = np.nonzero((candidates.gain >= HOPEFUL_GAIN) & (leads >= HOPEFUL_LEAD))[0]
    some, lead = candidates.at(hopeful), leads[hopeful]
    listed = some.listed()
    if not listed:
        return [], np.zeros((0, len(WEIGHTS)))
    first = np.cumsum(some.changes) - some.changes
    wrong = lattice.codes[some.place].astype(np.int64)
    sound, shape = model.confusables.classes(wrong, some.right)
    sound = np.minimum(sound, OTHER_SOUND)
    by_shape = np.maximum.reduceat(sound, first) == OTHER_SOUND
    unlike = np.minimum.reduceat(np.where(sound == OTHER_SOUND, shape, 100), first)
    last = len(model.frequency) - 1
    old = np.minimum.reduceat(model.frequency[np.minimum(wrong, last)], first)
    new = np.minimum.reduceat(model.frequency[np.minimum(some.right, last)], first)
    sizes = lattice.end[lattice.path] - lattice.begin[lattice.path]
    alone = np.concatenate([[0], np.cumsum(np.repeat(sizes == 1, sizes))])
    columns = [
        np.ones(len(listed)),
        some.gain,
        np.minimum(some.gain, 3.0),
        lead,
        np.minimum(lead, 3.0),
        lead > 0,
        some.changes,
        np.logical_or.reduceat(sound == 1, first),
        np.logical_or.reduceat(sound == 3, first),
        by_shape,
        some.gain * by_shape,
        np.where(by_shape, unlike, np.maximum.reduceat(shape, first)) / 100,
        old,
        old < RARE,
        new,
        some.end - some.begin,
        model.unigram[some.word],
        (alone[some.end] - alone[some.begin]) / (some.end - some.begin),
        some.same_sound,
        [(lattice.text[one.begin : one.end], model.text(one.word)) in known for one in listed],
        _context(lattice, some),
    ]
    return listed, np.column_stack(columns).astype(np.float64)


def judge(lattice: Lattice, candidates: Candidates, known: frozenset[tuple[str, str]]) -> list[Judged]:
    """Return the candidates with the probability of each, the most probable first."""
    listed, rows = features(lattice, candidates, known)
    probability = 1 / (1 + np.exp(-np.clip(rows @ np.array(WEIGHTS), -50, 50)))
    order = np.argsort(-probability, kind="stable").tolist()
    return [Judged(listed[at], float(probability[at])) for at in order]


def _context(lattice: Lattice, candidates: Candidates) -> Gains:
    """Return for each candidate what triples of words say for its clause against the clause as it stands."""
    places, owner = np.unique(candidates.begin, return_inverse=True)
    old = lattice.model.context(lattice.clauses(places))
    return lattice.model.context(lattice.through(candidates.begin, candidates.end, candidates.word)) - old[owner]
