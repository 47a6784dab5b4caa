"""Which table a file is: what the names of all its columns and its own say together, and what has to be asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from modules.sources.mapped.column_fit import CALLED_LIKE
from modules.sources.mapped.known_words import is_of_table_alone, table_words, words_of
from modules.sources.mapped.targets import TARGETS

#: What a name that speaks of a table adds to its score, and how many names count at most.
_A_NAME, _MOST_NAMES = 0.06, 4
#: Words of `table_words.toml` that speak of records of no table.
_NONE_OF_OURS = "none_of_ours"
#: Words of what is agreed or ordered, and not paid yet; a payment may name its contract, but has a day of its own.
_AGREED = "agreed"
#: Tables of figures, which the same words speak of.
_FIGURES = {"area_indicators": "figures", "observations": "figures"}
#: Tables of records: which they are must be said by a name, since nearly every file has a date and a type.
RECORDS = frozenset(("requests", "inspections", "payments", "budget_lines", "premises", "violations"))
#: From so many names that speak of it on, a table that lacks a column is likelier than one that no name speaks of.
_SPOKEN_OFTEN = 2
#: From so many names on, and so many times as many as speak of the table that was taken, another is asked about.
_SPOKEN_MUCH, _TIMES_AS_OFTEN = 4, 3
#: Tables that the same file may be of.
_SAME_RECORDS = {"premises": "inspections", "violations": "inspections", "observations": "area_indicators"}


def spoken_for(table: str, columns: Sequence[str], file_name: str) -> int:
    """How many of the names of a file's columns, and its own, have a word that speaks of that table."""
    words = table_words().get(_FIGURES.get(table, table), frozenset())
    return sum(_speaks(name, words) for name in (*columns, file_name))


def _speaks(name: str, words: frozenset[tuple[str, ...]]) -> bool:
    """Whether one of the words, or words in a row, stands in a name."""
    found = words_of(name)
    text = " ".join(found)
    return any(
        f" {' '.join(each)} " in f" {text} " if "".join(each).isascii() else "".join(each) in text for each in words
    )


def name_bonus(table: str, columns: Sequence[str], file_name: str) -> float:
    """What the names of all columns and of the file add to the score of a table."""
    return _A_NAME * min(spoken_for(table, columns, file_name), _MOST_NAMES)


def likeliest(tables: Sequence[tuple[str, Mapping[str, float], int]], columns: Sequence[str], file_name: str) -> int:
    """Which of the tables to propose: the first, unless no name speaks of its records, and names do of another's.

    A table is its name, the file's columns that it needs, and how many that the file lacks; they come best first. The
    other may lack one, which is asked for.
    """
    table, needed, _ = tables[0]
    said = spoken_for(table, columns, file_name) or any(is_of_table_alone(each, table) for each in needed)
    if said or table not in RECORDS | _FIGURES.keys():
        return 0
    spoken = (
        at for at, (other, _, lacks) in enumerate(tables)
        if at and lacks == 1 and spoken_for(other, columns, file_name) >= _SPOKEN_OFTEN
    )  # fmt: skip
    return next(spoken, 0)


def _rather(table: str, columns: Sequence[str], file_name: str) -> str:
    """The table that many names of the file speak of, where few speak of the one that it was taken for; else ''."""
    said: dict[str, int] = {}
    for each in (*table_words().keys() - {_NONE_OF_OURS, _AGREED, _FIGURES["observations"]}, *_FIGURES):
        kind = _SAME_RECORDS.get(each, each)
        said[kind] = max(said.get(kind, 0), spoken_for(each, columns, file_name))
    mine = said.pop(_SAME_RECORDS.get(table, table), 0)
    other = max(said, key=lambda each: said[each])
    return other if said[other] >= max(_SPOKEN_MUCH, _TIMES_AS_OFTEN * mine) else ""


def agreed_only(table: str, columns: Sequence[str], file_name: str) -> list[str]:
    """The question of a file taken for that table whose names speak of contracts or awards: what is agreed with
    somebody is no budget of a department, and no payment where no name says when it is paid."""
    if not (strange := [name for name in (*columns, file_name) if _speaks(name, table_words()[_AGREED])]):
        return []
    said = f"is this {table}? {', '.join(strange[:3])} speaks of what is agreed"
    if table == "budget_lines":
        return [f"{said} with somebody, as payments are: say --table payments, or --table budget_lines"]
    return [f"{said}, and no name of a column of a day on which it is paid: say --table payments, or empty this list"]


def unspoken(table: str, lacking: Sequence[Sequence[str]], columns: Sequence[str], file_name: str) -> list[str]:
    """The one question of a file of which no name says what it is, and one needed column is known at most; else []."""
    known = len(next(each for each in TARGETS if each.table == table).needed) - len(lacking)
    if not lacking or known > 1 or spoken_for(table, columns, file_name):
        return []
    lacks = ", ".join(" or ".join(group) for group in lacking)
    tables = sorted(table_words().keys() - {_NONE_OF_OURS, _AGREED, "figures"}) + sorted(_FIGURES)
    said = {each: spoken_for(each, columns, file_name) for each in tables}
    likeliest_said = max(tables, key=lambda each: said[each])
    instead = f" (names speak of {likeliest_said})" if said[likeliest_said] else ""
    return [
        f"what are these records? No name says that they are {table}, which is nearest{instead}; for that it lacks "
        f"{lacks}: say --table, as one of {', '.join(tables)}, and what it lacks by --column OURS=NAME or --fixed "
        "OURS=VALUE"
    ]


def doubts(
    table: str, needed: Mapping[str, float], columns: Sequence[str], file_name: str, near: Sequence[str],
    borne_out: bool = False,
) -> list[str]:  # fmt: skip
    """The question of a file of which it is not sure that it is that table, else none.

    `needed` are the columns that the table needs with how like they are called; `near` are tables that fit as well.
    A table is `borne_out` where its rows live as its records do, so that no name needs to speak of them.
    """
    if near:
        return [f"is this {table}, or {' or '.join(near)}? Names and values fit both: say --table, or empty this list"]
    if other := _rather(table, columns, file_name):
        return [f"is this {table}, or {other}? More names of columns speak of {other}: say --table, or empty this list"]
    if strange := [name for name in (*columns, file_name) if _speaks(name, table_words()[_NONE_OF_OURS])]:
        return [f"is this {table}? {', '.join(strange)} speaks of other records: say --table, or empty this list"]
    weak = [column for column, like in needed.items() if like < CALLED_LIKE]
    # A title and a value stand in any register: of figures a word must speak.
    alone = table not in _FIGURES and any(is_of_table_alone(each, table) for each in needed)
    spoken = spoken_for(table, columns, file_name) or alone
    if not spoken and not borne_out and (weak or table in RECORDS or table == "observations"):
        unsure = f", and {', '.join(weak)} only by a part of its name" if weak else ""
        return [
            f"is this {table}? No name of a column, and not that of the file, says what the records are{unsure}; say "
            "--table, or empty this list"
        ]
    return []
