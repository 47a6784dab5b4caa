"""A page opens on a stated period: every tile, chart, map and export of it is of those days."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from components.figures.ranking import ranking
from components.view.comparison import opening_note
from components.view.page import Panel
from components.view.reader import Reader, read
from data.reading.answer import answered
from data.reading.queries.fiscal import context, flags, flows, payments
from data.reading.queries.services import measures, outlook, rankings, requests
from tests.city_with_records import CITY
from tests.pages.asking import tiles


def opening(rule: str) -> Reader:
    """The reader of Riverton where its services open on that; its requests go from 5 February 2024 to 23 June 2025."""
    reader = read({"city": CITY, "lang": "en"})
    assert reader is not None
    return replace(reader, city=replace(reader.city, opens_on={"services": rule}))


@pytest.mark.usefixtures("client")
def test_the_last_complete_months_or_days() -> None:
    view = opening("P12M").view(measures.counted_total)
    assert (view.since, view.until) == (date(2024, 6, 1), date(2025, 5, 31))
    view = opening("P30D").view(measures.counted_total)
    assert (view.since, view.until) == (date(2025, 5, 25), date(2025, 6, 23))
    assert opening("all").view(measures.counted_total).since is None


@pytest.mark.usefixtures("client")
def test_how_things_stand_now_has_no_end() -> None:
    for question in (requests.backlog_total, outlook.requests_by_day):
        view = opening("P12M").view(question)
        assert (view.since, view.until) == (date(2024, 6, 1), None)


@pytest.mark.usefixtures("client")
def test_a_chosen_period_is_kept() -> None:
    reader = opening("P12M")
    chosen = replace(reader, filters=replace(reader.filters, since=date(2025, 1, 1)))
    assert chosen.view(measures.counted_total) == chosen.filters


@pytest.mark.usefixtures("client")
@pytest.mark.parametrize("rule", ["P12M", "P3M", "all"])
def test_tile_chart_map_and_ranking_are_of_the_same_days(rule: str) -> None:
    reader = opening(rule)

    def total(question: object, column: str) -> int:
        answer = answered(reader.ask(question))  # type: ignore[arg-type]
        assert answer is not None
        return sum(value or 0 for value in answer.columns[column])

    tile = total(measures.counted_total, "requests")
    assert total(rankings.requests_by_service, "requests") == tile
    assert total(requests.request_places, "total") == tile


def test_an_export_holds_what_its_page_shows(client: FlaskClient, riverton: dict[str, str]) -> None:
    """Riverton's own pack opens on all records: 7 requests for potholes and 5 complaints about noise."""
    rows = json.loads(client.get(f"/export/services/services.json?city={CITY}&lang=en").data)["rows"]
    assert [row[2] for row in rows] == [7, 5]
    assert Path(riverton["CITYDECK_CITIES_DIR"]).is_dir()


@pytest.fixture
def of_payments(client: FlaskClient) -> Reader:
    """The reader of Riverton where no page opens on all records; it paid on 4 March 2024 to 10 February 2025."""
    reader = read({"city": CITY, "lang": "en"})
    assert reader is not None
    return replace(reader, city=replace(reader.city, opens_on={}))


def test_payments_open_on_their_last_complete_months(of_payments: Reader) -> None:
    """Budgets are of years, payments of days: tile, line, flow, rankings and lists are of the same ones."""
    for question in (payments.paid, payments.paid_trend, payments.paid_by_month, payments.payees, flows.payment_flow,
                     flags.flagged_cases, flags.flag_cases, flags.payment_lines, context.first_digits,
                     context.concentration_by_department):  # fmt: skip
        view = of_payments.view(question)
        assert (view.since, view.until) == (date(2024, 3, 1), date(2025, 1, 31)), question.key
    tile, flow, lines = (answered(of_payments.ask(each)) for each in (payments.paid, flows.payment_flow,
                                                                     flags.payment_lines))  # fmt: skip
    assert tile is not None and flow is not None and lines is not None
    assert tile.columns["value"] == [24000.2]
    assert sum(lines.columns["amount_lcu"]) == pytest.approx(24000.2)
    of_departments = [row["amount_lcu"] for row in flow.records() if row["source_dimension"] == "department"]
    assert sum(of_departments) == pytest.approx(24000.2)


@pytest.mark.parametrize(("dimension", "value"), [("payee", "bolt"), ("case_id", "a1b2c3d4e5f6")])
def test_the_page_of_one_payee_or_case_opens_on_all_of_its_records(
    of_payments: Reader, dimension: str, value: str
) -> None:
    alone = replace(of_payments, filters=of_payments.filters.with_selection(dimension, [value]))
    assert alone.view(payments.paid) == alone.filters


def test_a_panel_says_its_period_where_it_is_not_its_page_s(of_payments: Reader) -> None:
    ranked = Panel("payees", payments.payees, ranking, needs="payments")
    assert opening_note(ranked, of_payments) == "Period: 1 Mar 2024 – 31 Jan 2025."
    chosen = replace(of_payments, filters=replace(of_payments.filters, since=date(2025, 1, 1), until=date(2025, 1, 31)))
    assert opening_note(ranked, chosen) == ""
    assert opening_note(Panel("requests", rankings.requests_by_service, ranking), of_payments) == ""


def test_of_all_records_a_tile_states_no_change(client: FlaskClient) -> None:
    """Riverton's pages open on all records: a change of twelve months would not be of the number beside it."""
    shown = tiles(client, "services")[0]
    assert "All records" in shown
    assert not any("%" in text or "year" in text for text in shown)
    (visits,) = tiles(client, "premises", premises="p3")
    assert "2" in visits and "All records" in visits
    assert not any("%" in text for text in visits)
