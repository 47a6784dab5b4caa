"""What a browser asks in one visit, and what strangers make of it: every request changed by chance."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from hypothesis import strategies as st

from tests.city_with_records import CITY
from tests.pages.asking import LAYOUTS, page_request


@dataclass(frozen=True)
class Sent:
    """One request: what a test sends, or what it made of another one. `body` is JSON, or bytes as they are."""

    method: str
    address: str
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def data(self) -> bytes | None:
        """The body as it goes over the wire."""
        return self.body if self.body is None or isinstance(self.body, bytes) else json.dumps(self.body).encode()


HEARTBEAT = {
    "wall": "wall-nzgxiz", "city": CITY, "scene": "overview", "playlist": "all", "version": "b3aaa4e160f6",
    "screen_inches": 55, "distance_m": 5, "refreshes": 8, "memory_mb": 29.6, "nodes": 1389, "up_seconds": 1,
    "data_until": "30 Jun 2025", "dropped": ["Map"], "key": "0123456789abcdef0123456789abcdef",
}  # fmt: skip
JSON_TYPE = {"Content-Type": "application/json"}
VIEW = f"city={CITY}&lang=en"


def session() -> list[Sent]:
    """The requests of a visit: pages, their parts, shapes, names, records to take away, a wall."""
    asked = [
        "/", f"/services?{VIEW}&area=NW&since=2025-01-01&until=2025-06-30", "/services/noise", "/food-safety/p1",
        "/fiscal/cases/a1b2c3d4e5f6", "/data", f"/wall?{VIEW}&screen=55&distance=5&playlist=day&wall=lobby",
        "/_dash-layout", "/_dash-dependencies", "/theme.css", "/assets/css/base.css?m=1.5",
        "/_favicon.ico",
        "/_dash-component-suites/dash_leaflet/async-GeoJSON.js", "/cities/en/6dc769da39dd.json",
        "/files/6dc769da39dd/page.css", "/js/ace54e5bbb2e/first.js", "/healthz", "/readyz", "/metrics", "/_reload-hash",
        f"/api/snapshots/{CITY}?as_of=2025-07-01", f"/api/names/{CITY}?q=comp+noi&{VIEW}",
        f"/api/wall/{CITY}?scene=services&{VIEW}&fleet={CITY},other",
        f"/geometry/{CITY}/district/all/a9a419b9970c.geojson",
        f"/view/149a02c00f83c7b4/services?{VIEW}&area=NW&channel=app|web&parts=frame,tiles",
        f"/view/149a02c00f83c7b4/food_safety?{VIEW}&compare=previous&measure=inspections&parts=map,panel.premises",
        f"/view/149a02c00f83c7b4/economy?{VIEW}&as_of=2025-07-01&parts=tiles",
        f"/export/services/requests.csv?{VIEW}&service=noise", f"/export/services/requests.csv-metadata.json?{VIEW}",
        f"/export/food_safety/premises.xlsx?{VIEW}&area=NW", f"/export/services/requests.figure.json?{VIEW}",
        f"/export/fiscal/departments.parquet?{VIEW}",
    ]  # fmt: skip
    pages = [("/services", f"?{VIEW}&area=NW"), ("/food-safety", ""), ("/services/noise", f"?{VIEW}"), ("/wall", "")]
    posted = [Sent("POST", LAYOUTS, page_request(*page), JSON_TYPE) for page in pages]
    posted.append(Sent("POST", "/api/heartbeat", HEARTBEAT, JSON_TYPE))
    return [*(Sent("GET", address) for address in asked), *posted]


#: Percent-encoded: no text, half a surrogate, a zero byte, signs of paths, of markup, of SQL, of formulas and formats.
NASTY = (
    "", "%ff%fe", "%ed%a0%80", "%00", "..%2f..%2fetc%2fpasswd", "%3Cscript%3E", "'%20OR%201=1--", "%7B0%7D%25s", CITY,
    "NW", "-1", "1e999", "9" * 400, "2025-02-30", "9999-12-31", "0001-01-01", "previous", "2025-01-01..9999-12-31", "|",
    "a" * 3000, "%E2%80%AE", "%", "nan", "null", "%5B1-9%5D", "*", "zh", "%F0%9F%9A%92", "%0d%0aX: 1", "0", "true",
)  # fmt: skip
WRONG: tuple[Any, ...] = (
    None, True, -1, 1e308, 10**30, "", "\ud800", "\x00", "../../etc/passwd", "<script>", [], {}, [[]], {"a": 1},
    "x" * 5000, "?city=riverton&area=riverton", f"?area={CITY}&area={CITY}", "?service_id=a&service_id=b&=&&;",
    "?since=9999-12-31&as_of=0001-01-01", "/services/" + "%2e%2e/" * 20, "//evil.example", "?query=1&service_id=<b>",
)  # fmt: skip
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE")
HEADERS = (
    ("Accept-Encoding", "gzip;q=nan, br;q=-1"), ("Accept-Language", "\xff;q=2,,;;zh-" + "x" * 300),
    ("If-None-Match", 'W/"' + "x" * 500), ("Cookie", "citydeck-language=<b>; citydeck-language"),
    ("Range", "bytes=5-1"),
    ("X-Request-ID", "a b\tc"), ("If-Modified-Since", "yesterday"), ("Host", "evil.example"),
    ("Content-Type", "text/x"), ("Content-Type", "application/json; charset=klingon"),
    ("X-Forwarded-For", "::"),
)  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where in a JSON value something can be changed, itself included."""
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield from places(each, (*path, key))


