"""Services, departments and channels ranked: by volume, slowness, failure and growth."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import ibis
import ibis.expr.types as ir

from data.reading.answer import Columns
from data.reading.disclosure import in_64_bits
from data.reading.filters import Filters
from data.reading.queries.areas import named
from data.reading.queries.quantiles import quantile
from data.reading.queries.ranked import most_first
from data.reading.queries.scope import comparison
from data.reading.queries.services.cubes import closing_edge, counts, rate, requests_and_completion, times_of_services
from data.reading.queries.services.requests import (
    FEWEST_RANKED,
    catalogue_names,
)
from data.reading.question import Source, questions_about, reckoned_about
from data.reading.schema import count, detail, identity, ranking, value
from data.reading.tables import Tables

question, reckoned = questions_about("services"), reckoned_about("services")

#: Growth from fewer requests than this in the earlier period is chance.
FEWEST_GROWN = 100


@question(
    *ranking("service", value("requests"), detail("completion_rate_share", "share"), detail("failed", "count"),
             detail("failed_share", "share"))
)  # fmt: skip
def counted_by_service(tables: Tables, filters: Filters) -> ir.Table:
    """What the rankings of services are reckoned from, by their ids: `service`, `name`, `requests`,
    `completion_rate_share`, `failed` (abandoned or rejected), `failed_share`.

    They read the same cells, which are perturbed anew where a view cuts a month or chooses an area: that takes longer
    than all else that they ask.
    """
    found = requests_and_completion(tables, filters, "service", further={"failed": ("abandoned", "rejected")})
    both = found.left_join(catalogue_names(tables, filters), "service")
    return both.order_by("service").select(
        "service", "name", "requests", "completion_rate_share", "failed",
        failed_share=rate(tables, both.failed, both.requests),
    )  # fmt: skip


def counted_services(_tables: Tables, filters: Filters) -> list[Source]:
    """What a ranking of the services of a view is reckoned from."""
    return [Source(counted_by_service, filters)]


@reckoned(counted_services, *ranking("service", value("requests"), detail("completion_rate_share", "share")))
def requests_by_service(_tables: Tables, _filters: Filters, counted: Columns) -> Columns:
    """Requests by service, most first: `service`, `name`, `requests`, `completion_rate_share`."""
    return most_first(counted, "requests", ("service", "name", "requests", "completion_rate_share"))


@question(*ranking("service", value("p90_days", "days"), count()), matures="closing", fewest=FEWEST_RANKED)
def slowest_services(tables: Tables, filters: Filters) -> ir.Table:
    """Days within which nine in ten were closed, slowest first: `service`, `name`, `p90_days`, `n`."""
    rows = times_of_services(tables, filters)
    found = quantile(tables, rows, closing_edge, 0.9, by=("service",)).rename(p90_days="value")
    found = found.filter(found.n >= FEWEST_RANKED).left_join(catalogue_names(tables, filters), "service")
    return found.order_by(found.p90_days.desc(), "service").select("service", "name", "p90_days", "n")


@reckoned(
    counted_services,
    *ranking("service", value("failed"), detail("failed_share", "share"), detail("requests", "count")),
    matures="closing",
)
def failing_services(_tables: Tables, _filters: Filters, counted: Columns) -> Columns:
    """Requests abandoned or rejected, most first, so that volume counts with the rate.

    `service`, `name`, `failed`, `failed_share`, `requests`.
    """
    return most_first(counted, "failed", ("service", "name", "failed", "failed_share", "requests"), above=0)


@question(identity("service"), value("requests"))
def requests_of_services(tables: Tables, filters: Filters) -> ir.Table:
    """Requests of each service, in no order: `service`, `requests`."""
    rows = counts(tables, filters, ("requests",), ("service",), without=("service",))
    return rows.group_by("service").aggregate(requests=in_64_bits(rows.requests.sum()))


def _before_and_recent(tables: Tables, filters: Filters) -> list[Source]:
    """The period before first, which no other panel asks: the view's own is known by then, as two others do."""
    recent, before = _whole_months(tables, *comparison(filters, tables))
    return [Source(requests_of_services, before), Source(counted_by_service, recent)]


