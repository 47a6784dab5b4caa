"""What tests of several rooms stand on: a place of their own, and Riverton published in it."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from dash import Dash
from flask.testing import FlaskClient

from settings import settings
from tests.city_with_records import CITY, DOMAINS, write_city, write_records
from tests.compiled import VARIABLE, make_folder, remove_folder, share_compiled
from tests.made_once import copy_of
from tests.serving import folders, run

#: Files with single tests of half a minute and more, which begin: at the end one core would wait for the other's.
LONGEST = ("test_hundred_cities.py", "test_every_answer.py", "test_live_process.py")
#: The same examples in every run, and no race against a busy machine's clock.
hypothesis.settings.register_profile("steady", deadline=None, derandomize=True)
hypothesis.settings.load_profile("steady")
#: After how many new objects Python looks for those that hold each other. By its own 700 a process with the dashboard
#: loaded and expressions being compiled looks thousands of times, a twelfth of its work, for next to nothing.
LOOKS_AFTER = (50_000, 20, 50)


def pytest_configure(config: pytest.Config) -> None:
    """The run's first process makes the folder that all of them compile into; none looks for garbage too often."""
    gc.set_threshold(*LOOKS_AFTER)
    if VARIABLE not in os.environ:
        folder = make_folder()
        config.add_cleanup(lambda: remove_folder(folder))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest tests come first, and all others in their order."""
    items.sort(key=lambda item: item.path.name not in LONGEST)


def forget_settings() -> None:
    """Let the next reader of the settings look again; by other folders than before, another store is opened."""
    settings.cache_clear()


@pytest.fixture(autouse=True)
def fresh_settings() -> Iterator[None]:
    """Settings are read once a process; each test starts and ends without what another one chose."""
    forget_settings()
    yield
    forget_settings()


@pytest.fixture
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty place that this test's settings point to; `cities`, `outputs` and `snapshots` are not made yet."""
    for name, value in folders(share_compiled(tmp_path)).items():
        monkeypatch.setenv(name, value)
    forget_settings()
    return tmp_path


def publish_riverton(root: Path) -> dict[str, str]:
    """Bring a published Riverton to an empty folder, a copy of the run's; the environment to serve it comes back."""
    copy_of("riverton", root, _make_riverton)
    return {**folders(share_compiled(root)), "CITYDECK_DEFAULT_CITY": CITY}


def _make_riverton(root: Path) -> None:
    """Publish it by the command line, as an operator would."""
    write_city(root / "cities")
    for domain in DOMAINS:
        write_records(root / "outputs", domain)
    done = run(folders(share_compiled(root)), "data", "publish", CITY)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def riverton(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a published Riverton that tests read and never change."""
    return publish_riverton(tmp_path_factory.mktemp("riverton"))


@pytest.fixture(scope="session")
def dashboard(riverton: dict[str, str]) -> Dash:
    """The application on Riverton; one a test run, because Dash keeps pages and callbacks process-wide."""
    from app import create_app  # here, so that the tests of one room do not wait for all of them

    with pytest.MonkeyPatch.context() as patch:
        for name, value in riverton.items():
            patch.setenv(name, value)
        forget_settings()
        return create_app()


@pytest.fixture
def client(dashboard: Dash, riverton: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """Flask's client of the application, with Riverton's settings in force during the test."""
    for name, value in riverton.items():
        monkeypatch.setenv(name, value)
    forget_settings()
    return dashboard.server.test_client()
