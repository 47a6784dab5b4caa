"""Expected demand of many daily series at once: a level, a weekday pattern and holidays, learnt day by day.

Each series is a level that forgets exponentially (a Poisson rate with discounted counts: Harvey and Fernandes 1989,
Time Series Models for Count or Qualitative Observations), times the pattern of its weekday, times what earlier holidays
of that name did. Weekday and holiday factors of a small series are drawn towards those of its rhythm, so that a service
asked for once a month borrows its week from the services like it. The loop runs over days; every step is one operation
over all series.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from modules.services.day_kinds import ORDINARY, DayKinds

Floats = NDArray[np.float64]

#: Half-life of the level in days, of services and areas and of departments and the city: in the back-tests on Chicago's
#: records and on simulated ones the error of small series hardly depends on it between one and eight weeks, and that of
#: large ones, which follow the seasons closely, is least at one.
HALF_LIFE, LARGE_HALF_LIFE = 14.0, 7.0
#: Requests that a group's pattern counts for beside a series' own, for weekdays and for holidays.
PATTERN_PRIOR = 40.0
HOLIDAY_PRIOR = 60.0
#: Requests that the mean of all earlier days counts for beside the recent ones.
LEVEL_PRIOR = 0.5
#: Requests that all series of a rhythm count for beside a group's own, for what a day had in common.
COMMON_PRIOR = 10.0
#: Half-lives in days of the weekday pattern and of the spread; the level's own is chosen by the caller.
PATTERN_HALF_LIFE = 112.0
SPREAD_HALF_LIFE = 84.0
#: A count further from its expectation than so many standard deviations moves the level no further than they would.
CLIP_DEVIATIONS = 3.0
#: After so many such days in a row the level is believed to have moved, and learns anew from the days that follow.
BELIEVED_AFTER_DAYS = 6
#: A group at this multiple of its expectation or beyond had a day of its own: the level does not learn from it.
GROUP_OFF = 1.5
#: The first weeks give the weekday pattern that the rest of the days correct.
WARM_UP_DAYS = 56


@dataclass(frozen=True)
class Ahead:
    """What was known of the coming days: `level` and `known` by series, `factor` (coming days, series)."""

    level: Floats
    factor: Floats
    known: Floats


@dataclass(frozen=True)
class Smoothed:
    """What was expected of each day before it was seen; arrays are (days, series).

    `level` is the mean day's demand as known before the day; `factor` the weekday's or holiday's share of it; `common`
    what the rest of its group did that day beside its own expectation (1 as expected); `spread` the squared coefficient
    of variation of a day beyond Poisson's, `known` the requests that the level rests on. `ahead` holds what was known
    of the coming days after so many days.
    """

    level: Floats
    factor: Floats
    common: Floats
    spread: Floats
    known: Floats
    ahead: dict[int, Ahead]


class _Groups:
    """Sums over the groups of series; series are numbered 0..n-1, groups 0..g-1."""

    def __init__(self, group: NDArray[np.int64]) -> None:
        self.of = group
        self.count = int(group.max()) + 1 if len(group) else 0
        self._order = np.argsort(group, kind="stable")
        self._starts = np.searchsorted(group[self._order], np.arange(self.count))

    def sum(self, values: Floats) -> Floats:
        """The sum of each group."""
        return np.bincount(self.of, values, self.count).astype(np.float64, copy=False)

    def furthest(self, values: Floats) -> NDArray[np.int64]:
        """The series with the largest value in each group."""
        ordered = values[self._order]
        top = np.maximum.reduceat(ordered, self._starts)
        hits = np.flatnonzero(ordered == top[self.of[self._order]])
        chosen = np.zeros(self.count, dtype=np.int64)
        chosen[self.of[self._order[hits]]] = self._order[hits]
        return chosen


def _first_weeks(counts: Floats, groups: _Groups, kinds: DayKinds) -> tuple[Floats, Floats]:
    """Requests seen and due by weekday and group in the first weeks: where the pattern starts from."""
    by_group = np.array([groups.sum(day) for day in counts]).reshape(len(counts), groups.count)
    ordinary = kinds.special[: len(counts)] == ORDINARY
    mean = by_group[ordinary].mean(axis=0) if ordinary.any() else np.zeros(groups.count)
    seen, due = np.empty((7, groups.count)), np.empty((7, groups.count))
    for slot in range(7):
        alike = ordinary & (kinds.slot[: len(counts)] == slot)
        seen[slot] = by_group[alike].sum(axis=0) + 1
        due[slot] = alike.sum() * mean + 1
    return seen, due


class _State:
    """The running sums; `weight` is what a series' level rests on in days, `counted` the requests in them."""

    def __init__(self, counts: Floats, groups: _Groups, rhythms: _Groups, kinds: DayKinds, half_life: Floats) -> None:
        series = counts.shape[1]
        self.groups, self.rhythms = groups, rhythms
        self.fade = 0.5 ** (1 / half_life)
        start = counts[:28].mean(axis=0) if len(counts) else np.zeros(series)
        # A first guess worth two days.
        self.weight = np.full(series, 2.0)
        self.counted = 2.0 * start
        self.all_counted, self.all_days = 28 * start + LEVEL_PRIOR, 56.0
        self.slot_seen, self.slot_due = np.zeros((7, series)), np.zeros((7, series))
        self.group_seen, self.group_due = _first_weeks(counts[:WARM_UP_DAYS], rhythms, kinds)
        named = (len(kinds.names), rhythms.count)
        self.kind_seen, self.kind_due = np.zeros(named), np.zeros(named)
        self.excess, self.square = np.zeros(series), np.zeros(series)
        self.clipped_days, self.off_days = np.zeros(series), np.zeros(series)

    def level(self) -> Floats:
        """The discounted mean, drawn towards the mean of all days so that an idle month is not forever."""
        return (self.counted + LEVEL_PRIOR) / (self.weight + LEVEL_PRIOR * self.all_days / self.all_counted)

    def known(self) -> Floats:
        """The requests that the level rests on."""
        return self.counted + LEVEL_PRIOR

    def spread(self) -> Floats:
        """Squared coefficient of variation beyond Poisson's, drawn towards the group's by as much as 30 busy days."""
        group = self.groups.sum(self.excess) / np.maximum(self.groups.sum(self.square), 1e-9)
        prior = 30.0 * np.maximum(self.groups.sum(self.square) / max(self.groups.count, 1), 1e-9) / 100
        drawn = (self.excess + prior[self.groups.of] * group[self.groups.of]) / (self.square + prior[self.groups.of])
        return np.maximum(drawn, 0.0)

    def weekday(self, slot: int) -> Floats:
        """The weekday's factor of each series, its rhythm's where its own requests are few."""
        group = (self.group_seen[slot] / self.group_due[slot])[self.rhythms.of]
        return (self.slot_seen[slot] + PATTERN_PRIOR * group) / (self.slot_due[slot] + PATTERN_PRIOR)

    def holiday(self, kind: int) -> Floats:
        """The holiday's factor of each series: its rhythm's, else every rhythm's, else that of the rhythm's Sunday."""
        sunday = self.group_seen[6] / self.group_due[6]
        city = (self.kind_seen[kind].sum() + HOLIDAY_PRIOR * sunday) / (self.kind_due[kind].sum() + HOLIDAY_PRIOR)
        group = (self.kind_seen[kind] + HOLIDAY_PRIOR * city) / (self.kind_due[kind] + HOLIDAY_PRIOR)
        return np.asarray(group[self.rhythms.of])

    def factor(self, slot: int, kind: int) -> Floats:
        return self.weekday(slot) if kind == ORDINARY else self.holiday(kind)

    def common(self, count: Floats, expected: Floats) -> Floats:
        """What the rest of each group did beside its expectation, without the series that deviates most."""
        deviation = np.abs(count - expected) / np.sqrt(expected + 1)
        furthest = self.groups.furthest(deviation)
        group, is_furthest = self.groups.of, np.zeros(len(count), dtype=bool)
        is_furthest[furthest] = True
        seen = self.groups.sum(np.where(is_furthest, 0.0, count))
        due = self.groups.sum(np.where(is_furthest, 0.0, expected))
        alike = self.rhythms.sum(np.where(is_furthest, 0.0, count)) + 1
        alike /= self.rhythms.sum(np.where(is_furthest, 0.0, expected)) + 1
        seen_rest = seen[group] - np.where(is_furthest, 0.0, count)
        due_rest = due[group] - np.where(is_furthest, 0.0, expected)
        return (seen_rest + COMMON_PRIOR * alike[self.rhythms.of]) / (due_rest + COMMON_PRIOR)

    def learn(
        self, count: Floats, level: Floats, expected: Floats, common: Floats, spread: Floats, slot: int, kind: int
    ) -> None:
        """Take in one day of which so much was known before."""
        spread = spread + 1 / self.known()
        due = expected * common
        room = CLIP_DEVIATIONS * np.sqrt(due + spread * due**2) + 1
        kept = np.clip(count, due - room, due + room)
        clipped = kept != count
        self.clipped_days = np.where(clipped, self.clipped_days + 1, 0)
        fade = 0.5 ** (1 / SPREAD_HALF_LIFE)
        self.excess = fade * self.excess + (kept - due) ** 2 - due
        self.square = fade * self.square + due**2
        if kind != ORDINARY:
            self.kind_seen[kind] += self.rhythms.sum(count)
            self.kind_due[kind] += self.rhythms.sum(level)
            return
        believed = self.clipped_days >= BELIEVED_AFTER_DAYS
        self.off_days = np.where((common < GROUP_OFF) & (common > 1 / GROUP_OFF), 0, self.off_days + 1)
        self.all_counted, self.all_days = self.all_counted + kept, self.all_days + 1
        usual = (self.off_days == 0) | (self.off_days >= BELIEVED_AFTER_DAYS)
        kept = np.where(believed, count, kept)
        self.counted = np.where(believed, self.counted * 0.1, self.counted)
        self.weight = np.where(believed, self.weight * 0.1, self.weight)
        factor = expected / level
        self.counted = np.where(usual, self.fade * self.counted + kept, self.counted)
        self.weight = np.where(usual, self.fade * self.weight + factor, self.weight)
        fade = 0.5 ** (7 / PATTERN_HALF_LIFE)
        self.slot_seen[slot] = np.where(usual, fade * self.slot_seen[slot] + kept, self.slot_seen[slot])
        self.slot_due[slot] = np.where(usual, fade * self.slot_due[slot] + level, self.slot_due[slot])
        self.group_seen[slot] = fade * self.group_seen[slot] + self.rhythms.sum(np.where(usual, kept, 0.0))
        self.group_due[slot] = fade * self.group_due[slot] + self.rhythms.sum(np.where(usual, level, 0.0))


