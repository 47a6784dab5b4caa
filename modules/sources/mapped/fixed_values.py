"""What the names of a file and of its amount say of all its rows, and the question of each column that is unknown."""

from __future__ import annotations

from collections.abc import Mapping

from modules.sources.mapped.column_findings import ColumnFindings, shown_values
from modules.sources.mapped.column_fit import LEAST_FIT
from modules.sources.mapped.fiscal_years import years_in
from modules.sources.mapped.in_or_out import speak_of_income
from modules.sources.mapped.mapping import ColumnMapping

_AMOUNTS = ("amount_lcu", "budget_lcu", "actual_lcu")
#: Columns by whose numbers a visit may be judged where nothing else tells how it ended.
_COUNTS = ("critical_count", "serious_count", "minor_count")
#: Columns that a question names with their values; further ones by their names alone.
_SHOWN_COLUMNS = 6
#: Who spends a budget that names no department.
NO_DEPARTMENT = "Not named"


def fixed_values(
    mapping: ColumnMapping, name: str, looked: ColumnFindings, known: Mapping[str, str]
) -> tuple[dict[str, str], list[str], list[str]]:
    """(what the names say of a column that the file lacks, which name says it, the questions that stay open).

    `name` is the file's, and `known` what its caller says of all rows. A question names the columns that may be meant,
    with values of each.
    """
    fixed, said, asked = dict(known), [], []
    amounts = [str(mapping.columns[each]) for each in _AMOUNTS if each in mapping.columns]
    for group in mapping.target.lacking({*mapping.columns, *known}):
        found = next((text for text in (*amounts, name) if len(years_in(text)) == 1), None)
        if group[0] in ("fiscal_year", "time_period") and found is not None:
            fixed[group[0]] = str(max(years_in(found)))
            where = "the file's name" if found == name else f"the name of the column {found}"
            said.append(f"{group[0]}: {fixed[group[0]]}, from {where}")
        elif group[0] == "department" and _has_no_department(mapping, name, looked):
            fixed[group[0]] = NO_DEPARTMENT
            said.append(f"department: no column names one, so that all amounts stand under {NO_DEPARTMENT!r}")
        elif group[0] == "result" and (
            counts := [mapping.columns[each] for each in _COUNTS if each in mapping.columns]
        ):
            asked.append(
                f"which column is result? None is called so; where the count of violations tells it, say --column "
                f"result={str(counts[0])!r} --pass 0-0, with the counts that pass"
            )
        else:
            asked.append(
                f"which column is {' or '.join(group)}? Say --column {group[0]}=NAME, or --fixed {group[0]}=VALUE"
                + _candidates(mapping, looked, mapping.target.types[group[0]])
            )
    return fixed, said, asked


def _has_no_department(mapping: ColumnMapping, name: str, looked: ColumnFindings) -> bool:
    """Whether a budget tells what is spent on and nothing by whom: no column is left that could name it.

    Neither is money that comes in spent by anybody.
    """
    if not {"function", "account"} & mapping.columns.keys() or speak_of_income((*looked.columns(), name)):
        return False
    unused = looked.columns() - mapping.file_columns()
    return not any(len(looked.words(each)) > 1 and looked.number(each).read_share < LEAST_FIT for each in unused)


def _candidates(mapping: ColumnMapping, looked: ColumnFindings, kind: str) -> str:
    """The columns that are not used yet and hold what is asked for, with values; those that may not, by name."""
    unused = sorted(each for each in looked.columns() - mapping.file_columns() if looked.filled(each)[0])
    if kind in ("date", "timestamp"):
        dates = {each: looked.dates(each) for each in unused}
        # A year alone is no day.
        fitting = [each for each in unused if dates[each].read_share >= LEAST_FIT and dates[each].formats != ("%Y",)]
    elif kind in ("number", "integer"):
        fitting = [each for each in unused if looked.number(each).read_share >= LEAST_FIT]
    else:
        fitting = [each for each in unused if looked.number(each).read_share < LEAST_FIT]
    shown = [shown_values(looked, each) for each in fitting[:_SHOWN_COLUMNS]]
    others = [each for each in unused if each not in fitting[:_SHOWN_COLUMNS]]
    may = f"; it may be {' or '.join(shown)}" if shown else ""
    return may + (f"; not used yet: {', '.join(others)}"[:300] if others else "")
