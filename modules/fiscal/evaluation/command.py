"""`python -m modules evaluate fiscal`: planted patterns in real payments, and the simulator's hidden truth."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import duckdb
import pandas as pd

from data.city.pack import City, load_city
from modules.fiscal.evaluation.plants import COUNTS, Planted, plant
from modules.fiscal.evaluation.real_payments import city_of_payments, read_payments
from modules.fiscal.evaluation.scores import Case, hits, of_rules, precision_at, ranked_cases, recall_at
from modules.fiscal.flags.cases import create_flags
from modules.fiscal.flags.limits import Limits, limits_of
from modules.simulate import simulate
from modules.sources import simulated
from settings import Settings

#: The Greater London Authority's payments among the real records.
REAL = Path("london/gla_payments_2013_2022.parquet")
#: What the simulator plants under which rule of ours.
SIMULATED_KINDS = {"duplicates": "duplicate_invoice", "splits": "split_purchase", "bursts": "dormant_burst",
                   "round_trips": "round_trip"}  # fmt: skip
SEED = 20261126
LISTED = 50


def add_evaluate_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be chosen of an evaluation."""
    parser.add_argument("--payments", type=Path, help="a file of payments instead of the Greater London Authority's")
    parser.add_argument("--currency", default="GBP", help="currency of that file (default GBP)")
    parser.add_argument("--fiscal-year-starts", type=int, default=4, help="month that begins its fiscal year")
    parser.add_argument("--seed", type=int, default=SEED, help="of what is planted")
    parser.add_argument("--city", default="shenzhen", help="city that is simulated (default shenzhen)")


def flagged(payments: pd.DataFrame, limits: Limits) -> tuple[list[Case], float]:
    """The ranked cases of the payments, and the seconds that it took."""
    with duckdb.connect() as connection:
        connection.register("payments", payments)
        begun = perf_counter()
        create_flags(connection, "payments", limits)
        return ranked_cases(connection), perf_counter() - begun


def _rows(name: str, cases: Sequence[Case], planted: Sequence[Planted], rules: Sequence[str]) -> str:
    mine, kinds = of_rules(cases, *rules), [each for each in planted if each.kind in rules]
    first = min(len(mine), len(kinds))
    return (
        f"  {name:<26}{len(kinds):>8}{len(mine):>7}{precision_at(mine, kinds, 100):>10.3f}"
        f"{precision_at(mine, kinds, first):>12.3f}{recall_at(mine, kinds, 500):>9.3f}"
        f"{recall_at(cases, kinds, 500):>14.3f}"
    )


HEAD = f"  {'rule':<26}{'planted':>8}{'cases':>7}{'P@100':>10}{'P@planted':>12}{'R@500':>9}{'R@500 of all':>14}"


def evaluate_planted(payments: pd.DataFrame, limits: Limits, seed: int) -> list[str]:
    """Lines of a table: what of the planted patterns comes first in the list of each rule, and in the list of all.

    A case that shows no planted pattern counts as false, the file's own repeats among them.
    """
    with_plants, planted = plant(payments, seed, tuple(cents / 100 for cents in limits.purchase_cents))
    cases, seconds = flagged(with_plants, limits)
    lines = [f"planted with seed {seed}: " + ", ".join(f"{count} {kind}" for kind, count in COUNTS.items())]
    lines += [f"{len(with_plants):,} payments, {len(cases):,} cases, {seconds:.1f} s", HEAD]
    lines += [_rows(kind, cases, planted, [kind]) for kind in COUNTS]
    lines.append(_rows("splits and bursts", cases, planted, ["split_purchase", "dormant_burst"]))
    unplanted = [case for case, hit in zip(cases, hits(cases, planted), strict=True) if not hit][:LISTED]
    kinds = Counter(case.lead_rule for case in unplanted)
    lines.append(f"the {len(unplanted)} strongest cases that were not planted, by rule: "
                 + ", ".join(f"{count} {kind}" for kind, count in kinds.most_common()))  # fmt: skip
    lines += [
        f"  {case.lead_rule:<18}{case.strength:>5.2f}{case.stake_lcu:>16,.2f}  {case.day}  {case.payee[:34]:<34}  "
        f"{case.department[:30]}"
        for case in unplanted
    ]
    return lines


def simulated_truth(folder: Path) -> list[Planted]:
    """What the simulator planted, under the names of our rules."""
    truth = json.loads((folder / "truth" / "fiscal.json").read_text("utf-8"))
    return [
        Planted(rule, frozenset(each["payments"])) for kind, rule in SIMULATED_KINDS.items() for each in truth[kind]
    ]


def evaluate_simulated(city: City, seed: int) -> list[str]:
    """Lines of a table of a city that is simulated for it: the first fifty cases of the list against the truth."""
    with TemporaryDirectory(prefix="citydeck-evaluate-") as scratch:
        simulate(city, Path(scratch), seed=seed, domains=["fiscal"])
        folder = Path(scratch) / city.key
        payments = simulated.frame(folder, "fiscal", "payments")
        # A record of the truth that has no payment yet lies after the last day that is told.
        known = set(payments["payment_id"])
        planted = [
            replace(each, payment_ids=each.payment_ids & known)
            for each in simulated_truth(folder)
            if len(each.payment_ids & known) > 1
        ]
        cases, seconds = flagged(payments, limits_of(city))
    lines = [
        f"{city.key} simulated with seed {seed}: {len(payments):,} payments, {len(cases):,} cases, {seconds:.1f} s"
    ]
    lines.append(f"  precision at {LISTED} of the case list: {precision_at(cases, planted, LISTED):.3f}")
    lines += [HEAD, *(_rows(rule, cases, planted, [rule]) for rule in SIMULATED_KINDS.values())]
    return lines


def evaluate(asked: argparse.Namespace, chosen: Settings) -> list[str]:
    """What the command prints. Raises FileNotReadError, MappingError, UnknownCityError."""
    path = asked.payments or chosen.real_records / REAL
    lines = []
    if path.is_file():
        payments, note = read_payments(path, asked.currency, asked.fiscal_year_starts)
        city = city_of_payments(asked.currency, asked.fiscal_year_starts, path.parent)
        lines += [note, *evaluate_planted(payments, limits_of(city), asked.seed), ""]
    else:
        lines += [f"no payments at {path.name}: name a file by --payments, or its folder by CITYDECK_REAL_RECORDS", ""]
    return lines + evaluate_simulated(load_city(asked.city, chosen.cities_dir), asked.seed)
