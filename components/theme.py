"""Every colour of the product, once for dark and once for light, and what is made of them.

A figure, a style sheet and a map function name a colour as `var(--token)`. Style sheets and maps leave the rest to the
browser; Plotly cannot read variables, so `assets/js/charts/plotly_theme.js` puts the colours in while drawing and draws
again when the theme changes: no figure is made twice, and no request is made for a theme. Where a figure is drawn
without a browser, `resolve(figure, theme)` does the same.

The theme is the attribute `data-theme` of the page's root; without it the system's choice holds.
Scales: Okabe and Ito (2008) for categories, ColorBrewer YlGnBu, PuBu and RdBu (Brewer 2003) for the rest, with the
middle of the diverging scale and the low end of the sequential one close to the ground they stand on.
"""

from __future__ import annotations

import re
from typing import Any, Literal

Theme = Literal["dark", "light"]

#: token -> (dark, light). Text tokens keep a contrast of 4.5:1 on `page` and `panel` (WCAG 2.2 AA), marks 3:1.
TOKENS: dict[str, tuple[str, str]] = {
    # grounds
    "page": ("#090e19", "#f3f5f9"),
    "panel": ("#111a2b", "#ffffff"),
    "panel-2": ("#162135", "#f8fafc"),
    "raised": ("#1a2740", "#ffffff"),
    "border": ("#1f2c44", "#e1e7ef"),
    "border-strong": ("#33445f", "#c3cedb"),
    "control-border": ("#5d7090", "#7c8ba1"),
    "shadow": ("rgba(0, 0, 0, 0.45)", "rgba(15, 23, 42, 0.10)"),
    "scrim": ("rgba(9, 14, 25, 0.82)", "rgba(255, 255, 255, 0.88)"),
    "night": ("#000000", "#000000"),
    # words
    "text": ("#e6edf7", "#0f1b2d"),
    "text-2": ("#aab6ca", "#475569"),
    "text-3": ("#8695ad", "#5a6a80"),
    "on-accent": ("#06121f", "#ffffff"),
    # the one accent, and what follows from it
    "accent": ("#4aa3ff", "#0b6bcb"),
    "accent-strong": ("#7cbdff", "#084f98"),
    "accent-soft": ("rgba(74, 163, 255, 0.16)", "rgba(11, 107, 203, 0.11)"),
    "accent-ground": ("#1a3354", "#d3e4f6"),
    "focus": ("#8cc8ff", "#084f98"),
    # states: never the only cue
    "good": ("#34d399", "#0a7a55"),
    "good-soft": ("rgba(52, 211, 153, 0.15)", "rgba(10, 122, 85, 0.11)"),
    "warn": ("#f9b04b", "#9a5700"),
    "warn-soft": ("rgba(249, 176, 75, 0.15)", "rgba(199, 119, 0, 0.13)"),
    "bad": ("#ff7070", "#c0303b"),
    "bad-soft": ("rgba(255, 112, 112, 0.16)", "rgba(211, 63, 73, 0.11)"),
    "stale": ("#8695ad", "#5a6a80"),
    "stale-soft": ("rgba(134, 149, 173, 0.15)", "rgba(90, 106, 128, 0.11)"),
    # charts
    "grid-line": ("#1f2c44", "#e6ebf2"),
    "axis-line": ("#33445f", "#c3cedb"),
    "band-80": ("rgba(134, 149, 173, 0.16)", "rgba(71, 85, 105, 0.12)"),
    "band-50": ("rgba(134, 149, 173, 0.30)", "rgba(71, 85, 105, 0.22)"),
    "fan-80": ("rgba(74, 163, 255, 0.14)", "rgba(11, 107, 203, 0.11)"),
    "fan-50": ("rgba(74, 163, 255, 0.30)", "rgba(11, 107, 203, 0.24)"),
    "last-year": ("#9fb0c8", "#64748b"),
    "dimmed": ("#2d3f5c", "#c5d2e2"),
    "flow-link": ("rgba(134, 149, 173, 0.28)", "rgba(71, 85, 105, 0.20)"),
    # maps
    "map-sea": ("#0a111d", "#dfe7ee"),
    "map-land": ("#131e30", "#eef2f6"),
    "map-water": ("#0a1522", "#b9d9ee"),
    "map-line": ("#0c1420", "#ffffff"),
    "map-parent-line": ("#9fb0c8", "#33475f"),
    "map-hover": ("#ffffff", "#0f1b2d"),
    "map-selected": ("#ff9f43", "#d9480f"),
    "map-missing": ("#273347", "#d5dce5"),
    "map-hatch": ("rgba(255, 255, 255, 0.55)", "rgba(15, 27, 45, 0.55)"),
    "map-label": ("#e6edf7", "#0f1b2d"),
    "map-label-halo": ("#090e19", "#ffffff"),
}
#: One colour a category, (dark, light); the first is the one a single series takes.
CATEGORIES = (
    ("#56b4e9", "#0072b2"),
    ("#e69f00", "#c77700"),
    ("#1fbf92", "#009e73"),
    ("#cc79a7", "#b85c8e"),
    ("#f0e442", "#6b5b95"),
    ("#ee7733", "#d55e00"),
    ("#5a8fd6", "#2b8fbf"),
    ("#b6bfcc", "#4a5568"),
)
#: The colour of what is said of a case, the same on every page and in every city: token -> values. Green is for what
#: was found in order, red for what failed or is a danger now; what is over, or says nothing of the case, is grey.
COLOURS_OF_VALUES = {
    "good": ("pass", "passed", "ok"),
    "warn": ("pass_with_conditions", "conditions", "acknowledged", "due", "warning", "serious", "II",
             "late", "came_late", "not_converged"),
    "bad": ("fail", "failed", "critical", "raised", "overdue", "I", "stopped"),
    "accent": ("open", "rectified", "minor", "III", "next"),
    "stale": ("closed", "no_entry", "other", "none", "unknown", "came", "made"),
    "last-year": ("not_ready",),
    "dimmed": ("out_of_business", "false_alarm"),
}  # fmt: skip
#: The dimensions whose values have these colours; in any other one `open` may be a publisher's own word.
COLOURED_DIMENSIONS = frozenset({"result", "state", "hazard_class", "severity"})
SEQUENTIAL_DARK = ("#0f2740", "#12324d", "#17496b", "#1b6488", "#2283a0", "#3aa5ae", "#72c7b4", "#b9e3b8", "#f4f5c0")
SEQUENTIAL_LIGHT = ("#e4f1f7", "#c2e0ea", "#97cbdb", "#62b1ca", "#3592b3", "#1f7197", "#195279", "#123559", "#0b2140")
DIVERGING_DARK = ("#8ac4f0", "#5aa0d6", "#38749f", "#274e6d", "#2b3648", "#6e4136", "#a65c43", "#da8460", "#ffb893")
DIVERGING_LIGHT = ("#2166ac", "#4393c3", "#92c5de", "#d1e5f0", "#f2f2f2", "#fddbc7", "#f4a582", "#d6604d", "#b2182b")
STEPS = 9
#: What is written on a step of a scale: the darker one on light steps.
INKS = ("#000000", "#ffffff")
#: The least contrast of words with their ground (WCAG 2.2, 1.4.3).
CONTRAST_OF_WORDS = 4.5
FONT = "'Inter', 'Noto Sans SC', system-ui, sans-serif"


