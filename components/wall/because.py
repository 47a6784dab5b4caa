"""What a scene says in a sentence: why its number moved, what is late, and whose it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.text import Words
from components.view.reader import Reader
from data.reading.answer import answered
from data.reading.chance import FEWEST_OF_RATE
from data.reading.queries.economy import news
from data.reading.queries.fiscal import budget
from data.reading.queries.fiscal import changes as fiscal_changes
from data.reading.queries.food_safety import changes as food_safety_changes
from data.reading.queries.services import changes as services_changes
from data.reading.question import Question

#: Where the second sentence of a scene stands in the order of leaving: after its chart.
SECOND_DROP = 19
#: Releases among which one that moved the forecast is looked for.
NEWEST_RELEASES = 60


def _first(question: Question, reader: Reader, *, follow_up: bool = False) -> dict[str, Any] | None:
    """The first row of the answer; None without one, and with `follow_up` where the records hold none."""
    answer = answered(reader.ask(question, rows=(0, 1)))
    if answer is None or not answer.rows or (follow_up and not answer.source.has_follow_up):
        return None
    return answer.records()[0]


def _named(row: Mapping[str, Any], key: str, words: Words) -> str:
    """The name in the reader's words, of an area or a department."""
    return words.or_same(f"value.{key}", str(row["name"] or row[key]))


def _requests(reader: Reader) -> str:
    words = reader.words
    area = _first(services_changes.requests_change_by_area, reader)
    department = _first(services_changes.requests_change_by_department, reader)
    if area is None or department is None or not area["total_change"]:
        return ""
    return words.t(
        "wall.because.requests", total=words.change(area["total_change"], 0),
        area=_named(area, "area", words), area_part=words.change(area["change"], 0),
        department=_named(department, "department", words), department_part=words.change(department["change"], 0),
    )  # fmt: skip


def _late(reader: Reader) -> str:
    row, words = _first(services_changes.late_by_department, reader), reader.words
    if row is None or row["total_due"] < FEWEST_OF_RATE:
        return ""
    return words.t(
        "wall.because.late", count=row["total_late"], share=words.number(row["total_late"] / row["total_due"], "share"),
        department=_named(row, "department", words), part=words.number(row["late"]),
    )  # fmt: skip


def _alerts(reader: Reader) -> str:
    row, words = _first(food_safety_changes.open_alerts_change_by_area, reader, follow_up=True), reader.words
    if row is None or not row["total_change"]:
        return ""
    return words.t(
        "wall.because.alerts", total=words.change(row["total_change"], 0), area=_named(row, "area", words),
        part=words.change(row["change"], 0),
    )  # fmt: skip


def _overdue(reader: Reader) -> str:
    row, words = _first(food_safety_changes.overdue_by_area, reader, follow_up=True), reader.words
    if row is None:
        return ""
    return words.t(
        "wall.because.overdue",
        count=row["total_overdue"],
        area=_named(row, "area", words),
        part=words.number(row["overdue"]),
    )


def _budget(reader: Reader) -> str:
    row, words = _first(budget.growth_by_department, reader), reader.words
    if row is None or not row["change_lcu"]:
        return ""
    moved = words.number(abs(row["change_lcu"]), "lcu")
    key = "wall.because.budget_more" if row["change_lcu"] > 0 else "wall.because.budget_less"
    return words.t(key, department=_named(row, "department", words), change=moved)


def _behind(reader: Reader) -> str:
    row, words = _first(fiscal_changes.behind_by_department, reader), reader.words
    if row is None:
        return ""
    return words.t(
        "wall.because.behind", department=_named(row, "department", words),
        gone=words.number(row["year_gone_share"], "share"), executed=words.number(row["executed_share"], "share"),
    )  # fmt: skip


def _moved(reader: Reader) -> str:
    """The newest release that moved the forecast by so much that its number says so."""
    answer, words = answered(reader.ask(news.releases_that_moved, rows=(0, NEWEST_RELEASES))), reader.words
    rows = answer.records() if answer is not None else []
    row = next((row for row in rows if row["name"] and round(row["impact_points"] or 0, 2)), None)
    if row is None:
        return ""
    return words.t(
        "wall.because.moved", name=words.or_same("value.series", row["name"]), day=words.day(row["day"]),
        impact=words.change(row["impact_points"], 2, "points"),
    )  # fmt: skip


#: The sentences of each scene that has some, the one that stays longest first.
SENTENCES: Mapping[str, tuple[Callable[[Reader], str], ...]] = {
    "overview": (_requests,),
    "services": (_requests, _late),
    "food_safety": (_overdue, _alerts),
    "fiscal": (_behind, _budget),
    "economy": (_moved,),
}


def because(scene: str, reader: Reader) -> list[Component]:
    """The sentences of a scene as lines; none where the records cannot tell."""
    said = [text for text in (sentence(reader) for sentence in SENTENCES[scene]) if text]
    return [
        html.P(text, className="wall-because", **({"data-drop": str(SECOND_DROP)} if index else {}))
        for index, text in enumerate(said)
    ]
