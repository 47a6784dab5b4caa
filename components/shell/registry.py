"""The pages that are registered, by key."""

from __future__ import annotations

import dash

from components.view.page import Page


def pages() -> dict[str, Page]:
    """Every page that says what stands on it, by key, in the order of the navigation."""
    modules = (dash.page_registry[name]["module"] for name in dash.page_registry)
    found = (getattr(__import__(module, fromlist=["PAGE"]), "PAGE", None) for module in modules)
    return {page.key: page for page in found if isinstance(page, Page)}


def path_of(page: Page) -> str:
    """Where a registered page lies; KeyError for one that is not."""
    for entry in dash.page_registry.values():
        if getattr(__import__(entry["module"], fromlist=["PAGE"]), "PAGE", None) is page:
            return str(entry["path"])
    raise KeyError(page.key)
