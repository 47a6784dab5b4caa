"""How the cubes keep a name in the languages that it has, as the areas do."""

from __future__ import annotations

from data.city.pack import City
from data.sql_text import quoted


def names_of(city: City, word: str, english: str, local: str) -> str:
    """Columns `<word>_en` of the one expression and, in a city of another language, `<word>_<language>` of the other.

    `data.reading.queries.tile_totals.named` chooses between them.
    """
    if city.language == "en":
        return f"{english} AS {word}_en"
    return f"{english} AS {word}_en, {local} AS {quoted(f'{word}_{city.language}')}"
