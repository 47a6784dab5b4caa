"""The best columns of a file for one table, by their names and by what they hold, before it is chosen."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from data.city.pack import City
from data.files.file_reading import FileRead
from modules.sources.mapped.column_findings import ColumnFindings
from modules.sources.mapped.column_fit import fit_of, likeness_of, weight_of
from modules.sources.mapped.columns_by_content import BY_CONTENT, LEAST_AREAS, use_earliest_date, use_only_numbers
from modules.sources.mapped.fiscal_years import newest_year
from modules.sources.mapped.indicator_columns import use_indicator_columns
from modules.sources.mapped.known_words import column_names
from modules.sources.mapped.mapping import INDICATOR, PERIOD, VALUE, ColumnMapping
from modules.sources.mapped.second_name import use_second_name
from modules.sources.mapped.targets import Target
from modules.sources.mapped.time_parts import months_side_by_side, use_day_parts, use_months

_PERIOD_NAME = re.compile(r"(FY\s?)?(19|20)\d{2}([-/]\d{2}|年度?|\s?Q[1-4])?|FY\s?\d{2}", re.IGNORECASE)
#: Names less like ours are others.
LEAST_LIKE = 0.3


@dataclass
class Proposal:
    """A mapping with what is to be said of it: the share of rows that fit each column, and words that are not known."""

    mapping: ColumnMapping
    score: float
    fits: dict[str, float] = field(default_factory=dict)
    assumed: list[str] = field(default_factory=list)
    unknown_words: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    others: tuple[str, ...] = ()
    #: Our columns -> how like ours theirs are called.
    likes: dict[str, float] = field(default_factory=dict)

    def columns_are(self, columns: Mapping[str, str | list[str]]) -> None:
        """Take these columns in place of those that the mapping has."""
        self.mapping = replace(self.mapping, columns=columns)
        self.fits = {name: fit for name, fit in self.fits.items() if name in columns}

    @property
    def row_share(self) -> float:
        """The share of rows that fit every needed column, at least what the worst of them leaves."""
        needed = {each for group in self.mapping.target.needed for each in group}
        return min((fit for column, fit in self.fits.items() if column in needed), default=0.0)

    @property
    def is_complete(self) -> bool:
        """Whether the file has all columns that the table needs."""
        return self.lacking == 0

    @property
    def lacking(self) -> int:
        """How many of the columns that the table needs the file does not have."""
        return len(self.mapping.target.lacking(self.mapping.columns))

    @property
    def needed_likes(self) -> dict[str, float]:
        """The file's columns that the table needs -> how like ours they are called."""
        needed = [max(group, key=lambda each: self.likes.get(each, 0)) for group in self.mapping.target.needed]
        named = ((each, self.mapping.columns.get(each)) for each in needed)
        return {column: self.likes.get(each, 1.0) for each, column in named if isinstance(column, str)}


