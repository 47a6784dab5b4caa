"""Rows of a file of money that are no record: sums, blank lines, amounts in another currency or of too many digits."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from data.city.pack import City
from data.drops.rules import loses_cents
from data.sql_text import literal
from modules.sources.mapped.mapping import VALUE, ColumnMapping
from modules.sources.mapped.value_reading import exact_sql, given_sql, number_sql

SUBTOTALS, BLANK, OTHER_CURRENCY = "sums of other rows", "blank lines", "amounts in another currency"
TOO_MANY_DIGITS = "amounts of more digits than can be kept to the cent"
#: The payee of a payment that names nobody, as where a name was blanked out; to the rules it is nobody.
NOT_NAMED = "Not named"
#: A whole name that says that the row adds up others. TOTAL is a firm too: such a row counts as a sum where it has
#: neither a document nor an account, or no day.
_SUM_NAMES = (
    r"^(?:(?:sub|grand|page|overall|running)[\s-]*)?totals?(?: (?:general|paid|amount|spend|payments|expenditure))?"
    r"[\s:]*$"
    r"|^(?:balance (?:brought|carried) forward|sum|jumlah|jumlah total|total geral|subtotal geral)$"
    r"|^(?:总计|合计|小计|共计|總計|合計|小計|합계|총계|소계|계|รวม|รวมทั้งหมด|tổng cộng|tổng|المجموع|الإجمالي|סה\"כ)$"
    r"|^(?:(?:gesamt|zwischen)?summe|gesamt|insgesamt|(?:sub|eind)?totaal|totale(?: generale)?|subtotale|yhteensä|summa"
    r"|totalt|i alt|razem|ogółem|celkem|(?:genel |ara )?toplam|итого|всего|σύνολο"
    r"|(?:sous[ -]|grand )?total général)[\s:]*$"
)
#: A name that ends with such a word adds up the rows of that name, where the row has nothing else that tells it: a
#: payment neither day nor document, a budget line no account.
_SUM_OF_A_NAME = r"(?:\b(?:sub[\s-]*)?totals?|小计|合计|小計|合計|소계|합계|yhteensä|итого|gesamt)[\s:：]*$"
#: Currencies that are written with the sign $.
_DOLLARS = (
    "USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "ARS", "CLP", "COP", "BRL", "BBD", "BMD", "BND", "BSD",
    "BZD", "FJD", "GYD", "JMD", "KYD", "LRD", "NAD", "SBD", "SRD", "TTD", "UYU", "XCD",
)  # fmt: skip
#: Signs and codes of currencies -> the currencies that they may be.
_SIGNS = {
    "£": ("GBP",), "€": ("EUR",), "₹": ("INR",), "R$": ("BRL",), "Rp": ("IDR",), "US$": ("USD",),
    "¥": ("CNY", "JPY"), "￥": ("CNY", "JPY"), "$": _DOLLARS,
}  # fmt: skip
_CODES = ("GBP", "EUR", "USD", "CNY", "RMB", "IDR", "INR", "JPY", "BRL", "CHF", "AUD", "CAD", "SGD", "MYR", "HKD")
_SAME = {"RMB": "CNY"}
_ANY_SIGN = r"(?i)[£€₹¥￥$]|Rp|\b(?:" + "|".join(_CODES) + r")\b"
Raw = Callable[[str], str]


def money_aside_sql(mapping: ColumnMapping, city: City, raw: Raw) -> str:
    """SQL of why a row of money is no record, NULL where it is one; `raw` gives a column's text in the file."""
    named = [each for each in mapping.columns if isinstance(mapping.columns[each], str)]
    blank = " AND ".join(f"{raw(each)} IS NULL" for each in named) or "false"
    return (
        f"CASE WHEN {blank} THEN {literal(BLANK)} WHEN {_is_sum(mapping, raw)} THEN {literal(SUBTOTALS)} "
        f"WHEN {_is_foreign(mapping, city, raw)} THEN {literal(OTHER_CURRENCY)} "
        f"WHEN {_loses_cents(mapping, raw)} THEN {literal(TOO_MANY_DIGITS)} END"
    )


