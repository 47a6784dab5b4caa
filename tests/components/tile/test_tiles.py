"""A tile's change, target and link, read off small numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from components.text import Words
from components.tile.certainty import TileRow, basis_text, too_few
from components.tile.kpi_card import Change
from components.tile.tiles import change_of, meets
from components.view.address import link
from data.drops.contract import Measure, domains, load_contract

WORDS = Words("en", "USD")
REQUESTS = Measure("requests", "requests", "none", 1, "count")
SHARE = Measure("on_time_share", "share", "up", 1, "on time / closed")
DAYS = Measure("days_to_close_median", "days", "down", 1, "median")


def test_counts_change_by_per_cent() -> None:
    assert change_of(REQUESTS, 110, 100, WORDS) == Change("+10.0%", 1, "none")


def test_shares_change_by_points() -> None:
    assert change_of(SHARE, 0.912, 0.92, WORDS) == Change("-0.8 pp", -1, "up")


def test_a_change_is_better_or_worse_from_its_materiality_on() -> None:
    """A tenth of the days, two points of a share."""
    days, share = replace(DAYS, materiality=10), replace(SHARE, materiality=2)
    changes = [change_of(days, after, 10, WORDS) for after in (10.9, 11.0)]
    changes += [change_of(share, after, 0.5, WORDS) for after in (0.519, 0.52)]
    assert [change.tone for change in changes if change] == ["neutral", "bad", "neutral", "good"]


def test_a_change_within_chance_has_no_colour_but_its_number() -> None:
    share = replace(SHARE, distribution="binomial")
    within = change_of(share, 0.54, 0.50, WORDS, (1000, 1000))
    assert within == Change("+4.0 pp", 1, "up", clear=False)
    assert within.tone == "neutral"
    beyond = change_of(share, 0.56, 0.50, WORDS, (1000, 1000))
    assert beyond is not None
    assert beyond.tone == "good"


def test_what_rounds_to_nothing_is_no_change() -> None:
    change = change_of(SHARE, 0.91204, 0.912, WORDS)
    assert change == Change("no change", 0, "up")
    counted = change_of(REQUESTS, 100_010, 100_000, WORDS)
    assert counted is not None
    assert (counted.text, counted.direction) == ("no change", 0)


@pytest.mark.parametrize("domain", domains())
def test_every_measure_with_a_wanted_side_says_what_is_material(domain: str) -> None:
    assert [each.name for each in load_contract(domain).measures if each.desired != "none" and not each.materiality] \
        == []  # fmt: skip


@pytest.mark.parametrize(("recent", "before"), [(None, 1.0), (1.0, None), (5.0, 0.0)])
def test_without_a_pair_there_is_no_change(recent: float | None, before: float | None) -> None:
    assert change_of(REQUESTS, recent, before, WORDS) is None


def test_a_target_is_met_on_the_wanted_side() -> None:
    assert [meets(SHARE, value, 0.9) for value in (0.89, 0.9)] == [False, True]
    assert [meets(DAYS, value, 5.0) for value in (4.0, 6.0)] == [True, False]
    assert meets(REQUESTS, 10, 5) is None
    assert meets(SHARE, None, 0.9) is None


def test_a_link_carries_what_every_page_understands() -> None:
    view = {"city": "riverton", "since": "2025-01-01", "channel": "app", "measure": "x", "lang": "en"}
    assert link("/services", view) == "/services?city=riverton&since=2025-01-01&lang=en"


def test_a_share_says_how_sure_it_is_and_one_of_too_few_cases_nothing() -> None:
    """81 of 263 (Newcombe 1998); of 29 cases no share is said, of 30 one is."""
    share = replace(SHARE, distribution="binomial")
    assert basis_text(share, TileRow(81 / 263, None, None, 263), WORDS) == "95%: 25.5% to 36.6%, n\u00a0=\u00a0263"
    of_millions = TileRow(0.9731, None, None, 3_532_541)
    assert basis_text(share, of_millions, WORDS) == "95%: 97.3%, n\u00a0=\u00a03,532,541"  # not "97.3% to 97.3%"
    assert basis_text(share, TileRow(0.8, None, None, 29), WORDS) == ""
    assert [too_few(share, TileRow(0.8, None, None, n)) for n in (0, 29, 30, None)] == [False, True, False, False]
    assert basis_text(REQUESTS, TileRow(3, None, None, 3), WORDS) == ""
    assert basis_text(share, TileRow(None, None, None, 0), WORDS) == ""
    assert not too_few(REQUESTS, TileRow(3, None, None, 3))


def test_a_median_says_how_sure_it_is_and_a_perturbed_one_of_too_few_times_nothing() -> None:
    """Quartiles e times one another, 400 times: a factor of exp(1.96 / 20). No more cells are perturbed than times."""
    median = replace(DAYS, distribution="median")
    row = TileRow(10.0, None, None, 400, spread=1.0)
    assert basis_text(median, row, WORDS) == "95%: 9.1 days to 11.0 days, n\u00a0=\u00a0400"
    moved = replace(row, noise=48.0, noise_of_cell=4.0)
    assert basis_text(median, moved, WORDS) == "95%: 8.0 days to 12.4 days, n\u00a0=\u00a0400"
    assert [too_few(median, replace(moved, n=n)) for n in (0, 149, 150, None)] == [False, True, False, False]
    assert not too_few(median, replace(row, n=10))
    assert basis_text(median, replace(moved, n=149), WORDS) == ""
