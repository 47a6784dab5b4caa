"""What a reader of service requests gives back, whatever the format: tidy tables and what it set aside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa


@dataclass(frozen=True)
class RequestsRead:
    """`services`, `requests` and `departments` have the contract's columns.

    Raw rows = requests + the sum of `set_aside` by reason. `departments` are those that requests name: a department is
    the request's own.
    """

    services: pd.DataFrame
    requests: pa.Table
    raw_rows: int
    set_aside: Mapping[str, int]
    departments: pd.DataFrame

    @property
    def tables(self) -> dict[str, pd.DataFrame | pa.Table]:
        """What of it a drop holds; departments where requests name any."""
        named = {} if self.departments.empty else {"departments": self.departments}
        return {"services": self.services, "requests": self.requests, **named}

    @property
    def note(self) -> str:
        """A sentence for the manifest whose counts add up."""
        aside = "".join(f" + {count:,} {reason}" for reason, count in self.set_aside.items() if count)
        return f"{self.raw_rows:,} raw rows = {self.requests.num_rows:,} delivered{aside}."
