"""Which snapshot answers a day on which nothing was published yet."""

from __future__ import annotations

from datetime import date

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
