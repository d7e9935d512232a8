"""What every reader yields: a Document of paragraphs and grids, each with its place in the file. Data only.

Readers know nothing of the statutory forms; the recogniser knows nothing of files. These types are all
that passes between them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

SIMULATION = "gxdata-simulation"  # a document that holds this word was made up by a program, and no body's report


_MESSAGE = 800  # characters


class ReadError(ValueError):
    """A file that cannot be read. `status` is the `sources.status` it leads to: `unreadable` or `unsupported`.

    A long message, as of a file whose name is long, loses its middle."""

    def __init__(self, message: str, status: str = "unreadable") -> None:
        half = _MESSAGE // 2
        super().__init__(message if len(message) <= _MESSAGE else f"{message[:half]} … {message[-half:]}")
        self.status = status


class ReadWarning(UserWarning):
    """A file in an archive that cannot be read, while others can."""


class Box(NamedTuple):
    """A rectangle on a page, in points (1/72 inch) from the page's upper left corner as it is displayed."""

    left: float
    top: float
    right: float
    bottom: float

    def __str__(self) -> str:
        return ",".join(f"{edge:.0f}" for edge in self)


class Location(NamedTuple):
    """A place in a file, counted from 1; None where the kind of file has no such coordinate."""

    page: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    line: int | None = None
    field: int | None = None
    box: Box | None = None

    def __str__(self) -> str:
        page, table, row, column, line, field, _ = self
        if page is None and line is None and row is not None:
            return f"table {table} row {row} column {column}" if column is not None else f"table {table} row {row}"
        if page is table is row is column is None:
            return f"line {line} field {field}" if field is not None else f"line {line}"
        return " ".join(f"{name} {place}" for name, place in zip(self._fields, self, strict=True) if place is not None)


class Cell(NamedTuple):
    """One cell as the file has it; a cell covered by another's span does not exist."""

    text: str  # outer white space stripped; line breaks inside kept as "\n"; "" is a blank cell
    location: Location
    column: int  # grid column where the cell starts, from 0
    colspan: int = 1
    rowspan: int = 1
    doubt: bool = False  # it may be misread (OCR): a number counts only if an identity confirms it, a blank is lost


class Paragraph(NamedTuple):
    """One line or block of running text, never empty."""

    text: str
    location: Location
    doubt: bool = False  # it may be misread (OCR), as in a cell


@dataclass(slots=True)
class Grid:
    """A table as printed: for every row its own cells, left to right.

    kind:
      `cells`   every cell is marked in the file (HTML, DOCX): a blank cell is a cell, and a count can be trusted;
      `fields`  fields between separators that a conversion left behind (tab-separated text, Markdown):
                merged cells leave empty fields, and cells may be lost or doubled;
      `stream`  a run of cells whose row ends are not marked (one cell per line): a single row holds them all;
      `line`    a row of text, its label told apart from its figures: a blank cell leaves nothing.
    """

    rows: list[list[Cell]]
    kind: str
    location: Location


@dataclass(slots=True)
class Document:
    """A file as read: its blocks in reading order, and what the reader noticed on the way."""

    blocks: list[Paragraph | Grid]
    media: str  # text, html, …
    reader: str  # the reader's name, and the encoding for text and HTML: "html utf-8"
    meta: Mapping[str, str] = field(
        default_factory=dict
    )  # page metadata: title, ArticleTitle, PubDate, ContentSource …
    anomalies: list[str] = field(default_factory=list)  # e.g. "3 bytes are not valid gb18030"; one sentence each
    pages: Sequence[tuple[float, float]] = ()  # width and height of each page in points, where the file has pages
    origin: str = "published"  # or transcribed: typed in from a file that no reader can read; or simulated: it says so
