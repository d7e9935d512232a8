"""Parts from the workers and rows of the old tables → the nine tables, sorted by their keys and checked.

What is found over several reports is not taken from the old tables but asked anew, in `across`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from .across import across
from .codebook import codebook
from .metadata import arrow_table, contract_problems, literal, scratch, sql_path, write_parquet
from .rules import ACROSS
from .schema import BY_NAME, REPORT_TABLES, TABLES, Row
from .worker import ID, write_part

if TYPE_CHECKING:
    import duckdb

THREADS = 4  # more would each need their share of the memory
BATCH = 65_536  # rows that pass from DuckDB to the Parquet writer at a time
MEMORY = "512MB"  # that sorting may take before it uses the disk


def write_tables(
    workshop: Path, old: Path, sources: list[Row], prefixes: Sequence[str], reused: list[str], threads: int
) -> dict[str, int]:
    """All tables, in the folder `workshop`: table → rows.

    The rows come from the parts that begin with `prefixes`, and for the source_ids `reused` from the tables in `old`.
    Raises RuntimeError when the tables, read again, would not keep their contract.
    """
    files = {name: workshop / f"{name}.parquet" for name in BY_NAME}
    write_part(str(workshop / "0-"), [])  # so that there is a part, and its types, when no file has a report
    counts = {
        name: write_parquet(files[name], BY_NAME[name], arrow_table(BY_NAME[name], rows).to_batches())
        for name, rows in (("sources", sources), ("codebook", codebook()))
    }
    settings: dict[str, str | int] = {
        "threads": min(threads, THREADS),
        "memory_limit": MEMORY,
        "temp_directory": str(workshop / "spill"),
    }
    with scratch(settings) as db:
        db.execute("create temp table reused as select unnest(?::varchar[]) as source_id", [reused])
        for name in REPORT_TABLES:
            parts = [Path(f"{prefix}{name}.parquet") for prefix in (workshop / "0-", *prefixes)]
            db.execute(f"create temp view own_{name} as {_own(name, parts, old if reused else None)}")

        def write(name: str, query: str) -> None:
            ordered = f"{query} order by {', '.join(BY_NAME[name].key)}"
            counts[name] = write_parquet(files[name], BY_NAME[name], db.sql(ordered).to_arrow_reader(BATCH))

        for name in REPORT_TABLES:
            if name not in _TOGETHER:
                write(name, f"from own_{name}")
        for name in ("sources", *REPORT_TABLES):
            if name not in _TOGETHER:
                db.execute(f"create temp view {name} as from read_parquet({sql_path(files[name])})")
        across(db, workshop / "across.parquet")
        db.execute(f"create temp view across as from read_parquet({sql_path(workshop / 'across.parquet')})")
        for name, query in _TOGETHER.items():
            write(name, query)
        problems = contract_problems(workshop, counts) + _key_problems(db, workshop) + _sum_problems(db, workshop)
    if problems:
        raise RuntimeError(f"the tables would be wrong and were not replaced: {'; '.join(problems)}; please report")
    return counts


def _own(name: str, parts: Sequence[Path], old: Path | None) -> str:
    """The rows of one table out of the new parts and the old rows of files not read again: what each report tells by
    itself, without what was found over several."""
    columns = ", ".join(column.name for column in BY_NAME[name].columns)
    query = f"select {columns} from read_parquet([{', '.join(map(sql_path, parts))}])"
    if old is None:
        return query
    tables = {table: f"read_parquet({sql_path(old / f'{table}.parquet')})" for table in (name, "findings")}
    rows, over = tables[name], f"rule in ({', '.join(map(literal, ACROSS))})"
    if name == "findings":
        rows = f"(from {rows} where not {over})"
    elif name == "reports":
        rows = f"""(
            select r.* replace (r.findings - coalesce(gone, 0) as findings, null::varchar as duplicate_of) from {rows} r
            left join (select report_id, count(*) as gone from {tables["findings"]} where {over} group by report_id)
                using (report_id))"""
    return f"{query} union all select {columns} from {rows} where substr(report_id, 1, {ID}) in (from reused)"


# The tables to which something is added over all reports, and their rows then.
_TOGETHER = {
    "reports": """
        select r.* replace (r.findings + coalesce(added, 0) as findings, d.duplicate_of as duplicate_of)
        from own_reports r left join duplicates d using (report_id)
        left join (select report_id, count(*) as added from across group by report_id) using (report_id)""",
    "findings": """
        from own_findings union all
        select a.* replace (a.number + r.findings as number) from across a join own_reports r using (report_id)""",
}


def _key_problems(db: duckdb.DuckDBPyConnection, folder: Path) -> list[str]:
    """Tables whose key is not unique."""
    problems = []
    for table in TABLES:
        source, key = f"read_parquet({sql_path(folder / f'{table.name}.parquet')})", ", ".join(table.key)
        query = f"select {key} from {source} group by {key} having count(*) > 1 order by {key} limit 1"
        problems += [f"{table.name} has the key {row} twice" for row in db.execute(query).fetchall()]
    return problems


# table, what names the rows it belongs to, the table of those and their count of its rows
_COUNTED = (
    ("reports", "source_id", "sources", "reports"),
    ("cells", "report_id", "reports", "cells_expected"),
    ("findings", "report_id", "reports", "findings"),
)


def _sum_problems(db: duckdb.DuckDBPyConnection, folder: Path) -> list[str]:
    """Files and reports that do not have as many rows as they say: rows lost on the way."""
    problems = []
    for name, id, above, number in _COUNTED:
        rows, owners = (f"read_parquet({sql_path(folder / f'{table}.parquet')})" for table in (name, above))
        query = f"""
            select coalesce(o.{id}, r.{id}), coalesce(o.{number}, 0), coalesce(r.rows, 0)
            from (from {owners} where {number} > 0) o
            full join (select {id}, count(*) as rows from {rows} group by {id}) r using ({id})
            where coalesce(o.{number}, 0) <> coalesce(r.rows, 0) order by 1 limit 1"""
        for owner, expected, found in db.execute(query).fetchall():
            problems.append(f"{owner} has {found} rows in {name} where {above} says {expected}")
    return problems
