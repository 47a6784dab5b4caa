"""Files of areas as strangers have them: read rightly, mended and said, or refused with the feature named."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely
from shapely.geometry import shape

from data.__main__ import main
from data.bring_city.validate_city import findings
from data.city.pack import load_city, read_areas, read_features
from tests.data.bring_city.area_cases import CASES, box, geojson

ROME = ("--name", "Roma", "--key", "roma", "--currency", "EUR")


def _add(case: str, folder: Path) -> int:
    told = CASES[case]
    folder.mkdir()
    zone = () if "--timezone" in told.flags else ("--timezone", "Asia/Shanghai" if case == "" else "Europe/Rome")
    return main(
        ["add-city", "--areas", str(told.write(folder)), *ROME, *zone, "--language", told.language, *told.flags]
    )


@pytest.mark.parametrize("case", [name for name, told in CASES.items() if told.ids])
def test_a_file_is_read_and_what_was_assumed_is_said(
    case: str, own_folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _add(case, own_folders / "brought") == 0, capsys.readouterr().err
    said = capsys.readouterr().out
    assert [words for words in CASES[case].says if words not in said] == []
    city = load_city("roma", own_folders / "cities")
    areas = [area for area in read_areas(city) if area.level == 1]
    assert tuple(area.area_id for area in areas) == CASES[case].ids
    assert tuple(area.names["en"] for area in areas) == CASES[case].names
    for key, names in CASES[case].extra.items():
        assert tuple(area.names[key.removeprefix("name_")] for area in areas) == names
    assert [fault for fault in findings(city).faults if "overlap" not in fault] == []
    assert all(WEST_OF_ROME < area.centre[1] < EAST_OF_ROME or "latitude first" in case for area in areas)


WEST_OF_ROME, EAST_OF_ROME = 12.39, 12.81


@pytest.mark.parametrize("case", [name for name, told in CASES.items() if not told.ids])
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(
    case: str, own_folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _add(case, own_folders / "brought") == 2
    said = capsys.readouterr().err
    assert said.startswith("add-city: ")
    assert said.count("\n") == 1
    assert [words for words in CASES[case].says if words not in said] == []
    assert not (own_folders / "cities").exists()


def test_what_was_snapped_meets_without_a_gap(own_folders: Path) -> None:
    (own_folders / "brought").mkdir()
    file = geojson(
        own_folders / "brought",
        [
            ({"name": "Nord", "code": "A"}, box(0, wide=0.1002)),
            ({"name": "Sud", "code": "B"}, box(1)),
            ({"name": "Est", "code": "C"}, box(2)),
        ],
    )
    assert main(["add-city", "--areas", str(file), *ROME, "--timezone", "Europe/Rome"]) == 0
    features = read_features(load_city("roma", own_folders / "cities"), 1)
    drawn = [shape(feature["geometry"]) for feature in features]
    assert shapely.coverage_is_valid(drawn)
    assert shapely.union_all(drawn).area == pytest.approx(0.03, rel=1e-4)


def test_nothing_is_written_by_a_dry_run(own_folders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (own_folders / "brought").mkdir()
    file = geojson(own_folders / "brought", [({"name": "Nord", "code": "A"}, box(0))])
    assert main(["add-city", "--areas", str(file), *ROME, "--timezone", "Europe/Rome", "--dry-run"]) == 0
    assert "1 areas" in capsys.readouterr().out
    assert not (own_folders / "cities").exists()
