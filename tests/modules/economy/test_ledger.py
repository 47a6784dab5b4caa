"""The ledger: what was forecast once stays, and what is new is added."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from data.drops.manifest import SourceEntry, write_drop
from modules.economy import forecast_tables
from modules.economy.ledger import KEY, MODULE_VERSION, kept_tables, recorded, recorded_news
from tests.modules.economy.made_up import task

SOURCE = SourceEntry(publisher="Atlantis", licence="open", address="https://example.org")


def cut(until: str) -> pd.DataFrame:
    log = task().log
    return log[log["vintage"] <= until]


def test_forecasts_that_were_made_stay_as_they_were_issued(tmp_path: Path) -> None:
    early, whole = cut("2013-02-20"), cut("2013-06-20")
    first = recorded(task(early), months=(2,), before=False)
    issued = first.forecasts.assign(value=first.forecasts["value"] + 100, series_id="gdp")
    second = recorded(task(whole), kept=issued, months=(2,), before=False)
    days = second.forecasts.groupby("made_on")["value"].mean()
    assert (days.loc[:"2013-02-20"] > 90).all()
    assert (days.loc["2013-03-01":] < 90).all()
    assert sorted({f"{day:%Y-%m-%d}" for day in days.index})[-2:] == [
        "2013-05-10",
        f"{whole['vintage'].max():%Y-%m-%d}",
    ]
    assert len(second.forecasts) > len(issued)


def test_the_years_before_the_log_give_the_first_forecasts_their_bands() -> None:
    with_them = recorded(task(cut("2012-06-20")), months=(2,))
    now = with_them.forecasts.query("horizon_quarters == 0 and method == 'combination'")
    assert now["low80"].notna().all()
    assert (now["low90"] <= now["low80"]).all()
    assert (now["high50"] <= now["high90"]).all()
    without = recorded(task(cut("2012-06-20")), months=(2,), before=False)
    assert without.forecasts["low80"].isna().all()


def test_an_output_of_news_of_something_else_hands_on_its_forecasts_alone(tmp_path: Path) -> None:
    log = task(cut("2012-06-20"))
    record, news = recorded(log, months=(2,), before=False), recorded_news(log, {}, 60)
    for version in ("1.9.0", "2.0.0"):
        write_drop(tmp_path, "atlantis", "economy", forecast_tables(log, record, news), module="economy",
                   module_version=version, cadence="P3M", data_as_of=date(2012, 6, 20), sources=[SOURCE],
                   simulated=False)  # fmt: skip
        told = kept_tables(tmp_path, "atlantis", "gdp", "https://example.org")
        assert set(told) == (set() if version == "1.9.0" else {"forecasts"})


def test_the_newest_output_of_the_same_source_is_the_ledger(tmp_path: Path) -> None:
    record = recorded(task(cut("2012-06-20")), months=(2,), before=False)
    news = recorded_news(task(cut("2012-06-20")), {}, 60)
    tables = forecast_tables(task(cut("2012-06-20")), record, news)
    assert kept_tables(tmp_path, "atlantis", "gdp", "https://example.org") == {}
    write_drop(tmp_path, "atlantis", "economy", tables, module="economy", module_version=MODULE_VERSION, cadence="P3M",
               data_as_of=date(2012, 6, 20), sources=[SOURCE], simulated=False)  # fmt: skip
    told = kept_tables(tmp_path, "atlantis", "gdp", "https://example.org")
    assert set(told) == {"forecasts", "news", "news_paths"}
    # News are carried on from the last day that is held: nothing is reckoned twice.
    longer = task(cut("2012-07-20"))
    carried = recorded_news(longer, told, 60)
    assert carried.paths["made_on"].is_monotonic_increasing
    whole = recorded_news(longer, {}, 90)
    since = whole.paths["made_on"].min()
    same = [each[each["made_on"] > since].reset_index(drop=True) for each in (carried.paths, whole.paths)]
    pd.testing.assert_frame_equal(*same, check_dtype=False)
    kept = told["forecasts"]
    assert len(kept) == len(record.forecasts)
    assert kept_tables(tmp_path, "atlantis", "gdp", "https://elsewhere.example") == {}
    again = recorded(task(cut("2012-06-20")), kept=kept, months=(2,), before=False).forecasts
    pd.testing.assert_frame_equal(again, record.forecasts.sort_values(KEY, ignore_index=True), check_dtype=False)
