"""Can I trust what I see? What is served of each domain, from whom, what was refused, and what came before."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from dash.development.base_component import Component

from components.html import html
from components.text import Words
from components.trust.freshness import badge, simulated_badge
from components.trust.rows_left_out import rows_left_out, table_ages
from data.city.pack import City
from data.published.snapshots import Snapshot
from data.published.status import History, Refused, Standing, Waiting


def _waiting(waiting: Waiting, standing: Standing, city: City, words: Words) -> Component:
    """What waits for a person, why, and the command that takes it."""
    told = words.t("waiting.told", run=waiting.run_id, day=words.day(_local(waiting.since, city).date()))
    command = f"python -m data publish {standing.city} {standing.domain} --accept {waiting.run_id}"
    reasons = html.Ul([html.Li(reason) for reason in waiting.reasons])
    return html.Div([html.P(told, className="sentence"), reasons, html.Code(command)], role="alert")


def _facts(pairs: list[tuple[str, Any]]) -> Component:
    """A list of terms with what they are."""
    return html.Dl(
        className="facts",
        children=[part for term, told in pairs for part in (html.Dt(term), html.Dd(told))],
    )


def _sources(snapshot: Snapshot, words: Words) -> Component:
    """Publisher, licence and address of each source; the address as text, because nothing leaves this host."""
    return html.Ul(
        className="sources",
        children=[
            html.Li(
                [
                    html.Strong(words.or_same("value.publisher", source["publisher"])),
                    html.Span(source.get("licence") or words.t("standing.no_licence"), className="panel-sub"),
                    html.Code(source["address"]) if source.get("address") else None,
                ]
            )
            for source in snapshot.raw["manifest"]["sources"]
        ],
    )


def _refusals(refused: tuple[Refused, ...], city: City, words: Words) -> Component:
    if not refused:
        return html.P(words.t("standing.none_refused"), className="panel-sub")
    return html.Ul(
        [
            html.Li(
                words.t(
                    "standing.refused",
                    run=each.run_id,
                    day=words.day(_local(each.refused_at, city).date()),
                    broken=" · ".join(
                        f"{words.or_same('rule', rule)} ({words.number(count)})" for rule, count in each.broken
                    ),
                ),
                role="alert",
            )
            for each in refused[:5]
        ]
    )


def _rows(snapshot: Snapshot, words: Words) -> str:
    return words.join(
        words.t("standing.rows_of", table=words.or_same("table", table), count=snapshot.rows_to_say(count))
        for table, count in snapshot.rows.items()
        if count
    )


def _places(snapshot: Snapshot, city: City, words: Words) -> list[Component]:
    """Per table and level: how many rows lie in an area, and how many in none."""
    return [
        html.Li(
            words.t(
                "standing.places",
                table=words.or_same("table", table),
                level=words.name(city.levels[level].name) if level < len(city.levels) else str(level),
                mapped=snapshot.rows_to_say(mapped),
                unmatched=snapshot.rows_to_say(unmatched),
            )
        )
        for table, level, mapped, unmatched in snapshot.places
    ]


def _moment(iso: str, city: City, words: Words) -> str:
    """A moment on the city's clock, with the name of its zone."""
    return f"{words.moment(_local(iso, city))} ({city.timezone})"


def _local(iso: str, city: City) -> datetime:
    return datetime.fromisoformat(iso).astimezone(ZoneInfo(city.timezone))


def _history(snapshots: tuple[Snapshot, ...], city: City, words: Words) -> Component:
    heads = [words.t(f"standing.{name}") for name in ("published", "reaches_to", "rows", "snapshot", "run")]
    return html.Details(
        [
            html.Summary(words.t("standing.history", count=len(snapshots))),
            html.Table(
                className="records",
                children=[
                    html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
                    html.Tbody(
                        [
                            html.Tr(
                                [
                                    html.Td(_moment(each.published_at, city, words)),
                                    html.Td(words.day(each.data_as_of)),
                                    html.Td(
                                        words.number(each.rows_to_say(sum(each.rows.values()))), className="number"
                                    ),
                                    html.Td(html.Code(each.snapshot_id)),
                                    html.Td(html.Code(each.run_id)),
                                ]
                            )
                            for each in snapshots[:30]
                        ]
                    ),
                ],
            ),
        ]
    )


def standing_panel(history: History, city: City, words: Words) -> Component:
    """One domain: is it fresh, what is in it, who published it under which licence, what was refused."""
    standing = history.standing
    title = words.t(f"page.{standing.domain}.title")
    head: list[Component] = [html.H2(title, className="panel-title")]
    body: list[Any] = []
    current = next((each for each in history.snapshots if each.snapshot_id == standing.snapshot), None)
    if current is None:
        body.append(html.P(words.t("standing.nothing"), className="sentence", role="alert"))
    else:
        source = current.source()
        head += [badge(source, words)] + ([simulated_badge(words)] if source.simulated else [])
        manifest = current.raw["manifest"]
        places = _places(current, city, words)
        body.append(
            _facts(
                [
                    (words.t("standing.reaches_to"), words.day(source.data_as_of)),
                    (words.t("standing.cadence"), words.or_same("cadence", source.cadence)),
                    (words.t("standing.published"), _moment(source.published_at, city, words)),
                    (words.t("standing.rows"), _rows(current, words)),
                    (words.t("standing.module"), f"{manifest['module']} {manifest['module_version']}"),
                    (words.t("standing.contract"), f"{manifest['contract']} {manifest['contract_version']}"),
                    (words.t("set_aside.title"), rows_left_out(current, words)),
                    *([(words.t("set_aside.last_days"), table_ages(source, words))] if source.tables else []),
                    *([(words.t("standing.where"), html.Ul(places))] if places else []),
                    (words.t("standing.sources"), _sources(current, words)),
                    *([(words.t("standing.people"), words.t("standing.people_told"))] if source.perturbed else []),
                    (
                        words.t("standing.notes"),
                        html.Ul([html.Li(note) for note in _notes(manifest, words)]),
                    ),
                ]
            )
        )
    if standing.waiting is not None:
        body.insert(0, _waiting(standing.waiting, standing, city, words))
    body += [html.H3(words.t("standing.refusals")), _refusals(history.refused, city, words)]
    if history.snapshots:
        body.append(_history(history.snapshots, city, words))
    return html.Section(
        className="panel span-6",
        children=[html.Header(head, className="panel-head"), html.Div(body, className="panel-body")],
        **{"aria-label": title},
    )


def _notes(manifest: dict[str, Any], words: Words) -> list[str]:
    """What the module noted, in the reader's words where they have them."""
    notes = manifest.get("notes") or []
    return [words.or_same("value.note", note) for note in ([notes] if isinstance(notes, str) else notes)]
