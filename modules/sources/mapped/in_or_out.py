"""Tables of money in which what comes in stands beside what goes out, told apart by a column of such words."""

from __future__ import annotations

from collections.abc import Iterable

from modules.sources.mapped.column_findings import ColumnFindings
from modules.sources.mapped.known_words import plain
from modules.sources.mapped.mapping import ColumnMapping

_OUT = frozenset(map(plain, (
    "ausgabe", "ausgaben", "aufwand", "aufwendung", "aufwendungen", "auszahlung", "auszahlungen", "expenditure",
    "expenditures", "expense", "expenses", "spending", "outflow", "gasto", "gastos", "egreso", "egresos", "despesa",
    "despesas", "despeses", "dépense", "dépenses", "spesa", "spese", "uscita", "uscite", "uitgaven", "lasten",
    "wydatek", "wydatki", "výdaj", "výdaje", "utgift", "utgifter", "kostnad", "kostnader", "udgift", "udgifter",
    "meno", "menot", "支出", "歳出", "岁出", "세출", "지출", "belanja", "perbelanjaan", "gider", "giderler", "расход",
    "расходы", "έξοδα", "הוצאה", "הוצאות",
)))  # fmt: skip
_IN = frozenset(map(plain, (
    "einnahme", "einnahmen", "ertrag", "erträge", "einzahlung", "einzahlungen", "revenue", "revenues", "income",
    "receipt", "receipts", "inflow", "ingreso", "ingresos", "receita", "receitas", "ingressos", "recette", "recettes",
    "entrata", "entrate", "inkomsten", "baten", "dochód", "dochody", "příjem", "příjmy", "inkomst", "inkomster",
    "intäkt", "intäkter", "inntekt", "inntekter", "indtægt", "indtægter", "tulo", "tulot", "收入", "歳入", "岁入",
    "세입", "수입", "pendapatan", "hasil", "gelir", "gelirler", "доход", "доходы", "έσοδα", "הכנסה", "הכנסות",
)))  # fmt: skip
#: Table of money -> whose rows it has, and the table of the others.
_SIDES = {"budget_lines": (_OUT, "revenue_lines"), "revenue_lines": (_IN, "budget_lines")}
#: A column of more different texts says more than which way money goes.
_MOST_TEXTS = 6


def going_out(
    looked: ColumnFindings, mapping: ColumnMapping, assumed: list[str], asked: list[str]
) -> dict[str, list[str]]:
    """The column that says which way money goes, with the texts of the table's own rows; {} where there is none.

    Of a table of revenue it is the texts that say that money comes in. What is left out is said in `assumed`; a file
    of nothing but the other kind is a question in `asked`.
    """
    if mapping.table not in _SIDES:
        return {}
    wanted, other_table = _SIDES[mapping.table]
    for column in sorted(looked.columns()):
        texts = looked.words(column)
        ways = {text: _way(text) for text, _ in texts}
        if not texts or len(texts) > _MOST_TEXTS or None in ways.values():
            continue
        mine = [text for text, way in ways.items() if way is wanted]
        others = [(text, rows) for text, rows in texts if ways[text] is not wanted]
        told = ", ".join(f"{text!r} ({rows:,} rows)" for text, rows in others)
        if not mine:
            asked.append(
                f"is this {mapping.table}? {column} says {told}: say --table {other_table}, or empty this list"
            )
        elif others:
            assumed.append(
                f"{column}: rows that say {told} are left out; the same file with --table {other_table} has them"
            )
            return {column: mine}
    return {}


def speak_of_income(names: Iterable[str]) -> bool:
    """Whether one of these names, of columns or of a file, says that money comes in."""
    without_blanks = [each for each in _IN if not each.isascii() and len(each) > 1]
    return any(_way(name) is _IN or any(each in plain(name) for each in without_blanks) for name in names)


def _way(text: str) -> frozenset[str] | None:
    """The words of the way that a text says money goes: out, in, or None where it says neither or both."""
    found = {plain(text), *plain(text).split()}
    ways = [way for way in (_OUT, _IN) if found & way]
    return ways[0] if len(ways) == 1 else None
