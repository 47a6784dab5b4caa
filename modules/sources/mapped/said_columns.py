"""What the caller of an import says of columns: which is which, and what holds for all rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from data.files.file_reading import FileRead
from modules.sources.mapped.mapping import MappingError
from modules.sources.mapped.targets import TARGETS


def said_pairs(texts: Sequence[str]) -> dict[str, str]:
    """`OURS=TEXT` each as ours -> text. Raises MappingError for one that names no column of a table."""
    known = {name for target in TARGETS for name in target.types}
    pairs = {}
    for text in texts:
        ours, mark, said = (part.strip() for part in text.partition("="))
        if not mark or not said:
            raise MappingError(f"{text!r} says no column: write OURS=THEIRS, as in paid_on='Date paid'")
        if ours not in known:
            raise MappingError(f"{ours} is no column of ours; these are: {', '.join(sorted(known))}")
        pairs[ours] = said
    return pairs


def with_said_columns(read: FileRead, said: Mapping[str, str]) -> FileRead:
    """The file with what was said of its columns. Raises MappingError for one that it does not have."""
    if missing := [theirs for theirs in said.values() if theirs not in read.columns]:
        raise MappingError(f"the file has no column {', '.join(missing)}; it has {', '.join(read.columns)}")
    return replace(read, meanings=dict(read.meanings) | {theirs: ours for ours, theirs in said.items()})
