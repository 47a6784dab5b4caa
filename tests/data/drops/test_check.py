"""Every way in which a drop can break its contract is counted and shown with file, row, column, value and rule."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import geopandas
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from data.drops.check import check, check_into
from data.drops.drop import scratch_connection
from data.drops.report import Breach, BrokenRow, Report
from tests.city_with_records import DOMAINS, read_records, write_records
from tests.data.conftest import Deck
from tests.data.drop_files import REQUESTS, SERVICES, request, write_csv_drop, write_manifest
from tests.data.drops.checked import check_requests, only

DAY_AFTER_TOMORROW = (datetime.now(UTC) + timedelta(days=2)).strftime("%Y-%m-%d %H:%M:%S")


@pytest.mark.parametrize("domain", DOMAINS)
def test_records_written_by_hand_keep_their_contract(deck: Deck, domain: str) -> None:
    report = check(write_records(deck.outputs, domain), deck.city, domain)
    assert report.accepted, report.as_text()
    assert report.rows == {table: rows.num_rows for table, rows in read_records(domain).items()}


def test_a_csv_drop_is_as_good_as_parquet(deck: Deck) -> None:
    report = check_requests(deck, REQUESTS + request() + request(service_request_id="r2", rating=""))
    assert (report.accepted, report.breaches) == (True, ())
    assert report.rows == {"services": 1, "requests": 2}


@pytest.mark.parametrize(
    ("cells", "rule", "column", "value"),
    [
        ({"requested_datetime": "soon"}, "type", "requested_datetime", "soon"),
        ({"rating": "4.5"}, "type", "rating", "4.5"),
        ({"duplicate": "perhaps"}, "type", "duplicate", "perhaps"),
        ({"service_request_id": ""}, "required", "service_request_id", None),
        ({"service_request_id": "  "}, "required", "service_request_id", "  "),
        ({"rating": "0"}, "minimum", "rating", "0"),
        ({"rating": "6"}, "maximum", "rating", "6"),
        ({"lat": "nan"}, "finite", "lat", "nan"),
        ({"long": "inf"}, "finite", "long", "inf"),
        ({"channel": "pigeon"}, "valid_values", "channel", "pigeon"),
        ({"service_id": "dragons"}, "reference", "service_id", "dragons"),
        ({"area_id": "atlantis"}, "unknown_area", "area_id", "atlantis"),
        ({"requested_datetime": "2000-01-01 00:00:00"}, "too_early", "requested_datetime", "2000-01-01 00:00:00"),
        ({"closed_datetime": "2999-12-31 00:00:00"}, "in_future", "closed_datetime", "2999-12-31 00:00:00"),
        pytest.param(
            {"closed_datetime": DAY_AFTER_TOMORROW},
            "in_future",
            "closed_datetime",
            DAY_AFTER_TOMORROW,
            id="in two days",
        ),
        (
            {"closed_datetime": "2024-12-31 00:00:00"},
            "out_of_order",
            "closed_datetime",
            "2024-12-31 00:00:00 < 2025-01-01 08:00:00",
        ),
        ({"lat": "0", "long": "-30"}, "outside_city", "lat", "0.0, -30.0"),
        ({"lat": "10.02", "long": "40.15"}, "outside_city", "lat", "10.02, 40.15"),
    ],
)
def test_a_value_that_breaks_a_rule_is_shown(
    deck: Deck, cells: dict[str, str], rule: str, column: str | None, value: str | None
) -> None:
    report = check_requests(deck, REQUESTS + request(service_request_id="r0") + request(**cells))
    breach = only(report)
    assert (breach.rule, breach.table, breach.column, breach.count) == (rule, "requests", column, 1)
    assert breach.rows == (BrokenRow("requests.csv", 2, column, value),)
    assert not report.accepted
    assert rule in report.as_text()
    assert json.loads(report.as_json())["accepted"] is False


def test_every_broken_row_is_counted_and_twenty_are_shown(deck: Deck) -> None:
    lines = [request(service_request_id=f"r{number}", channel="pigeon") for number in range(50)]
    breach = only(check_requests(deck, REQUESTS + "".join(lines)))
    assert (breach.count, len(breach.rows)) == (50, 20)
    assert breach.rows[0] == BrokenRow("requests.csv", 1, "channel", "pigeon")


def test_several_rules_are_reported_at_once(deck: Deck) -> None:
    report = check_requests(deck, REQUESTS + request(channel="pigeon", rating="9", service_id="dragons"))
    assert {breach.rule for breach in report.breaches} == {"valid_values", "maximum", "reference"}


def test_duplicate_keys_count_beyond_the_first(deck: Deck) -> None:
    report = check_requests(deck, REQUESTS + request() * 3 + request(service_request_id="r2"))
    breach = only(report)
    assert (breach.rule, breach.column, breach.count) == ("unique", "service_request_id", 2)
    assert [row.row for row in breach.rows] == [1, 2, 3]
    assert {row.value for row in breach.rows} == {"r1"}


def test_a_few_places_outside_are_a_warning_and_many_are_not(deck: Deck) -> None:
    near = [request(service_request_id=f"r{number}") for number in range(199)]
    report = check_requests(deck, REQUESTS + "".join(near) + request(service_request_id="far", lat="1", long="1"))
    assert report.accepted
    breach = only(report, "warning")
    assert (breach.rule, breach.count, breach.rows[0].row) == ("outside_city", 1, 200)


def test_a_missing_column_rejects_where_it_is_required(deck: Deck) -> None:
    without = REQUESTS.replace("channel,", "", 1)
    breach = only(check_requests(deck, without + request().replace("app,", "", 1)))
    assert (breach.rule, breach.column) == ("missing_column", "channel")


def test_a_missing_column_that_may_be_empty_is_a_warning(deck: Deck) -> None:
    without = REQUESTS.replace("nature,", "", 1)
    report = check_requests(deck, without + request().replace("large,", "", 1))
    assert report.accepted
    assert only(report, "warning").column == "nature"


def test_a_column_beyond_the_contract_rejects(deck: Deck) -> None:
    extra = REQUESTS.replace("\n", ",phone\n") + request().replace("\n", ",555\n")
    breach = only(check_requests(deck, extra))
    assert (breach.rule, breach.column) == ("extra_column", "phone")


def test_a_broken_encoding_names_the_line(deck: Deck) -> None:
    line = request(service_request_id="r2").encode().replace(b"large", b"gro\xdf")
    breach = only(check_requests(deck, REQUESTS.encode() + request().encode() + line))
    assert (breach.rule, breach.count, breach.rows[0].row) == ("broken_encoding", 1, 2)


def test_lines_with_too_few_or_too_many_cells_are_counted(deck: Deck) -> None:
    report = check_requests(deck, REQUESTS + request() + "r2,pothole\n" + request().replace("\n", ",more\n"))
    broken = [breach for breach in report.breaches if breach.rule == "broken_line"]
    assert [(breach.count, breach.rows[0].row) for breach in broken] == [(1, 2), (1, 3)]
    assert report.rows["requests"] == 3


def test_an_empty_file_of_a_table_is_allowed(deck: Deck) -> None:
    report = check_requests(deck, REQUESTS)
    assert (report.accepted, report.rows["requests"]) == (True, 0)


def test_a_table_that_is_not_optional_must_be_there(deck: Deck) -> None:
    folder = write_csv_drop(deck.outputs / "riverton" / "services" / "run-1", {"services": SERVICES})
    breach = only(check(folder, deck.city, "services"))
    assert (breach.rule, breach.table) == ("missing_table", "requests")


def parquet_drop(deck: Deck) -> Path:
    return write_records(deck.outputs, "services")


def test_a_truncated_parquet_is_refused(deck: Deck) -> None:
    folder = parquet_drop(deck)
    file = folder / "requests.parquet"
    file.write_bytes(file.read_bytes()[:-100])
    breach = only(check(folder, deck.city, "services"))
    assert (breach.rule, breach.rows) == ("hash", (BrokenRow("requests.parquet", None, None, None),))


def test_a_truncated_parquet_with_a_hash_that_fits_is_refused(deck: Deck) -> None:
    folder = parquet_drop(deck)
    file = folder / "requests.parquet"
    before = file.read_bytes()
    file.write_bytes(before[:-100])
    replace_in_manifest(folder, before, file)
    breach = only(check(folder, deck.city, "services"))
    assert breach.rule == "unreadable"


def replace_in_manifest(folder: Path, before: bytes, file: Path) -> None:
    """Make the manifest's hash fit the file as it is now."""
    manifest = folder / "manifest.json"
    old, new = (hashlib.sha256(content).hexdigest() for content in (before, file.read_bytes()))
    manifest.write_text(manifest.read_text("utf-8").replace(old, new), "utf-8")


