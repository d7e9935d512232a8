"""The tables' contract: columns, types, keys and descriptions.

The wide tables and the codebook are derived from the declaration in `forms`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .forms import PROCEEDINGS, REQUESTS, Section

if TYPE_CHECKING:
    import polars as pl


DECIMAL = "decimal(18,6)"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `type` is one of string, integer, decimal(18,6), date, boolean (DuckDB: VARCHAR, BIGINT, …)."""

    name: str
    type: str
    description: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its rows are sorted by `key`, which is unique."""

    name: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]


def _wide(section: Section, description: str, extra: tuple[Column, ...] = ()) -> Table:
    """The form's own shape: a row an item, a column a measure."""
    columns = (
        Column("report_id", "string", "the report"),
        Column(section.item_name, "string", f"the form's row: {', '.join(item.id for item in section.items)}"),
        *extra,
        *(
            Column(measure.id, "integer", f"{measure.zh} / {measure.en}; null unless the cell is number or solved")
            for measure in section.measures
        ),
    )
    return Table(section.id, description, ("report_id", section.item_name), columns)


def _columns(text: str) -> tuple[Column, ...]:
    """`name type description` a line."""
    return tuple(Column(*line.split(maxsplit=2)) for line in text.strip().splitlines())


SOURCES = Table(
    "sources",
    "one row per input file, also in archives, whatever became of it",
    ("path",),
    _columns("""
    source_id string first 16 hex digits of the file's sha256
    path string relative to the folder given, with forward slashes; of a file in an archive, below the archive's path
    sha256 string of the file's bytes
    bytes integer size of the file
    media string text, html, mhtml, csv, xlsx, pdf, docx, doc, image …; zip, tar, gzip for an archive; null when not known
    reader string the reader, with the encoding for text and HTML
    status string parsed, partial, no_report, duplicate, unsupported, unreadable
    message string what is wrong and what to do; empty when parsed, but for an archive: how many files it holds
    reports integer reports found in the file
    url string where it was retrieved from, as sources.csv or datapackage.json beside it says; null when neither does
    retrieved date when it was, likewise
    licence string under which licence, likewise
"""),
)

REPORTS = Table(
    "reports",
    "one row per report found",
    ("report_id",),
    _columns("""
    report_id string source_id, a hyphen, the report's ordinal in the file
    source_id string the file
    origin string published, transcribed, simulated
    title string as printed, line breaks removed
    agency string the body that reports; null when title and text do not decide
    year integer the year reported on
    form string 2019, 2021, mixed: decided by the tables, never by the year; null without a table that decides
    form_proactive string the form of table 二
    form_requests string the form of table 三
    level string central, central_local, province, prefecture, county, township, zone
    kind string government, department
    scope string own, territory, system: whose requests the figures count; null when no words say it
    region_code string GB/T 2260, six digits: the place it reports for; null when not decided
    province string null when the words do not decide
    prefecture string null when the words do not decide
    county string null when the words do not decide
    township string null when the words do not decide
    period_start date first day of the period reported on, as stated
    period_end date last day of the period reported on, as stated
    published date date of publication, as stated
    document_number string 文号 of the report itself
    index_number string 索引号
    fee_notices integer 信息处理费 通知收取件数; null when there is no such table
    fee_notified_yuan decimal(18,6) 信息处理费 通知收取金额, yuan
    fee_collected_yuan decimal(18,6) 信息处理费 实际收取金额, yuan
    cells_expected integer cells that the forms of its tables have
    cells_read integer of them read: every state but lost
    checks_passed integer instances of hard identities that hold
    checks_failed integer instances that the printed figures break
    checks_undecidable integer instances with a cell that has no figure
    findings integer rows in findings
    body_id string the same body through the years and renamings; null when place or function are not decided
    sector string the field of work, by its name: education, public_security, …; null for governments and when not known
    identity_words string the words that decided agency and place, each with where it was found
    scope_words string the words that decided the scope
    duplicate_of string report_id of the report that stands for this one, which is the same report again; else null
"""),
)