def _is_sum(mapping: ColumnMapping, raw: Raw) -> str:
    names = [each for each in ("payee", "department", "account", "revenue_source") if each in mapping.columns]
    says = [f"coalesce(regexp_matches(lower(trim({raw(each)})), {literal(_SUM_NAMES)}), false)" for each in names]
    if not says:
        return "false"
    if mapping.table != "payments":
        others = [
            each for each in ("department", "function", "account", "fund", "revenue_source") if each in mapping.columns
        ]
        return " OR ".join(
            [*says, *(_sums_up(each, [other for other in others if other != each], raw) for each in names)]
        )
    proofs = [each for each in ("document_number", "payment_id", "account") if each in mapping.columns]
    unproved = " AND ".join(f"{raw(each)} IS NULL" for each in proofs) or "false"
    of_a_name = _sums_up("payee", [*proofs, "paid_on"], raw)
    # An amount of no day and nobody is the sum under the others, wherever it says so.
    nobody = [each for each in ("payee", "payee_id", "paid_on") if each in mapping.columns]
    nameless = " AND ".join(f"{raw(each)} IS NULL" for each in nobody) if len(nobody) > 1 else "false"
    said = f"({' OR '.join(says)}) AND (({unproved}) OR {raw('paid_on')} IS NULL)"
    return f"(({said}) OR {of_a_name} OR ({nameless}))"


def _sums_up(column: str, others: Sequence[str], raw: Raw) -> str:
    """Whether a name says that it adds up others, and the other columns say nothing; never without other columns."""
    bare = " AND ".join(f"{raw(each)} IS NULL" for each in others) or "false"
    return f"coalesce(regexp_matches(lower(trim({raw(column)})), {literal(_SUM_OF_A_NAME)}) AND {bare}, false)"


def payee_sql(payee: str, mapping: ColumnMapping, raw: Raw) -> str:
    """SQL of a payment's payee: NOT_NAMED where it has a day, an amount and what tells it, and nobody's name."""
    proofs = [each for each in ("document_number", "payment_id", "account", "department") if each in mapping.columns]
    proved = " OR ".join(f"{raw(each)} IS NOT NULL" for each in proofs) or "true"
    known = f"{raw('paid_on')} IS NOT NULL AND {raw('amount_lcu')} IS NOT NULL AND ({proved})"
    return f"coalesce({payee}, CASE WHEN {known} THEN {literal(NOT_NAMED)} END)"


def _is_foreign(mapping: ColumnMapping, city: City, raw: Raw) -> str:
    """An amount in another currency than the city's and than most of the file's: by its sign or code, or by its column.

    A file that is in another currency throughout is what its city has.
    """
    codes = [each for each in _CODES if _SAME.get(each, each) != city.currency]
    signs = [sign for sign, meant in _SIGNS.items() if city.currency not in meant]
    tests = []
    if "currency" in mapping.columns:
        code = f"upper(trim({raw('currency')}))"
        few = f"2 * count(*) OVER (PARTITION BY {code}) < count({code}) OVER ()"
        tests.append(f"({code} IN ({', '.join(map(literal, codes))}) AND {few})")
    for column in ("amount_lcu", "budget_lcu", "actual_lcu"):
        if isinstance(mapping.columns.get(column), str) and mapping.columns[column] != VALUE:
            tests.append(_has_rare_sign(raw(column), signs, codes))
    return f"coalesce({' OR '.join(tests)}, false)" if tests else "false"


def _loses_cents(mapping: ColumnMapping, raw: Raw) -> str:
    """Whether an amount of the row would be another one as a double."""
    tests = []
    for column in mapping.columns:
        if column.endswith("_lcu"):
            text, scale = given_sql(raw(column)), mapping.scale.get(column, 1)
            number, exact = (read(text, mapping.decimal, scale) for read in (number_sql, exact_sql))
            tests.append(loses_cents(number, exact))
    return f"coalesce({' OR '.join(tests)}, false)" if tests else "false"


def _has_rare_sign(text: str, signs: Sequence[str], codes: Sequence[str]) -> str:
    """A sign or code of another currency on fewer than half of the amounts that have any."""
    pattern = r"(?i)\b(?:" + "|".join(codes) + r")\b"
    foreign = " OR ".join([*(f"contains({text}, {literal(sign)})" for sign in signs),
                           f"regexp_matches({text}, {literal(pattern)})"])  # fmt: skip
    every = f"regexp_matches({text}, {literal(_ANY_SIGN)})"
    return f"(({foreign}) AND 2 * count(*) FILTER ({foreign}) OVER () < count(*) FILTER ({every}) OVER ())"