def test_damage_inside_a_parquet_is_refused(deck: Deck) -> None:
    folder = parquet_drop(deck)
    file = folder / "requests.parquet"
    before = file.read_bytes()
    file.write_bytes(before[:60] + bytes(byte ^ 0xFF for byte in before[60:400]) + before[400:])
    replace_in_manifest(folder, before, file)
    report = check(folder, deck.city, "services")
    assert not report.accepted
    assert "unreadable" in {breach.rule for breach in report.breaches}


def test_a_row_count_that_does_not_fit_is_refused(deck: Deck) -> None:
    folder = parquet_drop(deck)
    told = json.loads((folder / "manifest.json").read_text("utf-8"))
    told["files"][0]["rows"] += 1
    (folder / "manifest.json").write_text(json.dumps(told), "utf-8")
    assert only(check(folder, deck.city, "services")).rule == "row_count"


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"contract": "citydeck.fiscal"}, "contract"),
        ({"contract_version": "2.0.0"}, "contract"),
        ({"files": [{"path": "gone.parquet", "table": "requests", "rows": 1, "sha256": "0" * 64}]}, "missing_file"),
        ({"files": [{"path": "manifest.json", "table": "requests", "rows": 1, "sha256": "0" * 64}]}, "format"),
        ({"files": [{"path": "requests.parquet", "table": "gossip", "rows": 1, "sha256": "0" * 64}]}, "unknown_table"),
        ({"files": [{"path": "../x", "table": "requests", "rows": 1, "sha256": "0" * 64}]}, "manifest"),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused(deck: Deck, change: dict[str, object], rule: str) -> None:
    folder = parquet_drop(deck)
    told = json.loads((folder / "manifest.json").read_text("utf-8"))
    (folder / "manifest.json").write_text(json.dumps(told | change), "utf-8")
    report = check(folder, deck.city, "services")
    assert not report.accepted
    assert rule in {breach.rule for breach in report.breaches}


