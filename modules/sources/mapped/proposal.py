"""Looks at a file and proposes a mapping: domain, table, columns, formats and words, with the share that fits."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import duckdb

from data.city.pack import City
from data.files.file_reading import FileRead
from data.sql_text import quoted
from modules.sources.mapped.amount_units import amount_units
from modules.sources.mapped.column_findings import ColumnFindings
from modules.sources.mapped.column_fit import LEAST_FIT, fit_of, likeness_of, weight_of
from modules.sources.mapped.columns_by_content import BY_CONTENT, LEAST_AREAS, use_earliest_date, without_foreign_areas
from modules.sources.mapped.counted_records import counted_records
from modules.sources.mapped.fiscal_years import is_minguo, newest_year
from modules.sources.mapped.fixed_values import fixed_values
from modules.sources.mapped.in_or_out import going_out
from modules.sources.mapped.indicator_columns import (
    places_question,
    rows_of_city,
    said_of_indicators,
    same_keys_question,
    use_indicator_columns,
)
from modules.sources.mapped.known_words import (
    LEAVE_OUT,
    column_names,
    meaning_in,
    says_duplicate,
    word_meanings,
)
from modules.sources.mapped.mapping import PERIOD, VALUE, ColumnMapping
from modules.sources.mapped.money_rows import NOT_NAMED
from modules.sources.mapped.result_words import bands_of, unknown_results
from modules.sources.mapped.second_name import use_second_name
from modules.sources.mapped.table_choice import RECORDS, doubts, likeliest, name_bonus
from modules.sources.mapped.targets import COMPLETING, TARGETS, Target
from modules.sources.mapped.update_rhythm import propose_cadence
from modules.sources.mapped.value_reading import ERA, ISO, number_sql

_PERIOD_NAME = re.compile(r"(FY\s?)?(19|20)\d{2}([-/]\d{2}|年度?|\s?Q[1-4])?", re.IGNORECASE)
#: Tables of a year's amounts, which a file of payments with a fiscal year in it fills too.
_BY_YEAR = ("budget_lines", "revenue_lines")
#: From this score on a file has all columns that a table needs, by about their usual names.
_SURE = 0.7
#: Names less like ours are others.
_LEAST_LIKE = 0.3
#: A column that is called so much like payees names who is paid, and no budget does.
_NAMES_PAYEES = 0.7
#: Two targets this near each other are both named.
_NEAR = 0.04


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
        return sum(not any(each in self.mapping.columns for each in group) for group in self.mapping.target.needed)

    @property
    def needed_likes(self) -> dict[str, float]:
        """The file's columns that the table needs -> how like ours they are called."""
        needed = [max(group, key=lambda each: self.likes.get(each, 0)) for group in self.mapping.target.needed]
        named = ((each, self.mapping.columns.get(each)) for each in needed)
        return {column: self.likes.get(each, 1.0) for each, column in named if isinstance(column, str)}


def propose(
    connection: duckdb.DuckDBPyConnection, table: str, read: FileRead, city: City, name: str,
    wanted: str = "", dates: str = "", decimal: str = "",
) -> Proposal:  # fmt: skip
    """The mapping that fits the file best; of the table `wanted` where one is named (`payments`).

    `dates` (day-first, month-first) and `decimal` are what the caller knows already. `name` is the file's.
    """
    hint = decimal or ("," if read.reading.delimiter == ";" else ".")
    looked = ColumnFindings(connection, table, read.rows, hint, city)
    targets = [each for each in TARGETS if not wanted or wanted in (each.table, f"{each.domain}/{each.table}")]
    drafts = [_draft(looked, read, each, city) for each in targets]
    for each in drafts:
        each.score += name_bonus(each.mapping.table, read.columns, name)
    whole = {each.mapping.table for each in drafts if each.is_complete or _lacks_its_day(each)}
    drafts = [each for each in drafts if COMPLETING.get(each.mapping.table) not in whole]
    drafts.sort(key=lambda draft: -draft.score)
    if any(each.mapping.table == "payments" and (each.score > _SURE or each.likes.get("payee", 0) > _NAMES_PAYEES)
           for each in drafts):  # fmt: skip
        # Whatever fiscal year it names besides, a file that says who was paid is none of sums by year.
        drafts = [each for each in drafts if each.mapping.table not in _BY_YEAR]
    best = drafts[
        likeliest([(each.mapping.table, each.needed_likes, each.lacking) for each in drafts], read.columns, name)
    ]
    near = tuple(each.mapping.table for each in drafts if each is not best and each.score > best.score - _NEAR)
    proposal = replace(best, others=near)
    _settle(proposal, looked, city, name, dates, decimal, read.titles)
    if not wanted and proposal.is_complete:
        complete = [each.mapping.table for each in drafts if each.mapping.table in near and each.is_complete]
        asked = counted_records(looked, read.columns) if best.mapping.table in RECORDS else []
        asked += doubts(best.mapping.table, proposal.needed_likes, read.columns, name, complete)
        proposal.mapping = replace(proposal.mapping, questions=(*asked, *proposal.mapping.questions))
    return proposal


