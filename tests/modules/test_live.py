"""A simulated city goes on: a moment adds to the one before, and what is published is what a whole drop would say."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from data.city.pack import City, load_city
from data.published.cell_keys import RECORD_KEY
from data.published.snapshots import Snapshot, find_snapshot, read_snapshot, retained_ids
from modules import live
from modules.__main__ import main
from modules.live import live_once
from modules.live_process import living_cities
from modules.run import module_domains, publish_domain, run_module
from modules.simulate import AHEAD_DAYS, living_plan, simulate, write_records
from modules.sources import simulated
from settings import Settings, settings
from tests.conftest import forget_settings
from tests.modules.simulate.conftest import write_pack
from tests.modules.smaller_world import forecast_less, shorten_requests
from tests.serving import folders

UNTIL = date(2025, 6, 30)
MORNING, NOON, EVENING = (datetime(2025, 7, 1, hour) for hour in (10, 12, 18))


@pytest.fixture(scope="module", autouse=True)
def smaller_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Steps are the same however much was before them."""
    with pytest.MonkeyPatch.context() as patch:
        forecast_less(patch, tmp_path_factory.mktemp("back_tests"))
        shorten_requests(patch)
        yield


@pytest.fixture(scope="module")
def begun(smaller_world: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Harbour Town to the end of 30 June 2025, published, and drawn further."""
    root = tmp_path_factory.mktemp("begun")
    city = write_pack(root / "cities")
    chosen = _settings_in(root)
    simulate(city, chosen.raw_dir, seed=7, events=5_000, until=UNTIL, ahead=AHEAD_DAYS)
    for domain in module_domains():
        run_module(city, domain, chosen)
        assert publish_domain(city, domain, chosen).state == "published"
    return root


@pytest.fixture(scope="module")
def stepped(begun: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The begun city after three steps of one day; tests read it and never change it."""
    root = shutil.copytree(begun, tmp_path_factory.mktemp("stepped"), dirs_exist_ok=True)
    for moment in (MORNING, NOON, EVENING):
        states = {each.domain: each.state for each in live_once(_settings_in(root), moment)}
        assert states == {"services": "published", "food_safety": "published"}
    return root


def _settings_in(root: Path) -> Settings:
    return replace(settings(), cities_dir=root / "cities", raw_dir=root / "raw", outputs_dir=root / "outputs",
                   snapshots_dir=root / "snapshots")  # fmt: skip


@pytest.fixture
def chosen(begun: Path, tmp_path: Path) -> Settings:
    """A copy of the begun city that a test may bring on."""
    shutil.copytree(begun, tmp_path, dirs_exist_ok=True)
    return _settings_in(tmp_path)


@pytest.fixture
def harbour(chosen: Settings) -> City:
    return load_city("harbour", chosen.cities_dir)


def _served(chosen: Settings, domain: str = "services") -> Snapshot:
    return find_snapshot(chosen.snapshots_dir, "harbour", domain)


def _requests(raw: Path) -> pd.DataFrame:
    return pd.concat(map(pd.read_parquet, sorted(raw.glob("harbour/services/requests/*"))), ignore_index=True)


def _answers(snapshot: Snapshot) -> dict[str, list[tuple[object, ...]]]:
    """All that the cubes of requests count; record keys are of a secret of each folder's own."""
    with duckdb.connect(str(snapshot.cubes_file), read_only=True) as connection:
        return {
            cube: connection.execute(f"SELECT {', '.join(sorted(columns))} FROM {cube} ORDER BY ALL").fetchall()
            for cube, told in snapshot.cubes.items()
            if (columns := told.keys() - {RECORD_KEY}) & {"requests", "backlog"}
        }


def test_a_later_moment_adds_and_ends_what_was_open(harbour: City, chosen: Settings, tmp_path: Path) -> None:
    before = _requests(chosen.raw_dir)
    write_records(replace(living_plan(harbour, chosen.raw_dir), known_at=EVENING), tmp_path / "later", ["services"])
    after = _requests(tmp_path / "later")
    assert before["received_at"].max() < pd.Timestamp(2025, 7, 1) <= after["received_at"].max() < EVENING
    both = before.merge(after, on="case_no", suffixes=("", "_later"))
    assert len(both) == len(before) < len(after)
    ended = both["finished_at"].notna()
    assert (both.loc[ended, "finished_at"] == both.loc[ended, "finished_at_later"]).all()
    since = both.loc[~ended, "finished_at_later"].dropna()
    assert len(since) > 0
    assert (since >= pd.Timestamp(2025, 7, 1)).all()


def test_steps_of_a_day_come_to_what_the_whole_would(stepped: Path, tmp_path: Path) -> None:
    chosen = _settings_in(stepped)
    harbour = load_city("harbour", chosen.cities_dir)
    served = _served(chosen)
    assert served.follows == _served_whole(chosen)
    assert (served.data_as_of, served.cadence) == ("2025-07-01T18:00:00", "P1D")

    whole = replace(chosen, raw_dir=tmp_path / "other" / "raw", outputs_dir=tmp_path / "other" / "outputs",
                    snapshots_dir=tmp_path / "other" / "snapshots")  # fmt: skip
    # Under another secret other keys would add up to nothing, and with them rows of nothing would go.
    shutil.copytree(chosen.snapshots_dir.parent / "secrets", tmp_path / "other" / "secrets")
    write_records(replace(living_plan(harbour, chosen.raw_dir), known_at=EVENING), whole.raw_dir, ["services"])
    run_module(harbour, "services", whole)
    publish_domain(harbour, "services", whole)
    assert served.rows["requests"] == _served(whole).rows["requests"]
    assert _answers(served) == _answers(_served(whole)) != {}


def _served_whole(chosen: Settings) -> str:
    """The run of the whole drop of services that is kept."""
    home = chosen.snapshots_dir / "harbour" / "services"
    snapshots = [find_snapshot(chosen.snapshots_dir, "harbour", "services")]
    snapshots += [read_snapshot(home / name) for name in retained_ids(home)]
    return next(each.run_id for each in snapshots if each.follows is None)


def test_the_same_moment_gives_the_same_drop_whatever_was_published_before(stepped: Path, chosen: Settings) -> None:
    told = []
    live_once(chosen, EVENING)
    for each in (_settings_in(stepped), chosen):
        drop = each.outputs_dir / "harbour" / "services" / _served(each).run_id
        told.append([hashlib.sha256((drop / f"{table}.parquet").read_bytes()).hexdigest()
                     for table in ("requests", "requests_before")])  # fmt: skip
    assert told[0] == told[1]


def test_a_machine_that_slept_for_a_week_catches_up(chosen: Settings) -> None:
    live_once(chosen, MORNING)
    live_once(chosen, datetime(2025, 7, 8, 9, 30))
    assert _served(chosen).data_as_of == _served(chosen, "food_safety").data_as_of == "2025-07-08T09:30:00"
    assert _served(chosen, "fiscal").data_as_of == _served(chosen, "economy").data_as_of == "2025-07-07"
    paid = pd.read_parquet(chosen.raw_dir / "harbour/fiscal/payments.parquet")["paid_date"].max()
    assert paid == pd.Timestamp(2025, 7, 7)


def test_a_step_that_was_broken_off_between_records_and_publishing_is_made_up(harbour: City, chosen: Settings) -> None:
    midnight = datetime(2025, 7, 2)
    write_records(replace(living_plan(harbour, chosen.raw_dir), known_at=midnight), chosen.raw_dir)
    live_once(chosen, midnight)
    assert {_served(chosen, domain).data_as_of for domain in module_domains()} == {"2025-07-01"}


def test_snapshots_and_drops_do_not_fill_the_disk(chosen: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "STEPS_KEPT", 2)
    for minute in range(live.STEPS_KEPT + 2):
        live_once(chosen, MORNING.replace(minute=minute))
    home = chosen.snapshots_dir / "harbour" / "services"
    # Those that pages may show, and the whole one that they follow.
    assert len(retained_ids(home)) == live.STEPS_KEPT + 1
    assert len(retained_ids(chosen.snapshots_dir / "harbour" / "food_safety")) == live.STEPS_KEPT
    assert len(list((chosen.outputs_dir / "harbour" / "services").iterdir())) == live.DROPS_KEPT


def test_a_city_of_fixed_records_does_not_go_on(chosen: Settings, harbour: City) -> None:
    assert living_cities(chosen.raw_dir) == {"harbour"}
    shutil.rmtree(chosen.raw_dir / "harbour")
    simulate(harbour, chosen.raw_dir, seed=7, events=2000, until=UNTIL, domains=["fiscal"])
    assert living_cities(chosen.raw_dir) == set()
    assert simulated.about(chosen.raw_dir / "harbour").cadence == "archive"
    assert live_once(chosen, EVENING) == []


def test_days_ahead_that_are_used_up_are_drawn_anew(chosen: Settings, harbour: City) -> None:
    plan = living_plan(harbour, chosen.raw_dir)
    ended = replace(plan, until=date(2025, 7, 1), ahead=1)
    told = live._tell_days(ended, datetime(2025, 7, 4), chosen.raw_dir)
    assert (told.until, told.ahead, told.last_known) == (date(2026, 8, 7), AHEAD_DAYS, date(2025, 7, 3))


def test_real_records_beside_simulated_ones_win_by_domain_and_stay(
    chosen: Settings, harbour: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The city lives: its simulated domains go on, the one of real records is what was imported."""
    for name, value in folders(tmp_path).items():
        monkeypatch.setenv(name, value)
    forget_settings()
    export = tmp_path / "requests.csv"
    export.write_text(
        "id,created,closed,category,department,status\n"
        "1,2025-03-01 07:30,2025-03-02 10:00,Tree,Parks,Closed\n2,2025-03-01 08:30,,Pothole,Streets,Open\n",
        "utf-8",
    )
    assert main(["import", str(export), "--city", "harbour", "--publish"]) == 0
    said = capsys.readouterr().out
    assert "requests.csv: 2 rows = 2 published + 0 set aside" in said
    assert "simulated" in said

    def standing(domain: str) -> tuple[bool, str]:
        snapshot = find_snapshot(chosen.snapshots_dir, "harbour", domain)
        assert snapshot is not None
        return snapshot.simulated, snapshot.snapshot_id

    real, fiscal = standing("services"), standing("fiscal")
    assert (real[0], fiscal[0]) == (False, True)
    live_once(chosen, NOON)
    live_once(chosen, EVENING)
    assert standing("services") == real
    food = find_snapshot(chosen.snapshots_dir, "harbour", "food_safety")
    assert food is not None
    assert food.simulated
    assert food.data_as_of >= "2025-07-01"
