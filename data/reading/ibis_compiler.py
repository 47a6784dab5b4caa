"""Ibis' compiler of expressions to DuckDB's SQL, without those of the nineteen other engines that Ibis knows.

Their package imports all of them, and the dialects that they write: a sixteenth of a start of the server, for nothing
that it asks. It is made here without being run, and imports each compiler when it is asked for by name.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from types import ModuleType

_PACKAGE = "ibis.backends.sql.compilers"


def _each_when_asked_for() -> ModuleType:
    spec = find_spec(_PACKAGE)
    assert spec is not None, "Ibis has its compilers elsewhere"
    package = module_from_spec(spec)

    def of_an_engine(name: str) -> ModuleType:
        try:
            return import_module(f"{_PACKAGE}.{name}")
        except ModuleNotFoundError as error:
            raise AttributeError(name) from error

    package.__dict__["__getattr__"] = of_an_engine
    return package


if _PACKAGE not in sys.modules:
    sys.modules[_PACKAGE] = _each_when_asked_for()

from ibis.backends.sql.compilers._compat import WITH_ARG  # noqa: E402
from ibis.backends.sql.compilers.duckdb import compiler  # noqa: E402

COMPILER = compiler

__all__ = ["COMPILER", "WITH_ARG"]
