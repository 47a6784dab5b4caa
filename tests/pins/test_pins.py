"""Every package comes with its hashes; the bill says what runs, and the audit what is known against it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from pins.__main__ import main
from pins.audit import fault_findings, is_agreed, licence_findings
from pins.bill import BILL, bill_of_materials
from pins.packages import FOLDER, Package, read_pins
from tests.test_requirements import pinned

FLASK = Package("flask", "3.1.3", ("0" * 64,), True)


@pytest.mark.parametrize(
    ("chosen", "hashed"),
    [
        (("requirements.txt",), "requirements.txt"),
        (("requirements.txt", "requirements-china.txt", "requirements-dev.txt"), "requirements-dev.txt"),
        (("requirements-china.txt",), "requirements-china.txt"),
        (("requirements-pins.txt",), "requirements-pins.txt"),
    ],
)
def test_what_is_chosen_is_what_is_installed_by_hash(chosen: tuple[str, ...], hashed: str) -> None:
    """`make pins` makes the second from the first; what only other machines need is not chosen."""
    packages = read_pins(FOLDER / hashed)
    assert {package.name: package.version for package in packages if package.needed} == pinned(*chosen)
    assert [package.name for package in packages if not package.hashes] == []


def test_a_line_that_is_no_pin_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pins.txt").write_text("flask>=3\n", "utf-8")
    with pytest.raises(ValueError, match="'flask>=3' is no pin"):
        read_pins(tmp_path / "pins.txt")


def test_a_package_of_other_machines_is_not_needed_here(tmp_path: Path) -> None:
    text = "colorama==0.4.6 ; sys_platform == 'win32' \\\n    --hash=sha256:" + "a" * 64 + "\n"
    (tmp_path / "pins.txt").write_text(text, "utf-8")
    assert read_pins(tmp_path / "pins.txt") == [Package("colorama", "0.4.6", ("a" * 64,), False)]


def test_the_bill_is_that_of_the_pins() -> None:
    assert json.loads(BILL.read_text("utf-8")) == bill_of_materials(), "run `make pins`"


def test_the_bill_names_what_runs_on_both_sides() -> None:
    found = {part["purl"]: part["licenses"] for part in bill_of_materials()["components"]}
    assert found["pkg:pypi/flask@3.1.3"] == [{"license": {"name": "BSD-3-Clause"}}]
    assert [purl.partition("@")[0] for purl in found if purl.startswith("pkg:npm")] == [
        "pkg:npm/plotly.js-cartesian-dist-min",
    ]  # fmt: skip


def test_no_licence_binds_more_than_was_agreed() -> None:
    assert list(licence_findings(read_pins(FOLDER / "requirements-dev.txt"))) == []


@pytest.mark.parametrize(
    ("expression", "agreed"),
    [
        ("MIT", True), ("GPL-3.0-only", False), ("MIT AND GPL-2.0-only", False), ("GPL-2.0-only OR MIT", True),
        ("MPL-2.0 AND (Apache-2.0 OR MIT)", True), ("MPL-2.0 AND (AGPL-3.0 OR SSPL-1.0)", False), ("", False),
    ],
)  # fmt: skip
def test_of_alternatives_one_is_enough(expression: str, agreed: bool) -> None:
    assert is_agreed(expression) is agreed


def test_a_package_of_another_version_is_a_finding() -> None:
    (finding,) = licence_findings([Package("flask", "1.0", (), True)])
    assert (finding.package, "is not installed" in finding.told) == ("flask", True)


def fault(name: str = "Flask", **changes: Any) -> dict[str, Any]:
    events = [{"introduced": "0"}, {"fixed": "3.2"}]
    affected = {"package": {"ecosystem": "PyPI", "name": name}, "ranges": [{"type": "ECOSYSTEM", "events": events}]}
    return {"id": "PYSEC-2026-1", "summary": "Sessions leak", "affected": [affected | changes]}


def ranges(*events: dict[str, str]) -> list[dict[str, Any]]:
    return [{"type": "ECOSYSTEM", "events": list(events)}]


@pytest.mark.parametrize(
    ("told", "is_found"),
    [
        (fault(), True),
        (fault("flask_caching"), False),
        (fault(ranges=ranges({"introduced": "0"}, {"fixed": "3.1.3"})), False),
        (fault(ranges=ranges({"introduced": "3.1.4"})), False),
        (fault(ranges=ranges({"introduced": "3.0"}, {"last_affected": "3.1.3"})), True),
        (fault(ranges=ranges({"introduced": "2.0"}, {"last_affected": "3.1.2"})), False),
        (fault(ranges=ranges({"fixed": "1.0"}, {"introduced": "0"}, {"introduced": "3.1"}, {"fixed": "3.1.9"})), True),
        (fault(ranges=[], versions=["3.1.2", "3.1.3"]), True),
        (fault(package={"ecosystem": "npm", "name": "flask"}), False),
        (fault() | {"withdrawn": "2026-01-01T00:00:00Z"}, False),
    ],
)
def test_a_fault_of_the_list_is_found_where_the_pinned_version_has_it(
    tmp_path: Path, told: dict[str, Any], is_found: bool
) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("PYSEC-2026-1.json", json.dumps(told))
        archive.writestr("README", "no fault")
    findings = list(fault_findings([FLASK], tmp_path / "all.zip"))
    assert [finding.told for finding in findings] == (["3.1.3 has PYSEC-2026-1: Sessions leak"] if is_found else [])


def test_the_audit_ends_as_it_finds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("PYSEC-2026-1.json", json.dumps(fault()))
    assert (main(["audit"]), main(["audit", str(tmp_path / "all.zip")])) == (0, 1)
    assert "flask: 3.1.3 has PYSEC-2026-1: Sessions leak" in capsys.readouterr().out
    assert (main(["audit", str(tmp_path / "none.zip")]), main([])) == (2, 2)
