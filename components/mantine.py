"""Mantine's components, those that we use (components/used.py): everybody takes `dmc` from here."""

from __future__ import annotations

import components.used  # noqa: F401  before Mantine

import dash_mantine_components as dmc  # isort: skip

__all__ = ["dmc"]
