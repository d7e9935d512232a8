"""`gxdata simulate`: made-up reports, and the truth beside them."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING

from . import DONE, add, positive

if TYPE_CHECKING:
    from . import Commands


def register(commands: Commands) -> None:
    argument = add(commands, "simulate", _simulate, "write made-up reports, with the truth beside them")
    argument("--bodies", type=positive, default=2000, metavar="N", help="bodies (default: %(default)s)")
    argument("--years", type=_years, default=(2019, 2025), metavar="FIRST-LAST", help="(default: 2019-2025)")
    argument("--seed", type=positive, default=1, metavar="N", help="another seed, other figures (default: %(default)s)")
    argument("--out", default="data/simulated/raw", metavar="DIR", help="folder for the reports (default: %(default)s)")


def _simulate(arguments: argparse.Namespace) -> int:
    """Write simulated reports, which say that they are, in every dialect and with the defects of real ones; the truth goes
    into the folder `truth` beside DIR, with a README. The same arguments give the same bytes."""
    from ..simulate.panel import simulate

    first, last = arguments.years
    written = simulate(arguments.out, bodies_count=arguments.bodies, first=first, last=last, seed=arguments.seed)
    print(f"{arguments.out}: {written:,} simulated files (模拟数据)")
    return DONE


def _years(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", text)
    if match is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not a span of years such as 2019-2025")
    return int(match[1]), int(match[2] or match[1])
