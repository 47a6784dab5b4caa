"""A simulated world of fewer days and forecasts, for tests of what is done with it: what is in it is tested elsewhere.

`tests/modules/sources/test_simulated.py` runs every module on one of full length.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from modules import economy
from modules.simulate import services


def forecast_less(patch: pytest.MonkeyPatch, kept_in: Path) -> None:
    """Forecasts of two years instead of eight and news of a month; what is reckoned once is kept in that folder."""
    patch.setattr(economy, "QUICK_YEARS", 2)
    patch.setattr(economy, "QUICK_NEWS_DAYS", 30)
    patch.setattr(economy, "_back_tests", lambda: kept_in)


def forecast_quickly(patch: pytest.MonkeyPatch) -> None:
    """Forecasts as of one day a quarter and of eight years for real records too, as simulated ones have them."""
    modelled = economy._modelled
    patch.setattr(economy, "_modelled", lambda *given, quick: modelled(*given, quick=True))


def shorten_requests(patch: pytest.MonkeyPatch) -> None:
    """Requests of two hundred days instead of 810: more than the forecasts' own record needs."""
    patch.setattr(services, "SPAN_DAYS", 200)
