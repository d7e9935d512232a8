"""What stands beside the rows: the tables' Parquet schema, the manifest that seals a dataset, and datapackage.json.

Nothing here depends on the machine: no dates, no absolute paths, no timings.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import __version__
from .schema import BY_NAME, DECIMAL, TABLES, Table

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

MANIFEST, DATAPACKAGE = "manifest.json", "datapackage.json"
GROUP = 122_880  # rows of a row group: what DuckDB reads at a time
_DUCKDB = {"string": "VARCHAR", "integer": "BIGINT", DECIMAL: "DECIMAL(18,6)", "date": "DATE", "boolean": "BOOLEAN"}
_FRICTIONLESS = {"string": "string", "integer": "integer", DECIMAL: "number", "date": "date", "boolean": "boolean"}


# ── Parquet ──────────────────────────────────────────────────────────────────────────────────────────────────────


def arrow_schema(table: Table) -> pa.Schema:
    """The Arrow types of a table; each field carries its description, and the key `gxdata` the whole table as JSON."""
    import pyarrow as pa

    types = {
        "string": pa.string(),
        "integer": pa.int64(),
        DECIMAL: pa.decimal128(18, 6),
        "date": pa.date32(),
        "boolean": pa.bool_(),
    }
    fields = [
        pa.field(column.name, types[column.type], column.name not in table.key, {"description": column.description})
        for column in table.columns
    ]
    about = {
        "table": table.name,
        "description": table.description,
        "key": table.key,
        "columns": {column.name: column.description for column in table.columns},
        "version": __version__,
    }
    return pa.schema(fields, {"gxdata": json.dumps(about, ensure_ascii=False)})


def arrow_table(table: Table, rows: Iterable[tuple[Any, ...]]) -> pa.Table:
    """Rows in the order of the table's columns, in the contract's types; ValueError or ArrowException if they do not fit."""
    import pyarrow as pa

    schema = arrow_schema(table)
    columns: Iterable[tuple[Any, ...]] = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pa.Table.from_arrays(
        [pa.array(values, field.type) for field, values in zip(schema, columns, strict=True)], schema=schema
    )


def write_parquet(path: Path, table: Table, batches: Iterable[pa.RecordBatch]) -> int:
    """Record batches in the order of the key, as a Parquet file whose bytes depend on the rows only; the row count.

    Not DuckDB's own writer: it makes a column that happens to have no null in one input file required, so that its
    bytes change with how the rows were divided over files.
    """
    import pyarrow.parquet as pq

    schema, rows = arrow_schema(table), 0
    with pq.ParquetWriter(path, schema, compression="zstd", compression_level=3, version="2.6") as writer:
        for group in _groups(batches):
            writer.write_table(group.cast(schema), row_group_size=GROUP)
            rows += group.num_rows
    return rows


def _groups(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Tables of exactly GROUP rows, the last one of the rest, each in one chunk a column."""
    import pyarrow as pa

    held: list[pa.RecordBatch] = []
    for batch in batches:
        held.append(batch)
        while sum(part.num_rows for part in held) >= GROUP:
            table = pa.Table.from_batches(held)
            yield table.slice(0, GROUP).combine_chunks()
            held = table.slice(GROUP).to_batches()
    if held:
        yield pa.Table.from_batches(held).combine_chunks()


def literal(text: str) -> str:
    """Text as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def scratch(config: Mapping[str, str | int] | None = None) -> duckdb.DuckDBPyConnection:
    """A database in memory that writes no progress bar."""
    import duckdb

    return without_bar(duckdb.connect(config=dict(config or {})))


def without_bar(db: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """The connection, kept from writing a progress bar to standard output, as DuckDB does for a query of two seconds."""
    import duckdb

    with contextlib.suppress(duckdb.InvalidInputException):  # in Jupyter without ipywidgets, where there is no bar
        db.execute("set enable_progress_bar = false")
    return db


def sql_path(path: Path) -> str:
    """A file's path as an SQL string for read_parquet, which would take *, ? and [ for a pattern."""
    return literal(re.sub(r"[*?\[]", r"[\g<0>]", str(path)))


def sql_columns(table: Table) -> str:
    """A table's columns with their types, as CREATE TABLE wants them."""
    return ", ".join(f'"{column.name}" {_DUCKDB[column.type]}' for column in table.columns)


# ── Manifest ─────────────────────────────────────────────────────────────────────────────────────────────────────


def sha256(path: Path) -> str:
    """The sha256 of a file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def fingerprint() -> str:
    """The sha256 of the package's own files: code, queries and facts; files are parsed again when it changes."""
    package = Path(__file__).parent
    files = [path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    digest = hashlib.sha256()
    for name, path in sorted((path.relative_to(package).as_posix(), path) for path in files):
        digest.update(f"{name}\0{sha256(path)}\n".encode())
    return digest.hexdigest()


@cache
def libraries() -> Mapping[str, str]:
    """The versions of the libraries that the package declares, on which figures and bytes may depend."""
    from importlib.metadata import PackageNotFoundError, requires, version

    try:
        declared = [line for line in requires("gxdata") or [] if "extra ==" not in line]
    except PackageNotFoundError:  # run from a source tree
        declared = []
    names = sorted(re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0] for line in declared)
    return {name: version(name) for name in names}


