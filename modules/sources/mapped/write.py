"""Writes a drop of what was imported by mappings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from data.city.pack import City
from data.drops.manifest import TableData, write_drop
from modules.sources import NoRecordsError
from modules.sources.mapped.delivery import Delivery, read_delivery
from modules.sources.mapped.targets import COMPLETING


def write_delivery(
    raw: Path, city: City, domain: str, outputs_dir: Path, module_version: str,
    compute: Callable[[Delivery], Mapping[str, TableData]] = lambda delivery: {},
) -> Path:  # fmt: skip
    """Write a drop of the domain's imported files and give its folder; `compute` makes further tables of them.

    Raises NoRecordsError where no row of them has a day.
    """
    outputs_dir.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=outputs_dir, prefix=".import-") as scratch:
        delivery = read_delivery(raw, domain, city, Path(scratch))
        if delivery.last_day is None:
            completing = delivery.files and delivery.files.keys() <= COMPLETING.keys()
            lacking = (
                "a file of inspections that these complete" if completing else "a row with a date that can be read"
            )
            raise NoRecordsError(f"{lacking} ({' '.join(delivery.notes) or 'no file'})")
        return write_drop(
            outputs_dir, city.key, domain, {**delivery.files, **compute(delivery)},
            module=domain, module_version=module_version, data_as_of=delivery.last_day, cadence=delivery.cadence,
            sources=delivery.sources, simulated=False, notes=delivery.notes, counts_people=delivery.counts_people,
        )  # fmt: skip
