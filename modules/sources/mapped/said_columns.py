"""What the caller of an import says of columns: which is which, and what holds for all rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from data.files.file_reading import FileRead
from modules.sources.mapped.mapping import MappingError
from modules.sources.mapped.targets import TARGETS

_BAND = re.compile(r"(-?\d+(?:\.\d+)?)\s*-\s*(-?\d+(?:\.\d+)?)")
#: No score is beyond it.
_ANY_SCORE = 1_000_000.0


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


def said_bands(passing: str, conditional: str) -> dict[str, list[float]]:
    """The scores that pass, those that pass with conditions, and all others, which fail; {} where nothing is said.

    Raises MappingError for what is no two numbers.
    """
    if not passing:
        return {}
    bands = {"pass": _band(passing)} | ({"pass_with_conditions": _band(conditional)} if conditional else {})
    return bands | {"fail": [-_ANY_SCORE, _ANY_SCORE]}


def _band(text: str) -> list[float]:
    found = _BAND.fullmatch(text.strip())
    low, high = map(float, found.groups()) if found else (1.0, 0.0)
    if low > high:
        raise MappingError(f"{text!r} is no band of scores: write the lowest and the highest, as in 90-100")
    return [low, high]


def with_said_columns(read: FileRead, said: Mapping[str, str]) -> FileRead:
    """The file with what was said of its columns. Raises MappingError for one that it does not have."""
    if missing := [theirs for theirs in said.values() if theirs not in read.columns]:
        raise MappingError(f"the file has no column {', '.join(missing)}; it has {', '.join(read.columns)}")
    return replace(read, meanings=dict(read.meanings) | {theirs: ours for ours, theirs in said.items()})
