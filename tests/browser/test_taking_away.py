"""What is taken away in a browser: pictures with their words, whatever letters the machine has; files and refusals."""

from __future__ import annotations

import base64

from playwright.sync_api import Download, expect

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


def take(deck: DeckPage, address: str, kind: str) -> Download:
    """Open a page and take the requests' panel away as a file of that kind, by its menu."""
    deck.open(address)
    panel = deck.page.locator("section[data-panel=requests]")
    panel.scroll_into_view_if_needed()
    deck.wait_drawn()
    panel.locator("summary").first.click()
    with deck.page.expect_download() as taken:
        panel.locator(f"[data-export={kind}]").click()
    return taken.value


def test_a_picture_of_dots_has_its_chinese_words(deck: DeckPage) -> None:
    """An SVG drawn as an image has no font of its page: it brings those of its letters, and waits for them."""
    taken = take(deck, "/services?city=riverton&lang=zh", "png")
    picture = base64.b64encode(taken.path().read_bytes()).decode()
    width, height, dots = deck.page.evaluate(DOTS, f"data:image/png;base64,{picture}")
    assert (width, height) == (1920, 1080)
    assert dots > 2000


def test_a_file_of_records_is_taken_under_its_own_name(deck: DeckPage) -> None:
    taken = take(deck, "/services?city=riverton", "csv")
    assert taken.suggested_filename.startswith("services_requests_Riverton")
    assert taken.path().read_text("utf-8-sig").startswith("week,")
    expect(deck.page.locator("section[data-panel=requests] [role=alert]")).to_have_count(0)
