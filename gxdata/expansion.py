"""What a view's SQL may say of the declarations: `pooled(…)`, `measured(…)` and `declared(…)` stand for what is made of them.

`pooled(disclosure_rate, other_rate; by year, level)`: the metrics pooled, as `gx.pool` gives them; with `; together` one
base for all, with `; minimum 1` another minimum. `measured(refusal_rate)`: of each report. `declared(breaks)`: a declaration as rows. `all` is every metric.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from .breaks import BREAK_COLUMNS, CROSSWALK_COLUMNS, break_rows, crosswalk_rows
from .metadata import literal
from .metrics import DICTIONARY, MINIMUM, dictionary
from .ratios import pool_sql, report_sql

_CALL = re.compile(r"\b(pooled|measured|declared)\(([\w, ]+)(?:; by ([\w, ]+))?(; together)?(?:; minimum (\d+))?\)")
_DECLARED = {
    "dictionary": (DICTIONARY, dictionary),
    "breaks": (BREAK_COLUMNS, break_rows),
    "crosswalk": (CROSSWALK_COLUMNS, crosswalk_rows),
}


@cache
def expand(sql: str) -> str:
    """A view's SQL with each call put as a select in brackets."""
    return _CALL.sub(_expanded, sql)


def _expanded(call: re.Match[str]) -> str:
    what, names, by = call[1], call[2].split(", "), call[3].split(", ") if call[3] else []
    if what == "pooled":
        return f"(\n{pool_sql(names, by, minimum=int(call[5] or MINIMUM), together=bool(call[4]))}\n)"
    if what == "measured":
        return f"(\n{report_sql(names)}\n)"
    columns, rows = _DECLARED[names[0]]
    values = ",\n".join(f"({', '.join(map(_literal, row))})" for row in rows())
    return f"(select * from (values\n{values}) t({_quoted(columns)}))"


def _literal(value: str | int | bool | None) -> str:
    return literal(value) if isinstance(value, str) else "null" if value is None else str(value).lower()


def _quoted(columns: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)
