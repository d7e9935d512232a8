"""A process of its own that reads files, shard by shard, and writes their rows as Parquet parts.

Files come from anywhere: one that hangs, takes all memory or kills its process costs itself and nothing else. The
parent sends one JSON line a shard and gets one line before each file, so that it knows which one it was; `pool` is
the parent's side. Not multiprocessing, which would run the user's own script again in every worker.
"""

from __future__ import annotations

import contextlib
import faulthandler
import hashlib
import json
import os
import re
import signal
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from importlib import import_module
from inspect import signature
from typing import IO, Any, NamedTuple

from .document import ReadError
from .elsewhere import Link, attachments, pictures
from .forms import SECTIONS
from .metadata import arrow_table
from .readers import MAX_BYTES, prepare, read
from .recognise import recognise
from .report import Report
from .rows import rows
from .schema import BY_NAME, REPORT_TABLES, Row

# bytes, source_id → a Result, or its first three; raises ReadError. A file's name is not asked, only what is in it;
# where it came from (url) only by a parser that takes it.
Parser = Callable[..., tuple[Any, ...]]
Rows = dict[str, list[Row]]  # table → its rows

ID = 16  # hex digits of the sha256 that are the source_id
MEMORY = 2 << 30  # bytes that a worker may take
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
_LONGEST = 300  # characters of an exception's text


class File(NamedTuple):
    """A file to read: its place on this machine, its name below the folder, the hash its bytes had, and where it came from."""

    place: str
    name: str
    sha256: str
    url: str = ""


class Outcome(NamedTuple):
    """What became of a file: its row of `sources`, but for what the parent knows itself."""

    name: str
    media: str | None
    reader: str | None
    status: str
    message: str
    reports: int
    links: Sequence[Link] = ()  # to what else may have its tables; whether that is there, the parent knows


class Result(NamedTuple):
    """What is in a file. links, pictures: where else its tables may be, see `elsewhere`, or that none were typed in."""

    media: str | None
    reader: str | None
    reports: list[Report]
    links: Sequence[Link] = ()
    pictures: str = ""


def failure(name: str, message: str, status: str = "unreadable") -> Outcome:
    """The outcome of a file that gave nothing."""
    return Outcome(name, None, None, status, message, 0)


def read_reports(data: bytes, source_id: str, ocr: bool = False, url: str = "") -> Result:
    """What is in a file, from its bytes and the address that it came from; raises ReadError when it cannot be read."""
    document = read(data, ocr=ocr)
    reports = recognise(document, source_id, url)
    if document.origin == "transcribed" and not reports:
        return Result(document.media, document.reader, [], (), "; it is an empty form: type the report's figures in")
    links = attachments(document, reports)
    return Result(document.media, document.reader, reports, links, "" if links else pictures(document, reports))


def read_file(file: File, parser: Parser = read_reports) -> tuple[Outcome, Rows]:
    """The outcome of one file, and its rows of every report table. Never raises an Exception."""
    try:
        with open(file.place, "rb") as opened:
            data = opened.read(MAX_BYTES + 1)  # what is longer is refused
        if len(data) <= MAX_BYTES and hashlib.sha256(data).hexdigest() != file.sha256:
            return failure(file.name, "it changed while it was being read; build again"), {}
        media, reader, reports, links, seen = Result(
            *(parser(data, file.sha256[:ID], url=file.url) if _takes_url(parser) else parser(data, file.sha256[:ID]))
        )
        status, message = judge(reports)
        found = {name: [row for report in reports for row in rows(report, name)] for name in REPORT_TABLES}
        return Outcome(file.name, media, reader, status, message + seen, len(reports), links), found
    except ReadError as error:
        return failure(file.name, str(error), error.status), {}
    except OSError as error:
        return failure(file.name, f"{error.strerror or type(error).__name__}; make it readable and build again"), {}
    except MemoryError:
        return failure(file.name, f"it takes more than {MEMORY >> 30} GB of memory to read; save it as text"), {}
    except Exception as error:
        return _internal(file, error), {}


@cache
def _takes_url(parser: Parser) -> bool:
    return "url" in signature(parser).parameters


def _internal(file: File, error: Exception) -> Outcome:
    """An unforeseen exception, in words that are the same on every machine."""
    text = _ADDRESS.sub("", str(error).replace(file.place, file.name))[:_LONGEST]
    text = text.encode("utf-8", "backslashreplace").decode()
    return failure(file.name, f"internal error: {type(error).__name__}: {text}; please report")


