"""Small files by hand in the shape of those that cities publish, with what should be read of them.

The records are invented, the headers, encodings, marks and words are those of the publishers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class CityFile:
    """A file and what is expected: the table, some columns of the mapping, the first row as read, rows left out.

    `first` is the first row of the contract's table as texts. `says` stands among what is assumed or asked.
    """

    name: str
    content: bytes
    table: str
    rows: int
    columns: Mapping[str, str | list[str]] = field(default_factory=dict)
    first: Mapping[str, str | None] = field(default_factory=dict)
    aside: int = 0
    says: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    city: str = "riverton"


def text_bytes(text: str, encoding: str = "utf-8") -> bytes:
    return text.lstrip("\n").encode(encoding)


def json_bytes(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()
