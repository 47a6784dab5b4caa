"""The data page says of each domain how old it is, what lies in no area, and what was refused."""

from __future__ import annotations

from dataclasses import replace

from flask.testing import FlaskClient

from components.text import Words
from components.trust.freshness import source_line
from components.trust.standing import standing_panel
from data.city.pack import load_city
from data.published.status import History, Refused, Standing, Waiting, histories
from settings import settings
from tests.city_with_records import CITY
from tests.components.tile.test_kpi_card import texts

WORDS = Words("en", "USD")


def test_a_domain_tells_what_it_holds_and_who_published_it(client: FlaskClient) -> None:
    city = load_city(CITY, settings().cities_dir)
    (services,) = (each for each in histories(settings().snapshots_dir, CITY) if each.standing.domain == "services")
    told = texts(standing_panel(services, city, WORDS))
    assert told[0] == "Services"
    assert {"30 Jun 2025", "requests 13 and services 2", "tests.services 1"} <= set(told)
    assert any("Riverton's tests" in text for text in told)
    assert WORDS.t("standing.none_refused") in told


def test_a_refused_drop_is_told_with_what_it_broke(client: FlaskClient) -> None:
    city = load_city(CITY, settings().cities_dir)
    refused = Refused("run-7", "2025-07-01T08:00:00+00:00", (("requests.rating at most 5", 3),))
    told = texts(standing_panel(History(Standing(CITY, "services"), (), (refused,)), city, WORDS))
    assert WORDS.t("standing.nothing") in told
    assert any("run-7" in text and "requests.rating at most 5 (3)" in text for text in told)


def test_rows_set_aside_and_last_days_are_told(client: FlaskClient) -> None:
    """2 of 1,000 requests were left out, one for each of two rules; the requests end where the records do."""
    city = load_city(CITY, settings().cities_dir)
    (services,) = (each for each in histories(settings().snapshots_dir, CITY) if each.standing.domain == "services")
    told = texts(standing_panel(services, city, WORDS))
    assert WORDS.t("set_aside.none") in told
    assert "requests: 23 Jun 2025 · Archive" in told
    (snapshot, *_) = services.snapshots
    rules = [{"table": "requests", "column": "closed_datetime", "rule": "out_of_order", "rows": 1},
             {"table": "requests", "column": "rating", "rule": "maximum", "rows": 1}]  # fmt: skip
    raw = snapshot.raw | {"set_aside": {"share": 0.02, "rows": {"requests": 2}, "rules": rules}}
    broken = replace(snapshot, raw=raw, rows={"requests": 998})
    told = texts(standing_panel(replace(services, snapshots=(broken,)), city, WORDS))
    assert any(text.startswith("requests: 2 of 1,000 rows (0.2") for text in told)
    assert any(text.endswith("before what it follows (1)") for text in told)
    assert any("set_aside.csv" in text for text in told)
    line = texts(source_line(broken.source(), WORDS))
    assert any(text.startswith(" · 0.2") and text.endswith("of requests set aside") for text in line)


def test_what_waits_is_told_with_the_command_that_takes_it(client: FlaskClient) -> None:
    """Half past three in the morning in UTC is the evening before in Riverton."""
    city = load_city(CITY, settings().cities_dir)
    waiting = Waiting("run-8", "2025-07-02T03:30:00+00:00", ("requests has 0 rows, what is served 200",))
    told = texts(standing_panel(History(Standing(CITY, "services", waiting=waiting)), city, WORDS))
    assert any("run-8" in text and "1 Jul 2025" in text for text in told)
    assert {
        "requests has 0 rows, what is served 200",
        "python -m data publish riverton services --accept run-8",
    } <= set(told)


def test_moments_are_on_the_city_s_clock_and_say_so(client: FlaskClient) -> None:
    city = load_city(CITY, settings().cities_dir)
    (services,) = (each for each in histories(settings().snapshots_dir, CITY) if each.standing.domain == "services")
    (snapshot, *_) = services.snapshots
    moved = replace(snapshot, published_at="2025-07-02T03:30:00+00:00")
    told = texts(standing_panel(replace(services, snapshots=(moved,)), city, WORDS))
    assert f"1 Jul 2025 22:30 ({city.timezone})" in told
    assert any("published 1 Jul 2025" in text for text in texts(source_line(moved.source(), WORDS)))
