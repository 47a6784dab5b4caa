"""How many there are of each size: bars over bins, with no gap where there is none in the values."""

from __future__ import annotations

from typing import Any

from components import theme
from components.figures import axes
from components.figures.graph import figure
from components.figures.wording import value_text
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
    texts = [
        f"{words.t('figure.bin', start=words.number(start, 'short'), end=words.number(end, 'short'))}"
        f"<br><b>{value_text(amount, value, words)}</b>"
        for start, end, amount in zip(starts, given, answer.values(value), strict=True)
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
    ends = [start + width for start, width in zip(starts, widths, strict=True)]
    across = axes.value_axis([*starts, *ends], "short", words, from_zero=False)
    return figure(
        [bars],
        xaxis=across | {"range": [min(starts, default=0.0), max(ends, default=1.0)]},
        yaxis=axes.value_axis(answer.values(value), value.unit, words),
        bargap=0,
        hovermode="closest",
        showlegend=False,
        annotations=axes.unit_note(value.unit, words),
        margin={"l": 8, "r": 16, "t": 24, "b": 8},
    )


def _widths(starts: list[float], ends: list[Any]) -> list[float]:
    widths: list[float] = []
    for start, end in zip(starts, ends, strict=True):
        widths.append(float(end) - start if end is not None else (widths[-1] if widths else 1.0))
    return widths
