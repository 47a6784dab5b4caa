"""What Riverton's wall says in sentences: of few records hardly anything."""

from __future__ import annotations

import json
from typing import NamedTuple

import pytest
from flask.testing import FlaskClient

from components.wall.because import SENTENCES, moved_most_lately
from tests.pages.asking import words


def said(client: FlaskClient, scene: str, language: str = "en") -> list[str]:
    """The sentences of a scene of Riverton's wall."""
    told = json.loads(client.get(f"/api/wall/riverton?scene={scene}&lang={language}").data)
    (shown,) = [props["children"] for part, props in told["updates"] if part["element"] == "because"]
    return ["".join(words(line)) for part in shown for line in part["props"]["tree"]]


def test_the_department_whose_budget_moved_most_is_named(client: FlaskClient) -> None:
    assert said(client, "fiscal") == ["Largest budget change: Police, up $1.00M"]
    assert said(client, "fiscal", "zh") == ["预算增幅最大：Police，增加100.0万美元"]


def test_nothing_is_said_of_changes_without_an_earlier_year_nor_of_few_late_requests(client: FlaskClient) -> None:
    """Riverton's records begin in February 2024, and one of its seven deadlines was missed: a scene says that much."""
    assert said(client, "overview") == ["The records do not tell what moved these numbers"]
    assert said(client, "services", "zh") == ["现有记录不足以说明变动原因"]


def test_no_two_scenes_begin_with_the_same_sentence() -> None:
    first = [sentences[0] for sentences in SENTENCES.values()]
    assert len(set(first)) == len(first)


class Told(NamedTuple):
    """A release and by how many points it moved the forecast, as the sentence is told it."""

    name: str
    impact_points: float | None


@pytest.mark.parametrize(
    ("releases", "said"),
    [([Told("Imports", 0.01), Told("Exports", None), Told("Prices", -0.06)], "Prices"), ([Told("Imports", 0.04)], "")],
)
def test_a_release_is_named_only_where_the_forecast_shows_its_move(releases: list[Told], said: str) -> None:
    row = moved_most_lately([each._asdict() for each in releases])
    assert (row["name"] if row else "") == said


def test_records_without_follow_up_are_not_overdue(client: FlaskClient) -> None:
    assert said(client, "food_safety") == ["The records do not tell what moved these numbers"]
