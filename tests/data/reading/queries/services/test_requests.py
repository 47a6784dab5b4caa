"""Questions about services on rows whose answer can be read off, and medians against a plain computation."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb
import ibis
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.reading.queries.quantiles import quantile
from data.reading.queries.services import by_calendar, one_service
from data.reading.queries.services import measures as services_measures
from data.reading.queries.services import requests as services
from data.reading.queries.services.cubes import closing_edge
from data.reading.question import Question
from data.reading.tables import Tables
from tests.data.reading.queries.published import Published, Rows, published, questions_of

CATALOGUE: Rows = [
    {
        "service_id": "bins",
        "name_en": "Bins",
        "department_id": "streets",
        "department_en": "Streets",
        "deadline_days": 5,
    },
    {
        "service_id": "noise",
        "name_en": "Noise",
        "name_local": "噪音",
        "department_id": "police",
        "department_en": "Police",
    },
]
NW, SE = (40.15, 10.02), (40.05, 10.17)


def request(number: int, made: datetime, days: int | None, nature: str | None, place: tuple[float, float] | None = NW,
            service: str = "bins", duplicate: bool = False, channel: str = "unknown") -> dict[str, object]:  # fmt: skip
    return {
        "service_request_id": f"r{number}", "service_id": service, "status": "open" if days is None else "closed",
        "outcome": "pending" if days is None else "completed", "channel": channel, "requested_datetime": made,
        "closed_datetime": None if days is None else made + timedelta(days=days), "duplicate": duplicate,
        "nature": nature, "lat": place[0] if place else None, "long": place[1] if place else None,
    }  # fmt: skip


#: Six requests count in NW, one in SE, one lies nowhere; r9 is a duplicate and counts nowhere.
REQUESTS: Rows = [
    request(1, datetime(2023, 2, 27), 0, "rats"),
    request(2, datetime(2023, 2, 27), 4, "rats"),
    request(3, datetime(2024, 2, 27), 1, "rats"),
    request(4, datetime(2024, 2, 28), 2, None),
    request(5, datetime(2024, 2, 29), 3, "smell"),
    request(6, datetime(2024, 2, 29), None, "smell"),
    request(7, datetime(2024, 3, 30), 40, "smell", SE, service="noise", channel="app"),
    request(8, datetime(2024, 3, 31), 1, "smell", None, service="noise", channel="hotline"),
    request(9, datetime(2024, 3, 31), 1, "smell", duplicate=True),
]
QUERIES = [*questions_of(services), *questions_of(by_calendar), *questions_of(services_measures)]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Published:
    tables = {"services": CATALOGUE, "requests": REQUESTS}
    return published(tmp_path_factory.mktemp("services"), "services", tables, language="zh")


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_an_empty_period_keeps_the_columns(city: Published, query: Question) -> None:
    by_week = ["month" if column == "week" else column for column in city.columns(query)]
    assert city.columns(query, since="2030-01-01") == by_week


def test_duplicates_are_in_no_count(city: Published) -> None:
    assert city.ask(services_measures.counted_total)[0]["requests"] == 8


def test_a_leap_day_is_compared_with_the_last_day_of_february(city: Published) -> None:
    """29 February 2024 alone has two requests; the same day a year before is 28 February 2023, which has none."""
    (told,) = city.ask(services_measures.counted_total, since="2024-02-29", until="2024-02-29")
    assert [told[f"requests{of}"] for of in ("", "_recent", "_before", "_n")] == [2, 2, 0, 2]


def test_weeks_stand_beside_those_of_the_same_weekdays_a_year_before(city: Published) -> None:
    """27 February 2023 and 26 February 2024 are Mondays, 52 weeks apart; a week without a request has none."""
    told = city.ask(services.requests_by_month)
    assert [row["week"] for row in told] == [
        str(day.date()) for day in pd.date_range("2023-02-27", "2024-03-25", freq="7D")
    ]
    assert {row["week"]: row["requests"] for row in told if row["requests"]} == {
        "2023-02-27": 2, "2024-02-26": 4, "2024-03-25": 2,
    }  # fmt: skip
    assert [row["requests_last_year"] for row in told] == [None] * 52 + [2, 0, 0, 0, 0]
    assert city.ask(services.requests_by_month, nature="nothing like it") == []


def test_more_than_two_years_go_by_month_beside_the_same_month_a_year_before(tmp_path: Path) -> None:
    """Of December 2021 and April 2024 there are some days only, which no chart shows, nor what a view cuts off."""
    days = [date(2021, 12, 31), date(2022, 2, 10), *[date(2023, 2, 10)] * 2, *[date(2024, 2, 29)] * 3, date(2024, 4, 2)]
    town = published(tmp_path, "services", {"services": CATALOGUE[:1], "requests": [
        request(number, datetime(day.year, day.month, day.day, 9), 3, "rats") for number, day in enumerate(days)
    ]})  # fmt: skip
    told = town.ask(services.requests_by_month)
    assert [row["month"] for row in told] == [
        str(day.date()) for day in pd.date_range("2022-01-01", "2024-03-01", freq="MS")
    ]
    assert {row["month"]: (row["requests"], row["requests_last_year"]) for row in told if row["requests"]} == {
        "2022-02-01": (1, None), "2023-02-01": (2, 1), "2024-02-01": (3, 2),
    }  # fmt: skip
    cut = town.ask(services.requests_by_month, since="2022-02-02", until="2024-02-28")
    assert [cut[0]["month"], cut[-1]["month"]] == ["2022-03-01", "2024-01-01"]
    for query in (services.channels_by_month, services.days_to_close_by_month, services_measures.satisfaction_by_month):
        assert {row["month"] for row in town.ask(query)} <= {"2022-02-01", "2023-02-01", "2024-02-01"}
    season = {(row["month_of_year"], row["year"]): row["requests_per_day"] for row in town.ask(by_calendar.season)}
    assert season[2, 2024] == 3 / 29
    assert season[2, 2023] == 2 / 28
    assert season[3, 2023] == 0
    assert season[12, 2024] is None


def test_open_requests_count_as_started(city: Published) -> None:
    assert city.ask(services_measures.counted_total)[0]["completion_rate_share"] == 7 / 8


def test_take_up_counts_known_channels_only(city: Published) -> None:
    (told,) = city.ask(services_measures.counted_total)
    assert [told[f"digital_take_up_share{of}"] for of in ("", "_recent", "_before", "_n")] == [0.5, 0.5, None, 2]
    assert city.ask(services.channels_by_month) == [
        {"week": "2023-02-27", "channel": "unknown", "requests": 2},
        {"week": "2024-02-26", "channel": "unknown", "requests": 4},
        {"week": "2024-03-25", "channel": "app", "requests": 1},
        {"week": "2024-03-25", "channel": "hotline", "requests": 1},
    ]


def test_days_to_close_are_exact_for_whole_days(city: Published) -> None:
    """Closed after 0, 4, 1, 2, 3, 40 and 1 days: the middle one is 2, and nine in ten (the seventh) within 40."""
    assert city.ask(services.days_to_close_median_total)[0]["value"] == 2


def test_days_to_close_over_time_say_both_quantiles(city: Published) -> None:
    """The first week took 0 and 4; the second 1, 2 and 3 and has one still open; the last 1 and 40."""
    assert city.ask(services.days_to_close_by_month) == [
        {"week": "2023-02-27", "median_days": 0.0, "p90_days": 4.0, "n": 2},
        {"week": "2024-02-26", "median_days": 2.0, "p90_days": 3.0, "n": 3},
        {"week": "2024-03-25", "median_days": 1.0, "p90_days": 40.0, "n": 2},
    ]


def test_what_is_counted_over_time_is_none_where_it_is_of_nothing(city: Published) -> None:
    """Whole weeks, without that which the view cuts; nobody had rated anything, and two channels are known at last."""
    told = city.ask(services_measures.counted_trend, since="2023-02-28", until="2024-06-01")
    assert [(row["period"], row["requests"], row["digital_take_up_share"], row["satisfaction_share"]) for row in told] \
        == [("2024-02-26", 4, None, None), ("2024-03-25", 2, 0.5, None)]  # fmt: skip


def test_a_view_of_few_days_goes_by_day_beside_the_same_weekday_of_last_year(tmp_path: Path) -> None:
    """Three on Friday 1 March 2024 and one on the 3rd; a year before, two on Friday 3 March 2023."""
    days = [date(2024, 3, 1)] * 3 + [date(2024, 3, 3)] + [date(2023, 3, 3)] * 2 + [date(2023, 2, 1), date(2024, 4, 1)]
    rows = [
        {"service_request_id": f"r{number}", "service_id": "bins", "status": "open", "outcome": "pending",
         "channel": "app", "requested_datetime": datetime(day.year, day.month, day.day, 9), "duplicate": False}
        for number, day in enumerate(days)
    ]  # fmt: skip
    service = {"service_id": "bins", "name_en": "Bins", "department_id": "streets", "department_en": "Streets"}
    town = published(tmp_path, "services", {"services": [service], "requests": rows})
    assert town.ask(services.requests_by_month, since="2024-03-01", until="2024-03-03") == [
        {"day": "2024-03-01", "requests": 3, "requests_last_year": 2},
        {"day": "2024-03-02", "requests": 0, "requests_last_year": 0},
        {"day": "2024-03-03", "requests": 1, "requests_last_year": 0},
    ]
    assert town.ask(services.requests_by_month, since="2024-03-10", until="2024-03-12") == []
    assert [row["day"] for row in town.ask(services.channels_by_month, since="2024-03-01", until="2024-05-28")] == \
        ["2024-03-01", "2024-03-03", "2024-04-01"]  # fmt: skip
    # From 90 days with records on, whole weeks: 1 April is a Monday.
    assert [row["week"] for row in town.ask(services.channels_by_month, since="2024-01-01", until="2024-05-28")] == \
        ["2024-02-26"]  # fmt: skip


def test_the_last_bin_of_days_is_open(city: Published) -> None:
    told = city.ask(services.days_to_close_distribution)
    assert [(row["bin_start"], row["bin_end"], row["requests"]) for row in told] == [
        (0, 1, 1), (1, 2, 2), (2, 3, 1), (3, 4, 1), (4, 5, 1), (30, None, 1),
    ]  # fmt: skip


def test_backlog_of_few_days_is_what_is_open_at_the_end_of_each(city: Published) -> None:
    """r2 was asked on 27 February 2023 and closed on 3 March; r4, r5 and r6 were open at the end of February 2024."""
    assert city.ask(services.backlog_by_month, since="2023-02-01", until="2023-03-04") == [
        {"day": day, "age_days": "0-7", "backlog": 1}
        for day in ("2023-02-27", "2023-02-28", "2023-03-01", "2023-03-02")
    ]
    days = city.ask(services.backlog_trend, since="2024-02-26", until="2024-03-04")
    assert [row["value"] for row in days] == [0, 1, 1, 3, 2, 2, 1, 1]
    tiles = [city.ask(services.backlog_total, until=day)[0]["value"] for day in ("2024-02-29", "2024-03-01")]
    assert tiles == [3, 2], "a tile is of the day on which the view ends, in the middle of a month too"


def test_backlog_of_a_quarter_goes_by_week_and_ages(city: Published) -> None:
    """r6 of 29 February stays open; r7 and r8 are asked on the last two days."""
    weeks = city.ask(services.backlog_by_month, since="2024-01-01", until="2024-03-31")
    assert [tuple(row.values()) for row in weeks] == [
        ("2024-02-26", "0-7", 1), ("2024-03-04", "8-30", 1), ("2024-03-11", "8-30", 1), ("2024-03-18", "8-30", 1),
        ("2024-03-25", "0-7", 2), ("2024-03-25", "31-90", 1),
    ]  # fmt: skip
    assert [row["value"] for row in city.ask(services.backlog_trend, since="2024-02-01", area="SE")][-1] == 1, "r7"


def test_a_change_of_the_backlog_is_told_by_what_arrived_since(city: Published) -> None:
    """Between the ends of 1 March 2023 and 2024, r3 to r6: a day of February more would be one of them less."""
    told = city.ask(services.backlog_total, since="2024-02-27", until="2024-03-01")[0]
    assert (told["recent"], told["before"], told["recent_n"]) == (2, 1, 4)
    # Since the end of 27 February 2023 r3 alone came until the end of that day of 2024, and r4 to r6 in the two after.
    for until, arrived in (("2024-02-27", 1), ("2024-02-28", 2), ("2024-02-29", 4)):
        assert city.ask(services.backlog_total, since="2024-02-27", until=until)[0]["recent_n"] == arrived


def test_what_is_open_now_is_compared_as_of_the_last_day_of_the_records(tmp_path: Path) -> None:
    """Records of requests end on 20 February 2024; r1 and r3 were closed 50 and 60 days later, r2 stays open.

    At the end of that day all three were open, and a year before r4, which was closed 10 days after it was asked.
    """
    made = [request(1, datetime(2024, 2, 20), 50, None), request(2, datetime(2024, 2, 3), None, None),
            request(3, datetime(2024, 1, 5), 60, None), request(4, datetime(2023, 2, 15), 10, None),
            request(5, datetime(2022, 1, 3), 1, None)]  # fmt: skip
    city = published(tmp_path, "services", {"services": CATALOGUE, "requests": made})
    (told,) = city.ask(services.backlog_total)
    assert [told[name] for name in ("value", "recent", "before", "recent_n")] == [1, 3, 1, 3]
    (told,) = city.ask(services.backlog_total, since="2024-02-01", until="2024-02-20")
    assert [told[name] for name in ("value", "recent", "before")] == [3, 3, 1], "a chosen end is a day's end too"
    assert city.ask(services.backlog_total, since="2024-02-01", area="SE")[0]["recent"] == 0


def test_a_month_without_an_open_request_has_a_backlog_of_nothing(tmp_path: Path) -> None:
    """Three were asked from 1 January 2022 to 30 January 2024; the last to close did in April, after the records."""
    made = [request(1, datetime(2024, 1, 30), 80, None), request(2, datetime(2024, 1, 1), 1, None),
            request(3, datetime(2022, 1, 1), 40, None)]  # fmt: skip
    city = published(tmp_path, "services", {"services": CATALOGUE, "requests": made})
    assert city.ask(services.backlog_total)[0]["value"] == 0
    assert city.ask(services.backlog_total, until="2024-03-31")[0]["value"] == 1
    assert city.ask(services.backlog_total, since="2030-01-01")[0]["value"] is None
    months = city.ask(services.backlog_trend)
    assert [row["value"] for row in months] == [1, *[0] * 23, 1]
    assert (months[0]["period"], months[-1]["period"]) == ("2022-01-01", "2024-01-01")
    assert {row["value"] for row in city.ask(services.backlog_trend, area="SE")} == {0}


def test_a_nature_that_was_not_stated_is_unknown(city: Published) -> None:
    told = city.ask(services.requests_by_nature, nature="smell")
    assert [(row["nature"], row["requests"]) for row in told] == [("smell", 4), ("rats", 3), ("unknown", 1)]


def test_a_chosen_nature_narrows_every_other_chart(city: Published) -> None:
    assert city.ask(services_measures.counted_total, nature="rats")[0]["requests"] == 3
    assert city.ask(services_measures.counted_total, nature="rats|unknown")[0]["requests"] == 4
    assert city.ask(services.days_to_close_median_total, nature="rats")[0]["value"] == 1


def test_weekdays_of_years_of_unequal_length_are_compared_by_requests_a_day(city: Published) -> None:
    """2 on the 44 Mondays from 27 February 2023 on, none on those of 2024, 2 on its 13 Thursdays to 31 March."""
    told = {(row["weekday"], row["year"]): row["requests_per_day"] for row in city.ask(by_calendar.requests_by_weekday)}
    assert told[0, 2023] == 2 / 44
    assert told[0, 2024] == 0
    assert told[3, 2024] == 2 / 13


def test_services_are_named_in_the_readers_language(city: Published) -> None:
    assert city.ask(services.services, language="zh") == [
        {"service": "bins", "name": "Bins"},
        {"service": "noise", "name": "噪音"},
    ]
    assert [row["name"] for row in city.ask(services.services, language="id")] == ["Bins", "Noise"]


def test_the_map_shows_each_area_and_its_line_adds_up(city: Published) -> None:
    """NW has 6 requests of 1,000 residents, SE 1 of 4,000; one has no place. Riverton has no floor."""
    told = {row["area_id"]: (row["requests_per_1000"], row["status"])
            for row in city.ask(services.requests_per_1000_by_area)}  # fmt: skip
    assert told == {
        "NE": (0.0, "none"),
        "NW": (6.0, "shown"),
        "SE": (0.25, "shown"),
        "SW": (0.0, "none"),
    }
    assert city.ask(services.request_places) == [{"mapped": 7, "unmatched": 1, "few": 0, "total": 8}]


def test_records_are_the_newest_first(city: Published) -> None:
    assert [row["service_request_id"] for row in city.ask(services.requests)][:3] == ["r8", "r7", "r6"]
    assert [row["point_id"] for row in city.ask(services.request_points)] == ["r7", "r5", "r6", "r4", "r3", "r1", "r2"]


@settings(max_examples=40, deadline=None)
@given(days=st.lists(st.integers(min_value=0, max_value=20), min_size=1, max_size=60), at=st.sampled_from([0.5, 0.9]))
def test_a_quantile_of_whole_days_is_the_plain_one(days: list[int], at: float) -> None:
    """Up to 20 days every whole day has a bucket of its own, so the histogram loses nothing."""
    buckets = [int(np.floor(np.log(day * 24 + 1) / np.log(1.05))) for day in days]
    table = ibis.table({"bucket": "int64", "counted": "int64", "total": "float64"}, name="histogram")
    rows = ", ".join(f"({bucket}, 1, {day}.0)" for bucket, day in zip(buckets, days, strict=True))
    sql = ibis.to_sql(quantile(Tables({}), table, closing_edge, at), dialect="duckdb")
    given_rows = f"WITH histogram(bucket, counted, total) AS (VALUES {rows})"
    with duckdb.connect() as connection:
        told = connection.execute(f"{given_rows} SELECT value, n FROM ({sql})").fetchone()
    assert told == (np.quantile(days, at, method="inverted_cdf"), len(days))


def test_dates_without_times_have_no_hours(tmp_path: Path) -> None:
    """One request with a time tells that midnight is an hour here."""
    dates = [request(1, datetime(2024, 1, 30), 1, None), request(2, datetime(2024, 1, 31), 1, None)]
    city = published(tmp_path / "dates", "services", {"services": CATALOGUE, "requests": dates})
    for query in (one_service.requests_by_hour, one_service.requests_by_weekday_and_hour):
        assert city.ask(query) == []
    timed = [*dates, request(3, datetime(2024, 1, 31, 10), 1, None)]
    city = published(tmp_path / "times", "services", {"services": CATALOGUE, "requests": timed})
    hours = {row["hour"]: row["requests"] for row in city.ask(one_service.requests_by_hour)}
    assert {hour: number for hour, number in hours.items() if number} == {0: 2, 10: 1}


def test_nothing_published_has_no_quantile(tmp_path: Path) -> None:
    city = published(tmp_path, "services", {"services": CATALOGUE, "requests": []})
    assert city.ask(services.days_to_close_median_total)[0] | {"recent_n": 0, "before_n": 0} == {
        "value": None, "recent": None, "before": None, "n": 0, "recent_n": 0, "before_n": 0,
        "lower_quartile_days": None, "upper_quartile_days": None,
    }  # fmt: skip
    (none,) = city.ask(services_measures.counted_total)
    assert (none["requests"], none["completion_rate_share"], none["satisfaction_share_low"]) == (0, None, None)


def test_satisfaction_says_how_sure_it_is(tmp_path: Path) -> None:
    """Eight of ten ratings are 4 or 5; the Wilson interval of 8 / 10 is 0.490 to 0.943 (Newcombe 1998's formula)."""
    rows = [request(number, datetime(2024, 5, 1), 1, "rats") | {"rating": 5 if number < 8 else 2}
            for number in range(10)]  # fmt: skip
    city = published(tmp_path, "services", {"services": CATALOGUE, "requests": rows})
    (told,) = city.ask(services_measures.counted_total)
    assert (told["satisfaction_share"], told["satisfaction_share_n"]) == (0.8, 10)
    assert [round(told[f"satisfaction_share_{end}"], 3) for end in ("low", "high")] == [0.490, 0.943]
    (none,) = city.ask(services_measures.counted_total, service="noise")
    assert [none[f"satisfaction_share{of}"] for of in ("", "_n", "_low", "_high")] == [None, 0, None, None]


def test_names_come_in_both_languages(city: Published) -> None:
    assert city.ask(services.service_names) == [
        {"service": "bins", "name": "Bins", "other_name": None},
        {"service": "noise", "name": "Noise", "other_name": "噪音"},
    ]
    told = {row["service"]: (row["name"], row["other_name"]) for row in city.ask(services.service_names, language="zh")}
    assert told == {"bins": ("Bins", None), "noise": ("噪音", "Noise")}
