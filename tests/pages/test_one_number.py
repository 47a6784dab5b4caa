"""A measure is one number in a view: on its tile, as the sum of each chart, map, table and export, and on the wall.

Which parts of a page sum up a measure is read from the schemas of their answers: a column that is the measure, or has
its name. Measures are the additive ones of the contracts. Views are chosen at random: page, period, area, selections,
day of knowledge, in a city whose counts are exact and in one whose small counts are perturbed.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from dash import Dash
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from components.shell import registry
from components.tile.tiles import TileAnswer, absence_text, answer_tile, measure_of, row_of
from components.view.page import Page, Part, Tile
from components.view.reader import Reader, read
from components.wall import scenes
from components.wall.parts import answered_tile
from components.wall.short_value import short_value
from data.city.pack import path_to
from data.drops.contract import domains, load_contract
from data.published.cell_keys import deviation_of, fewest_of, reach_of
from data.reading.answer import Answer, answered
from data.reading.filters import Filters
from data.reading.periods import STEPS, is_whole_months, month_end, months_back
from data.reading.queries.scope import comparison
from data.reading.schema import Column
from data.reading.tables import Tables
from tests.city_with_records import CITY
from tests.components.tile.test_kpi_card import texts
from tests.conftest import forget_settings
from tests.pages.views_by_chance import DAYS, FEW, FLOOR, PLAIN, each_view, publish_city, requests_known

#: Ids whose rows hold one another.
NESTED = {"stage"}
#: Parts that each measure of a page is compared with at least, in views where there is any of it.
FEWEST_TRIED = 3
PAGES = ("overview", "services", "food_safety", "fiscal", "economy", "service")


@pytest.fixture(scope="module", params=[0, FLOOR], ids=["exact", "perturbed"])
def city(request: pytest.FixtureRequest, dashboard: Dash, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The floor of the city that the application shows."""
    root = tmp_path_factory.mktemp(f"floor-{request.param}")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in publish_city(root, request.param).items():
            patch.setenv(name, value)
        forget_settings()
        yield request.param
    forget_settings()


@pytest.fixture
def shown(city: int, dashboard: Dash) -> FlaskClient:
    """Flask's client of the application on that city."""
    return dashboard.server.test_client()


def reader_of(asked: dict[str, str]) -> Reader:
    reader = read(asked)
    assert reader is not None and not reader.complaints, asked
    return reader


def additive_tiles(page: Page) -> list[Tile]:
    return [tile for tile in page.tiles if measure_of(tile).additive]


def column_of(part: Part, tile: Tile, filters: Filters) -> Column | None:
    """The column of a part whose values sum up to the tile's measure; None where it has none."""
    head, _, key = part.address.partition(".")
    if head == "tile" and key.partition(".")[0] != tile.key:
        return None  # the number of another tile, which may be of other days
    schema = part.question.schema(filters)
    if schema[0].role == "bin_start" or schema[0].name in NESTED:
        return None  # a distribution is of the records whose quantity is known; the first stage has all others in it
    own_trend = part.address == f"tile.{tile.key}.trend"
    return next(
        (
            column
            for column in schema
            if tile.measure == column.measure
            or (column.role == "value" and (tile.measure == column.name or (own_trend and column.name == "value")))
        ),
        None,
    )


def parts_of(page: Page, tile: Tile, filters: Filters) -> list[tuple[Part, Column]]:
    """Every other part of a page that sums up the tile's measure, with the column in which it does."""
    return [
        (part, column)
        for part in page.parts().values()
        if part.domain == tile.domain and part.address != f"tile.{tile.key}"
        if (column := column_of(part, tile, filters)) is not None
    ]


def test_every_domain_with_additive_measures_is_tried(dashboard: Dash) -> None:
    """Each additive measure of the contracts stands on a tile, and other parts of its page sum it up."""
    tried = {}
    for page in registry.pages().values():
        for tile in additive_tiles(page):
            tried.setdefault(tile.measure, set()).update(
                part.address for part, _ in parts_of(page, tile, Filters(CITY))
            )
    named = {each.name for domain in domains() for each in load_contract(domain).measures if each.additive}
    assert named == tried.keys()
    assert [measure for measure, parts in tried.items() if len(parts) < 2] == []


