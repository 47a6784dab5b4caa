"""What the benchmarks reckon with: parts of a trace, and the growth of a curve."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.heap import growth_percent
from benchmarks.trace import parts_ms, script_shares, self_times_ms

OURS, DASH = "http://city.test/files/1/main.js", "http://city.test/files/2/dash-renderer-and-components.js"


def event(name: str, start_ms: float, length_ms: float, computed_ms: float | None = None) -> dict[str, Any]:
    """A complete event of the page's thread."""
    computed = {} if computed_ms is None else {"tdur": computed_ms * 1000}
    times = {"ts": start_ms * 1000, "dur": length_ms * 1000}
    return {"ph": "X", "pid": 1, "tid": 1, "name": name, "args": {}} | times | computed


def chunk(nodes: list[dict[str, Any]], samples: list[int]) -> dict[str, Any]:
    """A piece of what the profiler saw."""
    profile = {"cpuProfile": {"nodes": nodes, "samples": samples}}
    return {"ph": "P", "pid": 1, "tid": 2, "ts": 0, "name": "ProfileChunk", "args": {"data": profile}}


def node(number: int, url: str, parent: int = 0) -> dict[str, Any]:
    return {"id": number, "parent": parent, "callFrame": {"url": url}}


def test_an_event_takes_what_those_inside_it_do_not() -> None:
    events = [event("RunTask", 0, 100), event("FunctionCall", 10, 60), event("Layout", 20, 15), event("Layout", 90, 5)]
    assert self_times_ms(events) == {"other": 35, "scripts": 45, "layout": 20}


def test_what_a_thread_waited_for_is_not_what_it_computed() -> None:
    events = [event("FunctionCall", 0, 100, 30), event("Layout", 50, 40, 10)]
    assert self_times_ms(events) == {"scripts": 20, "layout": 10}


def test_an_event_of_no_part_belongs_to_the_one_around_it() -> None:
    assert self_times_ms([event("Layout", 0, 10), event("Something", 2, 5)]) == {"layout": 10}


def test_samples_belong_to_the_script_that_was_running_and_what_it_asked_of_the_browser() -> None:
    nodes = [node(1, ""), node(2, OURS, 1), node(3, "", 2), node(4, DASH, 1)]
    assert script_shares([chunk(nodes, [1, 2, 3, 4, 4, 4])]) == {"our scripts": 2, "Dash, React, Mantine, Leaflet": 3}


def test_the_thread_that_draws_is_told_by_part_without_the_profiler() -> None:
    thread = {"ph": "M", "pid": 1, "tid": 1, "name": "thread_name", "args": {"name": "CrRendererMain"}}
    timed = [event("CpuProfiler::StartProfiling", 0, 250), event("FunctionCall", 300, 40), event("Layout", 310, 10)]
    profile = chunk([node(1, OURS), node(2, DASH)], [1, 1, 2])
    parts, drawn = parts_ms({"traceEvents": [thread, profile, *timed]})
    assert parts == {"our scripts": 20, "Dash, React, Mantine, Leaflet": 10, "layout": 10}
    assert drawn == {"Layout": 1}


def test_a_curve_grows_by_its_last_quarter_against_its_first() -> None:
    assert growth_percent([10, 10, 50, 50, 50, 50, 11, 11]) == pytest.approx(10)
    assert growth_percent([5]) == 0
