"""Alerts from inspections: one for each item found whose form gives it a hazard class, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

PASSED = ("pass", "pass_with_conditions")


def alerts_of(visits: pd.DataFrame, items: pd.DataFrame, hazard_classes: Mapping[str, str]) -> pd.DataFrame:
    """The contract's alerts, in the order of their visits.

    Verified, for a person saw it. `rectified` on the day itself where the visit passed with conditions: the city says
    that what was found then was corrected during the visit. `closed` by the first later visit to the premises that
    passed without that item; otherwise `raised`.
    """
    noted = items[items["code"].isin(list(hazard_classes))]
    seen = noted.merge(visits[["inspection_id", "premises_id", "inspected_on", "result"]], on="inspection_id")
    rechecked = _rechecked_on(seen, visits, noted)
    on_the_spot = seen["result"] == "pass_with_conditions"
    state = pd.Series("raised", index=seen.index).mask(on_the_spot, "rectified").mask(rechecked.notna(), "closed")
    return pd.DataFrame(
        {
            "alert_id": seen["inspection_id"] + "-" + seen["code"],
            "premises_id": seen["premises_id"],
            "hazard_class": seen["code"].map(hazard_classes),
            "hazard": seen["description"],
            "source": "inspection",
            "state": state,
            "verified": True,
            "raised_datetime": seen["inspected_on"],
            "acknowledged_datetime": seen["inspected_on"],
            "rectified_datetime": seen["inspected_on"].where(on_the_spot),
            "rechecked_datetime": rechecked,
            "due_on": pd.Series(pd.NaT, index=seen.index, dtype="datetime64[us]"),
            "inspection_id": seen["inspection_id"],
        }
    )


def _rechecked_on(seen: pd.DataFrame, visits: pd.DataFrame, noted: pd.DataFrame) -> pd.Series:
    """Day of the first later visit to the same premises that passed without the item; NaT where there was none."""
    passed = visits.loc[visits["result"].isin(PASSED), ["premises_id", "inspection_id", "inspected_on"]]
    pairs = (
        seen.reset_index(names="row")[["row", "premises_id", "code", "inspected_on"]]
        .merge(passed, on="premises_id", suffixes=("", "_later"))
        .query("inspected_on_later > inspected_on")
        .merge(noted[["inspection_id", "code"]], on=["inspection_id", "code"], how="left", indicator=True)
    )
    without = pairs[pairs["_merge"] == "left_only"]
    first = without.groupby("row")["inspected_on_later"].min()
    return first.reindex(seen.index)
