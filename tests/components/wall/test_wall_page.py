"""What a wall is given for each scene, on Riverton's records."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient

from components import theme
from components.figures.ranking import ranking
from components.text import Words
from components.view.reader import Reader, read
from components.wall import rows as wall_rows
from components.wall.figures import MOST_BUDGETS, MOST_TICKS, MOST_WALL_BARS, figure_at_distance, with_calendar
from components.wall.links import address_of, linked_sentence
from components.wall.parts import target_line
from components.wall.plan import SCENES
from components.wall.rows import city_rows
from components.wall.scenes import ALL
from components.wall.short_value import short_text, short_value
from components.wall.wall_page import aged
from data.city.pack import load_city
from data.drops.contract import load_contract
from data.reading import schema
from settings import settings
from tests.city_with_records import CITY
from tests.components.answers import answer, answer_of
from tests.pages.asking import words


def scene(client: FlaskClient, name: str) -> dict[str, Any]:
    answer = client.get(f"/api/wall/riverton?scene={name}&lang=en")
    assert answer.status_code == 200
    told = json.loads(answer.data)
    assert isinstance(told, dict)
    return told


def test_every_scene_that_a_playlist_may_name_is_there() -> None:
    assert set(ALL) == set(SCENES)


@pytest.mark.parametrize("name", SCENES)
def test_every_part_of_a_scene_stands_on_its_page(client: FlaskClient, name: str) -> None:
    for element in ALL[name].elements:
        look = {"tile": ALL[name].tile, "map": ALL[name].measure, "figure": ALL[name].panel}.get(element.kind)
        assert look is None or look(element) is not None, element


@pytest.mark.parametrize("name", SCENES)
def test_elements_leave_one_after_the_other_and_the_first_never(name: str) -> None:
    places = [element.drop for element in ALL[name].elements]
    assert places.count(0) == 1
    assert len(set(places)) == len(places)


def test_the_services_headline_can_be_read_off_the_records(client: FlaskClient) -> None:
    parts = {tuple(sorted(part.items())): props for part, props in scene(client, "services")["updates"]}
    card = json.dumps(parts[(("element", "requests"), ("scene", "services"), ("type", "wall-html"))])
    assert '"12"' in card
    areas = parts[(("element", "requests_per_1000"), ("scene", "services"), ("type", "wall-areas"))]
    assert set(areas["hideout"]["values"]) == {"NW", "NE", "SW", "SE"}


def test_the_highest_area_is_named_under_the_map(client: FlaskClient) -> None:
    """Of fewest residents, Northwest has most requests for each."""
    (legend,) = [
        props["children"] for part, props in scene(client, "services")["updates"] if part["element"] == "legend"
    ]
    assert "Highest: Northwest, " in "".join(
        text for part in legend for line in part["props"]["tree"] for text in words(line)
    )


def test_a_number_of_a_fiscal_year_names_it(client: FlaskClient) -> None:
    told = json.dumps(scene(client, "fiscal"))
    assert "fiscal year 2025" in told.lower(), told


def test_a_target_is_said_with_the_gap_to_it(client: FlaskClient) -> None:
    city = replace(load_city(CITY, settings().cities_dir), targets={"completion_rate_share": 0.9})
    measure = next(each for each in load_contract("services").measures if each.name == "completion_rate_share")
    said = [part.children for part in target_line(measure, 0.868, city, Words())]
    assert said == ["target 90.0% (-3.2 pp)"]
    assert target_line(measure, None, city, Words()) == []
    assert target_line(measure, 0.868, replace(city, targets={}), Words()) == []


def test_cities_are_set_side_by_side_by_what_compares(client: FlaskClient) -> None:
    """A rate and a time compare; a number of requests says how large a city is."""
    shown = json.dumps(scene(client, "cities"))
    assert "Median time to close" in shown
    assert "Service requests" not in shown


def test_the_age_of_the_data_comes_with_the_moments_at_which_it_turns_late_and_stale(client: FlaskClient) -> None:
    (source,) = scene(client, "services")["sources"]
    assert (source["domain"], source["until"]) == ("services", "30 Jun 2025")
    assert (source["late"], source["stale"]) == (None, None)  # an archive


def test_an_archive_interrupts_nobody_and_names_no_premises(client: FlaskClient) -> None:
    """Riverton's records end in 2025 for good: whether its two alerts still hold is not in them."""
    assert scene(client, "overview")["alerts"] == []
    shown = json.dumps(scene(client, "alerts"))
    assert "Not re-checked in these records, which end on 30 Jun 2025: 2." in shown
    assert "Harbour Grill" not in shown


