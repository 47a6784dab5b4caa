"""How old what is shown is, against how often it should be renewed, and where it comes from."""

from __future__ import annotations

from dash.development.base_component import Component

from components import aria
from components.html import html
from components.text import Words
from components.trust.rows_left_out import left_out_note
from data.published.source import Source


def observed(source: Source, words: Words) -> str:
    """Until when the data reaches: the day, and the time where the publisher tells one."""
    clock = source.data_as_of[11:16]
    return words.moment(source.data_as_of) if clock and clock != "00:00" else words.day(source.data_as_of)


def badge(source: Source, words: Words) -> Component:
    """State (fresh, late, stale, archive) and age as a pill; the state stands there as a word and a shape too."""
    return html.Span(
        className=f"badge badge-{source.freshness}",
        title=words.t(f"freshness.{source.freshness}_why"),
        children=[
            html.Span(className="badge-mark", **aria.HIDDEN),
            html.Span(words.t(f"freshness.{source.freshness}")),
            html.Span(words.t("freshness.until", day=observed(source, words)), className="badge-age"),
        ],
    )


def simulated_badge(words: Words) -> Component:
    """The pill on everything that no one observed."""
    return html.Span(
        words.t("freshness.simulated"), className="badge badge-simulated", title=words.t("freshness.simulated_why")
    )


def perturbed_note(words: Words) -> Component:
    """That counts of few people are not shown as they are; how and why on hover."""
    return html.Span(f" · {words.t('freshness.perturbed')}", title=words.t("freshness.perturbed_why"))


def source_line(source: Source, words: Words, note: str = "") -> Component:
    """The line under a panel: a note, until when, by whom, published when; the snapshot's id on hover."""
    publishers = words.join(words.or_same("value.publisher", publisher) for publisher in source.publishers)
    told = [note] if note else []
    told += [words.t("freshness.until", day=observed(source, words))]
    told += [publishers] if publishers else []
    told.append(words.t("freshness.published", day=words.day(source.published_at)))
    told += [left_out] if (left_out := left_out_note(source, words)) else []
    return html.Span(
        className=f"source source-{source.freshness}",
        title=words.t("freshness.snapshot", snapshot=source.snapshot_id),
        children=[
            html.Span(className="badge-mark", **aria.HIDDEN),
            html.Span(words.t(f"freshness.{source.freshness}"), className="source-state"),
            html.Span(
                [
                    *(html.Span(f" · {part}" if index else part) for index, part in enumerate(told)),
                    *([perturbed_note(words)] if source.perturbed else []),
                ],
                className="source-text",
            ),
            *([simulated_badge(words)] if source.simulated else []),
        ],
    )
