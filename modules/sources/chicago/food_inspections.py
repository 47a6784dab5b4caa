"""Reads Chicago's food inspections: the canvass table of 2011 to 2014, and the data portal's export of any year.

The two are kept apart. The canvass table has one column an item of the form used until June 2018 (`v01` .. `v44`,
`v70`, 0 or how often); the portal's export since then follows another form with other numbers, in one text a visit.
Both come out as the same tidy frames, so that a module need not know which was read.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

CANVASS_FILE = "chicago/food_inspections_canvass_2011_2014.parquet"
EVALUATION_FILE = "chicago/food_eval_glmnet_30_dat.parquet"
ITEM_COLUMN = re.compile(r"v(\d\d)")
#: The portal's words for a result -> the contract's.
RESULTS = {
    "Pass": "pass",
    "Pass w/ Conditions": "pass_with_conditions",
    "Fail": "fail",
    "No Entry": "no_entry",
    "Out of Business": "out_of_business",
    "Business Not Located": "out_of_business",
    "Not Ready": "not_ready",
}
CANVASS_COLUMNS = {
    "Inspection_ID": "inspection_id",
    "DBA_Name": "name",
    "License": "licence",
    "Facility_Type": "facility_type",
    "Risk": "risk",
    "Address": "address",
    "Inspection_Date": "inspected_on",
    "Inspection_Type": "kind",
    "Results": "result",
    "Latitude": "lat",
    "Longitude": "long",
}
#: The portal writes the same columns with spaces, and `License #` for the licence.
PORTAL_COLUMNS = {
    ("License #" if told == "License" else told.replace("_", " ")): ours for told, ours in CANVASS_COLUMNS.items()
}
#: Columns of texts, which stay texts where a whole export leaves them empty.
PORTAL_TEXTS = ("DBA Name", "License #", "Facility Type", "Risk", "Address", "Inspection Type", "Results", "Violations")
ITEM_TEXT = re.compile(r"\s*(\d+)\.\s+(.*?)(?:\s+-\s+Comments:\s*(.*))?\s*", re.DOTALL)


@dataclass(frozen=True)
class Inspections:
    """Tidy visits and their violated items.

    `visits`: inspection_id, premises_id, name, address, facility_type, risk_class, inspected_on, kind, result, lat,
    long, inspector_id. `items`: inspection_id, code, description, severity, occurrences. `raw_rows` of the file.
    """

    visits: pd.DataFrame
    items: pd.DataFrame
    raw_rows: int


@cache
def form() -> dict[str, dict[str, str]]:
    """Items of the form used until June 2018: `title`, `wording` and, for one that raises alerts, `hazard_class`."""
    return tomllib.loads((Path(__file__).parent / "inspection_form.toml").read_text("utf-8"))


def severity_of(code: int) -> str:
    """The form's own grading: items 1-14 are critical, 15-29 serious, the rest minor."""
    return "critical" if code <= 14 else "serious" if code <= 29 else "minor"


def kind_of(inspection_type: str) -> str:
    """The contract's kind of a visit: a re-inspection is one, whatever it follows."""
    told = inspection_type.lower()
    if "re-inspection" in told or "reinspection" in told:
        return "reinspection"
    if told.startswith("canvass"):
        return "routine"
    if "complaint" in told or "poisoning" in told:
        return "complaint"
    return "licence" if told.startswith("license") else "other"


def _premises_id(visits: pd.DataFrame) -> pd.Series:
    """The licence number; where there is none, name and address, which is all that tells one place from another."""
    number = pd.to_numeric(visits["licence"], errors="coerce").fillna(0).astype("int64")
    place = (visits["name"].fillna("") + " @ " + visits["address"].fillna("")).str.upper().str.split().str.join(" ")
    return number.astype("string").where(number > 0, place)


def _tidy(raw: pd.DataFrame) -> pd.DataFrame:
    """The visits of `Inspections` from the publisher's columns under our names."""
    visits = raw.copy()
    visits["inspection_id"] = visits["inspection_id"].astype("int64").astype("string")
    visits["address"] = visits["address"].str.strip()
    visits["premises_id"] = _premises_id(visits)
    visits["facility_type"] = visits["facility_type"].str.strip().replace("", None)
    visits["risk_class"] = visits["risk"].str.extract(r"Risk ([123])", expand=False).astype("Int64")
    visits["kind"] = visits["kind"].map(kind_of)
    visits["result"] = visits["result"].map(RESULTS)
    visits["inspector_id"] = pd.Series(pd.NA, index=visits.index, dtype="string")
    return visits.drop(columns=["licence", "risk"])


