"""One number that a reader watches: value, unit, change, target, age, and its definition one click away."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dash.development.base_component import Component

from components import aria
from components.html import html
from components.text import Words
from components.tile.spark import spark as spark_parts
from components.trust.freshness import badge, simulated_badge
from data.drops.contract import Measure
from data.published.source import Source

ARROWS = {1: "↗", 0: "→", -1: "↘"}


@dataclass(frozen=True)
class Change:
    """How a value moved: its text with sign, direction (1, 0, -1) and the desired direction (up, down or none).

    `clear`: by more than its measure's materiality and than chance gives.
    """

    text: str
    direction: int
    desired: str
    clear: bool = True

    @property
    def tone(self) -> str:
        """`good`, `bad`, or `neutral` where nothing moved clearly or no direction is desired."""
        wanted = {"up": 1, "down": -1}.get(self.desired, 0)
        if wanted == 0 or self.direction == 0 or not self.clear:
            return "neutral"
        return "good" if self.direction == wanted else "bad"


def _value(value_text: str, unit_text: str, exact_text: str) -> Component:
    """The number large and its unit small, its unit with the number or beside it; exact when pointed at."""
    parts = re.fullmatch(r"(.*\d)(?: (?=\D)|(?=[%\u4e00-\u9fff]))(.+)", value_text)
    number, tail = parts.groups() if parts else (value_text, "")
    unit = " ".join(part for part in (tail, unit_text) if part)
    return html.Div(
        [html.Span(number, className="kpi-number"), *([html.Span(unit, className="kpi-unit")] if unit else [])],
        className="kpi-value",
        title=exact_text or None,
    )


def _change(change: Change | None, note: str, words: Words) -> list[Component]:
    if change is None:
        return []
    told = words.t(f"kpi.{change.tone}")
    return [
        html.Span(
            [
                html.Span(ARROWS[change.direction], className="kpi-arrow", **aria.HIDDEN),
                html.Span(change.text, className="kpi-change-text"),
                *([html.Span(told, className="kpi-tone")] if told else []),
            ],
            className=f"kpi-change kpi-change-{change.tone}",
        ),
        *([html.Span(note, className="kpi-note")] if note else []),
    ]


def _definition(definition: Measure | None, words: Words) -> list[Component]:
    """A button that opens what exactly is measured; a native element, so the keyboard reaches it."""
    if definition is None:
        return []
    return [
        html.Details(
            className="kpi-definition",
            children=[
                html.Summary(
                    html.Span(className="icon icon-info", **aria.HIDDEN),
                    title=words.t("kpi.definition"),
                    **aria.label(words.t("kpi.definition")),
                ),
                html.Div(
                    className="kpi-definition-text",
                    children=[
                        html.P(words.definition(definition)),
                        *([html.P(words.t("kpi.matures"))] if definition.matures else []),
                        html.P(words.t("kpi.version", name=definition.name, version=definition.version)),
                    ],
                ),
            ],
        )
    ]


def _spark(
    spark: Sequence[float | None], definition: Measure | None, target: float | None, words: Words
) -> list[Component]:
    known = [value for value in spark if value is not None]
    if len(known) < 2:
        return []
    unit = definition.unit if definition else "count"
    told = {name: words.number(value, unit) for name, value in
            (("first", known[0]), ("last", known[-1]), ("low", min(known)), ("high", max(known)))}  # fmt: skip
    drawn = spark_parts(spark, unit, target)
    return [html.Div(drawn, className="kpi-spark", role="img", **aria.label(words.t("kpi.spark", **told)))]


def kpi_card(
    *,
    label: str,
    value_text: str,
    words: Words,
    unit_text: str = "",
    exact_text: str = "",
    note: str = "",
    change: Change | None = None,
    change_note: str = "",
    spark: Sequence[float | None] = (),
    source: Source | None = None,
    definition: Measure | None = None,
    href: str | None = None,
    target: float | None = None,
    target_text: str = "",
    period_text: str = "",
    basis_text: str = "",
    meets_target: bool | None = None,
    icon: str = "",
    source_is_said: bool = False,
    simulated_is_said: bool = False,
) -> Component:
    """A tile. `exact_text` is the number to the cent. `note` stands in place of the change where there is none, such as
    why the value is missing.
    `period_text` says which days the value is of, `basis_text` how sure it is. `source_is_said`: the page's head names
    the source already; `simulated_is_said`: of another one too it says that it is simulated.

    A stale value is greyed and loses its status colour; a missed target marks the tile's edge and says so.
    """
    stale = source is not None and source.freshness == "stale"
    missed = meets_target is False and not stale
    title = html.A(label, href=href, className="kpi-link") if href else html.Span(label)
    change_line = _change(change, change_note, words) or ([html.Span(note, className="kpi-note")] if note else [])
    named = None if source_is_said else source
    foot: list[Component] = [badge(named, words)] if named else []
    foot += [simulated_badge(words)] if named and named.simulated and not simulated_is_said else []
    foot += [html.Span(period_text, className="kpi-basis")] if period_text else []
    foot += [html.Span(basis_text, className="kpi-basis")] if basis_text else []
    foot += [html.Span(target_text, className="kpi-target")] if target_text else []
    return html.Article(
        className="tile kpi" + (" kpi-stale" if stale else "") + (" kpi-missed" if missed else ""),
        children=[
            html.Div(
                className="kpi-head",
                children=[
                    *([html.Span(className=f"icon icon-{icon}", **aria.HIDDEN)] if icon else []),
                    html.H2(title, className="kpi-label"),
                    *_definition(definition, words),
                ],
            ),
            _value(value_text, unit_text, exact_text),
            html.Div(change_line, className="kpi-change-line"),
            html.Div(foot, className="kpi-foot"),
            *_spark(spark, definition, target, words),
        ],
    )