def tokens(theme: Theme) -> dict[str, str]:
    """Every token and scale step of one theme: name without dashes in front -> CSS colour."""
    side = 0 if theme == "dark" else 1
    colours = {name: pair[side] for name, pair in TOKENS.items()}
    colours |= {f"cat-{index}": pair[side] for index, pair in enumerate(CATEGORIES)}
    colours |= {f"cat-ink-{index}": _readable(pair[side], colours) for index, pair in enumerate(CATEGORIES)}
    sequential, diverging = (
        (SEQUENTIAL_DARK, DIVERGING_DARK) if theme == "dark" else (SEQUENTIAL_LIGHT, DIVERGING_LIGHT)
    )
    colours |= {f"seq-{index}": colour for index, colour in enumerate(sequential)}
    colours |= {f"seq-ink-{index}": ink_on(colour) for index, colour in enumerate(sequential)}
    return colours | {f"div-{index}": colour for index, colour in enumerate(diverging)}


def ink_on(ground: str) -> str:
    """Black or white, whichever has the higher contrast on a colour `#rrggbb`."""
    return max(INKS, key=lambda ink: contrast(ink, ground))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours `#rrggbb`, from 1 to 21 (WCAG 2.2, relative luminance)."""
    darker, lighter = sorted(map(_luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [part / 255 for part in _parts(colour)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _parts(colour: str) -> list[int]:
    """Red, green and blue of `#rrggbb`."""
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _readable(colour: str, colours: dict[str, str]) -> str:
    """The colour of a line as its name is written: with as much of the text's as words need on either ground."""
    for share in range(0, 101, 5):
        mixed = zip(_parts(colour), _parts(colours["text"]), strict=True)
        ink = "#" + "".join(f"{round((own * (100 - share) + text * share) / 100):02x}" for own, text in mixed)
        if min(contrast(ink, colours[ground]) for ground in ("page", "panel")) >= CONTRAST_OF_WORDS:
            break
    return ink


def var(token: str) -> str:
    """The token as a style sheet or figure names it; KeyError for a name that is no token."""
    if token not in _KNOWN:
        raise KeyError(token)
    return f"var(--{token})"


def category(index: int) -> str:
    """The colour of the index-th category; the last one stands for all that follow."""
    return var(f"cat-{min(index, len(CATEGORIES) - 1)}")


