"""A page of the deck in a browser: the waits that its own marks allow, and what it must never do."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import CDPSession, ConsoleMessage, Error, Page, Request, TimeoutError, ViewportSize

#: Everything is drawn, out of sight too: no part waits, panels have a body, tables rows, charts their layers.
DRAWN = """() => {
  const bodies = [...document.querySelectorAll(".panel-body")];
  window.citydeck?.drawWhole();
  const waits = document.querySelector("[aria-busy='true'], [data-dash-is-loading='true']");
  return Boolean(document.querySelector("#content")) && !waits
    && bodies.every((body) => body.children.length > 0)
    && [...document.querySelectorAll(".panel-body .chart")].every((chart) => chart.querySelector(".chart-area"));
}"""
#: What is in sight or near is drawn, as for a reader who does not scroll; nobody asks for the other panels yet.
IN_SIGHT_DRAWN = """() => {
  const isInSight = (element) => {
    const { top, bottom, height } = element.getBoundingClientRect();
    return element.hasAttribute("data-near") || (height > 0 && bottom > 0 && top < window.innerHeight);
  };
  const inSight = (selector) => [...document.querySelectorAll(selector)].filter(isInSight);
  return Boolean(document.querySelector("#content [data-version], #content h1"))
    && inSight("[aria-busy='true'], [data-dash-is-loading='true']").length === 0
    && inSight(".panel-body").every((body) => body.children.length > 0)
    && inSight(".panel-body .chart").every((chart) => chart.querySelector(".chart-area"));
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

#: A window that no test asks for.
UNUSED_SIZE: ViewportSize = {"width": 801, "height": 601}


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

    def mistake(self, error: Error) -> None:
        self.errors.append(str(error))


class DeckPage:
    """One browser page of the deck."""

    def __init__(self, page: Page, host: str) -> None:
        self.page = page
        self.heard = Heard(host)
        self._small: CDPSession | None = None
        page.on("request", self.heard.request)
        page.on("console", self.heard.console)
        page.on("pageerror", self.heard.mistake)

    def lay_out(self, size: tuple[int, int]) -> None:
        """Give the window that size and paint it at a twentieth, for tests that look at places and at no pixel.

        What the page knows of its window, and so its layout, is that of the whole size; a mouse would miss.
        """
        width, height = size
        if self._small is None:
            self._small = self.page.context.new_cdp_session(self.page)
        shown = {"width": width, "height": height, "screenWidth": width, "screenHeight": height}
        self._small.send(
            "Emulation.setDeviceMetricsOverride", {**shown, "deviceScaleFactor": 1, "mobile": False, "scale": 0.05}
        )

    def let_go(self) -> None:
        """Hear no more of the page, which the next test may go on with, and paint it whole again."""
        if self._small is not None:
            self._small.detach()
            self.page.set_viewport_size(UNUSED_SIZE)  # Playwright sends no size that it sent last
        self.page.remove_listener("request", self.heard.request)
        self.page.remove_listener("console", self.heard.console)
        self.page.remove_listener("pageerror", self.heard.mistake)

    def open(self, address: str) -> None:
        """Go to an address of the deck and wait until everything on it is drawn."""
        self.page.goto(address, wait_until="load")
        self.wait_drawn()

    def open_in_sight(self, address: str) -> None:
        """Go to an address and wait until what is in sight is drawn: half of the work where no more is looked at."""
        self.page.goto(address, wait_until="load")
        self.wait_in_sight()

    def wait_drawn(self) -> None:
        """Wait until no part of the page waits, in sight or not, and every figure has its layers."""
        self._wait(DRAWN)

    def wait_in_sight(self) -> None:
        """Wait until no part in sight waits."""
        self._wait(IN_SIGHT_DRAWN)

    def _wait(self, drawn: str) -> None:
        try:
            self.page.wait_for_function(drawn, polling=LOOK_MS)
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
