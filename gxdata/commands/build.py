"""`gxdata build`: a folder of files → the tables."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from . import DONE, NOTHING, OUT, add, json_too, ocr_too, positive, say

if TYPE_CHECKING:
    from . import Commands


def register(commands: Commands) -> None:
    argument = add(commands, "build", _build, "make the tables from a folder of files")
    argument("source", nargs="?", default="data/raw", metavar="SRC", help="folder of files (default: %(default)s)")
    argument("--out", default=OUT, metavar="DIR", help="folder for the tables (default: %(default)s)")
    argument("--workers", type=positive, metavar="N", help="processes (default: one a processor)")
    argument("--quiet", action="store_true", help="no progress bar and no summary")
    ocr_too(argument)
    json_too(argument)


def _build(arguments: argparse.Namespace) -> int:
    """Make the tables from every file in a folder; files that are in the tables already are not read again."""
    from ..builder import build
    from ..terminal import print_json

    progress = False if arguments.quiet else None
    summary = build(arguments.source, arguments.out, workers=arguments.workers, ocr=arguments.ocr, progress=progress)
    if arguments.json:
        print_json(summary.to_dict())
    elif not arguments.quiet:
        print(summary)
    if summary.reports:
        return DONE
    return say(f"{arguments.source}: no file has a report; `gxdata check {arguments.out}` says why", NOTHING)
