"""The dimensions that an address may choose values of, as contracts name them, and how several values are written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from data.drops.contract import domains, load_contract

#: Between two values of one dimension in an address. A value's own separators and backslashes have a backslash before.
SEPARATOR = "|"
_PART = re.compile(r"(?:[^|\\]|\\.|\\$)+")


@cache
def dimensions() -> tuple[str, ...]:
    """Every dimension once, in the order of an address: by domain, the last one first, then as its contract says."""
    named = (name for domain in reversed(domains()) for name in load_contract(domain).dimensions)
    return tuple(dict.fromkeys(named))


def join_values(values: Iterable[str]) -> str:
    """Values as one text of an address, whatever is in them."""
    return SEPARATOR.join(re.sub(r"[|\\]", r"\\\g<0>", value) for value in values)


def split_values(text: str) -> tuple[str, ...]:
    """The values in a text of an address, in their order, each once, without empty ones."""
    parts = (re.sub(r"\\(.)", r"\1", part) for part in _PART.findall(text))
    return tuple(dict.fromkeys(part for part in parts if part))
