"""`gxdata site`: a dataset and its notebooks as pages."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from . import DONE, NOTHING, OUT, add, positive, say

if TYPE_CHECKING:
    from . import Commands


def register(commands: Commands) -> None:
    argument = add(commands, "site", _site, "run the notebooks and write a site of static pages")
    argument("data", nargs="?", default=OUT, metavar="DATA", help="the dataset (default: %(default)s)")
    argument("--out", default="data/site", metavar="DIR", help="folder for the pages (default: %(default)s)")
    argument("--notebooks", default="notebooks", metavar="DIR", help="folder of notebooks (default: %(default)s)")
    argument("--workers", type=positive, default=2, metavar="N", help="notebooks run at once (default: %(default)s)")
    argument("--stored", action="store_true", help="do not run them: show the outputs that they hold")
    argument("--quiet", action="store_true", help="print nothing")


def _site(arguments: argparse.Namespace) -> int:
    """Run every notebook of a folder over a dataset, and write pages that need no network: the notebooks, the codebook, a
    summary of the dataset, and the tables to download."""
    folder = Path(arguments.notebooks)
    notebooks = sorted(folder.glob("*.ipynb"))
    if not notebooks:
        return say(f"{folder}: there is no notebook here; name their folder with --notebooks", NOTHING)
    try:
        from ..site import write_site

        site = write_site(arguments.data, arguments.out, notebooks, arguments.workers, arguments.stored)
    except ModuleNotFoundError as error:
        return say(f"pages are made from notebooks, which needs {error.name}: pip install gxdata[notebooks]", NOTHING)
    for problem in site.problems:
        say(problem, NOTHING)
    if not arguments.quiet:
        print(f"{arguments.out}/index.html: {site.pages} pages, {site.bytes / 1e6:.1f} MB")
    return NOTHING if site.problems else DONE
