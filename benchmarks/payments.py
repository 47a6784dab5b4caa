"""Time and memory of the flags on a million payments, in a process of its own."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measured import Measured
from benchmarks.stage import Stage
from data.drops.drop import scratch_connection
from modules.fiscal.flags.cases import create_flags
from modules.fiscal.flags.limits import Limits
from tests.serving import ROOT

PAYMENTS = 1_000_000
MOST_SECONDS, MOST_GIGABYTES = 60, 2
#: Four years of payments to 20,000 payees by 30 departments from 12 accounts; every thousandth goes on from a payee.
_MADE = """
    CREATE TABLE payments AS
    SELECT 'p' || i AS payment_id, DATE '2021-01-01' + (hash(i) % 1460)::INTEGER AS paid_on,
           'v' || payee AS payee_id, 'Vendor ' || payee AS payee, 'd' || (hash(payee, i % 3) % 30) AS department_id,
           'a' || (hash(i, 2) % 12) AS account, (30000000 + i * 17)::VARCHAR AS document_number,
           round(CASE WHEN hash(i, 5) % 50 = 0 THEN -0.2 ELSE 1 END * exp(7 + 3 * (hash(i, 3) % 10000) / 10000.0), 2)
               AS amount_lcu,
           CASE WHEN hash(i, 6) % 1000 = 0 THEN 'of-' || (hash(i, 7) % 20000) ELSE 'city-' || (hash(i, 2) % 12) END
               AS payer_account, 'of-' || payee AS payee_account
    FROM (SELECT i, (pow((hash(i, 4) % 1000000) / 1e6, 3) * 20000)::INTEGER AS payee FROM range({payments}) AS t(i))
"""


def measure() -> dict[str, float]:
    """Seconds that the flags take, gigabytes that the process held at most, and the cases."""
    with TemporaryDirectory() as scratch, scratch_connection(Path(scratch)) as connection:
        connection.execute(_MADE.format(payments=PAYMENTS))
        begun = time.perf_counter()
        create_flags(connection, "payments", Limits((1_000_000, 2_500_000), "", 4))
        seconds = time.perf_counter() - begun
        ((cases,),) = connection.execute("SELECT count(*) FROM flag_cases").fetchall()
    unit = 1 if sys.platform == "darwin" else 1024
    return {
        "seconds": seconds,
        "gigabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e9,
        "cases": cases,
    }


def run(stage: Stage) -> list[Measured]:
    """A run each in a new process, three of them at most."""
    runs = []
    for _ in range(min(3, stage.runs)):
        told = subprocess.run(
            [sys.executable, "-m", "benchmarks.payments"], cwd=ROOT, stdout=subprocess.PIPE, check=True
        )
        runs.append(json.loads(told.stdout))
    note = f"{PAYMENTS:,} payments, {runs[0]['cases']:,.0f} cases"
    return [
        Measured("flags on payments", "s", [each["seconds"] for each in runs], MOST_SECONDS, note=note),
        Measured("flags on payments, peak memory", "GB", [each["gigabytes"] for each in runs], MOST_GIGABYTES,
                 note=note),
    ]  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(measure()))
