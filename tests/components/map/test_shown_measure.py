"""Which measure a map opens on."""

from __future__ import annotations

from flask.testing import FlaskClient

from components.map.shown_measure import first_that_fills
from components.shell import registry


def test_a_map_opens_on_a_measure_that_has_a_value_in_half_of_the_areas(client: FlaskClient) -> None:
    """Of Sanya's four districts one knows its residents: the map of requests by residents showed that one alone."""
    first, second, third, *_ = registry.pages()["services"].measures
    assert first_that_fills([(first, 1), (second, 2), (third, 4)], 4) == second
    assert first_that_fills([(first, 2), (second, 4)], 4) == first
    assert first_that_fills([(first, 1), (second, 1)], 4) == first
    assert first_that_fills([], 4) is None
