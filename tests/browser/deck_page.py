"""A page of the deck in a browser: the waits that its own marks allow, and what it must never do."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request, TimeoutError

#: Everything is drawn, out of sight too: no part waits, panels have a body, tables rows, charts their layers.
DRAWN = """() => {
  const bodies = [...document.querySelectorAll(".panel-body")];
  window.citydeck?.drawWhole();
  const waits = document.querySelector("[aria-busy='true'], [data-dash-is-loading='true']");
  return Boolean(document.querySelector("#content")) && !waits
    && bodies.every((body) => body.children.length > 0)
    && [...document.querySelectorAll(".panel-body .chart")].every((chart) => chart.querySelector(".chart-area"));
}"""
#: How often a page is looked at while it is waited for: at every frame, the default, looking takes a sixth of a load.
LOOK_MS = 100
#: The keys of the panels that still wait, and what else does.
WAITING = """() => [...document.querySelectorAll("[aria-busy='true'], [data-dash-is-loading='true']")]
  .map((each) => each.dataset.part || each.id || each.className).join(", ")"""
#: What each panel shows, by its key: its words and lines.
PANELS = """() => {
  const shown = (panel) => {
    const lines = [...panel.querySelectorAll(".chart path")].map((path) => path.getAttribute("d"));
    return panel.querySelector(".panel-body").textContent + lines.join();
  };
  const panels = [...document.querySelectorAll("section[data-panel]")];
  return Object.fromEntries(panels.map((panel) => [panel.dataset.panel, shown(panel)]));
}"""
#: The keys of the panels that show a chart.
CHARTS = """() => [...document.querySelectorAll("section[data-panel]")]
  .filter((panel) => panel.querySelector(".chart")).map((panel) => panel.dataset.panel)"""
DIFFER = f"([before, keys]) => {{ const now = ({PANELS})(); return keys.every((key) => now[key] !== before[key]); }}"


@dataclass
class Heard:
    """What a page asked for and said: all requests, those to other hosts, and errors in its console."""

    host: str
    requests: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        self.requests.append(request.url)
        if parts.scheme not in {"data", "blob"} and parts.netloc != self.host:
            self.elsewhere.append(request.url)

    def console(self, message: ConsoleMessage) -> None:
        # An address that no page has, or of a thing that nobody knows, is 404, which Chromium says of the page itself.
        path = urlsplit(message.location.get("url", "")).path
        missing = "status of 404" in message.text and path.rpartition("/")[2].startswith("no-such-")
        if message.type == "error" and not missing:
            self.errors.append(f"{message.text} ({message.location.get('url', '')})")


class DeckPage:
    """One browser page of the deck."""

    def __init__(self, page: Page, host: str) -> None:
        self.page = page
        self.heard = Heard(host)
        page.on("request", self.heard.request)
        page.on("console", self.heard.console)
        page.on("pageerror", lambda error: self.heard.errors.append(str(error)))

    def open(self, address: str) -> None:
        """Go to an address of the deck and wait until everything on it is drawn."""
        self.page.goto(address, wait_until="load")
        self.wait_drawn()

    def wait_drawn(self) -> None:
        """Wait until no part of the page waits, in sight or not, and every figure has its layers."""
        try:
            self.page.wait_for_function(DRAWN, polling=LOOK_MS)
        except TimeoutError:
            raise AssertionError(f"not drawn: {self.page.evaluate(WAITING)}; console: {self.heard.errors}") from None

    def wait_map(self, areas: int) -> None:
        """Wait until the map has shapes for that many areas."""
        self.page.wait_for_function(
            "(areas) => document.querySelectorAll('.leaflet-pane path.leaflet-interactive').length >= areas",
            arg=areas, polling=LOOK_MS,
        )  # fmt: skip

    def panels(self) -> dict[str, str]:
        """What each panel shows, by its key."""
        shown = self.page.evaluate(PANELS)
        assert isinstance(shown, dict)
        return shown

    def charts(self) -> set[str]:
        """The keys of the panels that show a chart."""
        return set(self.page.evaluate(CHARTS))

    def wait_panels_differ(self, before: dict[str, str], keys: set[str]) -> None:
        """Wait until each of these panels shows something else than before."""
        try:
            self.page.wait_for_function(DIFFER, arg=[before, sorted(keys)], polling=LOOK_MS)
        except TimeoutError:
            now = self.panels()
            raise AssertionError(f"still the same: {sorted(key for key in keys if now[key] == before[key])}") from None

    def tiles(self) -> list[str]:
        """The words of each tile."""
        return self.page.locator(".tiles > *").all_inner_texts()

    def view(self) -> dict[str, str]:
        """The view that the page's scripts hold."""
        return dict(self.page.evaluate("() => window.citydeck.view()"))

    def background(self) -> str:
        """The colour behind the page, as the browser computed it."""
        return str(self.page.evaluate("() => getComputedStyle(document.body).backgroundColor"))
