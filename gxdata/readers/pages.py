"""What is on a page, whoever read it: the text of a PDF, or characters recognised in a picture. Data only.

All lengths are in points from the page's upper left as displayed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from ..document import Box


class Line(NamedTuple):
    """One line of text; gaps: spaces in it wider than two characters; doubt: it may be misread."""

    text: str
    box: Box
    size: float  # of the font
    gaps: int = 0
    doubt: bool = False


class TableCell(NamedTuple):
    """One cell of a table; row and column from 0. full: no character more has room after its text."""

    row: int
    column: int
    rowspan: int
    colspan: int
    box: Box
    text: str
    doubt: bool = False
    full: bool = False


class Table(NamedTuple):
    """One table of a page: the x of its columns' edges, and its cells row by row; ruled: lines draw its cells."""

    box: Box
    columns: tuple[float, ...]
    cells: list[TableCell]
    ruled: bool = True


@dataclass(slots=True)
class Page:
    """One page: its lines in any order, and its tables; recognised: they come from its picture."""

    number: int  # from 1
    width: float
    height: float
    lines: list[Line] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    recognised: bool = False