CELLS = Table(
    "cells",
    "the evidence: one row per cell of the form",
    ("report_id", "section", "item", "measure"),
    _columns("""
    report_id string the report
    section string proactive, requests, proceedings, processing_fees
    item string the form's row
    measure string the form's column
    value decimal(18,6) the figure, exact, in `unit`; null unless state is number or solved
    state string number, solved, nil, blank, text, lost
    raw string as printed
    unit string as the cell states it, else as the form prescribes; empty when neither does
    is_total boolean whether the cell is a total of others: never add it to them
    location string the place in the file
"""),
)

PROACTIVE_LONG = Table(
    "proactive",
    "what was published: figures of table 二",
    ("report_id", "item", "measure"),
    _columns("""
    report_id string the report
    item string the form's row
    measure string the form's column
    value decimal(18,6) the figure, in `unit`
    unit string as the cell states it, else as the form prescribes
"""),
)

SECTIONS_TABLE = Table(
    "sections",
    "the report's sections and their text",
    ("report_id", "number"),
    _columns("""
    report_id string the report
    number integer 0 preface, 1 to 6 the statutory sections, 7 and up others
    kind string preface, overview, proactive, requests, proceedings, problems, other, extra
    heading string as printed
    text string without the tables
"""),
)

FINDINGS = Table(
    "findings",
    "what does not hold, is lost, or is odd",
    ("report_id", "number"),
    _columns("""
    report_id string the report
    number integer the finding's ordinal in its report
    rule string the identity or rule
    severity string error: the printed figures break a hard identity; warning: cells lost, anomalies; note: undecidable, solved
    section string the table, or empty
    item string the form's row, or empty
    measure string the form's column, or empty
    expected string one side of an identity, or what was expected
    observed string the other side, or what was found
    message string zh / en: names the cells and both numbers
"""),
)

CODEBOOK = Table(
    "codebook",
    "every id with its labels, unit, legal basis and place on the forms",
    ("ordinal",),
    _columns("""
    ordinal integer the form's order
    section string the table
    role string section, item, measure, group, identity, rule, metric, state, sector
    id string the id used in the tables
    zh string printed label
    en string label in English
    unit string as the form prescribes
    basis string legal basis (条例: 国务院令第711号)
    parent string the group it belongs to
    forms string the forms that have it
    note string what cannot be compared with what
"""),
)

REQUESTS_WIDE = _wide(
    REQUESTS,
    "how requests were answered, table 三 in its own shape",
    (
        Column(
            "outcome_group",
            "string",
            "granted, partly_granted, refused, unavailable, declined, other; null for rows that are no outcome",
        ),
    ),
)
PROCEEDINGS_WIDE = _wide(PROCEEDINGS, "reconsideration and litigation, table 四 in its own shape")

TABLES = (SOURCES, REPORTS, CELLS, REQUESTS_WIDE, PROCEEDINGS_WIDE, PROACTIVE_LONG, SECTIONS_TABLE, FINDINGS, CODEBOOK)
BY_NAME = {table.name: table for table in TABLES}
REPORT_TABLES = ("reports", "cells", "requests", "proceedings", "proactive", "sections", "findings")

STATES = {
    "number": ("照印读出的数", "a number read as printed"),
    "solved": ("由勾稽关系解出的唯一值", "the only value that satisfies the hard identities"),
    "nil": ("明示无（/、—、无）", "an explicit mark for nothing"),
    "blank": ("空白，不作零", "an empty cell; not nought"),
    "text": ("文字而无数", "words without a number"),
    "lost": ("表上有而文件中已毁，不能解出", "on the form, destroyed in the file, not solvable"),
}

Row = tuple[Any, ...]


def polars_schema(table: Table) -> dict[str, pl.DataType]:
    """The polars types of a table's columns."""
    import polars as pl

    types = {
        "string": pl.String(),
        "integer": pl.Int64(),
        DECIMAL: pl.Decimal(18, 6),
        "date": pl.Date(),
        "boolean": pl.Boolean(),
    }
    return {column.name: types[column.type] for column in table.columns}


def frame(name: str, rows: Iterable[Row]) -> pl.DataFrame:
    """Rows of a table as a polars frame in the contract's types."""
    import polars as pl

    return pl.DataFrame(list(rows), schema=polars_schema(BY_NAME[name]), orient="row", infer_schema_length=None)
