"""An attack on the counts of people that a city shows: ask, subtract, and solve for what should not be known.

The attacker reads what everybody may read, knows the rule and its numbers, and not the city's secret. A target is a
cell in which few people are. Of each the attacker asks as many views as lead to it, and keeps what each says of its
count as an interval: what the count may be, whatever was added to it. A count is known where one number is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from data.published.cell_keys import reach_of
from data.publishing.perturbation import levels_of
from data.reading.answer import Found, answered
from data.reading.filters import Filters
from data.reading.queries.services import measures, one_service, rankings, requests
from data.reading.question import Question
from data.reading.store import Store

Interval = tuple[int, int]
#: No upper end.
MANY = 10**9
#: What a target is of: a unit of time, and columns of a request.
KINDS: tuple[tuple[str, ...], ...] = (
    ("day", "area_1"), ("day", "area_2"), ("day", "service"), ("day", "area_1", "service"),
    ("day", "area_1", "channel"), ("month", "area_2"), ("month", "area_1", "service"), ("month", "service"),
)  # fmt: skip
#: Questions whose rows are parts of the requests of a view, and the column that counts them.
BREAKDOWNS: tuple[tuple[Question, str], ...] = (
    (rankings.requests_by_channel, "requests"), (rankings.requests_by_service, "requests"),
    (rankings.requests_by_department, "requests"), (requests.requests_by_nature, "requests"),
    (one_service.requests_by_hour, "requests"), (one_service.requests_by_district, "requests"),
)  # fmt: skip


@dataclass(frozen=True)
class Target:
    """A cell of people: its kind, its values, and how many people really are in it."""

    kind: tuple[str, ...]
    values: tuple[Any, ...]
    people: int
    view: Filters

    @property
    def last(self) -> date:
        """Its last day."""
        assert self.view.until is not None
        return self.view.until


@dataclass
class Findings:
    """What came out: views asked, equations made of them, and of the targets those whose count or attribute is known.

    `posterior_of_one` are the attacker's degrees of belief in 1 for the targets in which one person is.
    """

    views: int = 0
    equations: int = 0
    targets: int = 0
    counts_known: list[tuple[Target, int]] = field(default_factory=list)
    attributes_known: list[tuple[Target, str]] = field(default_factory=list)
    alone: int = 0
    posterior_of_one: list[float] = field(default_factory=list)
    sure: int = 0
    sure_and_right: int = 0


#: What may be the count of a cell that is shown as that number; None where it is hidden.
Support = Callable[[int | None], Interval]
#: How probable it is that a cell of so many people is shown as that number.
Likelihood = Callable[[int, int], float]


class Attacker:
    """Asks a city's store as everybody does."""

    def __init__(self, store: Store, city: str, support: Support, likelihood: Likelihood, floor: int = 5) -> None:
        self.store, self.city, self.support, self.likelihood, self.floor = store, city, support, likelihood, floor
        self.findings, self.another_service = Findings(), ""
        self._versions = store.versions(city)

    def rows(self, question: Question, view: Filters) -> list[dict[str, Any]] | None:
        """The rows of an answer; None where the question cannot be asked so."""
        self.findings.views += 1
        outcome = self.store.ask(question, view, self._versions)
        return outcome.answer.records() if isinstance(outcome, Found) else None

    def tile(self, view: Filters) -> int | None:
        """The tile's number of requests."""
        rows = self.rows(measures.counted_total, view)
        return None if rows is None else int(rows[0]["requests"])

    def shown(self, view: Filters) -> int | None:
        """The same number as the funnel of a view says it, which is asked faster."""
        outcome = self.store.ask(one_service.funnel, view, self._versions)
        self.findings.views += 1
        found = answered(outcome)
        if found is None:
            return None
        return int(found.columns["requests"][0]) if found.rows else 0

    def attack(self, target: Target) -> None:
        """Find the count and, where one person is there, what is known of that person."""
        findings = self.findings
        findings.targets += 1
        direct = self._direct(target)
        intervals = [self.support(shown) for shown in direct]
        parts = list(self._parts(target))
        for shown in parts:
            ranges = [self.support(each) for each in shown]
            # A part that is shown as nobody is not listed: its people are unknown, so the sum has no upper end.
            hidden = self.support(0)[1] > 0
            intervals.append((sum(low for low, _ in ranges), MANY if hidden else sum(high for _, high in ranges)))
        intervals += list(self._rest_of_parent(target))
        findings.equations += len(intervals)
        low, high = max((each[0] for each in intervals), default=0), min((each[1] for each in intervals), default=MANY)
        if low == high and 1 <= low < self.floor:
            findings.counts_known.append((target, low))
        self._believe(target, direct, parts)
        if target.people == 1:
            findings.alone += 1
            findings.attributes_known += [(target, name) for name in self._attributes(target)]

    def _direct(self, target: Target) -> list[int]:
        """What each view says that leads to the very cell."""
        view, area = target.view, target.view.area
        values = [self.tile(view), self.shown(replace(view, language="zh")), self.shown(replace(view, as_of=FAR))]
        for question, column in ((one_service.funnel, "requests"), (requests.request_places, "total")):
            if question is requests.request_places and area is not None:
                continue
            rows = self.rows(question, view)
            values.append(int(rows[0][column]) if rows else None)
        if area is not None:
            rows = self.rows(measures.requests_by_area, replace(view, area=None, area_level=0)) or []
            values += [row["n"] for row in rows if row["area_id"] == area]
        for question in (requests.requests, requests.request_points):
            rows = self.rows(question, view)
            values.append(None if rows is None else len(rows))
        values += [self._over_time(target, back) for back in (3, 12)]
        values.append(self._of_several(target))
        return [value for value in values if value is not None]

    def _over_time(self, target: Target, back: int) -> int | None:
        """A longer period less the same without the target's days, inside one month."""
        since, until = target.view.since, target.view.until
        assert since is not None and until is not None
        earlier = since - timedelta(days=back)
        if (earlier.year, earlier.month) != (until.year, until.month):
            return None
        longer = self.shown(replace(target.view, since=earlier))
        shorter = self.shown(replace(target.view, since=earlier, until=since - timedelta(days=1)))
        return None if longer is None or shorter is None else longer - shorter

    def _of_several(self, target: Target) -> int | None:
        """The target's service with another one, less the other one."""
        service = target.view.selected("service")
        if not service:
            return None
        other = self.another_service
        both = self.shown(target.view.with_selection("service", (*service, other)))
        alone = self.shown(target.view.with_selection("service", (other,)))
        return None if both is None or alone is None or other in service else both - alone

    def _parts(self, target: Target) -> Iterator[list[int]]:
        """The target's requests broken down in every way there is."""
        chosen = {name for name, _ in target.view.selections}
        for question, column in BREAKDOWNS:
            dimension = question.key.removeprefix("requests_by_")
            if dimension in chosen or (dimension == "district" and target.view.area is not None):
                continue
            rows = self.rows(question, target.view)
            # A breakdown of too few people is not given, which says nothing of their number.
            if rows and all(row[column] is not None for row in rows):
                yield [int(row[column]) for row in rows if row[column]]

    def _rest_of_parent(self, target: Target) -> Iterator[Interval]:
        """All areas together less the others."""
        if target.view.area is None or target.view.area_level != 1:
            return
        whole = self.shown(replace(target.view, area=None, area_level=0))
        rows = self.rows(one_service.requests_by_district, replace(target.view, area=None, area_level=0))
        if whole is None or not rows:
            return
        others = [self.support(row["requests"]) for row in rows if row["area"] != target.view.area]
        low, high = self.support(whole)
        hidden = self.support(0)[1] * max(AREAS - len(others), 0)
        yield max(low - sum(each[1] for each in others) - hidden, 0), high - sum(each[0] for each in others)

    def _believe(self, target: Target, direct: list[int], parts: list[list[int]]) -> None:
        """What an attacker believes who thinks every count from 1 to MOST_BELIEVED as probable as any other."""
        if not direct:
            return
        belief = np.array([self.likelihood(direct[0], people) for people in range(1, MOST_BELIEVED + 1)])
        for shown in parts:
            if len(shown) > 1:
                belief = belief * self._of_sum(shown)
        if belief.sum() <= 0:
            return
        belief = belief / belief.sum()
        if target.people == 1:
            self.findings.posterior_of_one.append(float(belief[0]))
        if belief.max() >= SURE and int(belief.argmax()) + 1 < self.floor:
            self.findings.sure += 1
            self.findings.sure_and_right += int(belief.argmax()) + 1 == target.people

    def _of_sum(self, shown: list[int]) -> np.ndarray[Any, np.dtype[np.float64]]:
        """How probable those parts are, all in all, for each number of people together."""
        together = np.array([1.0])
        for each in shown:
            one = [0.0, *(self.likelihood(each, people) for people in range(1, MOST_BELIEVED + 1))]
            together = np.convolve(together, one)[: MOST_BELIEVED + 1]
        return np.asarray(together[1:])

    def _attributes(self, target: Target) -> Iterator[str]:
        """What the attacker reads of the one person: single records, one row of a breakdown, or one that a day adds."""
        for name, question in (("service", rankings.requests_by_service), ("channel", rankings.requests_by_channel),
                               ("minutes", requests.days_to_close_distribution)):  # fmt: skip
            if target.view.selected(name):
                continue
            rows = self.rows(question, target.view) or []
            if len([row for row in rows if row["requests"]]) == 1 or self._added(question, target):
                yield name
        if self.rows(requests.requests, target.view) or self.rows(requests.request_points, target.view):
            yield "record"
        rows = self.rows(measures.counted_total, target.view) or [{}]
        if any(rows[0].get(name) in (0.0, 1.0) for name in ("completion_rate_share", "digital_take_up_share")):
            yield "outcome"

    def _added(self, question: Question, target: Target) -> bool:
        """Whether the target's days add to one row, of a longer period, and to one only."""
        since = target.view.since
        assert since is not None
        earlier = since - timedelta(days=5)
        if earlier.month != since.month:
            return False
        key = question.columns[0].name  # type: ignore[index]
        longer, shorter = (
            {row[key]: row["requests"] for row in self.rows(question, view) or []}
            for view in (replace(target.view, since=earlier),
                         replace(target.view, since=earlier, until=since - timedelta(days=1)))
        )  # fmt: skip
        return sum(longer[name] != shorter.get(name, 0) for name in longer) == 1


