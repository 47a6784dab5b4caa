"""A mapping: which column of a city's file is which of a contract's, as a small TOML that is written, edited, kept."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data.files.file_reading import AS_FOUND, Reading
from modules.sources.mapped.known_words import column_names
from modules.sources.mapped.targets import TARGETS, Target, target_of

MAPPING = "mapping.toml"
Columns = Mapping[str, str | list[str]]


class MappingError(ValueError):
    """A mapping that cannot be used; the message is a sentence for who wrote it."""


@dataclass(frozen=True)
class ColumnMapping:
    """What a mapping says.

    `columns`: our column -> the file's, or several that are joined. `dates`: our column -> formats, tried in their
    order. `words`: our column -> the file's text -> our word ('' leaves the row out). `bands`: our column -> our word
    -> lowest and highest number. `scale`: our column -> what one unit in the file stands for. `fixed`: our column ->
    the same text for all rows. `periods`: columns of the file that are a period each, such as years. `indicators`:
    columns that are a figure each, instead. `only`: a
    column of the file -> the texts of the rows that are this city's; others are left out. `questions` are what its
    writer has to answer before anything is published. `header`: all columns of the file that it was proposed for.
    """

    domain: str
    table: str
    columns: Columns
    publisher: str = ""
    licence: str = "not stated"
    address: str = ""
    cadence: str = "P1D"
    counts_people: bool = True
    reading: Reading = AS_FOUND
    decimal: str = "."
    area_prefix: str = ""
    dates: Mapping[str, list[str]] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    bands: Mapping[str, Mapping[str, list[float]]] = field(default_factory=dict)
    scale: Mapping[str, float] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    periods: Sequence[str] = ()
    indicators: Sequence[str] = ()
    only: Mapping[str, list[str]] = field(default_factory=dict)
    questions: Sequence[str] = ()
    header: Sequence[str] = ()

    @property
    def target(self) -> Target:
        """The table that it fills."""
        return target_of(self.domain, self.table)

    @property
    def has_violation_rows(self) -> bool:
        """Whether a row is a violation, of which an inspection has several, and no inspection."""
        described = {"violation_description", "violation_severity"} <= set(self.columns)
        of_inspections = self.table == "inspections" and (described or "violation_code" in self.columns)
        return of_inspections or self.table == "violations"

    def file_columns(self) -> set[str]:
        """The columns that the file must have."""
        named = (name if isinstance(name, list) else [name] for name in self.columns.values())
        return (
            {each for names in named for each in names} - {INDICATOR, PERIOD, VALUE}
            | set(self.periods)
            | set(self.indicators)
            | set(self.only)
        )


#: Names of the columns that periods, or figures, side by side are turned into.
INDICATOR = "indicator (of the column)"
PERIOD, VALUE = "period (of the column)", "value (of the column)"


def read_mapping(path: Path) -> ColumnMapping:
    """The mapping in that file. Raises MappingError with a sentence where it is not one."""
    try:
        read: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
        read |= {name: tuple(read.get(name, ())) for name in ("periods", "indicators", "questions", "header")}
        return checked(ColumnMapping(**read | {"reading": Reading(**read.get("reading", {}))}))
    except tomllib.TOMLDecodeError as error:
        raise MappingError(f"{path.name} is not TOML: {error}") from None
    except (TypeError, AttributeError) as error:
        raise MappingError(f"{path.name}: {error}") from None


def checked(mapping: ColumnMapping) -> ColumnMapping:
    """The mapping, where all that it names is there to be named. Raises MappingError with a sentence."""
    if (mapping.domain, mapping.table) not in {(each.domain, each.table) for each in TARGETS}:
        known = ", ".join(f"{each.domain}/{each.table}" for each in TARGETS)
        raise MappingError(f"{mapping.domain}/{mapping.table} is no table that a file is read into; these are: {known}")
    allowed = set(column_names()[mapping.table]) | set(mapping.target.types)
    for part in ("columns", "fixed", "dates", "words", "bands", "scale"):
        if unknown := sorted(set(getattr(mapping, part)) - allowed):
            raise MappingError(f"[{part}] names {', '.join(unknown)}; it may name {', '.join(sorted(allowed))}")
    for column, words in mapping.words.items():
        valid = mapping.target.valid_values(column)
        if valid and (wrong := sorted(set(words.values()) - {*valid, ""})):
            raise MappingError(f"[words.{column}] gives {', '.join(wrong)}; it may give {', '.join(valid)} or ''")
    for column, bands in mapping.bands.items():
        if any(len(band) != 2 or band[0] > band[1] for band in bands.values()):
            raise MappingError(f"[bands.{column}] gives each word a lowest and a highest number, as in pass = [0, 13]")
    if mapping.periods and mapping.indicators:
        raise MappingError("periods and indicators cannot both stand side by side: name one of them")
    if mapping.decimal not in (".", ","):
        raise MappingError("decimal is '.' or ','")
    if wrong := sorted(str(factor) for factor in mapping.scale.values() if not factor > 0):
        raise MappingError(f"[scale] gives {', '.join(wrong)}, which is not above 0")
    return mapping


def _toml(value: object) -> str:
    """A TOML value: JSON's, but for DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(name: str) -> str:
    bare = name.isascii() and name.replace("_", "").replace("-", "").isalnum()
    return name if bare else _toml(name)


