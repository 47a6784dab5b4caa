"""Formats, words, units and questions of the mapping of the table that a file was taken for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from data.city.pack import City
from data.sql_text import quoted
from modules.sources.mapped.amount_units import amount_units
from modules.sources.mapped.column_doubts import phase_of_amount
from modules.sources.mapped.column_findings import ColumnFindings
from modules.sources.mapped.columns_by_content import without_foreign_areas
from modules.sources.mapped.drafts import Proposal
from modules.sources.mapped.fiscal_years import is_minguo
from modules.sources.mapped.fixed_values import fixed_values
from modules.sources.mapped.in_or_out import going_out
from modules.sources.mapped.indicator_columns import (
    areas_question,
    places_question,
    rows_of_city,
    said_of_indicators,
    same_keys_question,
)
from modules.sources.mapped.known_words import LEAVE_OUT, meaning_in, says_duplicate, word_meanings
from modules.sources.mapped.mapping import PERIOD, VALUE
from modules.sources.mapped.money_rows import NOT_NAMED
from modules.sources.mapped.result_words import bands_of, unknown_results
from modules.sources.mapped.sums_of_rows import without_sums
from modules.sources.mapped.time_parts import parts_format, phase_of_months
from modules.sources.mapped.update_rhythm import propose_cadence
from modules.sources.mapped.value_reading import ERA, ISO, number_sql

#: Remarks on how requests ended that are looked through for those that repeat another.
_MOST_REMARKS = 20_000


def settle(
    proposal: Proposal, looked: ColumnFindings, city: City, name: str, dates: str, decimal: str, titles: str,
    known: Mapping[str, str], said_bands: Mapping[str, list[float]],
) -> None:  # fmt: skip
    """Formats, words, units, swapped coordinates and questions of the mapping that was chosen.

    `known` is what the caller says of all rows, and `said_bands` of scores.
    """
    of_amount, which = phase_of_amount(looked, proposal)
    mapping = proposal.mapping
    formats, questions = _date_formats(proposal, looked, dates)
    words = _words(proposal, looked)
    mapping = replace(mapping, columns=_with_duplicates(proposal, looked, words))
    proposal.mapping = mapping
    mark, which_mark = _decimal_mark(proposal, looked, decimal)
    questions += which_mark
    columns = without_foreign_areas(looked, mapping.table, _in_order(proposal, looked, city, mark), proposal.assumed)
    known = {each: text for each, text in known.items() if each in mapping.target.types}
    fixed, said, asked = fixed_values(mapping, name, looked, known)
    proposal.assumed += said
    fixed, asked = fixed | of_amount, [*asked, *which]
    asked += _gravity_of_violations(proposal)
    bands, band_questions = bands_of(mapping, words, looked, mark, said_bands)
    if bands:
        proposal.unknown_words.pop("result", None)
    band_questions += (
        unknown_results(mapping, proposal.unknown_words.get("result", []), looked)
        if not band_questions and not bands
        else []
    )
    if isinstance(payee := mapping.columns.get("payee"), str) and mapping.table == "payments":
        unnamed = round((1 - looked.filled(payee)[0]) * looked.rows)
        proposal.assumed += [f"{payee}: a payment that names nobody is one to {NOT_NAMED!r}"] if unnamed else []
    year = mapping.columns.get("fiscal_year")
    if isinstance(year, str) and year != PERIOD and any(is_minguo(text) for text, _ in looked.words(year)[:5]):
        proposal.assumed.append(f"{year}: years of the Minguo era, of which 113 is 2024")
    only = _only_of_city(proposal, looked, city) or going_out(looked, mapping, proposal.assumed, asked)
    sums, without = without_sums(looked, mapping, mark, proposal.assumed)
    words |= {column: words.get(column, {}) | texts for column, texts in sums.items()}
    only = without | only
    phase, which = phase_of_months(mapping, (name, *sorted(looked.columns())), fixed)
    fixed, asked = phase | fixed, [*asked, *which]
    scale, said = amount_units(mapping, name, titles)
    proposal.assumed += said
    proposal.assumed += said_of_indicators(columns, mapping.indicators)
    proposal.mapping = replace(
        mapping, columns=columns, dates=formats, words=words, decimal=mark, fixed=fixed, bands=bands, only=only,
        scale=scale,
        questions=(*questions, *asked, *band_questions, *same_keys_question(looked, mapping, only),
                   *places_question(looked, mapping, only), *areas_question(looked, mapping)),
    )  # fmt: skip
    cadence, why = propose_cadence(looked, proposal.mapping, city)
    proposal.mapping = replace(proposal.mapping, cadence=cadence)
    proposal.assumed += [why] if why else []
    _mend_fits(proposal, looked, words)


def _gravity_of_violations(proposal: Proposal) -> list[str]:
    """The question how grave violations are, where a file is of them alone; of inspections, that none shows is said."""
    mapping, asked = proposal.mapping, list[str]()
    if mapping.table == "violations" and "violation_severity" not in mapping.columns:
        asked.append("how grave are the violations? Say [fixed] violation_severity = 'minor' (or serious, critical)")
    if mapping.table == "inspections" and "violation_description" in mapping.columns and not mapping.has_violation_rows:
        proposal.assumed.append(
            f"{mapping.columns['violation_description']}: no column says how grave the violations are, so that none is "
            "shown; the inspections are"
        )
    return asked


def _mend_fits(proposal: Proposal, looked: ColumnFindings, words: Mapping[str, Mapping[str, str]]) -> None:
    """The shares of rows that fit, now that areas were looked up and words are known or not."""
    mapping = proposal.mapping
    columns = mapping.columns
    if isinstance(place := columns.get("area_id"), str) and "area_id" in proposal.fits:
        proposal.fits["area_id"] = looked.share_of_areas(place)
    elif "area_id" not in columns:
        proposal.fits.pop("area_id", None)
    for field_name, fit in list(proposal.fits.items()):
        if field_name in words and mapping.target.valid_values(field_name):
            unknown = sum(rows for _, rows in proposal.unknown_words.get(field_name, ()))
            proposal.fits[field_name] = max(fit - unknown / max(looked.rows, 1), 0.0)


def _decimal_mark(proposal: Proposal, looked: ColumnFindings, decimal: str) -> tuple[str, list[str]]:
    """(the decimal mark of the file's numbers, the question where they disagree); what was assumed is said."""
    mapping, asked = proposal.mapping, list[str]()
    styles = {each: looked.number(each) for field_name, each in mapping.columns.items()
              if isinstance(each, str) and each != VALUE and mapping.target.types[field_name] == "number"}  # fmt: skip
    styles |= {each: looked.number(each) for each in (*mapping.indicators, *mapping.periods)}
    marks = {style.decimal for style in styles.values() if style.assumed} or {
        style.decimal for style in styles.values()
    }
    if len(marks) > 1 and not decimal:
        asked.append("decimal: some columns have decimal points and some commas; say which with --decimal")
    mark = decimal or (sorted(marks)[0] if marks else ".")
    side_by_side = mapping.periods[1:]  # of which the first says enough
    proposal.assumed += [
        f"{column}: {style.assumed}" for column, style in styles.items() if style.assumed and column not in side_by_side
    ]
    return mark, asked


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
    parted = [name for name, column in mapping.columns.items() if isinstance(column, list)]
    formats = {name: parts_format(name) for name in parted if mapping.target.types[name] in ("date", "timestamp")}
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
        if repeated := [(text, rows) for text, rows in looked.words(column, _MOST_REMARKS) if says_duplicate(text)]:
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
