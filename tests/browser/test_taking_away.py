"""What is taken away in a browser: pictures with their words, whatever letters the machine has; files and refusals."""

from __future__ import annotations

import base64

from playwright.sync_api import expect

from tests.browser.deck_page import DeckPage

#: Of a picture's head how many dots are no background: letters leave thousands, no letter leaves none.
DOTS = """async (address) => {
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width, image.height];
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, 120);
  const [red, green, blue] = data;
  let dots = 0;
  for (let at = 0; at < data.length; at += 4) {
    dots += data[at] !== red || data[at + 1] !== green || data[at + 2] !== blue;
  }
  return [image.width, image.height, dots];
}"""


def test_a_picture_of_dots_has_its_chinese_words(deck: DeckPage) -> None:
    """An SVG drawn as an image has no font of its page: it brings those of its letters, and waits for them."""
    deck.open("/services?city=riverton&lang=zh")
    panel = deck.page.locator("section[data-panel=requests]")
    panel.scroll_into_view_if_needed()
    deck.wait_drawn()
    panel.locator("summary").first.click()
    with deck.page.expect_download() as taken:
        panel.locator("[data-export=png]").click()
    picture = base64.b64encode(taken.value.path().read_bytes()).decode()
    width, height, dots = deck.page.evaluate(DOTS, f"data:image/png;base64,{picture}")
    assert (width, height) == (1920, 1080)
    assert dots > 2000


def test_a_file_of_records_is_taken_under_its_own_name(deck: DeckPage) -> None:
    deck.open("/services?city=riverton")
    panel = deck.page.locator("section[data-panel=requests]")
    panel.scroll_into_view_if_needed()
    deck.wait_drawn()
    panel.locator("summary").first.click()
    with deck.page.expect_download() as taken:
        panel.locator("[data-export=csv]").click()
    assert taken.value.suggested_filename.startswith("services_requests_Riverton")
    assert taken.value.path().read_text("utf-8-sig").startswith("week,")
    expect(panel.locator("[role=alert]")).to_have_count(0)
