from __future__ import annotations

import re

import pytest

from modules.simulate.catalogue import SIZE, read_catalogue

CJK = re.compile(r"[一-鿿]")


def test_there_are_over_four_thousand_services_of_some_25_departments_and_12_life_areas() -> None:
    catalogue = read_catalogue()
    assert len(catalogue) == SIZE >= 4000
    assert 25 <= len({service.department for service in catalogue}) <= 27
    assert len({service.life_area for service in catalogue}) == 12


def test_names_are_unique_in_each_language_and_without_numbers() -> None:
    catalogue = read_catalogue()
    for names in ([service.name_en for service in catalogue], [service.name_zh for service in catalogue]):
        assert len(set(names)) == len(names)
        assert [name for name in names if re.search(r"\d", name) or "{" in name] == []
    assert [service.name_en for service in catalogue if CJK.search(service.name_en)] == []
    assert [service.name_zh for service in catalogue if not CJK.search(service.name_zh)] == []


def test_codes_have_twelve_digits_and_say_kind_and_department() -> None:
    catalogue = read_catalogue()
    assert len({service.code for service in catalogue}) == len(catalogue)
    assert all(re.fullmatch(r"\d{12}", service.code) for service in catalogue)
    assert all(service.code[2:5] == service.department_code for service in catalogue)
    rent = next(service for service in catalogue if service.name_en == "Housing fund withdrawal for rent: application")
    assert (rent.name_zh, rent.code[:5], rent.life_area) == ("住房公积金租房提取申领", "05022", "housing")


def test_popularity_is_skewed_and_adds_up() -> None:
    popularity = sorted((service.popularity for service in read_catalogue()), reverse=True)
    assert sum(popularity) == pytest.approx(1)
    assert sum(popularity[:100]) > 0.3
    assert sum(popularity[-2000:]) < 0.1
