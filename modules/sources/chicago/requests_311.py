"""Reads Chicago's 311 sanitation code complaints, as the portal's export names its columns.

The export gives dates without times. It repeats request numbers (a request that was closed twice stands twice) and it
holds a few rows dated 2000, ten years before the archive begins: both are set aside here, and counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

FILE = "chicago/311_sanitation_code_complaints_2011_2014.parquet"
#: The archive's first year with records of its own; a creation date before it is an error of the export.
FIRST_YEAR = 2010
COLUMNS = {
    "Service_Request_Number": "service_request_id",
    "Creation_Date": "requested_datetime",
    "Completion_Date": "closed_datetime",
    "Status": "told_status",
    "What_is_the_Nature_of_this_Code_Violation": "nature",
    "Community_Area": "community_area",
    "Latitude": "lat",
    "Longitude": "long",
}
SERVICE = {
    "service_id": "sanitation-code-violation",
    "name_en": "Sanitation code violation",
    "name_local": None,
    "department_id": "streets-and-sanitation",
    "department_en": "Streets and Sanitation",
    "department_local": None,
    "life_area": None,
    "deadline_days": None,
    "cost_lcu": None,
}


@dataclass(frozen=True)
class Requests:
    """Tidy requests with the contract's columns, the catalogue, the raw rows and what was set aside, by reason."""

    requests: pd.DataFrame
    services: pd.DataFrame
    raw_rows: int
    set_aside: dict[str, int]


def _kept_once(frame: pd.DataFrame) -> pd.DataFrame:
    """One row a request number: the last to be closed, for it was not done before; an open row counts least."""
    ordered = frame.sort_values("closed_datetime", kind="stable", na_position="first")
    return ordered.drop_duplicates("service_request_id", keep="last").sort_values(
        ["requested_datetime", "service_request_id"], ignore_index=True
    )


def _tidy(frame: pd.DataFrame) -> pd.DataFrame:
    """The contract's columns. `Completed - Dup` is closed with an unknown outcome: nothing was done for it."""
    closed = frame["told_status"].str.startswith("Completed")
    duplicate = frame["told_status"].str.endswith("Dup")
    area = frame["community_area"].where(frame["community_area"].between(1, 77))
    tidy = pd.DataFrame(
        {
            "service_request_id": frame["service_request_id"],
            "service_id": SERVICE["service_id"],
            "status": closed.map({True: "closed", False: "open"}),
            "outcome": "completed",
            "channel": "unknown",
            "assisted_digital": pd.Series(pd.NA, index=frame.index, dtype="boolean"),
            "requested_datetime": frame["requested_datetime"],
            "closed_datetime": frame["closed_datetime"].where(closed),
            "rating": pd.Series(pd.NA, index=frame.index, dtype="Int64"),
            "duplicate": duplicate,
            "nature": frame["nature"].str.strip().replace("", None),
            "area_id": "ca-" + area.astype("Int64").astype("string"),
            "lat": frame["lat"],
            "long": frame["long"],
        }
    )
    tidy.loc[duplicate, "outcome"] = "unknown"
    tidy.loc[~closed, "outcome"] = "pending"
    return tidy


def read_requests(folder: Path) -> Requests:
    """The requests of that folder's export.

    Raises FileNotFoundError without the file, KeyError when a column of the portal is missing.
    """
    raw = pd.read_parquet(folder / FILE)[list(COLUMNS)].rename(columns=COLUMNS)
    dated = raw[raw["requested_datetime"].dt.year >= FIRST_YEAR]
    kept = _kept_once(dated)
    set_aside = {"dated_before_archive": len(raw) - len(dated), "repeated_number": len(dated) - len(kept)}
    return Requests(_tidy(kept), pd.DataFrame([SERVICE]), len(raw), set_aside)
