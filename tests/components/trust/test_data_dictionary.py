from __future__ import annotations

import pytest

from components.text import Words, languages
from components.trust.data_dictionary import data_dictionary
from data.drops.contract import domains, load_contract
from tests.components.tile.test_kpi_card import texts


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("domain", domains())
def test_every_column_and_measure_of_a_contract_is_explained(domain: str, language: str) -> None:
    contract = load_contract(domain)
    told = texts(data_dictionary(contract, Words(language, "USD")))
    named = {measure.name for measure in contract.measures}
    named |= {column.name for table in contract.tables for column in table.columns}
    named |= {column.description for table in contract.tables for column in table.columns if column.description}
    assert named - set(told) == set()


def test_the_rules_of_a_column_stand_beside_it() -> None:
    told = texts(data_dictionary(load_contract("services"), Words("en", "USD")))
    assert any("→ services.service_id" in text for text in told)
    assert any("≥ 1 · ≤ 5" in text for text in told)
