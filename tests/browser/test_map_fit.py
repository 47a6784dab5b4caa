"""The map of four cities fits what is chosen, moves where its reader moves it, and leads on by every way."""

from __future__ import annotations

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.browser.conftest import OpenDeck
from tests.browser.deck_page import DeckPage
from tests.browser.map_page import STILL, choose_area, open_map, settle
from tests.map_cities import FLATLAND, LAKESIDE, SHENZHEN, MapCity
from tests.serving import Server

PHONE = (390, 844)
#: A wall has drawn its scenes and goes on by itself.
BEGUN = "() => window.citydeck?.wall?.begun() && window.citydeck.wall.report().drawn"
#: How often scripts ask for a frame while the page shows twenty that nothing moves in.
FRAMES_ASKED = """async () => {
  const ask = window.requestAnimationFrame.bind(window);
  let asked = 0;
  window.requestAnimationFrame = (draw) => ++asked && ask(draw);
  for (let frame = 0; frame < 20; frame++) await new Promise((shown) => ask(shown));
  window.requestAnimationFrame = ask;
  return asked;
}"""
#: What the map's areas take up, and its room: [left, top, right, bottom] of each.
BOXES = """(selector) => {
  const boxOf = (element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return [left, top, right, bottom];
  };
  const areas = [...document.querySelectorAll(".map-frame path.area:not(.area-mark)")].filter(
    (path) => !selector || path.matches(selector)).map(boxOf);
  const union = [0, 1, 2, 3].map((side) => Math[side < 2 ? "min" : "max"](...areas.map((box) => box[side])));
  return { areas: union, room: boxOf(document.querySelector(".map-frame .leaflet-container")) };
}"""


def share_of_room(page: Page, selector: str = "") -> float:
    """How much of the map's room the areas take, of height or width, whichever is more; they lie inside."""
    boxes = page.evaluate(BOXES, selector)
    (left, top, right, bottom), room = boxes["areas"], boxes["room"]
    assert room[0] - 1 <= left and right <= room[2] + 1, boxes
    assert room[1] - 1 <= top and bottom <= room[3] + 1, boxes
    return float(max((right - left) / (room[2] - room[0]), (bottom - top) / (room[3] - room[1])))


def by_list(deck: DeckPage, city: MapCity) -> None:
    deck.page.locator(".area-list summary").click()
    deck.page.locator(f".areas button[data-select*='\"{city.area}\"']").click()


def by_link(deck: DeckPage, city: MapCity) -> None:
    deck.open_in_sight(f"/food-safety?city={city.key}&area={city.area}&lang=en")


def by_click(deck: DeckPage, city: MapCity) -> None:
    """On the area that lies there, wherever no place is drawn on it: the city as a whole has none."""
    name = deck.page.evaluate("(area) => area", city.area)
    spot = deck.page.evaluate(
        """(area) => {
          for (const path of document.querySelectorAll(".map-frame path.area")) {
            const box = path.getBoundingClientRect();
            for (let x = box.left + 2; x < box.right; x += 3) for (let y = box.top + 2; y < box.bottom; y += 3)
              if (document.elementFromPoint(x, y) === path) return [x, y];
          }
        }""",
        name,
    )
    deck.page.mouse.click(*spot)


def by_keys(deck: DeckPage, _city: MapCity) -> None:
    deck.page.locator(".map-frame .leaflet-container").focus()
    deck.page.keyboard.press("ArrowRight")
    deck.page.keyboard.press("Enter")


def by_select(deck: DeckPage, _city: MapCity) -> None:
    control = deck.page.locator(".sidebar input[id*='\"area\"']")
    control.click()
    control.press("ArrowDown")
    control.press("ArrowUp")
    # In one go: a list that is closed while it still scrolls to its last option.
    control.press("Enter")


#: By a link last: there is no way back from it.
WAYS = {
    "click": by_click,
    "list": by_list,
    "select": by_select,
    "keys": by_keys,
    "script": choose_area,
    "link": by_link,
}


@pytest.mark.parametrize("city", [SHENZHEN, FLATLAND], ids=["shenzhen", "flatland"])
def test_the_map_fits_the_chosen_area_however_it_was_chosen(
    open_deck: OpenDeck, map_cities: Server, city: MapCity
) -> None:
    """One way after another, each from the whole city, which the way back leads to."""
    with open_deck(map_cities.address) as deck:
        open_map(deck, f"/food-safety?city={city.key}&lang=en")
        for way, choose in WAYS.items():
            assert share_of_room(deck.page) > 0.8, way
            choose(deck, city)
            deck.page.wait_for_function("() => Boolean(window.citydeck.view().area)")
            settle(deck)
            assert deck.page.evaluate(FRAMES_ASKED) == 0, way
            # At the lowest level, or where nothing is known below it, the chosen area stands among its neighbours.
            among = deck.page.locator(".map-frame path.area-selected").count()
            assert share_of_room(deck.page, ".area-selected" if among else "") > (0.45 if among else 0.8), way
            if way != "link":
                deck.page.go_back()
                deck.page.wait_for_function("() => !window.citydeck.view().area")
                settle(deck)


