"""Which formats of moments a column's texts may be written in at all, by their shape: digits, words and marks.

Hundreds of formats are known, and trying each on a column costs far more than looking at the few shapes of its texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

_WORD = re.compile(r"[^\W\d_]+")
#: What a letter of strptime may stand for, in a shape.
_DIRECTIVES = {
    "Y": "0{1,4}", "y": "0{1,2}", "m": "0{1,2}", "d": "0{1,2}", "H": "0{1,2}", "I": "0{1,2}", "M": "0{1,2}",
    "S": "0{1,2}", "f": "0{1,9}", "b": r"a\.?", "B": r"a\.?", "p": r"a\.?(?:a\.?)?", "z": r"(?:[+-]00(?::?00)?|a)",
}  # fmt: skip


def shape_of(text: str) -> str:
    """The text with each digit as 0, each word as a, and blanks as one: `3 Mar 2024 7:30` is `0 a 0000 0:00`."""
    return " ".join(_WORD.sub("a", re.sub(r"[0-9]", "0", text)).split())


@cache
def _pattern_of(form: str) -> re.Pattern[str]:
    parts = re.split(r"%([A-Za-z])", form)
    told = [_DIRECTIVES[part] if at % 2 else _literal(part) for at, part in enumerate(parts)]
    return re.compile("".join(told))


def _literal(text: str) -> str:
    return " *".join(re.escape(part) for part in _WORD.sub("a", text).split(" "))


def possible_formats(formats: Sequence[str], texts: Iterable[str]) -> list[str]:
    """Those of the formats that at least one of the texts has the shape of, in their order."""
    shapes = {shape_of(text) for text in texts}
    return [each for each in formats if any(_pattern_of(each).fullmatch(shape) for shape in shapes)]
