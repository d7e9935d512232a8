"""A folder of files → the nine tables: in parallel, only what is new, all or nothing, and always the same bytes."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

from .elsewhere import LINKED, by_file_name, whereabouts
from .inventory import Input, inventory, unpacked
from .listing import Listed, listing
from .merge import write_tables
from .metadata import (
    DATAPACKAGE,
    MANIFEST,
    datapackage,
    origin,
    read_manifest,
    scratch,
    sql_path,
    table_entries,
    verify,
    write_json,
)
from .processes import Pool
from .readers.scan import libraries as ocr_libraries
from .schema import TABLES, Row
from .worker import ID, File, Outcome, Parser, failure, read_reports

_LIMIT, _LIMIT_OCR = 60.0, 1800.0  # seconds that one file may take


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build gave. sources: status → files; repeats: how many of the reports repeat another one; cells: state →
    cells; findings: severity → findings; reused: files whose rows were taken from the tables that were there; seconds
    stand in no output."""

    sources: Mapping[str, int]
    reports: int
    repeats: int
    cells: Mapping[str, int]
    findings: Mapping[str, int]
    reused: int
    seconds: float

    def __str__(self) -> str:
        def counts(what: str, numbers: Mapping[str, int]) -> str:
            detail = ", ".join(f"{name} {number:,}" for name, number in numbers.items())
            return f"{what:9}{sum(numbers.values()):>12,}  {detail}".rstrip()

        repeats = f"  {self.repeats:,} repeating another" if self.repeats else ""
        lines = [counts("files", self.sources), f"{'reports':9}{self.reports:>12,}{repeats}"]
        lines += [counts("cells", self.cells), counts("findings", self.findings)]
        return "\n".join([*lines, f"{self.reused:,} files unchanged, {self.seconds:.1f} s"])

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def build(
    source: str | Path = "data/raw",
    out: str | Path = "data/parquet",
    *,
    workers: int | None = None,
    ocr: bool = False,
    progress: bool | None = None,
    limit: float | None = None,
    parser: Parser = read_reports,
) -> Summary:
    """Make the tables in `out` from every file below `source`, whatever becomes of it (table `sources`).

    workers: processes at most, as many as the machine has processors when None; ocr: the characters of pictures of
    pages are recognised (extra `ocr`); progress: a bar on stderr, None where that is a terminal; limit: seconds one file
    may take, 60 when None, and half an hour with `ocr`; parser: a module's function in place of the package's own.
    Files are always read in processes of their own, so that none can hang the build or end it; few need only one.

    The bytes depend on the files, their names and the versions of the package and its libraries only. Where `out`
    holds a complete dataset of the same versions and `ocr`, files whose bytes are in it are not read again, except those that
    were unreadable. The tables are replaced when all are made and checked; a build that is cut short leaves the old
    ones, or ones that `gxdata check` and `connect` refuse.

    Raises FileNotFoundError or NotADirectoryError when there is no such folder, ValueError when `out` is `source`,
    BlockingIOError when another build is writing to `out`.
    """
    began = time.monotonic()
    folder, target = Path(source).resolve(), Path(out).resolve()
    count = workers or os.cpu_count() or 1
    if folder == target:
        raise ValueError(
            f"{out}: the tables cannot go into the folder of the files; name another folder for them (out=, --out)"
        )
    files = inventory(folder, target, count)
    target.mkdir(parents=True, exist_ok=True)
    with _workshop(target) as workshop:
        inputs, listed = listing(unpacked(files, workshop))
        made_with = _made_with(parser, ocr)
        old = _old_sources(target, made_with)
        plan = _plan(inputs, old or [], listed)
        with _bar(len(plan.read), progress) as tick:
            parts = Pool(workshop, parser, limit or (_LIMIT_OCR if ocr else _LIMIT), tick, ocr).read(plan.read, count)
        outcomes = plan.known | {outcome.name: outcome for part in parts for outcome in part.outcomes}
        names = by_file_name(input.name for input in inputs if input.sha256)
        sources = [_source_row(input, outcomes[input.name], names, listed[input.name]) for input in inputs]
        if sources != old:
            prefixes = [part.prefix for part in parts if part.prefix]
            rows = write_tables(workshop, target, sources, prefixes, plan.reused, count)
            _seal(workshop, rows, made_with, inputs)
            _publish(workshop, target)
    return _summary(target, len(plan.reused), time.monotonic() - began)


# ── What is to be read ───────────────────────────────────────────────────────────────────────────────────────────


class _Plan(NamedTuple):
    known: dict[str, Outcome]  # name → outcome of the files that need not be read
    read: list[File]
    reused: list[str]  # source_ids of the files whose rows are taken from the old tables


_SHA256, _STATUS, _MESSAGE, _URL = 2, 6, 7, 9  # columns of `sources`


def _made_with(parser: Parser, ocr: bool) -> dict[str, Any]:
    other = {} if parser is read_reports else {"parser": f"{parser.__module__}:{parser.__qualname__}"}
    return origin() | other | ({"ocr": ocr_libraries()} if ocr else {})


