"""Time: which days a view opens on, what a period is compared with, which months are complete, which grain a span has.

Nothing else in the house reckons with periods. A period is two days, both in it. One of whole months is compared with
whole months, so that a February has a whole February before it, of 28 days or 29; any other with the same days.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from data.reading.symbolic_days import of_days

Period = tuple[date, date]
#: The period of a view, either end of which may be open.
OpenPeriod = tuple[date | None, date | None]
#: A month that is over counts as complete when the records reach this day of it, and a first one when they begin by the
#: other day: a last or first weekend without records cuts no month.
COMPLETE_FROM_DAY, BEGINS_BY_DAY = 28, 4
#: Spans of fewer days are drawn by day, and up to two years by week.
LONGEST_BY_DAY, LONGEST_BY_WEEK = 90, 731
#: A year of whole weeks: the same weekday of the year before.
SAME_WEEKDAY = timedelta(days=364)
#: Months of an opening period that are worth more with a year to compare than twelve without.
FEWEST_COMPARED = 6
#: What a contract may say that its pages open on: months, days, or all records.
OPENING = re.compile(r"P(\d{1,3})([MD])")
ALL_RECORDS = "all"
#: Days that cases may need to end for a page to open on older ones in place of the newest: beyond, what it opened on
#: would be no answer to how things are.
LONGEST_MATURATION_DAYS = 184
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@of_days
def month_start(day: date) -> date:
    """The first day of the day's month."""
    return day.replace(day=1)


@of_days
def month_after(day: date) -> date:
    """The first day of the month after that day's."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


@of_days
def month_end(day: date) -> date:
    """The last day of the day's month."""
    return month_after(day) - timedelta(days=1)


@of_days
def months_back(day: date, months: int) -> date:
    """The first day of the month so many months before that day's."""
    number = 12 * day.year + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


@of_days
def is_whole_months(period: Period) -> bool:
    """Whether a period begins with a month and ends with one."""
    since, until = period
    return since.day == 1 and until == month_end(until)


@of_days
def months_of(period: Period) -> int:
    """How many months a period touches."""
    since, until = period
    return 12 * (until.year - since.year) + until.month - since.month + 1


@of_days
def year_earlier(period: Period) -> Period:
    """The same period a year earlier; whole months stay whole, and 29 February becomes the 28th."""
    since, until = period
    if is_whole_months(period):
        return months_back(since, 12), month_end(months_back(until, 12))
    return _day_a_year_earlier(since), _day_a_year_earlier(until)


