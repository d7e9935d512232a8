"""Tables and queries as CSV, Excel, Stata and DuckDB files, each with the codebook and what every column is.

The same dataset gives the same bytes, but for DuckDB, whose files carry numbers of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from .database import connect, queries
from .schema import BY_NAME, DECIMAL

if TYPE_CHECKING:
    import polars as pl

FORMATS = {"csv": "", "xlsx": ".xlsx", "stata": "", "duckdb": ".duckdb"}  # the suffix of one file; else a folder
_MOMENT = datetime(2000, 1, 1)  # where a format wants a date of making
_XLSX_ROWS, _XLSX_TEXT = 1_048_576, 32_767
_STATA_LABEL, _STATA_TEXT = 80, 2045
_NEEDS = {"xlsx": ("xlsxwriter", "gxdata[xlsx]"), "stata": ("pandas", "gxdata[stata]")}


def export(
    dataset: str | Path,
    out: str | Path,
    form: str,
    tables: Sequence[str] = (),
    query: str | None = None,
) -> list[str]:
    """Write tables or views, or a query named `query`, with `codebook` and `columns` beside them.

    form: csv and stata write a file a table into the folder `out`; xlsx (a sheet each) and duckdb write the file `out`.
    Without tables and query, all tables. query: the name of a view, or SQL.

    csv: UTF-8 with a byte order mark, nulls empty. stata: version 118; figures as doubles, a null text is empty; longer
    texts are strL. xlsx: texts above 32,767 characters are cut, with `…` as their last. duckdb: the views too.

    Returns lines on what could not be kept as it is. Raises ValueError for an unknown format or table, a query without
    rows or with lists, more rows than a sheet has, `out` of the wrong kind, and when a package is missing, with what to
    install; OSError when `out` cannot be written.
    """
    if form not in FORMATS:
        raise ValueError(f"there is no format {form!r}; there are {', '.join(FORMATS)}")
    package, extra = _NEEDS.get(form, ("", ""))
    if package and find_spec(package) is None:
        raise ValueError(f"{form} needs the package {package}, which is not installed: pip install '{extra}'")
    place = Path(out)
    if place.suffix != FORMATS[form] or (not FORMATS[form] and place.is_file()):
        wanted = f"a file whose name ends in {FORMATS[form]}" if FORMATS[form] else "a folder"
        raise ValueError(f"{out}: {form} is written to {wanted}")
    if unknown := [name for name in tables if name not in BY_NAME and name not in queries()]:
        raise ValueError(f"there is no table {unknown[0]!r}; there are {', '.join((*BY_NAME, *queries()))}")
    if query is not None and not query.strip():
        raise ValueError("the query is empty; name a view, or write SQL")
    names = list(tables) or ([] if query else [name for name in BY_NAME if name != "codebook"])
    with connect(dataset) as db:
        frames = {name: db.sql(_ordered(name)).pl() for name in names if name != "codebook"}
        if query:
            found = db.sql(_ordered(query))
            if found is None:
                raise ValueError("the query gives no rows to export; end it with a select")
            frames["query" if query not in queries() and query not in BY_NAME else query] = found.pl()
        frames["codebook"] = db.sql(_ordered("codebook")).pl()
    if form != "duckdb":
        _flat(frames, form)
    frames["columns"] = columns(frames)
    (place if not FORMATS[form] else place.parent).mkdir(parents=True, exist_ok=True)
    return {"csv": _csv, "xlsx": _xlsx, "stata": _stata, "duckdb": _duckdb}[form](frames, place)


def _ordered(name: str) -> str:
    """A table or view in its order; anything else is SQL, whose order is its own."""
    if name in BY_NAME:
        return f"from {name} order by {', '.join(BY_NAME[name].key)}"
    if name in queries():
        return f"from {name} order by {', '.join(queries()[name].order)}"
    return name


def _flat(frames: Mapping[str, pl.DataFrame], form: str) -> None:
    for name, frame in frames.items():
        if nested := [column for column, type in frame.schema.items() if type.is_nested()]:
            raise ValueError(
                f"{name}.{nested[0]} is a list or a struct, for which {form} has no place: unnest it in the query, or export as duckdb"
            )


def columns(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """What each column of the frames is: table, column, type, description."""
    import polars as pl

    rows = []
    for name, frame in frames.items():
        known = {column.name: column for column in BY_NAME[name].columns} if name in BY_NAME else {}
        for column, type in frame.schema.items():
            told = known.get(column)
            rows.append((name, column, told.type if told else _type(type), told.description if told else ""))
    return pl.DataFrame(rows, schema=["table", "column", "type", "description"], orient="row")


def _type(type: pl.DataType) -> str:
    if type.is_integer():
        return "integer"
    if type.is_decimal():
        return DECIMAL
    return (
        "number"
        if type.is_float()
        else {"String": "string", "Boolean": "boolean", "Date": "date"}.get(str(type), str(type).lower())
    )


def _csv(frames: Mapping[str, pl.DataFrame], place: Path) -> list[str]:
    for name, frame in frames.items():
        frame.write_csv(place / f"{name}.csv", include_bom=True)
    return []


def _xlsx(frames: Mapping[str, pl.DataFrame], place: Path) -> list[str]:
    """A sheet a table. Texts are texts, also those that begin with = or look like addresses."""
    import xlsxwriter

    for name, frame in frames.items():
        if frame.height >= _XLSX_ROWS:
            raise ValueError(f"{name} has {frame.height:,} rows, a sheet 1,048,576: export it as csv, or ask for less")
    cut: list[str] = []
    with place.open("wb") as file, xlsxwriter.Workbook(file) as book:  # opened here, so that a refusal is an OSError
        book.set_properties({"created": _MOMENT})
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        for name, frame in frames.items():
            sheet = book.add_worksheet(name[:31])
            sheet.freeze_panes(1, 0)
            for index, (column, values) in enumerate(zip(frame.columns, frame.iter_columns(), strict=True)):
                sheet.write_string(0, index, column, bold)
                date, long = str(values.dtype) == "Date", 0
                for row, value in enumerate(values, 1):
                    if value is None:
                        continue
                    if isinstance(value, bool):
                        sheet.write_boolean(row, index, value)
                    elif date:
                        sheet.write_datetime(row, index, value, day)
                    elif values.dtype.is_numeric():
                        sheet.write_number(row, index, float(value))
                    else:
                        text = str(value)
                        long += len(text) > _XLSX_TEXT
                        sheet.write_string(
                            row, index, text if len(text) <= _XLSX_TEXT else text[: _XLSX_TEXT - 1] + "…"
                        )
                cut += (
                    [f"{name}.{column}: {long} texts are longer than a cell of a sheet holds, and are cut"]
                    if long
                    else []
                )
    return cut


def _stata(frames: Mapping[str, pl.DataFrame], place: Path) -> list[str]:
    """A file a table. Labels are the columns' descriptions."""
    import pandas as pd
    import polars as pl

    told = {(table, column): text for table, column, _, text in frames["columns"].iter_rows()}
    for name, frame in frames.items():
        numbers = [column for column, type in frame.schema.items() if type.is_numeric() or type == pl.Boolean]
        plain = frame.with_columns(pl.col(numbers).cast(pl.Float64))
        texts = [column for column, type in plain.schema.items() if not type.is_float() and type != pl.Date]
        plain = plain.with_columns(pl.col(texts).cast(pl.String).fill_null(""))
        days = [column for column, type in plain.schema.items() if type == pl.Date]
        data = pd.DataFrame({column: _stata_column(plain[column]) for column in plain.columns})
        long = [column for column in texts if (plain[column].str.len_bytes().max() or 0) > _STATA_TEXT]  # type: ignore[operator]
        labels = {column: _short(told.get((name, column), "")) for column in plain.columns}
        data.to_stata(
            place / f"{name}.dta", version=118, write_index=False, time_stamp=_MOMENT, data_label=_short(f"gxdata {name}"),
            convert_strl=long, convert_dates=dict.fromkeys(days, "td"), variable_labels=labels,
        )  # fmt: skip
    return []


