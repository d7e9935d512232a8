"""Spreadsheets (CSV, XLSX, XLS, ET, ODS) → paragraphs and grids; also the forms that `gxdata template` writes, filled in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..document import Cell, Document, Grid, Location, Paragraph
from .delimited import read_delimited
from .text import Blocks

MARK = "gxdata transcription 转录"  # opens a form that was typed in
REMARKS = "备注"  # the last column of its tables, which is not read
PARTICULARS = ("标题", "发布日期", "来源网址", "获取日期", "转录人")  # that stand above its tables
MAX_ROWSPAN, MAX_COLSPAN = 200, 60
LONG = 40  # characters from which a lone cell is running text
_TOP = 30  # rows in which MARK is looked for
_HEAD = 2_000  # characters that show whether a text is separated values
_GAP = 4  # rows below a heading in which a table's header is looked for
_FEWEST = 5  # rows of such a text at least

_HEADING = re.compile(r"第?[一二三四五六七八九十]{1,3}(?:[、.．]|部分)")
_FIGURE = re.compile(r"(?!\d{1,2}\s*[、.．)）]\s*\D)[\s+\-−－]*[\d０-９].*|[/／\\—–－-]+|无")

Place = tuple[int, int]


@dataclass
class Sheet:
    """A sheet as it is filled: its rows from the first, each as wide as it is.

    numbers: of each row; place: the kind of coordinates, `line` in text and `row` in a workbook; table: the sheet's
    ordinal; spans: merged cells, by their first cell, as (rows, columns); lost: cells whose value the file does not have.
    """

    rows: list[list[str]]
    numbers: list[int]
    table: int | None = None  # None in text
    spans: dict[Place, tuple[int, int]] = field(default_factory=dict)
    lost: set[Place] = field(default_factory=set)

    def location(self, row: int, column: int | None = None) -> Location:
        number, column = self.numbers[row], None if column is None else column + 1
        if self.table is None:
            return Location(line=number, field=column)
        return Location(table=self.table, row=number, column=column)

    def filled(self, row: int) -> list[int]:
        """The columns of a row that are not blank."""
        return [column for column, text in enumerate(self.rows[row]) if text or (row, column) in self.lost]


def is_delimited(text: str) -> bool:
    """Whether a text is a filled form, or separated values: rows that all have the same number of fields, three or more.

    Tabs are left to `text`, which reads them.
    """
    if MARK in text[:_HEAD]:
        return True
    if not any(separator in text.partition("\n")[0] for separator in ",;"):
        return False
    counts = {
        len(line.fields) for line in read_delimited(text[:_HEAD].rpartition("\n")[0] if len(text) > _HEAD else text)
    }
    return len(counts) == 1 and counts.pop() >= 3 and text.count("\n") >= _FEWEST


def read_csv(text: str, encoding: str, anomalies: list[str]) -> Document:
    """The document in separated values."""
    lines = read_delimited(text)
    return document(
        [Sheet([line.fields for line in lines], [line.number for line in lines])], "csv", f"csv {encoding}", anomalies
    )


def document(sheets: Sequence[Sheet], media: str, reader: str, anomalies: list[str]) -> Document:
    """Sheets as a document: a filled form as `transcribed`, anything else as `published`."""
    blocks: Blocks = []
    transcribed = any(is_transcription(sheet) for sheet in sheets)
    for sheet in sheets:
        if is_transcription(sheet):
            blocks += _Transcription(sheet).blocks()
        elif not transcribed:  # other sheets in the workbook are the typist's own
            blocks += _blocks(sheet)
    return Document(blocks, media, reader, {}, anomalies, origin="transcribed" if transcribed else "published")


def is_transcription(sheet: Sheet) -> bool:
    return any(row and MARK in row[0] for row in sheet.rows[:_TOP])


# ── Any sheet ────────────────────────────────────────────────────────────────────────────────────────────────────


def _blocks(sheet: Sheet) -> Blocks:
    """Lone cells that are no part of a table as paragraphs, all other rows as grids."""
    covered = _covered(sheet)
    width = max((columns[-1] + 1 for row in range(len(sheet.rows)) if (columns := sheet.filled(row))), default=0)
    wide = [row for row in range(len(sheet.rows)) if len(sheet.filled(row)) > 1]
    blocks: Blocks = []
    grid: list[list[Cell]] = []
    for row in range(len(sheet.rows)):
        columns = sheet.filled(row)
        if columns and _is_paragraph(sheet, row, columns, wide):
            blocks += _grid(sheet, grid)
            grid = []
            blocks.append(Paragraph(sheet.rows[row][columns[0]], sheet.location(row)))
        elif columns:
            grid.append(_cells(sheet, row, [column for column in range(width) if (row, column) not in covered]))
    return blocks + _grid(sheet, grid)


def _is_paragraph(sheet: Sheet, row: int, columns: Sequence[int], wide: Sequence[int]) -> bool:
    """Whether a row is one cell of running text: above or below all tables, long, or the heading over a table's header."""
    text = sheet.rows[row][columns[0]]
    if len(columns) > 1 or _FIGURE.fullmatch(text) or not text:
        return False
    if not wide or not wide[0] < row < wide[-1] or len(text) > LONG:
        return True
    spread = not sheet.spans or 2 * sheet.spans.get((row, columns[0]), (1, 1))[1] > len(sheet.filled(wide[0]))
    return spread and _is_heading(sheet, row, columns)


