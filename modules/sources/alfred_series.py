"""What the series of the ALFRED copy are: names, units and how each is shown, in the publishers' words."""

from __future__ import annotations

from typing import NamedTuple


class Described(NamedTuple):
    """One series: name, unit, role (target, level, indicator), how it is shown as growth, and what it is about."""

    name: str
    unit: str
    role: str
    transform: str
    category: str


SERIES = {
    "A191RL1Q225SBEA": Described("Real GDP growth, quarter on quarter, annualised", "percent",
                       "target", "none", "growth"),
    "GDPC1": Described("Real GDP", "billion chained dollars, annual rate", "level", "yoy", "growth"),
    "AWHMAN": Described("Weekly hours in manufacturing", "hours", "indicator", "none", "labour"),
    "BOPGSTB": Described("Trade balance, goods and services", "million dollars", "indicator", "none", "trade"),
    "BOPTEXP": Described("Exports of goods and services", "million dollars", "indicator", "yoy", "trade"),
    "BOPTIMP": Described("Imports of goods and services", "million dollars", "indicator", "yoy", "trade"),
    "BUSINV": Described("Business inventories", "million dollars", "indicator", "yoy", "output"),
    "DGORDER": Described("New orders for durable goods", "million dollars", "indicator", "yoy", "output"),
    "DSPIC96": Described("Real disposable personal income", "billion chained dollars, annual rate",
                       "indicator", "yoy", "spending"),
    "FEDFUNDS": Described("Federal funds rate", "percent", "indicator", "none", "finance"),
    "GS10": Described("Ten-year Treasury yield", "percent", "indicator", "none", "finance"),
    "HOUST": Described("Housing starts", "thousand units, annual rate", "indicator", "yoy", "housing"),
    "ISRATIO": Described("Inventories to sales", "ratio", "indicator", "none", "output"),
    "NEWORDER": Described("New orders for core capital goods", "million dollars", "indicator", "yoy", "output"),
    "PAYEMS": Described("Payroll employment", "thousand persons", "indicator", "yoy", "labour"),
    "PCECC96": Described("Real personal consumption", "billion chained dollars, annual rate",
                       "indicator", "yoy", "spending"),
    "PERMIT": Described("Building permits", "thousand units, annual rate", "indicator", "yoy", "housing"),
    "RSAFS": Described("Retail and food services sales", "million dollars", "indicator", "yoy", "spending"),
    "RSXFS": Described("Retail sales", "million dollars", "indicator", "yoy", "spending"),
    "T10Y3MM": Described("Ten-year less three-month Treasury yield", "percentage points",
                       "indicator", "none", "finance"),
    "TB3MS": Described("Three-month Treasury bill rate", "percent", "indicator", "none", "finance"),
    "TCU": Described("Capacity utilisation", "percent", "indicator", "none", "output"),
    "UNRATE": Described("Unemployment rate", "percent", "indicator", "none", "labour"),
    "W875RX1": Described("Real income less transfers", "billion chained dollars, annual rate",
                       "indicator", "yoy", "spending"),
}  # fmt: skip
