"""A tile's number for a wall, its unit apart."""

from __future__ import annotations

import re

from components.text import RATE_UNITS, Words

#: A unit that follows its number without a space: a per cent sign or Chinese characters.
UNIT_AFTER = re.compile(r"(?<=\d)[%\u4e00-\u9fff]+$")


def short_text(value: float | None, unit: str, words: Words, *, brief: bool = False) -> str:
    """A tile's number with its unit, short enough for a wall: 1.23M instead of 1,234,567; its unit abbreviated where it
    is to be `brief`."""
    long_count = unit not in ("share", "percent", "lcu", "days", "hours", *RATE_UNITS)
    return words.number(
        value, "short" if long_count and value is not None and abs(value) >= 100_000 else unit, brief=brief
    )


def short_value(value: float | None, unit: str, words: Words) -> tuple[str, str]:
    """The same in two: the number, and its unit, which a tile writes smaller."""
    text = short_text(value, unit, words)
    number, space, tail = text.rpartition(" ")
    if space and not tail[:1].isdigit():
        return number, tail
    # Chinese units follow their number without a space; written as large, each character is as wide as two digits.
    unit_after = UNIT_AFTER.search(text)
    return (text[: unit_after.start()], unit_after[0]) if unit_after else (text, "")