def _lacks_its_day(draft: Proposal) -> bool:
    """Whether a file has results of inspections without a day: no mere list of premises, which would drop them."""
    known = draft.fits.get("result", 0) >= LEAST_FIT and draft.likes.get("result", 0) >= _SURE
    return known and draft.lacking == 1 and "inspected_on" not in draft.mapping.columns


def _draft(looked: ColumnFindings, read: FileRead, target: Target, city: City) -> Proposal:
    """The best columns of the file for one target, likeliest names first, each column of the file once."""
    periods = [each for each in read.columns if _PERIOD_NAME.fullmatch(each)]
    if len(periods) == 1 and target.table != "budget_lines":
        periods = []
    names = [each for each in read.columns if each not in periods]
    pairs = []
    likes: dict[tuple[str, str], float] = {}
    for field_name, known in column_names()[target.table].items():
        for column in names:
            likeness = likeness_of(target, field_name, column, known, read)
            if field_name == "area_id" and likeness <= _LEAST_LIKE and looked.area_share(column) >= LEAST_AREAS:
                likeness = BY_CONTENT
            likes[field_name, column] = likeness
            if likeness > _LEAST_LIKE and (fit := fit_of(looked, target, field_name, column, likeness)):
                pairs.append(
                    (likeness * (0.3 + 0.7 * weight_of(looked, field_name, column, fit)), field_name, column, fit)
                )
    columns: dict[str, str | list[str]] = {}
    fits: dict[str, float] = {}
    scores: dict[str, float] = {}
    for score, field_name, column, fit in sorted(pairs, key=lambda pair: (-pair[0], -newest_year(pair[2]))):
        if field_name not in columns and column not in columns.values():
            columns[field_name], fits[field_name], scores[field_name] = column, fit, score
    use_second_name(looked, target.table, names, columns, fits)
    if len(periods) > 1 or (periods and "amount_lcu" not in columns):
        _use_periods(target, columns, fits, scores)
    assumed = use_earliest_date(looked, target, names, columns, fits, scores)
    figures = use_indicator_columns(looked, target.table, names, columns, fits, scores, city)
    if target.table == "requests" and "nature" in columns and not {"service_name", "service_id"} & columns.keys():
        # What a request is about, where nothing says it more broadly.
        columns["service_name"], fits["service_name"] = columns.pop("nature"), fits.pop("nature")
        scores["service_name"] = scores.pop("nature")
    if "status" in columns and "outcome" in column_names()[target.table]:
        columns.setdefault("outcome", columns["status"])
    needed = [max((scores.get(each, 0.0) for each in group), default=0.0) for group in target.needed]
    more = sum(
        score for name, score in scores.items() if score > 0.6 and not any(name in each for each in target.needed)
    )
    if target.table == "observations" and any(looked.area_share(each) >= LEAST_AREAS for each in names
                                              if each not in columns.values()):  # fmt: skip
        needed.append(0.4)  # figures of the city's areas are none of the city
    score = sum(needed) / len(needed) * (1 if all(needed) else 0.4) + 0.02 * more
    columns = {name: columns[name] for name in column_names()[target.table] if name in columns}
    mapping = ColumnMapping(
        target.domain, target.table, columns, periods=tuple(periods) if PERIOD in columns.values() else (),
        indicators=figures,
    )  # fmt: skip
    named = {name: likes[name, column] for name, column in columns.items()
             if isinstance(column, str) and likes.get((name, column), 0) > _LEAST_LIKE}  # fmt: skip
    return Proposal(mapping, score, fits, assumed, likes=named)


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


