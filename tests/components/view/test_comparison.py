"""What a course over time is measured by: the target that the city set."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from components.view.comparison import with_target
from components.view.reader import Reader, read
from tests.components.answers import answer
from tests.conftest import CITY

MONTHS = ["2026-01-01", "2026-02-01"]


@pytest.fixture
def reader(client: FlaskClient) -> Reader:
    found = read({"city": CITY, "lang": "en"})
    assert found is not None
    return replace(found, city=replace(found.city, targets={"rate_share": 0.95}, assumed_targets=frozenset()))


def test_a_course_has_the_target_of_its_measure(reader: Reader) -> None:
    found = with_target(answer(month=MONTHS, rate_share=[0.9, 0.97]), reader)
    (limit,) = found.of_role("limit")
    assert (limit.name, limit.unit, found.values(limit)) == ("city_target", "share", [0.95, 0.95])


def test_an_assumed_target_is_called_so(reader: Reader) -> None:
    assumed = replace(reader, city=replace(reader.city, assumed_targets=frozenset({"rate_share"})))
    (limit,) = with_target(answer(month=MONTHS, rate_share=[0.9, 0.97]), assumed).of_role("limit")
    assert reader.words.t(f"column.{limit.name}") == "target (assumed)"


def test_what_has_no_target_or_no_course_has_no_line(reader: Reader) -> None:
    other = answer(month=MONTHS, requests=[3, 4])
    ranked = answer(service=["a", "b"], rate_share=[0.9, 0.97])
    assert with_target(other, reader) is other and with_target(ranked, reader) is ranked
