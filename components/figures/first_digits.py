"""First digits of amounts beside Benford's law, and the number and the deviation without which they say nothing."""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component

from components import theme
from components.figures.marks import Marks
from components.figures.ranking import ranking
from components.figures.ranking_bars import ranking_bars
from components.html import html
from components.text import Words
from data.reading.answer import Answer

#: Of fewer numbers digits scatter too much to be compared with a law.
FEWEST = 500
#: Where a mean absolute deviation of first digits stops being close, acceptable and marginal (Nigrini, 2012).
CLOSE, ACCEPTABLE, MARGINAL = 0.006, 0.012, 0.015


def deviation_text(answer: Answer, words: Words) -> str:
    """The number of amounts, how far their digits are from the law, and what that comes to; empty of no answer."""
    if not answer.rows:
        return ""
    row = answer.records(1)[0]
    if row["payments"] < FEWEST:
        return words.t("figure.digits_few", n=row["payments"], fewest=FEWEST)
    apart = row["deviation_share"]
    ends = (("close", CLOSE), ("acceptable", ACCEPTABLE), ("marginal", MARGINAL))
    grade = next((name for name, end in ends if apart < end), "beyond")
    said = words.number(apart * 100, "points", 2)
    return words.t("figure.digits", n=row["payments"], deviation=said, grade=words.t(f"figure.digits_{grade}"))


def first_digits(answer: Answer, words: Words) -> dict[str, Any]:
    """The ranking of the nine digits with both shares, and what their deviation comes to below it."""
    drawn = ranking(answer, words)
    note = {
        "text": deviation_text(answer, words), "xref": "paper", "yref": "paper", "x": 0, "y": 0, "xanchor": "left",
        "yanchor": "top", "yshift": -4, "showarrow": False, "font": {"size": 11, "color": theme.var("text-3")},
    }  # fmt: skip
    if answer.rows:
        drawn["layout"]["annotations"] = [*drawn["layout"].get("annotations", []), note]
        drawn["layout"]["margin"]["b"] = 24
    return drawn


def first_digit_bars(answer: Answer, words: Words, marks: Marks) -> Component:
    """The same as a table of bars."""
    return html.Div(
        [ranking_bars(answer, words, marks), html.P(deviation_text(answer, words), className="figure-remark")]
    )
