"""Who is looking, and at what: an address or the view Store, read into a city, filters and words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Protocol, TypeVar

from flask import g, has_request_context, request

from components.text import Words, languages
from components.view.page import Page, Panel, Part
from data.city.pack import City, UnknownCityError, areas_of, known_cities, load_city
from data.drops.contract import load_contract
from data.published.snapshots import current_ids
from data.published.source import DataMissingError
from data.reading.access import EVERYBODY, Access, whole_day_of
from data.reading.answer import Answer, Empty, Found, Missing, NotInData, Outcome, Stalled, answered, never_stated
from data.reading.compare import of_cities, other_view
from data.reading.enough_cases import by_enough_cases
from data.reading.filters import Complaint, Filters, read_filters
from data.reading.periods import LONGEST_MATURATION_DAYS, Period, covered_part, mature_part, opening_period
from data.reading.question import Question
from data.reading.store import Rows, store
from data.reading.versions import Versions
from settings import settings


class Asked(Protocol):
    """Anything that a question answers: a panel, a tile, a measure of the map, a part of a page."""

    @property
    def question(self) -> Question:
        """What is asked."""


#: A view of one value of these opens on all of its records: they are few, and its history is what is asked for.
OPEN_ON_ALL = ("premises", "payee", "case_id")


@dataclass(frozen=True)
class Reader:
    """One reader's view: the city, what is asked of it, the words to answer in, and what could not be understood.

    `versions` are the snapshots that all of the view is answered from.
    """

    city: City
    filters: Filters
    words: Words
    versions: Versions
    complaints: tuple[Complaint, ...] = ()
    #: Cities that are shown beside this one where several are, in their order; empty: those that there are.
    fleet: tuple[str, ...] = ()
    #: The view that each question is asked in, once somebody needed it: a part needs its own five times.
    _views: dict[Question, Filters] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def whole(self) -> Filters:
        """The view that nothing narrows: the whole city as it was known on the reader's day, in the reader's words."""
        return Filters(
            city=self.city.key, as_of=self.filters.as_of, language=self.words.language,
            fiscal_year_starts_month=self.city.fiscal_year_starts_month,
        )  # fmt: skip

    def own_view(self, page: Page) -> Filters:
        """The view of the one thing that the page is of, narrowed by nothing else."""
        view = self.whole
        for dimension in page.fixed:
            view = view.with_selection(dimension, self.filters.selected(dimension))
        return view

    def view_of(
        self, domain: str, *, current: bool = False, mature_day: date | None = None, table: str | None = None,
        opens_on: str | None = None,
    ) -> Filters:  # fmt: skip
        """The reader's view as a domain is asked in it: the part of its period that the domain's records (or those of
        one of its tables) cover, and without a period the one that the domain opens on.

        That is the last twelve complete months, or what `opens_on`, the contract or the city says; for what is
        `current` it has no end. `mature_day`: the last day whose cases have had time to end, where only such are to be
        asked about; where that is too long ago, the newest are.
        """
        if not domain:
            return self.filters
        if self.filters.since or self.filters.until:
            return self._covered(self.filters, domain, table, current=current)
        days = self.days_covered(domain, table)
        if days is None or self.is_of_one_thing:
            return self.filters
        rule = self.city.opens_on.get(domain, opens_on or load_contract(domain).opens_on)
        first_day, last_day = days
        if mature_day and (last_day - mature_day).days <= LONGEST_MATURATION_DAYS:
            last_day = mature_day
        period = opening_period(rule, first_day, last_day)
        if period is None:
            return self.filters if last_day == days[1] else replace(self.filters, until=last_day)
        return replace(self.filters, since=period[0], until=None if current else period[1])

    @property
    def is_of_one_thing(self) -> bool:
        """Whether the view is of one thing whose whole history is shown where no period is chosen."""
        return any(self.filters.selected(dimension) for dimension in OPEN_ON_ALL)

    def days_covered(self, domain: str, table: str | None = None) -> Period | None:
        """First day of the domain's records, or of those of one of its tables, and the one until which they are whole;
        None where it has none."""
        try:
            snapshot = self.versions.snapshot(domain)
        except DataMissingError:
            return None
        first, last = snapshot.table_days.get(table or "", (snapshot.first_day, snapshot.last_day))
        return (first, whole_day_of(snapshot, last)) if first and last else None

    def _covered(self, view: Filters, domain: str, table: str | None = None, *, current: bool = False) -> Filters:
        """The view of those of its days that the records cover; without an end for what is `current`, as it was asked,
        else without the first hours of a day that is not over."""
        days = self.days_covered(domain, table)
        if days is None:
            return view
        since, until = covered_part(view.since, view.until, *days)
        known = self.versions.snapshot(domain).known_until
        if until is None and known == days[1] and not current and (since or known) <= known:
            until = known
        return replace(view, since=since, until=until)

    def is_of_an_unfinished_day(self, view: Filters, domain: str) -> bool:
        """Whether all records of the view are of a day that is not over."""
        try:
            known = self.versions.snapshot(domain).known_until
        except DataMissingError:
            return False
        return known is not None and view.since is not None and view.since == known + timedelta(days=1)

    def other_view(self, part: Asked | Question) -> Filters | None:
        """The view that the part's is compared with (`compared_with`); None too where it reads nothing that they differ
        in."""
        question = part if isinstance(part, Question) else part.question
        view = self.view(question)
        other = self.compared_with(view, question.domain, question.reaches)
        return other if other and store().tells_apart(question, view, other, self.versions) else None

    def reads_period(self, question: Question) -> bool:
        """Whether the question reads the period of the view, if it has one."""
        view = self.view(question)
        return store().tells_apart(question, view, replace(view, since=None, until=None), self.versions)

    def compared_with(self, view: Filters, domain: str, table: str | None = None) -> Filters | None:
        """The view that this one of the reader's is compared with, in the days that the domain's records (or those of
        one of its tables) cover; None where nothing is compared.

        Of the period before it is the same part as is covered of the period that the reader chose.
        """
        other = other_view(view, self.filters)
        return other and self._covered(other, domain, table)

    def view(self, part: Asked | Question) -> Filters:
        """The reader's view as the part is asked in it."""
        question = part if isinstance(part, Question) else part.question
        if (known := self._views.get(question)) is None:
            known = self._views[question] = self._view_of_question(question)
        return known

    def _view_of_question(self, question: Question) -> Filters:
        mature_day = self.mature_day(question)
        if mature_day is None or question.is_over_time(self.filters):
            return self.view_of(
                question.domain, current=question.current, table=question.reaches, opens_on=question.opens_on
            )
        view = self.view_of(question.domain, mature_day=mature_day)
        snapshot = self.versions.snapshot(question.domain)
        since, until = view.since or snapshot.first_day, view.until or snapshot.last_day
        mature = mature_part((since, until), mature_day) if since and until else None
        return replace(view, until=mature[1]) if mature else view

    def mature_day(self, question: Question) -> date | None:
        """The last day whose cases have had time to end; None where the question is of no cases that end."""
        if question.matures is None:
            return None
        try:
            return self.versions.snapshot(question.domain).mature_days.get(question.matures)
        except DataMissingError:
            return None

    def kept_from(self, question: Question) -> date | None:
        """The first day from which the single records that the question lists are kept; None where all are."""
        if question.records is None:
            return None
        try:
            return self.versions.snapshot(question.domain).kept_from.get(question.records)
        except DataMissingError:
            return None

    def is_mature(self, question: Question, view: Filters) -> bool:
        """Whether all cases of the view that the question judges are known to have had time to end.

        A snapshot that was published before this was reckoned does not know it.
        """
        if question.matures is None:
            return True
        mature_day = self.mature_day(question)
        return mature_day is not None and view.until is not None and view.until <= mature_day

    def ask(self, part: Asked | Question, filters: Filters | None = None, rows: Rows | None = None) -> Outcome:
        """What the part's question comes to in the reader's view (or in `filters`): the one way to ask.

        `rows` asks for some rows of the answer only: the first one and how many.
        """
        question = part if isinstance(part, Question) else part.question
        needed = getattr(part, "needs", None)
        if needed and rows_of(question.domain, needed, self.versions) == 0:
            return NotInData(needed)
        view = filters or self.view(question)
        measure = part.measure if isinstance(part, Part) else None

        def stored(of: Filters) -> Outcome:
            return store().ask(question, of, self.versions, rows)

        outcome = by_enough_cases(stored, replace(view, measure=measure) if measure else view)
        if isinstance(outcome, Found) and (dimension := never_stated(outcome.answer)) is not None:
            anywhere = answered(store().ask(question, replace(self.whole, as_of=view.as_of), self.versions))
            if anywhere is None or never_stated(anywhere) == dimension:
                return NotInData(dimension)
        if isinstance(outcome, Missing | Stalled) and has_request_context():
            g.unanswered = {outcome.domain, *g.get("unanswered", ())}
        return self._with_other_cities(question, outcome, view) if question.of_every_city else outcome

    def _with_other_cities(self, question: Question, own: Outcome, view: Filters) -> Outcome:
        """The rows of this city's answer, then those of every other city that has one, by the cities' names."""
        mine = answered(own)
        if mine is None:
            return own
        answers = {self.words.name(self.city.name): mine}
        for city in self._other_cities(question.domain):
            versions = store().versions(city.key, view.as_of, self.versions.access)
            if (answer := answered(store().ask(question, replace(view, city=city.key), versions))) is not None:
                answers.setdefault(self.words.name(city.name), answer)
        both = of_cities(answers)
        return Found(both) if both.rows else Empty(both)

    def _other_cities(self, domain: str) -> list[City]:
        """Every other city of which the domain was published, by its name.

        One whose folder cannot be read is said on `/data` and left out here.
        """
        chosen, found = settings(), []
        # Of a thousand cities most have no such records: their folders need not be read for it.
        published = current_ids(chosen.snapshots_dir, domain).keys() & known_cities(chosen.cities_dir)
        for key in published - {self.city.key}:
            with suppress(UnknownCityError):
                found.append(load_city(key, chosen.cities_dir))
        return sorted(found, key=lambda each: self.words.name(each.name))

    def ask_ahead(self, parts: Iterable[tuple[Asked | Question, Filters]]) -> list[Future[Outcome | None]]:
        """Begin to answer parts, each in its view, those first that stand first; who asks one meanwhile waits for it.

        What has not begun can be cancelled.
        """
        asked = []
        for part, view in parts:
            question = part if isinstance(part, Question) else part.question
            most = part.rows if isinstance(part, Panel) else None
            asked.append((question, view, (0, most) if most else None))
        return store().ask_ahead(asked, self.versions)

    def answer(self, part: Asked | Question, filters: Filters | None = None) -> Answer | None:
        """The answer where there is one, with rows or without; None where it is missing or not in scope."""
        return answered(self.ask(part, filters))


