"""Which area every record lies in, found once, at publishing: by its coordinates, else by its area code."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping, Sequence

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import shapely

from data.city.former_areas import former_areas
from data.city.pack import Area, City, areas_of, read_features
from data.drops.contract import Place
from data.sql_text import quoted

log = logging.getLogger(__name__)
#: Distinct coordinates that are placed at a time: bounds the memory, whatever the size of the table.
POINTS_AT_ONCE = 500_000


class Polygons:
    """The shapes of one level, in order of their area ids. Made once for all chunks."""

    def __init__(self, city: City, level: int) -> None:
        """Reads the level's file. Raises OSError or shapely.GEOSException where it cannot be read."""
        features = sorted(read_features(city, level), key=lambda feature: feature["properties"]["area_id"])
        self.area_ids = [feature["properties"]["area_id"] for feature in features]
        self._shapes = np.array(
            [shapely.from_geojson(json.dumps(feature["geometry"])) for feature in features], dtype=object
        )
        shapely.prepare(self._shapes)

    def containing(self, points: shapely.STRtree) -> npt.NDArray[np.int64]:
        """Index into `area_ids` for each point, -1 for a point on no polygon.

        A point on a boundary belongs to the first of its areas by id, so that it is counted exactly once. The tree is
        over the points: asking a tree over the polygons once a point takes ten times as long.
        """
        none = len(self.area_ids)
        found = np.full(len(points), none, dtype=np.int64)
        if len(points) and none:
            polygon, point = points.query(self._shapes, predicate="intersects")
            np.minimum.at(found, point, polygon)
        return np.where(found == none, -1, found)

    def as_column(self, found: npt.NDArray[np.int64]) -> pa.Array:
        """The area ids of those indices as text, NULL for -1."""
        indices = pa.array(np.maximum(found, 0), mask=found < 0)
        return pa.DictionaryArray.from_arrays(indices, pa.array(self.area_ids, pa.string())).cast(pa.string())


def polygons_of(city: City) -> list[Polygons]:
    """The shapes of each level below the city, in order. Raises what Polygons raises."""
    return [Polygons(city, level) for level in range(1, len(city.levels))]


def area_columns(city: City) -> list[str]:
    """`area_1`, `area_2`, ...: one column a level below the city."""
    return [f"area_{level}" for level in range(1, len(city.levels))]


def _columns(polygons: Sequence[Polygons]) -> list[str]:
    return [f"area_{level}" for level in range(1, len(polygons) + 1)]


def create_area_tables(connection: duckdb.DuckDBPyConnection, city: City) -> None:
    """`cubes.areas` (area_id, level, parent_id, name_<language>, population, area_km2, lat, long) and `ancestry`.

    `ancestry` (area_id, area_1, area_2, ...) gives the area of every level that an area code lies in; `former_ancestry`
    of codes that the city has no more. The city's own surface is the sum of its first level's.
    """
    parents = areas_of(city)
    areas = list(parents.values())
    languages = sorted({language for area in areas for language in area.names} | {"en"})
    surface = sum(area.area_km2 for area in areas if area.level == 1)
    names = {f"name_{language}": pa.array([area.names.get(language) for area in areas], pa.string())
             for language in languages}  # fmt: skip
    table = pa.table({
        "area_id": pa.array([area.area_id for area in areas], pa.string()),
        "level": pa.array([area.level for area in areas], pa.int32()),
        "parent_id": pa.array([area.parent_id for area in areas], pa.string()),
        **names,
        "population": pa.array([area.population for area in areas], pa.int64()),
        "area_km2": pa.array([area.area_km2 if area.level else surface for area in areas], pa.float64()),
        "lat": pa.array([area.centre[0] for area in areas], pa.float64()),
        "long": pa.array([area.centre[1] for area in areas], pa.float64()),
    })  # fmt: skip
    _insert(connection, "cubes.areas", table)
    _insert(connection, "ancestry", _chains(city, parents, {area.area_id: area.area_id for area in areas}))
    _insert(
        connection,
        "former_ancestry",
        _chains(city, parents, {key: area.lies_in for key, area in former_areas(city).items()}),
    )


def _chains(city: City, areas: dict[str, Area], lies_in: Mapping[str, str | None]) -> pa.Table:
    """`area_id, area_1, area_2, ...`: what each code lies in, by the area of the city that it names or lies in."""
    chains: dict[str, list[str | None]] = {"area_id": list(lies_in)}
    for level, column in enumerate(area_columns(city), start=1):
        chains[column] = [_ancestor(areas, area_id, level) for area_id in lies_in.values()]
    return pa.table({name: pa.array(ids, pa.string()) for name, ids in chains.items()})


