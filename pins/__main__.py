"""`python -m pins bill` writes the bill of materials, `python -m pins audit [FAULTS.zip]` says what is against it.

Ends with 0 where nothing is known, 1 where something is, 2 where the call is wrong.
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

from pins.audit import fault_findings, licence_findings
from pins.bill import BILL, write_bill
from pins.packages import FOLDER, read_pins


def _audit(faults: Path | None) -> int:
    packages = read_pins(FOLDER / "requirements.txt")
    findings = list(licence_findings(packages))
    if faults is not None:
        try:
            findings += fault_findings(packages, faults)
        except (OSError, zipfile.BadZipFile, ValueError, KeyError) as error:
            print(f"{faults} is no list of faults: {error}", file=sys.stderr)
            return 2
    for finding in findings:
        print(f"{finding.package}: {finding.told}")
    against = f"licences and the faults of {faults.name}" if faults else "licences; no list of faults was given"
    print(f"{len(packages)} pinned packages, {len(findings)} findings ({against})")
    return 1 if findings else 0


def main(arguments: list[str]) -> int:
    """Do what the arguments say."""
    match arguments:
        case ["bill"]:
            write_bill()
            print(f"{BILL.relative_to(FOLDER.parent)} is written")
            return 0
        case ["audit"]:
            return _audit(None)
        case ["audit", faults]:
            return _audit(Path(faults))
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
