"""What a number is of, where the reader chooses that."""

from __future__ import annotations

from components.text import Words
from data.reading.answer import Answer


def chosen_name(answer: Answer, words: Words) -> str:
    """What an answer says that its number is of (its group), with the unit that it has there; empty where nothing."""
    group = answer.first("group")
    told = next((each for each in answer.values(group) if each), None) if group else None
    if group is None or told is None:
        return ""
    unit = next((column for column in answer.schema if column.name == "unit"), None)
    name = words.or_same(f"value.{group.words}", str(told))
    return f"{name} ({answer.values(unit)[0]})" if unit else name
