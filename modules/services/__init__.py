"""Requests for the city's services: raw records in, an output under the contract `services` out."""

from __future__ import annotations

from pathlib import Path

from data.city import City
from data.manifest import SourceEntry, write_drop
from modules.sources import NoRecordsError, chicago, simulated
from modules.sources.chicago import requests_311

VERSION = "1.0.0"


def _notes(read: requests_311.Requests) -> tuple[str, ...]:
    """What the reader must know of these records; the counts add up to the raw rows."""
    aside = read.set_aside
    duplicates = int(read.requests["duplicate"].sum())
    return (
        f"{read.raw_rows:,} raw rows = {len(read.requests):,} published + {aside['repeated_number']:,} that repeat a "
        f"request number (the last to be closed is kept) + {aside['dated_before_archive']:,} dated 2000.",
        f"{duplicates:,} requests are marked duplicate by the city: they are published and left out of every measure.",
        "Dates come without times, so a request closed on its own day took 0 days.",
        "One service only: sanitation code complaints of 2011 to 2014. Channel, rating, deadline and cost were not "
        "published.",
    )


def run(raw: Path, city: City, outputs_dir: Path) -> Path:
    """Writes a drop of the raw records in that folder and gives its path; NoRecordsError without them."""
    if simulated.holds(raw, "services"):
        return simulated.write(raw, city.key, "services", outputs_dir, VERSION)
    if not (raw / requests_311.FILE).is_file():
        raise NoRecordsError(requests_311.FILE)
    read = requests_311.read_requests(raw)
    days = read.requests[["requested_datetime", "closed_datetime"]].max()
    return write_drop(
        outputs_dir,
        city.key,
        "services",
        {"services": read.services, "requests": read.requests},
        module="services",
        module_version=VERSION,
        data_as_of=days.max().date(),
        cadence="archive",
        sources=[SourceEntry(publisher="City of Chicago", licence=chicago.LICENCE, address=chicago.PORTAL)],
        simulated=False,
        notes=_notes(read),
    )
