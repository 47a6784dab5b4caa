"""Figures that are HTML: drawn inside their panels, readable, over nothing else; chosen, hovered and turned."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from components.panel.record_table import PAPER_ROWS
from tests.browser.conftest import OpenDeck
from tests.browser.deck_page import DeckPage

#: What of a figure's words and marks lies outside its panel, over another word of it, or is too small to read.
FAULTS = """() => [...document.querySelectorAll(".panel .figure")].flatMap((figure) => {
  const panel = figure.closest(".panel");
  const frame = panel.getBoundingClientRect();
  const words = [...figure.querySelectorAll(".bars th, .bars td span:not(.bar), .cells th, .cells td, .plot-label, "
    + ".flow-name, .flow-step, .plot-line > span, .figure-note, .turn, .figure-legend li")]
    .filter((each) => each.textContent.trim() && each.checkVisibility({ visibilityProperty: true }))
    .filter((each) => !each.closest(".visually-hidden"));
  const scrolls = figure.scrollWidth > figure.clientWidth + 1;
  const boxes = words.map((each) => {
    const range = document.createRange();
    range.selectNodeContents(each);
    return { text: `${panel.dataset.panel}: ${each.textContent}`, box: range.getBoundingClientRect(),
      size: parseFloat(getComputedStyle(each).fontSize) };
  });
  const outside = boxes.filter(({ box }) => !scrolls && (box.left < frame.left - 1 || box.right > frame.right + 1));
  const small = boxes.filter(({ size }) => size < 11);
  const over = boxes.flatMap((one, index) => boxes.slice(index + 1).filter(({ box }) =>
    Math.min(one.box.right, box.right) - Math.max(one.box.left, box.left) > 1.5
    && Math.min(one.box.bottom, box.bottom) - Math.max(one.box.top, box.top) > 2.5)
    .map((other) => ({ text: `${one.text} over ${other.text}` })));
  return [...outside.map(({ text }) => `outside ${text}`), ...small.map(({ text }) => `small ${text}`),
    ...over.map(({ text }) => text)];
})"""

#: What of a printed page is larger than the room it has: maps of their frames, the sheet (703 pixels), tables, lists.
CUT_ON_PAPER = """() => [...document.querySelectorAll(".map-frame, .record-table, .alert-list")].filter((each) => {
  const { width, height } = each.getBoundingClientRect();
  const drawn = (each.firstElementChild ?? each).getBoundingClientRect();
  return drawn.width > width + 1 || drawn.height > height + 1 || each.matches(".map-frame") && width > 703;
}).map((each) => each.closest(".panel").dataset.panel)"""


#: A table of many rows and wide columns, and a list that scrolls, as a city of many payments has them.
MANY_RECORDS = """() => {
  const table = document.querySelector(".record-table > table");
  table.classList.add("long");
  table.style.minWidth = "130rem";
  document.querySelector(".alert-list").style.maxHeight = "2rem";
}"""


#: Writes both signs into the first ranking, as `ranking_bars` does: its longest bar then, as a part of its table.
BOTH_SIDES = """() => {
  const table = [...document.querySelectorAll("table.bars:not(.bullets)")].find(({ offsetWidth }) => offsetWidth);
  const lines = [...table.querySelectorAll("td > div")].filter(({ offsetWidth }) => offsetWidth);
  lines.forEach((line, index) => {
    line.className = index % 2 ? "below" : "above";
    line.removeAttribute("style");
    for (const [name, value] of [["zero", 0.5], ["share", 0.5], ["above", "9ch"], ["below", "9ch"]])
      line.style.setProperty(`--${name}`, value);
    line.lastElementChild.textContent = index % 2 ? "-CN¥1.81B" : "CN¥1.68B";
  });
  return Math.max(...lines.map((line) => line.firstElementChild.offsetWidth)) / table.offsetWidth;
}"""

PHONE = (390, 844)


@pytest.mark.parametrize("address", ["/services", "/food-safety", "/fiscal"])
def test_words_of_figures_lie_inside_their_panels_and_over_nothing(open_deck: OpenDeck, address: str) -> None:
    """On a phone that becomes a desk and a screen of 4K; `test_words_in_sight` looks at pages opened in these."""
    with open_deck() as deck:
        deck.lay_out(PHONE)
        deck.open(f"{address}?city=riverton")
        assert deck.page.locator(".bars tbody tr").count() > 0
        for size in (PHONE, (1440, 900), (3840, 2160)):
            deck.lay_out(size)
            deck.wait_drawn()
            assert (size, deck.page.evaluate(FAULTS)) == (size, [])
        deck.lay_out(PHONE)
        assert deck.page.evaluate(BOTH_SIDES) > 0.22
        assert deck.page.evaluate(FAULTS) == []


def test_a_row_is_chosen_by_a_click_anywhere_on_it_and_taken_back_by_key(deck: DeckPage) -> None:
    deck.open("/services?city=riverton")
    row = deck.page.locator("[data-panel=by_channel] .bars tbody:not([hidden]) tr").first
    row.scroll_into_view_if_needed()
    bar = row.locator(".bar").bounding_box()
    assert bar is not None
    deck.page.mouse.click(bar["x"] + bar["width"] / 2, bar["y"] + bar["height"] / 2)
    deck.page.wait_for_function("() => window.citydeck.view().channel")
    deck.wait_drawn()
    button = deck.page.locator("[data-panel=by_channel] .bars [aria-pressed=true]").first
    expect(button).to_be_visible()
    button.focus()
    deck.page.keyboard.press("Enter")
    deck.page.wait_for_function("() => !window.citydeck.view().channel")


#: How the names of a flow are kept apart from the bands below them: what is painted first, how wide, and whether it is
#: of the panel's own colour.
HALO = """() => {
  const { paintOrder, webkitTextStrokeWidth: width, webkitTextStrokeColor: colour } =
    getComputedStyle(document.querySelector(".flow-wide .flow-name b"));
  const panel = getComputedStyle(document.querySelector("section[data-panel=payment_flow]")).backgroundColor;
  return [paintOrder.split(" ")[0], parseFloat(width) >= 4, colour === panel];
}"""


def test_a_bar_of_a_flow_narrows_the_whole_page(deck: DeckPage) -> None:
    deck.open("/fiscal?city=riverton")
    assert deck.page.evaluate(HALO) == ["stroke", True, True]
    deck.page.locator("[data-panel=payment_flow] .flow-wide [data-value=Surfaces] .flow-bar").click()
    deck.page.wait_for_function("() => window.citydeck.view().programme === 'Surfaces'")
    deck.wait_drawn()
    expect(deck.page.locator("[data-panel=payment_flow] .flow-wide [aria-pressed=true]")).to_contain_text("Surfaces")
    expect(deck.page.locator("section[data-panel=payment_flow]")).not_to_contain_text("Bolt Plc")


def test_what_is_known_of_a_row_stands_beside_the_pointer_inside_the_window(deck: DeckPage) -> None:
    deck.open("/services?city=riverton")
    row = deck.page.locator("[data-panel=services] .bars tbody:not([hidden]) tr").first
    row.hover()
    tip = deck.page.locator(".mark-tip")
    expect(tip).to_contain_text(row.locator("th").inner_text())
    box, view = tip.bounding_box(), deck.page.viewport_size
    assert box is not None and view is not None
    assert box["x"] >= 0 and box["x"] + box["width"] <= view["width"]
    assert box["y"] >= 0 and box["y"] + box["height"] <= view["height"]
    deck.page.keyboard.press("Escape")
    expect(tip).to_have_count(0)


def test_a_ranking_that_was_turned_stays_turned_in_another_view(deck: DeckPage) -> None:
    deck.open("/services?city=riverton")
    panel = deck.page.locator("section:has([data-turn])").first
    key = panel.get_attribute("data-panel")
    names = panel.locator("tbody:visible th")
    before = names.all_inner_texts()
    panel.locator("[data-turn]").click()
    assert names.all_inner_texts() == before[::-1]
    deck.page.evaluate("() => window.citydeck.select({ since: '2025-01-01', until: '2025-12-31' })")
    deck.wait_drawn()
    shown = deck.page.locator(f"section[data-panel={key}] tbody:visible")
    orders = deck.page.locator(f"section[data-panel={key}] [data-turn]")
    if orders.count():
        expect(shown).to_have_attribute("data-rows", "smallest")


#: The width that each chart of a page was drawn for.
DRAWN_WIDTHS = "() => [...document.querySelectorAll('.chart > svg')].map((each) => each.viewBox.baseVal.width)"


#: How many rows of a table of so many go on paper, and what stands below them.
ON_PAPER = """(count) => {
  const [table] = document.querySelectorAll(".record-table"), body = table.querySelector("tbody");
  while (body.children.length < count) body.append(body.lastElementChild.cloneNode(true));
  const shown = [...body.children].filter((row) => getComputedStyle(row).display !== "none").length;
  return [shown, getComputedStyle(table, "::after").content];
}"""


def test_a_printed_sheet_is_light_and_the_screen_dark_again_after_it(open_deck: OpenDeck) -> None:
    with open_deck(color_scheme="dark") as deck:
        deck.open("/fiscal?city=riverton")
        dark, widths = deck.background(), deck.page.evaluate(DRAWN_WIDTHS)
        deck.page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
        assert set(deck.page.evaluate(DRAWN_WIDTHS)) == {677}, "the 703 px of a sheet, without a panel's edges"
        deck.page.emulate_media(media="print", color_scheme="dark")
        assert deck.background() == "rgb(255, 255, 255)"
        assert not deck.page.locator(".sidebar").is_visible()
        deck.page.evaluate(MANY_RECORDS)
        assert deck.page.evaluate(CUT_ON_PAPER) == []
        assert deck.page.evaluate(ON_PAPER, PAPER_ROWS) == [PAPER_ROWS, "none"]
        note = "On paper the table ends after row 40. The menu's download has all of it."
        assert deck.page.evaluate(ON_PAPER, PAPER_ROWS + 1) == [PAPER_ROWS, f'"{note}"']
        deck.page.emulate_media(media="screen", color_scheme="dark")
        deck.page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
        assert deck.background() == dark
        deck.page.wait_for_function(f"(widths) => String(({DRAWN_WIDTHS})()) === String(widths)", arg=widths)


def test_a_name_longer_than_its_column_takes_another_line_of_a_long_table(deck: DeckPage) -> None:
    deck.open("/food-safety?city=riverton&lang=en")
    grows, is_cut = deck.page.evaluate(
        """() => {
          const table = document.querySelector(".record-table > table");
          table.classList.add("long");
          const cell = table.querySelector("tbody td:not(.number)");
          cell.classList.remove("short"); // of a short table
          const before = cell.offsetHeight;
          cell.textContent = "The costs of claims and administration ".repeat(12);
          return [cell.offsetHeight > before, cell.scrollWidth > cell.clientWidth];
        }"""
    )
    assert (grows, is_cut) == (True, False)
