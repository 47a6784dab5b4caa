"""The budgets of 8 and 10 million of tests/riverton/fiscal, as the page shows them."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.pages.asking import bars, map_of, panel, rows, tiles

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
