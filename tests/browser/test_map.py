"""The map of four cities in a browser: what is drawn has values, lies on top, inside and clear, and can be hit."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenDeck
from tests.browser.deck_page import DeckPage
from tests.browser.map_page import choose_area, look_at_values, open_map, settle
from tests.map_cities import FLATLAND, LAKESIDE, MAP_CITIES, ODDVILLE, SHENZHEN, MapCity
from tests.serving import Server

STATES = ("fail", "pass")
EACH = pytest.mark.parametrize("city", MAP_CITIES, ids=[city.key for city in MAP_CITIES])

#: Of each mark of a place that lies in sight: what is on top of its middle, and what it wears.
MARKS = """() => {
  const room = document.querySelector(".map-frame .leaflet-container").getBoundingClientRect();
  return [...document.querySelectorAll(".map-frame path.point, .map-frame .cluster")].map((mark) => {
    const box = mark.getBoundingClientRect();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const top = document.elementFromPoint(x, y);
    return {
      x, y, own: Boolean(top?.closest("path.point, .cluster")), state: mark.className.baseVal ?? "",
      inside: x > room.left && x < room.right && y > room.top && y < room.bottom, fill: getComputedStyle(mark).fill,
    };
  }).filter(({ inside }) => inside);
}"""


def marks_of(deck: DeckPage) -> list[dict[str, Any]]:
    """The marks of places in sight; every one can be seen and pointed at, or another one on it."""
    marks: list[dict[str, Any]] = deck.page.evaluate(MARKS)
    assert marks
    assert all(mark["own"] for mark in marks), marks
    return marks


def single(marks: list[dict[str, Any]]) -> dict[str, Any]:
    """A place that is drawn by itself."""
    return next(mark for mark in marks if "point-" in mark["state"])


#: The shapes of the map's areas as they are drawn, which another frame draws anew.
SHAPES = """() => [...document.querySelectorAll(".map-frame path.area")].map((path) => path.getAttribute("d")).join()"""


def drill(deck: DeckPage, city: MapCity) -> None:
    """Choose the city's area and wait for its map, which is another one than the city's."""
    before = deck.page.evaluate(SHAPES)
    choose_area(deck, city)
    deck.page.wait_for_function(f"(before) => ({SHAPES})() !== before", arg=before)
    settle(deck)


def look_at_ground(deck: DeckPage) -> None:
    """It has land and sea, or neither."""
    kinds = deck.page.evaluate("""() => {
      const colour = (name) => {
        const probe = document.body.appendChild(document.createElement("i"));
        probe.style.background = `var(--${name})`;
        return getComputedStyle(probe).backgroundColor;
      };
      const ground = getComputedStyle(document.querySelector(".map-frame .leaflet-container")).backgroundColor;
      return [ground === colour("map-sea"), document.querySelectorAll(".map-frame path.base-land").length > 0];
    }""")
    assert kinds in ([True, True], [False, False])


def look_at_labels(deck: DeckPage) -> None:
    """Nothing lies on the map, and the label of each area is whole inside it."""
    room = deck.page.locator(".map-frame .leaflet-container").bounding_box()
    legend = deck.page.locator(".map-legend").bounding_box()
    assert room and legend
    assert legend["y"] >= room["y"] + room["height"] - 1
    spots: list[list[float]] = deck.page.evaluate("""() =>
      [...document.querySelectorAll(".map-frame path.area")].map((path) => {
        const box = path.getBoundingClientRect();
        const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
        return document.elementFromPoint(x, y) === path ? [x, y] : null;
      }).filter(Boolean)""")
    assert spots
    for x, y in spots:
        deck.page.mouse.move(x, y)
        label = deck.page.locator(".map-tip").bounding_box()
        assert label
        assert label["x"] >= room["x"] and label["x"] + label["width"] <= room["x"] + room["width"]
        assert label["y"] >= room["y"] and label["y"] + label["height"] <= room["y"] + room["height"]
        assert label["width"] > 120, "words stand side by side"


def look_at_places(deck: DeckPage) -> None:
    """Premises lie on top in the colour of their state, and a click opens the page of one."""
    marks = marks_of(deck)
    colours = {state: {mark["fill"] for mark in marks if f"point-{state}" in mark["state"]} for state in STATES}
    assert all(len(found) <= 1 for found in colours.values()), colours
    assert colours["fail"].isdisjoint(colours["pass"])
    keys = deck.page.locator(".map-legend .legend-key:has(.legend-point)")
    told: list[list[str]] = keys.evaluate_all(
        "(all) => all.map((key) => [getComputedStyle(key.firstElementChild).backgroundColor, key.innerText])"
    )
    assert {mark["fill"] for mark in marks if "point-" in mark["state"]} <= {colour for colour, _ in told}
    assert all(word and word == word.capitalize() for _, words in told for word in words.split(" · ")), told
    place = single(marks)
    deck.page.mouse.click(place["x"], place["y"])
    deck.page.wait_for_url("**/food-safety/p*")
    expect(deck.page.locator(".subject")).to_contain_text("Kitchen ")


@EACH
def test_what_is_drawn_is_whole_and_clear_from_the_ground_to_a_place(
    open_deck: OpenDeck, map_cities: Server, city: MapCity
) -> None:
    """One visit: the city, one of its areas, and one of the premises there."""
    with open_deck(map_cities.address) as deck:
        open_map(deck, f"/food-safety?city={city.key}&lang=en")
        look_at_values(deck)
        look_at_ground(deck)
        look_at_labels(deck)
        deck.page.mouse.move(0, 0)
        drill(deck, city)
        look_at_values(deck)
        look_at_places(deck)


#: What of the map a browser keeps as a layer of its own.
LAYERS = """() => [...document.querySelectorAll(".leaflet-map-pane, .leaflet-map-pane *")]
  .filter((each) => each.style.transform.includes("3d") || getComputedStyle(each).willChange !== "auto")
  .map((each) => each.getAttribute("class"))"""


@pytest.mark.parametrize("city", [LAKESIDE, FLATLAND], ids=["lakeside", "flatland"])
def test_requests_lie_on_top_and_a_click_chooses_what_was_reported(
    open_deck: OpenDeck, map_cities: Server, city: MapCity
) -> None:
    """In the other two cities single requests are withheld."""
    with open_deck(map_cities.address) as deck:
        open_map(deck, f"/services?city={city.key}&area={city.area}&lang=en")
        marks = marks_of(deck)
        assert deck.page.evaluate(LAYERS) == ["leaflet-pane leaflet-map-pane"]
        if any("point-" in mark["state"] for mark in marks):
            place = single(marks)
            deck.page.mouse.click(place["x"], place["y"])
            deck.page.wait_for_function("() => Boolean(window.citydeck.view().nature)")
            deck.wait_drawn()
            panels = deck.page.locator(".panel")
            assert panels.filter(has_text="cannot be filtered by").count() < panels.count() / 2


def test_a_measure_without_values_below_says_what_is_shown_in_its_place(
    open_deck: OpenDeck, map_cities: Server
) -> None:
    """Nobody publishes the residents of Shenzhen's cells."""
    with open_deck(map_cities.address) as deck:
        open_map(deck, f"/services?city=shenzhen&area={SHENZHEN.area}&measure=requests_per_1000&lang=en")
        expect(deck.page.locator(".map-legend .legend-note")).to_contain_text(
            "Requests per 1,000 residents: no values here. Shown:"
        )


