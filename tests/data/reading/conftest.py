"""What tests of reading share."""

from __future__ import annotations

import pytest

from tests.city_with_records import write_records
from tests.data.conftest import Deck
from tests.data.reading.counting_store import CountingStore


@pytest.fixture
def counting(deck: Deck) -> CountingStore:
    write_records(deck.outputs, "services")
    deck.publish("services")
    return CountingStore(deck.snapshots, deck.root / "cache" / "answers")