def origin() -> dict[str, Any]:
    """What a dataset is made with: the part of the manifest that must be equal for old rows to be used again."""
    return {"gxdata": __version__, "code": fingerprint(), "libraries": dict(libraries())}


def table_entries(folder: Path, rows: Mapping[str, int]) -> dict[str, Any]:
    """The manifest's `tables` for the tables in a folder. rows: table → count."""
    return {
        name: {"sha256": sha256(path), "rows": rows[name], "bytes": path.stat().st_size}
        for name in BY_NAME
        for path in [folder / f"{name}.parquet"]
    }


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Deterministic JSON, UTF-8, a line an entry."""
    path.write_bytes((json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())


def read_manifest(folder: str | Path) -> dict[str, Any] | None:
    """The manifest of a dataset, or None when there is none that can be read."""
    try:
        found = json.loads((Path(folder) / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and isinstance(found.get("tables"), dict) else None


def verify(folder: str | Path) -> list[str]:
    """What is wrong with a dataset, a sentence each; the dataset is complete if and only if the list is empty.

    Every table must be there with the sha256, bytes and rows of the manifest, and with the columns of this version.
    """
    found = read_manifest(folder)
    if found is None:
        return [f"{MANIFEST} is missing or damaged, as after a build that was cut short"]
    problems: list[str] = []
    rows: dict[str, int] = {}
    for name in BY_NAME:
        path, entry = Path(folder) / f"{name}.parquet", found["tables"].get(name)
        if not isinstance(entry, dict):
            problems.append(f"{MANIFEST} does not name the table {name}")
        elif not path.is_file():
            problems.append(f"{path.name} is missing")
        elif path.stat().st_size != entry.get("bytes") or sha256(path) != entry.get("sha256"):
            problems.append(f"{path.name} is not the file that {MANIFEST} names: its sha256 differs")
        else:
            rows[name] = entry.get("rows", -1)
    return problems + contract_problems(Path(folder), rows)


def contract_problems(folder: Path, rows: Mapping[str, int]) -> list[str]:
    """Where tables differ from their contract: in their columns, in types, or in the number of `rows` they should have."""
    problems: list[str] = []
    with scratch() as db:
        for name, expected in rows.items():
            source = f"read_parquet({sql_path(folder / f'{name}.parquet')})"
            columns = [(column, type) for column, type, *_ in db.execute(f"describe from {source}").fetchall()]
            wanted = [(column.name, _DUCKDB[column.type]) for column in BY_NAME[name].columns]
            if columns != wanted:
                have, want = ("; ".join(" ".join(pair) for pair in pairs) for pairs in (columns, wanted))
                problems.append(f"{name}.parquet has the columns {have}; this version has {want}")
            counted = db.execute(f"select count(*) from {source}").fetchall()[0][0]
            if counted != expected:
                problems.append(f"{name}.parquet has {counted} rows where {expected} are expected")
    return problems


# ── datapackage.json ─────────────────────────────────────────────────────────────────────────────────────────────


def datapackage(entries: Mapping[str, Any]) -> dict[str, Any]:
    """The Frictionless description of the tables, derived from their contract. entries: the manifest's `tables`."""
    return {
        "profile": "data-package",
        "name": "gxdata",
        "title": "Chinese government-information-disclosure annual reports / 政府信息公开工作年度报告",
        "description": "The statutory tables of the reports, cell by cell, with what was found wrong in them.",
        "version": __version__,
        "licenses": [{"name": "MIT", "title": "MIT License"}],
        "resources": [_resource(table, entries[table.name]) for table in TABLES],
    }


def _resource(table: Table, entry: Mapping[str, Any]) -> dict[str, Any]:
    fields = []
    for column in table.columns:
        field: dict[str, Any] = {"name": column.name, "type": _FRICTIONLESS[column.type]}
        field["description"] = column.description
        if column.name in table.key:
            field["constraints"] = {"required": True}
        fields.append(field)
    schema: dict[str, Any] = {"fields": fields, "primaryKey": list(table.key)}
    if table.name != "reports" and any(column.name == "report_id" for column in table.columns):
        schema["foreignKeys"] = [{"fields": "report_id", "reference": {"resource": "reports", "fields": "report_id"}}]
    return {
        "profile": "data-resource",
        "name": table.name,
        "path": f"{table.name}.parquet",
        "description": table.description,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "bytes": entry["bytes"],
        "hash": f"sha256:{entry['sha256']}",
        "schema": schema,
    }
