"""Reads Open311 GeoReport v2: a service list and service requests as JSON or XML, saved from a city's endpoint.

The specification is at https://wiki.open311.org/GeoReport_v2/. A service's `group` is taken for its department, and
a request's `agency_responsible` for its own. The
format says when a request was last updated and not when it was closed, so the last update of a closed request is taken
for its end. It has no outcome, channel, rating or cost: these stay unknown.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from data.files.name_ids import name_id
from data.files.xml_root import xml_root
from modules.sources.requests_read import RequestsRead

FOLDER = "open311"
_SERVICES, _REQUESTS = "services", "requests"
_OFFSET = r"T.*(?:Z|[+-]\d{2}:?\d{2})$"


def holds(raw: Path) -> bool:
    """Whether that raw folder has an Open311 folder with requests."""
    return any(_files(raw / FOLDER, _REQUESTS))


def _files(folder: Path, kind: str) -> list[Path]:
    """`services*.json`, `services*.xml` and so on, in order of their names."""
    return sorted(path for path in folder.glob(f"{kind}*") if path.suffix in {".json", ".xml"})


def _records_of_xml(path: Path) -> list[dict[str, Any]]:
    """The children of the root as flat mappings; empty elements are None."""
    return [{field.tag: (field.text or "").strip() or None for field in record} for record in xml_root(path)]


def _records_of_json(path: Path) -> list[dict[str, Any]]:
    try:
        told = json.loads(path.read_text("utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path.name} is not JSON: {error}") from None
    if not isinstance(told, list) or not all(isinstance(record, dict) for record in told):
        raise ValueError(f"{path.name} is not a list of records, as GeoReport v2 asks for")
    return told


def read_records(folder: Path, kind: str) -> Iterator[dict[str, Any]]:
    """The records of all files of that kind. Raises ValueError with a sentence for a file that is not GeoReport v2."""
    for path in _files(folder, kind):
        yield from _records_of_json(path) if path.suffix == ".json" else _records_of_xml(path)


def local_time(told: pd.Series, timezone: str) -> pd.Series:
    """Moments as the city's own clock showed them; NaT where the text is no moment.

    W3C date-times with an offset are converted, those without one are the city's time already.
    """

    text = told.astype("string")
    offset = text.str.contains(_OFFSET).fillna(False).astype(bool)
    here = pd.to_datetime(text.where(~offset), format="ISO8601", errors="coerce")
    moved = pd.to_datetime(text.where(offset), format="ISO8601", errors="coerce", utc=True)
    moments: pd.Series = here.fillna(moved.dt.tz_convert(timezone).dt.tz_localize(None))
    return moments.astype("datetime64[us]")


def _catalogue(listed: list[dict[str, Any]], requests: pd.DataFrame) -> pd.DataFrame:
    """The service list, and services that only requests name."""
    rows = [(each.get("service_code"), each.get("service_name"), each.get("group")) for each in listed]
    rows += list(zip(requests["service_code"], requests["service_name"], requests["agency_responsible"], strict=True))
    told = pd.DataFrame(rows, columns=["service_id", "name_en", "department_en"]).astype("string")
    told = told[told["service_id"].notna()].drop_duplicates("service_id")
    department = told["department_en"].replace("", None).fillna("Not stated")
    return told.assign(
        life_area=pd.array([pd.NA] * len(told), dtype="string"),
        name_en=told["name_en"].fillna(told["service_id"]),
        department_en=department,
        department_id=department.map(name_id).astype("string"),
    ).reset_index(drop=True)


_FIELDS = ("service_request_id", "status", "service_code", "service_name", "agency_responsible", "requested_datetime",
           "updated_datetime", "lat", "long")  # fmt: skip


def _agency(told: pd.DataFrame) -> pd.Series:
    """The agency that answers for each request; missing where the endpoint says none."""
    named: pd.Series = told["agency_responsible"].astype("string").str.strip()
    return named.where(named != "")


def _departments(told: pd.DataFrame) -> pd.DataFrame:
    """The agencies that requests name, one row each."""
    names = _agency(told).dropna().drop_duplicates().sort_values()
    rows = pd.DataFrame({"department_id": names.map(name_id).astype("string"), "name_en": names})
    return rows.drop_duplicates("department_id").reset_index(drop=True)


def _tidy(told: pd.DataFrame, timezone: str) -> pd.DataFrame:
    closed = told["status"].str.lower().eq("closed")
    lat, long = pd.to_numeric(told["lat"], errors="coerce"), pd.to_numeric(told["long"], errors="coerce")
    placed = lat.notna() & long.notna() & ~((lat == 0) & (long == 0))
    asked, updated = local_time(told["requested_datetime"], timezone), local_time(told["updated_datetime"], timezone)
    return pd.DataFrame(
        {
            "service_request_id": told["service_request_id"].astype("string"),
            "service_id": told["service_code"].astype("string"),
            "status": closed.map({True: "closed", False: "open"}),
            "outcome": closed.map({True: "unknown", False: "pending"}),
            "channel": "unknown",
            "department_id": _agency(told).map(name_id, na_action="ignore").astype("string"),
            "requested_datetime": asked,
            "closed_datetime": updated.where(closed & (updated >= asked)),
            "rating": pd.array([pd.NA] * len(told), dtype="Int64"),
            "duplicate": False,
            "area_id": pd.array([pd.NA] * len(told), dtype="string"),
            "lat": lat.where(placed),
            "long": long.where(placed),
        }
    )


def read_open311(raw: Path, timezone: str) -> RequestsRead:
    """The requests of the raw folder's `open311`: `services*.json|xml` and `requests*.json|xml`.

    Set aside are requests without a number (GeoReport allows a token instead), a service or a moment that can be read,
    and earlier copies of a request that stands several times. Raises ValueError for a file of another format.
    """
    raw_requests = pd.DataFrame(read_records(raw / FOLDER, _REQUESTS), dtype=object).reindex(columns=list(_FIELDS))
    raw_requests = raw_requests.where(raw_requests.notna(), None)
    tidy = _tidy(raw_requests.astype({"status": "string"}), timezone)
    number = tidy["service_request_id"].fillna("").str.strip() != ""
    known = number & tidy["service_id"].notna() & tidy["requested_datetime"].notna()
    kept = tidy[known].drop_duplicates("service_request_id", keep="last")
    return RequestsRead(
        services=_catalogue(list(read_records(raw / FOLDER, _SERVICES)), raw_requests),
        requests=pa.Table.from_pandas(kept, preserve_index=False),
        raw_rows=len(tidy),
        set_aside={
            "without a request number": int((~number).sum()),
            "without a service or a moment": int((number & ~known).sum()),
            "earlier copies of a request": int(known.sum()) - len(kept),
        },
        departments=_departments(raw_requests),
    )
