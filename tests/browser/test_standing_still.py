"""A page stands still while it fills, however late its parts come and in whichever order.

Each part is given a frame of its own, the last of the page first: on no slower machine more is seen to move.
"""

from __future__ import annotations

from tests.browser.conftest import OpenDeck
from tests.browser.words_in_sight import MOST_SHIFTED, SHIFTED
from tests.map_cities import ODDVILLE
from tests.serving import Server

#: The lines of each answer in the opposite order, each in a frame of its own.
LATE_PARTS = """(() => {
  const ask = window.fetch;
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  window.fetch = async (...asked) => {
    const answer = await ask(...asked);
    if (!String(asked[0]).includes("/view/")) return answer;
    const [version, ...parts] = (await answer.text()).split("\\n").filter(Boolean);
    const lines = [version, ...parts.reverse()];
    const send = async (controller) => {
      for (const line of lines) {
        controller.enqueue(new TextEncoder().encode(`${line}\\n`));
        await frame();
      }
      controller.close();
    };
    return new Response(new ReadableStream({ start: send }), { status: answer.status, headers: answer.headers });
  };
})()"""
NARROW, WIDE = ((1366, 768), (390, 844)), ((1920, 1080), (3840, 2160))
#: Of a city that publishes little, whose pages have panels that nothing fills.
LITTLE = ("/services", "/food-safety", f"/areas/{ODDVILLE.area}", "/food-safety/p0")
#: Of one with records of all domains, and of a district of it, of which money and forecasts are not told.
ALL = ("/fiscal", "/economy?area=NE", "/", "/fiscal/departments/roads")


def moved(opened: OpenDeck, server: Server, city: str, addresses: tuple[str, ...]) -> dict[str, float]:
    """How far what was in sight moved of each address that moved more than a reader bears: for the first reader of its
    view and the next ones, for whom the server knows what stays empty."""
    found = {}
    with opened(server.address, reduced_motion="reduce", locale="en-GB") as deck:
        deck.page.add_init_script(LATE_PARTS)
        for index, path in enumerate(addresses):
            for turn, size in enumerate((WIDE[index % 2], WIDE[index % 2], NARROW[index % 2])):
                deck.lay_out(size)
                deck.open(f"{path}{'&' if '?' in path else '?'}city={city}&lang=en")
                found[f"{path} {size[0]} reader {turn}"] = round(deck.page.evaluate(SHIFTED), 2)
    return {address: shifted for address, shifted in found.items() if shifted > MOST_SHIFTED}


def test_a_page_of_a_city_that_publishes_little(open_deck: OpenDeck, map_cities: Server) -> None:
    assert moved(open_deck, map_cities, ODDVILLE.key, LITTLE) == {}


def test_a_page_of_a_city_that_publishes_all(open_deck: OpenDeck, server: Server) -> None:
    assert moved(open_deck, server, "riverton", ALL) == {}
