"""How many there are of each size: bars over bins, with no gap where there is none in the values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from components import theme
from components.figures import axes
from components.figures.graph import figure
from components.figures.wording import column_word, escaped, headed, value_text
from components.text import Words
from data.reading.answer import Answer


def distribution(answer: Answer, words: Words) -> dict[str, Any]:
    """One bar a bin from its start to its end; a mark's customdata is [bin_start, bin_end].

    The bins may be of different widths; a last bin without an end is drawn as wide as the one before it.
    """
    starts = [float(each) for each in answer.values(answer.one("bin_start"))]
    given = answer.values(answer.one("bin_end"))
    value = answer.one("value")
    widths = _widths(starts, given)
    said = bin_texts(list(zip(starts, given, strict=True)), words.unit(answer.one("bin_start").unit), words)
    texts = [
        f"{text}<br><b>{value_text(amount, value, words)}</b>"
        for text, amount in zip(said, answer.values(value), strict=True)
    ]
    bars = {
        "type": "bar",
        "x": starts,
        "width": widths,
        "offset": 0,
        "y": answer.values(value),
        "customdata": [list(pair) for pair in zip(starts, given, strict=True)],
        "hovertext": texts,
        "hovertemplate": "%{hovertext}<extra></extra>",
        "textposition": "none",
        "marker": {"color": theme.var("accent"), "line": {"width": 1, "color": theme.var("panel")}},
    }
    at = limit_of(answer)
    marked = [] if at is None else [_limit_line(at)]
    ends = [start + width for start, width in zip(starts, widths, strict=True)]
    across = axes.value_axis([*starts, *ends], "short", words, from_zero=False)
    return figure(
        [bars],
        xaxis=across | {"range": [min(starts, default=0.0), max(ends, default=1.0)]},
        yaxis=axes.value_axis(answer.values(value), value.unit, words),
        bargap=0,
        hovermode="closest",
        showlegend=False,
        shapes=marked,
        annotations=[*axes.unit_note(value.unit, words), *([] if at is None else [_limit_name(at, answer, words)])],
        margin={"l": 8, "r": 16, "t": 24, "b": 8},
    )


def edge_texts(bins: Sequence[tuple[float, float | None]], words: Words) -> dict[float, str]:
    """What is written at each edge of the bins, with as many decimals as say all of them exactly."""
    edges = sorted({float(edge) for pair in bins for edge in pair if edge is not None})
    return dict(zip(edges, axes.tick_texts(edges, "short", words), strict=True))


def bin_texts(bins: Sequence[tuple[float, float | None]], unit: str, words: Words) -> list[str]:
    """Each bin in words: *0 to 5 days*, or *30 and more days*."""
    at = edge_texts(bins, words)
    return [
        (words.t("figure.bin_open", start=at[start], unit=unit) if end is None
         else words.t("figure.bin", start=at[start], end=at[float(end)], unit=unit)).strip()
        for start, end in bins
    ]  # fmt: skip


def limit_of(answer: Answer) -> float | None:
    """What the values of the axis are measured by, such as a deadline; None where the answer knows none."""
    limit = answer.first("limit")
    known = [value for value in answer.values(limit) if value is not None] if limit is not None else []
    # What is due on the day itself is late on the next.
    return float(known[0]) or 1.0 if known else None


def limit_text(at: float, answer: Answer, words: Words) -> str:
    """What a line is called: *Deadline: 7 days*."""
    limit = answer.one("limit")
    if any(value == 0 for value in answer.values(limit)):
        written = words.t("figure.same_day")
    else:
        written = words.number(at, limit.unit, 0) if at.is_integer() else words.number(at, limit.unit)
    return words.t("tile.compared", name=headed(column_word(limit, words)), value=written)


def _limit_line(at: float) -> dict[str, Any]:
    line = {"color": theme.var("warn"), "width": 2, "dash": "dash"}
    return {"type": "line", "x0": at, "x1": at, "yref": "paper", "y0": 0, "y1": 1, "line": line}


def _limit_name(at: float, answer: Answer, words: Words) -> dict[str, Any]:
    return {
        "x": at, "y": 1, "yref": "paper", "xanchor": "left", "yanchor": "top", "xshift": 4, "showarrow": False,
        "text": escaped(limit_text(at, answer, words)), "font": {"size": 11, "color": theme.var("text-2")},
    }  # fmt: skip


def _widths(starts: list[float], ends: list[Any]) -> list[float]:
    widths: list[float] = []
    for start, end in zip(starts, ends, strict=True):
        widths.append(float(end) - start if end is not None else (widths[-1] if widths else 1.0))
    return widths