def _old_sources(target: Path, made_with: Mapping[str, Any]) -> list[Row] | None:
    """The rows of `sources` of a complete dataset made with the same versions; None when there is no such dataset."""
    found = read_manifest(target)
    with_what = {key: value for key, value in (found or {}).items() if key not in ("tables", "inputs")}
    if with_what != made_with or verify(target):
        return None
    with scratch() as db:
        return db.execute(f"from read_parquet({sql_path(target / 'sources.parquet')})").fetchall()


def _asked_again(status: str, message: str) -> bool:
    """Whether a file's outcome may be another one now though its bytes are the same: it was unreadable, something had
    to be installed for it, or it was said whether its attachments are there."""
    return (
        status in ("duplicate", "unreadable") or (status == "unsupported" and "install" in message) or LINKED in message
    )


def _plan(inputs: Sequence[Input], old: Sequence[Row], listed: Mapping[str, Listed]) -> _Plan:
    """Which files must be read: those whose bytes are new here, or came from elsewhere, and those to be asked again."""
    plan = _Plan({}, [], [])
    settled = (row for row in old if not _asked_again(row[_STATUS], row[_MESSAGE]))
    known = {row[_SHA256]: row for row in settled}
    first: dict[str, str] = {}
    for input in inputs:
        given = input.outcome and Outcome(input.name, input.media, input.media, *input.outcome, 0)
        if input.sha256 is None or (given and not input.media):
            plan.known[input.name] = given or failure(input.name, "")
        elif input.sha256 in first:
            message = f"the same bytes as {first[input.sha256]}, where its reports are"
            plan.known[input.name] = failure(input.name, message, "duplicate")
        else:
            first[input.sha256] = input.name
            if given:
                plan.known[input.name] = given
                continue
            row, url = known.get(input.sha256), listed[input.name].url
            if row is not None and row[_URL] == url:
                plan.known[input.name] = Outcome(input.name, *row[4:9])
                plan.reused.append(input.sha256[:ID])
            else:
                plan.read.append(File(input.place, input.name, input.sha256, url or ""))
    return plan


def _source_row(input: Input, outcome: Outcome, names: Mapping[str, Sequence[str]], listed: Listed) -> Row:
    """A row of `sources`, in the order of its columns. names: file name → the inputs of that name."""
    id = input.sha256 and input.sha256[:ID]
    message = outcome.message + whereabouts(input.name, outcome.links, names)
    return (id, input.name, input.sha256, input.bytes, *outcome[1:4], message, outcome.reports, *listed)


# ── Writing ──────────────────────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def _workshop(target: Path) -> Iterator[Path]:
    """A folder in `target` for what is being made; it, and what builds that crashed left, is gone afterwards."""
    with _locked(target):
        for left in target.glob(".building-*"):
            shutil.rmtree(left)
        folder = target / f".building-{os.getpid()}"
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _locked(target: Path) -> Iterator[None]:
    """One build at a time; the lock ends with the process, however that ends."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    handle = os.open(target, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise BlockingIOError(f"{target}: another build is writing here; wait for its end") from None
    except OSError:  # a file system without locks
        pass
    try:
        yield
    finally:
        os.close(handle)


def _seal(workshop: Path, rows: Mapping[str, int], made_with: Mapping[str, Any], inputs: Sequence[Input]) -> None:
    """The descriptions of the tables in the workshop: datapackage.json, and the manifest."""
    entries = table_entries(workshop, rows)
    hashes = {input.name: input.sha256 for input in inputs}
    write_json(workshop / DATAPACKAGE, datapackage(entries))
    write_json(workshop / MANIFEST, {**made_with, "tables": entries, "inputs": hashes})


def _publish(workshop: Path, target: Path) -> None:
    """Put the new files in place of the old ones. Until the last one is there, the manifest, nothing verifies."""
    (target / MANIFEST).unlink(missing_ok=True)
    for table in TABLES:
        path = workshop / f"{table.name}.parquet"
        if os.name == "posix":  # written once; also what a connection could otherwise be told to overwrite
            path.chmod(path.stat().st_mode & ~0o222)
        os.replace(path, target / path.name)
    for name in (DATAPACKAGE, MANIFEST):
        os.replace(workshop / name, target / name)


# ── What is said of it ───────────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def _bar(files: int, progress: bool | None) -> Iterator[Callable[[int], object]]:
    """Counts files on stderr when `progress`, or on a terminal when that is None."""
    if not files or not (sys.stderr.isatty() if progress is None else progress):
        yield lambda count: None
        return
    from tqdm import tqdm

    with tqdm(total=files, unit=" files", file=sys.stderr, dynamic_ncols=True) as bar:
        yield bar.update


def _summary(folder: Path, reused: int, seconds: float) -> Summary:
    with scratch() as db:

        def counts(table: str, column: str) -> dict[Any, int]:
            source = f"read_parquet({sql_path(folder / f'{table}.parquet')})"
            query = f"select {column}, count(*) as rows from {source} group by all order by rows desc, 1"
            return dict(db.execute(query).fetchall())

        found = counts("reports", "duplicate_of is not null")
        tables = (("sources", "status"), ("cells", "state"), ("findings", "severity"))
        sources, cells, findings = (counts(*table) for table in tables)
    return Summary(sources, sum(found.values()), found.get(True, 0), cells, findings, reused, seconds)
