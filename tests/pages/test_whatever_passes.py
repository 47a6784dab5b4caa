"""Whatever passes the check never breaks a page: drops of nonsense that keep the contract, and all that shows them."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from dash import Dash
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from components.shell import registry
from components.shell.view_parts import part_names
from data.city.pack import load_city
from data.publishing.publish import publish
from tests.city_with_records import CITY, write_city, write_records
from tests.compiled import share_compiled
from tests.conftest import forget_settings
from tests.pages.asking import LAYOUTS, page_request, view_address
from tests.pages.scrambled_records import scrambled
from tests.serving import folders

#: What names are made of by people who never thought of us.
AWKWARD = (
    "<b>bold</b>", "a|b", "=1+1", "'; DROP TABLE requests; --", "公安局", "قسم",
    "%d %s {n} {{}}", "..", "a/b", "A-B", "a-b",
    "null", "\u202eevil", "e\u0301", "é", "🚒", " leading", "x" * 300, "tab\there", '"quoted"', "[1]", "NaN", "0",
)  # fmt: skip
TEXTS = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=40).filter(str.strip),
)
DAYS = st.integers(0, 500).map(lambda days: datetime(2024, 2, 1, 23, 59) + timedelta(days=days, minutes=days % 1440))
#: Tables that each drop of requests has here; others may be absent.
_TABLES_OF_REQUESTS = 3
#: In the city, on a corner of four areas, at its edge, and out of it.
PLACES = st.sampled_from(
    [(40.15, 10.02), (40.1, 10.1), (40.2, 10.2), (40.0, 10.0), (None, None), (40.05, None), (41.5, 10.0)]
)


@st.composite
def requests(draw: st.DrawFn) -> dict[str, pa.Table]:
    """Tables of services, their departments and requests in the contract's columns, everything else by chance."""
    names = draw(st.lists(TEXTS, min_size=1, max_size=4, unique=True))
    departments = draw(st.lists(TEXTS, min_size=1, max_size=3, unique=True))
    services = [
        {
            "service_id": name, "name_en": draw(TEXTS), "name_local": draw(st.none() | TEXTS),
            "department_id": draw(st.sampled_from(departments)), "department_en": draw(TEXTS),
            "life_area": draw(st.none() | TEXTS), "deadline_days": draw(st.sampled_from([None, "0", "0.5", "3650"])),
            "cost_lcu": draw(st.sampled_from([None, "0", "12.5", "1000000000"])),
        }
        for name in names
    ]  # fmt: skip
    rows = []
    for number in range(draw(st.integers(1, 8))):
        asked = draw(DAYS)
        minutes = draw(st.none() | st.integers(0, 90 * 1440))
        closed = None if minutes is None else asked + timedelta(minutes=minutes)
        lat, long = draw(PLACES)
        rows.append(
            {
                "service_request_id": f"{draw(TEXTS)}{number}", "service_id": draw(st.sampled_from(names)),
                "status": "closed" if closed else "open", "outcome": "completed" if closed else "pending",
                "channel": draw(st.sampled_from(["app", "web", "hotline", "unknown"])),
                "requested_datetime": asked.isoformat(sep=" "),
                "closed_datetime": None if closed is None else closed.isoformat(sep=" "),
                "rating": draw(st.sampled_from([None, "1", "5"])) if closed else None,
                "duplicate": draw(st.sampled_from(["true", "false"])), "nature": draw(st.none() | TEXTS),
                "department_id": draw(st.none() | st.sampled_from(departments)),
                "area_id": draw(st.sampled_from([None, "NW", "SE-W"])),
                "lat": None if lat is None else str(lat), "long": None if long is None else str(long),
            }
        )  # fmt: skip
    named = [{"department_id": each, "name_en": draw(TEXTS)} for each in departments]
    tables = {"services": services, "departments": named, "requests": rows, **_findings(names, departments)}
    kept = [name for at, name in enumerate(tables) if at < _TABLES_OF_REQUESTS or draw(st.booleans())]
    return {name: _table(tables[name]) for name in kept}


