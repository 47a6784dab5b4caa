"""Files of economic series, a few rows of each format by hand."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from modules.sources.macro_files import UnknownFileError, period_starts, read_series_file

SINCE = pd.Timestamp(2024, 5, 1)


def told(file: Path) -> list[tuple[str, str, str, float | None]]:
    rows = read_series_file(file, SINCE).itertuples(index=False, name=None)
    return [
        (series, f"{start:%Y-%m-%d}", f"{vintage:%Y-%m-%d}", None if pd.isna(value) else value)
        for series, start, vintage, value in rows
    ]


@pytest.mark.parametrize(
    ("written", "start"),
    [("2024", "2024-01-01"), ("2024-Q3", "2024-07-01"), ("2024:Q3", "2024-07-01"), ("2024Q4", "2024-10-01"),
     ("2024-11", "2024-11-01"), ("2024M3", "2024-03-01"), ("2024-11-30", "2024-11-30"), ("3/1/2024", "2024-03-01")],
)  # fmt: skip
def test_a_period_is_read_as_publishers_write_it(written: str, start: str) -> None:
    assert [f"{day:%Y-%m-%d}" for day in period_starts(pd.Series([written, written]))] == [start, start]


def test_a_period_that_is_none_is_empty() -> None:
    assert period_starts(pd.Series(["soon", None])).isna().all()


def test_a_change_log_keeps_its_vintages_and_withdrawals(tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    file.write_text("series,date,vintage,value\nGDP,2024-01-01,2024-04-25,1.6\nGDP,2024-01-01,2024-05-30,\n")
    assert told(file) == [("GDP", "2024-01-01", "2024-04-25", 1.6), ("GDP", "2024-01-01", "2024-05-30", None)]


def test_a_long_file_has_its_day_of_release(tmp_path: Path) -> None:
    file = tmp_path / "long.csv"
    file.write_text("series,date,value,released_on\nretail,2024-03,101.5,2024-04-15\n", encoding="utf-8-sig")
    assert told(file) == [("retail", "2024-03-01", "2024-04-15", 101.5)]


def test_a_long_file_without_releases_was_known_on_the_day_given(tmp_path: Path) -> None:
    file = tmp_path / "long.csv"
    file.write_text("code,period,value\nretail,2024-Q1,7\n")
    assert told(file) == [("retail", "2024-01-01", "2024-05-01", 7.0)]


def test_sdmx_names_a_series_by_its_key(tmp_path: Path) -> None:
    file = tmp_path / "data.csv"
    file.write_text(
        "DATAFLOW,FREQ,REF_AREA,TIME_PERIOD,OBS_VALUE,OBS_STATUS,VALID_FROM\n"
        "ESTAT:NAMQ(1.0),Q,NL,2024-Q1,0.4,A,2024-05-15T09:00:00+00:00\n"
    )
    assert told(file) == [("Q.NL", "2024-01-01", "2024-05-15", 0.4)]


def test_fred_md_is_one_vintage_without_its_row_of_codes(tmp_path: Path) -> None:
    file = tmp_path / "2024-04.csv"
    file.write_text("sasdate,PAYEMS,HOUST\nTransform:,5,4\n1/1/2024,157000,1400\n2/1/2024,157200,\n")
    assert told(file) == [
        ("PAYEMS", "2024-01-01", "2024-05-01", 157000.0),
        ("PAYEMS", "2024-02-01", "2024-05-01", 157200.0),
        ("HOUST", "2024-01-01", "2024-05-01", 1400.0),
    ]


def test_real_time_files_of_philadelphia_keep_what_changed(tmp_path: Path) -> None:
    file = tmp_path / "ROUTPUT.xlsx"
    frame = pd.DataFrame({
        "DATE": ["1998:Q4", "1999:Q1"], "ROUTPUT99Q1": [100.0, None], "ROUTPUT99Q2": [100.0, 101.0],
        "ROUTPUT00Q1": [110.0, 101.0],
    })  # fmt: skip
    frame.to_excel(file, index=False, engine="xlsxwriter")
    assert sorted(told(file)) == [
        ("ROUTPUT", "1998-10-01", "1999-02-15", 100.0),
        ("ROUTPUT", "1998-10-01", "2000-02-15", 110.0),
        ("ROUTPUT", "1999-01-01", "1999-05-15", 101.0),
    ]


def test_a_file_of_no_format_is_refused_by_its_columns(tmp_path: Path) -> None:
    file = tmp_path / "cats.csv"
    file.write_text("cat,colour\ntom,grey\n")
    with pytest.raises(UnknownFileError, match=r"cats\.csv has the columns cat, colour"):
        read_series_file(file)


@pytest.mark.parametrize(
    "written",
    ["2019-Q3", "2019Q3", "2019:Q3", "2019/Q3", "2019 Q3", "Q3 2019", "Q3-2019", "2019年3季度", "2019年第三季度"],
)
def test_a_quarter_is_read_however_it_is_written(tmp_path: Path, written: str) -> None:
    file = tmp_path / "gdp.csv"
    file.write_text(f"series,date,value,released_on\nGDP,{written},1.5,2019-11-14\n", "utf-8")
    assert told(file) == [("GDP", "2019-07-01", "2019-11-14", 1.5)]
