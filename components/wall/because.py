"""What a scene says in a sentence: why its number moved, what is late, and whose it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import Any

from dash.development.base_component import Component

from components.html import html
from components.text import Words
from components.view.address import has_own_pages
from components.view.reader import Reader
from components.wall.links import address_of, linked_sentence
from data.reading.answer import answered
from data.reading.chance import FEWEST_OF_RATE
from data.reading.queries.economy import news
from data.reading.queries.fiscal import budget
from data.reading.queries.fiscal import changes as fiscal_changes
from data.reading.queries.food_safety import changes as food_safety_changes
from data.reading.queries.services import changes as services_changes
from data.reading.question import Question

#: A sentence as words and links.
Sentence = list[Component | str]
#: Where the second sentence of a scene stands in the order of leaving: after its chart.
SECOND_DROP = 19
#: Sentences that a scene has room for.
MOST = 2
#: Releases among which one that moved the forecast is looked for, and by how many points at least: the forecast is
#: written with one decimal, so that less leaves what everybody sees as it was.
NEWEST_RELEASES, LEAST_MOVE = 60, 0.05


def _first(question: Question, reader: Reader, *, follow_up: bool = False) -> dict[str, Any] | None:
    """The first row of the answer; None without one, and with `follow_up` where the records hold none."""
    answer = answered(reader.ask(question, rows=(0, 1)))
    if answer is None or not answer.rows or (follow_up and not answer.source.has_follow_up):
        return None
    return answer.records(1)[0]


def _named(row: Mapping[str, Any], key: str, words: Words) -> str:
    """The name in the reader's words, of an area or a department."""
    return words.or_same(f"value.{key}", str(row["name"] or row[key]))


def _said(key: str, domain: str, rows: Mapping[str, Mapping[str, Any]], reader: Reader, **told: Any) -> Sentence:
    """The sentence with what it names, by dimension, leading to their pages where they have some."""
    names = {dimension: _named(row, dimension, reader.words) for dimension, row in rows.items()}
    links = [
        (names[dimension], address_of(dimension, row[dimension], reader))
        for dimension, row in rows.items()
        if row[dimension] and has_own_pages(dimension, domain)
    ]
    return linked_sentence(reader.words.t(f"wall.because.{key}", **names, **told), links)


def _change_by_area(key: str, domain: str, row: Mapping[str, Any] | None, reader: Reader) -> Sentence:
    """How much a number changed, and which area contributed most; no sentence where it did not."""
    if row is None or not row["total_change"]:
        return []
    total, part = (reader.words.change(row[name], 0) for name in ("total_change", "change"))
    return _said(key, domain, {"area": row}, reader, total=total, part=part)


def _requests(reader: Reader) -> Sentence:
    words = reader.words
    area = _first(services_changes.requests_change_by_area, reader)
    department = _first(services_changes.requests_change_by_department, reader)
    if area is None or department is None or not area["total_change"]:
        return []
    return _said(
        "requests", "services", {"area": area, "department": department}, reader,
        total=words.change(area["total_change"], 0), area_part=words.change(area["change"], 0),
        department_part=words.change(department["change"], 0),
    )  # fmt: skip


def _requests_by_area(reader: Reader) -> Sentence:
    """The same in a line's length: a city's overview has little room beside its tiles."""
    row = _first(services_changes.requests_change_by_area, reader)
    return _change_by_area("requests_by_area", "services", row, reader)


def _late(reader: Reader) -> Sentence:
    row, words = _first(services_changes.late_by_department, reader), reader.words
    if row is None or row["total_due"] < FEWEST_OF_RATE:
        return []
    share = words.number(row["total_late"] / row["total_due"], "share")
    part = words.number(row["late"])
    return _said("late", "services", {"department": row}, reader, count=row["total_late"], share=share, part=part)


def _alerts(reader: Reader) -> Sentence:
    row = _first(food_safety_changes.open_alerts_change_by_area, reader, follow_up=True)
    return _change_by_area("alerts", "food_safety", row, reader)


def _overdue(reader: Reader) -> Sentence:
    row = _first(food_safety_changes.overdue_by_area, reader, follow_up=True)
    if row is None:
        return []
    part = reader.words.number(row["overdue"])
    return _said("overdue", "food_safety", {"area": row}, reader, count=row["total_overdue"], part=part)


def _critical(reader: Reader) -> Sentence:
    """What can be said of visits alone, where nobody recorded what became of an alert."""
    row = _first(food_safety_changes.critical_visits_change_by_area, reader)
    return _change_by_area("critical", "food_safety", row, reader)


def _budget(reader: Reader) -> Sentence:
    row = _first(budget.growth_by_department, reader)
    if row is None or not row["change_lcu"]:
        return []
    key = "budget_more" if row["change_lcu"] > 0 else "budget_less"
    return _said(key, "fiscal", {"department": row}, reader, change=reader.words.number(abs(row["change_lcu"]), "lcu"))


def _behind(reader: Reader) -> Sentence:
    row, words = _first(fiscal_changes.behind_by_department, reader), reader.words
    if row is None:
        return []
    gone, executed = (words.number(row[name], "share") for name in ("year_gone_share", "executed_share"))
    return _said("behind", "fiscal", {"department": row}, reader, gone=gone, executed=executed)


def moved_most_lately(rows: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The first of the releases that moved the forecast by LEAST_MOVE, of those that have a name; None without one."""
    return next((row for row in rows if row["name"] and abs(row["impact_points"] or 0) >= LEAST_MOVE), None)


def _moved(reader: Reader) -> Sentence:
    """The newest release that moved the forecast by so much that its number says so."""
    answer, words = answered(reader.ask(news.releases_that_moved, rows=(0, NEWEST_RELEASES))), reader.words
    rows = answer.records() if answer is not None else []
    row = moved_most_lately(rows)
    if row is None:
        return []
    name, impact = words.or_same("value.series", row["name"]), words.change(row["impact_points"], 2, "points")
    return [words.t("wall.because.moved", name=name, day=words.day(row["day"]), impact=impact)]


#: The sentences of each scene that has some, the one that stays longest first: no two scenes begin with the same.
SENTENCES: Mapping[str, tuple[Callable[[Reader], Sentence], ...]] = {
    "overview": (_requests_by_area,),
    "services": (_late, _requests),
    "food_safety": (_overdue, _alerts, _critical),
    "fiscal": (_behind, _budget),
    "economy": (_moved,),
}


def because(scene: str, reader: Reader) -> list[Component]:
    """The sentences of a scene as lines, MOST of them; where the records cannot tell, one that says so."""
    told = (children for children in (sentence(reader) for sentence in SENTENCES[scene]) if children)
    said = list(islice(told, MOST)) or [[reader.words.t("wall.because.untold")]]
    return [
        html.P(children, className="wall-because", **({"data-drop": str(SECOND_DROP)} if index else {}))
        for index, children in enumerate(said)
    ]