def _ahead(state: _State, kinds: DayKinds, after: int, horizon: int) -> Ahead:
    days = range(after, min(after + horizon, len(kinds)))
    factors = [state.factor(int(kinds.slot[day]), int(kinds.special[day])) for day in days]
    return Ahead(state.level(), np.array(factors), state.known())


def smooth(
    counts: Floats,
    kinds: DayKinds,
    group: NDArray[np.int64],
    rhythm: NDArray[np.int64],
    half_life: float,
    horizon: int = 0,
    origins: Collection[int] = (),
) -> Smoothed:
    """Runs through the days once; `counts` is (days, series), and `kinds` covers them and `horizon` days more.

    `group` are series that have their days in common and `rhythm` series with the same week, both numbered from 0
    without gaps; `half_life` is the level's, in days. `ahead` is given for the end of the counts and after each of
    `origins` days: what was known then, so that a back-test needs no second run.
    """
    days, series = counts.shape
    state = _State(counts, _Groups(group), _Groups(rhythm), kinds, np.full(series, half_life))
    level, factor, common, spread, known = (np.empty((days, series)) for _ in range(5))
    ahead = {}
    for day in range(days):
        if day in origins:
            ahead[day] = _ahead(state, kinds, day, horizon)
        slot, kind = int(kinds.slot[day]), int(kinds.special[day])
        level[day], factor[day] = state.level(), state.factor(slot, kind)
        expected = level[day] * factor[day]
        common[day] = state.common(counts[day], expected)
        spread[day], known[day] = state.spread(), state.known()
        state.learn(counts[day], level[day], expected, common[day], spread[day], slot, kind)
    ahead[days] = _ahead(state, kinds, days, horizon)
    return Smoothed(level, factor, common, spread, known, ahead)