def number(tile: Tile, reader: Reader, view: Filters | None = None) -> float | None:
    """The tile's number; None where the view cannot be kept."""
    answer = answered(reader.ask(tile, view))
    return None if answer is None else (row_of(tile, answer).value or 0)


def exported(client: FlaskClient, page: str, part: str, asked: dict[str, str]) -> list[dict[str, Any]] | None:
    """The rows of a part's file; None where it is refused."""
    response = client.get(f"/export/{page}/{part}.json?{urlencode(asked)}")
    if response.status_code != 200:
        return None
    told = json.loads(response.data)
    return [dict(zip([each["name"] for each in told["columns"]], row, strict=True)) for row in told["rows"]]


def narrowed(rows: list[dict[str, Any]], answer: Answer, reader: Reader) -> list[dict[str, Any]]:
    """The rows of the chosen values: a ranking lists the others too, so that another one can be chosen."""
    for column in answer.of_role("id", "group", "category"):
        chosen = reader.filters.selected(column.dimension or "")
        if chosen:
            rows = [row for row in rows if str(row[column.name]) in chosen]
        elif column.dimension == "area" and reader.filters.area is not None:
            rows = [row for row in rows if row[column.name] == path_to(reader.city, reader.filters.area)[0].area_id]
    return rows


def unplaced(page: Page, tile: Tile, reader: Reader) -> float:
    """How many of the tile's records the map of the page cannot place, where it counts them; else none."""
    for measure in page.measures:
        part = page.places_of(measure)
        if part is not None and part.domain == tile.domain:
            answer = answered(reader.ask(part))
            if answer is not None and answer.rows and answer.schema[-1].measure == tile.measure:
                return float(answer.columns["unmatched"][0])
    return 0.0


def covered(answer: Answer, time: Column, view: Filters) -> Filters:
    """The view in the days of the periods that a chart shows: whole ones, and none that the view's ends cut."""
    starts = [date.fromisoformat(start) for start in answer.values(time)]
    since, until = min(starts), STEPS[time.unit](max(starts)) - timedelta(days=1)
    assert view.since is None or view.since <= since, "a period that the view's beginning cuts is left out"
    assert view.until is None or until <= view.until, "a period that the view's end cuts is left out"
    return replace(view, since=since, until=until)


def expected(page: Page, tile: Tile, answer: Answer, reader: Reader) -> float:
    """What a part's rows add up to, by the tile.

    A chart over time is of the days that its periods cover, a map of what it can place, at the lowest level with the
    area's neighbours, and a ranking of districts has no smaller areas.
    """
    view, level, time = reader.view(tile), reader.filters.area_level, answer.first("time")
    if time is not None and time.unit in STEPS and answer.rows and not tile.against and time is answer.schema[0]:
        return number(tile, reader, covered(answer, time, view)) or 0
    first = answer.schema[0]
    is_map = first.role == "place" or first.name == "mapped"
    if level == 2 and (is_map or (first.dimension == "area" and first.role == "id")):
        view = replace(view, area=path_to(reader.city, view.area or "")[0].area_id, area_level=1)
    whole = number(tile, reader, view) or 0
    return whole - (unplaced(page, tile, reader) if first.role == "place" else 0)


def newest(rows: list[dict[str, Any]], answer: Answer) -> list[dict[str, Any]]:
    """The rows of the newest period."""
    time = answer.first("time")
    return rows if time is None else [row for row in rows if row[time.name] == max(answer.values(time), default=None)]


def tolerance(answer: Answer, reader: Reader, rows: int) -> float:
    """How far sums of perturbed cells may differ: five standard deviations of the cells of the part and the tile.

    A chart by month is of the tile's own cells; one by week or day is of those, where the tile has a month as one cell.
    """
    by_month = answer.schema[0].unit in STEPS and answer.schema[0].unit not in ("day", "week")
    if not answer.source.perturbed or (by_month and not answer.of_role("group")):
        return 1e-6
    cells = 24 + 62  # months of the records, and the days of two that a view cuts
    return 5 * deviation_of(FLOOR) * math.sqrt(cells * (rows + 1))