def changed(value: Any, path: tuple[Any, ...], new: Any, *, dropped: bool = False) -> Any:
    """The JSON value with another one at that place, or with nothing there."""
    if not path:
        return new
    value = deepcopy(value)
    inner = value
    for key in path[:-1]:
        inner = inner[key]
    if dropped:
        del inner[path[-1]]
    else:
        inner[path[-1]] = new
    return value


@st.composite
def hostile(draw: st.DrawFn) -> Sent:
    """A request of the session with one to three things changed."""
    sent = draw(st.sampled_from(session()))
    for _ in range(draw(st.integers(1, 3))):
        sent = draw(_CHANGES[draw(st.sampled_from(sorted(_CHANGES)))](sent))
    return sent


@st.composite
def _path(draw: st.DrawFn, sent: Sent) -> Sent:
    path, mark, query = sent.address.partition("?")
    parts = path.split("/")
    place = draw(st.integers(0, len(parts) - 1))
    parts[place : place + 1] = draw(
        st.sampled_from([[each] for each in NASTY]) | st.sampled_from([[], parts[place:], ["..", ".."]])
    )
    return Sent(sent.method, "/" + "/".join(parts).lstrip("/") + mark + query, sent.body, sent.headers)


@st.composite
def _query(draw: st.DrawFn, sent: Sent) -> Sent:
    path, _, query = sent.address.partition("?")
    pairs = [pair.partition("=") for pair in query.split("&")]
    place = draw(st.integers(0, len(pairs) - 1))
    key, _, value = pairs[place]
    nasty = draw(st.sampled_from(NASTY) | st.text(max_size=20).map(lambda text: quote(text, errors="replace")))
    pairs[place : place + 1] = draw(
        st.sampled_from(
            [[(key, "=", nasty)], [(key, "=", value), (key, "=", nasty)], [(nasty, "=", value)], [(key, "", "")], []]
        )
    )
    return Sent(sent.method, f"{path}?" + "&".join(map("".join, pairs)), sent.body, sent.headers)


@st.composite
def _body(draw: st.DrawFn, sent: Sent) -> Sent:
    if isinstance(sent.body, bytes) or sent.body is None:
        return Sent(sent.method, sent.address, draw(st.binary(max_size=40)), sent.headers)
    if draw(st.integers(0, 4)) == 0:
        whole = json.dumps(sent.body).encode()
        cut = draw(st.integers(0, len(whole)))
        return Sent(sent.method, sent.address, whole[:cut] + draw(st.binary(max_size=6)) + whole[cut:], sent.headers)
    path = draw(st.sampled_from(list(places(sent.body))))
    new = draw(st.sampled_from(WRONG))
    dropped = bool(path) and draw(st.booleans())
    return Sent(sent.method, sent.address, changed(sent.body, path, new, dropped=dropped), sent.headers)


@st.composite
def _method(draw: st.DrawFn, sent: Sent) -> Sent:
    return Sent(draw(st.sampled_from(METHODS)), sent.address, sent.body, sent.headers)


@st.composite
def _header(draw: st.DrawFn, sent: Sent) -> Sent:
    name, value = draw(st.sampled_from(HEADERS))
    return Sent(sent.method, sent.address, sent.body, {**sent.headers, name: value})


_CHANGES = {"path": _path, "query": _query, "body": _body, "method": _method, "header": _header}