def _settle(
    proposal: Proposal, looked: ColumnFindings, city: City, name: str, dates: str, decimal: str, titles: str
) -> None:
    """Formats, words, units, swapped coordinates and questions of the mapping that was chosen."""
    mapping = proposal.mapping
    formats, questions = _date_formats(proposal, looked, dates)
    words = _words(proposal, looked)
    mapping = replace(mapping, columns=_with_duplicates(proposal, looked, words))
    proposal.mapping = mapping
    styles = {each: looked.number(each) for field_name, each in mapping.columns.items()
              if isinstance(each, str) and each != VALUE and mapping.target.types[field_name] == "number"}  # fmt: skip
    styles |= {each: looked.number(each) for each in mapping.indicators}
    marks = {style.decimal for style in styles.values() if style.assumed} or {
        style.decimal for style in styles.values()
    }
    if len(marks) > 1 and not decimal:
        questions.append("decimal: some columns have decimal points and some commas; say which with --decimal")
    mark = decimal or (sorted(marks)[0] if marks else ".")
    proposal.assumed += [f"{column}: {style.assumed}" for column, style in styles.items() if style.assumed]
    columns = without_foreign_areas(looked, mapping.table, _in_order(proposal, looked, city, mark), proposal.assumed)
    fixed, said, asked = fixed_values(mapping, name, sorted(looked.columns() - mapping.file_columns()))
    proposal.assumed += said
    if mapping.table == "violations" and "violation_severity" not in mapping.columns:
        asked.append("how grave are the violations? Say [fixed] violation_severity = 'minor' (or serious, critical)")
    bands, band_questions = bands_of(mapping, words, looked, mark)
    band_questions += (
        unknown_results(mapping, proposal.unknown_words.get("result", []), looked) if not band_questions else []
    )
    if isinstance(payee := mapping.columns.get("payee"), str) and mapping.table == "payments":
        unnamed = round((1 - looked.filled(payee)[0]) * looked.rows)
        proposal.assumed += [f"{payee}: a payment that names nobody is one to {NOT_NAMED!r}"] if unnamed else []
    year = mapping.columns.get("fiscal_year")
    if isinstance(year, str) and year != PERIOD and any(is_minguo(text) for text, _ in looked.words(year)[:5]):
        proposal.assumed.append(f"{year}: years of the Minguo era, of which 113 is 2024")
    only = _only_of_city(proposal, looked, city) or going_out(looked, mapping, proposal.assumed, asked)
    scale, said = amount_units(mapping, name, titles)
    proposal.assumed += said
    proposal.assumed += said_of_indicators(columns, mapping.indicators)
    proposal.mapping = replace(
        mapping, columns=columns, dates=formats, words=words, decimal=mark, fixed=fixed, bands=bands, only=only,
        scale=scale,
        questions=(*questions, *asked, *band_questions, *same_keys_question(looked, mapping, only),
                   *places_question(looked, mapping, only)),
    )  # fmt: skip
    cadence, why = propose_cadence(looked, proposal.mapping, city)
    proposal.mapping = replace(proposal.mapping, cadence=cadence)
    proposal.assumed += [why] if why else []
    if isinstance(place := columns.get("area_id"), str) and "area_id" in proposal.fits:
        proposal.fits["area_id"] = looked.share_of_areas(place)
    elif "area_id" not in columns:
        proposal.fits.pop("area_id", None)
    for field_name, fit in list(proposal.fits.items()):
        if field_name in words and mapping.target.valid_values(field_name):
            unknown = sum(rows for _, rows in proposal.unknown_words.get(field_name, ()))
            proposal.fits[field_name] = max(fit - unknown / max(looked.rows, 1), 0.0)


def _only_of_city(proposal: Proposal, looked: ColumnFindings, city: City) -> dict[str, list[str]]:
    """The column that names places, and the texts in it that are this city, where a table of figures has several."""
    mapping = proposal.mapping
    if mapping.domain != "economy" or "area_id" in mapping.columns:
        return {}
    others = sorted(looked.columns() - {str(each) for each in mapping.columns.values()} - set(mapping.indicators))
    if found := rows_of_city(looked, others, city):
        proposal.assumed.append(f"{found[0]}: rows of other places than {', '.join(found[1])} are left out")
        return dict([found])
    return {}


def _date_formats(proposal: Proposal, looked: ColumnFindings, dates: str) -> tuple[dict[str, list[str]], list[str]]:
    """Formats of each date column; day and month that one column settles are settled for the others too."""
    mapping = proposal.mapping
    found = {
        field_name: looked.dates(column)
        for field_name, column in mapping.columns.items()
        if isinstance(column, str) and column != PERIOD and mapping.target.types[field_name] in ("date", "timestamp")
    }
    proposal.assumed += [f"{mapping.columns[name]}: {each.assumed}" for name, each in found.items() if each.assumed]
    settled = {("%d" if "day first" in each.assumed else "%m") for each in found.values() if each.assumed}
    wanted = {"day-first": "%d", "month-first": "%m"}.get(dates) or (settled.pop() if len(settled) == 1 else "")
    formats: dict[str, list[str]] = {}
    questions: list[str] = []
    if mapping.columns.get("period_start") == PERIOD:
        formats["period_start"] = [ISO, "%Y"]
    for name, each in found.items():
        formats[name] = list(each.formats)
        if ERA in each.formats:
            column = str(mapping.columns[name])
            proposal.assumed.append(f"{column}: years of an era, as in {looked.words(column)[0][0]!r}")
        if each.question and wanted:
            formats[name] = [_ordered(form, wanted) for form in each.formats]
            why = "as you said" if dates else "as in the other dates of the file"
            proposal.assumed.append(f"{mapping.columns[name]}: {'day' if wanted == '%d' else 'month'} first, {why}")
        elif each.question:
            questions.append(f"{mapping.columns[name]}: {each.question}; say --dates day-first or month-first")
    return formats, questions


