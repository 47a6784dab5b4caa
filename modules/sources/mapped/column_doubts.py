"""Columns of a mapping that their names speak for and their values do not, or that another column may be as well."""

from __future__ import annotations

from collections.abc import Sequence

from data.files.file_reading import FileRead
from modules.sources.mapped.column_findings import ColumnFindings, shown_values
from modules.sources.mapped.column_fit import CALLED_LIKE, LEAST_FIT, fit_of, likeness_of, weight_of
from modules.sources.mapped.drafts import LEAST_LIKE, Proposal
from modules.sources.mapped.fiscal_years import years_in
from modules.sources.mapped.known_words import column_names, meaning_in, words_of
from modules.sources.mapped.mapping import INDICATOR, PERIOD, VALUE

#: Columns of ids -> those of the names that they are ids of.
_IDS = {"service_id": "service_name", "payee_id": "payee", "department_id": "department", "premises_id": "name",
        "series_id": "series_name"}  # fmt: skip
#: Names beside an id at most, on average: names are written in several ways, and a code of a district has many.
_MOST_NAMES, _MOST_NAMES_OF_CALLED_LIKE = 1.2, 3.0
#: A column whose score comes so near that of the one that was taken may be meant as well.
_AS_GOOD = 0.85
#: Columns of which any will do that tells the records apart: what is taken is said, and not asked.
_ANY_WILL_DO = ("service_name", "service_id", "department", "department_id", "series_name")
_SHOWN = 3


def without_unborne(looked: ColumnFindings, proposal: Proposal) -> list[str]:
    """Take out of the proposal the ids that are none of their names, and a status that says nothing; say so there.

    What comes back is asked: the words of a status on which it hangs whether a request is open.
    """
    _drop_ids_of_several(looked, proposal)
    asked = _drop_or_ask_status(looked, proposal)
    _drop_outcome(looked, proposal)
    return asked


def _drop_ids_of_several(looked: ColumnFindings, proposal: Proposal) -> None:
    columns = dict(proposal.mapping.columns)
    for of, named in _IDS.items():
        column, name = columns.get(of), columns.get(named)
        if isinstance(column, str) and isinstance(name, str) and {column, name}.isdisjoint((INDICATOR, PERIOD, VALUE)):
            most = _MOST_NAMES if proposal.likes.get(of, 1.0) < CALLED_LIKE else _MOST_NAMES_OF_CALLED_LIKE
            if looked.names_beside(column, name) > most:
                del columns[of]
                proposal.assumed.append(f"{column}: one stands beside several {name}, so that it is no id of them")
    proposal.columns_are(columns)


def _unknown_texts(looked: ColumnFindings, field_name: str, column: str) -> list[str]:
    """The texts of the column, where none of them is known to mean anything; else none."""
    texts = [text for text, _ in looked.words(column)]
    return texts if all(meaning_in(field_name, column, text) is None for text in texts) else []


def _drop_or_ask_status(looked: ColumnFindings, proposal: Proposal) -> list[str]:
    columns = proposal.mapping.columns
    status = columns.get("status")
    if proposal.mapping.table != "requests" or not isinstance(status, str):
        return []
    if not (texts := _unknown_texts(looked, "status", status)):
        return []
    said = ", ".join(map(repr, texts[:_SHOWN]))
    if "closed_datetime" not in columns and len(texts) > 1:
        return [f"{status}: what do {said} mean? Say it under [words.status], as in {texts[0]!r} = 'open'"]
    proposal.columns_are({each: column for each, column in columns.items() if column != status})
    proposal.unknown_words.pop("status", None)
    proposal.assumed.append(f"{status}: {said} tell no status that is known, so that it is not taken for one")
    return []


def _drop_outcome(looked: ColumnFindings, proposal: Proposal) -> None:
    columns = dict(proposal.mapping.columns)
    outcome = columns.get("outcome")
    called_like = proposal.likes.get("outcome", 1.0) >= CALLED_LIKE
    if not isinstance(outcome, str) or outcome == columns.get("status") or called_like:
        return
    if texts := _unknown_texts(looked, "outcome", outcome):
        del columns["outcome"]
        proposal.columns_are(columns | ({"outcome": columns["status"]} if "status" in columns else {}))
        said = ", ".join(map(repr, texts[:_SHOWN]))
        proposal.assumed.append(f"{outcome}: {said} tell no outcome that is known, so that it is not taken for one")


