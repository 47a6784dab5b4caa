from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from components import theme
from components.figures.breakdown import GAP_PX, MOST_GROUPS, NARROW_PX, breakdown
from components.figures.distribution import distribution
from components.figures.fan import fan
from components.figures.flow import flow
from components.figures.graph import GRAPH_CONFIG
from components.figures.heatmap import heatmap
from components.figures.margins import text_px
from components.figures.ranking import MOST_BARS, MOST_WRAPPED, ranking
from components.figures.trend import trend
from components.figures.wording import elided, escaped, lines, written
from components.text import Words
from data.reading import schema
from data.reading.answer import Answer
from data.reading.schema import Column
from tests.components.answers import answer, answer_of, flow_answer

WORDS = Words("en", "USD")
MONTHS = ["2026-01-01", "2026-02-01", "2026-03-01"]
FAN = answer(
    period_start=["2025-07-01", "2025-10-01", "2026-01-01"], time_period=["2025-Q3", "2025-Q4", "2026-Q1"],
    status=["published", "published", "forecast"], growth_percent=[2.0, 3.0, 2.5],
    low50=[None, None, 2.0], high50=[None, None, 3.0], low80=[None, None, 1.0], high80=[None, None, 4.0],
)  # fmt: skip
SHAPES: dict[str, tuple[Callable[[Answer, Words], dict[str, Any]], Answer]] = {
    "trend": (trend, answer(month=MONTHS, days=[1.0, None, 3.0])),
    "ranking": (ranking, answer(service=["a", "b"], name=["Alpha", "Beta"], days=[2.0, 1.0])),
    "breakdown": (breakdown, answer(month=["2026-01-01"] * 2, channel=["app", "web"], requests=[1, 2])),
    "distribution": (distribution, answer(bin_start=[0, 5], bin_end=[5, None], premises_counted=[3, 4])),
    "fan": (fan, FAN),
    "flow": (flow, flow_answer(("Tax", "Fund", 5.0))),
    "heatmap": (heatmap, answer(hour=["0", "1"], weekday=["Mon", "Mon"], requests=[1, None])),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_figure_names_only_tokens(shape: str) -> None:
    draw, found = SHAPES[shape]
    assert "var(--" not in str(theme.resolve(draw(found, WORDS), "dark"))


@pytest.mark.parametrize("shape", SHAPES)
def test_a_figure_of_nothing_keeps_its_frame(shape: str) -> None:
    draw, found = SHAPES[shape]
    empty = answer(**{name: [] for name in found.columns})
    assert draw(empty, WORDS)["layout"]["template"] == theme.template()


@pytest.mark.parametrize("shape", SHAPES)
def test_every_mark_says_which_row_it_is(shape: str) -> None:
    draw, found = SHAPES[shape]
    marks = [trace for trace in draw(found, WORDS)["data"] if trace.get("hoverinfo") != "skip"]
    assert marks
    assert all("customdata" in trace for trace in marks)


def test_a_trend_tells_value_period_and_gap() -> None:
    line = trend(answer(month=MONTHS, days=[1.0, None, 3.0]), WORDS)["data"][0]
    assert line["y"] == [1.0, None, 3.0]
    assert line["connectgaps"] is False
    assert line["customdata"] == MONTHS
    assert line["text"][0] == "Jan 2026: <b>1.0 days</b>"


def test_a_line_breaks_over_a_month_that_the_answer_lacks() -> None:
    line = trend(answer(month=["2026-01-01", "2026-03-01"], rate_share=[0.1, 0.3]), WORDS)["data"][0]
    assert (line["y"], line["customdata"]) == ([0.1, None, 0.3], MONTHS)


def test_a_month_that_no_line_leads_to_is_still_seen() -> None:
    """Of long lines marks are hidden, but for those that stand alone; the last month is joined to the one before."""
    months = [f"{year}-{month:02d}-01" for year in (2023, 2024, 2025) for month in range(1, 13)]
    whole, alone = (
        trend(answer(month=kept, rate_share=[0.5] * len(kept)), WORDS)["data"][0]
        for kept in (months, [months[0], months[5], *months[34:]])
    )
    assert (whole["mode"], alone["mode"]) == ("lines", "lines+markers")
    assert [index for index, opacity in enumerate(alone["marker"]["opacity"]) if opacity] == [0, 5]
    assert trend(answer(month=MONTHS, rate_share=[0.5] * 3), WORDS)["data"][0]["marker"]["opacity"] == 1


def test_a_line_of_days_at_no_fixed_distance_lacks_none_between_two() -> None:
    """The vintages of a forecast, say: its line goes on from each to the next."""
    found = answer(day=["2026-01-01", "2026-01-05", "2026-02-01"], rate_share=[0.1, 0.2, 0.3])
    dates = tuple(schema.time("day", "date") if column.role == "time" else column for column in found.schema)
    (line,) = trend(replace(found, schema=dates), WORDS)["data"]
    assert (line["x"], line["y"]) == (["2026-01-01", "2026-01-05", "2026-02-01"], [0.1, 0.2, 0.3])
    assert len(trend(found, WORDS)["data"][0]["y"]) == 32


def test_a_line_that_lies_on_its_foot_says_its_value_by_its_name() -> None:
    """Eleven minutes beside five days are no height on any axis."""
    columns = {schema.time("month"): ["2025-01-01", "2025-02-01"], schema.value("median_days", "days"): [0.008, 0.0076],
               schema.value("p90_days", "days"): [5.0, 4.8]}  # fmt: skip
    drawn = trend(answer_of(columns), WORDS)
    assert [trace["name"] for trace in drawn["data"]] == ["Median: 11 minutes", "90th percentile"]


def test_a_trend_keeps_other_units_for_the_hover() -> None:
    figure = trend(answer(month=MONTHS, rate_share=[0.5, 0.6, 0.7], started=[10, 20, 30]), WORDS)
    assert len(figure["data"]) == 1
    assert figure["data"][0]["text"][2] == "Mar 2026: <b>70.0%</b><br>started: 30"


def test_a_limit_is_a_named_line_across_the_chart() -> None:
    found = answer(month=MONTHS, rate_share=[0.5, 0.6, 0.7])
    limited = replace(
        found,
        columns=found.columns | {"next_band_share": [0.8, 0.8, None]},
        schema=(*found.schema, schema.limit("next_band_share", "share")),
    )
    (_, line), layout = (trend(limited, WORDS)[each] for each in ("data", "layout"))
    assert (line["x"], line["y"], line["showlegend"]) == ([MONTHS[0], MONTHS[-1]], [0.8, 0.8], False)
    assert layout["annotations"][-1]["text"] == "Next band begins at: 80.0%"
    assert layout["yaxis"]["range"][1] >= 0.8
    assert len(trend(found, WORDS)["data"]) == 1


def test_bands_lie_behind_and_last_year_is_dashed() -> None:
    found = answer(month=MONTHS, n_low=[1, 1, 1], requests=[2, 3, 4], requests_low=[1, 2, 3], requests_high=[3, 4, 5],
                   requests_last_year=[2, 2, 2])  # fmt: skip
    names = [trace.get("name") for trace in trend(found, WORDS)["data"]]
    assert names == [None, "Requests, 95% interval", "Requests, previous year", "Requests"]


def test_a_ranking_has_the_first_row_on_top_and_keeps_ids() -> None:
    figure = ranking(answer(service=["a", "b"], name=["Alpha", "Beta"], days=[2.0, 1.0], n=[5, 7]), WORDS)
    bars, names = figure["data"][0], figure["layout"]["yaxis"]
    assert (bars["x"], bars["customdata"], bars["text"]) == ([2.0, 1.0], ["a", "b"], ["2.0 days", "1.0 days"])
    assert names["ticktext"] == ["Alpha", "Beta"]
    assert names["range"][0] > names["range"][1]
    assert bars["hovertext"][1] == "<b>Beta</b><br>days: <b>1.0 days</b><br>cases: <b>7</b>"


def test_a_long_ranking_says_how_much_it_leaves_out() -> None:
    rows = MOST_BARS + 3
    figure = ranking(answer(service=list(range(rows)), name=["x"] * rows, requests=list(range(rows))), WORDS)
    assert len(figure["data"][0]["x"]) == MOST_BARS
    assert figure["layout"]["annotations"][0]["text"] == f"first {MOST_BARS} of {rows}"


def test_a_name_cannot_become_a_tag() -> None:
    figure = ranking(answer(service=["a"], name=["<a href='x'>go</a>"], requests=[1]), WORDS)
    assert "<a" not in str(figure)
    assert escaped("<b>") == "&lt;b&gt;"


def test_long_names_lose_their_middle() -> None:
    assert elided("short") == "short"
    assert elided("Street light out, all of one block", 20) == "Street light…block"


def test_a_long_name_takes_two_lines_and_loses_its_middle_only_where_those_do_not_hold_it() -> None:
    assert lines("Roads") == ["Roads"]
    assert lines("Urban Management and Law Enforcement Bureau") == ["Urban Management and Law", "Enforcement Bureau"]
    assert lines("x" * 40) == [elided("x" * 40, 32)]


def test_fewer_bars_stand_where_names_take_two_lines() -> None:
    names = ["Urban Management and Law Enforcement Bureau", *(f"Bureau {number}" for number in range(14))]
    found = answer(department=[str(number) for number in range(15)], name=names, requests=list(range(15, 0, -1)))
    drawn = ranking(found, WORDS)
    assert len(drawn["data"][0]["x"]) == MOST_WRAPPED
    assert drawn["layout"]["yaxis"]["ticktext"][0] == "Urban Management and Law<br>Enforcement Bureau"


def test_a_number_below_nothing_has_room_between_its_bar_and_its_name() -> None:
    rise, fall = (
        ranking(answer(department=["a", "b"], name=["A", "B"], requests=[2, last]), WORDS)["layout"]["yaxis"]
        for last in (1, -1)
    )
    assert fall["ticklabelstandoff"] > rise["ticklabelstandoff"]


def test_bands_of_a_quantity_are_stacked_by_size_whichever_holds_most() -> None:
    found = answer(month=["2026-01-01"] * 3, age_days=["31-90", "0-7", "8-30"], backlog=[9, 1, 2])
    assert [trace["customdata"][0][1] for trace in breakdown(found, WORDS)["data"]] == ["0-7", "8-30", "31-90"]


def test_a_verdict_has_its_own_colour_whatever_its_share() -> None:
    """A group of results is coloured by what it means, not by how many there are."""
    columns: dict[Column, list[Any]] = {
        schema.time("month"): [MONTHS[0]] * 3,
        schema.group("result"): ["fail", "pass", "other_word"],
        schema.value("inspections"): [9, 5, 1],
    }
    colours = [trace["marker"]["color"] for trace in breakdown(answer_of(columns), WORDS)["data"]]
    assert colours == ["var(--bad)", "var(--good)", "var(--stale)"]


def test_a_breakdown_stacks_the_largest_at_the_foot() -> None:
    found = answer(month=["2026-02-01", "2026-01-01", "2026-01-01"], channel=["web", "web", "app"], requests=[5, 2, 1])
    web, app = breakdown(found, WORDS)["data"]
    assert (web["x"], web["y"]) == (["2026-01-01", "2026-02-01"], [2, 5])
    assert app["y"] == [1, None]
    assert app["customdata"] == [["2026-01-01", "app"], ["2026-02-01", "app"]]


@pytest.mark.parametrize("language", ["en", "zh", "id"])
def test_each_of_a_few_columns_has_its_name_below_it_in_a_narrow_panel(language: str) -> None:
    """Chicago's third class of alerts was a column without one in a third of a page."""
    columns: dict[Column, list[Any]] = {
        schema.category("hazard_class"): ["I", "II", "III"],
        schema.group("status"): ["raised"] * 3,
        schema.value("alerts"): [9, 5, 1],
    }
    axis = breakdown(answer_of(columns), Words(language, "USD"))["layout"]["xaxis"]
    assert max(map(text_px, axis["ticktext"])) <= NARROW_PX / 3 - GAP_PX
    if language == "en":
        assert axis["ticktext"] == ["Class I ·<br>immediate", "Class II ·<br>by deadline", "Class III ·<br>daily"]


def test_small_groups_are_added_up_and_counted() -> None:
    groups = [f"g{index:02d}" for index in range(MOST_GROUPS + 4)]
    found = answer(month=["2026-01-01"] * len(groups), channel=groups, requests=list(range(len(groups), 0, -1)))
    traces = breakdown(found, WORDS)["data"]
    assert len(traces) == MOST_GROUPS + 1
    assert traces[-1]["name"] == "Other (4)"
    assert traces[-1]["y"] == [4 + 3 + 2 + 1]
    assert traces[-1]["customdata"] == [["2026-01-01", None]]
    assert sum(trace["y"][0] for trace in traces) == sum(found.columns["requests"])


def test_a_bin_without_an_end_is_as_wide_as_the_one_before() -> None:
    bars = distribution(answer(bin_start=[0, 5], bin_end=[5, None], premises_counted=[3, 4]), WORDS)["data"][0]
    assert (bars["x"], bars["width"], bars["y"]) == ([0.0, 5.0], [5.0, 5.0], [3, 4])


def test_a_forecast_opens_from_the_last_published_value() -> None:
    figure = fan(FAN, WORDS)
    low80, high80 = figure["data"][0], figure["data"][1]
    assert (low80["y"], high80["y"]) == ([3.0, 1.0], [3.0, 4.0])
    assert [trace["name"] for trace in figure["data"][-2:]] == ["Forecast", "Published"]
    note, axis = figure["layout"]["annotations"][0], figure["layout"]["yaxis"]
    assert note["text"] == "Model output, not an official forecast"
    # Below the uppermost line of the axis, which the top of the plot is not.
    assert (note.get("yref"), note["y"], note["yanchor"]) == (None, axis["tickvals"][-1], "top")
    assert "80% forecast interval: 1.0% – 4.0%" in figure["data"][-2]["text"][1]


def test_published_values_alone_have_no_band() -> None:
    known = Answer({name: values[:2] for name, values in FAN.columns.items()}, FAN.source, FAN.schema)
    assert [trace["name"] for trace in fan(known, WORDS)["data"]] == ["Published"]


def test_a_link_tells_where_from_where_to_and_how_much() -> None:
    link = flow(flow_answer(("Tax", "Fund", 6e6)), WORDS)["data"][0]
    assert link["text"] == "Tax → Fund<br><b>$6.00M</b>"
    assert link["customdata"][0] == ["tax", "fund"]


def test_a_missing_pair_is_an_empty_cell() -> None:
    cells = heatmap(answer(hour=["0", "1", "1"], weekday=["Mon", "Mon", "Tue"], requests=[1, 2, 3]), WORDS)["data"][0]
    assert cells["z"] == [[1, 2], [None, 3]]
    assert cells["customdata"][1][0] == ["0", "Tue"]


def test_no_graph_offers_a_cloud() -> None:
    assert GRAPH_CONFIG["displaylogo"] is False
    assert GRAPH_CONFIG["displayModeBar"] is False


def test_a_line_is_dashed_where_its_cases_have_not_had_time_to_end() -> None:
    found = replace(answer(month=MONTHS, median_days=[1.0, 2.0, 3.0], p90_days=[5.0, 6.0, 7.0]),
                    mature_day=date(2026, 2, 28))  # fmt: skip
    drawn = [(trace["name"], trace["y"], trace["line"].get("dash")) for trace in trend(found, WORDS)["data"]]
    assert drawn == [
        ("Median", [1.0, 2.0, None], None), ("Not yet complete", [None, 2.0, 3.0], "dash"),
        ("90th percentile", [5.0, 6.0, None], None), ("Not yet complete", [None, 6.0, 7.0], "dash"),
    ]  # fmt: skip
    shown = [trace.get("showlegend", True) for trace in trend(found, WORDS)["data"]]
    assert shown == [False, True, False, False]  # lines are named where they end


def test_a_node_says_its_whole_name_and_its_total() -> None:
    name = "Urban Management and Law Enforcement Bureau"
    drawn = flow(flow_answer(("Tax", name, 6e6)), WORDS)
    labels = [each["text"] for each in drawn["layout"]["annotations"]]
    assert labels == ["Tax <b>$6.00M</b>", "Urban Management and Law<br>Enforcement Bureau <b>$6.00M</b>"]


@pytest.mark.parametrize(
    ("given", "english", "chinese"),
    [
        ("2026-10", "Oct 2026", "2026年10月"),
        ("2026-Q3", "Q3 2026", "2026年第3季度"),
        ("2026", "2026", "2026"),
        ("all", "all", "all"),
    ],
)
def test_periods_in_the_notation_of_sdmx_are_written_as_the_reader_writes_them(
    given: str, english: str, chinese: str
) -> None:
    column = schema.detail("newest_period")
    assert (written(given, column, WORDS), written(given, column, Words("zh"))) == (english, chinese)
