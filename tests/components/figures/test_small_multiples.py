"""One small chart a name on the same axes."""

from __future__ import annotations

from components.figures.small_multiples import small_multiples
from components.text import Words
from data.reading.schema import label, time, value
from tests.components.answers import answer_of

WORDS = Words("en", "USD")
SCHEMA = (time("day", "month"), label(), value("standard_score", "count"))


def told(names: list[str]) -> dict[str, object]:
    rows = [(day, name, number) for name in names for day, number in (("2024-01-01", 1.0), ("2024-02-01", -2.0))]
    columns = [list(column) for column in zip(*rows, strict=True)]
    return dict(small_multiples(answer_of(dict(zip(SCHEMA, columns, strict=True))), WORDS))


def test_each_name_has_its_line_and_its_latest_value_marked() -> None:
    line, latest, other, _ = told(["Jobs", "<b>Sales</b>"])["data"]  # type: ignore[misc]
    assert (line["x"], line["y"], line["xaxis"]) == (["2024-01-01", "2024-02-01"], [1.0, -2.0], "x")
    assert (latest["mode"], latest["x"], latest["y"]) == ("markers", ["2024-02-01"], [-2.0])
    assert (other["xaxis"], other["yaxis"]) == ("x2", "y2")


def test_charts_stand_in_two_columns_on_the_same_scale_and_names_are_escaped() -> None:
    layout = told(["a", "b", "c", "d", "<b>"])["layout"]
    assert isinstance(layout, dict)
    assert layout["xaxis3"]["domain"] == layout["xaxis"]["domain"]
    assert layout["yaxis3"]["domain"][1] < layout["yaxis"]["domain"][0]
    assert layout["yaxis5"]["range"] == layout["yaxis"]["range"]
    assert [note["text"] for note in layout["annotations"]][-1] == "&lt;b&gt;"
