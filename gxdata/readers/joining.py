"""Tables that pages cut, whole again: the rows of the next page's table go on where the columns are the same."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..document import Box, Cell, Grid, Location
from .pages import Table, TableCell

NEAR = 5.0  # points by which the same edge may differ from page to page
_FIGURE = re.compile(r"[\d\s.,，．+\-−%/／—–＼\\]+|无")
_ORDINAL = re.compile(r"[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）、.．]|[①-⑳]")


class Joined:
    """A table over one or more pages. columns: the edges of its columns."""

    def __init__(self, table: Table, page: int, number: int) -> None:
        self.columns = table.columns
        self.page = page  # of its last rows
        self.location = Location(page=page, table=number, box=table.box)
        self.rows: list[list[Cell]] = []
        self._pieces = [(table, page, number)]

    def goes_on(self, table: Table) -> bool:
        """Whether a table at the top of the next page has this one's columns; a rest may have them merged."""
        return _common(self.columns, table.columns) is not None

    def add(self, table: Table, page: int, number: int) -> None:
        self.columns = _common(self.columns, table.columns) or self.columns
        self.page = page
        self._pieces.append((table, page, number))

    def grid(self) -> Grid:
        rows: list[list[Cell]] = []
        above: list[TableCell] = []
        for table, page, number in self._pieces:
            cells = [_over(cell, table.columns, self.columns) for cell in table.cells]
            lines = _by_row(cells)
            if above and lines and (cut := _cut(above, lines[0])):
                rows[-1] = [
                    cell._replace(text="\n".join(filter(None, (cell.text, cut[cell.column].text)))) for cell in rows[-1]
                ]
                lines = lines[1:]
            rows += [[_cell(cell, page, number) for cell in line] for line in lines]
            above = lines[-1] if lines else []
        return Grid(rows, "cells", self.location)


def _cell(cell: TableCell, page: int, number: int) -> Cell:
    box = Box(*(round(edge, 1) for edge in cell.box))
    location = Location(page, number, cell.row + 1, cell.column + 1, None, None, box)
    return Cell(cell.text, location, cell.column, cell.colspan, cell.rowspan, cell.doubt)


def _common(one: Sequence[float], two: Sequence[float]) -> tuple[float, ...] | None:
    """The edges of the table that has all edges of the other, within NEAR; None when neither has."""
    more, fewer = (one, two) if len(one) >= len(two) else (two, one)
    if abs(more[0] - fewer[0]) > NEAR or abs(more[-1] - fewer[-1]) > NEAR or len(fewer) < 3:
        return None
    return tuple(more) if all(min(abs(edge - other) for other in more) <= NEAR for edge in fewer) else None


def _over(cell: TableCell, columns: Sequence[float], common: Sequence[float]) -> TableCell:
    """A cell in the columns of the joined table."""
    if columns is common:
        return cell
    first, last = (
        min(range(len(common)), key=lambda place: abs(common[place] - columns[edge]))
        for edge in (cell.column, cell.column + cell.colspan)
    )
    return cell._replace(column=first, colspan=last - first)


def _by_row(cells: Sequence[TableCell]) -> list[list[TableCell]]:
    rows: dict[int, list[TableCell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    return [rows[row] for row in sorted(rows)]


def _cut(above: Sequence[TableCell], below: Sequence[TableCell]) -> dict[int, TableCell] | None:
    """The second half, by column, of a row that the page's end cuts; None when they are two rows or it is not sure.

    One half has all of the row's figures; the label breaks off where the line was full, and the rest of it
    begins with no ordinal.
    """
    under = {cell.column: cell for cell in below}
    if [(cell.column, cell.colspan) for cell in above] != [
        (under[cell.column].column, under[cell.column].colspan) for cell in above if cell.column in under
    ] or len(above) != len(below):
        return None
    labels = False
    figures = [any(is_figure(cell.text) for cell in half) for half in (above, below)]
    for cell in above:
        rest = under[cell.column]
        if not cell.text or not rest.text:
            continue
        if labels or not cell.full or is_figure(cell.text) or is_figure(rest.text) or _ORDINAL.match(rest.text):
            return None
        labels = True
    return under if labels and figures.count(True) == 1 else None


def is_figure(text: str) -> bool:
    """Whether a text is a figure or a mark for none."""
    return bool(text) and _FIGURE.fullmatch(text) is not None
