"""Intervals and shrinkage of satisfaction against values that others published or that can be worked out by hand."""

from __future__ import annotations

from datetime import date

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.services.satisfaction import beta_prior, satisfaction_table, shrink, wilson


@pytest.mark.parametrize(
    ("satisfied", "n", "low", "high"),
    [
        # Newcombe (1998), Two-sided confidence intervals for the single proportion, table I, method 3 (score).
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_the_intervals_of_newcombes_table(satisfied: int, n: int, low: float, high: float) -> None:
    found = wilson(np.array([float(satisfied)]), np.array([float(n)]))

    assert (round(float(found[0][0]), 4), round(float(found[1][0]), 4)) == (low, high)


def test_without_ratings_there_is_no_interval() -> None:
    low, high = wilson(np.array([0.0]), np.array([0.0]))

    assert np.isnan(low[0]) and np.isnan(high[0])


def test_services_that_differ_no_more_than_chance_are_drawn_to_their_department() -> None:
    satisfied, n = np.array([8.0, 8.0, 8.0]), np.array([10.0, 10.0, 10.0])

    assert beta_prior(satisfied, n) == (0.8, 1000.0)
    mean, low, high = shrink(np.array([8.0, 8.0, 0.0]), np.array([10.0, 10.0, 0.0]))
    assert mean.round(6).tolist() == [0.8, 0.8, 0.8]
    assert (low < 0.8).all() and (high > 0.8).all()


def test_the_prior_follows_the_moments() -> None:
    # Two services of 100 ratings, 0.9 and 0.5: share 0.7, sum n (p - 0.7)^2 = 8, chance 0.21 x 1, so the variance
    # between them is (8 - 0.21) / (200 - 100) = 0.0779, and a prior of 0.21 / 0.0779 - 1 = 1.70 ratings, at least 2.
    assert beta_prior(np.array([90.0, 50.0]), np.array([100.0, 100.0])) == (0.7, 2.0)
    # 0.75 and 0.65: sum 0.5, (0.5 - 0.21) / 100 = 0.0029, 0.21 / 0.0029 - 1 = 71.41.
    share, ratings = beta_prior(np.array([75.0, 65.0]), np.array([100.0, 100.0]))
    assert (share, round(ratings, 2)) == (0.7, 71.41)
    # And 75 of 100 becomes (75 + 0.7 x 71.41) / 171.41.
    mean, _, _ = shrink(np.array([75.0, 65.0]), np.array([100.0, 100.0]))
    assert mean.round(4).tolist() == [0.7292, 0.6708]


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 50)), min_size=1, max_size=20))
def test_a_drawn_share_lies_between_its_own_and_the_departments(told: list[tuple[int, int]]) -> None:
    n = np.array([float(max(good, every)) for good, every in told])
    satisfied = np.array([float(good) for good, _ in told])
    mean, low, high = shrink(satisfied, n)
    whole = satisfied.sum() / n.sum()

    assert (mean >= np.minimum(satisfied / n, whole) - 1e-4).all()
    assert (mean <= np.maximum(satisfied / n, whole) + 1e-4).all()
    assert (low <= high).all() and (low >= 0).all() and (high <= 1).all()


def test_the_table_counts_the_last_year_without_duplicates() -> None:
    with duckdb.connect() as connection:
        connection.execute(
            """
            CREATE TABLE services AS SELECT * FROM (VALUES ('a', 'd'), ('b', 'd'), ('c', 'e'))
                t(service_id, department_id);
            CREATE TABLE requests AS SELECT * FROM (VALUES
                ('a', 5, false, TIMESTAMP '2025-06-30 23:59'), ('a', 4, false, TIMESTAMP '2024-07-01 00:00'),
                ('a', 1, false, TIMESTAMP '2024-06-30 23:59'), ('a', 1, true, TIMESTAMP '2025-01-01'),
                ('a', 2, false, TIMESTAMP '2025-01-01'), ('a', NULL, false, TIMESTAMP '2025-01-01'),
                ('b', 3, false, TIMESTAMP '2025-01-01')) t(service_id, rating, duplicate, requested_datetime)
            """
        )
        told = satisfaction_table(connection, date(2025, 6, 30)).set_index("service_id")

    assert told[["n", "rated_1", "rated_2", "rated_3", "rated_4", "rated_5"]].values.tolist() == [
        [3, 0, 1, 0, 1, 1],
        [1, 0, 0, 1, 0, 0],
    ]
    assert told["satisfaction_share"].round(4).to_dict() == {"a": 0.6667, "b": 0.0}
    assert told.loc["b", "shrunk_share"] > 0