def test_the_wall_counts_the_alerts_that_the_tile_counts(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """However few of them it lists."""
    monkeypatch.setattr(wall_rows, "MOST_ALERTS", 1)
    assert "Not re-checked in these records, which end on 30 Jun 2025: 2." in json.dumps(scene(client, "alerts"))


def test_an_unchanged_scene_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/api/wall/riverton?scene=alerts")
    again = client.get("/api/wall/riverton?scene=alerts", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "address", ["/api/wall/nowhere?scene=alerts", "/api/wall/riverton?scene=../x", "/api/wall/riverton"]
)
def test_what_is_not_there_is_not_found(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_numbers_are_short_and_their_unit_stands_apart() -> None:
    words = Words("en", "USD")
    assert short_value(1_234_567, "requests", words) == ("1.23M", "")
    assert short_value(12_345, "requests", words) == ("12,345", "")
    assert short_value(0.918, "share", words) == ("91.8", "%")
    assert short_text(0.918, "share", words) == "91.8%"
    assert short_value(None, "share", words) == ("–", "")
    assert short_value(512_100_000_000, "lcu", Words("zh", currency="CNY")) == ("5121.00", "亿元")
    assert short_value(0.051, "share", Words("zh", currency="CNY")) == ("5.1", "%")


def test_a_chart_on_a_wall_has_few_ticks_and_no_hover() -> None:
    ticks = list(range(9))
    drawn = figure_at_distance(
        {
            "data": [{"line": {"width": 2}}],
            "layout": {"yaxis": {"tickvals": ticks, "ticktext": [str(each) for each in ticks]}},
        }
    )
    assert len(drawn["layout"]["yaxis"]["tickvals"]) <= MOST_TICKS
    assert drawn["layout"]["hovermode"] is False
    assert drawn["data"][0]["line"]["width"] == 5.0


def test_a_ranking_on_a_wall_names_each_of_its_few_bars() -> None:
    rows = answer(department=[str(n) for n in range(9)], name=[f"Office {n}" for n in range(9)],
                  requests=list(range(90, 0, -10)))  # fmt: skip
    drawn = figure_at_distance(ranking(rows, Words("en")))
    names = drawn["layout"]["yaxis"]
    assert names["ticktext"] == [f"Office {n}" for n in range(MOST_WALL_BARS)]
    assert drawn["data"][0]["x"] == [90, 80, 70, 60, 50]
    assert names["range"] == [MOST_WALL_BARS - 0.5, -0.5]


def test_budgets_on_a_wall_are_measured_by_the_calendar() -> None:
    """A line where the year stands, named; the shares are written beyond it, so that it crosses none of them."""
    columns = schema.bullet("department", "executed_share", "committed_share", "approved_share", "year_gone_share")
    rows = [(str(n), f"Office {n}", 0.7 + n / 100, 0.9, 1.0, 0.833) for n in range(6)]
    drawn = with_calendar(answer_of(dict(zip(columns, map(list, zip(*rows, strict=True)), strict=True))), Words("en"))
    bars, numbers = drawn["data"]
    assert bars["x"] == [0.7, 0.71, 0.72, 0.73]
    assert len(bars["x"]) == MOST_BUDGETS
    assert numbers["text"] == ["70.0%", "71.0%", "72.0%", "73.0%"]
    assert [line["x0"] for line in drawn["layout"]["shapes"]] == [0.833]
    assert [note["text"] for note in drawn["layout"]["annotations"]] == ["Share of the year elapsed: 83.3%"]


def test_a_long_name_on_a_wall_leaves_the_bars_their_room() -> None:
    """Words are not broken where they are no longer than a line; a longer name without spaces is halved."""
    names = ["Housing and Construction Bureau", "城市管理和综合执法局及指挥中心", "教育局", "Transportation"]
    rows = answer(department=["1", "2", "3", "4"], name=names, requests=[4, 3, 2, 1])
    shown = figure_at_distance(ranking(rows, Words("en")))["layout"]["yaxis"]["ticktext"]
    assert shown == [
        "Housing and Construction<br>Bureau",
        "城市管理和综合执<br>法局及指挥中心",
        "教育局",
        "Transportation",
    ]


def test_the_line_under_a_walls_map_counts_what_its_measure_counts(client: FlaskClient) -> None:
    told = json.dumps(scene(client, "economy"))
    assert "0 mapped + 0 unmatched =" not in told


def test_what_one_of_two_cities_alone_knows_has_no_row(
    dashboard: Dash, riverton: dict[str, str], own_folders: Path
) -> None:
    """A twin of Riverton that published its services and nothing else."""
    for name in ("cities", "snapshots"):
        there = Path(riverton[f"CITYDECK_{name.upper()}_DIR"])
        shutil.copytree(there / CITY, own_folders / name / CITY)
    shutil.copytree(own_folders / "cities" / CITY, own_folders / "cities" / "twin")
    shutil.copytree(own_folders / "snapshots" / CITY / "services", own_folders / "snapshots" / "twin" / "services")
    reader = read({"city": CITY, "lang": "en"})
    assert reader is not None
    rows, _ = city_rows(ALL["cities"], reader)
    assert [line.children[0].children for line in rows.children[1:]] == ["Median time to close"]
    # Whose data is the oldest is said with the city, where it is not the wall's own.
    own = reader.versions.sources()["services"]
    assert [each["name"] for each in aged([own, replace(own, city="twin")], reader)] == [
        "Services",
        "Riverton, Services",
    ]


@pytest.mark.parametrize("name", ["overview", "services", "food_safety", "fiscal", "economy"])
def test_why_and_whose_it_is_outlasts_all_but_the_headlines(name: str) -> None:
    places = {element.drop: element.kind for element in ALL[name].elements}
    first = [places[place] for place in sorted(places)[:4]]
    assert first[0] == "tile"
    assert next(kind for kind in first if kind != "tile") == "because"


def links(client: FlaskClient, name: str, element: str) -> dict[str, str]:
    """The addresses of what a part of a scene names, by the name."""
    (shown,) = [
        props["children"] for part, props in scene(client, name)["updates"]
        if part["element"] == element and "children" in props
    ]  # fmt: skip

    def anchors(tree: Any) -> Iterator[tuple[str, str]]:
        if isinstance(tree, list):
            for each in tree:
                yield from anchors(each)
        elif isinstance(tree, dict):
            props = tree.get("props", {})
            if "href" in props:
                yield str(props["children"]), str(props["href"])
            yield from anchors(props.get("tree", props.get("children")))

    return dict(anchors(shown))


def test_names_on_a_wall_lead_to_their_pages(client: FlaskClient) -> None:
    """Areas, departments and numbers; the legend names the highest area, the sentence the department that moved."""
    kept = "?city=riverton&lang=en"
    assert links(client, "fiscal", "because") == {"Police": f"/fiscal/departments/police{kept}"}
    assert links(client, "services", "legend") == {"Northwest": f"/areas/NW{kept}"}
    assert links(client, "overview", "alerts") == {"Open alerts": f"/food-safety{kept}"}
    assert links(client, "cities", "cities") == {"Riverton": f"/{kept}"}
    (names,) = [
        props["figure"]["layout"]["yaxis"]["ticktext"] for part, props in scene(client, "fiscal")["updates"]
        if "figure" in props
    ]  # fmt: skip
    assert '<a href="/fiscal/departments/police?city=riverton&amp;lang=en" target="_self">Police</a>' in names
    (map_layer,) = [props for _, props in scene(client, "services")["updates"] if "hideout" in props]
    assert map_layer["hideout"]["opens"] == f"/areas/{{}}{kept}"
    for address in (f"/fiscal/departments/police{kept}", f"/areas/NW{kept}"):
        assert client.get(address).status_code == 200


def test_alerts_that_interrupt_lead_to_their_premises(client: FlaskClient) -> None:
    reader = read({"city": CITY, "lang": "en"})
    row = {"area_id": "NE", "area": "Northeast", "premises": "p/3", "name": "Harbour Grill"}
    assert isinstance(reader, Reader)
    assert address_of("premises", row["premises"], reader) == "/food-safety/p%2F3?city=riverton&lang=en"


def test_a_sentence_leads_where_it_names_something() -> None:
    """Each name once, in the order of the sentence; a name that is not in it leads nowhere."""
    said = linked_sentence("Late: Roads in North", [("North", "/areas/n"), ("Roads", "/r"), ("Water", "/w")])
    assert [each if isinstance(each, str) else (each.children, each.href) for each in said] == [
        "Late: ", ("Roads", "/r"), " in ", ("North", "/areas/n"),
    ]  # fmt: skip


def test_a_chart_of_a_wall_has_the_line_of_its_target() -> None:
    """What is written into a chart goes, but for the name of what the values are measured by."""
    limit = {"text": "Target: 90%", "font": {"size": 11, "color": theme.var("warn")}, "y": 0.9}
    unit = {"text": "days", "font": {"size": 11, "color": theme.var("text-3")}, "y": 1}
    line = {"type": "scatter", "x": [1, 2], "y": [0.9, 0.9], "line": {"width": 1.5}}
    drawn = figure_at_distance({"data": [line], "layout": {"xaxis": {}, "yaxis": {}, "annotations": [unit, limit]}})
    assert drawn["layout"]["annotations"] == [limit]
