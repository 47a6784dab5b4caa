"""The catalogue of services: subjects times the actions of their kind, named in English and Chinese."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

VOCABULARY = Path(__file__).with_name("vocabulary")
#: The vocabulary makes more; a city's app lists the services that are asked for.
SIZE = 4200
#: Few services draw most requests: within a department popularity is raised to this power (assumed).
_SKEW = 1.4
_SUBJECT_FILES = ("people.toml", "enterprise.toml", "city.toml")


@dataclass(frozen=True)
class Service:
    """One service; all numbers are assumed, see docs/simulator.md.

    `deadline_days` is None where nothing is promised; `popularity` is a relative weight; `digital` shifts take-up
    (logits); `speed` multiplies the time taken; `cost_lcu` is the cost of one transaction in yuan.
    """

    code: str
    name_en: str
    name_zh: str
    department: str
    department_code: str
    department_en: str
    department_zh: str
    life_area: str
    kind: str
    deadline_days: int | None
    popularity: float
    digital: float
    speed: float
    cost_lcu: float


@dataclass(frozen=True)
class _Subject:
    name_en: str
    name_zh: str
    #: Rank in its group, 1 the most asked for, and the share of an audience in the subject.
    rank: int
    share: float


@cache
def read_vocabulary(name: str) -> dict[str, Any]:
    """One file of the vocabulary, read once a process; not to be changed."""
    return tomllib.loads((VOCABULARY / name).read_text("utf-8"))


def _subjects(lines: str, audiences: dict[str, list[str]]) -> Iterator[_Subject]:
    """The subjects of a group, each followed by its variants for the audiences that it names."""
    for rank, line in enumerate(lines.strip().splitlines(), start=1):
        name_en, name_zh, *chosen = (part.strip() for part in line.split("|"))
        yield _Subject(name_en, name_zh, rank, 1.0)
        for audience in chosen[0].split(",") if chosen else ():
            for_en, for_zh = audiences[audience.strip()]
            yield _Subject(f"{name_en} {for_en}", f"{for_zh}{name_zh}", rank, 0.3)


def _services(
    group: dict[str, Any], department: dict[str, Any], kind: dict[str, Any], subject: _Subject, number: int
) -> Iterator[Service]:
    """The services of one subject, one an action of its kind."""
    for action, (en, zh, weight, deadline, digital, cost) in enumerate(kind["rows"], start=1):
        yield Service(
            code=f"{kind['code']}{department['code']}{number:04d}{action:03d}",
            name_en=en.format(subject.name_en),
            name_zh=zh.format(subject.name_zh),
            department=group["department"],
            department_code=department["code"],
            department_en=department["en"],
            department_zh=department["zh"],
            life_area=group["life_area"],
            kind=group["kind"],
            deadline_days=None if deadline < 0 else int(deadline),
            popularity=float(
                (group.get("weight", 1.0) * kind["weight"] * weight * subject.share / subject.rank) ** _SKEW
            ),
            digital=float(department["digital"] + digital),
            speed=float(department["speed"]),
            cost_lcu=float(cost),
        )


@cache
def read_catalogue() -> tuple[Service, ...]:
    """The SIZE most asked for services in order of their code; names are unique in both languages.

    Popularity adds up to 1 and follows the departments' shares of requests.
    """
    departments, actions = read_vocabulary("departments.toml"), read_vocabulary("actions.toml")
    number: dict[str, int] = {}
    made: list[Service] = []
    for file in _SUBJECT_FILES:
        for group in read_vocabulary(file)["group"]:
            department = departments[group["department"]]
            for subject in _subjects(group["subjects"], actions["audience"]):
                number[group["department"]] = number.get(group["department"], 0) + 1
                made += _services(group, department, actions[group["kind"]], subject, number[group["department"]])
    asked_for = sorted(_with_shares(made, departments), key=lambda service: -service.popularity)[:SIZE]
    return tuple(sorted(_with_shares(asked_for, departments), key=lambda service: service.code))


def _with_shares(made: list[Service], departments: dict[str, Any]) -> Iterator[Service]:
    """The services with popularity scaled so that each department has its share of all requests."""
    totals: dict[str, float] = {}
    for service in made:
        totals[service.department] = totals.get(service.department, 0.0) + service.popularity
    everything = sum(float(departments[name]["weight"]) for name in totals)
    for service in made:
        share = float(departments[service.department]["weight"]) / everything
        yield replace(service, popularity=share * service.popularity / totals[service.department])
