"""What a reader of service requests gives back, whatever the format: tidy tables and what it set aside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa


@dataclass(frozen=True)
class RequestsRead:
    """`services` and `requests` have the contract's columns; raw rows = requests + the sum of `set_aside` by reason."""

    services: pd.DataFrame
    requests: pa.Table
    raw_rows: int
    set_aside: Mapping[str, int]

    @property
    def note(self) -> str:
        """A sentence for the manifest whose counts add up."""
        aside = "".join(f" + {count:,} {reason}" for reason, count in self.set_aside.items() if count)
        return f"{self.raw_rows:,} raw rows = {self.requests.num_rows:,} delivered{aside}."
