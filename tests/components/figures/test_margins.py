"""Room for the words at an axis, reckoned from their length."""

from __future__ import annotations

from components.figures.margins import margins, text_px


def test_a_longer_text_takes_more_room_and_a_chinese_character_that_of_two_letters() -> None:
    assert text_px("5") < text_px("500") < text_px("500K")
    assert text_px("区" * 10, 10) == 102
    assert text_px("aa<br>aaaa") == text_px("aaaa")
    assert text_px("&lt;&amp;") == text_px("<&")


def test_words_beside_and_below_a_plot_widen_its_margins() -> None:
    values = {"ticktext": ["0", "1,000,000"], "ticklabelstandoff": 6}
    one, two = ({"ticktext": [text]} for text in ("Police", "Fire and<br>Rescue"))
    given = {"l": 8, "r": 12, "t": 30, "b": 8}
    assert margins({"margin": given, "yaxis": values, "xaxis": one}) == {
        "l": 8 + text_px("1,000,000") + 6, "r": 12, "t": 30, "b": 8 + 15 + 4,
    }  # fmt: skip
    assert margins({"xaxis": two})["b"] > margins({"xaxis": one})["b"]


def test_an_axis_that_is_not_shown_takes_no_room() -> None:
    hidden = {"visible": False, "ticktext": ["Police"]}
    assert margins({"margin": {"l": 8, "r": 8, "t": 8, "b": 8}, "xaxis": hidden, "yaxis": hidden}) == {
        "l": 8, "r": 8, "t": 8, "b": 8,
    }  # fmt: skip


def test_the_last_date_may_reach_beyond_the_plot() -> None:
    dates = {"type": "date", "ticktext": ["30 Nov 2026"]}
    assert margins({"margin": {"r": 2}, "xaxis": dates})["r"] == -(-text_px("30 Nov 2026") // 2)
