"""Every component in every state, side by side: what a designer looks at after changing a style."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.figures.breakdown import breakdown
from components.figures.distribution import distribution
from components.figures.fan import fan
from components.figures.graph import GRAPH_CONFIG
from components.figures.heatmap import heatmap
from components.figures.ranking import ranking
from components.figures.trend import trend
from components.panel.alert_list import alert_list
from components.panel.change_list import change_list
from components.panel.record_table import record_table
from components.text import Words
from components.tile.kpi_card import Change, kpi_card
from components.trust.freshness import badge, simulated_badge, source_line
from components.view.outcome import missing_sentence, not_in_scope_sentence, sentence
from data.published.source import DataMissingError, Source
from data.reading.answer import Answer, NotInScopeError

FRESH = Source(
    city="design", domain="services", snapshot_id="20260101T000000000000Z-0000", data_as_of="2026-01-01",
    published_at="2026-01-02T06:00:00+00:00", cadence="P1D", freshness="fresh", simulated=False, publishers=("Design",),
)  # fmt: skip
FRESHNESS = ("fresh", "late", "stale", "archive")
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft " * 2
MONTHS = [f"2025-{month:02d}-01" for month in range(1, 13)]
UPS_AND_DOWNS: list[float | None] = [8, 9, 7, 11, None, 12, 14, 13, 9, 10, 12, 15]


def _answer(**columns: list[Any]) -> Answer:
    return Answer(dict(columns), FRESH)


def _named(name: str, shown: Component) -> Component:
    """A component under the name of its state."""
    return html.Div([html.Code(name), shown], className="design-case")


def tiles(words: Words) -> list[Component]:
    """A tile in each state of its data, and with names and numbers that strain it."""
    good, bad = Change("+3.2 %", 1, "up"), Change("-12.4 %", -1, "up")
    cards = [
        _named(
            state,
            kpi_card(
                label=words.t("tile.services.requests"), value_text="12,345", words=words, change=good,
                change_note=words.t("tile.against_12_months"), spark=UPS_AND_DOWNS,
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
    missing, by_day = DataMissingError("design", "fiscal"), DataMissingError("design", "fiscal", "2020-01-01")
    return [
        _panel("loading", waiting),
        _panel("empty", sentence(words.t("sentence.nothing")), source_line(FRESH, words)),
        _panel("missing", missing_sentence(missing, words)),
        _panel("missing as of", missing_sentence(by_day, words)),
        _panel("refused filter", not_in_scope_sentence(NotInScopeError("service"), words)),
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
    bands: dict[str, list[Any]] = {
        "low50": [None, None, 4.0, 3.5], "high50": [None, None, 6.0, 6.5],
        "low80": [None, None, 3.0, 2.0], "high80": [None, None, 7.0, 8.0],
    }  # fmt: skip
    status = ["published", "published", "forecast", "forecast"]
    fans = {"period_start": quarters, "time_period": ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"], "status": status}
    return [
        ("trend", trend, _answer(month=months, requests=UPS_AND_DOWNS, requests_last_year=UPS_AND_DOWNS[::-1])),
        ("trend, one value", trend, _answer(month=few, requests=[7])),
        ("trend, huge", trend, _answer(month=months, amount_lcu=[value and value * 1e12 for value in UPS_AND_DOWNS])),
        ("trend, tiny", trend, _answer(month=months, fail_share=[value and value * 1e-6 for value in UPS_AND_DOWNS])),
        ("ranking, long names", ranking, _answer(nature=names, name=names, requests=[1e9, 12, 0])),
        ("breakdown", breakdown, _answer(month=months[:2] * 2, channel=["app", "app", "web", "web"], n=[1, 2, 3, 4])),
        ("distribution", distribution, _answer(bin_start=[0, 1, 2], bin_end=[1, 2, None], requests=[5, 9, 1])),
        ("heatmap", heatmap, _answer(weekday=[0, 1, 0, 1], year=[2024, 2024, 2025, 2025], requests=[1, None, 3, 4])),
        ("fan", fan, _answer(**fans, growth_percent=[5.0, 5.2, 5.0, 5.0], **bands)),
    ]


def figures(words: Words) -> list[Component]:
    """Every kind of figure in a panel of its own."""
    shown = []
    for index, (name, draw, found) in enumerate(_figures()):
        drawn = draw(found, words)
        graph = dcc.Graph(id=f"design-{index}", figure=drawn, config=GRAPH_CONFIG, style={"height": "220px"})
        shown.append(_panel(name, graph, source_line(found.source, words)))
    return shown


def lists(words: Words) -> list[Component]:
    """The lists: alerts of every class, changes from nothing, and a table of records."""
    alerts = _answer(
        hazard_class=["I", "II", "III"], name=[LONG, "Diner", "Bakery"], area=["Northwest", None, LONG],
        hazard=["rodent", "open_bin", "no_hat"], raised=["2025-01-01"] * 3, open_days=[12_345, 3, 0],
        premises=["p1", "p2", "p3"],
    )  # fmt: skip
    changes = _answer(what=["requests", "completed"], last_week=[1_234_567, 0], week_before=[0, 0])
    records = _answer(name=[LONG, "B"], amount_lcu=[1e15, -0.01], closed_on=["2025-01-01", None])
    return [
        _panel("alerts", alert_list(alerts, words)),
        _panel("changes", change_list(changes, words)),
        _panel("records", record_table(records, words)),
    ]
