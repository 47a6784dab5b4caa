"""Results of inspections that a file's own words and scores do not tell: what has to be asked of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from modules.sources.mapped.column_findings import ColumnFindings
from modules.sources.mapped.column_fit import LEAST_FIT
from modules.sources.mapped.known_words import is_coded, words_of
from modules.sources.mapped.mapping import ColumnMapping

#: A column of results of which a larger share of rows is not known may be about something else.
_MOST_UNKNOWN = 0.5
#: A rating of 5 is the best wherever ratings are published; of any other mark only its city knows.
_RATING = frozenset(("rating", "stars"))


def bands_of(
    mapping: ColumnMapping,
    words: dict[str, dict[str, str]],
    looked: ColumnFindings,
    decimal: str,
    said: Mapping[str, list[float]],
) -> tuple[dict[str, dict[str, list[float]]], list[str]]:
    """A score instead of a result cannot be judged without the city's own rule: it is asked for, or `said`."""
    column = mapping.columns.get("result")
    if not isinstance(column, str) or looked.number(column).read_share < LEAST_FIT:
        return {}, []
    if said:
        words.pop("result", None)
        return {"result": dict(said)}, []
    _, high = looked.range_of(column, decimal)
    if high <= 5:
        if _RATING & set(words_of(column)):
            return {}, []
        words.pop("result", None)  # the best grade is 1 in some cities, and 5 in others; a code is the publisher's own
        kind = "codes" if is_coded(column) else "grades"
        return {}, [f"{column}: {kind} up to {high:g}; say what each means under [words.result], such as 1 = 'pass'"]
    words.pop("result", None)
    return {}, [
        f"{column}: scores up to {high:g}; which of them pass? Say --pass 0-13 where few points are good (New York), "
        "or --pass 90-100 where many are, and --conditional 70-89 beside it; all others fail"
    ]


def unknown_results(mapping: ColumnMapping, unknown: Sequence[tuple[str, int]], looked: ColumnFindings) -> list[str]:
    """The question of a column of results that mostly says words that are not known."""
    filled, _ = looked.filled(str(mapping.columns.get("result"))) if unknown else (1.0, 0.0)
    if sum(rows for _, rows in unknown) <= _MOST_UNKNOWN * filled * looked.rows:
        return []
    said, first = ", ".join(repr(text) for text, _ in unknown[:4]), unknown[0][0]
    return [f"{mapping.columns['result']}: what do {said} mean? Say it under [words.result], as in {first!r} = 'pass'"]
