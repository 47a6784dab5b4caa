"""Reads what Chicago publishes about the people of its 77 community areas (American Community Survey, 2010-2014)."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

#: The five-year survey that the columns of 2014 come from, by the year in which it ends.
SURVEY_YEAR = "2014"
#: Measure -> (people it counts, people it is a share of), in the publisher's column names.
SHARES = {"unemployment_share": ("Unemp14", "LaborFrc"), "poverty_share": ("Pov14", "PPop14")}


def read_area_indicators(file: Path) -> tuple[pd.DataFrame, dict[str, int]]:
    """`area_id`, `indicator`, `time_period`, `value` (0..1), `status`, and the values set aside by reason.

    An area without the people that a share is of is set aside. Raises KeyError when a column is missing.
    """
    told = [feature["properties"] for feature in json.loads(file.read_text("utf-8"))["features"]]
    rows, nobody = [], 0
    for area in sorted(told, key=lambda properties: int(properties["area_num"])):
        for indicator, (part, whole) in SHARES.items():
            if not area[whole]:
                nobody += 1
                continue
            rows.append((f"ca-{int(area['area_num'])}", indicator, SURVEY_YEAR, area[part] / area[whole], "published"))
    frame = pd.DataFrame(rows, columns=["area_id", "indicator", "time_period", "value", "status"])
    return frame, {"area without the people that a share is of": nobody} if nobody else {}
