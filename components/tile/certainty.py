"""How sure a tile's number is: its interval and the cases behind it, or that they are too few to say one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from components.text import Words
from components.view.reader import Reader
from data.drops.contract import Measure
from data.published.cell_keys import deviation_of
from data.published.source import Source
from data.reading.chance import BUCKETS, FEWEST_OF_RATE, Sample, median_interval, sure_cases, wilson_interval
from data.reading.filters import Filters
from data.reading.periods import is_whole_months, months_of

#: A period is read by day where it cuts a first and a last month.
DAYS_OF_MONTH = 31


@dataclass(frozen=True)
class TileRow:
    """A tile's number, the pair that is compared, the records behind each, and a forecast's band (low, high, width).

    `spread` of a median: the logarithm of the upper over the lower quartile. `noise`: the variance of what perturbation
    added to a count of the view, and `noise_of_cell` to one cell of it.
    """

    value: float | None
    recent: float | None
    before: float | None
    n: float | None
    recent_n: float | None = None
    before_n: float | None = None
    band: tuple[float, float, int] | None = None
    spread: float | None = None
    noise: float = 0.0
    noise_of_cell: float = 0.0


def with_noise(row: TileRow, source: Source, reader: Reader, view: Filters) -> TileRow:
    """The row with the variance of what perturbation adds: that of a cell times the view's days or months."""
    if not source.perturbed:
        return row
    snapshot = reader.versions.snapshot(source.domain)
    since, until = view.since or snapshot.first_day, view.until or snapshot.last_day
    if since is None or until is None:
        return row
    cells = months_of((since, until))
    if not is_whole_months((since, until)):
        cells += min((until - since).days + 1, 2 * DAYS_OF_MONTH)
    variance = deviation_of(snapshot.small_cell_floor or 0) ** 2
    return replace(row, noise=cells * variance, noise_of_cell=variance)


def _times(row: TileRow) -> Sample:
    """A median of times as a sample: no more cells of its histogram are perturbed than there are cases."""
    value, n = row.value or 0.0, row.n or 0.0
    return Sample(value, n, min(row.noise, n * row.noise_of_cell / BUCKETS), row.spread)


def too_few(measure: Measure, row: TileRow) -> bool:
    """Whether the number is a share, or a perturbed median, of so few cases that it says nothing."""
    if measure.distribution == "median" and row.noise and row.n:
        return sure_cases(_times(row)) < FEWEST_OF_RATE
    return measure.distribution == "binomial" and row.n is not None and 0 < row.n < FEWEST_OF_RATE


def basis_text(measure: Measure, row: TileRow, words: Words) -> str:
    """How sure a share of cases, a median or a forecast is: the interval and the number that it is of, or the band."""
    if row.band is not None:
        return words.t("tile.band", width=row.band[2], range=words.range(*row.band[:2], measure.unit))
    if row.value is None or not row.n or too_few(measure, row):
        return ""
    if measure.distribution == "binomial":
        ends = wilson_interval(row.value, row.n)
    elif measure.distribution != "median" or (found := median_interval(_times(row))) is None:
        return ""
    else:
        ends = found
    return words.t("tile.interval", range=words.range(*ends, measure.unit), n=row.n)
