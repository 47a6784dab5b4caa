"""Riverton's pack, and empty folders for its drops and snapshots."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from data.city.pack import City, load_city
from data.publishing.publish import publish
from data.publishing.snapshot_folder import Outcome
from tests.city_with_records import CITY, write_city
from tests.small_disk import mounted


@dataclass(frozen=True)
class Deck:
    """A city and the folders that its drops, snapshots and answers lie in."""

    city: City
    root: Path

    @property
    def outputs(self) -> Path:
        return self.root / "outputs"

    @property
    def snapshots(self) -> Path:
        return self.root / "snapshots"

    @property
    def environment(self) -> dict[str, str]:
        names = ("cities", "outputs", "snapshots", "raw", "cache")
        return {f"CITYDECK_{name.upper()}_DIR": str(self.root / name) for name in names}

    def home(self, domain: str) -> Path:
        return self.snapshots / self.city.key / domain

    def publish(self, domain: str, *, again: bool = False, keep: int = 30, accept: str | None = None) -> Outcome:
        return publish(
            self.city, domain, outputs_dir=self.outputs, snapshots_dir=self.snapshots, again=again, keep=keep,
            accept=accept,
        )  # fmt: skip


@pytest.fixture
def deck(tmp_path: Path) -> Deck:
    write_city(tmp_path / "cities")
    return Deck(load_city(CITY, tmp_path / "cities"), tmp_path)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 48 MB; skipped where nobody may mount one."""
    with mounted(tmp_path / "small") as disk:
        yield disk
