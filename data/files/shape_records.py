"""Features of a GeoJSON, shapefile or GeoPackage as a table of texts, with the place of each as two columns."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pyarrow as pa
import pyogrio
import shapely

from data.files.text_encoding import FileNotReadError, guessed

LAT, LONG = "latitude", "longitude"
_START_BYTES = 4096
_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")


def is_geojson(path: Path) -> bool:
    """Whether a .json file begins as a collection of features."""
    with path.open("rb") as file:
        return b'"FeatureCollection"' in file.read(_START_BYTES)


def _read(path: Path, encoding: str) -> gpd.GeoDataFrame:
    try:
        return gpd.GeoDataFrame(pyogrio.read_dataframe(path, encoding=encoding or None))
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError, UnicodeDecodeError) as error:
        raise FileNotReadError(f"{path.name} cannot be read as shapes: {error}") from None


def _texts(frame: gpd.GeoDataFrame) -> list[str]:
    columns = [name for name in frame.columns if name != "geometry"]
    return [str(value) for name in columns for value in frame[name] if isinstance(value, str)] + columns


def shapefile_encoding(path: Path, language: str) -> str:
    """The encoding of a shapefile's table where no .cpg says it: UTF-8 where all fits, else as it reads best."""
    raw = "\n".join(_texts(_read(path, "ISO-8859-1"))).encode("latin-1", "replace")
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        found = guessed(raw, language)
        return found.name if found else "ISO-8859-1"
    return "utf-8"


def read_shapes(path: Path, language: str, encoding: str = "") -> tuple[pa.Table, tuple[str, ...]]:
    """(texts of the features, what was assumed). A feature lies where a point inside it lies, in WGS-84.

    Raises FileNotReadError with a sentence where the file is not one of shapes.
    """
    assumed = []
    if path.suffix.lower() == ".shp" and not encoding and not path.with_suffix(".cpg").exists():
        encoding = shapefile_encoding(path, language)
        assumed.append(f"the encoding is {encoding}: no .cpg says it, and it reads best so")
    frame = _read(path, encoding)
    columns = {
        name: pa.array([None if value is None or value != value else str(value) for value in frame[name]], pa.string())
        for name in frame.columns if name != "geometry"
    }  # fmt: skip
    if "geometry" in frame.columns:
        if frame.crs is None:
            assumed.append("the file does not say its coordinate reference system: degrees of WGS-84 are assumed")
            frame = frame.set_crs(4326)
        inside = shapely.point_on_surface(frame.to_crs(4326).geometry.to_numpy())
        known = (
            LAT if LAT not in columns else f"{LAT} of the shape",
            LONG if LONG not in columns else f"{LONG} of the shape",
        )
        for name, values in zip(known, (shapely.get_y(inside), shapely.get_x(inside)), strict=True):
            columns[name] = pa.array([None if value != value else f"{value:.7f}" for value in values], pa.string())
    return pa.table(columns), tuple(assumed)


def shapefile_parts(path: Path) -> list[Path]:
    """The files that a shapefile is made of; none for a file that is no shapefile."""
    if path.suffix.lower() != ".shp":
        return []
    return [each for each in sorted(path.parent.glob("*")) if each.stem == path.stem and each.suffix.lower() in _PARTS]