def _findings(services: Sequence[str], departments: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """What a module may have found in requests, of those services and departments and of ones that are gone."""
    scopes = (("city", "city"), ("service", services[0]), ("department", departments[0]), ("area", "gone"))
    share = ("satisfaction_share", "low95", "high95", "shrunk_share", "shrunk_low95", "shrunk_high95")
    ratings = {"n": "2", "rated_1": "1", "rated_2": "0", "rated_3": "0", "rated_4": "0", "rated_5": "1"}
    return {
        "forecasts": [
            {"scope": scope, "scope_id": of, "made_on": "2025-06-01", "day": f"2025-06-0{day}", "expected": "0",
             "low80": "9", "high80": "1", "method": "<b>"}
            for scope, of in scopes for day in (2, 9)
        ],
        "forecast_scores": [
            {"method": "a|b", "level": level, "horizon": "1-7", "mase": "0", "rmsse": "-1", "coverage80_share": None,
             "n": "0"}
            for level in ("city", "small_service", "never heard of")
        ],
        "anomalies": [
            {"anomaly_id": kind, "scope": scope, "department_id": departments[0], "service_id": of, "kind": kind,
             "first_day": "2025-05-01", "found_day": "2025-05-02", "last_day": "2025-05-01", "expected": "0",
             "seen": "0", "score": "-1", "channel": None, "area_id": "gone"}
            for kind, scope, of in (("outage", "service", services[0]), ("citywide", "city", None))
        ],
        "satisfaction": [{"service_id": services[0], **ratings, **dict.fromkeys(share, "0")}],
    }  # fmt: skip


def _table(rows: list[dict[str, Any]]) -> pa.Table:
    return pa.table({name: pa.array([row[name] for row in rows], pa.string()) for name in rows[0]})


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, dashboard: Dash) -> Iterator[tuple[Path, FlaskClient]]:
    """Riverton without records, and a client of it."""
    root = tmp_path_factory.mktemp("whatever")
    write_city(root / "cities")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {**folders(share_compiled(root)), "CITYDECK_DEFAULT_CITY": CITY}.items():
            patch.setenv(name, value)
        forget_settings()
        yield root, dashboard.server.test_client()
    forget_settings()


def _publish(root: Path, domain: str, tables: Mapping[str, pa.Table]) -> str:
    """Publish nothing but those tables; the state of the publishing comes back."""
    city = load_city(CITY, root / "cities")
    with tempfile.TemporaryDirectory(dir=root) as outputs:
        write_records(Path(outputs), domain, tables)
        shutil.rmtree(root / "snapshots" / CITY, ignore_errors=True)
        outcome = publish(city, domain, outputs_dir=Path(outputs), snapshots_dir=root / "snapshots")
    event(outcome.state)
    forget_settings()
    return outcome.state


def _shown(client: FlaskClient, page: str, view: dict[str, str]) -> list[dict[str, Any]]:
    names = part_names(registry.pages()[page])
    answered = client.get(view_address(page, names, view))
    assert answered.status_code == 200
    lines = [json.loads(line) for line in answered.text.splitlines()]
    # A mistake of ours breaks the answer off: each part must have come.
    assert len(lines) == len(names) + 1, [line.get("part") for line in lines]
    assert [(line["part"], line.get("failed"), line.get("passing")) for line in lines[1:]] == [
        (name, None, None) for name in names
    ]
    return lines


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(tables=requests())
def test_whatever_passes_the_check_never_breaks_a_page(
    tables: dict[str, pa.Table], served: tuple[Path, FlaskClient]
) -> None:
    root, client = served
    _publish(root, "services", tables)
    first = tables["services"]["service_id"].to_pylist()[0]
    nature = next((each for each in tables["requests"]["nature"].to_pylist() if each), "none")
    for view in (
        {},
        {"area": "NW"},
        {"service": first},
        {"nature": nature},
        {"since": "2024-06-01", "until": "2024-06-02"},
    ):
        for language in ("en", "zh") if not view else ("id",):
            _shown(client, "services", {"city": CITY, "lang": language, **view})
    _shown(client, "overview", {"city": CITY, "lang": "en"})
    laid_out = client.post(LAYOUTS, json=page_request("/services", f"?city={CITY}&lang=en"))
    assert laid_out.status_code == 200
    assert client.get(f"/export/services/requests_table.csv?city={CITY}&lang=en").status_code in (200, 404)


@pytest.mark.parametrize("domain", ["food_safety", "fiscal", "economy"])
def test_whatever_passes_the_check_of_another_domain_breaks_no_page(
    domain: str, served: tuple[Path, FlaskClient]
) -> None:
    root, client = served
    states = []

    @settings(max_examples=2, phases=(Phase.generate,), suppress_health_check=[HealthCheck.too_slow])
    @given(tables=scrambled(domain, TEXTS))
    def whatever(tables: dict[str, pa.Table]) -> None:
        states.append(_publish(root, domain, tables))
        for page, view in (
            (domain, {"lang": "id"}),
            (domain, {"lang": "zh", "area": "NW"}),
            ("overview", {"lang": "en"}),
        ):
            _shown(client, page, {"city": CITY, **view})

    whatever()
    assert "published" in states, states
