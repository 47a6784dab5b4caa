"""The mark of the product: what a browser shows on a tab."""

from __future__ import annotations

from urllib.parse import quote

from components import theme

#: The icon of the header (Tabler Icons, `building-community`), as in assets/css/icons.css.
STROKES = (
    "M8 9l5 5v7h-5v-4m0 4h-5v-7l5 -5m1 1v-6a1 1 0 0 1 1 -1h10a1 1 0 0 1 1 1v17h-8",
    "M13 7l0 .01", "M17 7l0 .01", "M17 11l0 .01", "M17 15l0 .01",
)  # fmt: skip


def svg() -> str:
    """The mark as SVG, in the accent of whichever theme the system prefers; under 1 kB."""
    light, dark = theme.tokens("light")["accent"], theme.tokens("dark")["accent"]
    strokes = "".join(f'<path d="{stroke}"/>' for stroke in STROKES)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke-width="1.8" '
        f'stroke-linecap="round" stroke-linejoin="round"><style>path{{stroke:{light}}}'
        f"@media(prefers-color-scheme:dark){{path{{stroke:{dark}}}}}</style>{strokes}</svg>"
    )


def data_address() -> str:
    """The mark as an address that holds it, for a page's icon: a browser asks for an icon again whenever the address of
    the page changes, among what the reader waits for."""
    return f"data:image/svg+xml,{quote(svg())}"
