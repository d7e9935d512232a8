"""`gxdata coverage`: which bodies have which years."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from . import DONE, add, data_too, say

if TYPE_CHECKING:
    from . import Commands


def register(commands: Commands) -> None:
    argument = add(commands, "coverage", _coverage, "list which bodies have which years, and which are missing")
    data_too(argument)
    argument(
        "--against",
        metavar="LIST.csv",
        help="bodies that should be there: columns agency or body_id, and if needed region_code, province, prefecture,"
        " county, first, last (years)",
    )
    argument(
        "--years", type=years, metavar="2019-2025", help="years that should be there (default: from a body's first)"
    )
    argument("--format", choices=("table", "csv", "json"), default="table", help="(default: %(default)s)")


def years(text: str) -> tuple[int, int]:
    """First and last year of `2019-2025` or `2023`."""
    match = re.fullmatch(r"(\d{4})(?:[-–](\d{4}))?", text)
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
    if first > last:
        raise argparse.ArgumentTypeError(f"{text!r} is not a year or a range of years such as 2019-2025")
    return first, last


def _coverage(arguments: argparse.Namespace) -> int:
    """List the bodies of a dataset, or those of a list, with the years for which there are reports and those for which
    there are none. A year may be missing because its file was not read, or its report's body or year was not decided."""
    from ..coverage import Covered, coverage, read_list, undecided, unlisted
    from ..database import connect
    from ..terminal import print_rows

    against = read_list(arguments.against) if arguments.against else None
    with connect(arguments.data) as db:
        found = coverage(db, against, arguments.years)
        nameless, others = undecided(db), unlisted(found, db) if against else 0
    if arguments.format == "json":
        print_rows(Covered._fields, found, "json")
    else:
        rows = [row._replace(reported=ranges(row.reported), missing=ranges(row.missing)) for row in found]  # type: ignore[arg-type]
        print_rows(Covered._fields, rows, arguments.format)
    if nameless:
        say(f"{nameless} reports are in no row, for their body or year is not decided", DONE)
    if others:
        say(f"{others} bodies of the dataset are not on the list", DONE)
    return DONE


def ranges(found: Sequence[int]) -> str:
    """Years as `2019-2021, 2023`."""
    if not found:
        return ""
    edges = [found[0], *(year for pair in pairwise(found) if pair[1] - pair[0] > 1 for year in pair), found[-1]]
    spans = zip(edges[::2], edges[1::2], strict=True)
    return ", ".join(f"{first}" if first == last else f"{first}-{last}" for first, last in spans)
