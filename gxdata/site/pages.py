"""The pages of the site as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from ..schema import CODEBOOK, TABLES
from .notebook import Notebook, markdown

if TYPE_CHECKING:
    import duckdb


class Footer(NamedTuple):
    """What every page ends with. manifest: the sha256 of the dataset's manifest.json."""

    version: str
    manifest: str


def vega() -> str:
    """The scripts that draw charts, in one classic script: vega, vega-lite and vega-embed, from vl-convert's wheel."""
    bundle: Any = import_module("vl_convert").javascript_bundle
    return str(bundle()) + "\n"


def index(db: duckdb.DuckDBPyConnection, notebooks: Sequence[Notebook], footer: Footer) -> str:
    """What the dataset holds, its notebooks, its tables, and how to cite it."""
    origins = dict(db.execute("select origin, count(*) from reports group by origin order by origin").fetchall())
    simulated = "" if not origins.get("simulated") else _SIMULATED
    cards = "".join(
        f'<li><a href="{each.name}.html">{escape(each.title)}</a>{markdown(each.question)}</li>' for each in notebooks
    )
    body = (
        "<h1>Government information disclosure in China: the annual reports <br>政府信息公开工作年度报告</h1>"
        "<p>What Chinese administrative bodies published, how they answered requests for information, and what became of"
        " reconsideration and litigation: read from their yearly reports, cell by cell. Every figure is as printed, or it"
        " is marked; blank is not nought.</p>"
        f"{simulated}{_figures(db)}"
        f'<h2>Notebooks</h2><ul class="cards">{cards}</ul>'
        f"<h2>Reports</h2>{_reports(db)}"
        f"<h2>Cells</h2><p>By table and state; the states are in the <a href='codebook.html'>codebook</a>.</p>{_states(db)}"
        f"<h2>Downloads</h2>{_downloads(db)}"
        f"<h2>How to cite</h2>{_citation(footer)}"
    )
    return _page("gxdata", "index", body, notebooks, footer)


_SIMULATED = (
    '<p class="note">This dataset holds <b>simulated reports (模拟)</b>: they are made by a program, for teaching and tests.'
    " No finding about any real body can be drawn from them.</p>"
)


def notebook(notebook: Notebook, notebooks: Sequence[Notebook], footer: Footer) -> str:
    """A notebook as a page."""
    note = '<p class="note">This notebook could not be run over this dataset; what it shows is of the one it was written for.</p>'
    scripts = '<script src="assets/vega.js"></script><script src="assets/charts.js"></script>'
    body = (note if notebook.stale else "") + notebook.body + (scripts if "data-chart=" in notebook.body else "")
    return _page(notebook.title, notebook.name, body, notebooks, footer)


def codebook(db: duckdb.DuckDBPyConnection, notebooks: Sequence[Notebook], footer: Footer) -> str:
    """Every table's columns, and every id."""
    names = [column.name for column in CODEBOOK.columns if column.name != "ordinal"]
    rows = db.execute(f"select {', '.join(names)} from codebook order by ordinal").fetchall()
    body = "<h1>Codebook</h1><h2>Tables</h2>"
    for table in TABLES:
        fields = [(column.name, column.type, column.description) for column in table.columns]
        body += f"<h3 id='{table.name}'><code>{table.name}</code></h3><p>{escape(table.description)}; key {', '.join(table.key)}</p>"
        body += _table(("column", "type", "what it is"), fields)
    return _page("Codebook", "codebook", f"{body}<h2>Ids</h2>{_table(names, rows)}", notebooks, footer)


