"""What the browser asks for besides the answers of panels: pages, headers, shapes, snapshots, records to take away."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from components import theme
from components.used import USED
from data.city import area_shapes
from data.city.pack import load_city
from settings import ROOT, settings
from tests.city_with_records import DOMAINS, HOSTILE_NAME
from tests.conftest import forget_settings


def shapes(layer: str, parent: str = "") -> str:
    """The address of Riverton's shapes of a layer."""
    return area_shapes.address(load_city("riverton", settings().cities_dir), layer, parent)


@pytest.mark.parametrize("address", ["/", "/services", "/assets/css/base.css", "shapes", "/api/snapshots/riverton"])
def test_every_answer_keeps_to_our_own_host(client: FlaskClient, address: str) -> None:
    answer = client.get(shapes("district") if address == "shapes" else address, buffered=True)
    headers = answer.headers
    assert answer.status_code == 200
    policy = {
        name: values
        for name, _, values in (part.strip().partition(" ") for part in headers["Content-Security-Policy"].split(";"))
    }
    assert policy["default-src"] == policy["connect-src"] == "'self'"
    assert "unsafe" not in policy["script-src"]
    assert (policy["object-src"], policy["frame-ancestors"], policy["base-uri"]) == ("'none'",) * 3
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"


def test_an_address_is_text_in_the_page_it_brings(client: FlaskClient) -> None:
    page = client.get('/services"><script>alert(1)</script>?city="><script>alert(2)</script>').text
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    "address",
    [
        "/geometry/../district/all/any.geojson",
        "/geometry/nowhere/district/all/any.geojson",
        "/geometry/riverton/../all/any.geojson",
        "/geometry/riverton/city.toml/all/any.geojson",
        "/geometry/%2e%2e/%2e%2e/all/any.geojson",
        "/geometry/riverton%00/district/all/any.geojson",
        "/geometry/riverton/district/all/0000000000000000.geojson",
    ],
)
def test_a_hostile_part_of_an_address_finds_nothing(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, "immutable" in answer.headers.get("Cache-Control", "")) == (404, False)


def test_shapes_of_one_district_are_its_blocks(client: FlaskClient) -> None:
    found = client.get(shapes("block", "NW"))
    assert [each["properties"]["area_id"] for each in found.get_json(force=True)["features"]] == ["NW-W", "NW-E"]
    assert "immutable" in found.headers["Cache-Control"]


