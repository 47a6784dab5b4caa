"""Readers of real formats: one file or package a publisher or standard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from modules.sources import chicago


class Source(Protocol):
    """What a source package or module offers to `python -m modules import`.

    FILES: domain -> (files its module needs, files that only add to them), as paths below the folder given by --from.
    """

    TITLE: str
    FILES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]

    @property
    def write_city(self) -> Callable[[Callable[[str], Path], Path, str], Path]:
        """(find, cities_dir, key) -> the city pack's folder; raises FileNotFoundError without its files."""
        ...


class NoRecordsError(FileNotFoundError):
    """The raw records that a domain's module reads are not there; the text names the file."""


#: Name on the command line -> where it is read.
SOURCES: dict[str, Source] = {"chicago": chicago}