def withheld(answer: Answer, reader: Reader, part: Part) -> float:
    """How many people at most a part may leave out because it breaks down a group of few (docs/disclosure.md, 5).

    Those of the groups by month (day, where a period cuts months), area and all but one of the columns that people are
    told apart by, which may be shown as fewer than ten. The line under a map names those whom it leaves out.
    """
    view = reader.view(part.question)
    if not answer.source.perturbed or part.address.startswith("places."):
        return 0
    dimensions = {column.dimension for column in answer.of_role("id", "group", "category")} - {None}
    told = {*dimensions, *(dimension for dimension, _ in view.selections)}
    areas = {"area"} if view.area or "area" in dimensions or answer.first("place") else set()
    attributes = (told | {"hour" for column in answer.schema if column.unit == "hour"}) - {"area"}
    rows = requests_known(reader.filters.as_of is not None)
    time = "month" if view.since is None or view.until is None or is_whole_months((view.since, view.until)) else "day"
    few = 0
    for attribute in attributes:
        sizes = rows.groupby([time, *areas, *(attributes - {attribute, "hour"})], dropna=False).size()
        few += int(sizes[sizes < fewest_of(FLOOR) + reach_of(FLOOR)].sum())
    return few


@pytest.mark.parametrize("key", [key for key in PAGES if key != "economy"])
def test_tile_chart_map_table_and_export_are_one_number(city: int, shown: FlaskClient, key: str) -> None:
    """In views of all pages; where counts are perturbed, breakdowns of few people are left out and say less."""
    tried: Counter[str] = Counter()

    page = registry.pages()[key]

    def one(asked: dict[str, str]) -> None:
        reader = reader_of(asked)
        for tile in additive_tiles(page):
            if number(tile, reader) is None:
                continue
            for part, column in parts_of(page, tile, reader.filters):
                answer = answered(reader.ask(part))
                rows = exported(shown, key, part.address, asked)
                if answer is None or rows is None:
                    assert answer is rows is None
                    continue
                assert rows == answer.records()
                rows = narrowed(newest(rows, answer) if tile.against else rows, answer, reader)
                total = len(rows) if column.role == "id" else sum(row[column.name] or 0 for row in rows)
                right, slack = expected(page, tile, answer, reader), tolerance(answer, reader, answer.rows)
                tried[tile.measure] += right > 0
                few = withheld(answer, reader, part)
                assert right - slack - few <= total <= right + slack, (
                    key,
                    part.address,
                    total,
                    right,
                    (slack, few),
                    asked,
                )

    each_view(key, one)
    assert {measure for measure, times in tried.items() if times >= FEWEST_TRIED} == {
        tile.measure for tile in additive_tiles(page)
    }, f"measures that were compared too seldom where they are not nothing: {tried}"


@FEW
@given(page=st.sampled_from(["services", "food_safety", "overview"]), days=st.lists(DAYS, min_size=4, max_size=4),
       area=st.sampled_from([{}, {"area": "NW"}, {"area": "SE-E"}]), whole=st.booleans())  # fmt: skip
@pytest.mark.usefixtures("shown")
def test_overlapping_periods_subtract(
    city: int, page: str, days: list[date], area: dict[str, str], whole: bool
) -> None:
    """[a, c] and [b, d] together are [a, d] and [b, c]; of whole months where counts are perturbed."""
    a, b, c, d = sorted(days)
    if whole or city:
        a, b, c, d = a.replace(day=1), b.replace(day=1), month_end(c), month_end(d)
    for tile in additive_tiles(registry.pages()[page]):
        if tile.against:
            continue

        def of(since: date, until: date, tile: Tile = tile) -> float:
            asked = {"city": CITY, "lang": "en", "since": since.isoformat(), "until": until.isoformat(), **area}
            return number(tile, reader_of(asked)) or 0

        assert of(a, c) + of(b, d) == pytest.approx(of(a, d) + of(b, c)), (tile.key, a, b, c, d)


