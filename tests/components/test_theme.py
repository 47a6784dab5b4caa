from __future__ import annotations

import re

import pytest

from components import theme
from data.drops.contract import domains, load_contract


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb (WCAG 2.2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_both_themes_have_the_same_tokens() -> None:
    assert theme.tokens("dark").keys() == theme.tokens("light").keys()


@pytest.mark.parametrize("chosen", ["dark", "light"])
@pytest.mark.parametrize("word", [
    "text", "text-2", "text-3", "accent", "good", "warn", "bad", "stale", *(f"cat-ink-{index}" for index in range(8)),
])  # fmt: skip
@pytest.mark.parametrize("ground", ["page", "panel", "panel-2"])
def test_words_can_be_read(chosen: theme.Theme, word: str, ground: str) -> None:
    colours = theme.tokens(chosen)
    assert contrast(colours[word], colours[ground]) >= 4.5


@pytest.mark.parametrize("chosen", ["dark", "light"])
@pytest.mark.parametrize("mark", ["control-border", "focus", *(f"cat-{index}" for index in range(8))])
def test_marks_can_be_seen(chosen: theme.Theme, mark: str) -> None:
    colours = theme.tokens(chosen)
    assert contrast(colours[mark], colours["panel"]) >= 3


@pytest.mark.parametrize(("chosen", "rises"), [("dark", True), ("light", False)])
def test_the_sequential_scale_goes_away_from_its_ground(chosen: theme.Theme, rises: bool) -> None:
    shades = [luminance(theme.tokens(chosen)[f"seq-{step}"]) for step in range(theme.STEPS)]
    assert shades == sorted(shades, reverse=not rises)


def test_an_unknown_token_is_refused() -> None:
    with pytest.raises(KeyError, match="acent"):
        theme.var("acent")


def test_the_last_category_stands_for_the_rest() -> None:
    assert theme.category(0) == "var(--cat-0)"
    assert theme.category(99) == "var(--cat-7)"


def test_a_figure_is_resolved_without_a_browser() -> None:
    figure = {"data": [{"line": {"color": "var(--text)"}, "y": [1, 2]}], "layout": {"shapes": ["1px var(--border)"]}}
    assert theme.resolve(figure, "light") == {
        "data": [{"line": {"color": "#0f1b2d"}, "y": [1, 2]}],
        "layout": {"shapes": ["1px #e1e7ef"]},
    }


def test_the_template_names_only_tokens_that_exist() -> None:
    assert "var(--" not in str(theme.resolve(theme.template(), "dark"))


def test_classes_are_spread_over_the_scale() -> None:
    assert theme.steps(1) == (4,)
    assert theme.steps(2) == (1, 8)
    assert theme.steps(9) == tuple(range(9))
    assert theme.steps(5, "div") == (0, 2, 4, 6, 8)


def test_every_style_names_only_tokens_that_exist() -> None:
    own = re.findall(r"--([a-z0-9-]+):", theme.css())
    assert set(own) == {*theme.tokens("dark"), "color-scheme"} - {"color-scheme"}


def test_every_verdict_of_the_contracts_has_a_colour_by_its_meaning() -> None:
    values = {
        (column.name, value)
        for domain in domains()
        for table in load_contract(domain).tables
        for column in table.columns
        if column.name in theme.COLOURED_DIMENSIONS
        for value in column.valid_values
    }
    known = {value for each in theme.COLOURS_OF_VALUES.values() for value in each}
    assert {value for _, value in values} <= known
    assert theme.of_value("result", "fail") == theme.of_value("state", "critical") == "var(--bad)"
    assert {value for _, value in values if theme.of_value("result", value) == "var(--good)"} == {"pass"}


def test_a_value_has_one_colour() -> None:
    values = [value for each in theme.COLOURS_OF_VALUES.values() for value in each]
    assert len(values) == len(set(values))


def test_a_word_of_a_publishers_is_no_verdict() -> None:
    assert theme.of_value("nature", "open") is None
    assert theme.of_value("result", "Hazardous") == "var(--stale)"


def test_points_and_pills_take_the_colours_of_their_values() -> None:
    colours = {
        selector: rule.split("var(--")[1].split(")")[0]
        for line in theme.css().splitlines()
        if line.startswith(".")
        for selectors, rule in [line.split("{")]
        for selector in selectors.split(",")
    }
    assert colours[".leaflet-container path.point.point-fail"] == "bad"
    assert colours[".leaflet-container path.point.point-closed"] == "stale"
    assert colours[".pill.pill-ii"] == "warn"
