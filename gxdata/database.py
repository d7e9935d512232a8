"""A built dataset as a DuckDB connection: the tables, the analysis views beside them, and nothing that can be written."""

from __future__ import annotations

import re
import shutil
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from .expansion import expand
from .metadata import literal, sql_columns, sql_path, verify, without_bar
from .schema import BY_NAME

if TYPE_CHECKING:
    import duckdb

_FOLDER = Path(__file__).parent / "queries"
_HEADER = re.compile(r"-- (title|columns|unit|order|caveat): (.+)")


@dataclass(frozen=True, slots=True)
class Query:
    """An analysis view. title, unit and caveat are `zh / en`; order: columns that order its rows totally."""

    name: str
    title: str
    columns: tuple[str, ...]
    unit: str
    order: tuple[str, ...]
    caveat: str
    sql: str

    @property
    def statement(self) -> str:
        """The select with what stands for the declarations put out in full."""
        return expand(self.sql)


def read_query(path: Path) -> Query:
    """A view from `<number>_<name>.sql`: its header, a comment line for each part of a Query, then one select.

    Raises ValueError, naming the file, when the header is not complete and in order.
    """
    parts = ("title", "columns", "unit", "order", "caveat")
    text = path.read_text("utf-8")
    lines = text.splitlines()
    found = [match for line in lines[: len(parts)] if (match := _HEADER.fullmatch(line))]
    if tuple(match[1] for match in found) != parts:
        wanted = ", ".join(f"-- {part}:" for part in parts)
        raise ValueError(f"{path.name}: it must begin with the lines {wanted}, each with its text")
    title, columns, unit, order, caveat = (match[2].strip() for match in found)
    for part, text_of in (("title", title), ("unit", unit), ("caveat", caveat)):
        if " / " not in text_of:
            raise ValueError(f"{path.name}: its {part} is not `zh / en`: {text_of}")
    name = re.sub(r"^\d+_", "", path.stem)
    sql = "\n".join(lines[len(parts) :]).strip()
    return Query(name, title, tuple(columns.split(", ")), unit, tuple(order.split(", ")), caveat, sql)


@cache
def queries() -> dict[str, Query]:
    """Name → view, in the order of their files; a view may use those before it."""
    return {query.name: query for query in map(read_query, sorted(_FOLDER.glob("*.sql")))}


def connect(path: str | Path = "data/parquet") -> duckdb.DuckDBPyConnection:
    """A connection with the tables of a dataset and the analysis views; `.sql(…)` gives `.pl()`, `.df()`, `.arrow()`.

    The tables are read where they lie when a query asks for them. The rows of a query have an order only if it has an
    `order by`: a table's key, or for a view what `gxdata query` shows as its order.

    Nothing can be written: the database itself is opened read-only (only TEMP tables can be made, in memory), all
    files but the tables' are closed to it, there are no extensions or networks, and no setting can be changed.
    DuckDB has no switch that lets it read a file and not write it; but it writes beside a file before it replaces it,
    which is refused, and a COPY that is told not to meets files without write permission, as `build` leaves them.

    Raises FileNotFoundError when there is no dataset, ValueError when it does not verify, each with the remedy.
    """
    import duckdb

    folder = Path(path).absolute()
    if not any((folder / f"{name}.parquet").exists() for name in BY_NAME):
        seen = "" if Path(path).is_absolute() else f" (looked for in {Path.cwd()})"
        raise FileNotFoundError(f"{path}: there is no dataset here{seen}; run `gxdata build SRC --out {path}`")
    if problems := verify(folder):
        raise ValueError(f"{path}: the dataset is not complete: {'; '.join(problems)}; run `gxdata build` again")
    files = [folder / f"{name}.parquet" for name in BY_NAME]
    place = Path(tempfile.mkdtemp(prefix="gxdata-"))
    try:
        (place / "gxdata.duckdb").write_bytes(_views())
        with duckdb.connect(place / "gxdata.duckdb") as db:
            db.execute("begin")  # one write to the disk, not one a view
            for file in files:
                db.execute(f"create view {file.stem} as from read_parquet({sql_path(file)})")
                _comment(db, file.stem, BY_NAME[file.stem].description)
            db.execute("commit")
        return _locked(duckdb.connect(place / "gxdata.duckdb", read_only=True), files)
    finally:
        shutil.rmtree(place, ignore_errors=True)  # where an open file can be removed; it is in use till then


@cache
def _views() -> bytes:
    """A database file with the analysis views alone, made over empty tables that are then taken away: to bind the views
    takes a second, and is the same for every dataset."""
    import duckdb

    with tempfile.TemporaryDirectory(prefix="gxdata-") as place:
        with duckdb.connect(Path(place, "gxdata.duckdb")) as db:
            db.execute("begin")
            for table in BY_NAME.values():
                db.execute(f"create table {table.name} ({sql_columns(table)})")
            for query in queries().values():
                db.execute(f"create view {query.name} as {query.statement}")
                _comment(db, query.name, f"{query.title}; {query.unit}; {query.caveat}")
            for name in BY_NAME:
                db.execute(f"drop table {name}")
            db.execute("commit")
        return Path(place, "gxdata.duckdb").read_bytes()


def _comment(db: duckdb.DuckDBPyConnection, name: str, text: str) -> None:
    """What `select view_name, comment from duckdb_views()` says of a view."""
    db.execute(f"comment on view {name} is {literal(text)}")


def _locked(db: duckdb.DuckDBPyConnection, files: list[Path]) -> duckdb.DuckDBPyConnection:
    """Close everything to a connection but some files, for good."""
    # A path with *, ? or [ is asked for as the pattern and again as the file that the pattern found.
    allowed = {path for file in files for path in (sql_path(file), literal(str(file)))}
    db.execute(f"set temp_directory = {literal(str(Path(tempfile.gettempdir()) / 'gxdata-spill'))}")
    db.execute(f"set allowed_paths = [{', '.join(sorted(allowed))}]")
    db.execute("set autoinstall_known_extensions = false")
    without_bar(db)
    db.execute("set enable_external_access = false")
    db.execute("set lock_configuration = true")
    return db
