"""Tables too wide for their page: the columns that a spreadsheet program printed on a later page, beside their rows.

They are put there only where rows and columns can be no others: the strip stands at the head of the next page as far
left as the table, has its rows with their heights, a name over each column, and nothing but figures beside figures.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate, pairwise
from typing import NamedTuple

from ..document import Cell, Grid
from .joining import NEAR, Joined, Piece, is_figure, of_document
from .pages import TableCell

EVEN = 1.5  # points by which the same row's edge may differ
FEWEST = 3  # rows of such a table


class Strip(NamedTuple):
    """A table over one or more pages as one: its rows' edges from its top; its cells, with the row of each."""

    edges: tuple[float, ...]
    cells: list[tuple[int, TableCell, Cell]]
    left: float
    width: int  # columns


def widen(grid: Grid, table: Joined, more: Joined) -> bool:
    """Adds the columns of a table that are printed on the pages after it, if `more` has them."""
    if more.first != table.page + 1:
        return False
    one, two = strip(table.pieces), strip(more.pieces)
    if len(grid.rows) != len(one.edges) - 1:  # a row was joined over two pages
        return False
    wide = max(cell.column + cell.colspan for row in grid.rows for cell in row)
    placed = beside(one, two)
    for row, cell in placed:
        grid.rows[row].append(cell._replace(column=wide + cell.column))
    return bool(placed)


def strip(pieces: Iterable[Piece]) -> Strip:
    """A table that goes on from page to page as one."""
    pieces = list(pieces)
    heights: list[float] = []
    cells: list[tuple[int, TableCell, Cell]] = []
    for table, page, number in pieces:
        tops = {cell.row: cell.box.top for cell in table.cells}
        order = {row: place for place, row in enumerate(sorted(tops), len(heights))}
        cells += [(order[cell.row], cell, of_document(cell, page, number)) for cell in table.cells]
        edges = [*(tops[row] for row in sorted(tops)), table.box.bottom]
        heights += [bottom - top for top, bottom in pairwise(edges)]
    columns = pieces[0][0].columns
    return Strip((0.0, *accumulate(heights)), cells, columns[0], len(columns) - 1)


def beside(one: Strip, two: Strip) -> list[tuple[int, Cell]]:
    """The second's cells, with their rows in the first; none where they are not of its rows."""
    high = abs(one.edges[-1] - two.edges[-1]) < EVEN
    if not high or len(one.edges) <= FEWEST or abs(one.left - two.left) > NEAR:
        return []
    rows = [min(range(len(one.edges)), key=lambda at: abs(one.edges[at] - edge)) for edge in two.edges]
    even = all(abs(one.edges[at] - edge) < EVEN for at, edge in zip(rows, two.edges, strict=True))
    if not even:
        return []
    of_figures = {row for row, cell, _ in one.cells if is_figure(cell.text)}
    filled = {rows[row] for row, cell, _ in two.cells if is_figure(cell.text)}
    named: set[int] = set()
    placed: list[tuple[int, Cell]] = []
    for at, table_cell, cell in two.cells:
        row, span = rows[at], rows[min(at + table_cell.rowspan, len(rows) - 1)] - rows[at]
        if not of_figures.isdisjoint(range(row, row + span)):
            if span > 1 or cell.colspan > 1 or (cell.text and not is_figure(cell.text)):
                return []
        elif cell.text:
            named.update(range(cell.column, cell.column + cell.colspan))
        placed.append((row, cell._replace(rowspan=max(span, 1))))
    return placed if filled and filled <= of_figures and len(named) == two.width else []
