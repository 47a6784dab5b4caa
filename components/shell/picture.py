"""A figure to take away as a picture: whole, and with its title, period, filters, source and dates drawn into it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from components.figures.margins import text_px
from components.figures.wording import escaped
from components.shell.export_words import about_export, file_name
from components.view.comparison import compared_answer
from components.view.page import Page, Panel, Part
from components.view.reader import Reader
from data.reading.answer import Empty, Found, Unanswered

#: A slide of 13.3 by 7.5 inches in points, so that type of 11 stands there at 11; sizes of type; the room around the
#: words, and the height of a line of them.
WIDTH, HEIGHT, TITLE_TYPE, TEXT_TYPE, ROOM, LINE = 960, 540, 20, 12, 20, 17
SEPARATOR = " · "


def _lines(parts: Iterable[str]) -> list[str]:
    """The parts side by side in as many lines as they need; one that is longer than a line is broken."""
    lines = [""]
    for part in parts:
        joined = f"{lines[-1]}{SEPARATOR}{part}" if lines[-1] else part
        if text_px(joined, TEXT_TYPE) <= WIDTH - 2 * ROOM:
            lines[-1] = joined
            continue
        lines += [part] if lines[-1] else []
        while text_px(lines[-1], TEXT_TYPE) > WIDTH - 2 * ROOM:
            whole = lines[-1]
            most = next(
                size for size in range(len(whole), 0, -1) if text_px(whole[:size], TEXT_TYPE) <= WIDTH - 2 * ROOM
            )
            lines[-1:] = [whole[:most], whole[most:]]
    return [line for line in lines if line]


def _note(lines: list[str], colour: str, **where: Any) -> dict[str, Any]:
    return {
        "text": "<br>".join(map(escaped, lines)), "align": "left", "xref": "paper", "yref": "paper", "x": 0,
        "xanchor": "left", "showarrow": False, "font": {"size": TEXT_TYPE, "color": f"var(--{colour})"}, **where,
    }  # fmt: skip


def _framed(layout: dict[str, Any], title: str, above: list[str], below: list[str]) -> dict[str, Any]:
    """The figure's layout with the title and lines above it, and lines below, each in room of its own."""
    margin = {"l": 8, "r": 8, "t": 8, "b": 8} | layout.get("margin", {})
    head, foot = 2 * ROOM + TITLE_TYPE + LINE * len(above), ROOM + LINE * len(below)
    left = margin["l"] + ROOM
    framed = {"l": left, "r": margin["r"] + ROOM, "t": margin["t"] + head, "b": margin["b"] + foot}
    name = {
        "text": f"<b>{escaped(title)}</b>", "x": ROOM / WIDTH, "xref": "container", "xanchor": "left",
        "y": 1 - ROOM / HEIGHT, "yref": "container", "yanchor": "top", "font": {"size": TITLE_TYPE},
    }  # fmt: skip
    notes = [
        _note(
            above, "text-2", y=1, yanchor="top", xshift=ROOM - left, yshift=framed["t"] - ROOM - TITLE_TYPE - LINE / 2
        ),
        _note(below, "text-2", y=0, yanchor="bottom", xshift=ROOM - left, yshift=ROOM / 2 - framed["b"]),
    ]
    return layout | {
        "title": name, "margin": framed, "width": WIDTH, "height": HEIGHT, "autosize": False,
        "paper_bgcolor": "var(--panel)", "plot_bgcolor": "var(--panel)",
        "annotations": [*layout.get("annotations", []), *notes],
    }  # fmt: skip


def picture(page: Page, panel: Panel, reader: Reader) -> dict[str, Any] | Empty | Unanswered | None:
    """What the browser draws: `data`, `layout`, `title`, `description` and `file`, its name without an ending.

    None of a panel that is no figure; the outcome where there is nothing to draw.
    """
    outcome = reader.ask(panel)
    if not isinstance(outcome, Found):
        return outcome
    compared = compared_answer(panel, reader, outcome.answer)
    if isinstance(compared, Unanswered):
        return compared
    answer, words = compared
    drawn = panel.figure(answer, words)
    if not isinstance(drawn, dict):
        return None
    part = Part(panel.key, panel.question, panel.needs)
    about = about_export(page, part, answer, replace(reader, words=words))
    above = _lines(f"{name}: {chosen}" for name, chosen in about.choices.items())
    snapshot = words.t("provenance.snapshot")
    below = _lines(f"{name}: {told}" for name, told in about.provenance.items() if name != snapshot)
    return {
        "data": drawn["data"],
        "layout": _framed(drawn["layout"], about.title, above, below),
        "title": about.title,
        "description": "\n".join([*above, *below]),
        "file": file_name(page, part, answer, reader),
    }
