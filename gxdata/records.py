"""A document's blocks as one stream of records: label fragments and the run of figures that follows them.

Grids, lines with figures, cells on lines of their own and figures glued into a paragraph all become records here,
so that one alignment serves them all. Only the vocabulary of labels is used; what they mean is decided later.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from .document import Cell, Grid, Location, Paragraph
from .marked import marked_rows
from .running import is_glued, read_line
from .text import Reading, fold, key, read_cell
from .vocabulary import FLAT_KEYS, HEADER_KEYS, ITEM_KEYS, ROLES

_RECURRING = 200  # characters up to which a line or cell is likely to be printed in other reports too
_new = tuple.__new__  # twice as fast as the constructor of a NamedTuple
_NAMES = HEADER_KEYS | FLAT_KEYS
GRIDS = ("cells", "fields")  # kinds of records of a table's rows
RUNNING = ("line", "glued")  # kinds of records of running text, where a blank cell leaves nothing
# What the header of a column that no form has says: 小计, 上年总计, 同比增减, 备注
BESIDE = re.compile(
    "(?:法人|(?:法人或)?其他组织|组织|单位)?小计|(?:上一?年|去年)度?(?:同期)?(?:总计|合计|总数|总量|数|数量|数据|情况)?"
    "|同期(?:总计|合计|数|数量)?|(?:同比|[比较]上一?年度?(?:同期)?)(?:增减|增长|变化|升降)?(?:数|数量|率|幅|幅度|情况)?"
    "|增减(?:数|数量|率|幅|幅度|情况)|增[长减]?幅度?|备注|说明"
)
# A figure that is printed as no number (约6, 31/33, 74人, 4;) is none of a label's; but for an ordinal: 1. （2）
_ODD = re.compile(
    r"(?![(（]?\d{1,2}[)）]?[.．、,，:：]?$)[约近超逾计共合'‘’\"“”=≈>≥<≤~～(（《\[]{0,2}\d[\d\s,.，．/／\\+—–→~～:：%％=×()（）》;；。、\]-]*[人余多次起宗件项条]{0,2}[;；。.]?"
)


class Field(NamedTuple):
    """One field of a run of figures."""

    reading: Reading
    location: Location
    column: int = -1  # grid column, or -1 in running text
    colspan: int = 1

    @property
    def blank(self) -> bool:
        return self.reading.state == "blank"


@dataclass(slots=True)
class Record:
    """Label fragments and the figures after them.

    labels: its own fragments, left to right; before: fragments without figures since the last record (header cells,
    group labels, the first part of a cut label); after: those that follow it. kind as in Grid, or `line` and `glued`
    for running text. block: index of the block it stands in; header: the header cells of its grid above it.
    """

    labels: list[str]
    fields: list[Field]
    kind: str
    block: int
    location: Location
    before: Sequence[str] = ()
    after: Sequence[str] = ()
    chapter: str = ""  # kind of the section whose heading stands above it
    width: int = 0  # columns of its grid row
    label_column: int = -1  # grid column of its own label
    header: Sequence[Cell] = ()
    beside: Sequence[Cell] = ()  # of the header those that name a column that no form has
    covered: Sequence[Field] = ()  # fields of rows above that reach down over this one
    figures: list[Field] = field(default_factory=list)  # the fields that are not blank
    name: str = ""  # key of its own label, the last of `labels`


@dataclass(slots=True)
class Stream:
    """All records of a stretch of a document, and the page marks found between them."""

    records: list[Record] = field(default_factory=list)
    page_marks: list[Location] = field(default_factory=list)


class _Builder:
    """Gathers labels and figures into records; a label after figures opens the next record."""

    def __init__(self) -> None:
        self.stream = Stream()
        self.pending: list[str] = []  # fragments without figures, since the last record
        self.header: list[Cell] = []
        self.beside: list[Cell] = []
        self.header_done = False  # a record has come since the header's last row
        self.open: Record | None = None
        self.chapter = ""
        self.down: list[tuple[int, Field]] = []  # fields that reach down over so many rows further

    def label(self, text: str, kind: str, block: int, location: Location, column: int = -1) -> None:
        record = self.open
        if record is None or record.figures:
            self.close()
            record = self.begin([text], kind, block, location)
        else:
            record.fields.clear()  # blanks between labels are the rest of a merged cell
            record.labels.append(text)
            record.block, record.chapter = block, self.chapter
        record.label_column = column

    def begin(self, labels: list[str], kind: str, block: int, location: Location) -> Record:
        self.open = record = Record(labels, [], kind, block, location, chapter=self.chapter)
        return record

    def figures(self, readings: Iterable[Reading], kind: str, block: int, location: Location) -> None:
        """Figures of running text."""
        record = self.open or self.begin([], kind, block, location)
        fields = [Field(reading, location) for reading in readings]
        record.fields += fields
        record.figures += [field for field in fields if not field.blank]

    def add(self, labels: Sequence[str], figures: Sequence[Reading], kind: str, block: int, location: Location) -> None:
        """A whole record of running text."""
        self.close()
        for label in labels:
            self.label(label, kind, block, location)
        self.figures(figures, kind, block, location)
        self.close()

    def close(self, width: int = 0) -> None:
        """Ends the record; without figures it is only labels, unless an exact label stands before blank cells."""
        record, self.open = self.open, None
        if record is None:
            return
        if not record.figures:
            _take_words(record)
            if not record.figures and not self._is_blank_row(record):
                self.pending += record.labels
                return
        record.name = key(record.labels[-1]) if record.labels else ""
        record.width, record.before, record.header, record.beside = width, self.pending, self.header, self.beside
        self.header_done = True
        records = self.stream.records
        if records:
            records[-1].after = self.pending
        self.pending = []
        records.append(record)

    def _is_blank_row(self, record: Record) -> bool:
        """A row of blank cells is a record after a row's exact label, or without one directly below a flat header."""
        if record.kind not in GRIDS or not record.fields:
            return False
        names = [key(label) for label in record.labels]
        if len(names) > 1 and sum([name in HEADER_KEYS or name in FLAT_KEYS for name in names]) > 1:  # a header
            return False
        if names:  # 总计 and 其他 without their ordinal are columns
            return names[-1] in ITEM_KEYS and (names[-1] not in HEADER_KEYS or fold(record.labels[-1]) != names[-1])
        above = self.pending[-len(record.fields) :]
        return len(record.fields) >= 3 and sum(key(label) in FLAT_KEYS for label in above) >= 3

    def finish(self) -> Stream:
        self.close()
        if self.stream.records:
            self.stream.records[-1].after = self.pending
        return self.stream


