from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import shapely

from data.city.pack import City
from modules.simulate.places import read_districts, sample_addresses
from tests.modules.simulate.conftest import EAST, WEST


def test_every_address_is_strictly_inside_its_district(harbour: City) -> None:
    pool = sample_addresses(harbour, read_districts(harbour), 5000, np.random.default_rng(1))
    assert pool.districts.ids == ("west", "east")
    for index, ring in enumerate((WEST, EAST)):
        mine = pool.district == index
        assert shapely.contains_xy(shapely.Polygon(ring), pool.long[mine], pool.lat[mine]).all()


def test_districts_get_addresses_as_they_have_residents(harbour: City) -> None:
    pool = sample_addresses(harbour, read_districts(harbour), 5000, np.random.default_rng(1))
    assert len(pool) == pytest.approx(5000, abs=5)
    assert np.mean(pool.district == 0) == pytest.approx(0.75, abs=0.002)


def test_addresses_gather_around_centres(harbour: City) -> None:
    pool = sample_addresses(harbour, read_districts(harbour), 20_000, np.random.default_rng(1))
    counts, _, _ = np.histogram2d(pool.lat, pool.long, bins=12)
    filled = counts[counts > 0]
    assert filled.max() > 2 * np.median(filled)


def test_a_city_without_areas_is_refused(harbour: City) -> None:
    bare = dataclasses.replace(harbour, levels=harbour.levels[:1])
    with pytest.raises(ValueError, match="harbour has no areas to place records in"):
        read_districts(bare)
