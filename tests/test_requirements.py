"""Every package that a clone installs has one exact version."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from pins.packages import read_pins

ROOT = Path(__file__).parents[1]
PIN = re.compile(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+")


def _lines(name: str) -> list[str]:
    lines = (line.strip() for line in (ROOT / name).read_text("utf-8").splitlines())
    return [line for line in lines if line and not line.startswith(("#", "-r "))]


def pinned(*names: str) -> dict[str, str]:
    """The version of each package that these files choose."""
    pins = (line.split("==") for name in names for line in _lines(name))
    return {canonicalize_name(package): version for package, version in pins}


def test_each_line_is_an_exact_pin() -> None:
    assert [
        line
        for name in ("requirements.txt", "requirements-dev.txt")
        for line in _lines(name)
        if not PIN.fullmatch(line)
    ] == []


def test_what_a_pinned_package_needs_is_pinned_too() -> None:
    assert sorted(_loose(pinned("requirements.txt", "requirements-dev.txt"))) == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_each_file_of_hashes_names_all_that_its_packages_need(name: str) -> None:
    """`make` installs it in parts, none of which looks for what is not in it."""
    assert sorted(_loose({package.name for package in read_pins(ROOT / "pins" / name) if package.needed})) == []


def _loose(packages: Iterable[str]) -> Iterator[str]:
    """What these packages need on this machine that is not one of them."""
    pins = set(packages)
    for package in pins:
        for text in distribution(package).requires or ():
            need = Requirement(text)
            wanted = need.marker is None or need.marker.evaluate({"extra": ""})
            if wanted and canonicalize_name(need.name) not in pins:
                yield f"{package} needs {need.name}"


def test_the_tests_run_on_the_pinned_versions() -> None:
    differing = {}
    for package, version in pinned("requirements.txt", "requirements-dev.txt").items():
        try:
            installed = distribution(package).version
        except PackageNotFoundError:
            installed = "not installed"
        if installed != version:
            differing[package] = f"{installed}, pinned {version}"
    assert differing == {}


def test_each_package_of_the_scripts_checks_is_an_exact_pin_without_its_host() -> None:
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))["devDependencies"]
    locked = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    assert {name: locked[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert [name for name, package in locked.items() if "resolved" in package] == []
    assert [name for name, package in locked.items() if name and "integrity" not in package] == []


def test_no_line_names_the_host_of_a_registry() -> None:
    told = "\n".join(
        path.read_text("utf-8")
        for path in (ROOT / "Makefile", ROOT / ".npmrc", *ROOT.glob("requirements*.txt"), *ROOT.glob("pins/*.txt"))
    )
    assert re.findall(r"https?://(?!127\.0\.0\.1)\S+|--(?:extra-)?index-url|--find-links", told) == []