def _take_words(record: Record) -> None:
    """Words in value cells (行政处罚 | 详见附件) are the row's figures when nothing else is and no label is known."""
    if record.kind not in GRIDS or record.figures or record.fields:
        return
    known = [index for index, label in enumerate(record.labels) if key(label) in ROLES]
    words = record.labels[known[-1] + 1 :] if known else []
    if words and {role.kind for role in ROLES[key(record.labels[known[-1]])]} == {"item"}:
        del record.labels[known[-1] + 1 :]
        record.fields = record.figures = [Field(read_cell(word), record.location) for word in words]


def read_stream(blocks: Sequence[Paragraph | Grid], chapters: Sequence[str] = ()) -> Stream:
    """The records of some blocks, in reading order; `chapters` says under which section's heading each block stands."""
    builder = _Builder()
    for index, block in enumerate(blocks):
        builder.chapter = chapters[index] if chapters else ""
        if isinstance(block, Paragraph):
            _read_paragraph(block, index, builder)
        elif block.kind == "stream":
            for row in block.rows:
                _read_cells(row, "stream", index, builder)
        else:
            _read_grid(block, index, builder)
    return builder.finish()


def _read_grid(grid: Grid, index: int, builder: _Builder) -> None:
    builder.close()
    builder.header, builder.beside, builder.header_done = [], [], False
    records = builder.stream.records
    builder.down = []
    for row in marked_rows(grid.rows) if grid.kind == "cells" else grid.rows:
        count, covered = len(records), list[Field]()
        if builder.down:
            covered = [field for _, field in builder.down]
            builder.down = [(left - 1, field) for left, field in builder.down if left > 1]
        _read_cells(row, grid.kind, index, builder)
        builder.close(width=row[-1].column + row[-1].colspan if row else 0)
        if len(records) == count:
            _read_header(row, builder)
        elif covered:
            records[-1].covered = covered


