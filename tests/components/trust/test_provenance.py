"""The head of a page names its source once; a part that has another one says so."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from components.shell.registry import pages
from components.shell.view_parts import answer_part
from components.text import Words
from components.tile.kpi_card import kpi_card
from components.trust.provenance import alike, head_source, is_said
from components.view.reader import Reader, read
from data.published.source import Source
from tests.city_with_records import CITY

SOURCE = Source(CITY, "services", "1", "2025-06-30", "2025-07-01T00:00:00+00:00", "P1D", "fresh", False, ("City",))


@pytest.fixture
def reader(client: FlaskClient) -> Reader:
    found = read({"city": CITY, "lang": "en"})
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({"domain": "fiscal", "snapshot_id": "2"}, True),
        ({"published_at": "2025-07-01T09:00:00+00:00"}, True),
        ({"published_at": "2025-07-02T00:00:00+00:00"}, False),
        ({"data_as_of": "2025-06-29"}, False),
        ({"freshness": "late"}, False),
        ({"simulated": True}, False),
        ({"publishers": ("Somebody",)}, False),
    ],
)
def test_sources_are_alike_where_a_reader_is_told_the_same(change: dict[str, object], same: bool) -> None:
    assert alike(SOURCE, replace(SOURCE, **change)) is same  # type: ignore[arg-type]


def test_a_page_of_one_domain_names_its_source(reader: Reader) -> None:
    page = pages()["services"]
    head = head_source(page, reader)
    assert head is not None and (head.domain, head.data_as_of) == ("services", "2025-06-30")
    assert is_said(head, page, reader)
    assert not is_said(replace(head, freshness="late"), page, reader)
    assert not is_said(replace(head, perturbed=True), page, reader)
    assert not is_said(replace(head, set_aside_shares=(("requests", 0.01),)), page, reader)


def test_the_head_says_it_and_its_panels_do_not(reader: Reader) -> None:
    page = pages()["services"]
    assert "to 30 Jun 2025" in str(answer_part(page, "frame", reader)["source"])
    answers = [answer_part(page, f"panel.{panel.key}", reader) for panel in page.panels]
    assert answers
    assert [each["source"] for each in answers if "to 30 Jun 2025" in str(each["source"])] == []


def test_a_tile_says_its_source_unless_the_head_does() -> None:
    def shown(*, said: bool) -> str:
        return str(kpi_card(label="Requests", value_text="1", words=Words("en"), source=SOURCE, source_is_said=said))

    assert "to 30 Jun 2025" in shown(said=False)
    assert "to 30 Jun 2025" not in shown(said=True)


def test_the_head_of_many_domains_names_what_most_parts_have(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the overview's thirteen parts three are of the economy, whose records end earlier: they alone say so."""
    page = pages()["overview"]
    told = {domain: replace(source, data_as_of="2025-06-30") for domain, source in reader.versions.sources().items()}
    told["economy"] = replace(told["services"], domain="economy", data_as_of="2025-03-31")
    for each in told:
        told[each] = replace(told[each], publishers=("City",), freshness="fresh", published_at="2025-07-01")
    monkeypatch.setattr(type(reader.versions), "sources", lambda _: told)
    head = head_source(page, reader)
    assert head is not None and head.data_as_of == "2025-06-30"
    assert [domain for domain, source in told.items() if not alike(source, head)] == ["economy"]
    told["food_safety"] = replace(told["food_safety"], freshness="late")
    assert head_source(page, reader) is None  # no more than half of the parts have one alike
