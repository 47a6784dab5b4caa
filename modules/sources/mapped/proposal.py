"""Looks at a file and proposes a mapping: domain, table, columns, formats and words, with the share that fits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import duckdb

from data.city.pack import City
from data.files.file_reading import FileRead
from modules.sources.mapped.column_doubts import rivals, without_unborne
from modules.sources.mapped.column_findings import ColumnFindings
from modules.sources.mapped.column_fit import CALLED_LIKE, LEAST_FIT
from modules.sources.mapped.counted_records import counted_records
from modules.sources.mapped.drafts import Proposal, draft_of
from modules.sources.mapped.in_or_out import speak_of_income
from modules.sources.mapped.mapping import ColumnMapping
from modules.sources.mapped.settling import settle
from modules.sources.mapped.table_choice import (
    RECORDS,
    agreed_only,
    doubts,
    likeliest,
    name_bonus,
    spoken_for,
    unspoken,
)
from modules.sources.mapped.targets import COMPLETING, TARGETS

#: Tables of a year's amounts, which a file of payments with a fiscal year in it fills too.
_BY_YEAR = ("budget_lines", "revenue_lines")
#: From this score on a file has all columns that a table needs, by about their usual names.
_SURE = 0.7
#: A column that is called so much like payees names who is paid, and no budget does.
_NAMES_PAYEES = 0.7
#: A request is closed after it was opened, but for mistakes in this share of rows.
_LEAST_IN_ORDER = 0.98
#: The caller knows nothing of all rows.
NOTHING: Mapping[str, str] = MappingProxyType({})
NO_BANDS: Mapping[str, list[float]] = MappingProxyType({})
#: Two targets this near each other are both named.
_NEAR = 0.04


def propose(
    connection: duckdb.DuckDBPyConnection, table: str, read: FileRead, city: City, name: str,
    wanted: str = "", dates: str = "", decimal: str = "", fixed: Mapping[str, str] = NOTHING,
    bands: Mapping[str, list[float]] = NO_BANDS,
) -> Proposal:  # fmt: skip
    """The mapping that fits the file best; of the table `wanted` where one is named (`payments`).

    `dates` (day-first, month-first), `decimal`, `fixed` (our column -> what holds for all rows) and `bands` (result ->
    lowest and highest score) are what the caller knows already. `name` is the file's.
    """
    hint = decimal or ("," if read.reading.delimiter == ";" else ".")
    looked = ColumnFindings(connection, table, read.rows, hint, city)
    targets = [each for each in TARGETS if not wanted or wanted in (each.table, f"{each.domain}/{each.table}")]
    drafts = [draft_of(looked, read, each, city, fixed) for each in targets]
    for each in drafts:
        each.score += name_bonus(each.mapping.table, read.columns, name)
    whole = {each.mapping.table for each in drafts if each.is_complete or _lacks_its_day(each)}
    drafts = [each for each in drafts if COMPLETING.get(each.mapping.table) not in whole]
    drafts.sort(key=lambda draft: -draft.score)
    if any(each.mapping.table == "payments" and (each.score > _SURE or each.likes.get("payee", 0) > _NAMES_PAYEES)
           for each in drafts):  # fmt: skip
        # Whatever fiscal year it names besides, a file that says who was paid is none of sums by year.
        drafts = [each for each in drafts if each.mapping.table not in _BY_YEAR]
    best = drafts[
        likeliest([(each.mapping.table, each.needed_likes, each.lacking) for each in drafts], read.columns, name)
    ]
    near = tuple(each.mapping.table for each in drafts if each is not best and each.score > best.score - _NEAR)
    proposal = replace(best, others=near)
    asked = [*without_unborne(looked, proposal), *rivals(looked, proposal, read)]
    settle(proposal, looked, city, name, dates, decimal, read.titles, fixed, bands)
    if not wanted and proposal.is_complete:
        complete = [each.mapping.table for each in drafts if each.mapping.table in near
                    and _may_be_instead(each, best, read.columns, name)]  # fmt: skip
        asked = [*(counted_records(looked, read.columns) if best.mapping.table in RECORDS else []), *asked]
        lives = _lives_as_requests(looked, proposal)
        asked += doubts(best.mapping.table, proposal.needed_likes, read.columns, name, complete, lives)
        if best.mapping.table == "payments" and "paid_on" not in proposal.likes:
            asked += agreed_only("payments", read.columns, name)
    lacking = proposal.mapping.target.lacking({*proposal.mapping.columns, *proposal.mapping.fixed})
    if not wanted and (first := unspoken(best.mapping.table, lacking, read.columns, name)):
        proposal.mapping = replace(proposal.mapping, questions=tuple(first))
        return proposal
    if not wanted and not lacking and best.mapping.table == "budget_lines":
        asked += agreed_only("budget_lines", read.columns, name)
    proposal.mapping = replace(proposal.mapping, questions=(*asked, *proposal.mapping.questions))
    return proposal


def _may_be_instead(other: Proposal, best: Proposal, columns: Sequence[str], name: str) -> bool:
    """Whether a file may be that other whole table too: as many of its names speak of it, and none speaks against it.

    What a department has is spent, unless a name says that money comes in.
    """
    if other.mapping.table == "revenue_lines" and "department" in best.mapping.columns:
        return other.is_complete and speak_of_income((*columns, name))
    spoken, spoken_best = (spoken_for(each.mapping.table, columns, name) for each in (other, best))
    return other.is_complete and spoken >= spoken_best


def _lives_as_requests(looked: ColumnFindings, proposal: Proposal) -> bool:
    """Whether each row has a number of its own, was opened and is closed after that, as far as it is: a request."""
    columns = proposal.mapping.columns
    opened, closed = (columns.get(each) for each in ("requested_datetime", "closed_datetime"))
    if proposal.mapping.table != "requests" or "service_request_id" not in columns:
        return False
    called_so = proposal.likes.get("closed_datetime", 0) >= CALLED_LIKE
    if not called_so or not isinstance(opened, str) or not isinstance(closed, str):
        return False
    return looked.share_in_order(opened, closed) >= _LEAST_IN_ORDER


def _lacks_its_day(draft: Proposal) -> bool:
    """Whether a file has results of inspections without a day: no mere list of premises, which would drop them."""
    known = draft.fits.get("result", 0) >= LEAST_FIT and draft.likes.get("result", 0) >= _SURE
    return known and draft.lacking == 1 and "inspected_on" not in draft.mapping.columns


def found_in(columns: Sequence[str], mapping: ColumnMapping) -> bool:
    """Whether a file of those columns is a further delivery under that mapping, though not quite of its header.

    One with open questions names too little to know another file by.
    """
    named = mapping.file_columns()
    return bool(named) and not (mapping.header and mapping.questions) and named <= set(columns)
