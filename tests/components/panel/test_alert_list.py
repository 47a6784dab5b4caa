from __future__ import annotations

from dataclasses import replace

import pytest

from components.panel.alert_list import alert_list
from components.text import Words
from tests.components.answers import answer, source
from tests.components.tile.test_kpi_card import texts

WORDS = Words("en", "USD")


def test_a_line_tells_class_what_where_and_for_how_long() -> None:
    found = answer(
        hazard_class=["I"], hazard=["rodent"], name=["<b>Diner</b>"], area=[None], open_days=[63], premises=["p1"],
        area_id=[None],
    )  # fmt: skip
    lead, *_, hazard_class, hazard, name, area, days = texts(alert_list(found, WORDS))
    assert lead.startswith("An alert is a lead")
    assert (hazard_class, hazard, name, area, days) == (
        "Class I · immediate",
        "Rodent",
        "<b>Diner</b>",
        area,
        "63 days",
    )
    assert area == WORDS.t("alerts.no_area")


@pytest.mark.parametrize(("freshness", "simulated", "named"), [
    ("stale", False, True), ("archive", False, False), ("archive", True, True),
])  # fmt: skip
def test_premises_are_named_where_the_records_can_hold_the_follow_up(
    freshness: str, simulated: bool, named: bool
) -> None:
    found = answer(
        hazard_class=["I"],
        hazard=["rodent"],
        name=["Diner"],
        area=["North"],
        open_days=[63],
        premises=["p1"],
        area_id=["N"],
    )
    shown = texts(alert_list(replace(found, source=source(freshness, simulated=simulated)), WORDS))
    assert ("Diner" in shown, "Premises" in shown) == (named, named)
    assert shown[0].startswith("An alert is a lead" if named else "Not re-checked in these records, which end on 2 Jan")
