"""Every component in every state, side by side: what a designer looks at after changing a style."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from dash.development.base_component import Component

from components.figures.breakdown import breakdown
from components.figures.distribution import distribution
from components.figures.fan import fan
from components.figures.graph import GRAPH_CONFIG, graph_locale
from components.figures.heatmap import heatmap
from components.figures.marks import Marks
from components.figures.on_page import PAGE_FORMS
from components.figures.ranking import ranking
from components.figures.trend import trend
from components.html import html
from components.markup import Chart
from components.panel.alert_list import alert_list
from components.panel.change_list import change_list
from components.panel.record_table import record_table
from components.text import Words
from components.tile.kpi_card import Change, kpi_card
from components.trust.freshness import badge, simulated_badge, source_line
from components.view.host import drawn
from components.view.outcome import reason, sentence
from data.published.source import Source
from data.reading import schema
from data.reading.answer import Answer, Missing, NotInScope
from data.reading.schema import Column

FRESH = Source(
    city="design", domain="services", snapshot_id="20260101T000000000000Z-0000", data_as_of="2026-01-01",
    published_at="2026-01-02T06:00:00+00:00", cadence="P1D", freshness="fresh", simulated=False, publishers=("Design",),
)  # fmt: skip
FRESHNESS = ("fresh", "late", "stale", "archive")
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft " * 2
MONTHS = [f"2025-{month:02d}-01" for month in range(1, 13)]
UPS_AND_DOWNS: list[float | None] = [8, 9, 7, 11, None, 12, 14, 13, 9, 10, 12, 15]


def _answer(*columns: tuple[Column, list[Any]]) -> Answer:
    """An answer of these columns with their values."""
    return Answer({column.name: values for column, values in columns}, FRESH, tuple(column for column, _ in columns))


def _named(name: str, shown: Component) -> Component:
    """A component under the name of its state."""
    return html.Div([html.Code(name), shown], className="design-case")


def _drawn(part: Component) -> Component:
    """A part that Dash cannot draw, for `assets/js/view/` to draw when the page is there."""
    return html.Div(className="drawn", **drawn(part))


def tiles(words: Words) -> list[Component]:
    """A tile in each state of its data, and with names and numbers that strain it."""
    good, bad = Change("+3.2 %", 1, "up"), Change("-12.4 %", -1, "up")
    cards = [
        _named(
            state,
            kpi_card(
                label=words.t("tile.services.requests"), value_text="12,345", words=words, change=good,
                change_note=words.t("tile.against_year"), spark=UPS_AND_DOWNS,
                source=replace(FRESH, freshness=state),
            ),
        )
        for state in FRESHNESS
    ]  # fmt: skip
    label = words.t("tile.services.completion")
    simulated = replace(FRESH, simulated=True)
    note = words.t("tile.missing")
    missed = words.t("tile.target", value="95.0 %")
    return [
        *cards,
        _named("simulated", kpi_card(label=label, value_text="91.8 %", words=words, change=bad, source=simulated)),
        _named("missed", kpi_card(label=label, value_text="88 %", words=words, target_text=missed, meets_target=False)),
        _named("missing", kpi_card(label=label, value_text="–", note=note, words=words)),
        _named("long", kpi_card(label=LONG, value_text="1.23T", words=words, change=good, change_note=LONG)),
        _named("huge", kpi_card(label=label, value_text=words.number(98_765_432_109_876), words=words)),
        _named("tiny", kpi_card(label=label, value_text=words.number(0.000_004, "share", 4), words=words)),
        _named("negative", kpi_card(label=label, value_text=words.number(-1_234_567.89, "lcu"), words=words)),
    ]


def _panel(name: str, body: Component, foot: Component | str = "") -> Component:
    return html.Section(
        className="panel span-4",
        children=[
            html.Header(html.H2(name, className="panel-title"), className="panel-head"),
            html.Div(body, className="panel-body", style={"height": "220px", "overflow": "auto"}),
            html.Footer(foot, className="panel-source"),
        ],
    )


def panel_states(words: Words) -> list[Component]:
    """A panel that waits, that has nothing to show, whose data is missing, and that cannot follow a filter."""
    waiting = html.Div(className="waiting", **{"aria-busy": "false"})
    missing, by_day = Missing("fiscal"), Missing("fiscal", "2020-01-01")
    return [
        _panel("loading", waiting),
        _panel("empty", sentence(words.t("sentence.nothing")), source_line(FRESH, words)),
        _panel("missing", reason(missing, words)),
        _panel("missing as of", reason(by_day, words)),
        _panel("refused filter", reason(NotInScope("service"), words)),
        *(_panel(state, sentence("–"), source_line(replace(FRESH, freshness=state), words)) for state in FRESHNESS),
        _panel("simulated", sentence("–"), source_line(replace(FRESH, simulated=True), words)),
        _panel(LONG, sentence(LONG), source_line(replace(FRESH, publishers=(LONG,)), words)),
    ]


def badges(words: Words) -> Component:
    """Every badge there is."""
    shown = [badge(replace(FRESH, freshness=state), words) for state in FRESHNESS]
    return html.Div([*shown, simulated_badge(words)], className="chips")


Drawing = Callable[[Answer, Words], Any]


def _figures() -> list[tuple[str, Drawing, Answer]]:
    """Each kind of figure with an ordinary answer, and with one that strains it."""
    names = [LONG, "B", "C"]
    months, few = MONTHS, MONTHS[:1]
    quarters = ["2025-01-01", "2025-04-01", "2025-07-01", "2025-10-01"]
    status = ["published", "published", "forecast", "forecast"]
    ends = schema.interval("low50", "high50", "growth_percent", "percent", 50) + schema.interval(
        "low80", "high80", "growth_percent", "percent", 80
    )
    bands: list[list[Any]] = [
        [None, None, 4.0, 3.5],
        [None, None, 6.0, 6.5],
        [None, None, 3.0, 2.0],
        [None, None, 7, 8],
    ]
    fans = _answer(
        (schema.time("period_start", "quarter"), quarters),
        (schema.label("time_period"), ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]),
        (Column("status", "state"), status),
        (schema.value("growth_percent", "percent"), [5.0, 5.2, 5.0, 5.0]),
        *zip(ends, bands, strict=True),
    )
    month, requests = schema.time("month"), schema.value("requests")
    amount, failed = schema.value("amount_lcu", "lcu"), schema.value("fail_share", "share")
    earlier = schema.last_year("requests_last_year", "requests")
    start, end, counted = schema.distribution("requests", "count", of="days")
    identity, name, n = schema.ranking("nature", requests)
    channel = schema.group("channel")
    return [
        ("trend", trend, _answer((month, months), (requests, UPS_AND_DOWNS), (earlier, UPS_AND_DOWNS[::-1]))),
        ("trend, one value", trend, _answer((month, few), (requests, [7]))),
        ("trend, huge", trend, _answer((month, months), (amount, [each and each * 1e12 for each in UPS_AND_DOWNS]))),
        ("trend, tiny", trend, _answer((month, months), (failed, [each and each * 1e-6 for each in UPS_AND_DOWNS]))),
        ("ranking, long names", ranking, _answer((identity, names), (name, names), (n, [1e9, 12, 0]))),
        ("breakdown", breakdown, _answer((month, months[:2] * 2), (channel, ["app", "app", "web", "web"]),
                                         (requests, [1, 2, 3, 4]))),
        ("distribution", distribution, _answer((start, [0, 1, 2]), (end, [1, 2, None]), (counted, [5, 9, 1]))),
        ("heatmap", heatmap, _answer((schema.category("weekday"), [0, 1, 0, 1]),
                                     (schema.time("year"), [2024, 2024, 2025, 2025]), (requests, [1, None, 3, 4]))),
        ("fan", fan, fans),
    ]  # fmt: skip


def figures(words: Words) -> list[Component]:
    """Every kind of figure in a panel of its own."""
    shown = []
    for name, draw, found in _figures():
        if (form := PAGE_FORMS.get(draw)) is not None:
            shown.append(
                _panel(
                    name,
                    html.Div(form.draw(found, words, Marks()), className="figure"),
                    source_line(found.source, words),
                )
            )
            continue
        graph = Chart(draw(found, words), GRAPH_CONFIG | graph_locale(words), "13.75rem")
        shown.append(_panel(name, _drawn(graph), source_line(found.source, words)))
    return shown


def lists(words: Words) -> list[Component]:
    """The lists: alerts of every class, changes from nothing, and a table of records."""
    alerts = _answer(
        (schema.detail("hazard_class"), ["I", "II", "III"]), (schema.label(), [LONG, "Diner", "Bakery"]),
        (schema.detail("area"), ["Northwest", None, LONG]),
        (schema.detail("area_id"), ["NW", None, "NE"]),
        (schema.detail("hazard"), ["rodent", "open_bin", "no_hat"]),
        (schema.detail("raised"), ["2025-01-01"] * 3), (schema.detail("open_days", "days"), [12_345, 3, 0]),
        (schema.identity("premises"), ["p1", "p2", "p3"]),
    )  # fmt: skip
    weeks: list[list[Any]] = [["requests", "alerts_closed"], [1_234_567, 0], [0, 0]]
    changes = _answer(*zip(schema.changes_of_week(), weeks, strict=True))
    records = _answer(
        (schema.label(), [LONG, "B"]), (schema.detail("amount_lcu", "lcu"), [1e15, -0.01]),
        (schema.detail("closed_on"), ["2025-01-01", None]),
    )  # fmt: skip
    return [
        _panel("alerts", alert_list(alerts, words)),
        _panel("changes", change_list(changes, words)),
        _panel("records", _drawn(record_table(records, words))),
    ]
