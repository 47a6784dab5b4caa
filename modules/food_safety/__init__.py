"""Inspections of food premises: raw records in, an output under the contract `food_safety` out."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data.city.pack import City
from data.drops.manifest import SourceEntry, write_drop
from modules.food_safety.alerts import alerts_of
from modules.sources import NoRecordsError, chicago, simulated
from modules.sources.chicago import food_inspections
from modules.sources.mapped.delivery import holds
from modules.sources.mapped.write import write_delivery

VERSION = "1.0.0"


def premises_of(visits: pd.DataFrame) -> pd.DataFrame:
    """One row a premises as its last visit found it; where that visit has no place, the last one that has."""
    ordered = visits.sort_values(["inspected_on", "inspection_id"])
    premises = ordered.groupby("premises_id", sort=True)[
        ["name", "address", "facility_type", "risk_class", "lat", "long"]
    ].last()
    premises = premises.reset_index()
    for place, name in ((2, "name_local"), (4, "address_local"), (7, "area_id")):
        premises.insert(place, name, pd.Series(pd.NA, index=premises.index, dtype="string"))
    return premises


def inspections_of(visits: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """The contract's inspections: a visit with the number of its violations of each severity."""
    found = items.pivot_table(index="inspection_id", columns="severity", values="occurrences", aggfunc="sum")
    counts = found.reindex(index=visits["inspection_id"], columns=["critical", "serious", "minor"]).fillna(0)
    told = visits[["inspection_id", "premises_id", "inspected_on", "kind", "result", "inspector_id"]].reset_index(
        drop=True
    )
    counted = counts.astype("int64").add_suffix("_count").reset_index(drop=True)
    return pd.concat([told, counted], axis=1).sort_values(["inspected_on", "inspection_id"], ignore_index=True)


def _notes(read: food_inspections.Inspections) -> tuple[str, ...]:
    """What the reader must know of these records."""
    named = int(read.visits["inspector_id"].notna().sum())
    unplaced = int(read.visits["lat"].isna().sum())
    return (
        f"{read.raw_rows:,} raw rows = {len(read.visits):,} inspections published + 0 set aside; {unplaced:,} of them "
        "have no coordinates.",
        "Canvass visits only: re-inspections, complaints and licence visits are not in this table, so a premises that "
        "failed is seen again only at its next canvass. Days to re-check are days to that visit.",
        "Form used until June 2018: items 1-14 critical, 15-29 serious, 30-44 and 70 minor. An alert is raised by each "
        "critical item and by item 18 (rodents, insects or open outer doors); the hazard classes are Citydeck's.",
        f"{named:,} visits name their inspector by a pseudonym, from the city's published evaluation.",
    )


def run(raw: Path, city: City, outputs_dir: Path) -> Path:
    """Writes a drop of the raw records in that folder and gives its path; NoRecordsError without them."""
    if holds(raw, "food_safety"):
        return write_delivery(raw, city, "food_safety", outputs_dir, VERSION)
    if not (raw / food_inspections.CANVASS_FILE).is_file() and simulated.holds(raw, "food_safety"):
        return simulated.write(raw, city.key, "food_safety", outputs_dir, VERSION)
    if not (raw / food_inspections.CANVASS_FILE).is_file():
        raise NoRecordsError(food_inspections.CANVASS_FILE)
    read = food_inspections.read_canvass(raw)
    classes = {code: item["hazard_class"] for code, item in food_inspections.form().items() if "hazard_class" in item}
    tables = {
        "premises": premises_of(read.visits),
        "inspections": inspections_of(read.visits, read.items),
        "violations": read.items[["inspection_id", "code", "description", "severity", "occurrences"]],
        "alerts": alerts_of(read.visits, read.items, classes),
    }
    return write_drop(
        outputs_dir,
        city.key,
        "food_safety",
        tables,
        module="food_safety",
        module_version=VERSION,
        data_as_of=read.visits["inspected_on"].max().date(),
        cadence="archive",
        sources=[SourceEntry(publisher="City of Chicago", licence=chicago.LICENCE, address=chicago.PORTAL)],
        simulated=False,
        notes=_notes(read),
    )
