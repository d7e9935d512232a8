"""`gxdata check`, `query` and `codebook`: what is in the tables."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import DONE, OUT, STRICT, USAGE, add, data_too, json_too, ocr_too, say
from .reading import check_file, check_folder

if TYPE_CHECKING:
    from . import Commands


def register(commands: Commands) -> None:
    argument = add(commands, "check", _check, "list what was found wrong")
    argument("path", nargs="?", default=OUT, metavar="PATH", help="file, folder or dataset (default: %(default)s)")
    argument("--strict", action="store_true", help="exit 1 when a finding is an error")
    argument("--all", action="store_true", help="every note; without it a report's first of each rule (--json has all)")
    ocr_too(argument)
    json_too(argument)
    argument = add(commands, "query", _query, "ask the tables")
    argument("query", nargs="?", metavar="NAME|SQL|-", help="a view or table, SQL, or - for SQL from standard input")
    data_too(argument)
    argument("--format", choices=("table", "csv", "json"), default="table", help="(default: %(default)s)")
    argument = add(commands, "codebook", _codebook, "list every id of the tables with its labels")
    argument("--metrics", action="store_true", help="the metric dictionary in full: formulas, caveats, breaks")
    argument("--csv", action="store_true", help="CSV")
    json_too(argument)


def _check(arguments: argparse.Namespace) -> int:
    """List the findings of a file, of a folder of files or of a built dataset, by report, errors first."""
    from ..terminal import print_json

    path = Path(arguments.path)
    folder = path.is_dir() or arguments.path == OUT
    found = check_folder(path, arguments.ocr) if folder else check_file(arguments.path, arguments.ocr)
    if arguments.json:
        print_json(found)
    else:
        _print_findings(found, arguments.all)
    errors = sum(finding["severity"] == "error" for report in found["reports"] for finding in report["findings"])
    return STRICT if arguments.strict and errors else DONE


def _query(arguments: argparse.Namespace) -> int:
    """Ask the tables: by the name of an analysis view or a table, or in SQL. Without a query, list the views."""
    from ..database import connect, queries
    from ..schema import BY_NAME
    from ..terminal import print_rows

    if arguments.query is None:
        return _list_queries(arguments.format)
    text = sys.stdin.read() if arguments.query == "-" else arguments.query
    orders = {name: table.key for name, table in BY_NAME.items()} | {q.name: q.order for q in queries().values()}
    if text.strip() in orders:
        text = f"from {text.strip()} order by {', '.join(orders[text.strip()])}"
    import duckdb

    with connect(arguments.data) as db:
        try:
            statements = len(duckdb.extract_statements(text))
            if not statements:
                return say("the query is empty; `gxdata query` without one lists the views", USAGE)
            if statements > 1:
                say(f"the query has {statements} statements; what follows is the result of the last one", DONE)
            cursor = db.execute(text)
            names, rows = [column[0] for column in cursor.description or ()], cursor.fetchall()
        except duckdb.Error as error:
            if text.strip().isidentifier():
                return say(_no_view(text.strip(), orders), USAGE)
            return say(f"the query failed: {error}\n`gxdata query` lists the views", USAGE)
    print_rows(names, rows, arguments.format)
    return DONE


def _no_view(name: str, names: Iterable[str]) -> str:
    near = get_close_matches(name, names, 1)
    meant = f"; did you mean {near[0]}?" if near else ""
    return f"there is no view or table {name!r}{meant}\n`gxdata query` lists the views"


def _codebook(arguments: argparse.Namespace) -> int:
    """List every id of the tables with its labels, unit, legal basis and place on the forms."""
    from ..codebook import codebook
    from ..metrics import DICTIONARY, dictionary
    from ..schema import CODEBOOK
    from ..terminal import print_rows

    form = "json" if arguments.json else "csv" if arguments.csv else "table"
    if arguments.metrics:
        print_rows(DICTIONARY, dictionary(), form)
        return DONE
    print_rows([column.name for column in CODEBOOK.columns], codebook(), form)
    return DONE


def _print_findings(found: dict[str, Any], all: bool) -> None:
    """By report. A report with blanks has a note for every sum that they leave open: unless `all`, one stands for them."""
    from ..terminal import finding_line

    for file in found["files"]:
        print(f"{file['path']}: {file['status']}: {file['message']}")
    folded = False
    for report in found["reports"]:
        print(f"\n{report['path']}: {report['agency'] or '?'} {report['year'] or '?'} ({report['report_id']})")
        notes = Counter(finding["rule"] for finding in report["findings"] if finding["severity"] == "note")
        for finding in report["findings"]:
            rule, count = finding["rule"], notes.get(finding["rule"], 0)
            if finding["severity"] != "note" or all or count == 1:
                print(finding_line(rule, finding["severity"], finding["message"]))
            elif count:
                print(finding_line(f"{rule} (1 of {count})", "note", finding["message"]))
                notes[rule], folded = 0, True
    if folded:
        print("\n(1 of N) is the first of a report's N notes of a rule; `--all` lists every note")
    if not found["files"] and not any(report["findings"] for report in found["reports"]):
        print("nothing was found wrong")


def _list_queries(form: str) -> int:
    from ..database import queries
    from ..terminal import print_rows

    if form != "table":
        parts = ("name", "title", "unit", "caveat", "order", "columns")
        found = [
            (q.name, q.title, q.unit, q.caveat, ", ".join(q.order), ", ".join(q.columns)) for q in queries().values()
        ]
        print_rows(parts, found, form)
        return DONE
    for query in queries().values():
        print(f"{query.name}: {query.title}")
        print(f"  columns  {', '.join(query.columns)}\n  unit     {query.unit}\n  caveat   {query.caveat}\n")
    return DONE
