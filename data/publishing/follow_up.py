"""A drop that follows another: what changed since, added to a copy of the cubes of the run that it follows."""

from __future__ import annotations

import importlib
import logging
from collections.abc import Sequence
from pathlib import Path

import duckdb

from data.city.pack import City
from data.drops.contract import Contract
from data.drops.deliveries import Delivery
from data.drops.report import Breach
from data.published.snapshots import Snapshot, read_snapshot, retained_ids, withdrawn_ids
from data.publishing.places import create_area_tables, create_places, place_table, polygons_of

log = logging.getLogger(__name__)
WHOLE = "publish a whole drop"


def find_followed(home: Path, run_id: str) -> Snapshot | None:
    """The newest kept snapshot of that run by this program: to cubes that another made nothing can be added.

    None where there is none or a rollback took it back.
    """
    return _kept_runs(home).get(run_id)


def _kept_runs(home: Path) -> dict[str, Snapshot]:
    """The newest kept snapshot of each run, of those that this program made."""
    kept = (read_snapshot(home / snapshot_id) for snapshot_id in retained_ids(home))
    return {snapshot.run_id: snapshot for snapshot in kept if snapshot.is_of_this_program}


def _withdrawn_runs(home: Path) -> set[str]:
    """The runs that a rollback took back."""
    there = (home / snapshot_id for snapshot_id in withdrawn_ids(home))
    return {read_snapshot(folder).run_id for folder in there if folder.is_dir()}


def pending(drops: Sequence[Delivery], home: Path) -> list[Delivery]:
    """The newest drop, after those among `drops` that it follows and that are not published yet; oldest first."""
    chain = [drops[-1]]
    if chain[0].follows is None:
        return chain
    by_run = {drop.run_id: drop for drop in drops}
    # Whatever is in the chain or need not be published is no link any more.
    for known in (drops[-1].run_id, *_kept_runs(home), *_withdrawn_runs(home)):
        by_run.pop(known, None)
    while (drop := by_run.pop(chain[-1].follows or "", None)) is not None:
        chain.append(drop)
    return chain[::-1]


def unknown_run(home: Path, contract: Contract, run_id: str) -> Breach:
    """The breach of a drop that follows a run which has no snapshot."""
    cause = (
        "which a rollback took back" if run_id in _withdrawn_runs(home) else "of which this version keeps no snapshot"
    )
    return Breach("follows", contract.domain, None, 1, f"follows run {run_id}, {cause}: {WHOLE}")


def add_to_cubes(connection: duckdb.DuckDBPyConnection, city: City, contract: Contract) -> list[Breach]:
    """Add the drop whose tables are the connection's views to the attached `cubes`; what forbids it comes back.

    `data/publishing/cubes/<domain>_follow_up.py` has `add(connection, city)`. After a breach the cubes are of no use.
    """
    breaches = _renew_areas(connection, city, contract)
    if not breaches:
        _place(connection, city, contract)
        cubes = importlib.import_module(f"data.publishing.cubes.{contract.domain}_follow_up")
        breaches = list[Breach](cubes.add(connection, city))
    return breaches


def _renew_areas(connection: duckdb.DuckDBPyConnection, city: City, contract: Contract) -> list[Breach]:
    """`cubes.areas` and `ancestry` of the city as it is now; a breach where its areas are others than before."""
    same = "SELECT area_id, level, parent_id, round(area_km2, 3) FROM cubes.areas ORDER BY ALL"
    before = connection.execute(same).fetchall()
    connection.execute("DROP TABLE cubes.areas")
    create_area_tables(connection, city)
    if connection.execute(same).fetchall() == before:
        return []
    message = f"the areas of {city.key} are not those of the run that it follows: {WHOLE}"
    return [Breach("follows", contract.domain, None, 1, message)]


def _place(connection: duckdb.DuckDBPyConnection, city: City, contract: Contract) -> None:
    """Areas for what is new and what is taken back; `cubes.places` counts the one and no longer the other."""
    connection.execute("CREATE TEMP TABLE places_before AS FROM cubes.places")
    connection.execute("DROP TABLE cubes.places")
    create_places(connection)
    back = {table.takes_back: table.name for table in contract.taking_back}
    polygons = polygons_of(city)
    for name, place in contract.place.items():
        place_table(connection, polygons, name, place, stored=True)
        if name in back:
            place_table(connection, polygons, back[name], place, stored=True)
            held = f"SELECT '{name}', level, mapped, unmatched FROM places_before WHERE table_name = '{name}'"
            taken = f"SELECT '{name}', level, -mapped, -unmatched FROM cubes.places WHERE table_name = '{back[name]}'"
            connection.execute(f"INSERT INTO cubes.places {held} UNION ALL {taken}")
            connection.execute(f"DELETE FROM cubes.places WHERE table_name = '{back[name]}'")
    connection.execute(
        "CREATE OR REPLACE TABLE cubes.places AS SELECT table_name, level, CAST(sum(mapped) AS BIGINT) AS mapped, "
        "CAST(sum(unmatched) AS BIGINT) AS unmatched FROM cubes.places GROUP BY ALL ORDER BY ALL"
    )
