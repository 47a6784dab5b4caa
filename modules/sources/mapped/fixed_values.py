"""What a file's name says of all its rows, and the question of each column that stays unknown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from modules.sources.mapped.mapping import ColumnMapping


def _years_in(name: str) -> list[str]:
    """The years that a file's name tells; `2024-25` is the fiscal year 2025."""
    split = [str(int(first) + 1) for first, last in re.findall(r"(?<!\d)(20\d{2})[-_/](\d{2})(?!\d)", name)
             if (int(first) + 1) % 100 == int(last)]  # fmt: skip
    return split or re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", name)


def fixed_values(mapping: ColumnMapping, name: str, unused: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """What the file's name says of a column that it lacks, and the questions that stay open.

    `unused` are columns of the file, of which the one that is asked for may be one.
    """
    left = f"; not used yet: {', '.join(unused)}"[:300] if unused else ""
    fixed, asked = {}, []
    for group in mapping.target.needed:
        if any(each in mapping.columns for each in group):
            continue
        years = _years_in(name)
        if group[0] in ("fiscal_year", "time_period") and len(set(years)) == 1:
            fixed[group[0]] = years[0]
        else:
            asked.append(
                f"which column is {' or '.join(group)}? Say it under [columns], or one value for all under [fixed]"
                + left
            )
    return fixed, asked
