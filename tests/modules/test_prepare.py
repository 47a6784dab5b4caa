"""`make run` on a machine with nothing, with a city without records, and with a city that is served."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import serve
from data.city.pack import load_city
from data.drops.contract import load_contract
from data.published.snapshots import find_snapshot, read_snapshot
from data.publishing.publish import publish
from modules import prepare as preparing
from modules.live_process import living_cities
from modules.prepare import prepare
from modules.prepared import is_prepared
from modules.simulate import simulate
from settings import ROOT, settings
from tests.city_with_records import CITY, write_city, write_records
from tests.modules.smaller_world import forecast_less, shorten_requests
from tests.serving import folders


@pytest.fixture
def default_city(own_folders: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Riverton is the default city; its pack is not there yet."""
    monkeypatch.setenv("CITYDECK_DEFAULT_CITY", CITY)
    settings.cache_clear()
    return own_folders


def _asked(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What Python says that is given these arguments, as `make run` gives them."""
    environment = {**os.environ, **folders(root)}
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_without_a_city_it_says_how_to_bring_one(default_city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert not is_prepared(settings()), "it has something to say"
    assert list(prepare(settings())) == []
    assert "python -m modules import chicago" in capsys.readouterr().err


def test_a_city_without_records_is_simulated_once(default_city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_city(default_city / "cities")
    simulated = []

    def few(*given: object, domains: list[str], **more: object) -> object:
        simulated.extend(domains)
        return simulate(*given, domains=domains, events=300, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(preparing, "simulate", few)
    forecast_less(monkeypatch, default_city / "back_tests")
    shorten_requests(monkeypatch)
    done = {each.domain: each.state for each in prepare(settings())}
    assert set(done.values()) == {"published"}
    assert sorted(done) == sorted(simulated) == ["economy", "fiscal", "food_safety", "services"]

    assert living_cities(settings().raw_dir) == {CITY}
    assert find_snapshot(settings().snapshots_dir, CITY, "fiscal").cadence == "P1D"
    assert is_prepared(settings())
    assert list(prepare(settings())) == []
    (default_city / "snapshots" / CITY / "fiscal" / "CURRENT").unlink()
    assert not is_prepared(settings()), "a simulated city shows every domain"
    assert [each.domain for each in prepare(settings())] == ["fiscal"]
    assert len(simulated) == 4


def test_what_an_older_version_published_is_published_again_from_its_outputs(default_city: Path) -> None:
    write_city(default_city / "cities")
    write_records(default_city / "outputs", "economy")
    city = load_city(CITY, default_city / "cities")
    publish(city, "economy", outputs_dir=settings().outputs_dir, snapshots_dir=settings().snapshots_dir)
    assert is_prepared(settings()), "one domain of real records is as its operator wants it"
    assert list(prepare(settings())) == []
    served = find_snapshot(settings().snapshots_dir, CITY, "economy").folder
    told = json.loads((served / "snapshot.json").read_text("utf-8"))
    (served / "snapshot.json").write_text(json.dumps(told | {"contract_version": "2.0.0"}), "utf-8")
    (served / "SHA256SUMS").unlink()
    read_snapshot.cache_clear()
    assert not is_prepared(settings())
    assert [(each.domain, each.state) for each in prepare(settings())] == [("economy", "published")]
    assert find_snapshot(settings().snapshots_dir, CITY, "economy").contract_version == load_contract("economy").version
    assert list(prepare(settings())) == []


def test_a_start_with_nothing_to_prepare_loads_neither_engine_nor_modules(default_city: Path) -> None:
    write_city(default_city / "cities")
    write_records(default_city / "outputs", "economy")
    city = load_city(CITY, default_city / "cities")
    publish(city, "economy", outputs_dir=settings().outputs_dir, snapshots_dir=settings().snapshots_dir)
    loaded = (
        "import sys, serve; from modules.__main__ import main; print(serve.prepare(), main(['prepare']), *sys.modules)"
    )
    asked = _asked(default_city, "-c", loaded)
    status, other_status, *modules = asked.stdout.split()
    assert (status, other_status) == ("0", "0")
    assert not {"duckdb", "pandas", "numpy", "pyarrow", "modules.commands", "modules.prepare"} & set(modules)

    asked = _asked(default_city, "serve.py", "--version")
    assert (asked.returncode, asked.stdout.split()[0]) == (0, "gunicorn"), asked.stderr


@pytest.mark.parametrize("status", [2, 3])
def test_nothing_is_served_where_the_call_or_the_machine_is_at_fault(
    status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serve, "prepare", lambda: status)
    with pytest.raises(SystemExit) as ended:
        serve.main(["--version"])
    assert ended.value.code == status


def test_real_records_are_never_mixed_with_simulated_ones(default_city: Path) -> None:
    write_city(default_city / "cities")
    brought = default_city / "raw" / CITY
    brought.mkdir(parents=True)
    (brought / "records.csv").write_text("a\n1\n", "utf-8")
    assert {each.state for each in prepare(settings())} == {"absent"}
    assert [path.name for path in brought.iterdir()] == ["records.csv"]
