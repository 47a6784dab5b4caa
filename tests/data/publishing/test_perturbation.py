"""The perturbation table: unbiased, never below nobody, with tails, and no count is shown for certain."""

from __future__ import annotations

import duckdb
import numpy as np
import pytest

from data.published.cell_keys import KEYS, LEVELS, deviation_of, fewest_of, reach_of
from data.publishing.perturbation import levels_of, perturbation_table
from data.publishing.record_keys import FUNCTIONS

FLOORS = [3, 5, 10]


@pytest.mark.parametrize("floor", FLOORS)
def test_what_is_added_is_nothing_on_average_and_leaves_nobody_below_zero(floor: int) -> None:
    for count in range(3 * floor):
        added = levels_of(count, floor)
        assert len(added) == LEVELS
        assert added.sum() == 0
        assert count + added.min() >= 0
        assert added.std() <= 1.01 * deviation_of(floor)


def test_nobody_stays_nobody() -> None:
    assert set(levels_of(0, 5)) == {0}


@pytest.mark.parametrize("floor", FLOORS)
def test_small_counts_are_never_shown_for_certain(floor: int) -> None:
    """One is shown as itself one time in four; every shown number may be of any small count."""
    assert (levels_of(1, floor) == 0).mean() == pytest.approx(0.25, abs=0.1)
    for shown in range(reach_of(floor) + 2):
        possible = [count for count in range(1, floor) if (count + levels_of(count, floor) == shown).any()]
        assert len(possible) >= min(floor - 1, 2)


def test_tails_are_those_of_a_two_sided_geometric_distribution() -> None:
    """At a floor of 5 each step further is half as probable, up to 8 either way."""
    added = levels_of(100, 5)
    numbers = np.array([(added == by).sum() for by in range(9)])
    assert numbers[1:5] / numbers[:4] == pytest.approx([0.51] * 4, abs=0.05)
    assert (added.min(), added.max()) == (-8, 8)
    assert added.std() == pytest.approx(2, abs=0.05)


def test_one_person_is_never_shown_as_enough_to_be_broken_down() -> None:
    for floor in range(1, 20):
        assert 1 + levels_of(1, floor).max() < fewest_of(floor)


def test_the_functions_next_to_the_cubes_use_every_level_alike() -> None:
    """Over all cell keys a count of 1, 3 or 40 is shown as the table says, and by no other one's levels."""
    with duckdb.connect() as connection:
        for function in FUNCTIONS:
            connection.execute(f"CREATE MACRO {function.format(levels=LEVELS)}")
        for people in (0, 1, 3, 8, 40):
            shown = connection.execute(
                "SELECT perturbed_count(?, cell_key, ?) AS shown FROM range(?) AS keys(cell_key) ORDER BY shown",
                [people, list(perturbation_table(5)), KEYS],
            ).fetchnumpy()["shown"]
            numbers, found = np.unique(shown - people, return_counts=True)
            wanted = [(levels_of(people, 5) == by).sum() * KEYS / LEVELS for by in numbers]
            assert found == pytest.approx(wanted, abs=2)


def test_a_part_is_no_larger_than_its_whole_and_all_of_it_stays_all() -> None:
    with duckdb.connect() as connection:
        for function in FUNCTIONS:
            connection.execute(f"CREATE MACRO {function.format(levels=LEVELS)}")
        broken = connection.execute(
            """
            SELECT count(*) FROM (
                SELECT part, whole, cell_key, perturbed_count(whole, cell_key, $table) AS shown,
                       perturbed_part(part, whole, shown, cell_key, $table) AS shown_part
                FROM range(0, 30) AS p(part), range(0, 30) AS w(whole), range(0, 65536, 131) AS k(cell_key)
                WHERE part <= whole
            ) WHERE shown_part > shown OR shown_part < 0 OR (part = whole AND shown_part <> shown)
               OR (part = 0 AND shown_part <> 0)
            """,
            {"table": list(perturbation_table(5))},
        ).fetchone()
        assert broken == (0,)


#: As snapshots were published with at first: what is shown of the same people must never change.
FIRST_PERTURBED_PART = """perturbed_part_at_first(part, whole, shown_whole, cell_key, perturbation) AS
    CASE WHEN part * 2 <= whole THEN least(perturbed_count(part, cell_key, perturbation), shown_whole)
    ELSE shown_whole - least(perturbed_count(whole - part, cell_key, perturbation), shown_whole) END"""


def test_a_part_is_shown_as_it_always_was() -> None:
    with duckdb.connect() as connection:
        for function in (*FUNCTIONS, FIRST_PERTURBED_PART):
            connection.execute(f"CREATE MACRO {function.format(levels=LEVELS)}")
        compared = connection.execute(
            """
            SELECT count(*), count(*) FILTER (WHERE now IS DISTINCT FROM at_first) FROM (
                SELECT perturbed_count(whole, cell_key, $table) AS shown,
                       perturbed_part(part, whole, shown, cell_key, $table) AS now,
                       perturbed_part_at_first(part, whole, shown, cell_key, $table) AS at_first
                FROM (FROM range(0, 40) AS p(part) UNION ALL VALUES (NULL), (-1), (1000)),
                     (FROM range(0, 40) AS w(whole) UNION ALL VALUES (NULL), (1000), (100000)),
                     range(0, 65536, 257) AS k(cell_key)
            )
            """,
            {"table": list(perturbation_table(5))},
        ).fetchone()
        assert compared == (43 * 43 * 256, 0)