@reckoned(
    _before_and_recent,
    *ranking(
        "service", value("growth_percent", "percent"), detail("requests", "count"), detail("requests_before", "count")
    ),
    fewest=FEWEST_GROWN,
)
def growing_services(_tables: Tables, _filters: Filters, before: Columns, recent: Columns) -> Columns:
    """Requests beside the same period a year earlier (else the last twelve months beside those before), by growth.

    `service`, `name`, `growth_percent`, `requests`, `requests_before`; services with FEWEST_GROWN requests before.
    """
    then = dict(zip(before["service"], before["requests"], strict=True))
    earlier = [0 if service is None else then.get(service, 0) for service in recent["service"]]
    rows = [row for row, requests in enumerate(earlier) if requests >= FEWEST_GROWN]
    grown = {name: list(map(recent[name].__getitem__, rows)) for name in ("service", "name", "requests")}
    grown["requests_before"] = [earlier[row] for row in rows]
    both = zip(grown["requests"], grown["requests_before"], strict=True)
    grown["growth_percent"] = [(now / then_ - 1) * 100 for now, then_ in both]
    return most_first(grown, "growth_percent", ("service", "name", "growth_percent", "requests", "requests_before"))


def _whole_months(tables: Tables, recent: Filters, before: Filters) -> tuple[Filters, Filters]:
    """The two views; twelve months that end within one are moved back to its start, as months are what is kept."""
    if recent.until is None or before.until is None or recent.since is None or before.since is None:
        return recent, before
    if (recent.until + timedelta(days=1)).day == 1 or (recent.until - recent.since).days < 360:
        return recent, before
    return _to_month_end(recent), _to_month_end(before)


def _to_month_end(view: Filters) -> Filters:
    """The view from a month's first day to the last day before its own last month."""
    assert view.since is not None
    assert view.until is not None
    return replace(view, since=view.since.replace(day=1), until=view.until.replace(day=1) - timedelta(days=1))


@question(*ranking("department"))
def departments(tables: Tables, filters: Filters) -> ir.Table:
    """The departments by name: `department`, `name`."""
    return department_names(tables, filters).order_by("name", "department")


def department_names(tables: Tables, filters: Filters) -> ir.Table:
    """The name of each department, once, in no order: `department`, `name`."""
    # A snapshot of before departments had a table of their own names them in its catalogue.
    offer = tables["departments"] if "departments" in tables else tables["catalogue"]
    name = named(offer, filters.language, "department")
    return offer.select("department", name=name).group_by("department").aggregate(name=ibis._.name.min())


@question(*ranking("department", value("requests"), detail("completion_rate_share", "share")))
def requests_by_department(tables: Tables, filters: Filters) -> ir.Table:
    """Requests by department, most first: `department`, `name`, `requests`, `completion_rate_share`."""
    found = requests_and_completion(tables, filters, "department")
    both = found.left_join(department_names(tables, filters), "department")
    return both.order_by(both.requests.desc(), "department").select(
        "department", "name", "requests", "completion_rate_share"
    )


@question(*ranking("channel", value("requests"), detail("completion_rate_share", "share")))
def requests_by_channel(tables: Tables, filters: Filters) -> ir.Table:
    """Requests by channel, most first: `channel`, `name`, `requests`, `completion_rate_share`; every one is listed."""
    found = requests_and_completion(tables, filters, "channel")
    ordered = found.order_by(found.requests.desc(), "channel").mutate(name="channel")
    return ordered.select("channel", "name", "requests", "completion_rate_share")


@question(*ranking("channel", value("requests")))
def channels(tables: Tables, filters: Filters) -> ir.Table:
    """The channels, most used first: `channel`, `name`, `requests`."""
    return requests_by_channel(tables, filters).select("channel", "name", "requests")
