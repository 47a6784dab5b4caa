"""What the series of the ALFRED copy are: names, units and how each is shown, in the publishers' words."""

from __future__ import annotations

from typing import NamedTuple


class Described(NamedTuple):
    """One series: its name, its unit in words, its role (target, level, indicator) and how it is shown as growth."""

    name: str
    unit: str
    role: str
    transform: str


SERIES = {
    "A191RL1Q225SBEA": Described("Real GDP growth, quarter on quarter, annualised", "percent", "target", "none"),
    "GDPC1": Described("Real GDP", "billion chained dollars, annual rate", "level", "yoy"),
    "AWHMAN": Described("Weekly hours in manufacturing", "hours", "indicator", "none"),
    "BOPGSTB": Described("Trade balance, goods and services", "million dollars", "indicator", "none"),
    "BOPTEXP": Described("Exports of goods and services", "million dollars", "indicator", "yoy"),
    "BOPTIMP": Described("Imports of goods and services", "million dollars", "indicator", "yoy"),
    "BUSINV": Described("Business inventories", "million dollars", "indicator", "yoy"),
    "DGORDER": Described("New orders for durable goods", "million dollars", "indicator", "yoy"),
    "DSPIC96": Described("Real disposable personal income", "billion chained dollars, annual rate", "indicator", "yoy"),
    "FEDFUNDS": Described("Federal funds rate", "percent", "indicator", "none"),
    "GS10": Described("Ten-year Treasury yield", "percent", "indicator", "none"),
    "HOUST": Described("Housing starts", "thousand units, annual rate", "indicator", "yoy"),
    "ISRATIO": Described("Inventories to sales", "ratio", "indicator", "none"),
    "NEWORDER": Described("New orders for core capital goods", "million dollars", "indicator", "yoy"),
    "PAYEMS": Described("Payroll employment", "thousand persons", "indicator", "yoy"),
    "PCECC96": Described("Real personal consumption", "billion chained dollars, annual rate", "indicator", "yoy"),
    "PERMIT": Described("Building permits", "thousand units, annual rate", "indicator", "yoy"),
    "RSAFS": Described("Retail and food services sales", "million dollars", "indicator", "yoy"),
    "RSXFS": Described("Retail sales", "million dollars", "indicator", "yoy"),
    "T10Y3MM": Described("Ten-year less three-month Treasury yield", "percentage points", "indicator", "none"),
    "TB3MS": Described("Three-month Treasury bill rate", "percent", "indicator", "none"),
    "TCU": Described("Capacity utilisation", "percent", "indicator", "none"),
    "UNRATE": Described("Unemployment rate", "percent", "indicator", "none"),
    "W875RX1": Described("Real income less transfers", "billion chained dollars, annual rate", "indicator", "yoy"),
}  # fmt: skip
