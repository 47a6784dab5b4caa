"""Moments in several columns: year, month and day apart, and months side by side as columns of figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from modules.sources.mapped.column_findings import ColumnFindings
from modules.sources.mapped.known_words import meaning_in, plain
from modules.sources.mapped.mapping import PERIOD, VALUE, ColumnMapping
from modules.sources.mapped.targets import Target

#: Names of columns that hold a year, a month or a day alone.
_YEARS = frozenset(
    ("year", "ano", "anio", "annee", "jahr", "jaar", "anno", "any", "rok", "tahun", "yil", "год", "рік", "年")
)
_MONTHS = frozenset(
    ("month", "mes", "mois", "monat", "maand", "mese", "miesiac", "bulan", "ay", "месяц", "місяць", "月")
)
_DAYS = frozenset(("day", "dia", "jour", "tag", "dag", "giorno", "dzien", "hari", "gun", "день", "日"))
#: Months as columns are called, the longest name first: each language's twelve in their order.
_NAMES_OF_MONTHS = (
    "january february march april may june july august september october november december",
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "ene feb mar abr may jun jul ago sep oct nov dic",
    "janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro",
    "jan fev mar abr mai jun jul ago set out nov dez",
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    "januar februar marz april mai juni juli august september oktober november dezember",
    "jan feb mrz apr mai jun jul aug sep okt nov dez",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "styczen luty marzec kwiecien maj czerwiec lipiec sierpien wrzesien pazdziernik listopad grudzien",
    "januari februari maret april mei juni juli agustus september oktober november desember",
    "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень",
    "1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月",
    "一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 十一月 十二月",
    "sept",
)
_NUMBERS = {
    name: 9 if names == "sept" else number
    for names in _NAMES_OF_MONTHS for number, name in enumerate(names.split(), start=1)
}  # fmt: skip
#: From so many months side by side on a table is one of months.
_LEAST_MONTHS = 6
#: Columns of a moment that a row needs -> how its parts in other columns are read.
_WHOLE_DAYS = {"requested_datetime", "inspected_on", "paid_on"}
_WHOLE_MONTHS = {"period_start", "month"}
_LEAST_NUMBERS = 0.95


def month_number(name: str) -> int | None:
    """The month, from 1, that a column is called by: Jan, Enero, 3月; None for any other name."""
    return _NUMBERS.get(plain(name))


def months_side_by_side(looked: ColumnFindings, columns: Sequence[str]) -> list[str]:
    """The columns of figures that are called by months, where so many are that it is a table of months; else none."""
    found = [each for each in columns if month_number(each) and looked.number(each).read_share >= _LEAST_NUMBERS]
    numbers = {month_number(each) for each in found}
    return found if len(found) == len(numbers) >= _LEAST_MONTHS else []


def _called(columns: Sequence[str], names: frozenset[str], about: str = "") -> str:
    """The one column that is called so, alone or before words `about` what happened then: `MES_DATA_ALTA`."""
    found = [each for each in columns if plain(each) in {f"{name} {about}".strip() for name in names}]
    return found[0] if len(found) == 1 else ""


def _parts(columns: Sequence[str], kinds: Sequence[frozenset[str]]) -> list[str]:
    """The columns of a moment's parts, of one moment; none where they are not all there, or of several moments."""
    abouts = {plain(each).partition(" ")[2] for each in columns if plain(each).partition(" ")[0] in kinds[0]}
    found = [parts for about in abouts if "" not in (parts := [_called(columns, each, about) for each in kinds])]
    return found[0] if len(found) == 1 else []


def _within(looked: ColumnFindings, column: str, low: int, high: int) -> bool:
    if not column or looked.number(column).read_share < _LEAST_NUMBERS:
        return False
    first, last = looked.range_of(column, ".")
    return low <= first <= last <= high


def use_day_parts(
    looked: ColumnFindings, target: Target, names: Sequence[str], columns: dict[str, str | list[str]],
    fits: dict[str, float], scores: dict[str, float],
) -> list[str]:  # fmt: skip
    """Where year, month and day stand in columns of their own, the day that a row needs is all of them; and says so.

    Of a series the year and the month are its period, where no column has more.
    """
    place = next((each for group in target.needed for each in group if each in _WHOLE_DAYS | _WHOLE_MONTHS), "")
    parts = _parts(names, (_YEARS, _MONTHS, _DAYS) if place in _WHOLE_DAYS else (_YEARS, _MONTHS)) if place else []
    taken = columns.get(place)
    if not parts or (taken is not None and taken not in parts):
        return []
    bounds = ((1800, 2200), (1, 12), (1, 31))
    if not all(_within(looked, each, *bound) for each, bound in zip(parts, bounds, strict=False)):
        return []
    for ours in [each for each, column in columns.items() if column in parts]:
        del columns[ours]
    columns[place], fits[place], scores[place] = parts, looked.filled(parts[0])[0], 1.0
    return [f"{place}: made of the columns {', '.join(parts)}"]


def parts_format(field_name: str) -> list[str]:
    """The formats by which a moment in several columns is read, joined by blanks: `2024 3 14`, of a month `2024 3`."""
    return ["%Y %m"] if field_name in _WHOLE_MONTHS else ["%Y %m %d"]


def use_months(
    looked: ColumnFindings, target: Target, months: Sequence[str], columns: dict[str, str | list[str]],
    fits: dict[str, float], scores: dict[str, float], names: Sequence[str],
) -> bool:  # fmt: skip
    """Take months side by side as a row a month; whether the target has such rows.

    Of a budget the months add up to its year; of a series each is a period of the year in another column.
    """
    value = "amount_lcu" if target.table in ("budget_lines", "balances") else "value"
    place = next((each for each in ("period_start", "month", "time_period") if each in target.types), "")
    year = _called(names, _YEARS)
    if target.table not in ("budget_lines", "balances", "observations", "area_indicators"):
        return False
    if target.table != "budget_lines":
        if not place or not year:
            return False
        columns[place], fits[place], scores[place] = [year, PERIOD], 1.0, 0.9
    columns[value], fits[value], scores[value] = VALUE, 1.0, 0.9
    return True


def phase_of_months(
    mapping: ColumnMapping, names: Sequence[str], fixed: Mapping[str, str]
) -> tuple[dict[str, str], list[str]]:  # fmt: skip
    """({"phase": what names of the file and its columns say} of a budget by month, the question where none says it)."""
    if mapping.table != "budget_lines" or not any(map(month_number, mapping.periods)):
        return {}, []
    if "phase" in fixed or "phase" in mapping.columns:
        return {}, []
    if phase := next((said for each in names if (said := meaning_in("phase", "phase", each))), ""):
        return {"phase": phase}, []
    first = ", ".join(mapping.periods[:3])
    return {}, [f"{first}, ...: were these amounts budgeted, or spent? Say --fixed phase=approved, or phase=executed"]