def test_a_file_that_points_elsewhere_is_not_followed(deck: Deck, tmp_path: Path) -> None:
    folder = parquet_drop(deck)
    outside = (folder / "requests.parquet").rename(tmp_path / "outside.parquet")
    (folder / "requests.parquet").symlink_to(outside)
    breach = only(check(folder, deck.city, "services"))
    assert (breach.rule, "is not a file but a link" in breach.message) == ("folder", True)


def test_a_parquet_type_is_not_guessed(deck: Deck) -> None:
    records = read_records("fiscal")["budget_lines"].to_pylist()
    folder = deck.outputs / "riverton" / "fiscal" / "run-1"
    folder.mkdir(parents=True)
    pq.write_table(pa.Table.from_pylist(records), folder / "budget_lines.parquet")  # every column is text
    (folder / "budget_lines.csv").write_text("\n" * (len(records) + 1), "utf-8")
    write_manifest(folder, "fiscal")
    told = (folder / "manifest.json").read_text("utf-8")
    (folder / "manifest.json").write_text(told.replace("budget_lines.csv", "budget_lines.parquet"), "utf-8")
    replace_in_manifest(folder, (folder / "budget_lines.csv").read_bytes(), folder / "budget_lines.parquet")
    report = check(folder, deck.city, "fiscal")
    wrong = {(breach.rule, breach.column) for breach in report.breaches if breach.severity == "error"}
    assert wrong == {("type", "fiscal_year"), ("type", "amount_lcu")}


