"""Where a browser's time goes in one filter: what the page's thread computes, by part, as a trace of it says.

`python -m benchmarks trace` prints a line a part, of ours and of the plain Dash page: a mean of FILTERS filters that
nobody asked before. Parts of scripts are told by the profiler's samples and the files that these name.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from playwright.sync_api import Browser

from benchmarks.contestants import Contestant, chromium, context_of, served_ours, served_plain, write_records
from benchmarks.measured import Measured
from benchmarks.stage import Stage

FILTERS = 6
#: What the browser does for the trace alone.
PROFILER = "profiler"
CATEGORIES = ["devtools.timeline", "disabled-by-default-v8.cpu_profiler", "v8", "blink", "cc", "toplevel"]
#: The part that an event of the timeline belongs to, by how its name begins.
PARTS = {
    PROFILER: ("CpuProfiler::",),
    "style": ("UpdateLayoutTree", "Document::recalcStyle", "Document::updateStyle", "ParseAuthorStyleSheet"),
    "layout": ("Layout", "LocalFrameView::performLayout", "LocalFrameView::UpdateStyleAndLayout", "HitTest",
               "IntersectionObserver"),
    "paint and layers": ("PrePaint", "Paint", "Layerize", "UpdateLayer", "Commit", "Blink.", "ProxyMain::",
                         "LocalFrameView::RunPaint"),
    "garbage collection": ("MajorGC", "MinorGC", "V8.GC", "BlinkGC", "CppGC"),
    "scripts": ("FunctionCall", "EvaluateScript", "EventDispatch", "TimerFire", "FireAnimationFrame", "RunMicrotasks",
                "v8.", "V8.", "FireIdleCallback", "BlinkScheduler_PerformMicrotaskCheckpoint"),
}  # fmt: skip
#: Whose a script is, by what its address contains; the first that fits.
SCRIPTS = {
    "/files/": {"main.js": "our scripts", "dash-renderer-and-components": "Dash, React, Mantine, Leaflet"},
    "plotly": {"": "Plotly"},
    "_dash-component-suites": {"": "Dash, React and its components"},
}
OTHER = "other"


def _part_of(name: str) -> str | None:
    return next((part for part, names in PARTS.items() if name.startswith(names)), None)


def _owner_of(url: str) -> str:
    for within, owners in SCRIPTS.items():
        if within in url:
            return next((owner for name, owner in owners.items() if name in url), "other scripts")
    return "other scripts"


def self_times_ms(events: Iterable[dict[str, Any]]) -> dict[str, float]:
    """Milliseconds by part of complete events of one thread: what an event computed without those inside it.

    An event of no part belongs to the one around it, and else to OTHER.
    """
    found: dict[str, float] = defaultdict(float)
    stack: list[tuple[float, str]] = []
    for event in sorted(events, key=lambda event: (event["ts"], -event.get("dur", 0))):
        start, length = float(event["ts"]), float(event.get("dur", 0))
        computed = float(event.get("tdur", length)) / 1000
        while stack and stack[-1][0] <= start:
            stack.pop()
        around = stack[-1][1] if stack else None
        part = _part_of(event["name"]) or around or OTHER
        found[part] += computed
        if around is not None:
            found[around] -= computed
        stack.append((start + length, part))
    return found


def script_shares(events: Iterable[dict[str, Any]]) -> Counter[str]:
    """Samples of the profiler by whose script was running, those in no script left out."""
    owners: dict[int, str] = {}
    found: Counter[str] = Counter()
    for event in events:
        profile = event["args"].get("data", {}).get("cpuProfile", {})
        for node in profile.get("nodes", ()):
            url = node["callFrame"].get("url", "")
            parent = owners.get(node.get("parent", -1), "")
            # What the browser itself does for a script, such as reading JSON, is that script's.
            owners[node["id"]] = _owner_of(url) if url else parent
        found.update(owners.get(sample, "") for sample in profile.get("samples", ()))
    del found[""]
    return found


def parts_ms(trace: dict[str, Any]) -> tuple[dict[str, float], Counter[str]]:
    """Milliseconds by part of the thread that draws the page, and how often it recalculated styles and laid out."""
    events = trace["traceEvents"]
    named = [event for event in events if event["ph"] == "M" and event["name"] == "thread_name"]
    threads = {(event["pid"], event["tid"]) for event in named if event["args"]["name"] == "CrRendererMain"}
    counts = Counter((event["pid"], event["tid"]) for event in events)
    main = max(threads, key=lambda thread: counts[thread])
    timed = [event for event in events if event["ph"] == "X" and (event["pid"], event["tid"]) == main]
    times = self_times_ms(timed)
    chunks = sorted((event for event in events if event["name"] == "ProfileChunk" and event["pid"] == main[0]),
                    key=lambda event: event["ts"])  # fmt: skip
    shares = script_shares(chunks)
    times.pop(PROFILER, None)
    scripts = times.pop("scripts", 0.0)
    whole = sum(shares.values())
    owners = {owner: scripts * samples / whole for owner, samples in shares.items()} if whole else {"scripts": scripts}
    drawn = Counter(event["name"] for event in timed if event["name"] in ("UpdateLayoutTree", "Layout"))
    return owners | dict(times), drawn


def _traced(browser: Browser, contestant: Contestant, areas: list[str]) -> tuple[list[dict[str, float]], Counter[str]]:
    context = context_of(browser)
    page = context.new_page()
    contestant.open(page)
    contestant.settled(page, areas[0])  # what is compiled with the first filter is not counted
    found, drawn = [], Counter[str]()
    for area in areas[1 : FILTERS + 1]:
        browser.start_tracing(page=page, categories=CATEGORIES)
        contestant.settled(page, area)
        parts, counts = parts_ms(json.loads(browser.stop_tracing()))
        found.append(parts)
        drawn += counts
    context.close()
    return found, drawn


def _lines(name: str, found: list[dict[str, float]], drawn: Counter[str], note: str) -> list[Measured]:
    by_part = {part: [parts.get(part, 0.0) for parts in found] for part in {part for parts in found for part in parts}}
    runs = len(found)
    shown = [Measured(f"{name}: {part}", "ms", taken, note=note)
             for part, taken in sorted(by_part.items(), key=lambda each: -sum(each[1]))]  # fmt: skip
    whole = [sum(parts.values()) for parts in found]
    times = [Measured(f"{name}: {what}", "times", [drawn[event] / runs], note=note)
             for what, event in (("styles recalculated", "UpdateLayoutTree"), ("laid out", "Layout"))]  # fmt: skip
    return [Measured(f"{name}: the page's thread, traced", "ms", whole, note=note), *shown, *times]


def run(stage: Stage) -> list[Measured]:
    """The same filters on both pages."""
    records = write_records(stage)
    areas = records.areas[: FILTERS + 1]
    note = f"{stage.city}, /services, a filter not asked before"
    lines: list[Measured] = []
    with chromium(stage) as browser:
        with served_ours(stage, records, "trace", at_rest=True) as ours:
            lines += _lines("ours", *_traced(browser, ours, areas), note)
        with served_plain(records, stage.folder / "trace-plain.log") as plain:
            lines += _lines("plain", *_traced(browser, plain, areas), note)
    return lines
