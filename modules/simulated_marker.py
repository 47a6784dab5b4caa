"""The file that marks a city's raw records as simulated, which whoever starts fast asks without reading any record."""

from __future__ import annotations

#: Its name in the city's folder of raw records. It says how the records were drawn, and whether they go on.
MARKER = "simulated.json"