def test_snapshots_are_asked_for_again_and_sent_once(client: FlaskClient) -> None:
    first = client.get("/api/snapshots/riverton")
    assert first.get_json()["snapshots"].keys() == set(DOMAINS)
    again = client.get("/api/snapshots/riverton", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    # Of the economy a snapshot knows what was known on earlier days, too.
    assert client.get("/api/snapshots/riverton?as_of=2001-01-01").get_json()["snapshots"].keys() == {"economy"}
    assert client.get("/api/snapshots/nowhere").status_code == 404


@pytest.mark.parametrize(
    ("path", "known"),
    [("/services", "noise"), ("/food-safety", "p1"), ("/areas", "NW"), ("/fiscal/departments", "police")],
)
def test_a_page_of_a_thing_that_nobody_knows_is_not_found(client: FlaskClient, path: str, known: str) -> None:
    told = [client.get(f"{path}/{key}?city=riverton").status_code for key in (known, "none", f"{known}%2Fx")]
    assert told == [200, 404, 404]


def test_a_panel_is_taken_away_as_csv_in_the_readers_view(client: FlaskClient) -> None:
    found = client.get("/export/food_safety/premises.csv?city=riverton&area=NW")
    assert found.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert found.headers["Content-Disposition"] == (
        "attachment; filename=food_safety_premises_Northwest_all-days_data-to-2025-06-30.csv"
    )
    lines = [line for line in csv.reader(found.data.decode("utf-8-sig").splitlines()) if not line[0].startswith("#")]
    assert lines[0][:2] == ["premises", "name"]
    assert [line[:2] for line in lines[1:]] == [["p1", HOSTILE_NAME], ["p2", "Corner Bakery"]]


@pytest.mark.parametrize("name", ["food_safety/nothing.csv", "nowhere/premises.csv", "food_safety/premises.exe"])
def test_nothing_else_can_be_taken_away(client: FlaskClient, name: str) -> None:
    assert client.get(f"/export/{name}?city=riverton").status_code == 404


def test_without_a_city_nothing_can_be_taken_away(
    client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CITYDECK_CITIES_DIR", str(tmp_path))
    forget_settings()
    assert client.get("/export/food_safety/premises.csv").status_code == 404
    assert client.get("/").status_code == 200


def test_a_tab_shows_our_own_small_mark(client: FlaskClient) -> None:
    page = client.get("/").text
    (address,) = re.findall(r'<link rel="icon" type="image/svg\+xml" href="data:image/svg\+xml,([^"]+)">', page)
    assert len(address) < 1000
    assert theme.tokens("light")["accent"] in unquote(address)


def test_services_premises_and_areas_are_found_while_a_reader_types(client: FlaskClient) -> None:
    first = client.get("/api/names/riverton?q=comp+noi&lang=en")
    noise = {"kind": "service", "key": "noise", "name": "Noise complaint", "other": ""}
    assert first.get_json() == {"total": 1, "found": [noise]}
    again = client.get("/api/names/riverton?q=comp+noi&lang=en", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    # Two services and departments, four premises, twelve areas of two levels, and four funds and payees.
    assert client.get("/api/names/riverton").get_json()["total"] == 2 + 2 + 4 + 12 + 4
    found = client.get("/api/names/riverton?q=northe&lang=en").get_json()["found"]
    assert [(each["kind"], each["key"]) for each in found] == [("area", "NE"), ("area", "NE-W"), ("area", "NE-E")]
    assert client.get("/api/names/riverton?q=p3&lang=en").get_json()["found"][0]["name"] == "Harbour Grill"
    assert client.get("/api/names/nowhere?q=noise").status_code == 404
    assert client.get("/api/names/riverton?q=noise&as_of=2001-01-01").get_json() == {"total": 0, "found": []}


def test_a_browser_checks_the_ids_of_callbacks(client: FlaskClient) -> None:
    """Dash's own switch is off only until the first request, lest each worker lays out every page to learn its ids."""
    assert '"suppress_callback_exceptions":false' in client.get("/").text


def test_a_server_loads_no_package_that_only_publishing_needs() -> None:
    """Each takes ten to forty megabytes of every server, and its part of each start; so do components of others that
    no page shows, whose scripts come as they are, and SQL of engines that nobody asks. What all views need is known
    before there are workers."""
    asked = (
        "import sys, api, dash, app; from api.before_the_fork import share; share(app.create_app().server); "
        "from data.reading.dimensions import dimensions; from data.operations.app_version import app_version; "
        "known = [each.cache_info().currsize for each in (dimensions, app_version)]; "
        "from plotly.io.json import to_json_plotly; "
        "to_json_plotly(next(page['layout'] for page in dash.page_registry.values() if page['path'] == '/')()); "
        "from components.mantine import dmc; "
        "print(*known, len(dmc._js_dist), dmc.Select._js_dist == dmc._js_dist, *sys.modules)"
    )
    answered = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    contracts, version, scripts, known, *loaded = answered.stdout.split()
    assert not {"numpy", "pandas", "pyarrow", "geopandas", "shapely", "scipy"} & set(loaded)
    assert {f"{package}.{name}" for package, names in USED.items() for name in names} <= set(loaded)
    others = {"dash_mantine_components.Modal", "dash.html.Video", "dash.dcc.Slider", "dash_leaflet.Marker"}
    assert not (others | {"ibis.backends.sql.compilers.athena", "sqlglot.dialects.athena"}) & set(loaded)
    assert (contracts, version, int(scripts) > 2, known) == ("1", "1", True, "True")