def test_an_island_of_eighty_metres_can_be_hit(open_deck: OpenDeck, map_cities: Server) -> None:
    with open_deck(map_cities.address) as deck:
        open_map(deck, f"/services?city={ODDVILLE.key}&lang=en&measure=requests")
        mark = deck.page.locator(".map-frame path.area-mark")
        expect(mark).to_have_count(1)
        box = mark.bounding_box()
        assert box and box["width"] >= 12
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        deck.page.mouse.move(x, y)
        expect(deck.page.locator(".map-tip .tip-title")).to_have_text("Tiny Island")
        deck.page.mouse.click(x, y)
        deck.page.wait_for_function("() => window.citydeck.view().area === '004'")


def test_names_lie_on_no_other_name_and_the_highest_value_has_its_own(open_deck: OpenDeck, map_cities: Server) -> None:
    with open_deck(map_cities.address, size=(1920, 1080)) as deck:
        open_map(deck, "/services?city=shenzhen&lang=en")
        highest = deck.page.locator(".areas li span").first.text_content()
        names = deck.page.locator(".area-name span")
        assert highest in names.all_inner_texts()
        boxes: list[Any] = names.evaluate_all(
            """(all) => all.map((each) => {
              const { left, top, right, bottom } = each.getBoundingClientRect();
              return [left, top, right, bottom];
            })"""
        )
        for index, (left, top, right, bottom) in enumerate(boxes):
            for other in boxes[:index]:
                apart = right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
                assert apart, names.all_inner_texts()
