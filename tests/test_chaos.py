"""The short ones of `make chaos`: a real server, readers who check every answer, and nothing wrong or lost."""

from __future__ import annotations

from pathlib import Path

from benchmarks.chaos import Tally, table, try_all
from benchmarks.chaos_readers import Truth
from benchmarks.chaos_scenarios import SCENARIOS


def test_what_a_city_does_to_its_dashboard_loses_nothing(tmp_path: Path) -> None:
    short = [scenario for scenario in SCENARIOS if scenario.short]
    tallies = try_all(short, tmp_path, most_times=1)
    assert [tally.name for tally in tallies] == [scenario.name for scenario in short]
    assert all(tally.good for tally in tallies), table(tallies)
    assert all(tally.answers["right"] > 0 for tally in tallies), table(tallies)


def test_the_table_says_what_was_wrong() -> None:
    tally = Tally("a full disk", times=2, lost=1, told=["7 where [8] would be right"])
    tally.answers.update({"right": 5, "wrong": 1})
    assert table([tally]).splitlines()[1:] == [
        "a full disk  2      5      1      1     0    0          0.00                            WRONG",
        "a full disk: 7 where [8] would be right",
    ]


def test_two_numbers_are_right_while_one_becomes_the_other() -> None:
    truth = Truth(7)
    with truth.becoming(8):
        assert truth.allowed == {7, 8}
    assert truth.allowed == {8}
