"""What the names of a file and of its amount say of all its rows, and the question of each column that is unknown."""

from __future__ import annotations

from collections.abc import Sequence

from modules.sources.mapped.fiscal_years import years_in
from modules.sources.mapped.mapping import ColumnMapping


def fixed_values(
    mapping: ColumnMapping, name: str, unused: Sequence[str]
) -> tuple[dict[str, str], list[str], list[str]]:
    """(what the names say of a column that the file lacks, which name says it, the questions that stay open).

    `name` is the file's; `unused` are columns of it, of which the one that is asked for may be one.
    """
    left = f"; not used yet: {', '.join(unused)}"[:300] if unused else ""
    fixed, said, asked = {}, [], []
    amount = str(mapping.columns.get("amount_lcu", ""))
    for group in mapping.target.needed:
        if any(each in mapping.columns for each in group):
            continue
        found = next((text for text in (amount, name) if len(years_in(text)) == 1), None)
        if group[0] in ("fiscal_year", "time_period") and found is not None:
            fixed[group[0]] = str(max(years_in(found)))
            where = "the file's name" if found == name else f"the name of the column {amount}"
            said.append(f"{group[0]}: {fixed[group[0]]}, from {where}")
        else:
            asked.append(
                f"which column is {' or '.join(group)}? Say it under [columns], or one value for all under [fixed]"
                + left
            )
    return fixed, said, asked