def ink_of(colour: str) -> str:
    """The colour in which the name of a line of that colour is written: a category's is made readable as words."""
    return colour.replace("var(--cat-", "var(--cat-ink-")


def of_value(dimension: str, value: str) -> str | None:
    """The colour of a value wherever it is drawn; None in a dimension whose values have none of their own.

    A value that is not known of a dimension that has colours is grey: no verdict is read out of a word.
    """
    if dimension not in COLOURED_DIMENSIONS:
        return None
    return var(next((token for token, values in COLOURS_OF_VALUES.items() if value in values), "stale"))


def steps(count: int, scale: str = "seq") -> tuple[int, ...]:
    """Which steps of a scale `count` classes take: spread over the whole scale, in order.

    A single class takes the middle, so that it reads neither as the lowest nor as the highest.
    """
    if count <= 1:
        return (STEPS // 2,)
    first = 1 if scale == "seq" and count < STEPS else 0
    return tuple(first + round(index * (STEPS - 1 - first) / (count - 1)) for index in range(count))


def css() -> str:
    """The style sheet of the tokens: light, dark, and the system's choice until the reader makes one."""
    dark = "".join(f"--{name}:{colour};" for name, colour in tokens("dark").items()) + "color-scheme:dark;"
    light = "".join(f"--{name}:{colour};" for name, colour in tokens("light").items()) + "color-scheme:light;"
    scheme = ":root[data-theme"
    return (
        f':root,{scheme}="light"]{{{light}}}\n'
        f"@media (prefers-color-scheme: dark){{:root:not([data-theme]){{{dark}}}}}\n"
        f'{scheme}="dark"]{{{dark}}}\n'
        f"{_value_rules()}"
    )


def _value_rules() -> str:
    """The colours of values as points of a map, and as pills where a value has a soft ground to stand on."""
    rules = []
    for token, values in COLOURS_OF_VALUES.items():
        points = ",".join(f".leaflet-container path.point.point-{value}" for value in values)
        rules.append(f"{points}{{fill:var(--{token})}}\n")
        if f"{token}-soft" in TOKENS:
            pills = ",".join(f".pill.pill-{value.lower()}" for value in values)
            rules.append(f"{pills}{{color:var(--{token});background:var(--{token}-soft)}}\n")
    return "".join(rules)


_VARIABLE = re.compile(r"var\(--([a-z0-9-]+)\)")
_KNOWN = frozenset(tokens("dark"))


def resolve(value: Any, theme: Theme) -> Any:
    """A copy of a figure (or any plain data) whose `var(--token)` texts are that theme's colours.

    KeyError for a token that does not exist.
    """
    if isinstance(value, str):
        return _VARIABLE.sub(lambda match: tokens(theme)[match[1]], value) if "var(--" in value else value
    if isinstance(value, dict):
        return {key: resolve(inner, theme) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [resolve(inner, theme) for inner in value]
    return value


def _axis() -> dict[str, Any]:
    return {
        "gridcolor": var("grid-line"),
        "gridwidth": 1,
        "linecolor": var("axis-line"),
        "zerolinecolor": var("axis-line"),
        "zerolinewidth": 1,
        "tickcolor": var("axis-line"),
        "tickfont": {"color": var("text-3"), "size": 11},
        "title": {"font": {"color": var("text-3"), "size": 11}, "standoff": 8},
    }


def template() -> dict[str, Any]:
    """The Plotly template of every figure; its colours are variables, so it serves both themes."""
    return {
        "layout": {
            "font": {"family": FONT, "size": 12, "color": var("text-2")},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "colorway": [category(index) for index in range(len(CATEGORIES))],
            "colorscale": {"sequential": scale("seq"), "diverging": scale("div")},
            "hoverlabel": {
                "bgcolor": var("raised"),
                "bordercolor": var("border-strong"),
                "font": {"family": FONT, "size": 12, "color": var("text")},
                "align": "left",
                "namelength": -1,
            },
            "legend": {
                "orientation": "h", "x": 0, "xanchor": "left", "y": 1.02, "yanchor": "bottom",
                "font": {"size": 11, "color": var("text-2")}, "bgcolor": "rgba(0,0,0,0)",
                "itemclick": "toggle", "itemdoubleclick": "toggleothers",
            },
            "xaxis": _axis() | {"showgrid": False, "zeroline": False, "ticklabelstandoff": 4, "tickangle": 0},
            "yaxis": _axis() | {"zeroline": True},
            "bargap": 0.18,
            "dragmode": False,
        }
    }  # fmt: skip


def scale(name: str) -> list[list[Any]]:
    """A Plotly colour scale of the steps of `seq` or `div`."""
    return [[index / (STEPS - 1), var(f"{name}-{index}")] for index in range(STEPS)]
