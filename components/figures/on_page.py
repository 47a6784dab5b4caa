"""Which shapes are HTML or SVG on a page; each is also a Plotly figure, for pictures that are taken away.

Nobody zooms a ranking, or a line of months. Elements cost a browser a fraction of what Plotly takes, follow the theme
by themselves, and a table of them is one to a screen reader too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dash.development.base_component import Component

from components.figures.breakdown import breakdown
from components.figures.bullet_bars import bullet_bars
from components.figures.bullets import bullets
from components.figures.distribution import distribution
from components.figures.distribution_columns import distribution_columns
from components.figures.evolution import evolution
from components.figures.fan import fan
from components.figures.first_digits import first_digit_bars, first_digits
from components.figures.flow import flow
from components.figures.flow_chart import flow_chart
from components.figures.heatmap import heatmap
from components.figures.heatmap_cells import heatmap_cells
from components.figures.marks import Marks
from components.figures.ranking import ranking
from components.figures.ranking_bars import ranking_bars
from components.figures.small_charts import small_charts, small_charts_apart
from components.figures.small_multiples import small_multiples, small_multiples_apart
from components.figures.trend import trend
from components.text import Words
from data.reading.answer import Answer


@dataclass(frozen=True)
class PageForm:
    """How a shape is drawn on a page. `is_table`: who does not see it can read it as it is; else it is a picture."""

    draw: Callable[[Answer, Words, Marks], Component]
    is_table: bool = False


#: A shape, by the function that makes its Plotly figure.
PAGE_FORMS: Mapping[Callable[[Answer, Words], Any], PageForm] = {
    ranking: PageForm(ranking_bars, is_table=True),
    bullets: PageForm(bullet_bars, is_table=True),
    first_digits: PageForm(first_digit_bars, is_table=True),
    flow: PageForm(flow_chart, is_table=True),
    heatmap: PageForm(heatmap_cells, is_table=True),
    distribution: PageForm(distribution_columns),
    small_multiples: PageForm(small_charts),
    small_multiples_apart: PageForm(small_charts_apart),
}
#: Shapes whose figure of lines, bands and bars `Chart` draws as it is.
CHARTS: frozenset[Callable[[Answer, Words], Any]] = frozenset({trend, fan, breakdown, evolution})