def _choose_city(asked: object, complaints: list[Complaint]) -> City | None:
    """The city asked for, else the default one, else the first there is, else None."""
    cities_dir = settings().cities_dir
    for key in (asked, settings().default_city, *known_cities(cities_dir)):
        try:
            if key:
                return load_city(str(key), cities_dir)
        except UnknownCityError:
            if key == asked:
                complaints.append(Complaint("unknown_city", str(key)[:40]))
    return None


#: The cookie in which `assets/js/view/view.js` keeps the language that a reader chose.
LANGUAGE_COOKIE = "citydeck-language"


def preferred_language(city_language: str) -> str:
    """The language for an address that names none: the one the reader chose, else the first of the browser's that has
    a text file, else the city's own, else English."""
    known = languages()
    if has_request_context():
        if (chosen := request.cookies.get(LANGUAGE_COOKIE)) in known:
            return chosen
        if wanted := request.accept_languages.best_match(known):
            return wanted
    return city_language if city_language in known else "en"


def read(query: Mapping[str, Any], access: Access = EVERYBODY) -> Reader | None:
    """The reader of this address or view; None when no city has been brought yet."""
    complaints: list[Complaint] = []
    asked = query.get("city")
    if isinstance(asked, list | tuple):
        complaints.append(Complaint("repeated", "city"))
        asked = asked[-1]
    city = _choose_city(asked, complaints)
    if city is None:
        return None
    levels = {area_id: area.level for area_id, area in areas_of(city).items()}
    rest = {key: value for key, value in query.items() if key != "city"}
    filters, more = read_filters(rest, city.key, levels, languages(), preferred_language(city.language))
    versions = store().versions(city.key, filters.as_of, access)
    filters = replace(filters, fiscal_year_starts_month=city.fiscal_year_starts_month)
    words = Words(filters.language, city.currency, fiscal_year_starts_month=city.fiscal_year_starts_month)
    return Reader(city, filters, words, versions, (*complaints, *more))


class Needing(Protocol):
    """A part of a page that may need a table: a tile or a panel."""

    @property
    def needs(self) -> str | None:
        """The contract table, or None where the part needs no particular one."""

    @property
    def domain(self) -> str:
        """The domain whose snapshot answers."""


AnyPart = TypeVar("AnyPart", bound=Needing)


def rows_of(domain: str, table: str, versions: Versions) -> int | None:
    """How many rows of a contract's table the city's records have; None where nothing is published."""
    try:
        return versions.snapshot(domain).rows.get(table, 0)
    except DataMissingError:
        return None


def available(parts: Iterable[AnyPart], reader: Reader) -> list[AnyPart]:
    """The parts whose records the reader's city has, and all that need none in particular.

    A part that `lacks` a table stands for it in a city that has none of it.
    """

    def stands(part: AnyPart) -> bool:
        lacks = getattr(part, "lacks", None)
        has = part.needs is None or bool(rows_of(part.domain, part.needs, reader.versions))
        return has and not (lacks and rows_of(part.domain, lacks, reader.versions))

    return [part for part in parts if stands(part)]
