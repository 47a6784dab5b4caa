"""Record keys: a number for each person's record that nobody can guess, of which cell keys are the sums.

A record key is a hash of the record's own number with a secret of the city, 16 bits long. The same records have the
same sum in whatever cube they are counted, and so are perturbed alike (Fraser and Wooton 2005).
"""

from __future__ import annotations

import hashlib
import logging
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

import duckdb

from data.city.pack import City
from data.drops.contract import Contract
from data.drops.manifest import Manifest
from data.drops.report import Breach
from data.publishing.follow_up import WHOLE
from data.publishing.perturbation import perturbation_table
from data.sql_text import literal

log = logging.getLogger(__name__)
SECRET_BYTES = 32
#: The mean of an amount, to or from which up to half of one person's is added: else it would give people away. Reading
#: (`data/reading/disclosure.py`) calls it, next to the perturbation table.
PERTURBED_MEAN = """perturbed_mean(amount, people, cell_key) AS coalesce(amount / nullif(people, 0)
    * (1 + (cell_key * 7919 % 65536 / 65536 - 0.5) / nullif(people, 0)), 0.0)"""


def city_secret(secrets_dir: Path, city: str) -> bytes:
    """The secret of a city, made where there is none: a file that its owner alone reads."""
    file = secrets_dir / f"{city}.key"
    try:
        return file.read_bytes()
    except FileNotFoundError:
        secrets_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = secrets.token_bytes(SECRET_BYTES)
    writing = secrets_dir / f".{city}-{secrets.token_hex(4)}"
    with os.fdopen(os.open(writing, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
        opened.write(made)
        opened.flush()
        os.fsync(opened.fileno())
    try:
        # Two publishers may have made one each: the first to be linked counts for both.
        os.link(writing, file)
    except FileExistsError:
        made = file.read_bytes()
    else:
        log.warning("%s: a new secret of record keys was made, %s: keep a copy of it out of readers' reach", city, file)
    finally:
        writing.unlink()
    return made


@dataclass(frozen=True)
class Disclosure:
    """How the people in one delivery are protected: the floor of their counts (0: not at all) and the city's secret."""

    floor: int
    secret: bytes

    @classmethod
    def of(cls, contract: Contract, city: City, manifest: Manifest, home: Path) -> Disclosure:
        """By the contract unless the city says otherwise; none where the delivery says that it is about places.

        `home` is the domain's folder of snapshots; secrets are kept outside of what is served, in `secrets` next to it.
        """
        floor = contract.small_cell_floor if city.small_cell_floor is None else city.small_cell_floor
        if not contract.small_cell_floor or not manifest.counts_people or floor <= 0:
            return cls(0, b"")
        return cls(floor, city_secret(home.parents[1].with_name("secrets"), city.key))

    @property
    def fingerprint(self) -> str:
        """What tells whether two snapshots were made with one secret, and not which; empty without a floor."""
        return hashlib.sha256(b"citydeck record keys\0" + self.secret).hexdigest()[:16] if self.floor else ""

    def begin(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Write `cubes.disclosure`: one row `small_cell_floor`, `perturbation`, `secret_fingerprint`."""
        numbers = perturbation_table(self.floor) if self.floor else ()
        connection.execute(
            "CREATE TABLE cubes.disclosure AS SELECT CAST(? AS INTEGER) AS small_cell_floor, "
            "CAST(? AS TINYINT[]) AS perturbation, CAST(? AS VARCHAR) AS secret_fingerprint",
            [self.floor, list(numbers), self.fingerprint],
        )
        connection.execute(f"CREATE MACRO cubes.{PERTURBED_MEAN}")
        self._define_record_key(connection)

    def continued(self, connection: duckdb.DuckDBPyConnection) -> list[Breach]:
        """A breach where the attached cubes were published by another floor or with another secret."""
        self._define_record_key(connection)
        known = connection.sql("FROM cubes.disclosure").fetchall()
        # A run published before there were record keys has no fingerprint.
        if [(row[0], row[-1]) for row in known] == [(self.floor, self.fingerprint)]:
            return []
        message = f"the run that it follows was published with another floor or secret of record keys: {WHOLE}"
        return [Breach("follows", "requests", None, 1, message)]

    def _define_record_key(self, connection: duckdb.DuckDBPyConnection) -> None:
        """The macro `record_key(id)`: 16 bits of SHA-256 of the secret and the record's number.

        In the memory of the connection, which goes with it, and not in the cubes: they are served, the secret is not.
        """
        connection.execute(
            f"CREATE OR REPLACE MACRO memory.record_key(id) AS "
            f"CAST('0x' || left(sha256({literal(self.secret.hex())} || id), 4) AS INTEGER)"
        )


def keyed(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the records of the cubes that are being written have keys."""
    return bool(connection.execute("SELECT small_cell_floor FROM cubes.disclosure").fetchall()[0][0])