def rivals(looked: ColumnFindings, proposal: Proposal, read: FileRead) -> list[str]:
    """The question of each needed column that is called like ours by a part of its name, as another of the file is.

    Of topics and names any will do: the broadest of topics that lie in one another is taken, and it is said there.
    """
    mapping = proposal.mapping
    asked = []
    for group in mapping.target.needed:
        named = [each for each in group if isinstance(mapping.columns.get(each), str)]
        if not named:
            continue
        field_name = max(named, key=lambda each: proposal.likes.get(each, 1.0))
        column = str(mapping.columns[field_name])
        if not LEAST_LIKE < proposal.likes.get(field_name, 1.0) < CALLED_LIKE:
            continue
        as_good = _as_good(looked, proposal, read, field_name, column)
        if as_good and field_name in _ANY_WILL_DO:
            proposal.assumed.append(_take_broadest(looked, proposal, field_name, column, as_good))
        elif as_good:
            shown = [shown_values(looked, each) for each in (column, *as_good[:_SHOWN])]
            asked.append(
                f"which is {field_name}: {shown[0]}, or {' or '.join(shown[1:])}? Both are called like it by a part of "
                f"their names: say --column {field_name}=NAME, or empty this list"
            )
    return asked


def _as_good(
    looked: ColumnFindings, proposal: Proposal, read: FileRead, field_name: str, column: str
) -> list[str]:  # fmt: skip
    """The columns of the file that are taken for nothing, and may be meant as well as the one that was taken."""
    mapping = proposal.mapping
    known = column_names()[mapping.table][field_name]

    def score(each: str) -> float:
        likeness = likeness_of(mapping.target, field_name, each, known, read)
        fit = fit_of(looked, mapping.target, field_name, each, likeness) if likeness > LEAST_LIKE else 0.0
        return likeness * (0.3 + 0.7 * weight_of(looked, field_name, each, fit)) if fit else 0.0

    least, taken = _AS_GOOD * score(column), mapping.file_columns()
    if isinstance(place := mapping.columns.get("area_id"), str) and not looked.share_of_areas(place):
        taken.discard(place)  # a sub-area of topics is none of the city
    others = [each for each in read.columns if each not in taken and each != column]
    return [each for each in others if score(each) >= least and not _of_years(column, each)]


def _take_broadest(
    looked: ColumnFindings, proposal: Proposal, field_name: str, column: str, as_good: Sequence[str]
) -> str:
    """Take the column in which all others lie, where there is one, and the finer one as what a request is about.

    What comes back is said.
    """
    several = [column, *as_good]
    broadest = next(
        (each for each in several
         if all(looked.names_beside(other, each) == 1.0 for other in several if other != each)), column,
    )  # fmt: skip
    columns = dict(proposal.mapping.columns) | {field_name: broadest}
    finer = [each for each in several if each != broadest]
    if field_name == "service_name" and "nature" not in columns:
        columns["nature"] = finer[0]
    if columns.get("area_id") in finer:
        del columns["area_id"]
    ours = [each for each in column_names()[proposal.mapping.table] if each in columns]
    proposal.columns_are({each: columns[each] for each in ours})
    return (
        f"{field_name}: {shown_values(looked, broadest)}, the first or broadest of those called like it; "
        f"{', '.join(shown_values(looked, each) for each in finer[:_SHOWN])} would do as well: say --column "
        f"{field_name}=NAME"
    )


def _of_years(column: str, other: str) -> bool:
    """Whether two columns are the same of two years, of which the newest is taken."""
    return bool(years_in(column)) and bool(years_in(other)) and years_in(column) != years_in(other)


def phase_of_amount(looked: ColumnFindings, proposal: Proposal) -> tuple[dict[str, str], list[str]]:
    """({"phase": adjusted or executed} where the name of a budget's amount says so, the question of others beside it).

    What is said of it stands in the proposal. An amount of which no name says a phase is what was approved.
    """
    mapping, amount = proposal.mapping, proposal.mapping.columns.get("amount_lcu")
    if mapping.table != "budget_lines" or not isinstance(amount, str) or amount == VALUE or "phase" in mapping.columns:
        return {}, []
    phase = meaning_in("phase", "phase", amount)
    if not phase or phase == "approved":
        return {}, []
    first = words_of(amount)[0]
    beside = sorted(
        each for each in looked.columns() - mapping.file_columns()
        if words_of(each)[:1] == (first,) and looked.number(each).read_share >= LEAST_FIT
    )  # fmt: skip
    phases = {each: meaning_in("phase", "phase", each) for each in beside}
    if approved := [each for each in beside if phases[each] == "approved"]:
        proposal.columns_are(dict(mapping.columns) | {"amount_lcu": approved[0]})
        others = ", ".join(each for each in (amount, *beside) if each != approved[0])
        proposal.assumed.append(f"{approved[0]}: the budget as it was approved, taken before {others}")
        return {}, []
    proposal.assumed.append(f"{amount}: amounts of the {phase} budget, as its name says")
    if phase == "adjusted" and beside:
        proposal.assumed.append(f"{amount}: the budget, taken before what became of it: {', '.join(beside[:_SHOWN])}")
    if phase == "adjusted" or not beside:
        return {"phase": phase}, []
    shown = [shown_values(looked, each) for each in (amount, *beside[:_SHOWN])]
    return {"phase": phase}, [
        f"which amount is the budget: {shown[0]} ({phase}), or {' or '.join(shown[1:])}? Say --column amount_lcu=NAME, "
        "with --fixed phase=adjusted or executed where it is, or empty this list"
    ]
