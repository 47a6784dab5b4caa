"""The target's growth as a change log: which growth of which quarter was known since when."""

from __future__ import annotations

import numpy as np
import pandas as pd

from modules.economy.growth import Target, as_growth, known_growth
from modules.economy.vintage_store import VintageStore

#: Digits of percent to which a change of growth counts as one.
DIGITS = 6
COLUMNS = ["series_id", "growth", "period_start", "vintage", "value"]


def growth_vintages(store: VintageStore, target: Target) -> pd.DataFrame:
    """COLUMNS: one row where growth of a quarter became known, changed, or was withdrawn (NaN)."""
    days = store.series(target.source_id).days
    parts = []
    for growth in target.growths:
        known: dict[pd.Period, float] = {}
        for day in days:
            told = as_growth(known_growth(store, target, day), target, growth).dropna().round(DIGITS)
            now = dict(zip(told.index, told.to_numpy(dtype=np.float64), strict=True))
            changed = {quarter: value for quarter, value in now.items() if known.get(quarter) != value}
            changed |= dict.fromkeys(known.keys() - now.keys(), np.nan)
            parts += [(growth, quarter.start_time, pd.Timestamp(day), value) for quarter, value in changed.items()]
            known = now
    frame = pd.DataFrame(parts, columns=COLUMNS[1:]).assign(series_id=target.series_id)[COLUMNS]
    return frame.sort_values(["growth", "period_start", "vintage"], ignore_index=True)
