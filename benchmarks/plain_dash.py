"""The yardstick: the same records on a page as an analyst writes it in an afternoon, in plain Dash.

`python -m benchmarks.plain_dash RECORDS.parquet AREAS.geojson PORT` serves four tiles, a map, a line, a ranking, a heat
map and a table of the newest 1,000 requests, all drawn anew by one callback on a choice of area or days.
`benchmarks.beside` writes both files and measures it beside ours; it is no part of the product.
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
COLUMNS = ("service_request_id", "day", "closed_on", "status", "nature", "department", "area")
PANELS = ("map", "weeks", "natures", "months")
TILES = ("requests", "days", "closed", "rate")


def _layout(areas: list[str], days: tuple[pd.Timestamp, pd.Timestamp]) -> html.Div:
    half = {"width": "50%", "height": 380}
    graphs = [dcc.Graph(id=name, style=half, config={"topojsonURL": "/assets/"}) for name in PANELS]
    return html.Div(
        [
            html.H1("Requests"),
            dcc.Dropdown(["All", *areas], "All", id="area", clearable=False),
            dcc.DatePickerRange(id="period", start_date=days[0].date(), end_date=days[1].date()),
            html.Div([html.H2(id=name) for name in TILES], style={"display": "flex", "gap": 12}),
            html.Div(graphs, style={"display": "flex", "flexWrap": "wrap"}),
            dash_table.DataTable(id="table", columns=[{"name": name, "id": name} for name in COLUMNS], page_size=20),
        ]
    )


def _figures(chosen: pd.DataFrame, areas: pd.DataFrame, shapes: dict[str, Any]) -> list[Any]:
    counted = areas.merge(chosen.groupby("area").size().rename("n"), left_on="area", right_index=True, how="left")
    counted["rate"] = counted.n.fillna(0) / counted.population * 1000
    shaded = px.choropleth(
        counted, geojson=shapes, locations="area", featureidkey="properties.area_id", color="rate", hover_name="name",
        color_continuous_scale="Blues",
    )  # fmt: skip
    shaded.update_geos(fitbounds="geojson", visible=False)
    shaded.update_layout(margin={"l": 0, "r": 0, "t": 0, "b": 0})
    weeks = chosen.resample("W", on="day").size().reset_index(name="requests")
    natures = chosen.nature.value_counts().head(10).reset_index()
    months = chosen.groupby([chosen.day.dt.year.rename("year"), chosen.day.dt.month.rename("month")]).size()
    return [
        shaded,
        px.line(weeks, x="day", y="requests", title="Requests per week"),
        px.bar(natures, x="count", y="nature", orientation="h", title="Natures"),
        px.imshow(months.unstack(fill_value=0), aspect="auto", title="By month", color_continuous_scale="Blues"),
    ]


def plain_dash(records: pd.DataFrame, shapes: dict[str, Any]) -> Dash:
    """The application. `records`: COLUMNS and days; `shapes`: GeoJSON with area_id, name and population."""
    areas = pd.DataFrame([each["properties"] for each in shapes["features"]]).rename(columns={"area_id": "area"})
    areas["population"] = areas.population.fillna(0).replace(0, 1)
    app = Dash("benchmarks.plain_dash")
    app.layout = _layout(sorted(areas.area), (records.day.min(), records.day.max()))

    @app.callback(
        *(Output(name, "children") for name in TILES),
        *(Output(name, "figure") for name in PANELS),
        Output("table", "data"),
        Input("area", "value"),
        Input("period", "start_date"),
        Input("period", "end_date"),
    )
    def update(area: str, since: str, until: str) -> list[Any]:
        """Everything, whatever was chosen."""
        chosen, inside = records[(records.day >= since) & (records.day <= until)], areas
        if area != "All":
            chosen, inside = chosen[chosen.area == area], areas[areas.area == area]
        rows = chosen.sort_values("day", ascending=False).head(TABLE_ROWS)[list(COLUMNS)].copy()
        for name in ("day", "closed_on"):
            rows[name] = rows[name].dt.strftime("%Y-%m-%d")
        tiles = [
            f"{len(chosen):,}", f"{chosen.days.median():.1f}", f"{(chosen.days <= 7).mean():.1%}",
            f"{len(chosen) / inside.population.sum() * 1000:.1f}",
        ]  # fmt: skip
        return [*tiles, *_figures(chosen, inside, shapes), rows.to_dict("records")]

    return app


if __name__ == "__main__":
    frame = pd.read_parquet(sys.argv[1])
    frame[["day", "closed_on"]] = frame[["day", "closed_on"]].apply(pd.to_datetime)
    plain_dash(frame, json.loads(Path(sys.argv[2]).read_text("utf-8"))).run(host="127.0.0.1", port=int(sys.argv[3]))