def _section(name: str, entries: Mapping[str, object], comment: str = "") -> list[str]:
    if not entries:
        return []
    head = [f"# {line}" for line in comment.splitlines()]
    return ["", *head, f"[{name}]", *(f"{_key(key)} = {_toml(value)}" for key, value in entries.items())]


def mapping_toml(mapping: ColumnMapping, remarks: Mapping[str, Sequence[str]] | None = None) -> str:
    """The text of a mapping, which `read_mapping` reads; `remarks` are comments under a section's heading."""
    said = remarks or {}
    lines = [
        "# Which column of the file is which; edit it, then run the same import again.",
        *(f"# {line}" for line in said.get("", ())),
        f"domain = {_toml(mapping.domain)}",
        f"table = {_toml(mapping.table)}",
        f"publisher = {_toml(mapping.publisher)}",
        f"licence = {_toml(mapping.licence)}",
        f"address = {_toml(mapping.address)}",
        f"cadence = {_toml(mapping.cadence)}",
        f"counts_people = {_toml(mapping.counts_people)}",
        f"decimal = {_toml(mapping.decimal)}",
    ]
    lines += [f"area_prefix = {_toml(mapping.area_prefix)}"] if mapping.area_prefix else []
    lines += [f"periods = {_toml(list(mapping.periods))}"] if mapping.periods else []
    lines += [f"indicators = {_toml(list(mapping.indicators))}"] if mapping.indicators else []
    if mapping.questions:
        lines += ["# Nothing is published before these are answered below and this list is empty.", "questions = ["]
        lines += [f"  {_toml(question)}," for question in mapping.questions] + ["]"]
    lines += (
        ["# All columns of the file that this was proposed for.", f"header = {_toml(list(mapping.header))}"]
        if (mapping.header)
        else []
    )
    reading = {key: value for key, value in vars(mapping.reading).items() if value}
    lines += _section("reading", reading)
    lines += _section("columns", mapping.columns, "\n".join(said.get("columns", ()))) or ["", "[columns]"]
    lines += _section("fixed", mapping.fixed)
    lines += _section("only", mapping.only, "Rows with other texts there are left out and counted.")
    lines += _section(
        "dates", mapping.dates, "Formats are tried in this order: strptime's letters, iso, excel, epoch_ms."
    )
    lines += _section("scale", mapping.scale)
    for column, bands in mapping.bands.items():
        lines += _section(f"bands.{column}", bands)
    for column, words in mapping.words.items():
        lines += _section(f"words.{column}", words, "\n".join(said.get(column, ())))
    return "\n".join(lines) + "\n"