def _day_a_year_earlier(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


@of_days
def period_before(period: Period) -> Period:
    """The period of the same length just before: as many whole months before whole months, else as many days."""
    since, until = period
    before = since - timedelta(days=1)
    if is_whole_months(period):
        return months_back(since, months_of(period)), before
    return before - (until - since), before


def same_part_before(part: Period, whole: Period) -> Period:
    """What `part` is of `whole`, of the period just before `whole`: the first fifteen days of a month, or its first two
    quarters, beside the same of the one before. A part that ends with its month keeps to ends of months."""
    before = period_before(whole)
    if part == whole:
        return before
    if not is_whole_months(whole):
        shift = whole[0] - before[0]
        return part[0] - shift, part[1] - shift
    since, until = (_months_earlier(day, months_of(whole)) for day in part)
    return since, month_end(until) if part[1] == month_end(part[1]) else until


def _months_earlier(day: date, months: int) -> date:
    month = months_back(day, months)
    return min(month + timedelta(days=day.day - 1), month_end(month))


def whole_until(last_day: date, known_until: date | None = None) -> date:
    """The last day up to which records that end on `last_day` are whole: of a month that they complete its last day.

    `known_until`: the last day that is over in what was delivered; None where nothing says so, as in an archive. A day
    of which the first hours are told is not whole, nor a month that is not over.
    """
    if last_day.day >= COMPLETE_FROM_DAY:
        return month_end(last_day) if known_until is None else min(known_until, month_end(last_day))
    return last_day if known_until is None else min(known_until, last_day)


@of_days
def complete_months(first_day: date, whole_day: date) -> Period | None:
    """The whole months of records from the first day, which are whole until the other; None where there are none."""
    since = month_start(first_day) if first_day.day <= BEGINS_BY_DAY else month_after(first_day)
    ends = month_start(whole_day + timedelta(days=1))
    return (since, ends - timedelta(days=1)) if since < ends else None


def opening_period(rule: str, first_day: date | None, last_day: date | None) -> Period | None:
    """The period that a page opens on: the last complete months or the last days that the rule says (`P12M`, `P30D`).

    `last_day`: until when the records are whole (`whole_until`). Where they cover fewer, what they cover; fewer months,
    but FEWEST_COMPARED at least, where only those are known of the year before too. None for `all`, and where there
    are no records.
    """
    match = OPENING.fullmatch(rule)
    if match is None or first_day is None or last_day is None:
        return None
    number = int(match[1])
    if match[2] == "D":
        return max(first_day, last_day - timedelta(days=number - 1)), last_day
    whole = complete_months(first_day, last_day)
    if whole is None:
        return first_day, last_day
    since, until = whole
    opens = max(since, months_back(until, number - 1))
    # Fewer months, where the same a year earlier is known of them and not of all.
    compared = months_back(since, -12)
    return (compared if opens < compared <= months_back(until, FEWEST_COMPARED - 1) else opens), until


@of_days
def fiscal_year_of(day: date, first_month: int) -> int:
    """The fiscal year of a day: the year in which it ends, where fiscal years start with that month."""
    return day.year + (1 < first_month <= day.month)


def fiscal_year_start(year: int, first_month: int) -> date:
    """The first day of the fiscal year of that number, which ends in the calendar year of that number."""
    return date(year - (first_month > 1), first_month, 1)


def fiscal_year_text(year: int, first_month: int) -> str:
    """A fiscal year as it is written: 2026 where it is the calendar's, 2026/27 where it ends in 2027."""
    return str(year) if first_month == 1 else f"{year - 1}/{year % 100:02d}"


def mature_part(period: Period, mature_day: date) -> Period | None:
    """The part of a period up to the last day whose cases have had time to end; None where it begins after that day.

    Whole months stay whole, so that they are compared with whole months.
    """
    since, until = period
    if until <= mature_day:
        return period
    if is_whole_months(period):
        mature_day = month_start(mature_day + timedelta(days=1)) - timedelta(days=1)
    return (since, mature_day) if since <= mature_day else None


def covered_part(since: date | None, until: date | None, first_day: date, last_day: date) -> OpenPeriod:
    """The part of a view's period, whose ends may be open, that records cover which are whole until the last day.

    A first month counts as `complete_months` has it. The period itself where they cover nothing of it.
    """
    begins, ends = since, until
    if begins is not None and begins < first_day:
        whole = begins.day == 1 and first_day.day <= BEGINS_BY_DAY
        begins = month_start(first_day) if whole else first_day
    if ends is not None and ends > last_day:
        ends = last_day
    within = (begins or first_day) <= last_day and (ends or last_day) >= first_day
    return (begins, ends) if within else (since, until)


@of_days
def grain_of(period: Period) -> str:
    """By what a span is drawn: days under LONGEST_BY_DAY, weeks under two years, else months."""
    days = (period[1] - period[0]).days + 1
    return "day" if days < LONGEST_BY_DAY else "week" if days < LONGEST_BY_WEEK else "month"


@of_days
def days_with_records(since: date | None, until: date | None, first_day: date, last_day: date) -> Period | None:
    """The days of a view, whose ends may be open, that records from the first to the last day reach."""
    begins, ends = max(since or first_day, first_day), min(until or last_day, last_day)
    return (begins, ends) if begins <= ends else None


@of_days
def whole_periods(
    since: date | None, until: date | None, first_day: date, last_day: date, whole_day: date, grain: str
) -> Period | None:
    """The periods of that grain (day, week from Monday, month) that lie in a view and that the records cover whole.

    None where there are none. Months are complete as `complete_months` has it; `whole_day` is what `whole_until` gives.
    """
    last_day = min(last_day, whole_day)
    reached = days_with_records(since, until, first_day, last_day)
    if reached is None or grain == "day":
        return reached
    begins, ends = reached
    if grain == "week":
        begins, ends = begins + timedelta(days=-begins.weekday() % 7), ends - timedelta(days=(ends.weekday() + 1) % 7)
    else:
        complete = complete_months(first_day, whole_day)
        if complete is None:
            return None
        first = begins if begins.day == 1 else month_after(begins)
        begins = complete[0] if begins == first_day else first
        ends = complete[1] if ends == last_day else month_start(ends + timedelta(days=1)) - timedelta(days=1)
    return (begins, ends) if begins <= ends else None


def number_of_periods(whole: Period, grain: str) -> int:
    """How many days, weeks or months a period of whole ones has."""
    days = (whole[1] - whole[0]).days + 1
    return months_of(whole) if grain == "month" else days // 7 if grain == "week" else days


@of_days
def a_year_of_periods_earlier(period: Period, grain: str) -> Period:
    """The same periods a year earlier: months by their names, days and weeks by their weekday, 52 weeks before."""
    if grain == "month":
        return year_earlier(period)
    return period[0] - SAME_WEEKDAY, period[1] - SAME_WEEKDAY


@of_days
def months_and_days(
    since: date | None, until: date | None, first_day: date, last_day: date
) -> tuple[Period | None, tuple[Period, ...]]:
    """The days of [since, until] with records as whole months, and the days that are left of a first and a last month.

    A month is whole where the period has all of its records. None where no month is.
    """
    reached = days_with_records(since, until, first_day, last_day)
    if reached is None:
        return None, ()
    since, until = reached
    first = month_start(since) if since.day == 1 or since == first_day else month_after(since)
    last = month_end(until) if until == last_day else month_start(until + timedelta(days=1)) - timedelta(days=1)
    if first > last:
        return None, (reached,)
    before = ((since, first - timedelta(days=1)),) if since < first else ()
    after = ((last + timedelta(days=1), until),) if until > last else ()
    return (first, last), (*before, *after)


#: What a chart goes by, finest first, where it follows the length of its view (`grain_of`).
GRAINS = ("day", "week", "month")
#: Grain -> the first day of the period after the one that starts on that day.
STEPS: Mapping[str, Callable[[date], date]] = {
    "day": lambda day: day + timedelta(days=1),
    "week": lambda day: day + timedelta(days=7),
    "month": month_after,
    "quarter": lambda day: months_back(day, -3),
    "year": lambda day: months_back(day, -12),
}
#: Periods that a series is filled up to at most: a century of months, or three years of days.
MOST_PERIODS = 1200


def every_period(starts: Sequence[object], grain: str) -> list[str]:
    """The first days (ISO texts) of all periods of that grain from the first to the last of `starts`.

    Empty where they are not such days once each in order, or would be more than MOST_PERIODS.
    """
    if len(starts) < 2 or not all(isinstance(start, str) and ISO_DAY.fullmatch(start) for start in starts):
        return []
    step, wanted = STEPS[grain], [str(start) for start in starts]
    found = [wanted[0]]
    while found[-1] < wanted[-1] and len(found) < MOST_PERIODS:
        found.append(step(date.fromisoformat(found[-1])).isoformat())
    return found if set(wanted) <= set(found) and wanted == sorted(set(wanted)) else []
