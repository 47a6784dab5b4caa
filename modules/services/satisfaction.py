"""Satisfaction with what few ratings can tell: intervals, and small services drawn towards their department."""

from __future__ import annotations

from datetime import date

import duckdb
import numpy as np
import pandas as pd
from scipy.stats import beta, norm

from modules.services.demand import Floats

#: Ratings of the last so many days count.
RECENT_DAYS = 365
#: A department's services are taken to differ by at least as much as this many ratings would hide, and at most by two:
#: the moments of few services can come out as nothing or as everything.
MOST_PRIOR_RATINGS, LEAST_PRIOR_RATINGS = 1000.0, 2.0


def wilson(satisfied: Floats, n: Floats, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Wilson's score interval of a proportion (Wilson 1927; Brown, Cai and DasGupta 2001 recommend it for small n).

    Lower and upper end between 0 and 1; NaN where n is 0.
    """
    z = norm.ppf(0.5 + confidence / 2)
    n = np.where(n > 0, n, np.nan)
    share = satisfied / n
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return np.maximum(centre - half, 0.0), np.minimum(centre + half, 1.0)


def beta_prior(satisfied: Floats, n: Floats) -> tuple[float, float]:
    """(share, ratings) of the beta prior that a department's services suggest, by the method of moments.

    Kleinman (1973), Proportions with extraneous variance: the variance of the services' shares beyond what their
    ratings' numbers explain is the prior's. `ratings` is what the prior counts for beside a service's own.
    """
    satisfied, n = satisfied[n > 0], n[n > 0]
    share = float(satisfied.sum() / n.sum())
    if len(n) < 2 or share in (0.0, 1.0):
        return share, MOST_PRIOR_RATINGS
    observed = float((n * (satisfied / n - share) ** 2).sum())
    chance = share * (1 - share)
    between = (observed - chance * (len(n) - 1)) / (n.sum() - (n**2).sum() / n.sum())
    if between <= 0:
        return share, MOST_PRIOR_RATINGS
    return share, float(np.clip(chance / between - 1, LEAST_PRIOR_RATINGS, MOST_PRIOR_RATINGS))


def shrink(satisfied: Floats, n: Floats, confidence: float = 0.95) -> tuple[Floats, Floats, Floats]:
    """The shares of one department's services drawn towards the department's: mean, lower and upper end.

    The beta-binomial posterior with the prior of `beta_prior`; the interval is its credible interval.
    """
    share, ratings = beta_prior(satisfied, n)
    a, b = satisfied + share * ratings, n - satisfied + (1 - share) * ratings
    tail = (1 - confidence) / 2
    # A department that pleased everyone, or no one, leaves nothing to be uncertain about but the ratings to come.
    a, b = np.maximum(a, 1e-6), np.maximum(b, 1e-6)
    return a / (a + b), beta.ppf(tail, a, b), beta.ppf(1 - tail, a, b)


def satisfaction_table(connection: duckdb.DuckDBPyConnection, last: date) -> pd.DataFrame:
    """The contract's table `satisfaction` from the views `requests` and `services`: services with a rating only."""
    stars = ", ".join(f"count(*) FILTER (rating = {star}) AS rated_{star}" for star in range(1, 6))
    told = connection.execute(
        f"""
        SELECT service_id, any_value(department_id) AS department_id, count(*) AS n, {stars}
        FROM requests JOIN services USING (service_id)
        WHERE NOT duplicate AND rating IS NOT NULL
          AND requested_datetime >= ?::DATE - {RECENT_DAYS - 1} AND requested_datetime < ?::DATE + 1
        GROUP BY service_id ORDER BY service_id
        """,
        [last, last],
    ).df()
    satisfied = (told["rated_4"] + told["rated_5"]).to_numpy(float)
    n = told["n"].to_numpy(float)
    low, high = wilson(satisfied, n)
    told = told.assign(satisfaction_share=satisfied / n, low95=low, high95=high)
    drawn = np.empty((3, len(told)))
    for rows in told.groupby("department_id").indices.values():
        drawn[:, rows] = shrink(satisfied[rows], n[rows])
    told[["shrunk_share", "shrunk_low95", "shrunk_high95"]] = drawn.T
    return told.drop(columns="department_id")
