"""Residents join areas by id or name; a second level lies in the first; a list of cities is brought by one call."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.__main__ import main
from data.bring_city.residents import plain_name
from data.city.pack import load_city, read_areas
from tests.data.bring_city.area_cases import box, geojson

ROME = ("--name", "Roma", "--key", "roma", "--timezone", "Europe/Rome", "--currency", "EUR")


@pytest.fixture
def zones(own_folders: Path) -> Path:
    rows = [({"name": name, "code": f"0{i + 1}"}, box(i)) for i, name in enumerate(("Città Nord", "Sud", "Est & Mare"))]
    return geojson(own_folders, rows, "zones.geojson")


def _write(folder: Path, text: str, encoding: str = "utf-8") -> str:
    (folder / "residents.csv").write_text(text, encoding)
    return str(folder / "residents.csv")


def _residents(folder: Path, level: int = 1) -> dict[str, int | None]:
    areas = read_areas(load_city("roma", folder / "cities"))
    return {area.names["en"]: area.population for area in areas if area.level == level}


TABLES = {
    "by name": "zona;residenti\nCitta nord;1.200\nSUD;3000\nEst and Mare;500\n",
    "by id without its zero": "zona,abitanti\n1,1200\n2,3000\n3,500\n",
    "by id of a spreadsheet": "zona,abitanti\n1.0,\"1,200\"\n2.0,\"3,000\"\n3.0,500\n",
    "windows-1252": "zona;residenti\nCittà Nord;1200\nSud;3000\nEst & Mare;500\n",
}  # fmt: skip


@pytest.mark.parametrize("table", TABLES)
def test_residents_join_by_id_or_name(table: str, zones: Path, own_folders: Path) -> None:
    encoding = "cp1252" if table == "windows-1252" else "utf-8"
    file = _write(own_folders, TABLES[table], encoding)
    assert main(["add-city", "--areas", str(zones), *ROME, "--residents", file]) == 0
    assert _residents(own_folders) == {"Città Nord": 1200, "Sud": 3000, "Est & Mare": 500}
    assert load_city("roma", own_folders / "cities").population == 4700


def test_what_did_not_match_is_listed_on_both_sides(
    zones: Path, own_folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = _write(own_folders, "zona,residenti\nSud,3000\nOvest,7\nTotale,9999\nEst & Mare,\n")
    assert main(["add-city", "--areas", str(zones), *ROME, "--residents", file]) == 0
    said = capsys.readouterr().out
    assert "no residents in residents.csv for 2: Città Nord, Est & Mare" in said
    assert "rows of residents.csv that name no area: 2: Ovest, Totale" in said
    assert _residents(own_folders) == {"Città Nord": None, "Sud": 3000, "Est & Mare": None}
    assert load_city("roma", own_folders / "cities").population is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("place,n\nMilano,1000\nNapoli,2000\n", "no column of residents.csv has the ids or names of the areas"),
        ("zona,anno,uomini,donne\nSud,2021,1,2\nEst & Mare,2021,1,2\n", "Say --residents-column: anno, uomini, donne"),
        (
            "zona,anno,residenti\nSud,2020,1\nSud,2021,2\nEst & Mare,2021,2\n",
            "has several rows for 02: say which with --residents-where",
        ),
        ("zona,residenti\nSud,many\nEst & Mare,2\n", "'many' for Sud in residents.csv is no number of residents"),
        ("", "residents.csv is empty"),
    ],
)
def test_a_table_that_leaves_a_question_is_refused_with_it(
    text: str, sentence: str, zones: Path, own_folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = _write(own_folders, text)
    assert main(["add-city", "--areas", str(zones), *ROME, "--residents", file]) == 2
    assert sentence in capsys.readouterr().err
    assert not (own_folders / "cities").exists()


def test_a_year_is_chosen(zones: Path, own_folders: Path) -> None:
    file = _write(own_folders, "zona,anno,residenti\nSud,2020,1\nSud,2021,2\nEst & Mare,2021,3\n")
    flags = ("--residents", file, "--residents-where", "anno=2021", "--residents-column", "residenti")
    assert main(["add-city", "--areas", str(zones), *ROME, *flags]) == 0
    assert _residents(own_folders) == {"Città Nord": None, "Sud": 2, "Est & Mare": 3}


def test_a_second_level_lies_in_the_first_by_column_or_place(
    zones: Path, own_folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    left = [({"name": f"Quartiere {i}a", "code": f"0{i + 1}"}, box(i, wide=0.05)) for i in range(3)]
    right = [({"name": f"Quartiere {i}b", "code": f"{i}b"}, box(i).difference(box(i, wide=0.05))) for i in range(3)]
    halves = [({**told, "zona": "Sud" if "1" in told["name"] else ""}, shape) for told, shape in (*left, *right)]
    quarters = geojson(own_folders, halves, "quarters.geojson")
    levels = ("--levels", "Zone/Zones", "Quarter/Quarters", "--parent-column", "-", "zona", "--language", "it")
    rows = [f"Quartiere {i}{half},100\n" for i in range(3) for half in "ab"]
    file = _write(own_folders, "quartiere,residenti\n" + "".join(rows))
    call = ["add-city", "--areas", str(zones), str(quarters), *ROME, *levels, "--residents", file, "--no-cells"]
    assert main([*call, "--local-levels", "Zona/Zone", "Quartiere/Quartieri"]) == 0
    said = capsys.readouterr().out
    assert "3 zones, 6 quarters" in said
    assert "ids of the level quarter begin with quarter-" in said
    city = load_city("roma", own_folders / "cities")
    assert [(level.key, level.plural.get("it", "")) for level in city.levels][1:] == [
        ("zone", "Zone"), ("quarter", "Quartieri"),
    ]  # fmt: skip
    parents = {area.names["en"]: area.parent_id for area in read_areas(city) if area.level == 2}
    assert parents["Quartiere 0a"] == parents["Quartiere 0b"] == "01"
    assert parents["Quartiere 1b"] == "02"
    assert _residents(own_folders) == {"Città Nord": 200, "Sud": 200, "Est & Mare": 200}


def test_a_list_of_cities_is_brought_and_one_that_is_refused_stops_none(
    zones: Path, own_folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (own_folders / "cities.csv").write_text(
        "key,name,areas,timezone,currency,levels,population\n"
        "roma,Roma,zones.geojson,Europe/Rome,EUR,Zone/Zones,5000\n"
        "milano,Milano,missing.geojson,Europe/Rome,EUR,,\n"
        "torino,Torino,zones.geojson,Europe/Turin,EUR,,\n"
        "napoli,Napoli,zones.geojson,Europe/Rome,EUR,,many\n"
        "bari,Bari,zones.geojson,Europe/Rome,EUR,,\n",
        "utf-8",
    )
    assert main(["add-city", "--list", str(own_folders / "cities.csv")]) == 2
    said = capsys.readouterr()
    assert "2 of 5 cities added; refused: row 2 (Milano), row 3 (Torino), row 4 (Napoli)" in said.out
    assert "there is no file" in said.err
    assert "there is no time zone 'Europe/Turin'" in said.err
    assert sorted(path.name for path in (own_folders / "cities").iterdir()) == ["bari", "roma"]
    assert load_city("roma", own_folders / "cities").population == 5000


def test_a_dry_run_of_a_list_knows_the_cities_that_it_would_add(
    zones: Path, own_folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (own_folders / "cities.csv").write_text(
        f"key,name,areas,timezone\nroma,Roma,{zones.name},Europe/Rome\nroma,Roma again,{zones.name},Europe/Rome\n",
        "utf-8",
    )
    call = ["add-city", "--list", str(own_folders / "cities.csv")]
    assert main([*call, "--dry-run"]) == 2
    said = capsys.readouterr()
    assert "1 of 2 cities would be added; refused: row 2 (Roma again)" in said.out
    assert "there is a city roma already" in said.err
    assert not (own_folders / "cities" / "roma").exists()
    assert main(call) == 2
    assert "1 of 2 cities added; refused: row 2 (Roma again)" in capsys.readouterr().out


def test_names_are_compared_without_case_accents_and_kind() -> None:
    assert plain_name("São Paulo") == plain_name("SAO  PAULO")
    assert plain_name("Kecamatan Gambir") == plain_name("gambir")
    assert plain_name("福田区") == plain_name("福田")
    assert plain_name("Est & Mare") == plain_name("est and mare")
