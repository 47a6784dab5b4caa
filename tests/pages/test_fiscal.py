"""The budgets of 8 and 10 million of tests/riverton/fiscal, as the page shows them."""

from __future__ import annotations

from pathlib import Path

from flask.testing import FlaskClient

from components.shell import registry
from components.shell.page_shell import content
from components.view.reader import read
from tests.city_with_records import CITY
from tests.conftest import forget_settings
from tests.data.reading.queries.fiscal.rows import TABLES
from tests.data.reading.queries.published import published
from tests.pages.asking import bars, map_of, panel, rows, tiles, words

PAGE = "fiscal"


def test_the_newest_budget_stands_beside_the_one_before(client: FlaskClient) -> None:
    approved, revenue, *_ = tiles(client, PAGE)
    assert {"$10.0M", "+25.0%"} <= set(approved)
    assert {"$10.0M", "+25.0%"} <= set(revenue)


def test_departments_are_ranked_and_can_be_selected(client: FlaskClient) -> None:
    assert bars(panel(client, PAGE, "departments")) == [["Roads", "$6.00M"], ["Police", "$4.00M"]]
    assert "$4.00M" in tiles(client, PAGE, department="police")[0]


def test_the_lines_are_those_of_the_newest_year(client: FlaskClient) -> None:
    lines = [(row["department"], row["written_amount_lcu"]) for row in rows(panel(client, PAGE, "lines"))]
    assert lines == [("Roads", "$6.00M"), ("Police", "$4.00M")]


def test_local_projects_lie_on_the_map_by_resident(client: FlaskClient) -> None:
    shown = map_of(client, PAGE)
    values = {area: told["value"] for area, told in shown["values"]["values"].items()}
    assert values == {"NW": "$20", "NE": "no value", "SW": "$20", "SE": "no value"}  # 20,000 / 1,000; 60,000 / 3,000


def test_where_no_money_has_a_place_there_is_no_map(own_folders: Path) -> None:
    """An authority that publishes payments alone."""
    bills = {"payments": TABLES["payments"]}
    published(own_folders, "fiscal", bills)
    forget_settings()
    reader = read({"city": CITY, "lang": "en"})
    assert reader is not None
    shown = str(content(registry.pages()["fiscal"], reader, None))
    assert "data-panel='payees'" in shown
    assert "map-panel" not in shown and "data-panel='departments'" not in shown


def test_receipts_that_nobody_published_are_not_in_the_data(client: FlaskClient, own_folders: Path) -> None:
    """Revenue is budgeted, and what came in of it is not told: that is no view in which nothing matches."""
    budgeted = [{"line_id": "v", "fiscal_year": 2025, "revenue_source": "Tax", "line": "a", "budget_lcu": 70.0}]
    published(own_folders, "fiscal", {"revenue_lines": budgeted})
    forget_settings()
    (told,) = words(panel(client, PAGE, "revenue_against_forecast"))
    assert told == "Not in this data: this city's records have none of it."
