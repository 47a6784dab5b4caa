"""Files of areas by hand, each in the shape of one that strangers brought: what is said of it, and what comes of it."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely

WEST, SOUTH = 12.4, 41.9  # Rome
TENTH = 0.1


def box(column: int, row: int = 0, wide: float = TENTH, high: float = TENTH) -> shapely.Polygon:
    """The square of that column and row, a tenth of a degree wide and high."""
    west, south = WEST + column * TENTH, SOUTH + row * TENTH
    return shapely.box(west, south, west + wide, south + high)


def geojson(folder: Path, rows: list[tuple[dict[str, Any], Any]], name: str = "areas.geojson") -> Path:
    """A GeoJSON of (properties, shape); a shape that is a dict is written as it is."""
    features = [
        {
            "type": "Feature", "properties": told,
            "geometry": shape if shape is None or isinstance(shape, dict) else shapely.geometry.mapping(shape),
        }
        for told, shape in rows
    ]  # fmt: skip
    path = folder / name
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False), "utf-8")
    return path


@dataclass(frozen=True)
class AreaCase:
    """`write` makes the file; `says` are parts of sentences. Without `ids` the file is refused."""

    write: Callable[[Path], Path]
    says: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    language: str = "it"
    extra: dict[str, Any] = field(default_factory=dict)


def columns(*told: dict[str, Any]) -> Callable[[Path], Path]:
    """A file of squares in a row with these properties."""
    return lambda folder: geojson(folder, [(each, box(place)) for place, each in enumerate(told)])


def shapes(*drawn: Any, key: str = "name") -> Callable[[Path], Path]:
    """A file of these shapes, called A, B, C, ... and with ids of the same letters."""
    return lambda folder: geojson(
        folder, [({key: f"Zona {'ABCDEFG'[i]}", "code": "ABCDEFG"[i]}, each) for i, each in enumerate(drawn)]
    )


def _shapefile(folder: Path, encoding: str, names: list[str]) -> Path:
    frame = gpd.GeoDataFrame({"code": ["A", "B"], "name": names}, geometry=[box(0), box(1)], crs=4326)
    frame.to_file(folder / "areas.shp", encoding=encoding)
    (folder / "areas.cpg").unlink()
    return folder / "areas.shp"


def _zip(folder: Path, *stems: str) -> Path:
    frame = gpd.GeoDataFrame({"code": ["A", "B"], "name": ["North", "South"]}, geometry=[box(0), box(1)], crs=4326)
    with zipfile.ZipFile(folder / "areas.zip", "w") as archive:
        for stem in stems:
            frame.to_file(folder / f"{stem}.shp")
            for part in folder.glob(f"{stem}.*"):
                archive.write(part, f"export/{part.name}")
    return folder / "areas.zip"


def _gpkg(folder: Path, crs: int, shift: float = 0.0) -> Path:
    """Two squares whose coordinates are degrees, in a file that says another reference system."""
    drawn = [shapely.transform(each, lambda points: points + shift) for each in (box(0), box(1))]
    gpd.GeoDataFrame({"code": ["A", "B"], "name": ["Zona A", "Zona B"]}, geometry=drawn, crs=crs).to_file(
        folder / "areas.gpkg"
    )
    return folder / "areas.gpkg"


def _turned(shape: Any) -> Any:
    return shapely.transform(shape, lambda points: points[:, ::-1])


NAN_RING = {"type": "Polygon", "coordinates": [[[12.4, 41.9], [float("nan"), 41.9], [12.5, 42.0], [12.4, 41.9]]]}
SPIKE = shapely.Polygon([(12.6, 41.9), (12.7, 41.9), (12.7, 42.0), (12.65, 42.1), (12.7, 42.0), (12.6, 42.0)])
A_B, ZONES = ("A", "B"), ("Zona A", "Zona B")

CASES: dict[str, AreaCase] = {
    # Columns
    "indonesian": AreaCase(columns({"nama": "Gambir", "kode": "3171"}, {"nama": "Menteng", "kode": "3172"}), ids=("3171", "3172"), names=("Gambir", "Menteng")),
    "san francisco": AreaCase(columns({"nhood": "Mission"}, {"nhood": "Castro"}), ("ids were made of the names",), ids=("mission", "castro"), names=("Mission", "Castro")),
    "wards by number": AreaCase(columns({"WARD": 12}, {"WARD": 7}), ("they were made of WARD",), ids=("12", "7"), names=("Ward 12", "Ward 7")),
    "philadelphia": AreaCase(columns({"AREANAME": "Fairmount", "AREACODE": "F1"}, {"AREANAME": "Bridesburg", "AREACODE": "B1"}), ids=("F1", "B1"), names=("Fairmount", "Bridesburg")),
    "ons": AreaCase(columns({"OBJECTID": 1, "LAD22CD": "E09000002", "LAD22NM": "Barking"}, {"OBJECTID": 2, "LAD22CD": "E09000003", "LAD22NM": "Barnet"}), ids=("E09000002", "E09000003"), names=("Barking", "Barnet")),
    "japanese": AreaCase(columns({"N03_001": "東京都", "N03_004": "千代田区", "N03_007": "13101"}, {"N03_001": "東京都", "N03_004": "中央区", "N03_007": "13102"}), ids=("13101", "13102"), names=("千代田区", "中央区")),
    "singapore": AreaCase(columns({"PLN_AREA_N": "BEDOK", "PLN_AREA_C": "BD"}, {"PLN_AREA_N": "NOVENA", "PLN_AREA_C": "NV"}), ids=("BD", "NV"), names=("BEDOK", "NOVENA")),
    "names in the id": AreaCase(columns({"id": "Kingston"}, {"id": "Camden"}), ids=("Kingston", "Camden"), names=("Kingston", "Camden")),
    "two names": AreaCase(columns({"district": "North", "nhood": "Mission"}, {"district": "South", "nhood": "Castro"}), ("which column has the areas' names? Say --name-column: district (North, South, ...); nhood (Mission, Castro, ...)",)),
    "two names, one said": AreaCase(columns({"district": "North", "nhood": "Mission"}, {"district": "South", "nhood": "Castro"}), flags=("--name-column", "nhood"), ids=("mission", "castro"), names=("Mission", "Castro")),
    "two ids": AreaCase(columns({"name": "Zona A", "code": "A", "kode": "1"}, {"name": "Zona B", "code": "B", "kode": "2"}), ("which column has the areas' ids? Say --id-column: code (A, B, ...); kode (1, 2, ...)",)),
    "ids that are the same": AreaCase(columns({"name": "Zona A", "code": "A", "id": "A"}, {"name": "Zona B", "code": "B", "id": "B"}), ids=A_B, names=ZONES),
    "an id that is missing": AreaCase(columns({"name": "Nord", "code": "A"}, {"name": "Sud", "code": "B"}, {"name": "Est", "code": None}), ("of 1 areas they were made of the names",), ids=("A", "B", "est"), names=("Nord", "Sud", "Est")),
    "ids with slashes": AreaCase(columns({"name": "Nord", "code": "A/1"}, {"name": "Sud", "code": "A/2"}), ("the column code cannot be the ids",), ids=("nord", "sud"), names=("Nord", "Sud")),
    "ids repeated": AreaCase(columns({"name": "Nord", "code": "1"}, {"name": "Sud", "code": "1"}), ("'1' stands more than once",), ids=("nord", "sud"), names=("Nord", "Sud")),
    "one area in two features": AreaCase(columns({"name": "Nord", "code": "1"}, {"name": "Nord", "code": "1"}, {"name": "Sud", "code": "2"}), ("1 areas came in several features and were joined: Nord (2)",), ids=("1", "2"), names=("Nord", "Sud")),
    "names of chinese": AreaCase(columns({"名称": "福田区", "代码": "440304"}, {"名称": "南山区", "代码": "440305"}), ids=("440304", "440305"), names=("福田区", "南山区"), language="zh"),
    "an english name and its own": AreaCase(columns({"name_en": "Luohu", "district_name": "罗湖区", "adcode": 440303}, {"name_en": "Futian", "district_name": "福田区", "adcode": 440304}), ids=("440303", "440304"), names=("Luohu", "Futian"), language="zh", extra={"name_zh": ("罗湖区", "福田区")}),
    "no column at all": AreaCase(columns({}, {}), ("the areas were numbered",), ids=("area-1", "area-2"), names=("Area 1", "Area 2")),
    "an unknown column": AreaCase(columns({"toponimo": "Nord"}, {"toponimo": "Sud"}), ids=("nord", "sud"), names=("Nord", "Sud")),
    "residents of several years": AreaCase(columns({"name": "Zona A", "code": "A", "POP2010": 1, "POP2020": 2}, {"name": "Zona B", "code": "B", "POP2010": 3, "POP2020": 4}), ("residents stand in several columns: choose one with --population-column: POP2010, POP2020",), ids=A_B, names=ZONES),
    "residents as text": AreaCase(columns({"name": "Zona A", "code": "A", "population": "many"}, {"name": "Zona B", "code": "B", "population": "5"}), ("'many' in the column population is no number of residents",)),
    "which features": AreaCase(columns({"name": "Zona A", "code": "A", "lev": "8"}, {"name": "Zona B", "code": "B", "lev": "8"}, {"name": "Zona C", "code": "C", "lev": "9"}), flags=("--where", "lev=8"), ids=A_B, names=ZONES),
    "no such features": AreaCase(columns({"name": "Zona A", "code": "A", "lev": "8"}), ("no feature has it; lev has 8",), flags=("--where", "lev=7")),
    # Outlines
    "no number": AreaCase(shapes(NAN_RING, box(1)), ("in feature 1 (Zona A)",)),
    "no number, left out": AreaCase(shapes(NAN_RING, box(1), box(2)), ("left out:", "feature 1 (Zona A)"), flags=("--leave-out",), ids=("B", "C"), names=("Zona B", "Zona C")),
    "no outline": AreaCase(shapes(box(0), None), ("no geometry in feature 2 (Zona B) (of 2); mend or remove it, or say --leave-out",)),
    "a point": AreaCase(shapes(box(0), shapely.Point(12.5, 41.9)), ("Point where areas are polygons in feature 2 (Zona B)",)),
    "a collection": AreaCase(shapes(box(0), shapely.GeometryCollection([box(1), shapely.Point(12.6, 41.95)])), ids=A_B, names=ZONES),
    "a spike": AreaCase(shapes(box(0), box(1), SPIKE), ids=("A", "B", "C"), names=("Zona A", "Zona B", "Zona C")),
    "of a metre": AreaCase(shapes(box(0), box(1, wide=1e-5, high=1e-5)), ("no surface in feature 2 (Zona B)",)),
    "of ten metres": AreaCase(shapes(box(0), box(3, wide=2e-4, high=2e-4)), ids=A_B, names=ZONES),
    "latitude first": AreaCase(shapes(*(shapely.transform(each, lambda points: points[:, ::-1] + [0, 94]) for each in (box(0), box(1)))), ("longitude and latitude were changed over: a latitude of 106.6 is none",), flags=("--timezone", "UTC"), ids=A_B, names=ZONES),
    "latitude first, by the zone": AreaCase(shapes(_turned(box(0)), _turned(box(1))), ("so they lie where Europe/Rome is",), ids=A_B, names=ZONES),
    "degrees said to be metres": AreaCase(lambda folder: _gpkg(folder, 32633), ("they look like degrees (12.4000, 41.9000 in feature 1 (Zona A)); say --crs EPSG:4326",)),
    "degrees said to be metres, mended": AreaCase(lambda folder: _gpkg(folder, 32633), flags=("--crs", "EPSG:4326"), ids=A_B, names=ZONES),
    "metres said to be degrees": AreaCase(lambda folder: _gpkg(folder, 4326, 500_000), ("500012, 500042 in feature 1 (Zona A), feature 2 (Zona B), which are no degrees",)),
    # Neighbours
    "a thin overlap": AreaCase(shapes(box(0, wide=0.1002), box(1)), ("1 overlaps were given to one of both areas: Zona A and Zona B (0.18 km2, 0.2% of the smaller)",), ids=A_B, names=ZONES),
    "a wide overlap": AreaCase(shapes(box(0, wide=0.11), box(1)), ("1 overlaps were left alone", "Zona A and Zona B (9.2"), ids=A_B, names=ZONES),
    "a wide overlap, snapped": AreaCase(shapes(box(0, wide=0.11), box(1)), ("1 overlaps were given to one",), flags=("--snap-share", "0.2"), ids=A_B, names=ZONES),
    "a sliver": AreaCase(shapes(shapely.union(box(0), shapely.union(box(0, 2), box(0, 1, wide=0.0999))), shapely.union(box(1), shapely.union(box(1, 2), box(1, 1)))), ("1 slivers of 0.09",), flags=("--snap-km2", "0.2"), ids=A_B, names=ZONES),
    "one twice": AreaCase(shapes(box(0), box(0)), ("Zona A and Zona B have the same outline",)),
    "two levels": AreaCase(shapes(box(0, wide=0.2), box(0), box(1)), ("the file has areas of two levels: Zona A is made of others of it",)),
    # Files
    "gbk without cpg": AreaCase(lambda folder: _shapefile(folder, "gb18030", ["福田区街道办事处", "南山区街道办事处"]), ("the names are read as gb18030",), ids=A_B, names=("福田区街道办事处", "南山区街道办事处"), language="zh"),
    "utf-8 without cpg": AreaCase(lambda folder: _shapefile(folder, "utf-8", ["福田区", "南山区"]), ids=A_B, names=("福田区", "南山区"), language="zh"),
    "encoding said": AreaCase(lambda folder: _shapefile(folder, "cp1252", ["Città", "Però"]), flags=("--encoding", "cp1252"), ids=A_B, names=("Città", "Però")),
    "a zip": AreaCase(lambda folder: _zip(folder, "wards"), ids=A_B, names=("North", "South")),
    "a zip of two": AreaCase(lambda folder: _zip(folder, "wards", "zones"), ("it holds wards, zones: choose with --layer",)),
    "a zip of two, one said": AreaCase(lambda folder: _zip(folder, "wards", "zones"), flags=("--layer", "zones"), ids=A_B, names=("North", "South")),
    "html in a name": AreaCase(columns({"name": "<script>x</script>", "code": "A"}, {"name": "B & C", "code": "B"}), ids=A_B, names=("<script>x</script>", "B & C")),
}  # fmt: skip
