"""Figures to be read from across a room: fewer points, bars and ticks."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from html import escape
from typing import Any
from unicodedata import east_asian_width

from components import theme
from components.figures.graph import figure
from components.figures.margins import margins, text_px
from components.figures.ranking import ranking
from components.figures.wording import column_word, escaped, headed
from components.text import Words
from components.view.address import has_own_pages
from components.view.comparison import with_target
from components.view.page import Panel
from components.view.reader import Reader
from components.wall.links import address_of
from data.published.source import Source
from data.reading.answer import Answer

#: Points of time on a chart: a year of weeks, or four of months.
MOST_POINTS = 53


#: Ticks of an axis that type of this size leaves room for.
MOST_TICKS = 4


#: Bars of a ranking that fit half a screen, each with its name.
MOST_WALL_BARS = 5


#: Bars under the name of a line.
MOST_BUDGETS = 4


#: Where the axis of those ends, as a part of a budget, and their numbers begin.
END_OF_BUDGETS = 1.02


#: Letters of a line of such a name.
LINE_OF_NAME = 26


#: By which the names of a first tick in the corner stand lower, in pixels of a desk: half a line of an axis.
HALF_A_LINE = 8


def _newest(found: Answer) -> Answer:
    """The last MOST_POINTS rows of an answer over time."""
    return replace(found, columns={name: values[-MOST_POINTS:] for name, values in found.columns.items()})


def _few(axis: dict[str, Any], most: int = MOST_TICKS, *, is_across: bool = False) -> dict[str, Any]:
    """The axis with so many ticks at most, in a tone of more contrast than at a desk.

    The first tick of an axis across would stand in the corner, over the lowest of the other one; where there are so few
    that it is one of them, they stand lower.
    """
    axis = axis | {"tickfont": {"color": theme.var("text-2")}}
    ticks, told = axis.get("tickvals"), axis.get("ticktext")
    if not ticks or not told:
        right = {"ticklabelposition": "outside right", "ticklabeloverflow": "hide past div"} if is_across else {}
        return axis | {"nticks": most} | right
    step = -(-len(ticks) // most)
    first = step // 2 if is_across else 0
    below = {"ticklabelstandoff": HALF_A_LINE} if is_across and not first else {}
    return axis | {"tickvals": ticks[first::step], "ticktext": told[first::step]} | below


def _broken(name: str) -> str:
    """A bar's name in lines that leave the bars their room: of whole words, or in halves where it has none."""
    text = name.replace("<br>", " ")
    if " " in text:
        return "<br>".join(textwrap.wrap(text, LINE_OF_NAME, break_long_words=False, break_on_hyphens=False))
    half = -(-len(text) // 2)
    letters = sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
    return f"{text[:half]}<br>{text[half:]}" if letters > LINE_OF_NAME else text


def _few_bars(drawn: dict[str, Any]) -> dict[str, Any]:
    """A ranking's first MOST_WALL_BARS bars, each with its name, and more room for the numbers beside them."""
    (bars,), layout = drawn["data"], drawn["layout"]
    kept = {key: values[:MOST_WALL_BARS] for key, values in bars.items() if isinstance(values, list)}
    names, numbers = layout["yaxis"], layout["xaxis"]
    count = len(kept["y"])
    ticks = {"tickvals": names["tickvals"][:count], "ticktext": [_broken(each) for each in names["ticktext"][:count]]}
    low, high = numbers["range"]
    return {
        "data": [bars | kept],
        "layout": layout
        | {
            # A name of two lines reaches beyond the last bar; Plotly would leave it out.
            "yaxis": names | ticks | {"range": [count - 0.5, -0.5], "ticklabeloverflow": "allow"},
            "xaxis": numbers | {"range": [low * 1.9, high * 1.9]},
        },
    }


def figure_at_distance(drawn: dict[str, Any]) -> dict[str, Any]:
    """A page's figure for a wall: few ticks, thick lines, no legend and no hover; its type grows with the root's."""
    ranked = any(trace.get("orientation") == "h" for trace in drawn["data"])
    if ranked:
        drawn = _few_bars(drawn)
    layout = drawn["layout"]
    traces = []
    for trace in drawn["data"]:
        line = trace.get("line", {})
        thick = {"line": line | {"width": line["width"] * 2.5}} if line.get("width") else {}
        traces.append(trace | {"hoverinfo": "skip", "hovertemplate": None} | thick)
    # Of what is written into a chart the name of its target or limit stays.
    limits = [each for each in layout.get("annotations", []) if each.get("font", {}).get("color") == theme.var("warn")]
    quiet = {
        "showlegend": False, "hovermode": False, "annotations": limits,
        "xaxis": _few(layout.get("xaxis", {}), is_across=True),
        "yaxis": _few(layout.get("yaxis", {}), len(layout["yaxis"]["tickvals"]) if ranked else MOST_TICKS),
    }  # fmt: skip
    drawn_layout = layout | quiet | {"margin": {"l": 6, "r": 10, "t": 9, "b": 9 if ranked else 2}}
    return {"data": traces, "layout": drawn_layout | {"margin": margins(drawn_layout)}}


def with_calendar(found: Answer, words: Words) -> dict[str, Any]:
    """Budgets as bars of what was spent, the largest first, and a line where the calendar stands, named above them."""
    expected, value = found.one("expected"), found.one("value")
    known = [found.one("id"), found.one("label"), value]
    columns = {each.name: found.columns[each.name][:MOST_BUDGETS] for each in known}
    spent = replace(found, schema=tuple(known), columns=columns)
    drawn = figure_at_distance(ranking(spent, words))
    gone = max((each for each in found.values(expected) if each is not None), default=None)
    if gone is None:
        return drawn
    low, high = drawn["layout"]["yaxis"]["range"]
    written = words.t("tile.compared", name=headed(column_word(expected, words)), value=words.number(gone, "share"))
    (bars,), margin = drawn["data"], drawn["layout"]["margin"]
    layout = drawn["layout"] | {
        "yaxis": drawn["layout"]["yaxis"] | {"range": [low, high - 0.8]},
        "xaxis": drawn["layout"]["xaxis"] | {"range": [0, END_OF_BUDGETS]},
        # Room that is a part of the bars' would be too little for a number where the chart is narrow.
        "margin": margin | {"r": margin["r"] + max(map(text_px, bars["text"]))},
        "shapes": [
            {"type": "line", "xref": "x", "yref": "y", "x0": gone, "x1": gone, "y0": low, "y1": high,
             "line": {"color": theme.var("warn"), "width": 4, "dash": "dash"}}
        ],
        "annotations": [
            {"text": escaped(written), "xref": "x", "yref": "y", "x": gone, "y": high, "xanchor": "right",
             "yanchor": "bottom", "showarrow": False, "font": {"size": 11, "color": theme.var("warn")}}
        ],
    }  # fmt: skip
    # Beside the bars the numbers would stand under the line.
    written_out = {"x": [END_OF_BUDGETS] * len(bars["y"]), "y": bars["y"], "text": bars["text"]}
    numbers = {"type": "scatter", "mode": "text", "textposition": "middle right", "textfont": bars["textfont"]}
    still = {"hoverinfo": "skip", "cliponaxis": False}
    unwritten = bars | {"text": None, "textposition": "none"}
    return {"data": [unwritten, numbers | written_out | still], "layout": layout}


def _leading(drawn: dict[str, Any], found: Answer, reader: Reader) -> dict[str, Any]:
    """The figure with each bar's name leading to its page, where what it names has pages."""
    identity, names = found.first("id"), drawn["layout"]["yaxis"]
    if identity is None or not identity.dimension or not has_own_pages(identity.dimension, found.source.domain):
        return drawn
    texts = []
    for key, text in zip(found.values(identity), names.get("ticktext", ()), strict=False):
        address = escape(address_of(identity.dimension, str(key), reader))
        texts.append("<br>".join(f'<a href="{address}" target="_self">{line}</a>' for line in text.split("<br>")))
    return drawn | {"layout": drawn["layout"] | {"yaxis": names | {"ticktext": texts}}}


def _nothing(said: str) -> dict[str, Any]:
    """A plot without axes, which Plotly draws for data that there are not, and a word in it."""
    word = {
        "text": said, "xref": "paper", "yref": "paper", "x": 0.5, "y": 0.5, "showarrow": False,
        "font": {"size": 11, "color": theme.var("text-2")},
    }  # fmt: skip
    hidden = {"visible": False}
    return figure([], xaxis=hidden, yaxis=hidden, annotations=[word] if said else [])


def drawn_figure(panel: Panel, reader: Reader) -> tuple[dict[str, Any], Source | None]:
    """The figure of a page's panel as a wall shows it; where nothing answers, a word that says so and no axes."""
    answer = reader.answer(panel)
    if answer is None or not answer.rows:
        said = "map.too_few" if answer is not None and answer.too_few else "tile.nothing"
        return _nothing(reader.words.t(said)), answer.source if answer else None
    if answer.first("expected") is not None and answer.first("committed") is not None:
        return _leading(with_calendar(answer, reader.words), answer, reader), answer.source
    time = answer.first("time")
    over_time = time is not None and time is answer.schema[0] and time.unit not in ("year", "fiscal_year", "hour")
    drawn = panel.figure(with_target(_newest(answer), reader) if over_time else answer, reader.words)
    if not isinstance(drawn, dict):
        return _nothing(""), answer.source
    at_distance = figure_at_distance(drawn)
    return (at_distance if over_time else _leading(at_distance, answer, reader)), answer.source
