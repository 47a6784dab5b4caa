"""Answers written by hand, for what shows them."""

from __future__ import annotations

from typing import Any

from data.published.source import Source
from data.reading import schema
from data.reading.answer import Answer
from data.reading.schema import Column


def source(freshness: str = "fresh", *, simulated: bool = False, publishers: tuple[str, ...] = ("Riverton",)) -> Source:
    """Where a hand-written answer says it comes from."""
    return Source(
        city="riverton",
        domain="services",
        snapshot_id="20260102-abcdef",
        data_as_of="2026-01-02",
        published_at="2026-01-03T04:05:06",
        cadence="P1D",
        freshness=freshness,
        simulated=simulated,
        publishers=publishers,
    )


#: What the columns of hand-written answers mean.
SCHEMA = {
    column.name: column
    for column in (
        *(schema.time(name) for name in ("month", "day")),
        schema.time("period_start", "quarter"),
        *(schema.identity(name) for name in ("service", "department", "premises", "what")),
        *(schema.category(name) for name in ("hour", "weekday")),
        schema.group("channel"),
        schema.group("age_days", "days"),
        schema.label(),
        schema.label("time_period"),
        *(schema.value(name) for name in ("requests", "backlog")),
        *(schema.value(name, "days") for name in ("days", "median_days", "p90_days")),
        schema.value("rate_share", "share"),
        schema.value("growth_percent", "percent"),
        *schema.interval("requests_low", "requests_high", "requests", "count", 95),
        *schema.interval("low50", "high50", "growth_percent", "percent", 50),
        *schema.interval("low80", "high80", "growth_percent", "percent", 80),
        schema.last_year("requests_last_year", "requests"),
        *(schema.detail(name, "count") for name in ("started", "n_low", "inspections", "last_week", "week_before")),
        *(schema.detail(name, "lcu") for name in ("cost_lcu",)),
        schema.detail("on_time_share", "share"),
        schema.detail("open_days", "days"),
        *schema.details("hazard_class", "hazard", "area", "series"),
        *schema.choropleth("value", "per_1000"),
        *(column for column in schema.points("premises") if column.name not in ("name", "status")),
        *schema.distribution("premises_counted", "count", of="days"),
        *schema.flow("amount_lcu", "lcu"),
    )
}


def answer(**columns: list[Any]) -> Answer:
    """An answer of these columns, which mean what SCHEMA says of their names."""
    return answer_of({SCHEMA[name]: values for name, values in columns.items()})


def flow_answer(*links: tuple[str, str, float]) -> Answer:
    """An answer of shape flow of links between names, whose ids are the same in small letters.

    What something comes to and goes from is a fund, else a source of revenue or a department. A name that begins with
    `other_` has no id.
    """
    sources, targets = ({link[end] for link in links} for end in (0, 1))

    def ends(end: int, alone: str) -> list[list[str | None]]:
        names = [link[end] for link in links]
        ids = [None if str(name).startswith("other_") else str(name).lower() for name in names]
        kinds = [str(name).removeprefix("other_") if str(name).startswith("other_") else
                 "fund" if name in sources & targets else alone for name in names]  # fmt: skip
        return [ids, [str(name) for name in names], [str(kind) for kind in kinds]]

    columns = [*ends(0, "revenue_source"), *ends(1, "department"), [link[2] for link in links]]
    return answer_of(dict(zip(schema.flow("amount_lcu", "lcu"), columns, strict=True)))


def answer_of(columns: dict[Column, list[Any]]) -> Answer:
    """An answer of these columns."""
    return Answer({column.name: values for column, values in columns.items()}, source(), tuple(columns))