def _insert(connection: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    connection.register("_rows", rows)
    connection.execute(f"CREATE TABLE {name} AS SELECT * FROM _rows")
    connection.unregister("_rows")


def _ancestor(areas: dict[str, Area], area_id: str | None, level: int) -> str | None:
    """The area of that level that an area lies in, itself included; None where it lies above the level."""
    while area_id is not None:
        area = areas.get(area_id)
        if area is None or area.level < level:
            return None
        if area.level == level:
            return area_id
        area_id = area.parent_id
    return None


def place_table(
    connection: duckdb.DuckDBPyConnection, polygons: Sequence[Polygons], name: str, place: Place, *, stored: bool = True
) -> None:
    """Give the view `name` the columns area_1, area_2, ... and note in `cubes.places` how many rows have one.

    `polygons` are those of the city (`polygons_of`).

    `stored` writes the rows with their areas once, for cubes that read the table several times: joining coordinates is
    the dear part. Cubes that read it once ask for it not to be.

    Coordinates come first, because they are what the map draws; the area code fills in where they are missing or lie
    on no polygon; the code of a former area, by where that area lies.
    A record is never moved to the nearest area: what has none is counted as unmatched.
    """
    columns = _columns(polygons)
    given = f"given_{name}"
    connection.execute(f"ALTER VIEW {quoted(name)} RENAME TO {quoted(given)}")
    joins, sources = "", []
    if place.lat and place.long:
        _locate(connection, polygons, given, place.lat, place.long)
        same = f"given.{quoted(place.lat)} = located.lat AND given.{quoted(place.long)} = located.long"
        joins += f" LEFT JOIN work.{quoted('located_' + name)} AS located ON {same}"
        sources.append("located")
    if place.area_id:
        for source in ("ancestry", "former_ancestry"):
            joins += f" LEFT JOIN {source} ON given.{quoted(place.area_id)} = {source}.area_id"
            sources.append(source)
    taken = [f"coalesce({', '.join(f'{source}.{column}' for source in sources)}) AS {column}" for column in columns]
    placed = f"SELECT {', '.join(['given.*', *taken])} FROM {quoted(given)} AS given{joins}"
    if stored:
        connection.execute(f"CREATE TABLE work.{quoted(name)} AS {placed}")
        placed = f"SELECT * FROM work.{quoted(name)}"
    connection.execute(f"CREATE VIEW {quoted(name)} AS {placed}")
    mapped = ", ".join(f"count({column})" for column in columns)
    counted = connection.execute(f"SELECT {', '.join(['count(*)', *([mapped] if mapped else [])])} FROM {quoted(name)}")
    rows, *by_level = counted.fetchone() or (0,)
    for level, count in enumerate(by_level, start=1):
        connection.execute("INSERT INTO cubes.places VALUES (?, ?, ?, ?)", [name, level, count, rows - count])


def create_places(connection: duckdb.DuckDBPyConnection) -> None:
    """`cubes.places` (table_name, level, mapped, unmatched), still empty."""
    connection.execute("CREATE TABLE cubes.places (table_name VARCHAR, level INTEGER, mapped BIGINT, unmatched BIGINT)")


def _locate(
    connection: duckdb.DuckDBPyConnection, polygons: Sequence[Polygons], given: str, lat: str, long: str
) -> None:
    """`work.located_<table>` (lat, long, area_1, ...): the areas of every distinct pair of coordinates."""
    name = f"work.{quoted(given.replace('given_', 'located_', 1))}"
    columns = _columns(polygons)
    connection.execute(
        f"CREATE TABLE {name} (lat DOUBLE, long DOUBLE{''.join(f', {column} VARCHAR' for column in columns)})"
    )
    done = 0
    for lats, longs in _coordinates(connection.cursor(), given, lat, long):
        points = shapely.STRtree(shapely.points(longs, lats))
        areas = {
            column: level.as_column(level.containing(points)) for column, level in zip(columns, polygons, strict=True)
        }
        connection.register("_rows", pa.table({"lat": lats, "long": longs, **areas}))
        connection.execute(f"INSERT INTO {name} SELECT * FROM _rows")
        connection.unregister("_rows")
        done += len(lats)
        log.info("%s: %s distinct places looked up", given.removeprefix("given_"), f"{done:,}")


def _coordinates(
    cursor: duckdb.DuckDBPyConnection, given: str, lat: str, long: str
) -> Iterator[tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]]:
    """Distinct (lat, long) where both are given, some hundred thousand at a time."""
    query = (
        f"SELECT DISTINCT {quoted(lat)}, {quoted(long)} FROM {quoted(given)} "
        f"WHERE {quoted(lat)} IS NOT NULL AND {quoted(long)} IS NOT NULL"
    )
    reader: pa.RecordBatchReader = cursor.sql(query).to_arrow_reader(POINTS_AT_ONCE)
    for batch in reader:
        lats, longs = (column.to_numpy() for column in batch.columns)
        yield lats, longs