def year_before(tile: Tile, reader: Reader) -> Filters | None:
    """The view of a newest year's tile that ends with the year before it, of which it is where years are chosen."""
    trend = answered(reader.ask(tile.trend))
    if trend is None or not trend.rows:
        return None
    year = max(int(str(each)[:4]) for each in trend.values(trend.one("time")))
    view = reader.view(tile)
    chosen = tuple((key, (str(year - 1),) if key == "fiscal_year" else values) for key, values in view.selections)
    return replace(view, since=None, until=date(year - 1, 12, 31), selections=chosen)


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize("key", [key for key in PAGES if key != "economy"])
def test_any_change_can_be_had_again_from_two_views(city: int, key: str) -> None:
    """The later number of a change is its tile's in the one view, and the earlier one its tile's in the other."""
    tried: Counter[str] = Counter()

    def one(asked: dict[str, str]) -> None:
        reader = reader_of(asked)
        for tile in registry.pages()[key].tiles:
            answer = answered(reader.ask(tile))
            if answer is None or not answer.rows or (tile.against and tile.domain != "fiscal"):
                continue
            row, view = row_of(tile, answer), reader.view(tile)
            if row.recent is None or row.before is None:
                continue
            snapshot = reader.versions.snapshot(tile.domain)
            if tile.against:
                views = (view, year_before(tile, reader))
            else:
                views = comparison(view, Tables({}, snapshot.first_day, snapshot.last_day))
            for told, other in zip((row.recent, row.before), views, strict=True):
                assert other is not None
                again = answered(reader.ask(tile, other))
                assert again is not None and row_of(tile, again).value == pytest.approx(told), (tile.key, asked, other)
            tried[tile.measure] += 1

    each_view(key, one)
    assert tried, "no tile of the page has a change"


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize("key", ["growth", "forecast"])
def test_a_change_of_the_economy_can_be_had_again_from_its_line(city: int, key: str) -> None:
    """No period narrows the target: both numbers stand on the tile's line, at the newest day and at the earlier one."""
    reader = reader_of(PLAIN)
    tile = next(tile for tile in registry.pages()["economy"].tiles if tile.key == key)
    answer, trend = (answered(reader.ask(part)) for part in (tile, tile.trend))
    assert answer is not None
    assert trend is not None
    line = {date.fromisoformat(row["period"]): row["value"] for row in trend.records()}
    newest = max(line)
    month = months_back(newest, 12 if tile.against == "tile.against_same_quarter" else 3)
    back = min(month + timedelta(days=newest.day - 1), month_end(month))
    row = row_of(tile, answer)
    assert (row.recent, row.before) == (line[newest], line[max(day for day in line if day <= back)])


def on_the_wall(asked: dict[str, str]) -> Counter[str]:
    """How many tiles of each measure stand on the scenes of a view, each with its page's number."""
    reader, told = reader_of(asked), Counter[str]()
    for scene in scenes.ALL.values():
        for element in scene.of_kind("tile"):
            tile = scene.tile(element)
            answer = answer_tile(tile, reader)
            card, _ = answered_tile(tile, scene.page_key, reader)
            if isinstance(answer, TileAnswer) and not absence_text(tile, answer, reader):
                short, _ = short_value(answer.row.value, answer.measure.unit, reader.words)
                assert short in texts(card), (scene.key, tile.key, asked)
                told[tile.measure] += 1
    return told


@pytest.mark.usefixtures("shown")
def test_the_wall_says_what_the_tile_says(city: int) -> None:
    """Every tile of every scene: its number in the wall's short form is that of the page's tile in the opening view."""
    assert sum(on_the_wall({"city": CITY, "lang": "en"}).values()) > 10


@pytest.mark.usefixtures("shown")
def test_the_wall_of_a_narrower_view_says_what_its_tiles_say(city: int) -> None:
    """A wall is of whatever its address chooses, as a page is: period, area, selections, day of knowledge."""
    told: Counter[str] = Counter()
    each_view("services", lambda asked: told.update(on_the_wall(asked)))
    tiles = [scene.tile(element) for scene in scenes.ALL.values() for element in scene.of_kind("tile")]
    added_up = {tile.measure for tile in tiles if measure_of(tile).additive}
    assert min(told[measure] for measure in added_up) >= FEWEST_TRIED
    assert told.total() > 50
