"""How often a city's file seems to be renewed, by how old its newest record is: a first guess for its mapping."""

from __future__ import annotations

import re
from datetime import date

from data.city.pack import City
from data.drops.cadence import ARCHIVE
from data.drops.clock import city_time
from data.sql_text import literal, quoted
from modules.sources.mapped.column_findings import ColumnFindings
from modules.sources.mapped.mapping import PERIOD, ColumnMapping
from modules.sources.mapped.value_reading import moment_sql

#: Table -> the column that tells of which day, month or year a record is.
_DAY_OF = {
    "requests": "requested_datetime", "inspections": "inspected_on", "payments": "paid_on", "balances": "month",
    "budget_lines": "fiscal_year", "revenue_lines": "fiscal_year", "area_indicators": "time_period",
    "observations": "period_start",
}  # fmt: skip
#: Days that the newest record may be old -> cadence. Records older than a year are an archive.
_RHYTHMS = ((2, "P1D"), (8, "P1W"), (35, "P1M"), (100, "P3M"), (366, "P1Y"))
#: Figures of years come a year or two after it.
_YEARS_LATE = 2


def propose_cadence(looked: ColumnFindings, mapping: ColumnMapping, city: City) -> tuple[str, str]:
    """(cadence, the sentence that says why): the shortest by which the newest record is not late, else `archive`."""
    today = city_time(city.timezone).date()
    newest, of_years = _newest(looked, mapping, city, today)
    if newest is None:
        return "P1D", ""
    cadence = _rhythm((today - newest).days, of_years)
    told = f"of {newest.year}" if of_years else f"of {newest}"
    if cadence == ARCHIVE:
        return cadence, f"the newest record is {told}: an archive that will not be renewed; else say cadence"
    return cadence, f"the newest record is {told}: renewed every {cadence} is assumed; else say cadence"


def _rhythm(age_days: int, of_years: bool) -> str:
    if of_years:
        return "P1Y" if age_days <= _YEARS_LATE * 366 else ARCHIVE
    return next((cadence for most, cadence in _RHYTHMS if age_days <= most), ARCHIVE)


def _newest(
    looked: ColumnFindings, mapping: ColumnMapping, city: City, today: date
) -> tuple[date | None, bool]:  # fmt: skip
    """(day of the newest record that is not to come, whether records are of years); None where no day is read."""
    field_name = _DAY_OF.get(mapping.table)
    if field_name is None:
        return None, False
    column = mapping.columns.get(field_name)
    if column == PERIOD or field_name in mapping.fixed:
        return _end_of_year([*mapping.periods, mapping.fixed.get(field_name, "")], today), True
    if not isinstance(column, str):
        return None, False
    formats = mapping.dates.get(field_name, ())
    if formats and formats != ["%Y"]:
        moment = f"({moment_sql(quoted(column), formats, city.timezone)})::DATE"
        ((newest,),) = looked.connection.execute(
            f"SELECT max({moment}) FILTER ({moment} <= {literal(str(today))}::DATE) FROM {quoted(looked.table)}"
        ).fetchall()
        return newest, False
    return _end_of_year(looked.texts(column), today), True


def _end_of_year(texts: list[str], today: date) -> date | None:
    """The last day of the newest year that the texts name, today at most; None where they name none."""
    years = [int(each) for text in texts for each in re.findall(r"(?:19|20)\d{2}", text)]
    known = [year for year in years if year <= today.year]
    return min(date(max(known), 12, 31), today) if known else None
