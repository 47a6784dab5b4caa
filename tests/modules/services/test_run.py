"""From raw records in a standard format to a drop that keeps its contract."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from data.city.pack import City, load_city
from data.drops.check import check
from data.drops.manifest import read_manifest
from modules import services
from modules.sources import NoRecordsError
from tests.city_with_records import CITY, write_city

FIRST = date(2025, 1, 6)
DAYS = 250


@pytest.fixture
def city(tmp_path: Path) -> City:
    write_city(tmp_path / "cities")
    return load_city(CITY, tmp_path / "cities")


def _csv(raw: Path) -> None:
    """Two, three and four potholes a day in turn and one lamp a week, all in the south west."""
    raw.mkdir()
    rows = ["number,kind,asked,lat,long"]
    for day in range(DAYS):
        moment = f"{FIRST + timedelta(days=day)} 09:00"
        rows += [f"p{day}-{each},pothole,{moment},40.05,10.05" for each in range(2 + day % 3)]
        rows += [f"l{day},lamp,{moment},40.05,10.05"] if day % 7 == 0 else []
    (raw / "export.csv").write_text("\n".join(rows), "utf-8")
    (raw / "csv_311.toml").write_text(
        'files = "*.csv"\ndatetime_format = "%Y-%m-%d %H:%M"\npublisher = "Riverton"\n[columns]\n'
        'service_request_id = "number"\nservice_id = "kind"\nrequested_datetime = "asked"\n'
        'lat = "lat"\nlong = "long"\n',
        "utf-8",
    )


def test_a_csv_export_becomes_a_drop_with_forecasts(tmp_path: Path, city: City) -> None:
    _csv(tmp_path / "raw")

    drop = services.run(tmp_path / "raw", city, tmp_path / "outputs")

    report = check(drop, city, "services")
    assert report.accepted, report.as_text()
    assert report.rows["requests"] == 785
    manifest = read_manifest(drop)
    assert manifest.notes == ("785 raw rows = 785 delivered.",)
    assert manifest.data_as_of == FIRST + timedelta(days=DAYS - 1)
    told = pd.read_parquet(drop / "forecasts.parquet")
    assert told.groupby(["scope", "scope_id"]).size().to_dict() == {
        ("area", "NE"): 28, ("area", "NW"): 28, ("area", "SE"): 28, ("area", "SW"): 28, ("city", "city"): 28,
        ("department", "not-stated"): 28, ("service", "lamp"): 28, ("service", "pothole"): 28,
    }  # fmt: skip
    pothole = told[told["scope_id"] == "pothole"]
    assert pothole["expected"].between(2.6, 3.9).all()
    assert (pothole["low80"] <= 3).all() and (pothole["high80"] >= 3).all()
    assert told[told["scope_id"] == "NE"]["expected"].max() < 0.1
    scores = pd.read_parquet(drop / "forecast_scores.parquet")
    assert set(scores["method"]) == {"discounted_level", "seasonal_naive", "weekday_mean"}


def test_a_few_dates_typed_wrong_are_set_aside_and_change_nothing_else(tmp_path: Path, city: City) -> None:
    _csv(tmp_path / "raw")
    export = tmp_path / "raw" / "export.csv"
    wrong = [f"w{year},pothole,{year}-01-01 09:00,40.05,10.05" for year in ("0001", "1999", "2099", "9999")]
    export.write_text("\n".join([export.read_text("utf-8"), *wrong]), "utf-8")

    drop = services.run(tmp_path / "raw", city, tmp_path / "outputs")

    report = check(drop, city, "services")
    assert report.accepted, report.as_text()
    assert (report.rows["requests"], report.broken_rows) == (789, {"requests": 4})
    assert read_manifest(drop).data_as_of == FIRST + timedelta(days=DAYS - 1)


def test_open311_becomes_a_drop(tmp_path: Path, city: City) -> None:
    folder = tmp_path / "raw" / "open311"
    folder.mkdir(parents=True)
    request = {
        "service_request_id": "1",
        "status": "closed",
        "service_code": "001",
        "service_name": "Pothole",
        "requested_datetime": "2025-03-01T12:00:00Z",
        "updated_datetime": "2025-03-02T12:00:00Z",
        "lat": 40.05,
        "long": 10.05,
    }
    (folder / "requests.json").write_text(json.dumps([request]), "utf-8")

    drop = services.run(tmp_path / "raw", city, tmp_path / "outputs")

    report = check(drop, city, "services")
    assert report.accepted, report.as_text()
    assert read_manifest(drop).data_as_of == date(2025, 3, 2)


def test_without_records_nothing_is_written(tmp_path: Path, city: City) -> None:
    (tmp_path / "raw" / "open311").mkdir(parents=True)
    (tmp_path / "raw" / "open311" / "requests.json").write_text("[]", "utf-8")

    with pytest.raises(NoRecordsError):
        services.run(tmp_path / "raw", city, tmp_path / "outputs")
    with pytest.raises(NoRecordsError):
        services.run(tmp_path / "nowhere", city, tmp_path / "outputs")
    assert not (tmp_path / "outputs").exists()
