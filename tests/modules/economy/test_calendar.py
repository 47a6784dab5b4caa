"""What came, what is late and what is next."""

from __future__ import annotations

from datetime import date

import pandas as pd

from modules.economy.calendar import release_calendar
from modules.economy.vintage_store import VintageStore

ROWS = [("2024-01-01", "2024-02-01"), ("2024-02-01", "2024-03-10"), ("2024-03-01", "2024-04-10"),
        ("2024-04-01", "2024-05-10"), ("2024-05-01", "2024-07-01")]  # fmt: skip


def states(today: date) -> dict[str, str]:
    frame = pd.DataFrame(ROWS, columns=["period_start", "vintage"]).apply(pd.to_datetime)
    store = VintageStore(frame.assign(series_id="jobs", value=1.0))
    told = release_calendar(store, today)
    return dict(zip(told["time_period"], told["state"], strict=True))


def test_a_release_is_late_a_week_after_its_usual_delay() -> None:
    """Three of four came ten days after their month, May's a month after it."""
    assert states(date(2024, 7, 2)) == {
        "2024-02": "came", "2024-03": "came", "2024-04": "came", "2024-05": "came_late", "2024-06": "next",
    }  # fmt: skip
    assert states(date(2024, 7, 18))["2024-06"] == "late"


def test_a_series_that_is_silent_for_a_year_has_stopped() -> None:
    assert states(date(2025, 12, 1))["2024-06"] == "stopped"
