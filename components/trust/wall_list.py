"""Which walls of a city are running, which have gone quiet, and what they had to leave out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from dash.development.base_component import Component

from components import aria
from components.html import html
from components.text import Words
from data.city.pack import City
from data.operations.app_version import app_version
from data.operations.heartbeats import Heard


def _moment(at: datetime, city: City, words: Words) -> str:
    return words.moment(at.astimezone(ZoneInfo(city.timezone)))


def _state(heard: Heard, city: City, words: Words, now: datetime) -> Component:
    """Running, or quiet since when; a wall of another version says so, for it should have loaded itself again."""
    if heard.quiet(now):
        text, state = words.t("walls.quiet", time=_moment(heard.at, city, words)), "stale"
    elif heard.beat.version != app_version():
        text, state = words.t("walls.outdated"), "late"
    else:
        text, state = words.t("walls.running"), "fresh"
    return html.Span(
        [html.Span(className="badge-mark", **aria.HIDDEN), html.Span(text)],
        className=f"badge badge-{state}",
        # News for who tends the walls, not an interruption of who reads the page.
        **({"role": "status"} if state == "stale" else {}),
    )


def _row(heard: Heard, city: City, words: Words, now: datetime) -> Component:
    beat = heard.beat
    memory = "–" if beat.memory_mb is None else words.number(beat.memory_mb, "short", 1)
    cells = [
        html.Th(beat.wall, scope="row"),
        html.Td(_state(heard, city, words, now)),
        html.Td(_moment(heard.at, city, words)),
        html.Td(words.or_same("wall.scene", beat.scene)),
        html.Td(beat.data_until or "–"),
        html.Td(words.t("walls.memory", mb=memory, nodes=beat.nodes), className="number"),
        html.Td(words.number(beat.up_seconds / 3600, "hours"), className="number"),
        html.Td(words.join(beat.dropped) or "–"),
    ]
    return html.Tr(cells)


def wall_list(walls: Sequence[Heard], city: City, words: Words, now: datetime | None = None) -> Component:
    """A table of the walls that were ever heard of; a sentence where there is none."""
    title = html.Header(html.H2(words.t("walls.title"), className="panel-title"), className="panel-head")
    heads = ("wall", "state", "heard", "scene", "data_until", "memory", "up", "dropped")
    body: Component = html.P(words.t("walls.none"), className="panel-sub")
    if walls:
        rows = [_row(each, city, words, now or datetime.now(UTC)) for each in walls]
        head = html.Thead(html.Tr([html.Th(words.t(f"walls.head.{name}"), scope="col") for name in heads]))
        body = html.Table([head, html.Tbody(rows)], className="records")
    return html.Section(
        [title, html.Div(body, className="panel-body", tabIndex=0)],
        className="panel span-12",
        **aria.label(words.t("walls.title")),
    )
