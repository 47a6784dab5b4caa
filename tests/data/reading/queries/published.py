"""Publishes rows written in a test and asks them questions, the way a page does."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd

from data.city.pack import load_city
from data.drops.contract import load_contract
from data.publishing.publish import publish
from data.reading.filters import Filters
from data.reading.question import Question
from data.reading.store import Store
from tests.city_with_records import CITY, DATA_AS_OF, write_city, write_records, write_secret
from tests.compiled import share_compiled

Rows = list[dict[str, Any]]
Ask = Callable[..., list[dict[str, Any]]]


@dataclass(frozen=True)
class Published:
    """One domain of Riverton with a test's own rows: two levels, districts NW, NE, SW, SE with blocks NW-W, ..."""

    store: Store

    def ask(self, question: Question, *, since: str | None = None, until: str | None = None, area: str | None = None,
            language: str = "en", as_of: str | None = None, **selected: str) -> Rows:  # fmt: skip
        """The records that the question answers in this view; a dimension's values are joined by `|`."""
        filters = Filters(
            CITY,
            date.fromisoformat(since) if since else None,
            date.fromisoformat(until) if until else None,
            as_of=date.fromisoformat(as_of) if as_of else None,
            language=language,
        )
        if area:
            filters = replace(filters, area=area, area_level=2 if "-" in area else 1)
        for dimension, values in selected.items():
            filters = filters.with_selection(dimension, values.split("|"))
        return self.store.answer(question, filters).records()

    def columns(self, question: Question, **view: Any) -> list[str]:
        """The columns of the answer, which an empty one has too."""
        since = view.get("since")
        filters = Filters(CITY, date.fromisoformat(since) if since else None)
        return list(self.store.answer(question, filters).columns)


def records_of(domain: str, tables: dict[str, Rows]) -> dict[str, pd.DataFrame]:
    """The tables of a drop with these rows."""
    return {name: _table(domain, name, rows) for name, rows in tables.items()}


def _table(domain: str, name: str, rows: Rows) -> pd.DataFrame:
    """The rows with every column of the contract; those not given are missing."""
    columns = [column.name for column in load_contract(domain).table(name).columns]
    return pd.DataFrame(rows, columns=columns).astype(object).where(lambda frame: frame.notna(), None)


def published(
    root: Path, domain: str, tables: dict[str, Rows], language: str = "en", floor: int = 0, *,
    data_as_of: date = DATA_AS_OF, cadence: str = "archive",
) -> Published:  # fmt: skip
    """Writes Riverton, with that language for its own, and the rows below `root`, and publishes them.

    Without a `floor` of counts of people the answers are the sums of the rows.
    """
    if not (root / "cities").exists():
        write_secret(root)
        pack = write_city(root / "cities") / "city.toml"
        told = pack.read_text("utf-8").replace('language = "en"', f'language = "{language}"')
        pack.write_text(told.replace("small_cell_floor = 0", f"small_cell_floor = {floor}"), "utf-8")
    write_records(root / "outputs", domain, records_of(domain, tables), data_as_of, cadence=cadence)
    city = load_city(CITY, root / "cities")
    outcome = publish(city, domain, outputs_dir=root / "outputs", snapshots_dir=root / "snapshots")
    assert outcome.state == "published", outcome.report.as_text() if outcome.report else outcome.message
    return Published(Store(root / "snapshots", share_compiled(root) / "cache"))


def questions_of(module: ModuleType) -> list[Question]:
    """The questions that a module asks, in order of their names."""
    return [each for name, each in inspect.getmembers(module, lambda each: isinstance(each, Question))]
