"""The naive rules say what their names say, gaps or not."""

from __future__ import annotations

import numpy as np
import pytest

from modules.economy import naive_rules


def test_the_rules_say_what_their_names_say() -> None:
    values = np.array([9.0, *[1.0] * 59, 3.0])
    assert naive_rules.mean(values, 2) == pytest.approx([(59 + 3) / 60] * 2)
    assert list(naive_rules.no_change(values, 3)) == [3.0, 3.0, 3.0]


def line(quarters: int) -> list[float]:
    values = [8.0]
    for _ in range(quarters - 1):
        values.append(1 + 0.5 * values[-1])
    return values


def test_the_autoregression_finds_the_line_it_was_drawn_from() -> None:
    assert naive_rules.ar(np.array(line(4)), 2) == pytest.approx(line(6)[4:])


def test_a_gap_costs_the_pairs_that_it_is_in_and_nothing_else() -> None:
    values = np.array(line(9))
    values[4] = np.nan
    assert naive_rules.ar(values, 2) == pytest.approx(line(11)[9:])
    assert naive_rules.mean(values, 1) == pytest.approx([np.nanmean(values)])
