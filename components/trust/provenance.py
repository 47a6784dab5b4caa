"""Where a page's numbers come from is said once, in its head; a part says it only where it differs."""

from __future__ import annotations

from collections import Counter

from dash.development.base_component import Component

from components.html import html
from components.trust.freshness import source_line
from components.view.page import Page
from components.view.reader import Reader
from data.published.source import Source


def head_source(page: Page, reader: Reader) -> Source | None:
    """The source that the page's head names: that of its domain, or the one that most of its parts have alike.

    None where nothing is published, or where no more than half of the parts have one alike: then each says its own.
    """
    sources = reader.versions.sources()
    if page.domain:
        return sources.get(page.domain)
    domains = [*(tile.domain for tile in page.tiles), *(panel.domain for panel in page.panels)]
    parts = [domain for domain in domains if domain in sources]
    groups = Counter(_told(sources[domain]) for domain in parts)
    ((told, size),) = groups.most_common(1) or [((), 0)]
    if 2 * size <= len(parts):
        return None
    shown = [sources[domain] for domain in parts if _told(sources[domain]) == told]
    return next((source for source in shown if source.perturbed), shown[0])


def alike(one: Source, other: Source) -> bool:
    """Whether two sources tell a reader the same: until when, how fresh, by whom, published on which day, observed or
    simulated."""
    return _told(one) == _told(other)


def _told(source: Source) -> tuple[object, ...]:
    return (source.freshness, source.data_as_of[:10], source.publishers, source.published_at[:10], source.simulated)


def part_source(source: Source, page: Page, reader: Reader, note: str = "") -> Component | str:
    """The line under a part of a page: its source where that is another than the head names, else the note alone."""
    if is_said(source, page, reader):
        return html.Span(note, className="source source-note") if note else ""
    return source_line(source, reader.words, note)


def is_said(source: Source, page: Page, reader: Reader) -> bool:
    """Whether the page's head says of a part's source all that a reader needs."""
    head = head_source(page, reader)
    if head is None or not alike(source, head):
        return False
    return source.perturbed <= head.perturbed and source.set_aside_shares in ((), head.set_aside_shares)


def says_simulated(page: Page, reader: Reader) -> bool:
    """Whether the page's head says that its records are simulated."""
    head = head_source(page, reader)
    return head is not None and head.simulated
