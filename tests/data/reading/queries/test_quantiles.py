"""Quantiles from histograms: as near to the values themselves as a bucket allows, and moving with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.publishing.cubes import food_safety, services
from data.reading.queries.food_safety.alerts import RECHECK_EDGE
from data.reading.queries.quantiles import Edge, quantiles, quantiles_of
from data.reading.queries.services.cubes import closing_edge
from data.reading.tables import Tables

MOST_DAYS = 400.0
RECHECK_BUCKET = f"floor(ln(days * 24 + 1) / ln({food_safety.BUCKET_RATIO}))"


def buckets(days: list[float], bucket: str) -> list[int]:
    """The bucket of each, as publishing counts it."""
    rows = " UNION ALL ".join(f"SELECT {place} AS place, {each!r}::DOUBLE AS days" for place, each in enumerate(days))
    found = duckdb.sql(f"SELECT CAST({bucket} AS INTEGER) FROM ({rows}) ORDER BY place").fetchall()
    return [each for (each,) in found]


def rows_of(table: ir.Table, columns: dict[str, list[Any]], ask: Callable[[ir.Table], ir.Table]) -> pd.DataFrame:
    """What DuckDB answers of these columns, in the place of the unbound table."""
    with duckdb.connect() as connection:
        connection.register(table.get_name(), pd.DataFrame(columns))
        return connection.sql(ibis.to_sql(ask(table), dialect="duckdb")).df()


def answer_of(days: list[float], bucket_of: list[int]) -> dict[str, list[Any]]:
    """The histogram of these days as an answer has it, a row a value."""
    edges = rows_of(
        DAYS, {"bucket": bucket_of, "days": days},
        lambda table: table.select(begins=closing_edge(table.bucket), ends=closing_edge(table.bucket + 1)),
    )  # fmt: skip
    return {
        "bucket": bucket_of, "counted": [1] * len(days), "total": days,
        "begins": edges.begins.tolist(), "ends": edges.ends.tolist(),
    }  # fmt: skip


HISTOGRAM = ibis.table({"bucket": "int64", "counted": "int64", "total": "float64"}, name="histogram")
DAYS = ibis.table({"bucket": "int64", "days": "float64"}, name="days")


def asked(days: list[float], shares: dict[str, float]) -> dict[str, float]:
    """The quantiles of these days, counted as publishing counts days to close."""
    columns = {"bucket": buckets(days, services.BUCKET), "counted": [1] * len(days), "total": days}
    found = rows_of(HISTOGRAM, columns, lambda table: quantiles(Tables({}), table, closing_edge, shares))
    (row,) = found.to_dict("records")
    return {str(name): float(value) for name, value in row.items()}


@pytest.mark.parametrize(
    ("edge", "bucket"), [(closing_edge, services.BUCKET), (RECHECK_EDGE, RECHECK_BUCKET)], ids=["close", "recheck"]
)
def test_every_number_of_days_lies_between_the_edges_of_its_bucket(edge: Edge, bucket: str) -> None:
    days = [*np.geomspace(0.001, MOST_DAYS, 900).tolist(), *map(float, range(60))]
    columns = {"bucket": buckets(days, bucket), "days": days}
    rows = rows_of(DAYS, columns, lambda table: table.mutate(low=edge(table.bucket), high=edge(table.bucket + 1)))
    inside = (rows.low <= rows.days + 1e-9) & (rows.days <= rows.high + 1e-9)
    assert rows[~inside].to_dict("records") == []


def test_one_value_is_itself() -> None:
    assert asked([2.7183], {"half": 0.5}) == {"half": 2.7183, "n": 1.0}


def test_a_median_moves_with_the_values_of_its_bucket() -> None:
    """Of sixty values of one bucket ever more have shorter ones before them: its mean alone would always be said."""
    minutes = [9.6, 10.0, 10.4] * 20
    assert len(set(buckets([each / 1440 for each in minutes], services.BUCKET))) == 1
    found = [
        asked([each / 1440 for each in [3.0] * shorter + minutes], {"half": 0.5})["half"] for shorter in (0, 20, 40)
    ]
    assert found == sorted(found, reverse=True)
    assert len({round(each * 1440, 1) for each in found}) == 3
    assert round(found[0] * 1440, 1) == 10.0


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(0.002, MOST_DAYS), min_size=1, max_size=60), st.sampled_from([0.25, 0.5, 0.9]))
def test_a_quantile_is_within_the_bucket_of_the_values_own(days: list[float], share: float) -> None:
    own = float(np.quantile(days, share, method="inverted_cdf"))
    found = asked(days, {"one": share})["one"]
    (bucket,) = buckets([own], services.BUCKET)
    (edges,) = rows_of(
        DAYS, {"bucket": [bucket], "days": [own]},
        lambda table: table.select(low=closing_edge(table.bucket), high=closing_edge(table.bucket + 1)),
    ).to_dict("records")  # fmt: skip
    assert edges["low"] - 1e-9 <= found <= edges["high"] + 1e-9


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(0.002, MOST_DAYS), min_size=1, max_size=60), st.integers(1, 12))
def test_what_is_reckoned_of_an_answer_is_what_duckdb_says(days: list[float], times: int) -> None:
    several = days * times
    shares = {"quarter": 0.25, "half": 0.5, "most": 0.9}
    found = quantiles_of(Tables({}), answer_of(several, buckets(several, services.BUCKET)), shares)
    assert found == pytest.approx(asked(several, shares), rel=1e-11)


def test_few_people_have_no_quantile_and_are_counted() -> None:
    histogram = answer_of([1.0] * 4, [14] * 4)
    assert quantiles_of(Tables({}, small_cell_floor=5), histogram, {"half": 0.5}) == {"half": None, "n": 4}
    assert quantiles_of(Tables({}, small_cell_floor=0), histogram, {"half": 0.5}) == {"half": 1.0, "n": 4}
    nothing: dict[str, list[Any]] = {name: [] for name in histogram}
    assert quantiles_of(Tables({}), nothing, {"half": 0.5}) == {"half": None, "n": 0}
