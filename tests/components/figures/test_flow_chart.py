"""A flow: where its bars stand, that no two names meet, and what a click on one selects."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.figures.flow_chart import FEW, flow_chart, lines_needed, outline
from components.figures.flow_layout import (
    CircularFlowError,
    End,
    Flow,
    Link,
    columns_of,
    lay_out,
    links_of,
    merged,
    steps_of,
)
from components.figures.marks import Marks
from components.text import Words
from tests.components.answers import flow_answer
from tests.components.figures.drawn import attribute, of_class, of_type, text

WORDS = Words("en", "USD")
BUDGET = flow_answer(("Tax", "General", 6e6), ("Grants", "General", 2e6), ("General", "Police", 5e6),
                     ("General", "other_department", 3e6))  # fmt: skip
ROOM = 2.0


def laid_out(*links: Link) -> Flow:
    return lay_out(links, 20.0, lambda end: ROOM)


def test_money_runs_from_left_to_right() -> None:
    assert columns_of([("source", "fund"), ("fund", "department"), ("source", "budget"), ("budget", "fund")]) == {
        "source": 0, "fund": 2, "department": 3, "budget": 1,
    }  # fmt: skip
    with pytest.raises(CircularFlowError):
        columns_of([("a", "b"), ("b", "a")])


def test_bars_are_on_one_scale_the_largest_on_top_and_those_added_up_below() -> None:
    flow = laid_out(*links_of(BUDGET))
    nodes = {node.end.name: node for node in flow.nodes}
    assert {name: node.column for name, node in nodes.items()} == {
        "Tax": 0, "Grants": 0, "General": 1, "Police": 2, "other_department": 2,
    }  # fmt: skip
    height = {name: node.bottom - node.top for name, node in nodes.items()}
    assert height["Tax"] / height["Police"] == pytest.approx(6 / 5)
    assert nodes["Tax"].bottom < nodes["Grants"].top
    assert nodes["Police"].bottom < nodes["other_department"].top
    assert (nodes["General"].came, nodes["General"].went) == (8e6, 8e6)


def test_a_flow_of_few_nodes_is_no_block_as_high_as_its_panel() -> None:
    def height(*links: tuple[str, str, float]) -> str:
        drawn = of_class(flow_chart(flow_answer(*links), WORDS, Marks()), "flow-wide")
        return str(of_class(drawn, "flow-plot")[0].style["--height"])

    assert height(("Tax", "General", 6e6), ("General", "Police", 6e6)) == "5rem"
    assert height(*((f"Tax {each}", "General", 1e6) for each in range(5))) == "22rem"


ENDS = st.integers(0, 9)


@given(st.lists(st.tuples(ENDS, ENDS, st.floats(0.01, 1e9)), min_size=1, max_size=60))
def test_no_name_meets_another_and_bands_fill_their_bars(drawn: list[tuple[int, int, float]]) -> None:
    sums: dict[tuple[int, int], float] = {}
    for source, target, amount in drawn:
        sums[source, target] = sums.get((source, target), 0.0) + amount
    links = [Link(End("fund", f"f{a}", f"F{a}"), End("payee", f"p{b}", f"P{b}"), amount)
             for (a, b), amount in sums.items()]  # fmt: skip
    flow = laid_out(*links)
    for column in (0, 1):
        nodes = sorted((node for node in flow.nodes if node.column == column), key=lambda node: node.top)
        assert all(-1e-6 <= node.top <= node.bottom <= flow.height + 1e-6 for node in nodes)
        assert all(lower.middle - upper.middle >= ROOM - 1e-6 for upper, lower in pairwise(nodes))
    for node in flow.nodes:
        leaving = sum(band.thick for band in flow.bands if node in (band.source, band.target))
        assert leaving == pytest.approx(node.bottom - node.top, abs=1e-6)


def test_of_many_nodes_the_smaller_ones_are_one_and_no_money_is_lost() -> None:
    links = [Link(End("fund", "f", "F"), End("payee", f"p{n}", f"P{n}"), 10.0 - n) for n in range(10)]
    few = merged(links, 4)
    assert [(link.target.name, link.amount) for link in few] == [
        ("P0", 10.0), ("P1", 9.0), ("P2", 8.0), ("other_payee", 28.0),
    ]  # fmt: skip
    assert merged(links, 10) == links


def test_a_bar_selects_its_value_and_what_was_added_up_selects_nothing() -> None:
    marks = Marks(None, frozenset(), {"department": frozenset({"police"})})
    wide = of_class(flow_chart(BUDGET, WORDS, marks), "flow-wide")
    buttons = {text(each): each for each in of_type(wide, "Button")}
    police = buttons["Police   $5.00M"]
    assert [attribute(police, name) for name in ("data-marks", "data-value", "aria-pressed")] == [
        "department", "police", "true",
    ]  # fmt: skip
    assert attribute(buttons["Tax   $6.00M"], "data-marks") == "revenue_source"
    assert not any(name.startswith("Other departments") for name in buttons)
    assert "Other departments" in text(wide)


def test_a_band_says_where_from_where_to_and_how_much_to_the_cent() -> None:
    said = [attribute(path, "data-tip") for path in of_type(flow_chart(BUDGET, WORDS, Marks()), "path")]
    assert "Tax → General\n$6,000,000.00" in said
    assert "General → Other departments\n$3,000,000.00" in said


def test_a_bar_says_what_comes_and_what_goes_where_they_differ() -> None:
    odd = flow_answer(("Tax", "General", 6e6), ("General", "Police", 5e6))
    said = {attribute(each, "data-tip") for each in of_class(flow_chart(odd, WORDS, Marks()), "flow-node")}
    assert "General\nComes in: $6,000,000.00\nGoes out: $5,000,000.00" in said
    assert "Tax\nAmount: $6,000,000.00" in said


def test_on_a_phone_the_steps_stand_below_each_other_with_few_nodes() -> None:
    many = flow_answer(*((f"Tax {n}", "General", 5.0 + n) for n in range(9)), ("General", "Police", 81.0))
    narrow = of_class(flow_chart(many, WORDS, Marks()), "flow-narrow")
    assert [text(each) for each in of_class(narrow, "flow-step")] == ["Source → Fund", "Fund → Department"]
    first = of_class(narrow, "flow-plot")[0]
    assert len(of_class(first, "flow-node")) == FEW + 1
    assert "Other sources" in text(first)
    assert [len(step) for step in steps_of(links_of(many))] == [9, 1]


def test_refunds_are_not_drawn_and_said() -> None:
    refunds = flow_answer(("Tax", "General", 6e6), ("Fees", "General", -1234.5))
    assert "Not drawn: refunds that exceed payments, -$1,234.50 in total." in text(flow_chart(refunds, WORDS, Marks()))
    alone = text(flow_chart(flow_answer(("Fees", "General", -1.0)), WORDS, Marks()))
    assert alone == "Not drawn: refunds that exceed payments, -$1.00 in total."


def test_the_outline_of_a_band_comes_back_to_where_it_began() -> None:
    (band,) = laid_out(Link(End("fund", "f", "F"), End("payee", "p", "P"), 4.0)).bands
    assert outline(band, 100) == (
        "M0 0.00C50 0.00 50 0.00 100 0.00V20.00C50 20.00 50 20.00 0 20.00Z"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Other payees £1.26B", 1),
        ("THE GUINNESS PARTNERSHIP LIMITED £55.3M", 3),  # as capitals stand, PARTNERSHIP LIMITED fills a line
        ("深圳市海川印刷服务中心有限责任公司 8.888亿元", 2),
        ("", 1),
    ],
)
def test_a_name_has_room_for_the_lines_that_its_words_break_into(name: str, lines: int) -> None:
    assert lines_needed(name.split(), 140) == lines