#: Degrees of belief are over counts from 1 to this one; beyond it an attacker is sure.
MOST_BELIEVED = 14
SURE = 0.95
#: Areas of the first level that a city may have at most.
AREAS = 12
FAR = date(2100, 1, 1)


def targets(truth: pd.DataFrame, city: str, floor: int, each: int, seed: int = 1) -> list[Target]:
    """Cells of few people of every kind, `each` of a kind by chance; half of them of one person alone."""
    chance = np.random.default_rng(seed)
    found = []
    for kind in KINDS:
        sizes = truth.dropna(subset=list(kind)).groupby(list(kind)).size()
        alone, few = sizes[sizes == 1], sizes[(sizes > 1) & (sizes < floor)]
        for group in (alone, few):
            number = min(each // 2, len(group))
            for place in chance.choice(len(group), number, replace=False) if number else ():
                values = group.index[place]
                found.append(_target(kind, values, int(group.iloc[place]), city))
    return found


def _target(kind: tuple[str, ...], values: tuple[Any, ...], people: int, city: str) -> Target:
    known: Mapping[str, Any] = dict(zip(kind, values, strict=True))
    since = pd.Timestamp(known[kind[0]]).date()
    until = (
        since if kind[0] == "day" else (since.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    )
    view = Filters(city, since, until)
    for level in (1, 2):
        if f"area_{level}" in known:
            view = replace(view, area=str(known[f"area_{level}"]), area_level=level)
    for dimension in ("service", "channel"):
        if dimension in known:
            view = view.with_selection(dimension, (str(known[dimension]),))
    return Target(kind, tuple(values), people, view)


def truth_of(store: Store, city: str) -> pd.DataFrame:
    """The city's requests as they are: what no reader has."""
    with duckdb.connect(str(store.versions(city).snapshot("services").cubes_file), read_only=True) as connection:
        return connection.sql("SELECT *, CAST(date_trunc('month', day) AS DATE) AS month FROM request_records").df()


class CellKeys:
    """What an attacker knows of the rule: the counts that a shown number may stand for, and how probably."""

    def __init__(self, floor: int) -> None:
        self._reach = reach_of(floor)
        self._added = {people: levels_of(min(people, self._reach), floor) for people in range(MOST_BELIEVED + 1)}

    def support(self, shown: int | None) -> Interval:
        """Counts from the smallest to the largest that may be shown so; any where nothing is said."""
        if shown is None:
            return 0, MANY
        return (0, self._reach) if shown == 0 else (max(1, shown - self._reach), shown + self._reach)

    def likelihood(self, shown: int, people: int) -> float:
        """How probable it is that so many people are shown as that number."""
        return float((self._added[people] + people == shown).mean())


def exact(shown: int | None) -> Interval:
    """The support of a city that shows what it counts, or hides what is small."""
    return (1, 4) if shown is None else (shown, shown)


def attack(store: Store, city: str, floor: int, each: int) -> Findings:
    """What an attacker finds in that city, `each` targets of every kind; a floor of 0 is one that perturbs nothing."""
    truth = truth_of(store, city)
    if floor:
        rule = CellKeys(floor)
        attacker = Attacker(store, city, rule.support, rule.likelihood, floor)
    else:
        attacker = Attacker(store, city, exact, lambda shown, people: float(shown == people))
    attacker.another_service = str(truth.service.mode()[0])
    for target in targets(truth, city, floor or 5, each):
        attacker.attack(target)
    return attacker.findings
