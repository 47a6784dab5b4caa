"""Four premises with their visits and alerts, written by hand: what questions about them answer can be read off."""

from __future__ import annotations

from datetime import date, datetime

from tests.data.reading.queries.published import Rows

#: In NW-W lie p1 and p2, in SE-E lies p3, and p4 has no place.
PREMISES: Rows = [
    {
        "premises_id": "p1",
        "name": "Anna's",
        "facility_type": "Restaurant",
        "risk_class": 1,
        "lat": 40.15,
        "long": 10.02,
    },
    {"premises_id": "p2", "name": "Ben's", "facility_type": "Bakery", "risk_class": 2, "lat": 40.16, "long": 10.03},
    {
        "premises_id": "p3",
        "name": "Cleo's",
        "facility_type": "Restaurant",
        "risk_class": 1,
        "lat": 40.05,
        "long": 10.17,
    },
    {"premises_id": "p4", "name": "Dan's", "facility_type": None, "risk_class": None, "lat": None, "long": None},
]


def visit(number: str, premises: str, day: date, result: str, critical: int = 0) -> dict[str, object]:
    return {
        "inspection_id": number, "premises_id": premises, "inspected_on": day, "kind": "routine", "result": result,
        "critical_count": critical, "serious_count": 0, "minor_count": 0,
    }  # fmt: skip


VISITS: Rows = [
    visit("i1", "p1", date(2023, 5, 2), "fail", critical=2),
    visit("i2", "p2", date(2023, 5, 9), "pass"),
    visit("i3", "p1", date(2024, 5, 2), "pass_with_conditions", critical=1),
    visit("i4", "p3", date(2024, 5, 3), "pass"),
    visit("i5", "p3", date(2024, 6, 30), "no_entry"),
    visit("i6", "p4", date(2024, 6, 30), "fail", critical=1),
]
FOUND: Rows = [
    {"inspection_id": "i1", "code": "3", "description": "Warm food", "severity": "critical", "occurrences": 2},
    {"inspection_id": "i1", "code": "18", "description": "Rodents", "severity": "serious", "occurrences": 1},
    {"inspection_id": "i3", "code": "3", "description": "Warm food", "severity": "critical", "occurrences": 1},
    {"inspection_id": "i6", "code": "34", "description": "Floors", "severity": "minor", "occurrences": 1},
]


def alert(number: str, premises: str, hazard_class: str, raised: datetime, **more: object) -> dict[str, object]:
    state = "closed" if more.get("rechecked_datetime") else "raised"
    return {
        "alert_id": number, "premises_id": premises, "hazard_class": hazard_class, "hazard": "rodent",
        "source": "inspection", "state": state, "raised_datetime": raised,
    } | more  # fmt: skip


ALERTS: Rows = [
    alert("a1", "p1", "I", datetime(2023, 5, 2), rechecked_datetime=datetime(2023, 5, 12), inspection_id="i1"),
    alert("a2", "p1", "II", datetime(2023, 5, 2), rechecked_datetime=datetime(2024, 5, 2), inspection_id="i1"),
    alert("a3", "p1", "I", datetime(2024, 5, 2), inspection_id="i3"),
    alert("a4", "p3", "III", datetime(2024, 5, 3), source="camera", verified=True, due_on=date(2024, 5, 18)),
    alert("a5", "p3", "III", datetime(2024, 6, 1), source="camera", verified=False, state="false_alarm"),
    alert("a6", "p3", "III", datetime(2024, 6, 2), source="camera"),
]
TABLES: dict[str, Rows] = {"premises": PREMISES, "inspections": VISITS, "violations": FOUND, "alerts": ALERTS}
