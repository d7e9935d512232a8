"""`gxdata site`: a dataset and its notebooks as a folder of pages that works from a disk, without any network.

The same dataset, notebooks and versions give the same bytes. Pages name no machine, path or time.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from .. import __version__
from ..database import connect
from ..metadata import DATAPACKAGE, MANIFEST, sha256
from ..notebooks import run
from ..schema import TABLES
from . import pages
from .notebook import Notebook, page_of

ASSETS = Path(__file__).parent / "assets"
FONT = Path(__file__).parents[1] / "fonts"


class Site(NamedTuple):
    """What was written. problems: notebooks that could not be run, a sentence each; their pages show them as stored."""

    pages: int
    bytes: int
    problems: list[str]


def write_site(
    data: str | Path, out: str | Path, notebooks: Sequence[Path], workers: int = 2, stored: bool = False
) -> Site:
    """Run the notebooks over the dataset `data`, and write the site into the folder `out`, in place of what is there.

    stored: do not run them, but show the outputs that they hold, which must be of this dataset.

    index.html has the summary of the dataset, `<notebook>.html` each notebook with its charts, codebook.html every id,
    and data/ the tables. Raises FileNotFoundError or ValueError as `connect` does, ValueError when `out` holds what is
    no site, and ModuleNotFoundError, saying what to install, without the notebooks' environment.
    """
    folder, target = Path(data).absolute(), Path(out).absolute()
    connect(folder).close()  # before anything is taken away or run
    _clear(target)
    (target / "data").mkdir(parents=True, exist_ok=True)
    with _dataset(folder), ThreadPoolExecutor(workers) as pool:
        made = list(pool.map(_stored if stored else _run, notebooks))
    found = [notebook for notebook, _ in made]
    footer = pages.Footer(__version__, sha256(folder / MANIFEST))
    with connect(folder) as db:
        _write(target / "index.html", pages.index(db, found, footer))
        _write(target / "codebook.html", pages.codebook(db, found, footer))
    for notebook in found:
        _write(target / f"{notebook.name}.html", pages.notebook(notebook, found, footer))
    _copy(folder, target)
    files = [path for path in target.rglob("*") if path.is_file()]
    problems = [problem for _, problem in made if problem]
    return Site(2 + len(found), sum(path.stat().st_size for path in files), problems)


def _stored(path: Path) -> tuple[Notebook, str]:
    return page_of(path.stem, path.read_text("utf8")), ""


def _run(path: Path) -> tuple[Notebook, str]:
    """A notebook after a run; where it fails, as it is stored, and what went wrong."""
    from nbclient.exceptions import CellExecutionError

    try:
        return page_of(path.stem, run(path.resolve())), ""
    except CellExecutionError as error:
        return page_of(path.stem, path.read_text("utf8"), stale=True), f"{path.name}: {error.ename}: {error.evalue}"


@contextmanager
def _dataset(folder: Path) -> Iterator[None]:
    """The notebooks' dataset, for the kernels started meanwhile."""
    before = os.environ.get("GXDATA")
    os.environ["GXDATA"] = str(folder)
    try:
        yield
    finally:
        del os.environ["GXDATA"]
        if before is not None:
            os.environ["GXDATA"] = before


def _clear(target: Path) -> None:
    """Remove the site that is there; ValueError for a folder that holds anything else."""
    if not target.exists():
        return
    if not target.is_dir() or (any(target.iterdir()) and not (target / "assets" / "gxdata.css").is_file()):
        raise ValueError(f"{target.name}: it holds something other than a site; name an empty folder with --out")
    shutil.rmtree(target)


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf8", newline="\n")


def _copy(folder: Path, target: Path) -> None:
    """The tables, their descriptions, the font, the style and the scripts that draw charts."""
    for name in (*(f"{table.name}.parquet" for table in TABLES), MANIFEST, DATAPACKAGE):
        shutil.copyfile(folder / name, target / "data" / name)
    assets = target / "assets"
    shutil.copytree(ASSETS, assets)
    for path in sorted(FONT.iterdir()):
        shutil.copyfile(path, assets / path.name)
    _write(assets / "vega.js", pages.vega())
