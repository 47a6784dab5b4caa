"""Riverton's two flagged cases, a strong one and a weak one, and their payees, as the fiscal pages show them."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.pages.asking import LAYOUTS, bars, chips, page_request, panel, part, rows, tiles, words


def test_the_case_list_says_why_and_leads_to_the_case_and_the_payee(client: FlaskClient) -> None:
    shown = panel(client, "fiscal", "cases")
    told = " ".join(words(shown))
    assert "Invoice INV-5501177 was paid again 21 days later as INV5501177: $12.0K each time." in told
    assert "/fiscal/cases/a1b2c3d4e5f6" in str(shown) and "/fiscal/payees/acme" in str(shown)


def test_tiles_tell_payments_cases_and_money_at_stake(client: FlaskClient) -> None:
    told = {tile[0]: tile for tile in tiles(client, "fiscal")}
    assert "$24.8K" in told["Payments"]
    assert "2" in told["Flagged cases to review"]
    assert "$12.9K" in told["Money at stake"]


def test_a_case_is_a_page_of_its_own(client: FlaskClient) -> None:
    shown = chips(client, "payment_case", case_id="a1b2c3d4e5f6")
    assert shown[0] == ("H2", "Acme Ltd")
    proofs = rows(panel(client, "payment_case", "proofs", case_id="a1b2c3d4e5f6"))
    assert [row["written_amount_lcu"] for row in proofs] == ["$12,000.10", "$12,000.10"]
    told = " ".join(words(panel(client, "payment_case", "reasons", case_id="a1b2c3d4e5f6")))
    assert "Duplicate invoice" in told and "95%" in told
    rules = rows(panel(client, "payment_case", "rules", case_id="a1b2c3d4e5f6"))
    assert [row["missing_column"] for row in rules] == [None, None, "payer_account"]


def test_a_payee_is_a_page_of_its_own(client: FlaskClient) -> None:
    assert chips(client, "payee", payee="bolt")[0] == ("H2", "Bolt Plc")
    assert bars(panel(client, "payee", "departments", payee="bolt")) == [["Police", "$800"]]
    lines = rows(panel(client, "payee", "lines", payee="bolt"))
    assert [row["written_amount_lcu"] for row in lines] == ["-$100.10", "$900.20"]


def test_a_department_is_a_page_of_its_own_and_is_led_to_from_its_cases(client: FlaskClient) -> None:
    assert "/fiscal/departments/roads" in str(panel(client, "fiscal", "cases"))
    assert chips(client, "department", department="roads")[0] == ("H2", "Roads")
    told = {tile[0]: tile for tile in tiles(client, "department", department="roads")}
    assert "$6.00M" in told["Approved budget, latest year"] and "$24.0K" in told["Payments"]
    assert bars(panel(client, "department", "payees", department="roads")) == [["Acme Ltd", "$24.0K"]]
    assert bars(panel(client, "department", "funds", department="roads")) == [["Roads levy", "$6.00M"]]
    lines = rows(panel(client, "department", "lines", department="roads"))
    assert [row["payment_id"] for row in lines] == ["pay2", "pay1"]
    unknown = " ".join(words(part(client, "department", "frame", department="nobody")["notices"]))
    assert "There are no records under this ID." in unknown


def test_the_flow_of_payments_selects_and_every_payment_can_be_read(client: FlaskClient) -> None:
    """A click on the programme Surfaces leaves the two payments of its one payee, in tiles, flow and list alike."""
    shown = str(panel(client, "fiscal", "payment_flow"))
    assert "'data-marks': 'programme'" in shown and "'data-value': 'Surfaces'" in shown
    view = {"programme": "Surfaces"}
    told = {tile[0]: tile for tile in tiles(client, "fiscal", **view)}
    assert "$24.0K" in told["Payments"] and "1" in told["Flagged cases to review"]
    assert [row["payment_id"] for row in rows(panel(client, "fiscal", "payment_lines", **view))] == ["pay2", "pay1"]
    assert ("Button", "Programme Surfaces") in chips(client, "fiscal", **view)
    assert "Whole budget" in words(panel(client, "fiscal", "budget_flow"))


def test_a_fund_is_a_page_of_its_own(client: FlaskClient) -> None:
    assert chips(client, "fund", fund="Roads levy")[0] == ("H2", "Roads levy")
    assert "$6.00M" in tiles(client, "fund", fund="Roads levy")[0]
    assert bars(panel(client, "fund", "departments", fund="Roads levy")) == [["Roads", "$6.00M"]]
    assert "/fiscal/funds/Roads%20levy?" in str(part(client, "fiscal", "frame", fund="Roads levy")["chips"])


def test_a_name_with_blanks_in_the_path_of_its_page_is_read_as_it_was_written(client: FlaskClient) -> None:
    asked = page_request("/fiscal/funds/Roads%20levy", "?city=riverton&lang=en")
    laid_out = client.post(LAYOUTS, json=asked)
    assert laid_out.status_code == 200
    assert '"fund":"Roads levy"' in laid_out.text.replace('": "', '":"')
    assert "Roads%20levy" not in laid_out.text


def test_departments_funds_and_payees_are_found_by_name(client: FlaskClient) -> None:
    found = {
        (each["kind"], each["key"])
        for typed in ("roads", "acme")
        for each in client.get(f"/api/names/riverton?q={typed}&lang=en").get_json()["found"]
    }
    assert {("department", "roads"), ("fund", "Roads levy"), ("payee", "acme")} <= found


def test_a_department_of_services_is_not_said_to_be_one_of_the_budget(client: FlaskClient) -> None:
    assert "/fiscal/departments/roads?" in str(part(client, "fiscal", "frame", department="roads")["chips"])
    assert "/fiscal/departments/" not in str(part(client, "services", "frame", department="roads")["chips"])


def test_a_case_that_is_not_there_is_said(client: FlaskClient) -> None:
    told = " ".join(words(part(client, "payment_case", "frame", case_id="c9")["notices"]))
    assert "There are no records under this ID." in told


def test_a_payee_in_the_query_leads_to_its_page(client: FlaskClient) -> None:
    answered = client.get("/fiscal?payee=acme&city=riverton")
    assert answered.status_code == 302
    assert answered.headers["Location"] == "/fiscal/payees/acme?city=riverton"


def test_a_payee_without_a_flag_is_told_so_in_its_own_words(client: FlaskClient) -> None:
    assert words(panel(client, "payee", "cases", payee="nobody")) == ["No payments to this payee are flagged."]
