"""Tables that follow from a change log."""

from __future__ import annotations

import pandas as pd

from modules.economy import change_log

LOG = pd.DataFrame({
    "series_id": ["UNRATE", "UNRATE", "UNRATE", "UNRATE", "UNRATE", "MYSTERY"],
    "period_start": pd.to_datetime([f"2024-{month:02d}-01" for month in (1, 2, 2, 3, 1, 1)]),
    "vintage": pd.to_datetime(["2024-02-02", "2024-03-08", "2024-04-05", "2024-04-05", "2024-04-05", "2024-02-02"]),
    "value": [3.7, 3.9, 3.8, 3.6, float("nan"), 1.0],
})  # fmt: skip


def test_series_say_what_they_are_and_rows_of_others_are_counted() -> None:
    series, aside = change_log.series_table(LOG)
    assert series[["series_id", "name_en", "frequency", "role", "ref_area_name"]].to_dict("records") == [
        {"series_id": "UNRATE", "name_en": "Unemployment rate", "frequency": "M", "role": "indicator",
         "ref_area_name": "United States"}
    ]  # fmt: skip
    assert aside == {"series MYSTERY is not described": 1}


def test_observations_keep_every_row_and_every_withdrawal() -> None:
    observed = change_log.observations(LOG, change_log.series_table(LOG)[0])
    assert list(observed["time_period"]) == ["2024-01", "2024-02", "2024-02", "2024-03", "2024-01"]
    assert int(observed["value"].isna().sum()) == 1
    assert set(observed["status"]) == {"published"}


def test_releases_tell_new_periods_from_changed_ones() -> None:
    observed = change_log.observations(LOG, change_log.series_table(LOG)[0])
    told = change_log.releases(observed)
    assert told[["released_on", "time_period", "new_periods", "revised_periods"]].to_dict("records") == [
        {"released_on": pd.Timestamp(2024, 3, 8), "time_period": "2024-02", "new_periods": 1, "revised_periods": 0},
        {"released_on": pd.Timestamp(2024, 4, 5), "time_period": "2024-03", "new_periods": 1, "revised_periods": 2},
    ]
