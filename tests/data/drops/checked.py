"""What the tests of a drop's check ask of it."""

from __future__ import annotations

from data.drops.check import check
from data.drops.report import Breach, Report
from tests.data.conftest import Deck
from tests.data.drop_files import SERVICES, write_csv_drop


def check_requests(deck: Deck, requests: str | bytes, services: str = SERVICES) -> Report:
    folder = deck.outputs / "riverton" / "services" / "run-1"
    return check(write_csv_drop(folder, {"services": services, "requests": requests}), deck.city, "services")


def only(report: Report, severity: str = "error") -> Breach:
    """The one breach of that severity."""
    (breach,) = (breach for breach in report.breaches if breach.severity == severity)
    return breach