def draft_of(
    looked: ColumnFindings, read: FileRead, target: Target, city: City, fixed: Mapping[str, str]
) -> Proposal:  # fmt: skip
    """The best columns of the file for one target, likeliest names first, each column of the file once.

    What is said of a column by its caller or a description goes before every name; `fixed` needs no column.
    """
    periods = [each for each in read.columns if _PERIOD_NAME.fullmatch(each) and not _tells_itself(looked, each)]
    months = months_side_by_side(looked, read.columns)
    if len(periods) == 1 and target.table != "budget_lines":
        periods = []
    names = [each for each in read.columns if each not in periods and each not in months]
    likes, pairs = _likely(looked, read, target, names, fixed)
    columns: dict[str, str | list[str]] = {}
    fits: dict[str, float] = {}
    scores: dict[str, float] = {}
    for score, field_name, column, fit in sorted(pairs, key=lambda pair: (-pair[0], -newest_year(pair[2]))):
        if field_name not in columns and column not in columns.values():
            columns[field_name], fits[field_name], scores[field_name] = column, fit, score
    use_second_name(looked, target.table, names, columns, fits)
    if months and use_months(looked, target, months, columns, fits, scores, names):
        periods = months
    elif len(periods) > 1 or (periods and "amount_lcu" not in columns):
        _use_periods(target, columns, fits, scores)
    assumed = use_day_parts(looked, target, names, columns, fits, scores)
    assumed += use_earliest_date(looked, target, names, columns, fits, scores)
    figures = use_indicator_columns(looked, target.table, names, columns, fits, scores, city)
    assumed += use_only_numbers(looked, target, names, columns, fits, scores)
    if target.table == "requests" and "nature" in columns and not {"service_name", "service_id"} & columns.keys():
        # What a request is about, where nothing says it more broadly.
        columns["service_name"], fits["service_name"] = columns.pop("nature"), fits.pop("nature")
        scores["service_name"] = scores.pop("nature")
    if "status" in columns and "outcome" in column_names()[target.table]:
        columns.setdefault("outcome", columns["status"])
    needed = [max((scores.get(each, float(each in fixed)) for each in group), default=0.0) for group in target.needed]
    more = sum(
        score for name, score in scores.items() if score > 0.6 and not any(name in each for each in target.needed)
    )
    if target.table == "observations" and any(looked.area_share(each) >= LEAST_AREAS for each in names
                                              if each not in columns.values()):  # fmt: skip
        needed.append(0.4)  # figures of the city's areas are none of the city
    score = sum(needed) / len(needed) * (1 if all(needed) else 0.4) + 0.02 * more
    columns = {name: columns[name] for name in column_names()[target.table] if name in columns}
    mapping = ColumnMapping(
        target.domain, target.table, columns, periods=tuple(periods) if _side_by_side(columns) else (),
        indicators=figures,
    )  # fmt: skip
    named = {name: likes[name, column] for name, column in columns.items()
             if isinstance(column, str) and likes.get((name, column), 0) > LEAST_LIKE}  # fmt: skip
    return Proposal(mapping, score, fits, assumed, likes=named)


def _likely(
    looked: ColumnFindings, read: FileRead, target: Target, names: Sequence[str], fixed: Mapping[str, str]
) -> tuple[dict[tuple[str, str], float], list[tuple[float, str, str, float]]]:
    """((our column, theirs) -> how like ours it is called, (score, our column, theirs, fit) of what may be meant)."""
    pairs = []
    likes: dict[tuple[str, str], float] = {}
    said = {ours: column for column, ours in read.meanings.items()}
    for field_name, known in column_names()[target.table].items():
        if field_name in fixed:
            continue
        for column in [said[field_name]] if said.get(field_name) in names else names:
            if read.meanings.get(column, field_name) != field_name and read.meanings[column] in target.types:
                continue
            likeness = likeness_of(target, field_name, column, known, read)
            if field_name == "area_id" and likeness <= LEAST_LIKE and looked.area_share(column) >= LEAST_AREAS:
                likeness = BY_CONTENT
            likes[field_name, column] = likeness
            if likeness > LEAST_LIKE and (fit := fit_of(looked, target, field_name, column, likeness)):
                pairs.append(
                    (likeness * (0.3 + 0.7 * weight_of(looked, field_name, column, fit)), field_name, column, fit)
                )
    return likes, pairs


def _side_by_side(columns: Mapping[str, str | list[str]]) -> bool:
    """Whether one of these columns is made of the names of columns that are a period each, or of their figures."""
    named = [each for column in columns.values() for each in (column if isinstance(column, list) else [column])]
    return PERIOD in named or (VALUE in named and INDICATOR not in named)


def _tells_itself(looked: ColumnFindings, column: str) -> bool:
    """Whether a column called as a year holds that year in each row, and no figure of it."""
    return [text for text, _ in looked.words(column)] == [column]


def _use_periods(
    target: Target, columns: dict[str, str | list[str]], fits: dict[str, float], scores: dict[str, float]
) -> None:
    """Years side by side are a period and a value each, where the target has such columns and the file none."""
    known = set(column_names()[target.table])
    for names, ours in ((("time_period", "period_start", "fiscal_year"), PERIOD), (("value", "amount_lcu"), VALUE)):
        place = next((each for each in names if each in known), None)
        if place is None:
            return
        columns[place], fits[place], scores[place] = ours, 1.0, 0.9
