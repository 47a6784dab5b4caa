"""What a wall's address and a city's file may say, and what is made of nonsense."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from components.wall.plan import DEFAULT_SECONDS, SCENES, Playlist, Slot, WallPlan, read_playlists, read_wall
from data.city.pack import City, load_city
from tests.city_with_records import CITY, write_city
from tests.conftest import forget_settings


@pytest.fixture
def city(own_folders: Path, monkeypatch: pytest.MonkeyPatch) -> City:
    write_city(own_folders / "cities")
    monkeypatch.setenv("CITYDECK_DEFAULT_CITY", CITY)
    forget_settings()
    return load_city(CITY, own_folders / "cities")


def plan(**query: object) -> WallPlan:
    found = read_wall(query)
    assert found is not None
    return found


def complaints(found: WallPlan) -> list[tuple[str, str]]:
    return [(each.key, each.subject) for each in found.complaints]


def test_a_city_without_a_playlist_shows_every_scene(city: City) -> None:
    everything = tuple(Slot(scene, DEFAULT_SECONDS) for scene in SCENES)
    assert read_playlists(city) == ((Playlist("all", None, everything),), ())


def test_playlists_come_from_the_citys_file(city: City) -> None:
    scenes = [{"scene": "alerts", "seconds": 40}, "overview"]
    wall = {"playlists": [{"key": "night", "hours": [19, 7], "scenes": scenes}]}
    found, told = read_playlists(replace(city, wall=wall))
    assert found == (Playlist("night", (19.0, 7.0), (Slot("alerts", 40.0), Slot("overview", DEFAULT_SECONDS))),)
    assert told == ()


def test_what_a_playlist_gets_wrong_is_said_and_the_rest_is_shown(city: City) -> None:
    scenes = [{"scene": "weather"}, {"scene": "fiscal", "seconds": 0}]
    wall = {"playlists": [{"key": "day", "hours": [7, 99], "scenes": scenes}, "none"]}
    found, told = read_playlists(replace(city, wall=wall))
    assert found == (Playlist("day", None, (Slot("fiscal", DEFAULT_SECONDS),)),)
    assert [each.key for each in told] == ["wall_scene", "wall_number", "wall_hours", "wall_choice"]


def test_an_address_chooses_size_theme_and_name(city: City) -> None:
    found = plan(city=CITY, screen="75", distance="8.5", theme="light", wall="mayor-1")
    assert (found.screen, found.distance, found.theme, found.name) == (75.0, 8.5, "light", "mayor-1")
    assert found.complaints == ()


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ({"screen": "huge"}, "wall_number"),
        ({"screen": "nan"}, "wall_number"),
        ({"distance": "-3"}, "wall_number"),
        ({"theme": "pink"}, "wall_choice"),
        ({"playlist": "brunch"}, "wall_choice"),
        ({"wall": "../../etc"}, "wall_choice"),
        ({"pace": "50"}, "wall_development"),
        ({"colour": "red"}, "unknown_key"),
    ],
)
def test_nonsense_gets_a_sentence_and_the_usual_wall(city: City, query: dict[str, str], key: str) -> None:
    found, usual = plan(city=CITY, **query), plan(city=CITY)
    assert [each for each, _ in complaints(found)] == [key]
    assert replace(found, complaints=(), reader=usual.reader) == usual


def test_a_repeated_key_counts_as_its_last(city: City) -> None:
    assert plan(city=CITY, screen=["40", "65"]).screen == 65.0


def test_only_development_goes_faster(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITYDECK_DEVELOPMENT", "1")
    forget_settings()
    assert plan(city=CITY, pace="50", redraw="1").pace == 50.0
    assert plan(city=CITY, redraw="1").redraw is True


def test_without_a_city_there_is_no_wall(own_folders: Path) -> None:
    assert read_wall({}) is None


def test_a_wall_of_several_cities_shows_them_in_the_order_of_its_address(city: City) -> None:
    (city.folder.parent / "bay").mkdir()
    (city.folder.parent / "bay" / "city.toml").write_text((city.folder / "city.toml").read_text("utf-8"), "utf-8")
    (city.folder.parent / "bay" / "areas").mkdir()
    for file in (city.folder / "areas").iterdir():
        (city.folder.parent / "bay" / "areas" / file.name).write_bytes(file.read_bytes())
    shown = plan(city=f"bay,{CITY},bay,atlantis")
    assert (shown.reader.city.key, shown.fleet) == ("bay", ("bay", CITY))
    assert complaints(shown) == [("unknown_city", "atlantis")]
    assert plan(city=CITY).fleet == ()
    assert plan(city=[CITY, "bay"]).fleet == (CITY, "bay")


def test_a_wall_of_the_fleet_follows_the_settings_order(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    assert plan(city="fleet").fleet == (CITY,)
    monkeypatch.setenv("CITYDECK_FLEET", f"nowhere {CITY}")
    forget_settings()
    assert plan(city="fleet").fleet == (CITY,)