def judge(reports: Sequence[Report]) -> tuple[str, str]:
    """(status, message): `partial` when a table that every report must have is missing, or more than half of it lost."""
    if not reports:
        return (
            "no_report",
            "no annual report was found: neither a report's title with its sections nor one of its tables",
        )
    wanting = []
    for report in reports:
        for section in SECTIONS:
            cells = list(report.cells_of(section.id))
            lost = sum(cell.state == "lost" for cell in cells)
            if not cells and section.required:
                wanting.append(f"report {report.ordinal}: {section.id} {section.zh}: no such table")
            elif 2 * lost > len(cells):
                wanting.append(f"report {report.ordinal}: {section.id} {section.zh}: {lost} of {len(cells)} cells lost")
    if not wanting:
        return "parsed", ""
    return "partial", "; ".join(wanting) + "; `gxdata explain` shows how the file was read"


# ── Parts ────────────────────────────────────────────────────────────────────────────────────────────────────────


def write_part(prefix: str, found: Iterable[Rows]) -> None:
    """The rows of some files as `<prefix><table>.parquet`, a file a table; raises when rows do not fit the contract."""
    import pyarrow.parquet as pq

    all = list(found)
    for name in REPORT_TABLES:
        table = arrow_table(BY_NAME[name], (row for rows in all for row in rows.get(name, ())))
        pq.write_table(table, f"{prefix}{name}.parquet", compression="lz4")


def _write(files: Sequence[File], results: Sequence[tuple[Outcome, Rows]], prefix: str) -> list[Outcome]:
    """Writes the part of a shard; its outcomes, those of files whose rows do not fit the contract among them."""
    try:
        write_part(prefix, [found for _, found in results])
    except OSError:
        raise
    except Exception:
        results = [_fitting(file, *result) for file, result in zip(files, results, strict=True)]
        write_part(prefix, [found for _, found in results])
    return [outcome for outcome, _ in results]


def _fitting(file: File, outcome: Outcome, found: Rows) -> tuple[Outcome, Rows]:
    """The file's rows, or an internal error when they do not fit the contract."""
    try:
        for name in found:
            arrow_table(BY_NAME[name], found[name])
    except Exception as error:
        return _internal(file, error), {}
    return outcome, found


# ── The process ──────────────────────────────────────────────────────────────────────────────────────────────────


def serve(orders: IO[bytes], answers: IO[bytes]) -> None:
    """Reads shards until the orders end. The first line is {parser, limit, ocr}, each further one {prefix, files}.

    Answers {} when it is ready; then {} while it makes files ready, a line a file when it begins ({"file": index}; {}
    when all are read), and {"outcomes": …} a shard, or {"failed": …} when its rows cannot be written for no fault of the files.
    """
    setup = json.loads(orders.readline())
    module, _, name = setup["parser"].partition(":")
    function: Any = getattr(import_module(module), name)
    parser: Parser = partial(function, ocr=True) if setup["ocr"] else function

    def answer(content: dict[str, Any]) -> None:
        answers.write(json.dumps(content).encode() + b"\n")
        answers.flush()
        # Ends the process, whatever it is doing, also when the parent is gone; 1 is then its exit code.
        faulthandler.dump_traceback_later(setup["limit"], exit=True, file=silence)

    with open(os.devnull, "w") as silence:
        answer({})
        faulthandler.cancel_dump_traceback_later()
        for line in orders:
            order = json.loads(line)
            files = [File(*file) for file in order["files"]]
            with contextlib.suppress(Exception):  # a file that is not made ready is converted when it is read
                prepare([file.place for file in files], setup["limit"], lambda: answer({}))
            results = []
            for index, file in enumerate(files):
                answer({"file": index})
                results.append(read_file(file, parser))
            answer({})
            try:
                answer({"outcomes": _write(files, results, order["prefix"])})
            except OSError as error:
                answer({"failed": str(error)})
            faulthandler.cancel_dump_traceback_later()


class _NoPandas:
    """Says that there is no pandas: pyarrow would load it, half a second, to ask whether a tuple is one of its own."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def main() -> None:
    """Serve over standard input and output; what else is printed goes to standard error."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    sys.meta_path.insert(0, _NoPandas())
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, resource.getrlimit(resource.RLIMIT_DATA)[1]))
    except (ImportError, ValueError, OSError):  # no such limit on this system, or a lower one already
        pass
    try:
        serve(sys.stdin.buffer, answers)
    except BrokenPipeError:  # the parent is gone
        os._exit(1)
