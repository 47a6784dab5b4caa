"""Five reasons for seeing nothing are five sentences, in every language."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from components.panel.record_table import record_table
from components.text import Words, languages
from components.view.outcome import no_number, nowhere_in_data, reason, short_reason
from components.view.page import Panel
from components.view.reader import read
from data.reading.answer import Empty, Missing, NotInData, NotInScope, Outcome, Outdated, Stalled
from data.reading.queries.food_safety import alerts, inspections
from tests.city_with_records import CITY
from tests.components.answers import answer

UNANSWERED = (
    Missing("services"),
    NotInData("cameras"),
    NotInScope("channel"),
    Outdated("economy"),
    Stalled("food_safety"),
)
OUTCOMES: tuple[Outcome, ...] = (Empty(answer(days=[])), *UNANSWERED)


@pytest.mark.parametrize("language", languages())
def test_each_reason_is_its_own_sentence(language: str) -> None:
    words = Words(language)
    assert len({str(reason(outcome, words).children) for outcome in OUTCOMES}) == len(OUTCOMES)
    short = {short_reason(outcome, words) for outcome in UNANSWERED}
    short |= {no_number(12, 400, words), no_number(0, 400, words), no_number(0, 400, words, perturbed=True)}
    assert len(short) == 8


def test_a_number_that_is_nowhere_in_the_city_is_not_in_its_data() -> None:
    words = Words("en")
    assert no_number(0, 0, words) == no_number(None, None, words) == short_reason(NotInData("satisfaction"), words)
    assert no_number(12, 400, words) == "too few to say (n\u00a0=\u00a012)"
    assert no_number(0, 400, words) == "nothing matches"


def test_what_the_city_never_has_keeps_no_room_for_a_figure() -> None:
    words = Words("en")
    kept = [outcome for outcome in OUTCOMES if "of-city" not in reason(outcome, words).className]
    assert [outcome for outcome in OUTCOMES if outcome not in kept] == [NotInData("cameras"), Outdated("economy")]
    assert "of-city" in nowhere_in_data(words).className


def test_a_part_whose_table_the_city_lacks_is_not_in_its_data(client: FlaskClient) -> None:
    """Riverton has no cameras; it has inspections, and no visit in 1999."""
    reader = read({"city": CITY, "lang": "en"})
    assert reader is not None
    cameras = Panel("cameras", alerts.camera_uptime_trend, record_table, needs="cameras")
    assert reader.ask(cameras) == NotInData("cameras")
    visits = Panel("visits", inspections.inspections, record_table, needs="inspections")
    earlier = replace(reader.filters, until=reader.filters.since)
    assert not isinstance(reader.ask(visits, earlier), NotInData)
