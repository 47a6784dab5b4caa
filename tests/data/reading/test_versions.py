"""Which snapshot answers a day on which nothing was published yet."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from data.published.source import DataMissingError
from data.reading.versions import Versions
from tests.city_with_records import CITY, write_records
from tests.data.conftest import Deck

LONG_AGO = date(2014, 6, 1)


def test_what_keeps_its_vintages_answers_days_before_it_was_published(deck: Deck) -> None:
    """Its rows say since when each was known; what does not keep them has nothing of such a day."""
    for domain in ("economy", "services"):
        write_records(deck.outputs, domain)
        deck.publish(domain)
    versions = Versions(deck.snapshots, CITY, LONG_AGO)
    assert versions.snapshot("economy") == Versions(deck.snapshots, CITY).snapshot("economy")
    with pytest.raises(DataMissingError):
        versions.snapshot("services")


def test_without_any_snapshot_it_has_none_either(deck: Deck) -> None:
    with pytest.raises(DataMissingError):
        Versions(deck.snapshots, CITY, LONG_AGO).snapshot("economy")


def test_all_parts_of_a_view_say_the_same_of_a_snapshot_s_age(deck: Deck) -> None:
    """It is reckoned once a view, which is shorter than any age; another moment's is its own."""
    write_records(deck.outputs, "services", cadence="P1D")
    deck.publish("services")
    versions = Versions(deck.snapshots, CITY)
    source = versions.source_of(versions.snapshot("services"))
    assert versions.sources()["services"] is source
    assert versions.ids() == {"services": source.snapshot_id}
    long_ago, of_now = (
        versions.sources(moment)["services"].freshness for moment in (datetime(2016, 1, 1, tzinfo=UTC), None)
    )
    assert (long_ago, of_now) == ("fresh", "stale")
