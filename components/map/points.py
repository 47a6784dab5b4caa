"""Single places of a map as the browser gets them: by columns, and each text once."""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component

from components import aria, theme
from components.figures.wording import column_word, value_text
from components.html import html
from components.text import Words
from data.reading.answer import Answer
from data.reading.schema import Column, Role

#: What a single place is drawn from.
POINT_ROLES: tuple[Role, ...] = ("id", "label", "lat", "long", "state")


def point_columns(answer: Answer | None, words: Words) -> dict[str, Any] | None:
    """The places of an answer of shape points; None without an answer. Places without coordinates are left out.

    `ids`, `names`, `lats`, `longs`, `states`: a value a place. `words`: of the states that occur. `told`: what hovering
    says besides, a dict a column: its `word`, the `texts` that occur, and `at`, which of them each place has. A click
    chooses a value of the dimension `selects`, from the column that `values` names.
    """
    if answer is None:
        return None
    shape = [answer.one(role) for role in POINT_ROLES]
    lats, longs = (answer.values(answer.one(role)) for role in ("lat", "long"))
    located = [index for index in range(answer.rows) if lats[index] is not None and longs[index] is not None]
    ids, names, lats, longs, states = ([answer.values(column)[index] for index in located] for column in shape)
    said = [column for column in answer.schema if column not in shape]
    chosen = next((column for column in shape if column.role in ("id", "label") and column.dimension), None)
    return {
        "ids": ids,
        "names": [name or place for name, place in zip(names, ids, strict=True)],
        "lats": lats,
        "longs": longs,
        "states": states,
        "words": _state_words(answer, states, words),
        "told": [_told(column, [answer.values(column)[index] for index in located], words) for column in said],
        **({"selects": chosen.dimension, "values": "ids" if chosen.role == "id" else "names"} if chosen else {}),
    }


def _state_words(answer: Answer, states: list[Any], words: Words) -> dict[str, str]:
    """The reader's word for each state that occurs."""
    prefix = f"value.{answer.one('state').words}"
    return {str(state): words.or_same(prefix, str(state)) for state in dict.fromkeys(states)}


def points_legend(columns: dict[str, Any] | None) -> list[Component]:
    """What the colours of the drawn places mean: a key each, the states of one colour in one; none without places.

    `columns`: the places as `point_columns` gives them. What failed stands first, what says nothing of the case last.
    """
    said: dict[str, list[str]] = {}
    for state, word in (columns or {"words": {}})["words"].items():
        said.setdefault(theme.of_value("state", state) or "", []).append(word)
    order = [theme.var(token) for token in ("bad", "warn", "good", "accent")]
    by_meaning = sorted(said, key=lambda colour: order.index(colour) if colour in order else len(order))
    return [
        html.Div(
            [html.Span(className="legend-point", style={"--colour": colour}, **aria.HIDDEN),
             html.Span(" · ".join(sorted(said[colour])))],
            className="legend-key",
        )
        for colour in by_meaning
    ]  # fmt: skip


def _told(column: Column, values: list[Any], words: Words) -> dict[str, Any]:
    """What a column says of each place; the same text stands once."""
    texts: dict[str, int] = {}
    written = {value: value_text(value, column, words) for value in dict.fromkeys(values)}
    at = [texts.setdefault(written[value], len(texts)) for value in values]
    return {"word": column_word(column, words), "texts": list(texts), "at": at}
