"""The contracts in data/contracts are read as they are meant, and are whole."""

from __future__ import annotations

from datetime import date

import pytest

from data.drops.contract import SQL_TYPES, UnknownDomainError, domains, load_contract


def test_there_is_a_contract_a_domain() -> None:
    assert set(domains()) >= {"economy", "fiscal", "food_safety", "services"}
    with pytest.raises(UnknownDomainError):
        load_contract("../services")


def test_services_are_read_as_they_are_written() -> None:
    contract = load_contract("services")
    requests = contract.table("requests")
    assert (contract.id, contract.domain) == ("citydeck.services", "services")
    assert requests.key == ("service_request_id",)
    asked = requests.column("requested_datetime")
    assert (asked.sql_type, asked.required, asked.not_in_future, asked.earliest) == (
        "TIMESTAMP", True, True, date(2005, 1, 1),
    )  # fmt: skip
    assert requests.column("service_id").references == ("services", "service_id")
    assert requests.column("status").valid_values == ("open", "closed")
    assert (requests.column("rating").minimum, requests.column("rating").maximum) == (1, 5)
    assert (contract.place["requests"].lat, contract.place["requests"].area_id) == ("lat", "area_id")
    assert requests.column("closed_datetime").not_before == ("requested_datetime",)
    (adding_up,) = contract.table("satisfaction").rules
    assert (adding_up.name, adding_up.refuses) == ("ratings_add_up", True)
    assert contract.set_aside_share == 0.02
    completion = next(measure for measure in contract.measures if measure.name == "completion_rate_share")
    assert (completion.unit, completion.desired) == ("share", "up")


def test_a_key_of_several_columns_keeps_its_order() -> None:
    assert load_contract("economy").table("observations").key == ("series_id", "period_start", "vintage")


@pytest.mark.parametrize("domain", domains())
def test_every_contract_is_whole(domain: str) -> None:
    contract = load_contract(domain)
    assert contract.domain == domain
    assert contract.measures
    tables = {table.name for table in contract.tables}
    assert contract.place.keys() <= tables
    for table in contract.tables:
        assert table.key, f"{table.name} has no key"
        names = [column.name for column in table.columns]
        assert len(names) == len(set(names))
        for column in table.columns:
            assert column.logical_type in SQL_TYPES
            assert column.description, f"{table.name}.{column.name} says nothing about itself"
            if column.references is not None:
                parent, key = column.references
                assert contract.table(parent).column(key)
    for name, place in contract.place.items():
        for told in (place.lat, place.long, place.area_id):
            assert told is None or contract.table(name).column(told)


@pytest.mark.parametrize("domain", domains())
def test_a_table_stands_after_those_that_it_refers_to(domain: str) -> None:
    """What a broken row of the one takes with it in the other is known only then."""
    seen: set[str] = set()
    for table in load_contract(domain).tables:
        assert {column.references[0] for column in table.columns if column.references} <= seen
        seen.add(table.name)


@pytest.mark.parametrize("domain", domains())
def test_an_order_is_of_moments_of_the_same_row(domain: str) -> None:
    for table in load_contract(domain).tables:
        for column in table.columns:
            for name in column.not_before:
                assert {column.logical_type, table.column(name).logical_type} <= {"date", "timestamp"}
