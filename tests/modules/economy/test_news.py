"""What moved a forecast: the parts add up to the whole, revisions and another model apart."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from modules.economy.back_test import Task
from modules.economy.forecasting import forecasts_of
from modules.economy.growth import Target
from modules.economy.news import News, news_of
from modules.economy.vintage_store import VintageStore
from tests.modules.economy.made_up import TARGET, task

SINCE = date(2012, 11, 10)


def log(until: str = "2013-03-20") -> pd.DataFrame:
    told = task().log
    return told[told["vintage"] <= until]


@pytest.fixture(scope="module")
def news() -> News:
    return news_of(task(log()), SINCE)


def test_the_parts_add_up_to_what_the_forecast_moved_by(news: News) -> None:
    paths = news.paths.set_index(["period_start", "made_on"])["value"].sort_index()
    moved = paths.groupby(level="period_start").diff().dropna()
    parts = news.impacts.groupby(["period_start", "made_on"])["impact"].sum()
    assert len(moved) > 20
    assert news.impacts["impact"].notna().all()
    apart = moved - parts.reindex(moved.index).fillna(0.0)
    assert apart.abs().max() < 1e-9


def test_the_news_are_of_the_forecast_that_is_shown(news: News) -> None:
    """The path stands where the ledger's combination stands on a day of forecasts."""
    day = date(2013, 2, 14)
    model = task().model_of(VintageStore(log()), date(2012, 12, 31))
    made = forecasts_of(VintageStore(log()), TARGET, model, day).forecasts
    shown = made[(made["method"] == "combination") & (made["growth"] == "quarterly")].set_index("period_start")["value"]
    path = news.paths[news.paths["made_on"] <= pd.Timestamp(day)].sort_values("made_on")
    newest = path[path["made_on"] == path["made_on"].max()].set_index("period_start")["value"]
    assert len(shown) >= 4
    assert newest[shown.index].tolist() == pytest.approx(shown.tolist(), abs=1e-9)


def test_each_release_stands_by_itself_on_its_day(news: News) -> None:
    told = news.impacts[news.impacts["kind"] == "release"]
    day = told[told["made_on"] == pd.Timestamp(2012, 12, 12)]
    assert set(day["source_id"]) == {"jobs", "mood", "rate", "sales"}
    assert set(day["source_period"]) == {"2012-11"}
    surprise = day[day["period_start"] == pd.Timestamp(2012, 10, 1)].set_index("source_id")
    assert ((surprise["observed"] - surprise["expected"]) * surprise["impact"]).abs().gt(0).all()


def test_a_revised_quarter_is_a_revision_and_no_release(news: News) -> None:
    """GDP is told again 88 days after its quarter, on a day on which nothing else comes."""
    day = news.impacts[news.impacts["made_on"] == pd.Timestamp(2012, 12, 27)]
    assert set(day["kind"]) == {"revision"}


def test_a_new_years_model_is_neither(news: News) -> None:
    by_kind = news.impacts[news.impacts["kind"] == "model"]
    assert set(by_kind["made_on"]) == {pd.Timestamp(2013, 1, 12)}


def test_what_comes_later_does_not_change_the_news(news: News) -> None:
    longer = news_of(Task(log("2013-04-20"), TARGET, task().growing), SINCE)
    same = longer.impacts[longer.impacts["made_on"] <= news.impacts["made_on"].max()]
    pd.testing.assert_frame_equal(same, news.impacts, check_exact=True)


def test_a_log_without_a_model_has_no_news() -> None:
    assert news_of(Task(log(), TARGET, {}), SINCE).impacts.empty


@pytest.fixture(scope="module")
def stated() -> Task:
    """The same economy, whose publisher states growth on the year before and revises it."""
    told = log("2013-06-20")
    level = VintageStore(told)
    rows = []
    for day in level.series("gdp").days:
        growth = level.known_on("gdp", day).pct_change(4).mul(100).dropna()
        rows.append(pd.DataFrame({"series_id": "growth", "period_start": growth.index.start_time,
                                  "vintage": day, "value": growth.array}))  # fmt: skip
    whole = pd.concat([told[told["series_id"] != "gdp"], *rows], ignore_index=True)
    return Task(whole, Target("growth", "growth", False, "year_on_year"), task().growing)


def test_news_of_growth_on_the_year_before_add_up_too(stated: Task) -> None:
    news = news_of(stated, SINCE)
    moved = news.paths.set_index(["period_start", "made_on"])["value"].sort_index().groupby(level=0).diff().dropna()
    parts = news.impacts.groupby(["period_start", "made_on"])["impact"].sum()
    assert (moved - parts.reindex(moved.index).fillna(0.0)).abs().max() < 1e-9
    assert {"release", "revision", "model"} <= set(news.impacts["kind"])


def test_the_factor_model_of_growth_on_the_year_before_is_nearer_than_the_mean(stated: Task) -> None:
    """Quarters of growth on the year before overlap: the next one lies near where the last one stood."""
    paths = news_of(stated, SINCE).paths
    known = VintageStore(stated.log).known_on("growth", date(2013, 6, 20))
    came = pd.Series(known.array, index=pd.PeriodIndex(known.index).start_time)
    following = paths.sort_values("period_start").drop_duplicates("made_on").set_index("period_start")["value"]
    apart = (following - came.reindex(following.index)).dropna().abs()
    assert apart.mean() < 0.5 * (came.mean() - came.reindex(following.index)).dropna().abs().mean()
