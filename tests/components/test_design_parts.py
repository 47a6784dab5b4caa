"""The page of designs shows what the components are given today: it stands where nobody else looks."""

from __future__ import annotations

import pytest

from components import design_parts
from components.markup import markup
from components.text import Words, languages


@pytest.mark.parametrize("language", languages())
def test_every_part_can_be_drawn(language: str) -> None:
    words = Words(language, "CNY")
    shown = [
        design_parts.badges(words), *design_parts.tiles(words), *design_parts.panel_states(words),
        *design_parts.figures(words), *design_parts.lists(words),
    ]  # fmt: skip
    assert len(shown) > 20
    assert all(markup(part) for part in shown)


def test_charts_are_drawn_as_on_pages() -> None:
    drawn = [str(panel.to_plotly_json()) for panel in design_parts.figures(Words("en", "CNY"))]
    assert sum('"type": "Chart"' in each or '"type":"Chart"' in each for each in drawn) >= 5
