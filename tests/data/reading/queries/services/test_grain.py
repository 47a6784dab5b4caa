"""Whatever a reader chooses, the cubes answer what a plain computation over the requests does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.reading.queries.services import measures as services_measures
from data.reading.queries.services import one_service as services_service
from data.reading.queries.services import rankings as services_ranked
from data.reading.queries.services import requests as services
from tests.data.reading.queries.published import Published, published
from tests.data.reading.queries.services.rows import (
    CATALOGUE,
    DAYS,
    FRAME,
    REQUESTS,
    SERVICES,
    VIEWS,
    ask,
    by_period,
    chosen,
    grain_of_chart,
)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Published:
    tables = {"services": CATALOGUE, "requests": REQUESTS}
    return published(tmp_path_factory.mktemp("grain"), "services", tables)


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The same as a city with so many requests that it keeps no cube of every dimension."""
    from data.publishing.cubes import services as cubes

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cubes, "MOST_DETAILED", 0)
        patch.setattr(cubes, "REQUESTS_AT_ONCE", 100)
        kept = tuple(cube for cube in cubes.CUBES if cube.most != 1_000_000)
        patch.setattr(cubes, "CUBES", kept)
        tables = {"services": CATALOGUE, "requests": REQUESTS}
        return published(tmp_path_factory.mktemp("narrow"), "services", tables)


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _on_time(frame: pd.DataFrame) -> float | None:
    closed = frame[(frame.status == "closed") & frame.deadline_days.notna()]
    calendar_days = (closed.closed_datetime.dt.normalize() - closed.requested_datetime.dt.normalize()).dt.days
    return _share(int((calendar_days <= closed.deadline_days).sum()), len(closed))


def _take_up(frame: pd.DataFrame) -> float | None:
    done = frame[(frame.outcome == "completed") & (frame.channel != "unknown")]
    return _share(int((done.channel.isin(["app", "web", "kiosk"]) | done.assisted_digital).sum()), len(done))


def _median(frame: pd.DataFrame) -> float | None:
    days = frame.days[frame.status == "closed"].dropna()
    return float(np.quantile(days, 0.5, method="inverted_cdf")) if len(days) else None


def _cost(frame: pd.DataFrame) -> float | None:
    costed = frame[(frame.outcome == "completed") & frame.cost_lcu.notna()]
    return _share(float(costed.cost_lcu.sum()), len(costed))


COUNTED: dict[str, Callable[[pd.DataFrame], float | None]] = {
    "requests": lambda frame: float(len(frame)),
    "completion_rate_share": lambda frame: _share(int((frame.outcome == "completed").sum()), len(frame)),
    "digital_take_up_share": _take_up,
    "satisfaction_share": lambda frame: _share(int((frame.rating >= 4).sum()), int(frame.rating.notna().sum())),
    "on_time_share": _on_time,
    "cost_per_transaction_lcu": _cost,
}


def _same(told: float | None, plain: float | None) -> bool:
    return told == (None if plain is None else pytest.approx(plain, rel=1e-5))


@settings(max_examples=30, deadline=None)
@given(view=VIEWS)
def test_a_total_is_the_plain_one(city: Published, view: dict[str, Any]) -> None:
    (told,) = ask(city, services_measures.counted_total, view)
    frame = chosen(view)
    for name, plain in COUNTED.items():
        assert _same(told[name], plain(frame)), name
    (days,) = ask(city, services.days_to_close_median_total, view)
    assert _same(days["value"], _median(frame))


@settings(max_examples=30, deadline=None)
@given(view=VIEWS)
def test_a_period_is_the_plain_one(city: Published, view: dict[str, Any]) -> None:
    """Of the whole weeks or months of the view; of fewer than 90 days each day."""
    told = {row["period"]: row for row in ask(city, services_measures.counted_trend, view)}
    frame = by_period(view, chosen(view), grain_of_chart(view))
    months = dict(iter(frame.groupby("period")))
    assert told.keys() == months.keys()
    for month, part in months.items():
        for name, plain in COUNTED.items():
            assert _same(told[month][name], plain(part)), (month, name)


@settings(max_examples=20, deadline=None)
@given(view=st.fixed_dictionaries({}, optional={
    "period": st.tuples(DAYS, DAYS).map(sorted), "area": st.sampled_from(["NW", "SE"]),
    "service": st.sampled_from(SERVICES),
}))  # fmt: skip
def test_narrow_cubes_give_the_same(narrow: Published, view: dict[str, Any]) -> None:
    """Periods of 90 days and more join whole months with the days that they cut off."""
    assert ask(narrow, services_measures.counted_total, view)[0]["requests"] == len(chosen(view))


@settings(max_examples=12, deadline=None)
@given(view=VIEWS)
def test_rankings_are_the_plain_ones(city: Published, view: dict[str, Any]) -> None:
    by_channel = {row["channel"]: row["requests"] for row in ask(city, services_ranked.requests_by_channel, view)}
    plain = chosen({key: value for key, value in view.items() if key != "channel"})
    assert by_channel == plain.channel.value_counts().to_dict()
    funnel = {row["stage"]: row["requests"] for row in ask(city, services_service.funnel, view)}
    assert funnel.get("started", 0) == len(chosen(view))
    assert sum(count for stage, count in funnel.items() if stage != "started") == len(chosen(view))


def test_hours_are_those_of_the_city(city: Published) -> None:
    """An hour that summer time leaves out has no request, one that comes twice has those of both."""
    told = {row["hour"]: row["requests"] for row in city.ask(services_service.requests_by_hour)}
    assert told == FRAME.requested_datetime.dt.hour.value_counts().to_dict()
