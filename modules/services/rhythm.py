"""Series that share a weekly rhythm: offices that rest at weekends, streets that do not, museums that fill then."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from modules.services.day_kinds import ORDINARY, DayKinds

Floats = NDArray[np.float64]

RHYTHMS = 6
ROUNDS = 20
#: Series with at least so many requests place the rhythms; the rest only join one.
BUSY_REQUESTS = 100.0


def weekday_counts(counts: Floats, kinds: DayKinds) -> Floats:
    """Requests of each series by weekday, (7, series), holidays and days after a break left out."""
    ordinary = kinds.special[: len(counts)] == ORDINARY
    slots = kinds.slot[: len(counts)]
    return np.array([counts[ordinary & (slots == slot)].sum(axis=0) for slot in range(7)])


def rhythms(counts: Floats, kinds: DayKinds, department: NDArray[np.int64]) -> NDArray[np.int64]:
    """The rhythm of each series, numbered from 0 without gaps.

    A mixture of multinomials over the seven weekdays, fitted by classification EM (Celeux and Govaert 1992); how common
    a rhythm is in its department decides for a series that has too few requests to tell by itself.
    """
    by_slot = weekday_counts(counts, kinds)
    total = by_slot.sum(axis=0)
    busy = np.flatnonzero(total >= BUSY_REQUESTS)
    if len(busy) < RHYTHMS:
        return np.zeros(counts.shape[1], dtype=np.int64)
    weekend = by_slot[5:, busy].sum(axis=0) / total[busy]
    edges = np.quantile(weekend, np.linspace(0, 1, RHYTHMS + 1)[1:-1])
    chosen = np.searchsorted(edges, weekend)
    for _ in range(ROUNDS):
        pattern, common = _patterns(by_slot[:, busy], chosen, department[busy], int(department.max()) + 1)
        again = _most_likely(by_slot[:, busy], pattern, common[department[busy]])
        if np.array_equal(again, chosen):
            break
        chosen = again
    pattern, common = _patterns(by_slot[:, busy], chosen, department[busy], int(department.max()) + 1)
    everywhere = _most_likely(by_slot, pattern, common[department])
    return np.asarray(np.unique(everywhere, return_inverse=True)[1], dtype=np.int64)


def _patterns(
    by_slot: Floats, chosen: NDArray[np.int64], department: NDArray[np.int64], departments: int
) -> tuple[Floats, Floats]:
    """Logarithms of each rhythm's shares of the weekdays, (7, rhythms), and of its share of a department's series."""
    pattern = np.array([by_slot[:, chosen == rhythm].sum(axis=1) + 1 for rhythm in range(RHYTHMS)]).T
    overall = np.bincount(chosen, minlength=RHYTHMS) + 1
    common = np.zeros((departments, RHYTHMS))
    np.add.at(common, (department, chosen), 1)
    common += overall / overall.sum()
    return np.log(pattern / pattern.sum(axis=0)), np.log(common / common.sum(axis=1, keepdims=True))


def _most_likely(by_slot: Floats, pattern: Floats, common: Floats) -> NDArray[np.int64]:
    return np.argmax(by_slot.T @ pattern + common, axis=1)
