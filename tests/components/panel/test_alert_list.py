from __future__ import annotations

from components.panel.alert_list import MOST_LINES, alert_list
from components.text import Words
from tests.components.answers import answer
from tests.components.tile.test_kpi_card import texts, written

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


def test_what_is_not_listed_is_counted() -> None:
    rows = MOST_LINES + 2
    found = answer(
        hazard_class=["II"] * rows, hazard=["x"] * rows, name=["n"] * rows, area=["a"] * rows, open_days=[1] * rows
    )
    shown = alert_list(found, WORDS)
    assert texts(shown)[0] == f"{WORDS.t('alerts.lead')} {WORDS.t('alerts.more', count='2')}"
    assert written(shown).count("pill-ii") == MOST_LINES