def _stata_column(values: pl.Series) -> object:
    import pandas as pd

    if str(values.dtype) == "Date":
        return pd.to_datetime(pd.Series(values.to_list(), dtype="object"))
    return pd.Series(values.to_list(), dtype="float64" if values.dtype.is_float() else "object")


def _short(text: str) -> str:
    return text if len(text) <= _STATA_LABEL else text[: _STATA_LABEL - 1] + "…"


def _duckdb(frames: Mapping[str, pl.DataFrame], place: Path) -> list[str]:
    """A database with the tables, and the views when it has all tables."""
    import duckdb

    if place.is_file():
        _own_database(place, {*frames, *BY_NAME, "query", "codebook", "columns"})
    place.write_bytes(b"")  # a refusal is an OSError, and no failure of a query
    place.unlink()
    with duckdb.connect(place) as db:
        for name, arrow in _arrows(frames):
            db.register("frame", arrow)
            db.execute(f'create table "{name}" as from frame')
            db.unregister("frame")
        if frames.keys() >= BY_NAME.keys():
            for query in queries().values():
                if query.name not in frames:
                    db.execute(f"create view {query.name} as {query.statement}")
    return []


def _own_database(place: Path, known: set[str]) -> None:
    """Raises ValueError where the file that stands there is no earlier export."""
    import duckdb

    try:
        with duckdb.connect(place, read_only=True) as db:
            found = db.execute("select table_name from duckdb_tables() where not internal order by 1").fetchall()
    except duckdb.Error:
        raise ValueError(f"{place} is there and is no database that can be read: name another file") from None
    if strange := [name for (name,) in found if name not in known]:
        raise ValueError(f"{place} is there and has a table {strange[0]} that is no export's: name another file")


def _arrows(frames: Mapping[str, pl.DataFrame]) -> Iterator[tuple[str, object]]:
    for name, frame in frames.items():
        yield name, frame.to_arrow()