def test_nan_and_infinite_amounts_are_refused(deck: Deck) -> None:
    tables = read_records("fiscal")
    lines = tables["budget_lines"]
    amounts = [float("nan"), float("inf"), *[1.0] * (lines.num_rows - 2)]
    column = lines.column_names.index("amount_lcu")
    tables["budget_lines"] = lines.set_column(column, "amount_lcu", pa.array(amounts))
    breach = only(check(write_records(deck.outputs, "fiscal", tables), deck.city, "fiscal"))
    assert (breach.rule, breach.column, breach.count) == ("finite", "amount_lcu", 2)
    assert [row.value for row in breach.rows] == ["nan", "inf"]


@pytest.mark.parametrize(("amount", "cents"), [
    ("999999999999999.99", False), ("9007199254740993.00", False), ("-999999999999999.99", False),
    ("1000000000000000.00", True), ("12345678901234.56", True), ("0.10", True),
])  # fmt: skip
@pytest.mark.parametrize("as_csv", [False, True])
def test_an_amount_that_cannot_be_kept_to_the_cent_is_refused_with_its_row(
    deck: Deck, amount: str, cents: bool, as_csv: bool
) -> None:
    """As text, or as a decimal of a Parquet file: as a double it would be another amount."""
    file = write_records(deck.outputs, "fiscal") / "budget_lines.parquet"
    lines = pq.read_table(file)
    amounts = pa.array([Decimal(amount), *[Decimal(1)] * (lines.num_rows - 1)], pa.decimal128(38, 2))
    lines = lines.set_column(lines.column_names.index("amount_lcu"), "amount_lcu", amounts)
    if as_csv:
        texts = {"budget_lines": lines.to_pandas().to_csv(index=False)}
        folder = write_csv_drop(deck.outputs / "riverton" / "fiscal" / "run-1", texts, "fiscal")
    else:
        folder, before = file.parent, file.read_bytes()
        pq.write_table(lines, file)
        replace_in_manifest(folder, before, file)
    report = check(folder, deck.city, "fiscal")
    assert report.accepted is cents
    if not cents:
        breach = only(report)
        assert (breach.rule, breach.column, breach.count) == ("too_many_digits", "amount_lcu", 1)
        assert [(row.row, row.value) for row in breach.rows] == [(1, amount)]


def geoparquet_drop(deck: Deck, shapes: list[shapely.Geometry]) -> Path:
    """Riverton's food records, the premises with a geometry column of these shapes."""
    folder = write_records(deck.outputs, "food_safety")
    file = folder / "premises.parquet"
    before = file.read_bytes()
    geopandas.GeoDataFrame(pq.read_table(file).to_pandas(), geometry=shapes, crs="EPSG:4326").to_parquet(file)
    replace_in_manifest(folder, before, file)
    return folder


def test_a_geoparquet_is_read(deck: Deck) -> None:
    report = check(geoparquet_drop(deck, [shapely.Point(10.1, 40.1)] * 4), deck.city, "food_safety")
    assert report.accepted, report.as_text()


