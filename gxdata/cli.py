"""The command line. Exit codes: 0 done, 1 error findings under --strict, 2 usage, 3 nothing could be read."""

from __future__ import annotations

import argparse
import os
import sys
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import __version__

if TYPE_CHECKING:
    from .document import Document
    from .report import Report

DONE, STRICT, USAGE, NOTHING = 0, 1, 2, 3
_OUT = "data/parquet"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code. Usage errors raise SystemExit(2), as argparse does."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal without Chinese shows escapes, not an error
    arguments = _parser().parse_args(argv)
    command: Callable[[argparse.Namespace], int] = arguments.command
    try:
        code = command(arguments)
        sys.stdout.flush()
        return code
    except BrokenPipeError:  # what reads the output has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return _say("interrupted", 130)
    except OSError as error:
        what = f"{error.filename}: {error.strerror}; name one that can be read" if error.filename else str(error)
        return _say(what, NOTHING)
    except ValueError as error:
        return _say(str(error), NOTHING)


def _parser() -> argparse.ArgumentParser:
    about = "Chinese government-information-disclosure annual reports as tidy, traceable Parquet tables."
    parser = argparse.ArgumentParser("gxdata", description=about)
    parser.add_argument("--version", action="version", version=f"gxdata {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def add(name: str, command: Callable[[argparse.Namespace], int], about: str) -> Callable[..., argparse.Action]:
        added = commands.add_parser(name, help=about, description=command.__doc__)
        added.set_defaults(command=command)
        return added.add_argument

    def ocr_too(argument: Callable[..., argparse.Action]) -> None:
        argument("--ocr", action="store_true", help="recognise the characters of scanned pages (needs gxdata[ocr])")

    def json_too(argument: Callable[..., argparse.Action]) -> None:
        argument("--json", action="store_true", help="JSON, for programs")

    argument = add("build", _build, "make the tables from a folder of files")
    argument("source", nargs="?", default="data/raw", metavar="SRC", help="folder of files (default: %(default)s)")
    argument("--out", default=_OUT, metavar="DIR", help="folder for the tables (default: %(default)s)")
    argument("--workers", type=_positive, metavar="N", help="processes (default: one a processor)")
    argument("--quiet", action="store_true", help="no progress bar and no summary")
    ocr_too(argument)
    json_too(argument)
    argument = add("show", _show, "show the filled form of the reports in a file")
    argument("file", metavar="FILE")
    argument("--lang", choices=("zh", "en"), default="zh", help="language of the labels (default: %(default)s)")
    ocr_too(argument)
    json_too(argument)
    argument = add("explain", _explain, "show how a file was read")
    argument("file", metavar="FILE")
    argument("--html", metavar="OUT", help="write one page that ties each cell of the form to its place in the file")
    argument("--lang", choices=("zh", "en"), default="zh", help="language of the page (default: %(default)s)")
    ocr_too(argument)
    argument = add("check", _check, "list what was found wrong")
    argument("path", nargs="?", default=_OUT, metavar="PATH", help="file, folder or dataset (default: %(default)s)")
    argument("--strict", action="store_true", help="exit 1 when a finding is an error")
    ocr_too(argument)
    json_too(argument)
    argument = add("query", _query, "ask the tables")
    argument("query", nargs="?", metavar="NAME|SQL|-", help="a view or table, SQL, or - for SQL from standard input")
    argument("--out", default=_OUT, metavar="DIR", help="the dataset (default: %(default)s)")
    argument("--format", choices=("table", "csv", "json"), default="table", help="(default: %(default)s)")
    argument = add("template", _template, "write an empty form to type a report into")
    argument("form", choices=("2019", "2021"), help="the form that the report is printed on")
    argument("--requests", choices=("2019", "2021"), help="the form of its table 三, where that is the other one")
    argument = add("codebook", _codebook, "list every id of the tables with its labels")
    argument("--csv", action="store_true", help="CSV")
    json_too(argument)
    return parser


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 up")
    return int(text)


# ── Commands ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _build(arguments: argparse.Namespace) -> int:
    """Make the tables from every file in a folder; files that are in the tables already are not read again."""
    from .builder import build
    from .terminal import print_json

    progress = False if arguments.quiet else None
    summary = build(arguments.source, arguments.out, workers=arguments.workers, ocr=arguments.ocr, progress=progress)
    if arguments.json:
        print_json(summary.to_dict())
    elif not arguments.quiet:
        print(summary)
    if summary.reports:
        return DONE
    return _say(f"{arguments.source}: no file has a report; `gxdata check {arguments.out}` says why", NOTHING)


def _show(arguments: argparse.Namespace) -> int:
    """Show the filled form of every report in a file, each cell that is no plain number marked."""
    from .terminal import print_json, show

    reports = _reports(arguments.file, arguments.ocr)
    if arguments.json:
        print_json([{**report.summary(), "rows": [cell._asdict() for cell in report.cell_rows]} for report in reports])
    else:
        print("\n\n".join("\n".join(show(report, arguments.lang)) for report in reports))
    return DONE


def _explain(arguments: argparse.Namespace) -> int:
    """Show how a file was read: kind and encoding, the grids found, which row was matched with what and how well, why cells
    are lost, the findings, and what was left over."""
    from .metadata import sha256
    from .readers import read
    from .recognise import recognise
    from .terminal import describe, explain, left_over

    document = read(Path(arguments.file), ocr=arguments.ocr)
    reports = recognise(document, sha256(Path(arguments.file))[:16])
    if arguments.html:
        _write_page(document, reports, arguments)
    else:
        print("\n".join(describe(document)))
        for report in reports:
            print("", *explain(report), sep="\n")
        print("", *left_over(document, reports), sep="\n")
    return DONE if reports else _say(f"{arguments.file}: no annual report was found in it", NOTHING)


def _write_page(document: Document, reports: Sequence[Report], arguments: argparse.Namespace) -> None:
    """The page of `explain --html`; ValueError where it cannot be written, or would replace the file itself."""
    from .explained import page

    out = Path(arguments.html)
    if out.resolve() == Path(arguments.file).resolve():
        raise ValueError(f"{out}: it is the file that is explained; name another for the page")
    content = page(document, reports, Path(arguments.file).name, arguments.lang).encode("utf-8", "replace")
    try:
        out.write_bytes(content)
    except OSError as error:
        raise ValueError(f"{out}: it cannot be written: {error.strerror or error}") from error
    print(f"{out}: {len(reports)} reports, {len(content):,} bytes")


def _check(arguments: argparse.Namespace) -> int:
    """List the findings of a file, of a folder of files or of a built dataset, by report, errors first."""
    from .terminal import print_json

    path = Path(arguments.path)
    folder = path.is_dir() or arguments.path == _OUT
    found = _check_folder(path, arguments.ocr) if folder else _check_file(arguments.path, arguments.ocr)
    if arguments.json:
        print_json(found)
    else:
        _print_findings(found)
    errors = sum(finding["severity"] == "error" for report in found["reports"] for finding in report["findings"])
    return STRICT if arguments.strict and errors else DONE


def _query(arguments: argparse.Namespace) -> int:
    """Ask the tables: by the name of an analysis view or a table, or in SQL. Without a query, list the views."""
    from .database import connect, queries
    from .schema import BY_NAME
    from .terminal import print_rows

    if arguments.query is None:
        return _list_queries(arguments.format)
    text = sys.stdin.read() if arguments.query == "-" else arguments.query
    orders = {name: table.key for name, table in BY_NAME.items()} | {q.name: q.order for q in queries().values()}
    if text.strip() in orders:
        text = f"from {text.strip()} order by {', '.join(orders[text.strip()])}"
    import duckdb

    with connect(arguments.out) as db:
        try:
            cursor = db.execute(text)
            names, rows = [column[0] for column in cursor.description or ()], cursor.fetchall()
        except duckdb.Error as error:
            return _say(f"the query failed: {error}\n`gxdata query` lists the views", USAGE)
    print_rows(names, rows, arguments.format)
    return DONE


def _template(arguments: argparse.Namespace) -> int:
    """Write an empty form as CSV, for what no reader can read: fill it in, save it as CSV or XLSX among the other files."""
    from .template import template

    empty, stream = template(arguments.form, arguments.requests), getattr(sys.stdout, "buffer", None)
    if stream is None:
        sys.stdout.write(empty)
    else:
        stream.write(empty.encode())  # UTF-8 on every system
    return DONE


def _codebook(arguments: argparse.Namespace) -> int:
    """List every id of the tables with its labels, unit, legal basis and place on the forms."""
    from .rows import codebook
    from .schema import CODEBOOK
    from .terminal import print_rows

    form = "json" if arguments.json else "csv" if arguments.csv else "table"
    print_rows([column.name for column in CODEBOOK.columns], codebook(), form)
    return DONE


# ── Reading ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _reports(file: str, ocr: bool) -> list[Report]:
    """The reports of a file; ValueError when there is none."""
    from .parser import parse

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        reports = parse(file, ocr=ocr)
    for warning in caught:
        _say(str(warning.message), DONE)
    if not reports:
        raise ValueError(f"{file}: no annual report was found in it; `gxdata explain` shows what was")
    return reports


_FILES = "select path, status, message from sources where status <> 'parsed' order by path"
_FINDINGS = """
select report_id, path, agency, year, rule, severity, section, item, measure, expected, observed, f.message
from findings f join reports using (report_id) join sources using (source_id) where status <> 'duplicate'
order by min(list_position(['error', 'warning', 'note'], severity)) over (partition by report_id), report_id,
    list_position(['error', 'warning', 'note'], severity), number"""


def _check_file(file: str, ocr: bool) -> dict[str, Any]:
    from .terminal import ranked

    reports = [
        {"report_id": report.report_id, "path": file, "agency": report.agency, "year": report.year}
        | {"findings": [finding._asdict() for finding in ranked(report.finding_rows)]}
        for report in _reports(file, ocr)
    ]
    return {"files": [], "reports": reports}


def _check_folder(folder: Path, ocr: bool = False) -> dict[str, Any]:
    """{files: those that are not simply parsed, reports: those with findings} of a dataset, or of a folder of files."""
    from .database import connect
    from .schema import BY_NAME

    if folder.is_dir() and not any((folder / f"{name}.parquet").exists() for name in BY_NAME):
        from tempfile import TemporaryDirectory

        from .builder import build

        with TemporaryDirectory(prefix="gxdata-") as place:
            build(folder, place, ocr=ocr)
            return _check_folder(Path(place))
    with connect(folder) as db:
        files = [dict(zip(("path", "status", "message"), row, strict=True)) for row in db.execute(_FILES).fetchall()]
        rows = db.execute(_FINDINGS).fetchall()
    names = ("rule", "severity", "section", "item", "measure", "expected", "observed", "message")
    reports: dict[str, dict[str, Any]] = {}
    for id, path, agency, year, *finding in rows:
        report = {"report_id": id, "path": path, "agency": agency, "year": year, "findings": []}
        reports.setdefault(id, report)["findings"].append(dict(zip(names, finding, strict=True)))
    return {"files": files, "reports": list(reports.values())}


# ── Writing ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _say(message: str, code: int) -> int:
    print(f"gxdata: {message}", file=sys.stderr)
    return code


def _print_findings(found: dict[str, Any]) -> None:
    from .terminal import finding_line

    for file in found["files"]:
        print(f"{file['path']}: {file['status']}: {file['message']}")
    for report in found["reports"]:
        print(f"\n{report['path']}: {report['agency'] or '?'} {report['year'] or '?'} ({report['report_id']})")
        for finding in report["findings"]:
            print(finding_line(finding["rule"], finding["severity"], finding["message"]))
    if not found["files"] and not any(report["findings"] for report in found["reports"]):
        print("nothing was found wrong")


def _list_queries(form: str) -> int:
    from .database import queries
    from .terminal import print_rows

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
