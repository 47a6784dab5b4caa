"""The yardstick: the same records on a page as an analyst writes it in an afternoon, in plain Dash.

`python -m benchmarks.plain_dash RECORDS.parquet AREAS.geojson PORT` serves four tiles, a map, a line, a ranking, a heat
map and a table of the newest 1,000 requests, all drawn anew by one callback on a choice of area. `benchmarks.beside`
writes both files and measures it beside ours; it is no part of the product.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.express as px
from dash import Dash, Input, Output, dash_table, dcc, html

TABLE_ROWS = 1000
PANELS = ("map", "weeks", "natures", "months")
TILES = ("requests", "days", "closed", "rate")


def _layout(areas: list[str]) -> html.Div:
    half = {"width": "50%", "height": 380}
    graphs = [dcc.Graph(id=name, style=half, config={"topojsonURL": "/assets/"}) for name in PANELS]
    return html.Div(
        [
            html.H1("Requests"),
            dcc.Dropdown(["All", *areas], "All", id="area", clearable=False),
            html.Div([html.H2(id=name) for name in TILES], style={"display": "flex", "gap": 12}),
            html.Div(graphs, style={"display": "flex", "flexWrap": "wrap"}),
            dash_table.DataTable(id="table", page_size=20),
        ]
    )


def _figures(chosen: pd.DataFrame, areas: pd.DataFrame, shapes: dict[str, Any]) -> list[Any]:
    counted = areas.merge(chosen.groupby("area").size().rename("n"), left_on="area", right_index=True, how="left")
    counted["rate"] = counted.n.fillna(0) / counted.population * 1000
    shaded = px.choropleth(counted, geojson=shapes, locations="area", featureidkey="properties.area_id", color="rate")
    shaded.update_geos(fitbounds="geojson", visible=False)
    weeks = chosen.resample("W", on="day").size().reset_index(name="requests")
    natures = chosen.nature.value_counts().head(10).reset_index()
    months = chosen.groupby([chosen.day.dt.year.rename("year"), chosen.day.dt.month.rename("month")]).size()
    return [
        shaded,
        px.line(weeks, x="day", y="requests"),
        px.bar(natures, x="count", y="nature", orientation="h"),
        px.imshow(months.unstack(fill_value=0), aspect="auto"),
    ]


def plain_dash(records: pd.DataFrame, shapes: dict[str, Any]) -> Dash:
    """The application. `records`: day, area, nature, status, days; `shapes`: GeoJSON with area_id and population."""
    areas = pd.DataFrame(
        [{"area": each["properties"]["area_id"], "population": each["properties"]["population"] or 1}
         for each in shapes["features"]]
    )  # fmt: skip
    app = Dash("benchmarks.plain_dash")
    app.layout = _layout(sorted(areas.area))

    @app.callback(
        *(Output(name, "children") for name in TILES),
        *(Output(name, "figure") for name in PANELS),
        Output("table", "data"),
        Input("area", "value"),
    )
    def update(area: str) -> list[Any]:
        """Everything, whatever was chosen."""
        chosen, inside = records, areas
        if area != "All":
            chosen, inside = records[records.area == area], areas[areas.area == area]
        rows = chosen.sort_values("day", ascending=False).head(TABLE_ROWS).copy()
        rows["day"] = rows.day.dt.strftime("%Y-%m-%d")
        tiles = [
            f"{len(chosen):,}", f"{chosen.days.median():.1f}", f"{(chosen.days <= 7).mean():.1%}",
            f"{len(chosen) / inside.population.sum() * 1000:.1f}",
        ]  # fmt: skip
        return [*tiles, *_figures(chosen, inside, shapes), rows.to_dict("records")]

    return app


if __name__ == "__main__":
    frame = pd.read_parquet(sys.argv[1])
    frame["day"] = pd.to_datetime(frame.day)
    plain_dash(frame, json.loads(Path(sys.argv[2]).read_text("utf-8"))).run(host="127.0.0.1", port=int(sys.argv[3]))
