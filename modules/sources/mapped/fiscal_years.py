"""Fiscal years in names and texts: 2024, 2023/24, FY24, and years of the Minguo era (113 is 2024)."""

from __future__ import annotations

import re

from data.sql_text import literal
from modules.sources.mapped.value_reading import ERAS

#: `2023/24` is the fiscal year that ends in 2024, and so is FY24; of any other text the first four digits are the year.
_SPLIT_YEAR = r"(\d{4})\s*[-/–]\s*(?:\d{4}|\d{2})$"
#: Years of the Republic of China, as budgets of Taiwan count them.
_MINGUO = r"^(?:民國|民国)?\s*(1[0-4]\d)\s*(?:年度?)?$"
#: Fiscal years of the eras of Japan: 令和5年度 and R5 are 2023.
_ERA_YEAR = rf"^({'|'.join(era for era in ERAS if '民' not in era)})\s*(元|\d{{1,2}})\s*(?:年度?)?"
_YEARS_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:\s*[-/–_]\s*(\d{4}|\d{2}))?(?!\d)")

#: FY15, FY-15 and fy_15 are 2015.
_SHORT_YEARS_IN_NAME = re.compile(r"(?<![a-z])FY[-_ ']*(\d{2})(?!\d)", re.IGNORECASE)


def fiscal_year_sql(raw: str) -> str:
    """SQL of a text's fiscal year as a text; NULL where it names none."""
    split = f"regexp_extract({raw}, '{_SPLIT_YEAR}', 1)"
    single = rf"regexp_extract({raw}, '(\d{{4}})', 1)"
    short = rf"nullif(regexp_extract({raw}, '(?i)^FY\s*''?(\d{{2}})$', 1), '')"
    minguo = f"(try_cast(regexp_extract({raw}, '{_MINGUO}', 1) AS BIGINT) + {ERAS['民國']})::VARCHAR"
    named, counted = (f"regexp_extract({raw}, {literal(_ERA_YEAR)}, {group})" for group in (1, 2))
    before = "".join(f" WHEN {literal(era)} THEN {year}" for era, year in ERAS.items())
    era = f"(CASE {named}{before} END + coalesce(try_cast({counted} AS BIGINT), 1))::VARCHAR"
    return (
        f"coalesce({minguo}, {era}, (try_cast({split} AS BIGINT) + 1)::VARCHAR, nullif({single}, ''), '20' || {short})"
    )


def is_minguo(text: str) -> bool:
    """Whether a text is a year of the Minguo era."""
    return re.match(_MINGUO, text) is not None


def says_year(text: str) -> bool:
    """Whether a text names a year: 2024, FY24, 202403, 113 of the Minguo era, 令和5年度; 2000000 is an amount."""
    whole = r"(?<!\d)(?:19|20)\d{2}(?:(?:0[1-9]|1[0-2])(?:[0-3]\d)?)?(?!\d)"
    return re.search(rf"{whole}|^fy\s*'?\d{{2}}$|^1[0-4]\d$|{_ERA_YEAR}", text, re.IGNORECASE) is not None


def years_in(name: str) -> set[int]:
    """The fiscal years that a name of a file or column speaks of, each by the year in which it ends."""
    found = [(int(first), int(last or 0) % 100) for first, last in _YEARS_IN_NAME.findall(name)]
    split = {year + 1 for year, last in found if last == (year + 1) % 100}
    short = {2000 + int(year) for year in _SHORT_YEARS_IN_NAME.findall(name)}
    return split or {year for year, _ in found} or short


def newest_year(name: str) -> int:
    """The newest year in a name of a column, 0 where it has none."""
    return max(years_in(name), default=0)
