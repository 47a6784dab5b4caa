from __future__ import annotations

from components.panel.change_list import change_list
from components.text import Words
from tests.components.answers import answer
from tests.components.tile.test_kpi_card import texts


def test_a_change_is_told_in_per_cent_and_from_nothing_in_numbers() -> None:
    found = answer(what=["inspections", "critical"], last_week=[12, 3], week_before=[10, 0])
    assert texts(change_list(found, Words("en", "USD")))[4:] == [
        "Inspections", "12", "10", "+20%", "of which critical", "3", "0", "+3",
    ]  # fmt: skip
