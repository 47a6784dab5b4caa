"""What parts of pages could not show, as it was found when they were asked, in files that all processes share.

A page is laid out by it: what is known to stay empty takes no place that others would move into before a reader's eyes.
Nothing is computed for it, and nothing depends on it: what is not known is laid out as if it were filled.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson
from cachetools import LRUCache

from data.reading.shared_lines import append_line, lines_since

log = logging.getLogger(__name__)
#: Bytes of one file: some thousand lines, where a city has hundreds of parts.
MOST_BYTES = 500_000
#: Cities' states that a process remembers.
MOST_STATES = 64


@dataclass(frozen=True)
class Silence:
    """Why a part shows nothing: the kind of the reason, and the table or dimension that it names."""

    kind: str
    subject: str = ""


#: In the place of a reason: the part was seen to show something.
_SEEN = Silence("filled")


@dataclass(frozen=True)
class _Line:
    part: str
    view: str
    kind: str
    subject: str


class SilenceFile:
    """The silences of one city's snapshots. Threads and processes share it; what is written once is not again."""

    def __init__(self, path: Path) -> None:
        """Nothing is read or made yet."""
        self._path = path
        self._lock = threading.Lock()
        self._read_bytes = 0
        self._known: dict[tuple[str, str], Silence] = {}

    def of(self, part: str, view: str) -> Silence | None:
        """What is known of a part in views of that form; None where nothing is, or it showed something in one."""
        known = self._known.get((part, view))
        return None if known == _SEEN else known

    def look(self) -> None:
        """Read what was written since, by whichever process."""
        with self._lock:
            try:
                if self._path.stat().st_size > self._read_bytes:
                    self._read_new()
            except FileNotFoundError:
                return
            except OSError as error:
                log.warning("silent parts cannot be read: %s", error)

    def _read_new(self) -> None:
        with self._path.open("rb") as file:
            for written in lines_since(file, self._read_bytes):
                self._read_bytes += len(written)
                self._take(written)

    def _take(self, written: bytes) -> None:
        try:
            line = _Line(**orjson.loads(written))
            key = (str(line.part), str(line.view))
        except (ValueError, TypeError) as error:
            log.warning("a line of silent parts is passed over: %s", error)
            return
        if self._known.get(key) != _SEEN:
            self._known[key] = Silence(str(line.kind), str(line.subject))

    def note(self, part: str, view: str, found: Silence) -> None:
        """Remember why a part shows nothing in views of that form, unless it was seen filled in one."""
        self.look()
        if self._known.get((part, view)) not in (found, _SEEN):
            self._known[part, view] = found
            self._write(_Line(part, view, found.kind, found.subject))

    def note_filled(self, part: str, view: str) -> None:
        """Remember that a part shows something in a view of that form, where it was thought to be silent in all."""
        if self.of(part, view) is not None:
            self.note(part, view, _SEEN)

    def _write(self, line: _Line) -> None:
        try:
            append_line(self._path, orjson.dumps(asdict(line)) + b"\n", MOST_BYTES)
        except OSError as error:
            log.warning("a silent part cannot be noted: %s", error)


class Silences:
    """The files of one folder, by what their silences hold of."""

    def __init__(self, folder: Path) -> None:
        """Nothing is read or made yet."""
        self._folder = folder
        self._lock = threading.Lock()
        self._files: LRUCache[str, SilenceFile] = LRUCache(MOST_STATES)

    def of(self, state: str) -> SilenceFile:
        """Those of a state of a city: its snapshots and the program, as a text."""
        digest = hashlib.sha256(state.encode()).hexdigest()[:16]
        with self._lock:
            return self._files.setdefault(digest, SilenceFile(self._folder / f"{digest}.jsonl"))
