"""Six hundred requests of Riverton by chance (seeded), what a plain frame of them looks like, and views of them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from data.reading.question import Question
from tests.data.reading.queries.published import Published, Rows

SERVICES = ("bins", "noise", "trees")
CATALOGUE: Rows = [
    {"service_id": "bins", "name_en": "Bins", "department_id": "streets", "department_en": "Streets",
     "life_area": "housing", "deadline_days": 5.0, "cost_lcu": 2.5},
    {"service_id": "noise", "name_en": "Noise", "department_id": "police", "department_en": "Police"},
    {"service_id": "trees", "name_en": "Trees", "department_id": "streets", "department_en": "Streets",
     "life_area": "housing", "deadline_days": 0.0, "cost_lcu": 4.0},
]  # fmt: skip
PLACES = {"NW": (40.15, 10.02), "SE": (40.05, 10.17), None: None}
FIRST, LAST = date(2023, 11, 20), date(2024, 12, 9)


def _requests() -> Rows:
    """600 requests over a leap day, both changes to and from summer time in Chicago, and ties; seeded."""
    chance = np.random.default_rng(4)
    rows: Rows = []
    # 2 to 3 o'clock on 10 March 2024 was not in Chicago; 1 to 2 o'clock on 3 November was twice.
    moments = [datetime(2024, 3, 10, 1, 59), datetime(2024, 3, 10, 3, 1), *[datetime(2024, 11, 3, 1, 30)] * 2]
    moments += [datetime(2024, 2, 29, 23, 59), datetime(2023, 11, 20), datetime(2024, 12, 9, 23)]
    days = (LAST - FIRST).days
    moments += [datetime(2023, 11, 20) + timedelta(days=int(chance.integers(0, days)),
                minutes=int(chance.integers(0, 1440))) for _ in range(593)]  # fmt: skip
    for number, made in enumerate(moments):
        closed = made + timedelta(days=int(chance.integers(0, 15))) if chance.random() < 0.8 else None
        if closed is not None and closed.date() > LAST:
            closed = None
        place = PLACES[[*PLACES][int(chance.integers(0, 3))]]
        rows.append({
            "service_request_id": f"r{number}", "service_id": SERVICES[int(chance.integers(0, 3))],
            "status": "open" if closed is None else "closed",
            "outcome": "pending" if closed is None else str(chance.choice(["completed", "abandoned", "rejected"])),
            "channel": str(chance.choice(["app", "window", "unknown"])), "requested_datetime": made,
            "closed_datetime": closed,
            "rating": int(chance.integers(1, 6)) if closed and chance.random() < 0.5 else None,
            "duplicate": bool(chance.random() < 0.05), "nature": str(chance.choice(["rats", "smell"])),
            "lat": place[0] if place else None, "long": place[1] if place else None,
            "assisted_digital": bool(chance.random() < 0.2),
        })  # fmt: skip
    return rows


REQUESTS = _requests()


def _frame() -> pd.DataFrame:
    frame = pd.DataFrame(REQUESTS).merge(pd.DataFrame(CATALOGUE), on="service_id")
    frame = frame[~frame.duplicate]
    frame["day"] = frame.requested_datetime.dt.date
    frame["area"] = frame.lat.map({40.15: "NW", 40.05: "SE"})
    frame["days"] = (frame.closed_datetime - frame.requested_datetime).dt.total_seconds() / 86400
    return frame


FRAME = _frame()


DAYS = st.dates(FIRST - timedelta(days=5), LAST + timedelta(days=5))
VIEWS = st.fixed_dictionaries(
    {},
    optional={
        "period": st.tuples(DAYS, DAYS).map(sorted),
        "area": st.sampled_from(["NW", "SE", "NE"]),
        "service": st.sampled_from(SERVICES),
        "channel": st.sampled_from(["app", "window|unknown", "kiosk"]),
        "nature": st.sampled_from(["rats", "smell|rats"]),
    },
)


def chosen(view: dict[str, Any]) -> pd.DataFrame:
    """The requests of a view, by plain conditions."""
    frame = FRAME
    if "period" in view:
        since, until = view["period"]
        frame = frame[(frame.day >= since) & (frame.day <= until)]
    if "area" in view:
        frame = frame[frame.area == view["area"]]
    for dimension, column in (("service", "service_id"), ("channel", "channel"), ("nature", "nature")):
        if dimension in view:
            frame = frame[frame[column].isin(view[dimension].split("|"))]
    return frame


#: The dimensions of the cubes by day, each set of one cube, without that of every combination.
NARROW = {
    "requests": ({"nature"}, {"channel"}, {"service"}),
    "closing": (set[str](), {"service"}),
    "backlog": ({"channel"}, {"service"}),
}


def grain_of_chart(view: dict[str, Any], *by: str, family: str = "requests") -> str:
    """Days under 90 days of the view that have records, else weeks; months where only the cube of all would answer."""
    since, until = span_of(view)
    if (until - since).days + 1 < 90:
        return "day"
    needed = {*view, *by} - {"period", "area"}
    beyond = "area" in view and ((family == "closing" and needed) or (family == "backlog" and "service" in needed))
    return "month" if beyond or not any(needed <= each for each in NARROW[family]) else "week"


def span_of(view: dict[str, Any]) -> tuple[date, date]:
    """The days of the view that the records reach."""
    since, until = view.get("period", (FIRST, LAST))
    return max(since, FIRST), min(until, LAST)


def by_period(view: dict[str, Any], frame: pd.DataFrame, grain: str) -> pd.DataFrame:
    """The requests of the whole periods of the view, with `period`, its first day."""
    (since, until), days = span_of(view), pd.to_datetime(frame.day)
    if grain == "day":
        return frame.assign(period=[day.isoformat() for day in frame.day])
    first = days.dt.to_period("W" if grain == "week" else "M").dt.start_time
    last = first + (pd.Timedelta(days=6) if grain == "week" else pd.offsets.MonthEnd(0))
    whole = (first >= pd.Timestamp(since)) & (last <= pd.Timestamp(until))
    return frame.assign(period=first.dt.date.map(str))[whole]


def ask(city: Published, query: Question, view: dict[str, Any]) -> Rows:
    asked = dict(view)
    if "period" in asked:
        since, until = asked.pop("period")
        asked |= {"since": since.isoformat(), "until": until.isoformat()}
    return city.ask(query, **asked)
