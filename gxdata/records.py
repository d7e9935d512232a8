"""A document's blocks as one stream of records: label fragments and the run of figures that follows them.

Grids, lines with figures, cells on lines of their own and figures glued into a paragraph all become records here,
so that one alignment serves them all. Only the vocabulary of labels is used; what they mean is decided later.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from .document import Cell, Grid, Location, Paragraph
from .text import Reading, fold, key, read_cell, squeeze
from .vocabulary import FLAT_KEYS, HEADER_KEYS, ITEM_KEYS, OPENING_WORDS, ROLES, bare, trailing_labels

# Figures in running text: not after a bracket, 第 or a letter; and what may follow a figure only in a sentence.
_RUN = re.compile(r"(?:(?<![（(第〔\[A-Za-z\d.:：])\d|(?<=\s)[/—-](?=\s|$))[\d\s,，.．/—-]*(?:(?<=\d)[万亿]?元)?")
_FIGURE = re.compile(r"\d|(?<=\s)[/—-]")
_SENTENCE = re.compile(r"[件条个年月日项次号份期场名人起类篇％%万亿元章余多]")
_ORDINAL = re.compile(r"(?:^|(?<=\s)|(?<=\d))\d\s*[.．]\s*$")
_PAGE_MARK = re.compile(
    r"[-–—]\s*\d{1,4}\s*[-–—]|第\s*\d{1,4}\s*页(?:[,，/]?\s*共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4}"
)
_WORDS = frozenset("一二三四五六七八九十（(第")  # a line that begins so is no figure
_PROSE = re.compile(r"[。，；：,;:、]")
_PAGE_MARK_AFTER = re.compile(r"(?<=\s)[-–—]\s*\d{1,4}\s*[-–—]$")
_LABEL_LENGTH = 80  # a longer line is prose


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
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    chapter: str = ""  # kind of the section whose heading stands above it
    width: int = 0  # columns of its grid row
    label_column: int = -1  # grid column of its own label
    header: list[Cell] = field(default_factory=list)
    figures: list[Field] = field(default_factory=list)  # the fields that are not blank


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
        self.header_done = False  # a record has come since the header's last row
        self.open: Record | None = None
        self.chapter = ""

    def label(self, text: str, kind: str, block: int, location: Location, column: int = -1) -> None:
        record = self.open
        if record is None or record.figures:
            self.close()
            self.open = record = Record([text], [], kind, block, location, chapter=self.chapter)
        else:
            record.fields.clear()  # blanks between labels are the rest of a merged cell
            record.labels.append(text)
            record.block, record.chapter = block, self.chapter
        record.label_column = column

    def figure(self, field: Field, kind: str, block: int) -> None:
        if self.open is None:
            self.open = Record([], [], kind, block, field.location, chapter=self.chapter)
        self.open.fields.append(field)
        if field.reading.state != "blank":
            self.open.figures.append(field)

    def add(
        self,
        labels: Sequence[str],
        figures: Sequence[str],
        kind: str,
        block: int,
        location: Location,
        doubt: bool = False,
    ) -> None:
        """A whole record of running text."""
        self.close()
        for label in labels:
            self.label(label, kind, block, location)
        for figure in figures:
            self.figure(Field(_read(figure, doubt), location), kind, block)
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
        record.width, record.before, record.header = width, self.pending, self.header
        self.header_done = True
        if self.stream.records:
            self.stream.records[-1].after = self.pending
        self.pending = []
        self.stream.records.append(record)

    def _is_blank_row(self, record: Record) -> bool:
        """A row of blank cells is a record after a row's exact label, or without one directly below a flat header."""
        names = [key(label) for label in record.labels]
        header = sum(name in HEADER_KEYS or name in FLAT_KEYS for name in names) > 1
        if record.kind not in ("cells", "fields") or not record.fields or header:
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
    if record.kind not in ("cells", "fields") or record.figures or record.fields:
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
    builder.header = []
    for row in grid.rows:
        count = len(builder.stream.records)
        _read_cells(row, grid.kind, index, builder)
        builder.close(width=row[-1].column + row[-1].colspan if row else 0)
        if len(builder.stream.records) == count and (words := [cell for cell in row if key(cell.text) in HEADER_KEYS]):
            builder.header = words if builder.header_done else builder.header + words
            builder.header_done = False


def _read_cells(row: Iterable[Cell], kind: str, index: int, builder: _Builder) -> None:
    """Text is a label until figures have begun; after them only a known label opens a new record, in a grid's row."""
    for cell in row:
        reading, record = read_cell(cell.text), builder.open
        if reading.state == "blank" and record is None and kind == "stream" and not cell.doubt:
            continue  # what is left of a merged cell, at the end of a row
        if (
            reading.state == "text"
            and (kind == "stream" or record is None or not record.figures or key(cell.text) in ROLES)
            and not _digits(cell.text)
        ):
            builder.label(cell.text, kind, index, cell.location, cell.column)
        else:
            read = _read(cell.text, cell.doubt)
            builder.figure(Field(read, cell.location, cell.column, cell.colspan), kind, index)