# ── Parts ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _figures(db: duckdb.DuckDBPyConnection) -> str:
    query = """
        select (select count(*) from sources), count(*), count(distinct coalesce(body_id, report_id)), min(year), max(year),
            sum(cells_read), sum(findings) from reports"""
    files, reports, bodies, first, last, cells, findings = db.execute(query).fetchall()[0]
    years = f"{first}–{last}" if first != last else f"{first}"
    counts = (
        (files, "files"),
        (reports, "reports"),
        (bodies, "bodies"),
        (cells or 0, "cells read"),
        (findings or 0, "findings"),
    )
    items = "".join(f"<div><b>{count:,}</b><span>{name}</span></div>" for count, name in counts)
    return f'<div class="figures">{items}<div><b>{years}</b><span>years reported on</span></div></div>'


MOST_REPORTS = 200  # rows of the list of reports; of more, only counts by year are shown


def _reports(db: duckdb.DuckDBPyConnection) -> str:
    query = """
        select year, agency, level, kind, origin, form, cells_read, checks_failed, findings from reports
        order by year, agency, report_id"""
    rows = db.execute(query).fetchall()
    names: tuple[str, ...] = (
        "year",
        "agency",
        "level",
        "kind",
        "origin",
        "form",
        "cells read",
        "checks failed",
        "findings",
    )
    if len(rows) > MOST_REPORTS:
        names = ("year", "origin", "level", "reports", "checks failed")
        query = "select year, origin, level, count(*), sum(checks_failed) from reports group by all order by all"
        rows = db.execute(query).fetchall()
    return _table(names, rows)


def _states(db: duckdb.DuckDBPyConnection) -> str:
    query = "select section, state, zh, en, if(simulated, 'simulated', 'real'), cells from cell_states order by section, simulated, ordinal"
    return _table(("table", "state", "zh", "en", "reports", "cells"), db.execute(query).fetchall())


def _downloads(db: duckdb.DuckDBPyConnection) -> str:
    rows = []
    for table in TABLES:
        count = db.execute(f"select count(*) from {table.name}").fetchall()[0][0]
        link = _Raw(f'<a href="data/{table.name}.parquet">{table.name}.parquet</a>')
        rows.append((link, count, table.description))
    files = '<a href="data/datapackage.json">datapackage.json</a> describes them (Frictionless), <a href="data/manifest.json">manifest.json</a> has their hashes.'
    return _table(("table", "rows", "what it holds"), rows) + f"<p>{files}</p>"


def _citation(footer: Footer) -> str:
    return (
        f"<p>The software: gxdata contributors. <i>gxdata: Chinese government-information-disclosure annual reports as tidy"
        f" Parquet tables</i>, version {footer.version}. The data: name the reports' publishers, and this dataset as “gxdata"
        f" dataset, version {footer.version}, manifest sha256 <code>{footer.manifest}</code>”. The same files and versions"
        " give the same manifest.</p>"
    )


class _Raw(str):
    """HTML that is not escaped again."""


def _table(names: Iterable[str], rows: Iterable[Sequence[Any]]) -> str:
    def cell(value: Any) -> str:
        if isinstance(value, _Raw):
            return f"<td>{value}</td>"
        if isinstance(value, int) and not isinstance(value, bool):
            return f'<td class="n">{value if 1900 < value < 2100 else f"{value:,}"}</td>'
        return f"<td>{'' if value is None else escape(str(value))}</td>"

    head = "".join(f"<th>{escape(name)}</th>" for name in names)
    body = "".join(f"<tr>{''.join(map(cell, row))}</tr>\n" for row in rows)
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table></div>'


def _page(title: str, name: str, body: str, notebooks: Sequence[Notebook], footer: Footer) -> str:
    links = [("index", "gxdata"), *((each.name, each.title) for each in notebooks), ("codebook", "Codebook")]
    nav = "".join(
        f'<a href="{id}.html"{" aria-current=page" if id == name else ""}>{escape(text)}</a>' for id, text in links
    )
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="assets/gxdata.css">
</head>
<body>
<header class="site"><nav>{nav}</nav></header>
<main>
{body}
</main>
<footer class="site">gxdata {footer.version} · dataset: manifest sha256 <code>{footer.manifest}</code> · cite both (<a href="index.html">how</a>)</footer>
</body>
</html>
"""
