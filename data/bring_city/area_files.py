"""Reads a city's areas out of anybody's file of polygons: GeoJSON, GeoPackage, KML, shapefile, zip of one."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyogrio
import shapely

from data.bring_city import area_columns, outlines
from data.bring_city.area_columns import AreasRefusedError, Columns, text_of
from data.bring_city.neighbours import SnapLimit, meeting
from data.bring_city.outlines import Outlines
from data.bring_city.write_pack import Place
from data.files.shape_records import shapefile_encoding
from data.files.text_encoding import FileNotReadError
from data.files.zip_files import unpack_one

#: A zip that claims to hold more is no file of areas.
_LARGEST_UNPACKED_BYTES = 2_000_000_000
_OUTLINE_KINDS = (".shp", ".geojson", ".json", ".gpkg", ".kml", ".gml", ".fgb", ".parquet", ".geoparquet")


@dataclass(frozen=True)
class AreasFile:
    """What to read and how; None or empty means: as it is found.

    `where` is COLUMN=VALUE of the features to take; `parent_column` has the id or name of what an area lies in.
    """

    path: Path
    crs: str | None = None
    layer: str | None = None
    id_column: str | None = None
    name_column: str | None = None
    population_column: str | None = None
    parent_column: str | None = None
    encoding: str = ""
    where: str = ""
    timezone: str = "UTC"
    leave_out: bool = False
    snap: SnapLimit = field(default_factory=SnapLimit)


@dataclass(frozen=True)
class AreasRead:
    """The areas of a file; `parents` are the texts of the parent column, in their order, where one was named."""

    places: list[Place]
    notes: list[str]
    parents: list[str] | None = None


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    twice = [key for key, count in Counter(key for key, _ in pairs).items() if count > 1]
    if twice:
        raise AreasRefusedError(f"an object of the file has the key {twice[0]!r} twice; only one of them can be meant")
    return dict(pairs)


def _check_json(path: Path) -> None:
    """Refuse what is not JSON or repeats a key: a reader of GeoJSON would silently take one of the two."""
    try:
        body = json.loads(path.read_text("utf-8-sig"), object_pairs_hook=_no_duplicates)
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise AreasRefusedError(f"{path.name} is not readable as JSON: {error}") from None
    if isinstance(body, dict) and body.get("type") == "Topology":
        return
    if not isinstance(body, dict) or not isinstance(body.get("features"), list) or not body["features"]:
        raise AreasRefusedError(f"{path.name} has no features")
    for number, feature in enumerate(body["features"], start=1):
        if not isinstance(feature, dict) or not isinstance(feature.get("properties") or {}, dict):
            raise AreasRefusedError(f"feature {number} of {path.name} is none: it has no properties")


@contextmanager
def _unpacked(path: Path, layer: str | None) -> Iterator[Path]:
    """The file, or the one in a zip (that named by `layer`, of several)."""
    if path.suffix.lower() != ".zip":
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        yield _unzip(path, layer, Path(folder))


def _unzip(path: Path, layer: str | None, folder: Path) -> Path:
    def choose(entries: list[zipfile.ZipInfo]) -> zipfile.ZipInfo:
        seen = [entry for entry in entries if not Path(entry.filename).name.startswith(".")]
        inside = [entry for entry in seen if Path(entry.filename).suffix.lower() in _OUTLINE_KINDS]
        named = [entry for entry in inside if layer and Path(entry.filename).stem == layer] or inside
        if len(named) != 1:
            told = ", ".join(Path(entry.filename).stem for entry in inside) or "none"
            raise AreasRefusedError(f"{path.name} should hold one file of areas; it holds {told}: choose with --layer")
        return named[0]

    try:
        return unpack_one(path, choose, folder / "areas", _LARGEST_UNPACKED_BYTES)[0]
    except FileNotReadError as error:
        raise AreasRefusedError(str(error)) from None


def _frame_of(path: Path, file: AreasFile, notes: list[str], language: str) -> gpd.GeoDataFrame:
    kind, encoding = path.suffix.lower(), file.encoding
    if kind == ".shp" and not encoding and not path.with_suffix(".cpg").exists():
        encoding = shapefile_encoding(path, language)
        if encoding.lower() not in ("utf-8", "iso-8859-1"):
            notes.append(f"the names are read as {encoding}: no .cpg says it, and they read best so (--encoding)")
    if kind in (".parquet", ".geoparquet"):
        return gpd.read_parquet(path)
    layers = [str(name) for name, _ in pyogrio.list_layers(path)]
    if file.layer in layers or len(layers) == 1:
        return gpd.read_file(path, layer=file.layer if file.layer in layers else layers[0], encoding=encoding or None)
    raise AreasRefusedError(f"{file.path.name} has {len(layers)} layers; choose with --layer: {', '.join(layers)}")


def _open(file: AreasFile, notes: list[str], language: str) -> gpd.GeoDataFrame:
    if not file.path.is_file():
        raise AreasRefusedError(f"there is no file {file.path}")
    with _unpacked(file.path, file.layer) as path:
        if path.suffix.lower() in {".geojson", ".json"}:
            _check_json(path)
        try:
            with np.errstate(invalid="ignore"):  # coordinates that are no numbers are refused by name further on
                frame = _frame_of(path, file, notes, language)
        except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, FileNotReadError, LookupError) as error:
            raise AreasRefusedError(f"{file.path.name} cannot be read as a file of areas: {error}") from None
        except (UnicodeDecodeError, ValueError, shapely.errors.GEOSException) as error:
            raise AreasRefusedError(
                f"{file.path.name} cannot be read as a file of areas ({str(error).splitlines()[0]}); "
                "if its names are the reason, say --encoding, such as gb18030 or cp1252"
            ) from None
    if not isinstance(frame, gpd.GeoDataFrame) or frame.empty:
        raise AreasRefusedError(f"{file.path.name} has no areas")
    frame.columns = area_columns.distinct([str(name) for name in frame.columns])
    return _chosen(frame.reset_index(drop=True), file)


def _chosen(frame: gpd.GeoDataFrame, file: AreasFile) -> gpd.GeoDataFrame:
    """The features that `--where COLUMN=VALUE` names, or all."""
    if not file.where:
        return frame
    column, _, value = file.where.partition("=")
    if column not in frame.columns or column == frame.geometry.name:
        raise AreasRefusedError(f"--where {file.where}: the file has no column {column}; an example: level=8")
    kept = frame[[text_of(each) == value for each in frame[column]]]
    if kept.empty:
        there = ", ".join(sorted({text_of(each) for each in frame[column]})[:10])
        raise AreasRefusedError(f"--where {file.where}: no feature has it; {column} has {there}")
    return kept.reset_index(drop=True)


def _columns_of(frame: gpd.GeoDataFrame) -> Columns:
    """Every column as texts, but the geometry."""
    return {
        str(name): [text_of(value) for value in frame[name]] for name in frame.columns if name != frame.geometry.name
    }


def _one_place_each(places: list[Place], parents: list[str] | None) -> tuple[list[Place], list[str] | None, list[str]]:
    """Parts of one area that are features of their own, with one id and name, joined to one area."""
    first: dict[tuple[str, str], int] = {}
    parts: dict[int, list[Place]] = {}
    for row, place in enumerate(places):
        parts.setdefault(first.setdefault((place.area_id, place.names["en"]), row), []).append(place)
    several = [each for each in parts.values() if len(each) > 1]
    if not several:
        return places, parents, []
    joined = []
    for each in parts.values():
        shape = shapely.union_all([part.shape for part in each])
        counted = {part.population for part in each}
        population = counted.pop() if len(counted) == 1 else None
        joined.append(Place(each[0].area_id, each[0].names, shape, each[0].parent_id, population))
    named = ", ".join(f"{each[0].names['en']} ({len(each)})" for each in several[:5])
    kept = None if parents is None else [parents[row] for row in parts]
    return joined, kept, [f"{len(several)} areas came in several features and were joined: {named}"]


def _is_in_parts(columns: Columns, names: list[str], id_column: str) -> bool:
    """Whether ids repeat only together with their names: the parts of one area."""
    pairs = set(zip(columns[id_column], names, strict=True))
    ids = {area_id for area_id, _ in pairs}
    return len(ids) == len(pairs) < len(names) and len(ids) > 1 and "" not in ids


def _names(read: Outlines, columns: Columns, file: AreasFile) -> list[str]:
    column = area_columns.name_column(columns, file.name_column)
    if column is None:
        names, note = area_columns.names_without_column(columns, file.id_column, len(read.frame))
        read.notes.append(note)
        return names
    names = columns[column]
    nameless = [row for row, name in enumerate(names) if not name]
    if nameless:
        read.notes.append(f"no name in the column {column} of {read.named(nameless)}: they were numbered")
    return [name[: area_columns.LONGEST_NAME] or f"Area {row + 1}" for row, name in enumerate(names)]


def _ids(columns: Columns, names: list[str], file: AreasFile, notes: list[str]) -> list[str]:
    for column in [file.id_column] if file.id_column in columns else area_columns.usual_id_columns(columns):
        if _is_in_parts(columns, names, str(column)):
            return columns[str(column)]
    return area_columns.ids_of(columns, file.id_column, names, notes)


def _labelled(frame: gpd.GeoDataFrame, file: AreasFile) -> list[str]:
    """How each feature is named to a person: its number, and its name where a column of names is known."""
    columns = _columns_of(frame)
    try:
        column = area_columns.name_column(columns, file.name_column)
    except AreasRefusedError:
        column = None
    names = columns[column] if column else [""] * len(frame)
    return [f"feature {row + 1}" + (f" ({name[:40]})" if name else "") for row, name in enumerate(names)]


def read_areas_file(file: AreasFile, city: str, language: str) -> AreasRead:
    """The file's areas as places of the city, and notes on what was assumed and mended. Raises AreasRefusedError."""
    notes: list[str] = []
    frame = _open(file, notes, language)
    read = Outlines(file.path.name, frame, _labelled(frame, file), file.leave_out, notes)
    outlines.check_present(read)
    outlines.in_degrees(read, file.crs, file.timezone)
    outlines.make_valid(read)
    columns = _columns_of(read.frame)
    names = _names(read, columns, file)
    ids = _ids(columns, names, file, notes)
    residents = area_columns.residents_of(columns, file.population_column, len(names), notes)
    parent_column = area_columns.chosen(columns, file.parent_column, "--parent-column")
    own = area_columns.in_languages(columns, names, language)
    shapes = np.asarray(read.frame.geometry.to_numpy(), dtype=object)
    places = [
        Place(area_id, told, shape, city, population)
        for area_id, told, shape, population in zip(ids, own, shapes, residents, strict=True)
    ]
    places, parents, joined = _one_place_each(places, columns[parent_column] if parent_column else None)
    places, snapped = meeting(places, file.snap)
    return AreasRead(places, [*notes, *joined, *snapped], parents)
