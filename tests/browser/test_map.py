"""The map of four cities in a browser: what is drawn lies on top, inside and clear, and leads on by every way."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.browser.conftest import OpenDeck
from tests.browser.deck_page import DeckPage
from tests.map_cities import FLATLAND, LAKESIDE, MAP_CITIES, ODDVILLE, SHENZHEN, MapCity
from tests.serving import Server

PHONE = (390, 844)
STATES = ("fail", "pass")
EACH = pytest.mark.parametrize("city", MAP_CITIES, ids=[city.key for city in MAP_CITIES])

#: The map stands still: its areas and names are drawn, and nothing moves it any more.
STILL = """() => new Promise((done) => {
  const state = () => [...document.querySelectorAll(".map-frame path, .map-frame .leaflet-marker-icon")]
    .map((each) => each.getAttribute("d") || each.style.transform).join();
  let before = state(), times = 0;
  const look = () => {
    const now = state();
    times = now === before && now ? times + 1 : 0;
    before = now;
    if (times > 4) done(true); else setTimeout(look, 60);
  };
  look();
})"""
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


@pytest.fixture
def cities(map_cities: Server) -> Server:
    """The server of the four cities."""
    return map_cities


def open_map(deck: DeckPage, address: str) -> None:
    """Open a page and wait until its map stands still, in sight."""
    deck.open(address)
    settle(deck)


def settle(deck: DeckPage) -> None:
    """Wait until everything is drawn and the map stands still, in sight."""
    deck.wait_drawn()
    deck.page.locator(".map-frame").scroll_into_view_if_needed()
    deck.page.wait_for_function("() => document.querySelector('.map-frame path.area:not(.area-none)')")
    deck.page.evaluate(STILL)


def share_of_room(page: Page, selector: str = "") -> float:
    """How much of the map's room the areas take, of height or width, whichever is more; they lie inside."""
    boxes = page.evaluate(BOXES, selector)
    (left, top, right, bottom), room = boxes["areas"], boxes["room"]
    assert room[0] - 1 <= left and right <= room[2] + 1, boxes
    assert room[1] - 1 <= top and bottom <= room[3] + 1, boxes
    return float(max((right - left) / (room[2] - room[0]), (bottom - top) / (room[3] - room[1])))


def marks_of(deck: DeckPage) -> list[dict[str, Any]]:
    """The marks of places in sight; every one can be seen and pointed at, or another one on it."""
    marks: list[dict[str, Any]] = deck.page.evaluate(MARKS)
    assert marks
    assert all(mark["own"] for mark in marks), marks
    return marks


def single(marks: list[dict[str, Any]]) -> dict[str, Any]:
    """A place that is drawn by itself."""
    return next(mark for mark in marks if "point-" in mark["state"])


@EACH
def test_premises_lie_on_top_in_the_colour_of_their_state_and_open_their_page(
    open_deck: OpenDeck, cities: Server, city: MapCity
) -> None:
    with open_deck(cities.address) as deck:
        open_map(deck, f"/food-safety?city={city.key}&area={city.area}&lang=en")
        marks = marks_of(deck)
        colours = {state: {mark["fill"] for mark in marks if f"point-{state}" in mark["state"]} for state in STATES}
        assert all(len(found) <= 1 for found in colours.values()), colours
        assert colours["fail"].isdisjoint(colours["pass"])
        place = single(marks)
        deck.page.mouse.click(place["x"], place["y"])
        deck.page.wait_for_url("**/food-safety/p*")
        expect(deck.page.locator(".subject")).to_contain_text("Kitchen ")


#: What of the map a browser keeps as a layer of its own.
LAYERS = """() => [...document.querySelectorAll(".leaflet-map-pane, .leaflet-map-pane *")]
  .filter((each) => each.style.transform.includes("3d") || getComputedStyle(each).willChange !== "auto")
  .map((each) => each.getAttribute("class"))"""


@pytest.mark.parametrize("city", [LAKESIDE, FLATLAND], ids=["lakeside", "flatland"])
def test_requests_lie_on_top_and_a_click_chooses_what_was_reported(
    open_deck: OpenDeck, cities: Server, city: MapCity
) -> None:
    """In the other two cities single requests are withheld."""
    with open_deck(cities.address) as deck:
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


