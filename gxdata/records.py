"""A document's blocks as one stream of records: label fragments and the run of figures that follows them.

Grids, lines with figures, cells on lines of their own and figures glued into a paragraph all become records here,
so that one alignment serves them all. Only the vocabulary of labels is used; what they mean is decided later.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from .document import Cell, Grid, Location, Paragraph
from .text import Reading, fold, key, limited, read_cell, squeeze
from .vocabulary import FLAT_KEYS, HEADER_KEYS, ITEM_KEYS, OPENING_WORDS, ROLES, bare, trailing_labels

# Figures in running text: not after a bracket, 第 or a letter; and what may follow a figure only in a sentence.
_FIGURES = re.compile(r"(?:(?<![（(第〔\[A-Za-z\d.:：])\d|(?<=\s)[/—-](?=\s|$))[\d\s,，.．/—-]*(?:(?<=\d)[万亿]?元)?")
_FIGURE = re.compile(r"\d|(?<=\s)[/—-]")
_SENTENCE = re.compile(r"[件条个年月日项次号份期场名人起类篇％%百千万亿元章余多家位户倍]")
# What may stand right after a figure in a table that is run together: the next label, its ordinal, or a remark.
_NEXT_ROW = re.compile(
    r"[\u4e00-\u9fff“#*|。；;、]|(?:[（(]\s*(?:[一二三四五六七八九十]+|\d{1,2})\s*[）)]|[①-⑳])\s*[\u4e00-\u9fff“]"
)
_REMARK = re.compile(r"[（(][^（()）]*[）)]")
_NO_LABEL_END = re.compile(r"(?:[-−–－+＋①-⑳]|\d\s*[、'’·])\s*$")  # a sign, a mark, or what is left of 1、234
_ORDINAL = re.compile(r"(?:^|(?<=\s)|(?<=\d))\d\s*[.．]\s*$")
_PAGE_MARK = re.compile(
    r"[-–—]\s*\d{1,4}\s*[-–—]|第\s*\d{1,4}\s*页(?:[,，/]?\s*共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4}"
)
_WORDS = frozenset("一二三四五六七八九十（(第")  # a line that begins so is no figure
_PROSE = re.compile(r"[。，；：,;:、]")
_PAGE_MARK_AFTER = re.compile(r"(?<=\s)[-–—]\s*\d{1,4}\s*[-–—]$")
_UNIT_REMARK = re.compile(
    r"([\u4e00-\u9fff]{2,12})\s*[（(【\[]([^（()）【】\[\]]{0,12}[元万千][^（()）【】\[\]]{0,12})[)）】\]]"
)
_REMARK_LENGTH = 20  # characters before a figure in which a remark on its label may end
_LABEL_LENGTH = 80  # a longer line is prose
_Run = tuple[list[str], list[str], int, int]  # labels, figures, start, end
_ASKED_TWICE = 10_000  # characters up to which the figures found in a text are kept for a while
_RECURRING = 200  # characters up to which a line or cell is likely to be printed in other reports too
_new = tuple.__new__  # twice as fast as the constructor of a NamedTuple


GRIDS = ("cells", "fields")  # kinds of records of a table's rows
RUNNING = ("line", "glued")  # kinds of records of running text, where a blank cell leaves nothing


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
        self.header_done = False  # a record has come since the header's last row
        self.open: Record | None = None
        self.chapter = ""

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
        record.width, record.before, record.header = width, self.pending, self.header
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
    stream = kind == "stream"
    for text, location, column, colspan, _, doubt in row:
        reading, words, known = _printed(text) if len(text) <= _RECURRING else _printed.__wrapped__(text)
        if doubt:
            reading = _doubtful(reading)
        record = builder.open
        if words and (stream or known or record is None or not record.figures):
            builder.label(text, kind, index, location, column)
            continue
        blank = reading[0] == "blank"
        if record is None:
            if blank and stream:
                continue  # what is left of a merged cell, at the end of a row
            record = builder.begin([], kind, index, location)
        field = _new(Field, (reading, location, column, colspan))
        record.fields.append(field)
        if not blank:
            record.figures.append(field)


@lru_cache(maxsize=8192)
def _printed(text: str) -> tuple[Reading, bool, bool]:
    """What a cell says, whether in words, and whether these are a known label."""
    reading = read_cell(text)
    words = reading.state == "text" and not _digits(text)
    return reading, words, words and key(text) in ROLES


def _doubtful(reading: Reading) -> Reading:
    """What a cell that may have been misread says: a number that an identity must confirm; all else is lost."""
    return reading._replace(doubt=True) if reading.state == "number" else Reading("lost", raw=reading.raw)


def _digits(text: str) -> bool:
    """Digits that are too many for a number, or spaced: figures glued to each other, not a label."""
    return text[:1].isdecimal() and squeeze(text).replace(",", "").isdecimal()


def _read_paragraph(paragraph: Paragraph, index: int, builder: _Builder) -> None:
    text, location, doubt = paragraph
    sort, parts = _line(text) if len(text) <= _RECURRING else _line.__wrapped__(text)
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


class _Part(NamedTuple):
    """Labels and the figures after them in a line, and the kind of record they are."""

    labels: Sequence[str]
    figures: Sequence[Reading]
    kind: str = "line"


@lru_cache(maxsize=4096)
def _line(text: str) -> tuple[str, tuple[_Part, ...]]:
    """What a line is, and its parts: a page `mark`; `figures` alone; a `row`; `runs` of figures after labels in running
    text; `labels` alone; or `prose`."""
    if _PAGE_MARK.fullmatch(text):
        return "mark", ()
    tokens = text.split()
    if text[0] not in _WORDS and all(read_cell(token).state != "text" or _digits(token) for token in tokens):
        return "figures", (_Part((), [read_cell(token) for token in tokens]),)
    if row := _spaced_row(tokens) if len(tokens) > 1 and sum(map(len, tokens)) <= _LABEL_LENGTH else None:
        return "row", (_Part(row[0], [read_cell(figure) for figure in row[1]]),)
    if runs := _runs(text):
        return "runs", tuple(
            _Part(
                labels,
                [read_cell(figure) for figure in figures],
                "glued" if len(figures) == 1 and len(figures[0]) > 1 else "line",
            )
            for labels, figures, _, _ in runs
        )
    if len(text) > _LABEL_LENGTH and key(text) not in ROLES:
        return "prose", ()
    labels, whole = trailing_labels(text) if " " in text and key(text) not in ROLES else ([], False)
    return "labels", (_Part(_with_units(labels, text) if whole else [text], ()),)  # whole: a header printed on one line


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
    if whole and labels and not limited(label):
        return _with_units(labels, label), figures
    return ([label], figures) if len(figures) >= 3 or not _PROSE.search(label) else None


def _with_units(labels: list[str], text: str) -> list[str]:
    """Labels found in a text, with the remarks there that state a unit: 收费金额 of 收费金额（单位：元）."""
    for match in _UNIT_REMARK.finditer(text) if "元" in text or "万" in text or "千" in text else ():
        labels = [f"{label}({match[2]})" if match[1].endswith(label) else label for label in labels]
    return labels


def _may_hold_table(text: str) -> bool:
    """Whether it is worth looking: a figure or mark, and in a long text one of the words that open a table too."""
    if len(text) > _LABEL_LENGTH and not any(word in text for word in OPENING_WORDS):
        return False
    return _FIGURE.search(text) is not None


def prose(text: str) -> str:
    """Running text without the table that was glued into it: from its first known label to its last figure."""
    runs = _runs(text) if len(text) > _LABEL_LENGTH else ()
    return (text[: runs[0][2]] + text[runs[-1][3] :]).strip() if runs else text


def _runs(text: str) -> Sequence[_Run]:
    """The runs of figures in running text that stand directly after known labels."""
    return _kept_runs(text) if len(text) <= _ASKED_TWICE else _kept_runs.__wrapped__(text)


@lru_cache(maxsize=128)  # for the records, and again for the running text of the section
def _kept_runs(text: str) -> Sequence[_Run]:
    return tuple(_figures_in(text)) if _may_hold_table(text) else ()


def _figures_in(text: str) -> Iterator[_Run]:
    """Every run of figures in running text that stands directly after known labels.

    A label counts when it opens the chunk after the last run, or follows another known label: a sentence such as
    全年办理行政许可106件 has neither. A last digit before 、or . is the next row's ordinal.
    """
    position = 0
    for match in _FIGURES.finditer(text):
        run, end = match[0].rstrip(), match.end()
        if mark := _PAGE_MARK_AFTER.search(run):
            run = run[: mark.start()].rstrip()
        following = text[end : end + 1]
        if following == "、" and run[-1:].isdecimal():
            run = run[:-1].rstrip() if text[end + 1 :].strip() and not text[end + 1].isdecimal() else ""
        elif following and (ordinal := _ORDINAL.search(run)):
            run = run[: ordinal.start()].rstrip()
        elif run.endswith((",", "，", ".", "．")) or (following and _SENTENCE.match(following)):
            continue
        chunk, stop = text[position : match.start()], match.start() + len(run)
        if not run or not _is_whole(text, end, run) or _NO_LABEL_END.search(chunk) or limited(chunk[-_REMARK_LENGTH:]):
            continue
        labels, whole = trailing_labels(chunk)
        if labels and (whole or len(labels) > 1):
            begin = position + (0 if whole else _start(chunk, labels))
            yield _with_units(labels, chunk), run.split(), begin, stop
        elif not labels and len(run.split()) >= 3 and len(chunk.strip()) <= 40:
            yield [chunk.strip()], run.split(), position, stop
        else:
            continue
        position = stop


def _is_whole(text: str, end: int, run: str) -> bool:
    """Whether a run of figures ends where it was cut: not so of 12千, 1O, 12:30 or 12(3)."""
    if end >= len(text) or text[end - 1].isspace() or _NEXT_ROW.match(text, end):
        return True
    remark = _REMARK.match(text, end)
    return remark is not None and read_cell(run.split()[-1] + remark[0]).state == "number"


def _start(chunk: str, labels: list[str]) -> int:
    """Where in `chunk` the known labels at its end begin."""
    wanted, start = "".join(labels), len(chunk)
    while (start := chunk.rfind(wanted[0], 0, start)) > 0 and bare(chunk[start:]) != wanted:
        pass
    return max(start, 0)
