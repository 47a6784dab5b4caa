"""`make chaos`: everything that a city does to its dashboard in years, in minutes, while readers look all the time.

A real server, deliveries, a disk of its own and readers that hold each answer against the truth. It prints what was
tried, how often, how many answers were right, wrong or an error of the server, what was lost, and for how long at
most no reader had a right answer; it ends with 1 where anything was wrong, lost or an error.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.chaos_readers import Readers, is_shown
from benchmarks.chaos_scenarios import SCENARIOS, CannotHereError, NotAsPromisedError, Scenario
from benchmarks.chaos_town import ChaosTown, small_disk

#: Readers go on for so long after it is right again.
LOOK_SECONDS = 1.0
HEADS = ("tried", "times", "right", "wrong", "lost", "5xx", "no answer", "longest without a right one, s", "")


@dataclass
class Tally:
    """What one scenario came to."""

    name: str
    times: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    lost: int = 0
    longest_wait: float = 0.0
    told: list[str] = field(default_factory=list)
    skipped: str = ""

    @property
    def good(self) -> bool:
        """Whether nothing was wrong, lost, an error, or otherwise than promised."""
        return not (self.answers["wrong"] or self.answers["5xx"] or self.lost or self.told)

    def cells(self) -> tuple[str, ...]:
        """The line of the table."""
        if self.skipped:
            return (self.name, "0", *["-"] * 6, f"skipped: {self.skipped}")
        right, wrong, faults, nothing = (self.answers[kind] for kind in ("right", "wrong", "5xx", "nothing"))
        told = "" if self.good else "WRONG"
        numbers = (self.times, right, wrong, self.lost, faults, nothing)
        return (self.name, *map(str, numbers), f"{self.longest_wait:.2f}", told)


def try_out(town: ChaosTown, scenario: Scenario, times: int) -> Tally:
    """Do it so many times, with readers, and look after each whether the right number is shown again."""
    tally = Tally(scenario.name)
    try:
        for turn in range(times):
            with Readers(town.server.address, town.truth) as readers:
                try:
                    scenario.run(town, turn)
                except NotAsPromisedError as error:
                    tally.told.append(str(error))
                shown = is_shown(town.server.address, town.number)
                time.sleep(LOOK_SECONDS)
            tally.times += 1
            tally.answers += readers.seen
            tally.told += readers.wrong
            town.truth.is_one_of(town.number)
            tally.lost += not shown
            tally.longest_wait = max(tally.longest_wait, readers.longest_wait)
    except CannotHereError as error:
        tally.skipped = str(error)
    return tally


def try_all(scenarios: Iterable[Scenario], folder: Path, most_times: int | None = None) -> list[Tally]:
    """All of them one after the other on one town, in the empty folder."""
    with small_disk(folder / "town") as mounted:
        town = ChaosTown(folder / "town", on_small_disk=mounted)
        town.server.start()
        try:
            tallies = []
            for scenario in scenarios:
                tallies.append(try_out(town, scenario, min(scenario.times, most_times or scenario.times)))
                print("  ".join(tallies[-1].cells()), file=sys.stderr, flush=True)
            return tallies
        finally:
            town.server.kill()


def table(tallies: Sequence[Tally]) -> str:
    """The lines under their heads, and below them what was not as it should be."""
    rows = [HEADS, *(tally.cells() for tally in tallies)]
    widths = [max(len(row[index]) for row in rows) for index in range(len(HEADS))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([*lines, *(f"{tally.name}: {told}" for tally in tallies for told in tally.told[:5])])


def main(arguments: Sequence[str] | None = None) -> int:
    """Try all, or those whose name holds a word, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.chaos", description=__doc__)
    parser.add_argument("only", nargs="?", default="", help="scenarios whose name holds these letters")
    parser.add_argument("--times", type=int, help="at most so many times each")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="citydeck-chaos-") as folder:
        chosen = [each for each in SCENARIOS if asked.only in each.name]
        tallies = try_all(chosen, Path(folder), asked.times)
    print(table(tallies))
    return 0 if all(tally.good for tally in tallies) else 1


if __name__ == "__main__":
    raise SystemExit(main())