def by_list(deck: DeckPage, city: MapCity) -> None:
    deck.page.locator(".area-list summary").click()
    deck.page.locator(f".areas button[data-select*='\"{city.area}\"']").click()


def by_link(deck: DeckPage, city: MapCity) -> None:
    deck.open(f"/food-safety?city={city.key}&area={city.area}&lang=en")


def by_script(deck: DeckPage, city: MapCity) -> None:
    """What a chart, a table and a search do."""
    deck.page.evaluate("(area) => window.citydeck.select({ area })", city.area)


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
WAYS = {"click": by_click, "list": by_list, "select": by_select, "keys": by_keys, "script": by_script, "link": by_link}


@pytest.mark.parametrize("city", [SHENZHEN, FLATLAND], ids=["shenzhen", "flatland"])
def test_the_map_fits_the_chosen_area_however_it_was_chosen(open_deck: OpenDeck, cities: Server, city: MapCity) -> None:
    """One way after another, each from the whole city, which the way back leads to."""
    with open_deck(cities.address) as deck:
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


@EACH
def test_every_page_opens_on_a_measure_with_values_and_a_drill_shows_some(
    open_deck: OpenDeck, cities: Server, city: MapCity
) -> None:
    with open_deck(cities.address) as deck:
        for path in ("/", "/services", "/food-safety"):
            for area in ("", f"&area={city.area}"):
                open_map(deck, f"{path}?city={city.key}{area}&lang=en")
                assert deck.page.locator(".map-frame path.area:not(.area-none)").count() > 0
                assert deck.page.locator(".map-legend .legend-step").count() > 0


def test_a_measure_without_values_below_says_what_is_shown_in_its_place(open_deck: OpenDeck, cities: Server) -> None:
    """Nobody publishes the residents of Shenzhen's cells."""
    with open_deck(cities.address) as deck:
        open_map(deck, f"/services?city=shenzhen&area={SHENZHEN.area}&measure=requests_per_1000&lang=en")
        expect(deck.page.locator(".map-legend .legend-note")).to_contain_text(
            "Requests per 1,000 residents: no values here. Shown:"
        )


@EACH
def test_nothing_lies_on_the_map_and_the_hover_label_is_whole_inside_it(
    open_deck: OpenDeck, cities: Server, city: MapCity
) -> None:
    with open_deck(cities.address) as deck:
        open_map(deck, f"/food-safety?city={city.key}&lang=en")
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


def test_an_island_of_eighty_metres_can_be_hit(open_deck: OpenDeck, cities: Server) -> None:
    with open_deck(cities.address) as deck:
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


def test_names_lie_on_no_other_name_and_the_highest_value_has_its_own(open_deck: OpenDeck, cities: Server) -> None:
    with open_deck(cities.address, size=(1920, 1080)) as deck:
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


def test_arrow_keys_say_each_area_with_its_value_and_enter_drills(open_deck: OpenDeck, cities: Server) -> None:
    with open_deck(cities.address) as deck:
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


def test_on_a_phone_one_finger_scrolls_the_page_and_two_move_the_map(open_deck: OpenDeck, cities: Server) -> None:
    pane = """() => document.querySelector(".map-frame .leaflet-map-pane").style.transform
      + document.querySelector(".map-frame path.area").getAttribute("d")"""
    with open_deck(cities.address, size=PHONE, has_touch=True, is_mobile=True) as deck:
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


@EACH
def test_the_ground_has_land_and_sea_or_neither(open_deck: OpenDeck, cities: Server, city: MapCity) -> None:
    with open_deck(cities.address) as deck:
        open_map(deck, f"/food-safety?city={city.key}&lang=en")
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


def test_what_the_reader_zoomed_to_stays_with_a_new_snapshot(open_deck: OpenDeck, cities: Server) -> None:
    """The same view is answered again, as it is when a newer snapshot comes."""
    with open_deck(cities.address) as deck:
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
    open_deck: OpenDeck, cities: Server
) -> None:
    """By its name in another language; the page knew two cities before it was typed into."""
    with open_deck(cities.address) as deck:
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
