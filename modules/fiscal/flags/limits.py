"""The limits that the rules measure by: a city's own from its `city.toml`, else published ones of its currency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data.city.pack import City

#: Key of `[thresholds]` in a city's file: `purchase_limits_lcu = { values = [10000, 25000], source = "..." }`.
CITY_KEY = "purchase_limits_lcu"


@dataclass(frozen=True)
class Limits:
    """What the rules compare with. Amounts are in cents of the city's currency, spans in days.

    `purchase_cents` are the amounts from which a purchase needs quotes or a tender, lowest first; `source` says who set
    them. The others are the same everywhere:

    - `duplicate_days`: within how long an invoice is paid twice (90 to 365 days in audit manuals of accounts payable).
    - `split_days`: pieces of one purchase are paid within a week; `split_share` of the limit is what a piece reaches.
    - `dormant_days`: a supplier without a payment for twelve months is inactive in supplier-master clean-ups.
    - `burst_days`, `burst_payments`: so many payments within a month after that.
    - `return_days`, `return_share`: money that comes back within a month, less a fee of at most so much.
    - `large_share`: a first payment is large where it reaches what this share of first payments stays below.
    - `concentrated_hhi`: from 2,500 points on a market is highly concentrated (Horizontal Merger Guidelines 2010, 5.3).
    """

    purchase_cents: tuple[int, ...]
    source: str
    fiscal_year_starts_month: int = 1
    duplicate_days: int = 180
    split_days: int = 7
    split_share: float = 0.8
    dormant_days: int = 365
    burst_days: int = 30
    burst_payments: int = 5
    return_days: int = 30
    return_share: float = 0.05
    large_share: float = 0.99
    concentrated_hhi: float = 0.25


#: Amounts from which purchases must be advertised or tendered, in the currency's unit, and who set them.
PUBLISHED: Mapping[str, tuple[tuple[int, ...], str]] = {
    "GBP": ((10_000, 25_000), "Public Contracts Regulations 2015, reg. 109: central (10,000), others (25,000)"),
    "USD": ((10_000, 250_000), "Federal Acquisition Regulation 2.101 (2020): micro-purchase, simplified acquisition"),
    "CNY": ((1_000_000,), "State Council General Office, 2019 No. 55: goods and services, central"),
    "EUR": ((25_000, 221_000), "Directive 2014/24/EU, sub-central authorities (221,000); national codes (25,000)"),
    "IDR": ((50_000_000, 200_000_000), "Peraturan Presiden 12/2021: direct purchase and direct procurement"),
    "BRL": ((50_000, 100_000), "Lei 14.133/2021, art. 75: dispensa de licitacao"),
}  # fmt: skip


def limits_of(city: City) -> Limits:
    """The city's limits; without purchase limits where neither its file names them nor its currency has known ones."""
    named = city.thresholds.get(CITY_KEY)
    if named:
        values, source = named["values"], str(named.get("source", ""))
    else:
        values, source = PUBLISHED.get(city.currency, ((), ""))
    cents = tuple(sorted(round(100 * value) for value in values))
    return Limits(cents, source, city.fiscal_year_starts_month)
