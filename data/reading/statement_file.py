"""Compiled statements in a file that all processes share: JSON lines, each written once and never changed."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from data.reading.shared_lines import append_line, lines_since
from data.reading.symbolic_days import Outcome, Term

log = logging.getLogger(__name__)
#: Bytes of one file. Beyond, a process compiles for itself what it is asked for.
MOST_BYTES = 32_000_000


@dataclass(frozen=True)
class Line:
    """One run of a question: what was asked (`place`), the conditions on its days, and what came of it."""

    place: str
    path: tuple[tuple[Term, Outcome], ...]
    sql: str
    days: tuple[Term, ...]
    refusal: str = ""


class StatementFile:
    """The lines of one set of tables. What is no line of this version is passed over: it is compiled again.

    A process remembers where the lines of each place stand, and reads them when it is asked for them: a file has
    thousands, and a view needs fifty.
    """

    def __init__(self, path: Path) -> None:
        """Nothing is read or made yet."""
        self._path = path
        self._read_bytes = 0
        #: Where lines begin, by what stands for their places.
        self._begin: dict[bytes, list[int]] = {}
        #: Each term once: some hundred of them make up the paths of thousands of lines.
        self._terms: dict[Any, Any] = {}

    def lines_of(self, place: str) -> list[Line]:
        """The lines of that place that have been written so far, by this process too."""
        try:
            with self._path.open("rb") as file:
                self._find_new(file)
                return [
                    line for begin in self._begin.get(_digest(place.encode()), ()) for line in self._at(file, begin)
                ]
        except FileNotFoundError:
            return []
        except OSError as error:
            log.warning("compiled statements cannot be read: %s", error)
            return []

    def _find_new(self, file: BinaryIO) -> None:
        for written in lines_since(file, self._read_bytes):
            self._begin.setdefault(written.partition(b" ")[0], []).append(self._read_bytes)
            self._read_bytes += len(written)

    def _at(self, file: BinaryIO, begin: int) -> Iterator[Line]:
        file.seek(begin)
        _, _, told = file.readline().rstrip(b"\n").partition(b" ")
        if (line := self._read(told)) is not None:
            yield line

    def _read(self, written: bytes) -> Line | None:
        checksum, _, text = written.partition(b" ")
        if checksum != _digest(text):
            return None
        try:
            told = orjson.loads(text)
            path, days = self._tuples(told["path"]), self._tuples(told["days"])
            return Line(told["place"], path, told["sql"], days, told["refusal"])
        except (ValueError, KeyError, TypeError):
            return None

    def _tuples(self, value: Any) -> Any:
        """Lists as the tuples that they were, equal ones as one."""
        if not isinstance(value, list):
            return value
        each = tuple(map(self._tuples, value))
        return self._terms.setdefault(each, each)

    def append(self, line: Line) -> None:
        """Write a line for all other processes; without room for it they compile it themselves."""
        try:
            append_line(self._path, _written(line), MOST_BYTES)
        except OSError as error:
            log.warning("a compiled statement cannot be written: %s", error)


def _written(line: Line) -> bytes:
    text = orjson.dumps(asdict(line))
    return b" ".join((_digest(line.place.encode()), _digest(text), text)) + b"\n"


def _digest(text: bytes) -> bytes:
    """What stands for a place; and what tells a line that the disk harmed, as another digit would be another number."""
    return hashlib.blake2b(text, digest_size=8).hexdigest().encode()
