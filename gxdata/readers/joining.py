"""Tables that pages cut, whole again: the rows of the next page's table go on where the columns are the same."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ..document import Box, Cell, Grid, Location
from .pages import Table, TableCell

NEAR = 5.0  # points by which the same edge may differ from page to page
NARROW = 80.0  # points that a column alone is wide at most
_FIGURE = re.compile(r"[\d\s.,，．+\-−%/／—–＼\\]+|无")
_ORDINAL = re.compile(r"[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）、.．]|[①-⑳]")

Piece = tuple[Table, int, int]  # a table, its page, and its number there


class Joined:
    """A table over one or more pages. columns: the edges of its columns; first: the page where it begins."""

    def __init__(self, table: Table, page: int, number: int) -> None:
        self.columns = table.columns
        self.first = self.page = page  # of its last rows
        self.location = Location(page=page, table=number, box=table.box)
        self.rows: list[list[Cell]] = []
        self.pieces: list[Piece] = [(table, page, number)]

    def goes_on(self, table: Table) -> bool:
        """Whether a table at the top of the next page has this one's columns; a rest may have them merged."""
        return _common(self.columns, table.columns) is not None

    def add(self, table: Table, page: int, number: int) -> None:
        self.columns = _common(self.columns, table.columns) or self.columns
        self.page = page
        self.pieces.append((table, page, number))

    def grid(self) -> Grid:
        rows: list[list[Cell]] = []
        above: list[TableCell] = []
        heads: list[list[str]] = []
        for table, page, number in self.pieces:
            lines = _by_row([_over(cell, table.columns, self.columns) for cell in table.cells])
            texts = [[cell.text for cell in line] for line in lines]
            again = next((at for at, (one, two) in enumerate(zip(heads, texts, strict=False)) if one != two), 0)
            if above and again < len(lines) and (rests := _cut(above, lines[again])):
                rows[-1] = [_with_rest(cell, rests) for cell in rows[-1]]
                going_on = [cell for cell in lines.pop(again) if cell.column not in rests and cell.text]
                if again < len(lines):
                    lines[again] = sorted([*going_on, *lines[again]], key=lambda cell: cell.column)
            rows += [[of_document(cell, page, number) for cell in line] for line in lines]
            above, heads = lines[-1] if lines else [], heads or texts
        return Grid(rows, "cells", self.location)


def _with_rest(cell: Cell, rests: Mapping[int, TableCell]) -> Cell:
    rest = rests.get(cell.column)
    if rest is None:
        return cell
    return cell._replace(text="\n".join(filter(None, (cell.text, rest.text))), doubt=cell.doubt or rest.doubt)


def of_document(cell: TableCell, page: int, number: int) -> Cell:
    """A cell of a table, the `number`th on its page, as the document has it."""
    box = Box(*(round(edge, 1) for edge in cell.box))
    location = Location(page, number, cell.row + 1, cell.column + 1, None, None, box)
    return Cell(cell.text, location, cell.column, cell.colspan, cell.rowspan, cell.doubt)


def _common(one: Sequence[float], two: Sequence[float]) -> tuple[float, ...] | None:
    """The edges of the table that has all edges of the other, within NEAR; None when neither has."""
    more, fewer = (one, two) if len(one) >= len(two) else (two, one)
    if abs(more[0] - fewer[0]) > NEAR or abs(more[-1] - fewer[-1]) > NEAR:
        return None
    if len(fewer) < 3 and not (len(more) == 2 and more[1] - more[0] < NARROW):  # frames, unless of one cut-off column
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
    """The lower half, by column, of a row that the page's end cuts; None when they are two rows or it is not sure.

    One half has all of the row's figures. The label breaks off where its line was full, and the rest begins with no
    ordinal; or the lower half has none.
    """
    under = {cell.column: cell for cell in below}
    rests = {cell.column: under[cell.column] for cell in above if cell.column in under}
    if any(cell.column not in rests or rests[cell.column].colspan != cell.colspan for cell in above):
        return None
    halves = (above, [cell for cell in below if cell.column in rests])
    if sum(any(is_figure(cell.text) for cell in half) for half in halves) != 1:
        return None
    labelled = [any(cell.text and not is_figure(cell.text) for cell in half) for half in halves]
    for cell in above:
        rest = rests[cell.column]
        if not cell.text or not rest.text or rest.rowspan > 1:  # a span goes on below the cut
            continue
        if not cell.full or is_figure(cell.text) or is_figure(rest.text) or _ORDINAL.match(rest.text):
            return None
    shared = any(cell.text and rests[cell.column].text and rests[cell.column].rowspan == 1 for cell in above)
    return rests if shared or labelled == [True, False] else None


def is_figure(text: str) -> bool:
    """Whether a text is a figure or a mark for none."""
    return bool(text) and _FIGURE.fullmatch(text) is not None
