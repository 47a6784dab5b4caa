"""Readers of real formats: one file or package a publisher or standard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from modules.sources import chicago


class Source(Protocol):
    """What a source package or module offers to `python -m modules import`."""

    @property
    def TITLE(self) -> str:  # noqa: N802 (a constant of the module)
        """What is read, in a few words."""
        ...

    @property
    def FILES(self) -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:  # noqa: N802
        """Domain -> (files its module needs, files that only add to them), as paths below the folder of --from."""
        ...

    def write_city(self, find: Callable[[str], Path], cities_dir: Path, key: str) -> Path:
        """Writes the city pack of that key and gives its folder; raises NoRecordsError without its files."""
        ...


class NoRecordsError(FileNotFoundError):
    """The raw records that a domain's module reads are not there; the text names the file."""


#: Name on the command line -> where it is read.
SOURCES: dict[str, Source] = {"chicago": chicago}
