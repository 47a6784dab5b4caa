"""What publishing and reading agree on about cells of people: their measures, how they are perturbed, what breaks down.

A cell is a unit of time (a day or a month), the columns that a question groups by or a view selects by, and an area.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date

from data.published.cell_keys import KEYS, RECORD_KEY

#: A cell key and a count are mixed by SPREAD, and then by raising to the third power modulo this prime, just above the
#: number of keys, which is one to one.
PRIME = KEYS + 1
SPREAD = 40_503
#: What is learned of people inside a group that all other columns define.
FINEST = frozenset({"bucket", "hour", "age_days"})
#: Columns that say the same of a service as the service itself.
OF_SERVICE = frozenset({"department", "life_area"})
#: The first day of a month by whose end all that the records know has happened: dates end with the year before.
AFTER_ALL = date(2201, 1, 1)
#: The column of a table of shown cells that says by which columns its rows are broken down (`breakdown_of`).
BREAKDOWN = "breakdown"
#: How those tables are called, after what they count, by their unit of time.
SHOWN_BY = {"day": "daily", "week": "weekly", "month": "monthly"}

#: The table of days to close by service in which shown cells of months are added up, from the first to each.
CLOSED_SO_FAR = "shown_closed_up_to_month"
#: The table of the services that it has by number (`service_number`), each with its department and area of life.
CLOSED_SERVICES = "shown_closed_services"


def breakdown_of(columns: Collection[str]) -> str:
    """How a table of shown cells calls those that are broken down by these columns."""
    return " ".join(sorted(columns)) or "whole"


def cell_columns(columns: Collection[str]) -> frozenset[str]:
    """By which columns the people are counted that are shown by these: with an area go those that it lies in, with a
    service its department. So the same people are one cell, whichever of these columns they are asked for by."""
    deepest = max((int(name.removeprefix("area_")) for name in columns if name.startswith("area_")), default=0)
    wholes = {f"area_{level}" for level in range(1, deepest)} | ({"department"} if "service" in columns else set())
    return frozenset(columns) | wholes


@dataclass(frozen=True)
class Measures:
    """The columns of a cube that are added up, the number of people first.

    `parts` says of which other one a measure counts a part, wholes first; `amounts` of which count it is an amount.
    """

    sums: tuple[str, ...]
    parts: dict[str, str] = field(default_factory=dict)
    amounts: dict[str, str] = field(default_factory=dict)

    def only(self, names: Collection[str]) -> Measures:
        """These measures, and those that they are parts or amounts of."""
        wanted = {self.sums[0], *names}
        for _ in self.sums:
            wanted |= {of[name] for of in (self.parts, self.amounts) for name in wanted if name in of}
        return Measures(
            tuple(name for name in self.sums if name in wanted),
            {part: whole for part, whole in self.parts.items() if part in wanted},
            {amount: of for amount, of in self.amounts.items() if amount in wanted},
        )

    def levels(self) -> Iterator[dict[str, str]]:
        """`parts` in turns: first the parts of the number of people, then parts of those, and on."""
        known = {self.sums[0]}
        while level := {part: whole for part, whole in self.parts.items() if whole in known and part not in known}:
            yield level
            known |= level.keys()


#: Requests for services, and those of them that were closed, by what the cubes add up.
REQUESTS = Measures(
    (
        "requests", "completed", "abandoned", "rejected", "completed_known_channel", "completed_digital",
        "ratings", "satisfied", "closed_with_deadline", "closed_on_time", "costed", "cost_lcu",
    ),
    parts={
        "completed": "requests", "abandoned": "requests", "rejected": "requests",
        "completed_known_channel": "completed", "completed_digital": "completed_known_channel",
        "ratings": "requests", "satisfied": "ratings", "closed_with_deadline": "requests",
        "closed_on_time": "closed_with_deadline", "costed": "completed",
    },
    amounts={"cost_lcu": "costed"},
)  # fmt: skip
#: What services are ranked by.
RANKED = REQUESTS.only(("requests", "completed", "abandoned", "rejected"))
#: Requests that were open at the end of a month or day.
OPEN = Measures(("backlog",))
#: Requests that were made at a known hour.
TIMED = Measures(("requests",))
CLOSED = Measures(("counted", "total"), amounts={"total": "counted"})
#: The columns of cubes that are added up, people's keys among them; all others tell their rows apart.
ADDED_UP = frozenset({*REQUESTS.sums, *OPEN.sums, *CLOSED.sums, RECORD_KEY})


def bases(keys: Collection[str], time: str) -> Iterator[frozenset[str]]:
    """The groups of people, each by its columns, that must be many before the columns `keys` break them down."""
    columns = frozenset(keys) - {time}
    attributes = {key for key in columns if not key.startswith("area_")}
    if attributes & FINEST:
        yield columns - FINEST
        return
    if "service" in attributes:
        attributes -= OF_SERVICE
    for attribute in sorted(attributes):
        yield columns - {attribute} - (OF_SERVICE if attribute == "service" else frozenset())