def _inspectors(folder: Path) -> pd.Series:
    """The inspector's pseudonym (a colour) by visit, from the city's own evaluation; empty where that is not there."""
    if not (folder / EVALUATION_FILE).is_file():
        return pd.Series(dtype="string")
    told = pd.read_parquet(folder / EVALUATION_FILE, columns=["Inspection_ID", "sanitarian"]).dropna()
    told["Inspection_ID"] = told["Inspection_ID"].astype("int64").astype("string")
    return told.drop_duplicates("Inspection_ID").set_index("Inspection_ID")["sanitarian"]


def read_canvass(folder: Path) -> Inspections:
    """The canvass table of that folder, with the inspector where the city's evaluation names one.

    Raises FileNotFoundError without the table, KeyError when a column of it is missing.
    """
    raw = pd.read_parquet(folder / CANVASS_FILE)
    visits = _tidy(raw[list(CANVASS_COLUMNS)].rename(columns=CANVASS_COLUMNS))
    visits["inspector_id"] = visits["inspection_id"].map(_inspectors(folder))
    columns = [column for column in raw.columns if ITEM_COLUMN.fullmatch(column)]
    counts = raw[columns].assign(inspection_id=visits["inspection_id"])
    noted = counts.melt("inspection_id", var_name="item", value_name="occurrences")
    items = noted[noted["occurrences"] > 0].sort_values(["inspection_id", "item"], ignore_index=True)
    items["occurrences"] = items["occurrences"].astype("int64")
    number = items["item"].str.removeprefix("v").astype("int64")
    items["code"] = number.astype("string")
    items["description"] = items["code"].map({code: item["title"] for code, item in form().items()})
    items["severity"] = number.map(severity_of)
    return Inspections(visits, items.drop(columns="item"), len(raw))


def split_items(text: str) -> list[tuple[int, str, str]]:
    """The items of a visit's text, `NN. TITLE - Comments: ... | NN. ...`: (number, title, comment), in its order."""
    found = (ITEM_TEXT.fullmatch(part) for part in text.split(" | "))
    return [(int(item[1]), item[2].strip(), (item[3] or "").strip()) for item in found if item]


def read_portal(file: Path) -> Inspections:
    """The data portal's export (any kind of visit); the form used since July 2018 gives its grades in the texts.

    An item is critical where its comment says PRIORITY VIOLATION, serious where it says PRIORITY FOUNDATION VIOLATION,
    else minor: the form's three grades. Items of visits before July 2018 still carry the old numbers and the old words
    (CRITICAL VIOLATION, SERIOUS VIOLATION), read the same way. Rows of one item and visit are counted together.
    """
    raw = pd.read_csv(file, encoding="utf-8-sig", dtype=dict.fromkeys(PORTAL_TEXTS, "string"))
    visits = _tidy(raw[list(PORTAL_COLUMNS)].rename(columns=PORTAL_COLUMNS))
    visits["inspected_on"] = pd.to_datetime(visits["inspected_on"], format="%m/%d/%Y")
    rows = [
        (visit, str(number), title.capitalize(), _severity_of_comment(comment))
        for visit, text in zip(visits["inspection_id"], raw["Violations"].fillna(""), strict=True)
        for number, title, comment in split_items(text)
    ]
    noted = pd.DataFrame(rows, columns=["inspection_id", "code", "description", "severity"])
    items = (
        noted.groupby(["inspection_id", "code"], sort=False)
        .agg(description=("description", "first"), severity=("severity", "min"), occurrences=("code", "size"))
        .reset_index()
    )
    return Inspections(visits, items, len(raw))


def _severity_of_comment(comment: str) -> str:
    told = comment.upper()
    if "PRIORITY FOUNDATION" in told or "SERIOUS VIOLATION" in told:
        return "serious"
    return "critical" if "PRIORITY" in told or "CRITICAL VIOLATION" in told else "minor"
