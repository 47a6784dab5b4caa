"""`/wall`: the city on a screen that nobody has to touch."""

from __future__ import annotations

from typing import Any

import dash
from dash.development.base_component import Component

from components.shell import page_shell
from components.wall.plan import read_wall
from components.wall.wall_page import wall

dash.register_page(__name__, path="/wall", order=20)


def layout(**query: Any) -> Component:
    """The wall for an address; how to bring a city where there is none."""
    plan = read_wall(query)
    return page_shell.no_city("wall") if plan is None else wall(plan)
