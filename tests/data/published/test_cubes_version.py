"""Cubes that are made otherwise have another version."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.drops.contract import domains
from data.published import cubes_version as module
from data.published.cubes_version import cubes_version


@pytest.fixture
def cubes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the programs of two domains."""
    for name in ("parks", "parks_hours", "roads"):
        (tmp_path / f"{name}.py").write_text(f"# {name}\n", "utf-8")
    monkeypatch.setattr(module, "FOLDER", tmp_path)
    return tmp_path


def _versions() -> tuple[str, str]:
    cubes_version.cache_clear()
    return cubes_version("parks"), cubes_version("roads")


def test_a_change_of_one_of_its_files_is_a_version_of_that_domain_alone(cubes: Path) -> None:
    before = _versions()
    assert _versions() == before
    (cubes / "parks_hours.py").write_text("# hours of parks\n", "utf-8")
    after = _versions()
    assert (after[0] != before[0], after[1] == before[1]) == (True, True)
    cubes_version.cache_clear()


def test_every_domain_of_ours_has_its_own() -> None:
    assert len({cubes_version(domain) for domain in domains()}) == len(domains())
