"""What a file or a picture that is taken away says of itself, in the reader's words: title, filters, source, name."""

from __future__ import annotations

import re

from components.figures.wording import column_word
from components.panel.panel import panel_title
from components.shell.choice_names import choice_names
from components.text import Words
from components.tile.tiles import TileAnswer, answer_tile
from components.trust.freshness import observed
from components.view.breaks import break_note
from components.view.comparison import span_text, view_names
from components.view.page import Page, Part
from components.view.reader import Reader
from data.city.pack import areas_of
from data.published.source import Source
from data.reading.answer import Answer
from data.reading.exports.about import About

#: Signs of a file's name that every system takes; anything else becomes a hyphen.
NOT_OF_A_NAME = re.compile(r"[^\w.]+")
#: Letters of a name of an area in a file's name: systems take 255 bytes, and a Chinese character is three.
MOST_LETTERS = 40


def _title(page: Page, part: Part, reader: Reader) -> str:
    """What the part is called on its page."""
    words = reader.words
    head, _, rest = part.address.partition(".")
    named = {"tile": f"tile.{page.key}.{rest.removesuffix('.trend')}", "map": f"measure.{rest}"}
    if head in named and words.has(named[head]):
        return words.t(named[head])
    if not rest and words.has(f"panel.{page.key}.{head}"):
        return panel_title(page.key, head, reader)
    return f"{words.t(f'page.{page.key}.title')}: {part.address}"


def choices_in_words(page: Page, part: Part, reader: Reader) -> dict[str, str]:
    """The city, the period, the area, every selection and what the view is compared with, by their words."""
    words, view = reader.words, reader.view(part)
    choices = {words.t("filter.city"): words.name(reader.city.name)}
    if not (view.since or view.until) or reader.reads_period(part.question):
        choices[words.t("filter.period")] = span_text(view, words)
    if view.area is not None:
        choices[words.t("filter.area")] = words.name(areas_of(reader.city)[view.area].names)
    choices |= {words.t(f"dimension.{each}"): named for each, named in choice_names(page, reader).items()}
    if (other := reader.other_view(part)) is not None:
        choices[words.t("filter.compare")] = view_names(reader, view, other)[1]
    if view.as_of is not None:
        choices[words.t("provenance.as_of")] = words.day(view.as_of)
    return choices


def _across_breaks(page: Page, part: Part, answer: Answer, reader: Reader) -> str:
    """The note of a break in the city's records, where the part has years of both sides; a tile compares two."""
    tile = next((each for each in page.tiles if part.address == f"tile.{each.key}"), None)
    if tile is None:
        return break_note(part, answer, reader)
    told = answer_tile(tile, reader)
    return told.break_text if isinstance(told, TileAnswer) else ""


def provenance(source: Source, words: Words, *notes: str) -> dict[str, str]:
    """Who published, until when the data reaches, when it was published here, and what must be known of it.

    `notes`: what must be known of the part; empty ones say nothing."""
    told = {
        words.t("provenance.source"): words.join(words.or_same("value.publisher", each) for each in source.publishers),
        words.t("provenance.data_as_of"): observed(source, words),
        words.t("provenance.published"): words.day(source.published_at),
        words.t("provenance.snapshot"): source.snapshot_id,
    }
    remarks = [words.t("freshness.simulated_why")] if source.simulated else []
    remarks += [words.t("freshness.perturbed_why")] if source.perturbed else []
    remarks += filter(None, notes)
    return told | ({words.t("provenance.remarks"): words.sentences(*remarks)} if remarks else {})


def about_export(page: Page, part: Part, answer: Answer, reader: Reader) -> About:
    """What a file of the part's answer is about."""
    words = reader.words
    return About(
        _title(page, part, reader),
        words.language,
        reader.view(part).to_query(),
        choices_in_words(page, part, reader),
        provenance(answer.source, words, _across_breaks(page, part, answer, reader)),
        {column.name: column_word(column, words) for column in answer.schema},
    )


def file_name(page: Page, part: Part, answer: Answer, reader: Reader) -> str:
    """The name of a file without its ending: page, part, area (else city), period, and the day the data reaches."""
    view = reader.view(part)
    area = areas_of(reader.city).get(view.area or "")
    place = reader.words.name(area.names if area else reader.city.name)
    period = f"{view.since or 'start'}_{view.until or 'end'}" if view.since or view.until else "all-days"
    told = (page.key, part.address, place[:MOST_LETTERS], period, f"data-to-{answer.source.data_as_of[:10]}")
    return "_".join(NOT_OF_A_NAME.sub("-", each).strip("-.") for each in told)
