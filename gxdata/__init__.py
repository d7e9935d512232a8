"""gxdata: Chinese government-information-disclosure annual reports as tidy, traceable tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from . import charts as charts
    from .builder import build as build
    from .database import connect as connect
    from .document import ReadError as ReadError
    from .document import ReadWarning as ReadWarning
    from .identity import Identity as Identity
    from .identity import identify as identify
    from .parser import parse as parse
    from .ratios import pool as pool
    from .report import Report as Report
    from .timeline import series as series

# Loaded when first used: polars, DuckDB and altair take longer to import than a report to parse.
_HOMES = {
    "parse": "parser", "Report": "report", "ReadError": "document", "ReadWarning": "document", "build": "builder", "connect": "database",
    "identify": "identity", "Identity": "identity", "pool": "ratios", "series": "timeline",
}  # fmt: skip

__all__ = [
    "Identity",
    "ReadError",
    "ReadWarning",
    "Report",
    "build",
    "charts",
    "connect",
    "identify",
    "parse",
    "pool",
    "series",
]


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name == "charts":
        return import_module(".charts", __name__)
    if name not in _HOMES:
        raise AttributeError(f"module 'gxdata' has no attribute {name!r}")
    value = getattr(import_module(f".{_HOMES[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