def _read_header(row: Sequence[Cell], builder: _Builder) -> None:
    """The names in a row without figures; below figures a row that names no column is none."""
    names = [key(cell.text) for cell in row]
    if not builder.header_done or not HEADER_KEYS.isdisjoint(names):
        named = [cell for cell, name in zip(row, names, strict=True) if name in _NAMES]
        builder.header = named if builder.header_done else builder.header + named
        if builder.header_done:
            builder.beside = []
        if len(named) < len(row):
            builder.beside += [cell for cell, name in zip(row, names, strict=True) if BESIDE.fullmatch(name)]
        builder.header_done = False


def _read_cells(row: Iterable[Cell], kind: str, index: int, builder: _Builder) -> None:
    """Text is a label until figures have begun; after them only a known label opens a new record, in a grid's row."""
    stream = kind == "stream"
    for text, location, column, colspan, rowspan, doubt in row:
        reading, words, known = _printed(text) if len(text) <= _RECURRING else _printed.__wrapped__(text)
        if doubt:
            reading = _doubtful(reading)
        record = builder.open
        odd = words and not known and kind == "cells" and record is not None and _is_odd_figure(record, text)
        if words and not odd and (stream or known or record is None or not record.figures):
            builder.label(text, kind, index, location, column)
            continue
        blank = reading[0] == "blank"
        if record is None:
            if blank and stream:
                continue  # what is left of a merged cell, at the end of a row
            record = builder.begin([], kind, index, location)
        field = _new(Field, (reading, location, column, colspan))
        record.fields.append(field)
        if rowspan > 1:
            builder.down.append((rowspan - 1, field))
        if not blank:
            record.figures.append(field)


def _is_odd_figure(record: Record, text: str) -> bool:
    """Whether the cell after a row's own label is a figure, though it is printed as no number."""
    return bool(record.labels) and key(record.labels[-1]) in ITEM_KEYS and _ODD.fullmatch(text) is not None


@lru_cache(maxsize=8192)
def _printed(text: str) -> tuple[Reading, bool, bool]:
    """What a cell says, whether in words, and whether these are a known label."""
    reading = read_cell(text)
    words = reading.state == "text" and not is_glued(text)
    return reading, words, words and key(text) in ROLES


def _doubtful(reading: Reading) -> Reading:
    """What a cell that may have been misread says: a number that an identity must confirm; all else is lost."""
    return reading._replace(doubt=True) if reading.state == "number" else Reading("lost", raw=reading.raw)


def _read_paragraph(paragraph: Paragraph, index: int, builder: _Builder) -> None:
    text, location, doubt = paragraph
    sort, parts = read_line(text) if len(text) <= _RECURRING else read_line.__wrapped__(text)
    if sort == "prose":
        builder.close()
    elif sort == "labels":
        for label in parts[0].labels:
            builder.label(label, "line", index, location)
    elif sort == "mark":
        builder.stream.page_marks.append(location)
    elif sort == "figures":
        builder.figures(map(_doubtful, parts[0].figures) if doubt else parts[0].figures, "line", index, location)
    else:
        for number, (labels, figures, kind) in enumerate(parts, 1):
            figures = [_doubtful(figure) for figure in figures] if doubt else figures
            builder.add(labels, figures, kind, index, location._replace(field=number) if sort == "runs" else location)
