"""The score card: how the forecasts that were made in real time fared against the third release."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from modules.economy.bands import PastErrors, month_of_quarter

#: The pandemic's quarters swing by 30 points and decide any mean square that holds them, so records with and without
#: them are shown: sample -> years of targets that are left out.
SAMPLES: Mapping[str, range | tuple[int, ...]] = {
    "all": (),
    "without_2020_2021": (2020, 2021),
    "to_2019": range(2020, 2200),
}
#: Of the forecasts of a quarter those of its second month are scored: where professional forecasters stand when the
#: Survey of Professional Forecasters asks them.
SCORED_MONTH = 2
#: Rules that a method is tested against, and the forecasts without which a test says nothing.
AGAINST = ("mean", "ar")
LEAST_TESTED = 20
WIDTHS = (50, 80, 90)


def crps(sample: NDArray[np.float64], outcome: float) -> float:
    """Continuous ranked probability score of an empirical distribution: E|X - y| - E|X - X'| / 2.

    Gneiting and Raftery (2007), equation 21; in the unit of the outcome, smaller is better.
    """
    spread = np.abs(sample[:, None] - sample[None, :]).mean()
    return float(np.abs(sample - outcome).mean() - spread / 2)


def diebold_mariano(errors: NDArray[np.float64], others: NDArray[np.float64], ahead: int) -> float:
    """Two-sided p of equal mean squared errors, errors in order of their targets; NaN where nothing can be said.

    Diebold and Mariano (1995) with the small-sample correction of Harvey, Leybourne and Newbold (1997). The loss
    differential is correlated over `ahead` lags; they are weighted as Newey and West (1987) do, so that the variance
    cannot be negative.
    """
    difference = errors**2 - others**2
    count, steps = len(difference), ahead + 1
    if count < LEAST_TESTED or not np.any(difference - difference.mean()):
        return float("nan")
    centred = difference - difference.mean()
    variance = sum(
        (1 if lag == 0 else 2 * (1 - lag / steps)) * float(centred[lag:] @ centred[: count - lag]) / count
        for lag in range(steps)
    )
    correction = (count + 1 - 2 * steps + steps * (steps - 1) / count) / count
    statistic = difference.mean() / np.sqrt(variance / count) * np.sqrt(correction)
    return float(2 * stats.t.sf(abs(statistic), count - 1))


def scored_once(scored: pd.DataFrame) -> pd.DataFrame:
    """The forecasts that the score card is about: one a quarter, method and horizon, of its second month.

    Of several days of that month the first one counts.
    """
    kept = scored[month_of_quarter(scored["made_on"]) == SCORED_MONTH].sort_values("made_on", kind="stable")
    return kept.drop_duplicates(["method", "growth", "period_start", "horizon_quarters"])


def with_parts(scored: pd.DataFrame, past: PastErrors) -> pd.DataFrame:
    """Adds what the score card averages: `square`, `crps`, `inside50`..., `direction`; NaN where it cannot be said.

    `direction` is whether growth went up or down from the last known growth, as the forecast said.
    """
    key = ["growth", "made_on", "period_start"]
    last = scored[scored["method"] == "no_change"].set_index(key)["value"].rename("last_known")
    told = scored.join(last, on=key)
    went, said = (np.sign(told[name] - told["last_known"]) for name in ("outcome", "value"))
    errors = past.of_rows(told)
    points = zip(told["value"], told["outcome"], errors, strict=True)
    inside = {
        f"inside{width}": told["outcome"].between(told[f"low{width}"], told[f"high{width}"]).where(
            told[f"low{width}"].notna()
        )
        for width in WIDTHS
    }  # fmt: skip
    return told.assign(
        square=told["error"] ** 2, absolute=told["error"].abs(),
        crps=[crps(value + known, outcome) if len(known) else np.nan for value, outcome, known in points],
        direction=(went == said).astype(np.float64).where((went != 0) & (said != 0)),
        **{name: values.astype("float64") for name, values in inside.items()},
    )  # fmt: skip


def _tests(kept: pd.DataFrame) -> pd.DataFrame:
    """p values of each method and horizon against the naive rules, of the targets that both have forecast."""
    rows = []
    for (growth, horizon), group in kept.groupby(["growth", "horizon_quarters"]):
        ahead = int(str(horizon))
        errors = group.pivot(index="period_start", columns="method", values="error").sort_index()
        for method in errors.columns:
            row = {"growth": growth, "horizon_quarters": ahead, "method": method}
            for rule in AGAINST:
                both = errors[[method, rule]].dropna() if method != rule and rule in errors else errors.iloc[:0]
                tested = len(both) >= LEAST_TESTED
                pair = (both[method].to_numpy(), both[rule].to_numpy()) if tested else None
                row[f"p_against_{rule}"] = diebold_mariano(*pair, max(ahead, 0)) if pair else np.nan
                row[f"rmse_of_{rule}"] = float(np.sqrt((pair[1] ** 2).mean())) if pair else np.nan
            rows.append(row)
    return pd.DataFrame(rows)


def score_card(parts: pd.DataFrame) -> pd.DataFrame:
    """One row a method, kind of growth, horizon and sample, of the forecasts of `with_parts`.

    `forecasts`, `first_made_on`, `last_made_on`; `rmse`, `mae`, `crps` in percentage points; `interval_forecasts`
    (those with a band, over which crps and coverage are), `coverage50_share`, `coverage80_share`, `coverage90_share`,
    `direction_share`; `p_against_mean`, `p_against_ar` of Diebold and Mariano, and the rules' RMSE on those targets.
    """
    cards = []
    for sample, left_out in SAMPLES.items():
        kept = parts[~parts["period_start"].dt.year.isin(list(left_out))]
        if kept.empty:
            continue
        card = kept.groupby(["growth", "method", "horizon_quarters"]).agg(
            forecasts=("square", "size"), first_made_on=("made_on", "min"), last_made_on=("made_on", "max"),
            rmse=("square", "mean"), mae=("absolute", "mean"), crps=("crps", "mean"),
            interval_forecasts=("crps", "count"), direction_share=("direction", "mean"),
            **{f"coverage{width}_share": (f"inside{width}", "mean") for width in WIDTHS},
        )  # fmt: skip
        card = card.assign(rmse=np.sqrt(card["rmse"]), sample=sample).reset_index()
        cards.append(card.merge(_tests(kept), on=["growth", "horizon_quarters", "method"]))
    return pd.concat(cards, ignore_index=True) if cards else pd.DataFrame()
