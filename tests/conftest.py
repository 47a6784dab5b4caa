"""What tests of several rooms stand on: a place of their own, and Riverton published in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from settings import settings
from tests.city_with_records import CITY, DOMAINS, write_city, write_records
from tests.serving import folders, run


@pytest.fixture(autouse=True)
def fresh_settings() -> Iterator[None]:
    """Settings are read once a process; each test starts and ends without what another one chose."""
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty place that this test's settings point to; `cities`, `outputs` and `snapshots` are not made yet."""
    for name, value in folders(tmp_path).items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    return tmp_path


def publish_riverton(root: Path) -> dict[str, str]:
    """Bring Riverton to an empty folder and publish it by the command line; the environment to serve it comes back."""
    environment = {**folders(root), "CITYDECK_DEFAULT_CITY": CITY}
    write_city(root / "cities")
    for domain in DOMAINS:
        write_records(root / "outputs", domain)
    done = run(environment, "data", "publish", CITY)
    assert done.returncode == 0, done.stdout + done.stderr
    return environment


@pytest.fixture(scope="session")
def riverton(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a published Riverton that tests read and never change."""
    return publish_riverton(tmp_path_factory.mktemp("riverton"))
