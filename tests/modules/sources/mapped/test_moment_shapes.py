"""Formats of moments are chosen by shape before any is tried."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from modules.sources.mapped.moment_shapes import possible_formats, shape_of
from modules.sources.mapped.value_reading import FORMATS

MOMENT = datetime(2025, 3, 4, 7, 5, 9, 123456, timezone(timedelta(hours=8)))


def test_what_a_format_writes_may_be_of_that_format() -> None:
    written = {each: MOMENT.strftime(each) for each in FORMATS}
    ways = {each: (text, text.upper(), text.replace(".0", ".").replace("/0", "/"), text.replace(" ", "  "))
            for each, text in written.items()}  # fmt: skip
    missed = [(each, way) for each in FORMATS for way in ways[each] if each not in possible_formats([each], [way])]
    assert missed == []


@pytest.mark.parametrize(
    ("text", "formats"),
    [
        ("Water shortage", []),
        ("2025", ["%Y"]),
        ("13.03.2025 klo 7.30", ["%d.%m.%Y klo %H.%M"]),
        ("3 Main Street 2025", []),
    ],
)
def test_a_text_is_of_few_formats(text: str, formats: list[str]) -> None:
    assert possible_formats(["%Y", "%d.%m.%Y klo %H.%M", "%d.%m.%Y klo %H:%M", "%Y-%m-%d"], [text]) == formats


def test_a_shape_has_digits_words_and_marks() -> None:
    assert shape_of(" 3  Mar 2024 7:30 AM") == "0 a 0000 0:00 a"
