"""Food safety's module: premises, counts and what becomes of an alert."""

from __future__ import annotations

import pandas as pd

from modules.food_safety import inspections_of, premises_of
from modules.food_safety.alerts import alerts_of

#: p1 fails, passes with the same item, then passes without it; p2 passes with conditions and is not seen again.
VISITS = pd.DataFrame(
    [
        ("i1", "p1", "Anna's", "2012-01-01", "fail", 41.9),
        ("i2", "p1", "Anna's", "2012-06-01", "pass_with_conditions", 41.9),
        ("i3", "p1", "Anna's new", "2013-01-01", "pass", None),
        ("i4", "p2", "Ben's", "2012-02-01", "pass_with_conditions", 41.8),
        ("i5", "p3", "Cleo's", "2012-02-02", "fail", 41.8),
    ],
    columns=["inspection_id", "premises_id", "name", "inspected_on", "result", "lat"],
).assign(
    inspected_on=lambda frame: pd.to_datetime(frame["inspected_on"]),
    long=-87.7, address="1 Mill St", facility_type="Restaurant", risk_class=1, kind="routine", inspector_id=None,
)  # fmt: skip
ITEMS = pd.DataFrame(
    [("i1", "3", "critical", 2), ("i2", "3", "critical", 1), ("i4", "3", "critical", 1), ("i5", "34", "minor", 1)],
    columns=["inspection_id", "code", "severity", "occurrences"],
).assign(description="Warm food")


def test_an_alert_is_closed_by_the_first_visit_that_passed_without_its_item() -> None:
    told = alerts_of(VISITS, ITEMS, {"3": "I"}).set_index("alert_id")
    assert told["state"].to_dict() == {"i1-3": "closed", "i2-3": "closed", "i4-3": "rectified"}
    assert told["rechecked_datetime"].dropna().to_dict() == {
        "i1-3": pd.Timestamp("2013-01-01"),
        "i2-3": pd.Timestamp("2013-01-01"),
    }
    assert told["rectified_datetime"].notna().to_dict() == {"i1-3": False, "i2-3": True, "i4-3": True}


def test_only_items_with_a_hazard_class_raise_alerts() -> None:
    assert alerts_of(VISITS, ITEMS, {"18": "I"}).empty


def test_premises_are_as_the_last_visit_found_them_with_the_last_known_place() -> None:
    told = premises_of(VISITS).set_index("premises_id")
    assert told.loc["p1", "name"] == "Anna's new"
    assert told.loc["p1", "lat"] == 41.9
    assert told.index.tolist() == ["p1", "p2", "p3"]


def test_counts_add_up_occurrences_and_are_zero_for_a_clean_visit() -> None:
    told = inspections_of(VISITS, ITEMS).set_index("inspection_id")
    assert told["critical_count"].to_dict() == {"i1": 2, "i2": 1, "i3": 0, "i4": 1, "i5": 0}
    assert told["minor_count"].to_dict() == {"i1": 0, "i2": 0, "i3": 0, "i4": 0, "i5": 1}