def _is_heading(sheet: Sheet, row: int, columns: Sequence[int]) -> bool:
    """Whether a row is a numbered heading over the header of a table: words only, and not all in the first column."""
    if list(columns) != [0] or not _HEADING.match(sheet.rows[row][0]):
        return False
    for below in range(row + 1, min(row + _GAP, len(sheet.rows))):
        words = sheet.filled(below)
        if words and words != [0]:
            if REMARKS in sheet.rows[below]:  # what stands behind is the typist's own
                words = [column for column in words if column < sheet.rows[below].index(REMARKS)]
            return not any(_FIGURE.fullmatch(sheet.rows[below][column]) for column in words)
    return False


def _cells(sheet: Sheet, row: int, columns: Sequence[int]) -> list[Cell]:
    texts = sheet.rows[row]
    cells = []
    for column in columns:
        rows, wide = sheet.spans.get((row, column), (1, 1))
        text = texts[column] if column < len(texts) else ""
        lost = (row, column) in sheet.lost
        location = sheet.location(row, column)
        cells.append(Cell(text, location, column, min(wide, MAX_COLSPAN), min(rows, MAX_ROWSPAN), lost))
    return cells


def _covered(sheet: Sheet) -> set[Place]:
    """The cells that a merged one covers."""
    return {
        (row + down, column + across)
        for (row, column), (rows, columns) in sheet.spans.items()
        for down in range(min(rows, len(sheet.rows) - row))
        for across in range(min(columns, MAX_COLSPAN))
        if down or across
    }


def _grid(sheet: Sheet, rows: list[list[Cell]]) -> Blocks:
    """Where merged cells are marked every cell is one; else the blank ones may be what is left of merged cells."""
    ends = [cell.column + cell.colspan for row in rows for cell in row if cell.text or cell.doubt or cell.colspan > 1]
    end = max(ends, default=0)  # of this table: others on the sheet may be wider
    rows = [within for row in rows if (within := [cell for cell in row if cell.column < end])]
    if not rows:
        return []
    where = rows[0][0].location
    kind = "cells" if sheet.spans else "fields"
    return [Grid(rows, kind, Location(table=where.table, row=where.row, line=where.line))]


# ── A form that was filled in ────────────────────────────────────────────────────────────────────────────────────


class _Transcription:
    """The tables of a form: what stands under the columns of their headers, which end in REMARKS."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.header: list[str] | None = None  # of the block that is being read, without REMARKS

    def blocks(self) -> Blocks:
        sheet = self.sheet
        starts = [row for row in range(len(sheet.rows)) if _is_heading(sheet, row, sheet.filled(row))]
        blocks = self.particulars(range(starts[0] if starts else len(sheet.rows)))
        for heading, end in zip(starts, [*starts[1:], len(sheet.rows)], strict=False):
            blocks += self.table(heading, range(heading + 1, end))
        return blocks

    def particulars(self, rows: Sequence[int]) -> Blocks:
        """What is said above the tables, `name：value` a paragraph; the hints behind are not read."""
        found: Blocks = []
        for row in rows:
            name, value = (*self.sheet.rows[row][:2], "", "")[:2]
            if name in PARTICULARS and value:
                found.append(Paragraph(f"{name}：{value}", self.sheet.location(row)))
        return found

    def table(self, heading: int, rows: Sequence[int]) -> Blocks:
        """A heading and the table under it, unless nothing was filled in."""
        title = Paragraph(self.sheet.rows[heading][0], self.sheet.location(heading))
        self.header = None
        cells = [cells for row in rows if (cells := self.row(row))]
        if not any(_FIGURE.fullmatch(cell.text) or cell.doubt for row in cells for cell in row):
            return []  # taken for a table that the report does not have
        where = cells[0][0].location
        return [title, Grid(cells, "cells", Location(table=where.table, row=where.row, line=where.line))]

    def row(self, row: int) -> list[Cell]:
        texts = self.sheet.rows[row]
        if REMARKS in texts:
            self.header = texts[: texts.index(REMARKS)]
            return _cells(self.sheet, row, [column for column, text in enumerate(self.header) if text])
        columns = self.sheet.filled(row)
        if self.header is None:  # above the header: labels over several columns
            spans = [after - column for column, after in zip(columns, [*columns[1:], len(texts)], strict=True)]
            cells = _cells(self.sheet, row, columns)
            return [cell._replace(colspan=span) for cell, span in zip(cells, spans, strict=True)]
        if not columns or columns[0] >= len(self.header):
            return []
        first = next((column for column, text in enumerate(self.header) if text), 0)
        under = [column for column, text in enumerate(self.header) if text or (column < first and column in columns)]
        return _cells(self.sheet, row, under)
