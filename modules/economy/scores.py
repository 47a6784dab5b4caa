"""The score card: how the forecasts that were made in real time fared against the third release."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from modules.economy.real_time import PastErrors

#: The pandemic's quarters swing by 30 points and decide any mean square that holds them, so both records are shown.
SAMPLES = {"all": (), "without_2020_2021": (2020, 2021)}


def crps(sample: NDArray[np.float64], outcome: float) -> float:
    """Continuous ranked probability score of an empirical distribution: E|X - y| - E|X - X'| / 2.

    Gneiting and Raftery (2007), equation 21; in the unit of the outcome, smaller is better.
    """
    spread = np.abs(sample[:, None] - sample[None, :]).mean()
    return float(np.abs(sample - outcome).mean() - spread / 2)


def with_crps(scored: pd.DataFrame) -> pd.DataFrame:
    """Adds `crps` of the distribution value + past errors known by `made_on`; empty with fewer than 20 of them."""
    past = PastErrors(scored)
    values = []
    asked = zip(*(scored[name] for name in ("method", "step", "made_on", "value", "outcome")), strict=True)
    for method, step, made_on, value, outcome in asked:
        known = past.known(method, step, made_on)
        values.append(crps(value + known, outcome) if len(known) else np.nan)
    return scored.assign(crps=values)


def score_card(scored: pd.DataFrame) -> pd.DataFrame:
    """One row a method, horizon and sample: `forecasts`, `rmse`, `interval_forecasts`, `crps`, `coverage80_share`.

    `scored` has `low80` and `high80`. `crps` and the coverage are over `interval_forecasts`, those made when at least
    20 past errors were known, and empty where there are none. RMSE and CRPS are percentage points.
    """
    told = with_crps(scored)
    told = told.assign(
        square=told["error"] ** 2,
        inside=((told["outcome"] >= told["low80"]) & (told["outcome"] <= told["high80"])).where(told["low80"].notna()),
    )
    cards = []
    for sample, left_out in SAMPLES.items():
        kept = told[~told["period_start"].dt.year.isin(left_out)]
        grouped = kept.groupby(["method", "horizon_quarters"])
        card = grouped.agg(
            forecasts=("square", "size"),
            mean_square=("square", "mean"),
            interval_forecasts=("crps", "count"),
            crps=("crps", "mean"),
            coverage80_share=("inside", lambda inside: inside.astype("float64").mean()),
        )
        cards.append(card.assign(rmse=np.sqrt(card.pop("mean_square")), sample=sample).reset_index())
    return pd.concat(cards, ignore_index=True)
