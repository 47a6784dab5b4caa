from __future__ import annotations

from components.panel.alert_list import alert_list
from components.text import Words
from tests.components.answers import answer
from tests.components.tile.test_kpi_card import texts

WORDS = Words("en", "USD")


def test_a_line_tells_class_what_where_and_for_how_long() -> None:
    found = answer(
        hazard_class=["I"], hazard=["rodent"], name=["<b>Diner</b>"], area=[None], open_days=[63]
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