def test_a_polygon_that_crosses_itself_is_refused(deck: Deck) -> None:
    bow_tie = shapely.Polygon([(10, 40), (10.1, 40.1), (10.1, 40), (10, 40.1)])
    breach = only(check(geoparquet_drop(deck, [shapely.Point(10.1, 40.1)] * 3 + [bow_tie]), deck.city, "food_safety"))
    assert (breach.rule, breach.table, breach.column, breach.count) == ("invalid_geometry", "premises", "geometry", 1)
    (row,) = breach.rows
    assert (row.file, row.row) == ("premises.parquet", 4)
    assert row.value is not None
    assert row.value.startswith("Self-intersection")


def test_a_shape_in_the_ocean_is_refused(deck: Deck) -> None:
    breach = only(check(geoparquet_drop(deck, [shapely.Point(0, 0)] * 4), deck.city, "food_safety"))
    assert (breach.rule, breach.count) == ("outside_city", 4)


def test_a_report_moves_no_cursor_and_keeps_hostile_text_apart() -> None:
    rows = (BrokenRow("a.csv", 1, "name", "\x1b[2J<script>"),)
    report = Report("riverton", "services", "run-1", breaches=(Breach("type", "t", "name", 1, "wrong", rows=rows),))
    assert "\x1b" not in report.as_text()
    assert json.loads(report.as_json())["breaches"][0]["rows"][0]["value"] == "\x1b[2J<script>"


def test_the_day_of_the_city_counts_as_today(deck: Deck) -> None:
    tables = read_records("food_safety")
    tables["inspections"] = tables["inspections"].slice(0, 0)
    tables["violations"] = tables["violations"].slice(0, 0)
    tables["alerts"] = tables["alerts"].slice(0, 0)
    report = check(write_records(deck.outputs, "food_safety", tables, date.today()), deck.city, "food_safety")
    assert report.accepted


def test_a_moment_with_a_zone_in_parquet_is_taken(deck: Deck) -> None:
    tables = read_records("services")
    asked = pa.array([datetime(2025, 6, 30, 23, 30)] * tables["requests"].num_rows, pa.timestamp("us", "UTC"))
    columns = tables["requests"].column_names
    tables["requests"] = tables["requests"].set_column(
        columns.index("requested_datetime"), "requested_datetime", asked
    ).set_column(columns.index("closed_datetime"), "closed_datetime", pa.nulls(13, pa.string()))  # fmt: skip
    folder = write_records(deck.outputs, "services", tables)
    assert pq.read_schema(folder / "requests.parquet").field("requested_datetime").type == pa.timestamp("us", "UTC")
    with scratch_connection(deck.root) as connection:
        assert check_into(connection, folder, deck.city, "services").accepted
        found = connection.execute("SELECT DISTINCT requested_datetime FROM requests").fetchall()
    local = datetime(2025, 6, 30, 23, 30, tzinfo=UTC).astimezone(ZoneInfo(deck.city.timezone))
    assert found == [(local.replace(tzinfo=None),)]


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"generated_at": "2099-01-01T00:00:00Z"}, "generated_at"),
        ({"generated_at": "9999-12-31T23:59:59Z"}, "generated_at"),
        ({"data_as_of": "2099-01-01"}, "data_as_of"),
        ({"data_as_of": "9999-12-31"}, "data_as_of"),
        ({"data_as_of": "9999-12-31T23:59:59-12:00"}, "data_as_of"),
        ({"data_as_of": "0001-01-01"}, "data_as_of"),
    ],
)
def test_a_manifest_of_another_time_is_refused_with_a_sentence(deck: Deck, change: dict[str, str], column: str) -> None:
    folder = write_csv_drop(deck.outputs / "riverton" / "services" / "run-1",
                            {"services": SERVICES, "requests": REQUESTS + request()})  # fmt: skip
    write_manifest(folder, "services", **change)
    report = check(folder, deck.city, "services")
    breach = only(report)
    assert (report.accepted, breach.column, breach.rule) == (
        False, column, "too_early" if "0001" in str(change) else "in_future",
    )  # fmt: skip
