"""`gxdata show`, `explain` and `template`: one file, and how it was read."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from . import DONE, NOTHING, add, json_too, ocr_too, say
from .reading import reports_of

if TYPE_CHECKING:
    from ..document import Document
    from ..report import Report
    from . import Commands


def register(commands: Commands) -> None:
    argument = add(commands, "show", _show, "show the filled form of the reports in a file")
    argument("file", metavar="FILE")
    argument("--lang", choices=("zh", "en"), default="zh", help="language of the labels (default: %(default)s)")
    ocr_too(argument)
    json_too(argument)
    argument = add(commands, "explain", _explain, "show how a file was read")
    argument("file", metavar="FILE")
    argument("--html", metavar="OUT", help="write one page that ties each cell of the form to its place in the file")
    argument("--lang", choices=("zh", "en"), default="zh", help="language of the page (default: %(default)s)")
    argument("--url", default="", help="the address that the file came from: its host may decide whose report it is")
    ocr_too(argument)
    argument = add(commands, "template", _template, "write an empty form to type a report into")
    argument("form", choices=("2019", "2021"), help="the form that the report is printed on")
    argument("--requests", choices=("2019", "2021"), help="the form of its table 三, where that is the other one")


def _show(arguments: argparse.Namespace) -> int:
    """Show the filled form of every report in a file, each cell that is no plain number marked."""
    from ..terminal import print_json, show

    reports = reports_of(arguments.file, arguments.ocr)
    if arguments.json:
        print_json([{**report.summary(), "rows": [cell._asdict() for cell in report.cell_rows]} for report in reports])
    else:
        print("\n\n".join("\n".join(show(report, arguments.lang)) for report in reports))
    return DONE


def _explain(arguments: argparse.Namespace) -> int:
    """Show how a file was read: kind and encoding, the grids found, which row was matched with what and how well, why cells
    are lost, the findings, and what was left over."""
    from ..metadata import sha256
    from ..readers import read
    from ..recognise import recognise
    from ..terminal import describe, explain, left_over

    document = read(Path(arguments.file), ocr=arguments.ocr)
    reports = recognise(document, sha256(Path(arguments.file))[:16], arguments.url)
    if arguments.html:
        _write_page(document, reports, arguments)
    else:
        print("\n".join(describe(document)))
        for report in reports:
            print("", *explain(report), sep="\n")
        print("", *left_over(document, reports), sep="\n")
    return DONE if reports else say(f"{arguments.file}: no annual report was found in it", NOTHING)


def _write_page(document: Document, reports: Sequence[Report], arguments: argparse.Namespace) -> None:
    """The page of `explain --html`; ValueError where it cannot be written, or would replace the file itself."""
    from ..explained import page

    out = Path(arguments.html)
    if out.resolve() == Path(arguments.file).resolve():
        raise ValueError(f"{out}: it is the file that is explained; name another for the page")
    content = page(document, reports, Path(arguments.file).name, arguments.lang).encode("utf-8", "replace")
    try:
        out.write_bytes(content)
    except OSError as error:
        raise ValueError(f"{out}: it cannot be written: {error.strerror or error}") from error
    print(f"{out}: {len(reports)} report{'' if len(reports) == 1 else 's'}, {len(content):,} bytes")


def _template(arguments: argparse.Namespace) -> int:
    """Write an empty form as CSV, for what no reader can read: fill it in, save it as CSV or XLSX among the other files."""
    from ..template import template

    empty, stream = template(arguments.form, arguments.requests), getattr(sys.stdout, "buffer", None)
    if stream is None:
        sys.stdout.write(empty)
    else:
        stream.write(empty.encode())  # UTF-8 on every system
    return DONE
