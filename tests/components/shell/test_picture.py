"""The words of a picture stay inside it, however long they are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from components.figures.margins import text_px
from components.shell.picture import ROOM, TEXT_TYPE, WIDTH, _lines

WORDS = st.lists(st.text(st.sampled_from("abc 水务,."), min_size=1, max_size=400), max_size=8)


@given(WORDS)
def test_every_line_fits_and_no_word_is_lost(parts: list[str]) -> None:
    lines = _lines(parts)
    assert all(text_px(line, TEXT_TYPE) <= WIDTH - 2 * ROOM for line in lines)
    letters = "".join("".join(parts).split())
    assert "".join("".join(lines).replace(" · ", "").split()) == letters


def test_short_parts_share_a_line() -> None:
    assert _lines(["City: Riverton", "Area: Northwest"]) == ["City: Riverton · Area: Northwest"]
    assert _lines([]) == []
