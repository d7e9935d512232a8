"""`gxdata export`: tables and queries for other programs."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from . import DONE, OUT, USAGE, add, say

if TYPE_CHECKING:
    from . import Commands


def register(commands: Commands) -> None:
    argument = add(commands, "export", _export, "write tables or a query as CSV, Excel, Stata or DuckDB")
    argument("tables", nargs="*", metavar="TABLE", help="tables or views (default: all tables)")
    argument("--format", choices=("csv", "xlsx", "stata", "duckdb"), default="csv", help="(default: %(default)s)")
    argument("--query", metavar="NAME|SQL", help="a view, or SQL, in place of or beside tables")
    argument("--data", default=OUT, metavar="DIR", help="the dataset (default: %(default)s)")
    argument("--out", required=True, metavar="DIR|FILE", help="a folder for csv and stata, a file for xlsx and duckdb")


def _export(arguments: argparse.Namespace) -> int:
    """Write tables, or a query, with the codebook and a description of every column beside them."""
    import duckdb

    from ..export import export

    try:
        lines = export(arguments.data, arguments.out, arguments.format, arguments.tables, arguments.query)
    except duckdb.Error as error:
        return say(f"the query failed: {error}\n`gxdata query` lists the views", USAGE)
    for line in lines:
        print(f"gxdata: {line}", file=sys.stderr)
    print(f"{arguments.out}: written as {arguments.format}")
    return DONE