def _read(text: str, doubt: bool) -> Reading:
    """What stands for a figure; of what may be misread, a number that an identity must confirm, and all else is lost."""
    reading = read_cell(text)
    if not doubt:
        return reading
    return reading._replace(doubt=True) if reading.state == "number" else Reading("lost", raw=reading.raw)


def _digits(text: str) -> bool:
    """Digits that are too many for a number, or spaced: figures glued to each other, not a label."""
    return text[:1].isdecimal() and squeeze(text).replace(",", "").isdecimal()


def _read_paragraph(paragraph: Paragraph, index: int, builder: _Builder) -> None:
    text, location, doubt = paragraph
    if _PAGE_MARK.fullmatch(text):
        builder.stream.page_marks.append(location)
        return
    tokens = text.split()
    if text[0] not in _WORDS and all(read_cell(token).state != "text" or _digits(token) for token in tokens):
        for token in tokens:
            builder.figure(Field(_read(token, doubt), location), "line", index)
    elif row := _spaced_row(tokens) if len(tokens) > 1 and sum(map(len, tokens)) <= _LABEL_LENGTH else None:
        builder.add(*row, "line", index, location, doubt)
    elif runs := list(_figures_in(text)) if _may_hold_table(text) else []:
        for number, (labels, figures, _, _) in enumerate(runs, 1):
            kind = "glued" if len(figures) == 1 and len(figures[0]) > 1 else "line"
            builder.add(labels, figures, kind, index, location._replace(field=number), doubt)
    elif len(text) <= _LABEL_LENGTH or key(text) in ROLES:
        labels, whole = trailing_labels(text) if " " in text and key(text) not in ROLES else ([], False)
        for label in labels if whole else [text]:  # a header printed on one line
            builder.label(label, "line", index, location)
    else:
        builder.close()


def _spaced_row(tokens: list[str]) -> tuple[list[str], list[str]] | None:
    """(labels, figures) of a line that is a label and, apart by spaces, its figures; None when it is anything else."""
    split = len(tokens)
    while split and read_cell(tokens[split - 1]).state in ("number", "nil"):
        split -= 1
    words, figures = tokens[:split], tokens[split:]
    if not words or not figures:
        return None
    label = "".join(words)
    labels, whole = trailing_labels(label)
    if whole and labels:
        return labels, figures
    return ([label], figures) if len(figures) >= 3 or not _PROSE.search(label) else None


def _may_hold_table(text: str) -> bool:
    """Whether it is worth looking: a figure or mark, and in a long text one of the words that open a table too."""
    if len(text) > _LABEL_LENGTH and not any(word in text for word in OPENING_WORDS):
        return False
    return _FIGURE.search(text) is not None


def prose(text: str) -> str:
    """Running text without the table that was glued into it: from its first known label to its last figure."""
    runs = list(_figures_in(text)) if len(text) > _LABEL_LENGTH and _may_hold_table(text) else []
    return (text[: runs[0][2]] + text[runs[-1][3] :]).strip() if runs else text


def _figures_in(text: str) -> Iterator[tuple[list[str], list[str], int, int]]:
    """(labels, figures, start, end) of every run of figures in running text that stands directly after known labels.

    A label counts when it opens the chunk after the last run, or follows another known label: a sentence such as
    全年办理行政许可106件 has neither. A last digit before 、or . is the next row's ordinal.
    """
    position = 0
    for match in _RUN.finditer(text):
        run, end = match[0].rstrip(), match.end()
        if mark := _PAGE_MARK_AFTER.search(run):
            run = run[: mark.start()].rstrip()
        following = text[end : end + 1]
        if following == "、" and run[-1:].isdecimal():
            run = run[:-1].rstrip()
        elif ordinal := _ORDINAL.search(run):
            run = run[: ordinal.start()].rstrip()
        elif run.endswith((",", "，", ".", "．")) or (following and _SENTENCE.match(following)):
            continue
        if not run:
            continue
        chunk, stop = text[position : match.start()], match.start() + len(run)
        labels, whole = trailing_labels(chunk)
        if labels and (whole or len(labels) > 1):
            yield labels, run.split(), position + (0 if whole else _start(chunk, labels)), stop
        elif not labels and len(run.split()) >= 3 and len(chunk.strip()) <= 40:
            yield [chunk.strip()], run.split(), position, stop
        else:
            continue
        position = stop


def _start(chunk: str, labels: list[str]) -> int:
    """Where in `chunk` the known labels at its end begin."""
    wanted, start = "".join(labels), len(chunk)
    while (start := chunk.rfind(wanted[0], 0, start)) > 0 and bare(chunk[start:]) != wanted:
        pass
    return max(start, 0)