def _ordered(form: str, first: str) -> str:
    """The format with that first, where it is one of day and month side by side."""
    if re.match(r"%[dm][/-]%[dm]", form) and not form.startswith(first):
        return form[3:5] + form[2] + form[0:2] + form[5:]
    return form


def _words(proposal: Proposal, looked: ColumnFindings) -> dict[str, dict[str, str]]:
    """What the texts of each column with a list of values mean; those that are not known are noted."""
    mapping = proposal.mapping
    words: dict[str, dict[str, str]] = {}
    for field_name, column in mapping.columns.items():
        if field_name not in word_meanings() or not isinstance(column, str) or column in (PERIOD, VALUE):
            continue
        if field_name == "status" and mapping.table != "requests":
            continue
        texts = looked.words(column)
        meant = {text: meaning_in(field_name, column, text) for text, _ in texts}
        if known := {text: word for text, word in meant.items() if word is not None}:
            words[field_name] = known
        if field_name == "outcome" and column == mapping.columns.get("status"):
            continue
        if unknown := [(text, rows) for text, rows in texts if meant[text] is None]:
            proposal.unknown_words[field_name] = unknown
        out = [(text, rows) for text, rows in texts if meant[text] == LEAVE_OUT]
        if out:
            told = ", ".join(f"{text!r} ({rows:,} rows)" for text, rows in out[:5])
            proposal.assumed.append(f"{column}: rows that say {told} are no {mapping.table}; they are left out")
    return words


def _with_duplicates(
    proposal: Proposal, looked: ColumnFindings, words: dict[str, dict[str, str]]
) -> Mapping[str, str | list[str]]:
    """The columns; where none is about duplicates, the status or outcome whose texts say so (`Completed - Dup`)."""
    columns = proposal.mapping.columns
    if proposal.mapping.table != "requests" or "duplicate" in columns:
        return columns
    for column in dict.fromkeys(columns[each] for each in ("status", "outcome") if each in columns):
        if not isinstance(column, str) or column in (PERIOD, VALUE):
            continue
        if repeated := [(text, rows) for text, rows in looked.words(column) if says_duplicate(text)]:
            words["duplicate"] = {text: "true" for text, _ in repeated}
            told = ", ".join(f"{text!r} ({rows:,} rows)" for text, rows in repeated[:5])
            proposal.assumed.append(f"{column}: requests that say {told} repeat another; they are no request more")
            return {**columns, "duplicate": column}
    return columns


def _in_order(proposal: Proposal, looked: ColumnFindings, city: City, decimal: str) -> Mapping[str, str | list[str]]:
    """The columns, latitude and longitude changed over where they lie in the city only so."""
    columns = dict(proposal.mapping.columns)
    lat, long = columns.get("lat"), columns.get("long")
    if not isinstance(lat, str) or not isinstance(long, str):
        return {key: value for key, value in columns.items() if key not in ("lat", "long")}
    (south, west), (north, east) = city.bounds
    y, x = number_sql(quoted(lat), decimal), number_sql(quoted(long), decimal)
    inside = (
        "count(*) FILTER ({y} BETWEEN {south} - 0.5 AND {north} + 0.5 AND {x} BETWEEN {west} - 0.5 AND {east} + 0.5)"
    )
    bounds = {"south": south, "north": north, "west": west, "east": east}
    ((right, wrong, given),) = looked.connection.execute(
        f"SELECT {inside.format(y=y, x=x, **bounds)}, {inside.format(y=x, x=y, **bounds)}, count({y}) "
        f"FROM {quoted(looked.table)}"
    ).fetchall()
    if wrong > right and wrong >= 0.5 * given:
        columns["lat"], columns["long"] = long, lat
        proposal.assumed.append(
            f"{lat} holds longitudes and {long} latitudes: {wrong:,} places lie in the city only so"
        )
    elif given and right < 0.5 * given:
        proposal.assumed.append(f"{given - right:,} of {given:,} places do not lie in {city.key} or near it")
    return columns


def found_in(columns: Sequence[str], mapping: ColumnMapping) -> bool:
    """Whether a file of those columns is a further delivery under that mapping, though not quite of its header.

    One with open questions names too little to know another file by.
    """
    named = mapping.file_columns()
    return bool(named) and not (mapping.header and mapping.questions) and named <= set(columns)
