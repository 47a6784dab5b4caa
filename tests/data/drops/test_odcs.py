"""The contracts keep the Open Data Contract Standard: its own schema, from the package of its working group."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
import yaml
from jsonschema import Draft201909Validator

from data.drops.contract import domains
from tests.source_tree import ROOT


@pytest.fixture(scope="module")
def standard() -> Draft201909Validator:
    """The standard's schema of version 3.1, ready to be held against a document."""
    return Draft201909Validator(json.loads((files("open_data_contract_standard") / "schema.json").read_text("utf-8")))


def _contract(domain: str) -> Any:
    """The contract as JSON has it: its days are texts."""
    text = (ROOT / "data" / "contracts" / f"{domain}.odcs.yaml").read_text("utf-8")
    return json.loads(json.dumps(yaml.safe_load(text), default=str))


@pytest.mark.parametrize("domain", domains())
def test_a_contract_keeps_the_standard(domain: str, standard: Draft201909Validator) -> None:
    contract = _contract(domain)
    assert contract["apiVersion"] == "v3.1.0"
    assert [f"{list(fault.path)}: {fault.message}" for fault in standard.iter_errors(contract)] == []


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("status", 7, "is not of type 'string'"),
        ("schema", [{"name": "requests", "logicalType": "spreadsheet"}], "is not one of"),
        ("in the publisher's words.", None, "Unevaluated properties are not allowed"),
    ],
)
def test_the_schema_finds_what_is_not_the_standards(
    name: str, value: object, fault: str, standard: Draft201909Validator
) -> None:
    faults = [each.message for each in standard.iter_errors(_contract("services") | {name: value})]
    assert any(fault in each for each in faults), faults
