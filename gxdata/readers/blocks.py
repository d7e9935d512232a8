"""What readers share: which rows of a marked-up table (HTML, Word) are data, blocks in reading order, a file's cut-off end."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Sequence
from typing import Generic, TypeVar

from ..document import Cell, Grid, Location, Paragraph

MAX_COLSPAN, MAX_ROWSPAN, MAX_COLUMNS = 60, 200, 200
MAX_CELLS = 1_000  # a row of more cells is no row of data
LONG_CELL = 400  # beyond so many characters a cell holds running text …
LONG_LINES = 150  # … and beyond so many, when it has several lines
SMALL_TABLE = 40  # characters up to which a table of one cell inside a cell is part of that cell's text

_new = tuple.__new__  # twice as fast as the constructor of a NamedTuple

Node = TypeVar("Node")  # an element of the parser's tree


def data_rows(
    nodes: Sequence[Sequence[Node]], rows: list[list[Cell]], holders: Collection[int]
) -> Iterator[Node | list[list[Cell]]]:
    """Runs of rows that are data as grids; of a row that lays out the page its cells, to be read by themselves.

    nodes: the elements of the rows' cells; holders: positions of the rows whose cells hold tables.
    """
    layout = _layout_rows(rows, holders)
    if not layout and rows:
        yield rows
        return
    start = 0
    for position in [*sorted(layout), len(rows)]:
        run = rows[start:position]
        if any(len(row) > 1 for row in run):
            yield run
        else:  # between rows of layout, single cells are layout too
            yield from (node for row in nodes[start:position] for node in row)
        yield from (node for row in nodes[position : position + 1] for node in row)
        start = position + 1


def _layout_rows(rows: list[list[Cell]], holders: Collection[int]) -> set[int]:
    """Positions of the rows with running text or tables in their cells, and of the only cell of a table."""
    if len(rows) == 1 and len(rows[0]) == 1:
        return {0}
    layout = {position for position, row in enumerate(rows) if len(row) > MAX_CELLS}
    layout |= {
        position
        for position, row in enumerate(rows)
        for cell in row
        if len(cell[0]) > LONG_LINES and (len(cell[0]) > LONG_CELL or "\n" in cell[0])
    }
    return layout.union(holders)


class Collector(ABC, Generic[Node]):
    """Collects the blocks of one tree. A paragraph's location is the number of its block, as `line`."""

    def __init__(self) -> None:
        self.blocks: list[Paragraph | Grid] = []
        self.grids = 0
        self._run: list[str] = []

    @abstractmethod
    def pieces(self, node: Node) -> Iterator[str | Node | list[list[Cell]] | None]:
        """Of an element: its texts, the ends of its lines (None), grids, and elements to be read by themselves."""

    @abstractmethod
    def end_paragraph(self, text: str) -> None:
        """Adds the blocks of a paragraph's text."""

    def read(self, root: Node) -> None:
        stack = [self.pieces(root)]
        while stack:
            for piece in stack[-1]:
                if isinstance(piece, str):
                    self._run.append(piece)
                    continue
                self._end_run()
                if isinstance(piece, list):
                    self.add_grid(piece)
                elif piece is not None:
                    stack.append(self.pieces(piece))
                    break
            else:
                self._end_run()
                stack.pop()

    def _end_run(self) -> None:
        if self._run:
            text = "".join(self._run)
            self._run.clear()
            self.end_paragraph(text)

    def add_paragraph(self, text: str) -> None:
        location = _new(Location, (None, None, None, None, len(self.blocks) + 1, None, None))
        self.blocks.append(_new(Paragraph, (text, location, False)))

    def add_grid(self, rows: list[list[Cell]], kind: str = "cells") -> None:
        self.grids += 1
        number = self.grids
        first = rows[0][0].location
        if (first.table, first.row) != (number, 1):  # a part of a table, or preformatted
            rows = [
                [cell._replace(location=_moved(cell.location, number, position)) for cell in row]
                for position, row in enumerate(rows, 1)
            ]
        self.blocks.append(Grid(rows, kind, Location(table=number)))


def _moved(location: Location, table: int, row: int) -> Location:
    return location._replace(table=table, row=row if location.field is None else None)


def doubt_last(blocks: list[Paragraph | Grid]) -> list[str]:
    """Of a file that ends within a table's last cell: that cell may be cut off, which is marked and said."""
    grid = blocks[-1] if blocks else None
    if not isinstance(grid, Grid):
        return []
    cell = grid.rows[-1][-1]
    grid.rows[-1][-1] = cell._replace(doubt=True)
    return [f"the file ends within a table's cell (“{cell.text}”), which may be cut off"]