def test_arrow_keys_say_each_area_with_its_value_and_enter_drills(open_deck: OpenDeck, map_cities: Server) -> None:
    with open_deck(map_cities.address) as deck:
        open_map(deck, f"/services?city={LAKESIDE.key}&lang=en&measure=requests")
        stops = "() => document.querySelectorAll('.map-frame [tabindex=\"0\"]').length"
        assert deck.page.evaluate(stops) == 1
        deck.page.locator(".map-frame .leaflet-container").focus()
        said = deck.page.locator(".map-said")
        deck.page.keyboard.press("ArrowRight")
        first = said.inner_text()
        assert first.startswith("Community ") and ": Requests " in first
        deck.page.keyboard.press("ArrowLeft")
        deck.page.keyboard.press("ArrowDown")
        assert said.inner_text() != first
        deck.page.keyboard.press("Enter")
        deck.page.wait_for_function("() => (window.citydeck.view().area || '').startsWith('ca-')")


def touch(client: CDPSession, kind: str, *fingers: tuple[float, float]) -> None:
    points = [{"x": x, "y": y, "id": index} for index, (x, y) in enumerate(fingers)]
    client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def test_on_a_phone_one_finger_scrolls_the_page_and_two_move_the_map(open_deck: OpenDeck, map_cities: Server) -> None:
    pane = """() => document.querySelector(".map-frame .leaflet-map-pane").style.transform
      + document.querySelector(".map-frame path.area").getAttribute("d")"""
    with open_deck(map_cities.address, size=PHONE, has_touch=True, is_mobile=True) as deck:
        open_map(deck, f"/services?city={LAKESIDE.key}&lang=en")
        box = deck.page.locator(".map-frame .leaflet-container").bounding_box()
        assert box
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        client = deck.page.context.new_cdp_session(deck.page)
        before, scrolled = deck.page.evaluate(pane), deck.page.evaluate("() => scrollY")
        touch(client, "touchStart", (x, y))
        for step in range(1, 15):
            touch(client, "touchMove", (x, y - step * 12))
        touch(client, "touchEnd")
        deck.page.wait_for_function("(from) => scrollY > from + 50", arg=scrolled)
        assert deck.page.evaluate(pane) == before
        settle(deck)
        box = deck.page.locator(".map-frame .leaflet-container").bounding_box()
        assert box
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        touch(client, "touchStart", (x - 30, y), (x + 30, y))
        for step in range(1, 9):
            touch(client, "touchMove", (x - 30 + step * 4, y + step * 6), (x + 30 + step * 4, y + step * 6))
        touch(client, "touchEnd")
        deck.page.wait_for_function(f"(before) => ({pane})() !== before", arg=before)


def test_what_the_reader_zoomed_to_stays_with_a_new_snapshot(open_deck: OpenDeck, map_cities: Server) -> None:
    """The same view is answered again, as it is when a newer snapshot comes."""
    with open_deck(map_cities.address) as deck:
        open_map(deck, "/food-safety?city=shenzhen&lang=en")
        fitted = share_of_room(deck.page)
        for _ in range(2):
            deck.page.locator(".map-frame .leaflet-control-zoom-out").click()
        deck.page.evaluate(STILL)
        zoomed = share_of_room(deck.page)
        assert zoomed < fitted
        deck.page.evaluate("() => window.citydeck.select({ measure: 'inspections_per_100' })")
        expect(deck.page.locator(".map-legend .legend-title")).to_have_text("Visits per 100 premises")
        deck.page.evaluate(STILL)
        assert share_of_room(deck.page) == pytest.approx(zoomed, abs=0.02)


def test_another_of_many_cities_is_chosen_by_typing_and_a_wall_goes_on_to_the_next(
    open_deck: OpenDeck, map_cities: Server
) -> None:
    """By its name in another language; the page knew two cities before it was typed into."""
    with open_deck(map_cities.address) as deck:
        open_map(deck, f"/services?city={LAKESIDE.key}&lang=en")
        chooser = deck.page.get_by_role("textbox", name="City")
        chooser.click()
        chooser.fill("深圳")
        deck.page.get_by_role("option", name="Shenzhen").click()
        deck.page.wait_for_function("() => window.citydeck.view().city === 'shenzhen'")
        expect(chooser).to_have_value("Shenzhen")
        remembered = deck.page.evaluate("JSON.parse(localStorage.getItem('citydeck-recent-cities'))")
        # The page of the new city remembers it too, once it is laid out: before those chosen earlier.
        assert remembered in ([LAKESIDE.key], ["shenzhen", LAKESIDE.key])
        deck.page.go_back()
        deck.page.wait_for_function(f"() => window.citydeck.view().city === '{LAKESIDE.key}'")
        expect(chooser).to_have_value("Lakeside")

        deck.page.goto(f"/wall?city={LAKESIDE.key},shenzhen&lang=en&playlist=services")
        deck.page.wait_for_function(BEGUN)
        deck.page.evaluate("() => window.citydeck.wall.step(99)")
        deck.page.wait_for_function("() => location.search.startsWith('?city=shenzhen,')")
        deck.page.wait_for_function(BEGUN)
        assert not deck.heard.errors
