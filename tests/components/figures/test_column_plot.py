"""Columns on a page: their heights on one axis, and the words below them."""

from __future__ import annotations

from components.figures.column_plot import ColumnPart, PlotColumn, column_plot
from components.figures.distribution import distribution
from components.figures.distribution_columns import distribution_columns
from components.figures.marks import Marks
from components.text import Words
from data.reading.schema import Column, value
from tests.components.answers import answer, answer_of
from tests.components.figures.drawn import attribute, every, of_class, text

WORDS = Words("en", "USD")
BINS = answer(bin_start=[0, 5, 30], bin_end=[5, 30, None], premises_counted=[30, 40, 10])

BINS_APART = answer(bin_start=[0, 12], bin_end=[5, 30], premises_counted=[30, 40])


def test_a_column_is_as_high_as_its_value_on_an_axis_from_zero() -> None:
    drawn = distribution_columns(BINS, WORDS, Marks())
    assert [text(line) for line in of_class(drawn, "plot-line")] == ["0", "10", "20", "30", "40"]
    bars = [every(bar)[1] for bar in of_class(drawn, "plot-bar")]
    assert [(bar.style["--low"], bar.style["--high"]) for bar in bars] == [(0.0, 0.75), (0.0, 1.0), (0.0, 0.25)]


def test_the_last_bin_is_open_and_says_so() -> None:
    drawn = distribution_columns(BINS, WORDS, Marks())
    assert [text(label) for label in of_class(drawn, "plot-label")] == ["0", "5", "30 and more days"]
    last = of_class(drawn, "plot-column")[-1]
    assert attribute(last, "data-tip").splitlines()[0] == "30 and more days"
    assert attribute(last, "data-tip").endswith(": 10")
    chinese = distribution_columns(BINS, Words("zh", "CNY"), Marks())
    assert [text(label) for label in of_class(chinese, "plot-label")] == ["0", "5", "30天及以上"]


def test_below_a_last_bin_with_an_end_stands_where_the_axis_ends() -> None:
    """Its beginning stood at the right edge, beside the line of a deadline that the axis reaches."""
    found = answer(bin_start=[0, 1.25, 2.5, 3.75], bin_end=[1.25, 2.5, 3.75, 5], premises_counted=[23, 3, 4, 1])
    drawn = distribution_columns(found, WORDS, Marks())
    assert [text(label) for label in of_class(drawn, "plot-label")] == ["0.00", "1.25", "2.50", "5.00 days"]
    tips = [attribute(each, "data-tip").splitlines()[0] for each in of_class(drawn, "plot-column")]
    assert tips[1:4:2] == ["1.25 to 2.50 days", "3.75 to 5.00 days"]
    alone = distribution_columns(answer(bin_start=[0], bin_end=[1], premises_counted=[2]), WORDS, Marks())
    assert [text(label) for label in of_class(alone, "plot-label")] == ["0 to 1 days"]


def test_bins_that_nothing_is_in_keep_their_room() -> None:
    found = answer(bin_start=[0, 2, 8, 30], bin_end=[2, 4, 10, None], premises_counted=[3, 1, 1, 2])
    drawn = of_class(distribution_columns(found, WORDS, Marks()), "plot-column")
    tips = [attribute(each, "data-tip").splitlines() for each in drawn]
    assert [tip[0] for tip in tips[:5]] == [f"{low} to {low + 2} days" for low in (0, 2, 4, 6, 8)]
    assert (len(tips), tips[-2][0], tips[-1][0]) == (16, "28 to 30 days", "30 and more days")
    assert [tip[1].rpartition(" ")[2] for tip in tips] == ["3", "1", "0", "0", "1", *["0"] * 10, "2"]
    # A gap that no bins of that width fill is one of its own.
    uneven = of_class(distribution_columns(BINS_APART, WORDS, Marks()), "plot-column")
    assert [attribute(each, "data-tip").splitlines()[0] for each in uneven][1] == "5 to 12 days"


def test_words_that_would_run_into_each_other_are_left_out_more_of_them_where_it_is_narrow() -> None:
    columns = [PlotColumn(f"{index} Nov 2026", (ColumnPart(0, 1, "red", {}),), {}) for index in range(36)]
    labels = of_class(column_plot(columns, "count", WORDS), "plot-label")
    narrow = [label for label in labels if "plot-label-wide" not in label.className]
    assert 2 <= len(narrow) < len(labels) < 12
    assert text(labels[0]) == "0 Nov 2026"
    assert text(narrow[-1]) == "35 Nov 2026"


def test_no_columns_leave_an_axis() -> None:
    drawn = distribution_columns(answer(bin_start=[], bin_end=[], premises_counted=[]), WORDS, Marks())
    assert of_class(drawn, "plot-column") == []
    assert text(of_class(drawn, "plot-line")[0]) == "0.00"


def test_an_axis_names_its_unit() -> None:
    columns = [PlotColumn("a", (ColumnPart(0, 2, "red", {}),), {})]
    assert text(of_class(column_plot(columns, "days", WORDS), "plot-note")) == "days"


def test_a_deadline_stands_between_the_bins_that_keep_it_and_the_others() -> None:
    columns = {
        Column("bin_start", "bin_start", "days"): [0.0, 2.0, 4.0, 8.0], value("requests"): [3, 4, 2, 1],
        Column("bin_end", "bin_end", "days"): [2.0, 4.0, 8.0, None],
        Column("deadline_days", "limit", "days"): [4.0] * 4,
    }  # fmt: skip
    drawn = distribution_columns(answer_of(columns), WORDS, Marks())
    (line,) = of_class(drawn, "plot-limit")
    assert (text(line), line.style) == ("Deadline: 4 days", {"--at": 0.5})
    shapes = distribution(answer_of(columns), WORDS)["layout"]["shapes"]
    assert [(shape["x0"], shape["x1"]) for shape in shapes] == [(4.0, 4.0)]


def test_what_is_due_at_once_is_late_on_the_next_day() -> None:
    columns = {
        Column("bin_start", "bin_start", "days"): [0.0, 1.0], value("requests"): [3, 4],
        Column("bin_end", "bin_end", "days"): [1.0, None], Column("deadline_days", "limit", "days"): [0.0] * 2,
    }  # fmt: skip
    (line,) = of_class(distribution_columns(answer_of(columns), WORDS, Marks()), "plot-limit")
    assert (text(line), line.style) == ("Deadline: same day", {"--at": 0.5})


def test_without_a_deadline_there_is_no_line() -> None:
    assert of_class(distribution_columns(BINS, WORDS, Marks()), "plot-limit") == []
    assert distribution(BINS, WORDS)["layout"]["shapes"] == []
