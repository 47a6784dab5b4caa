"""A file of payments as a city's importer reads it, for evaluations and benchmarks."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from data.city.pack import City, Level
from data.drops.drop import scratch_connection
from data.files.file_reading import load_file
from modules.sources.mapped.delivery import IMPORTS, read_delivery
from modules.sources.mapped.mapping import MAPPING, mapping_toml
from modules.sources.mapped.proposal import propose


def city_of_payments(currency: str, fiscal_year_starts_month: int, folder: Path) -> City:
    """A city without areas, for payments of which only the currency and the fiscal year matter."""
    whole = Level("city", {"en": "City"}, {"en": "Cities"})
    return City(
        "evaluation", folder, {"en": "Evaluation"}, "Europe/London", currency, fiscal_year_starts_month, "en",
        (0.0, 0.0), ((-1.0, -1.0), (1.0, 1.0)), (whole,),
    )  # fmt: skip


def read_payments(path: Path, currency: str = "GBP", fiscal_year_starts_month: int = 4) -> tuple[pd.DataFrame, str]:
    """The payments of the file with the contract's columns, and a sentence that counts its rows.

    Raises FileNotReadError or MappingError with a sentence where it cannot be read.
    """
    with TemporaryDirectory(prefix="citydeck-evaluate-") as scratch:
        raw = Path(scratch) / "raw"
        city, folder = city_of_payments(currency, fiscal_year_starts_month, raw), raw / IMPORTS / "payments"
        (folder / "files").mkdir(parents=True)
        with scratch_connection(Path(scratch)) as connection:
            read = load_file(connection, "file", path, Path(scratch), city.language)
            proposal = propose(connection, "file", read, city, path.stem, "payments")
        (folder / MAPPING).write_text(mapping_toml(proposal.mapping), "utf-8")
        shutil.copyfile(path, folder / "files" / f"000-{path.name}")
        delivery = read_delivery(raw, "fiscal", city, Path(scratch))
        frame = pd.read_csv(delivery.files["payments"][0], dtype="string", keep_default_na=False, na_values=[""])
    frame["amount_lcu"] = pd.to_numeric(frame["amount_lcu"], errors="coerce")
    frame["paid_on"] = pd.to_datetime(frame["paid_on"], errors="coerce")
    return frame, " ".join(delivery.notes)
