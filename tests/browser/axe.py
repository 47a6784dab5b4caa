"""WCAG 2.2 AA as far as axe-core can see it: its rules, and what of a page in the browser breaks them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
#: Success criteria of WCAG 2.0, 2.1 and 2.2, levels A and AA, and axe's own best practices.
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERY_RULE = {"runOnly": {"type": "tag", "values": STANDARDS}}
#: Rules that look at colours, which take axe most of its time: no colour is a language's, and another theme is other
#: colours on the same elements. So one language is looked at by all rules and, in the other theme, by these alone.
COLOURS = ("color-contrast", "link-in-text-block")
COLOUR_RULES = {"runOnly": {"type": "rule", "values": list(COLOURS)}}
RULES_OF_WORDS = EVERY_RULE | {"rules": {rule: {"enabled": False} for rule in COLOURS}}
WEAR = "(theme) => Object.assign(document.documentElement.dataset, { theme, mantineColorScheme: theme })"


@cache
def _axe() -> str:
    return AXE.read_text("utf-8")


def violations(page: Page, rules: dict[str, Any]) -> list[str]:
    """Each violation of the rules as `rule: the first elements that break it`; the script is put in where it lacks."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(_axe())
    found: dict[str, Any] = page.evaluate(
        "(rules) => axe.run(document, {...rules, resultTypes: ['violations']})", rules
    )
    return [
        f"{each['id']} ({len(each['nodes'])}): "
        + "; ".join(f"{node['target']} {node['failureSummary']}" for node in each["nodes"][:3])
        for each in found["violations"]
    ]


def broken_colours(page: Page, theme: str) -> list[str]:
    """What breaks the rules of colours once the page wears that theme."""
    page.evaluate(WEAR, theme)
    return violations(page, COLOUR_RULES)
