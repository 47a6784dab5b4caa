"""What a file of an answer is about: its title, period, filters, source and columns, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from data.reading.schema import Column

#: A day as an answer writes it.
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class UnwritableError(ValueError):
    """The format cannot hold the answer: it has more rows, or a longer text, than a file of it may have."""


@dataclass(frozen=True)
class About:
    """What a file of an answer is about, in the reader's language.

    `view` are the keys of the address that gives it again; `choices` are the period and the filters in words by their
    names, and `provenance` the source, its days and what must be known of it; `columns` are the titles of its columns
    by their names.
    """

    title: str
    language: str
    view: Mapping[str, str]
    choices: Mapping[str, str]
    provenance: Mapping[str, str]
    columns: Mapping[str, str]

    def lines(self) -> list[tuple[str, str]]:
        """Choices and provenance, each with its name, in the order of reading."""
        return [*self.choices.items(), *self.provenance.items()]


def described(column: Column) -> dict[str, Any]:
    """What the schema says of a column: name, role, unit and whatever else it has."""
    return {key: value for key, value in asdict(column).items() if value not in (None, False)}
