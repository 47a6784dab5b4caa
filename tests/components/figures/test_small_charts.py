"""Small multiples on a page: a chart a name, alike in their axes."""

from __future__ import annotations

from typing import Any

from components.figures.marks import Marks
from components.figures.small_charts import small_charts, small_charts_apart
from components.figures.small_multiples import small_multiples, small_multiples_apart
from components.text import Words
from data.reading.schema import detail, label, time, value
from tests.components.answers import answer_of
from tests.components.figures.drawn import of_class, of_type, text

WORDS = Words("en", "USD")
SCHEMA = (time("day", "month"), label(), value("standard_score", "count"))
DAYS = ("2024-01-01", "2024-02-01", "2024-03-01")
ROWS = [
    *zip(DAYS, ["Jobs"] * 3, [1.0, -2.0, 0.5], strict=True),
    *zip(DAYS[1:], ["<b>Sales</b>"] * 2, [9.5, -1.0], strict=True),
]


def charts() -> tuple[list[str], list[dict[str, Any]]]:
    """The names that are written, and the figures below them."""
    answer = answer_of(dict(zip(SCHEMA, map(list, zip(*ROWS, strict=True)), strict=True)))
    shown = small_charts(answer, WORDS, Marks())
    return [text(each) for each in of_type(shown, "Span")], [each.figure for each in of_type(shown, "Chart")]


def test_each_name_has_a_chart_whose_latest_value_is_marked() -> None:
    names, (jobs, sales) = charts()
    assert names == ["Jobs", "<b>Sales</b>"]
    (line,) = jobs["data"]
    assert (line["x"], line["y"], line["marker"]["opacity"]) == (list(DAYS), [1.0, -2.0, 0.5], [0, 0, 1])
    assert line["text"][0] == "Jobs<br>Jan 2024: <b>1</b>"
    assert sales["data"][0]["text"][1].startswith("&lt;b&gt;Sales")


def test_charts_of_one_chosen_figure_say_which_it_is() -> None:
    named = (*SCHEMA, detail("area_indicator", dimension="area_indicator"))
    rows = [(*row, "unemployment_share") for row in ROWS]
    shown = small_charts_apart(
        answer_of(dict(zip(named, map(list, zip(*rows, strict=True)), strict=True))), WORDS, Marks()
    )
    assert text(of_class(shown, "figure-of")) == "Unemployment rate (%)"


def test_a_value_beyond_the_axis_stands_at_its_end_and_is_said_whole() -> None:
    _, (_, sales) = charts()
    assert sales["data"][0]["y"] == [4.0, -1.0]
    assert sales["data"][0]["text"][0].endswith("<b>9.5</b>")


def test_all_charts_have_the_same_axes_whatever_they_know() -> None:
    _, (jobs, sales) = charts()
    assert jobs["layout"]["xaxis"]["range"] == sales["layout"]["xaxis"]["range"] == ["2024-01-01", "2024-03-01"]
    assert jobs["layout"]["yaxis"] == sales["layout"]["yaxis"]
    assert jobs["layout"]["margin"] == sales["layout"]["margin"]


def test_a_known_indicator_is_named_in_the_readers_language() -> None:
    answer = answer_of(dict(zip(SCHEMA, ([DAYS[0]], ["Retail sales"], [1.0]), strict=True)))
    shown = small_charts(answer, Words("zh", "CNY"), Marks())
    assert [text(each) for each in of_type(shown, "Span")] == ["社会消费品零售总额"]
    assert small_multiples(answer, Words("zh", "CNY"))["layout"]["annotations"][0]["text"] == "社会消费品零售总额"


def test_values_of_different_units_have_an_axis_each_and_none_is_cut() -> None:
    rows = [("2023-01-01", "GDP", 27466.0), ("2024-01-01", "GDP", 30133.0), ("2023-01-01", "Rate", 5.2),
            ("2024-01-01", "Rate", 4.7)]  # fmt: skip
    answer = answer_of(dict(zip(SCHEMA, map(list, zip(*rows, strict=True)), strict=True)))
    gdp, rate = (each.figure for each in of_type(small_charts_apart(answer, WORDS, Marks()), "Chart"))
    assert (gdp["data"][0]["y"], rate["data"][0]["y"]) == ([27466.0, 30133.0], [5.2, 4.7])
    assert gdp["layout"]["yaxis"]["range"][0] > rate["layout"]["yaxis"]["range"][1]
    layout = small_multiples_apart(answer, WORDS)["layout"]
    assert layout["yaxis"]["range"][0] > layout["yaxis2"]["range"][1]
    assert layout["yaxis2"]["showticklabels"]
