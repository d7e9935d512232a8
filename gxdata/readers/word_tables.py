"""Tables of a Word document: which of their rows are data, and in which column each of their own cells stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..document import Cell, Location
from .blocks import MAX_COLSPAN, MAX_COLUMNS, MAX_ROWSPAN, SMALL_TABLE, data_rows
from .word_text import Texts
from .wordml import TBL, TC, TCPR, TR, TRPR, VAL, Element, T, is_on, w, within

GRID_SPAN, V_MERGE, H_MERGE, CELL_MERGE = w("gridSpan"), w("vMerge"), w("hMerge"), w("cellMerge")
GRID_BEFORE, HIDDEN_ROW, CELL_DELETED, ROW_DELETED = w("gridBefore"), w("hidden"), w("cellDel"), w("del")
OF_CELLS, OF_ROWS = (GRID_SPAN, V_MERGE, H_MERGE, CELL_MERGE, CELL_DELETED), (GRID_BEFORE, HIDDEN_ROW, ROW_DELETED)
BEGINS, GOES_ON = "restart", "continue"

_new = tuple.__new__  # twice as fast as the constructor of a NamedTuple, and a report has hundreds of cells

Piece = str | Element | list[list[Cell]] | None


class Tables:
    """What has to be known of all tables of a document before one is read: spans, and tables inside tables.

    `odd` counts the spans that were `cut`, hidden `rows`, and texts in cells that are `covered` by the one above.
    """

    def __init__(self, root: Element, texts: Texts) -> None:
        self.odd: Counter[str] = Counter()
        self._texts = texts
        self._spans: dict[Element, int] = {}
        self._across: dict[Element, str] = {}  # cell → BEGINS or GOES_ON
        self._down: dict[Element, str] = {}
        self._before: dict[Element, int] = {}  # row → columns that it leaves out at its left
        self._gone: set[Element] = set()  # rows and cells that are deleted or hidden
        for node in root.iter(*OF_CELLS, *OF_ROWS):
            properties = node.getparent()
            owner = properties.getparent() if properties is not None and properties.tag in (TCPR, TRPR) else None
            if owner is not None and owner.tag in (TC, TR):  # else it tells how the cell was before a change
                self._note(node, owner)
        self._holders = _holders(root)

    def _note(self, node: Element, owner: Element) -> None:
        tag, value = node.tag, (node.get(VAL) or "").lower()
        if tag == GRID_SPAN:
            self._spans[owner] = self._span(value)
        elif tag == GRID_BEFORE:
            self._before[owner] = self._span(value) if value != "0" else 0
        elif tag == V_MERGE:
            self._down[owner] = BEGINS if value == BEGINS else GOES_ON
        elif tag == H_MERGE:
            self._across[owner] = BEGINS if value == BEGINS else GOES_ON
        elif tag == CELL_MERGE:
            if merged := node.get(w("vMerge")):
                self._down[owner] = BEGINS if merged == "rest" else GOES_ON
        elif tag != HIDDEN_ROW or is_on(node):
            self._gone.add(owner)
            self.odd["rows"] += tag == HIDDEN_ROW

    def _span(self, value: str) -> int:
        """A number of columns within the limit; what is no number counts as 1."""
        if not (value.isascii() and value.isdecimal()):
            return 1
        span = int(value) if len(value) < 10 else MAX_COLSPAN + 1
        self.odd["cut"] += span > MAX_COLSPAN
        return max(1, min(span, MAX_COLSPAN))

    def pieces(self, table: Element, number: int) -> Iterator[Piece]:
        """Runs of rows that are data as grids; of a row that lays out the page its cells, to be read by themselves.

        Cells are located in table `number`, and their rows counted through the whole table.
        """
        nodes: list[list[Element]] = []
        rows: list[list[Cell]] = []
        open: dict[int, tuple[int, int]] = {}  # column → row and place of the cell that is merged down to the row above
        for element in within(table, TR):
            if element not in self._gone:
                open = self._place(element, number, nodes, rows, open)
        holders = self._holders
        holding = [at for at, row in enumerate(nodes) if not holders.isdisjoint(row)] if holders else ()
        yield from data_rows(nodes, rows, holding)

    def _place(
        self,
        element: Element,
        number: int,
        nodes: list[list[Element]],
        rows: list[list[Cell]],
        open: dict[int, tuple[int, int]],
    ) -> dict[int, tuple[int, int]]:
        """Adds the row's own cells; returns the cells that are merged down to it, by column."""
        spans, across, down, texts, holders = self._spans, self._across, self._down, self._texts, self._holders
        row: list[Cell] = []
        own: list[Element] = []
        merged: dict[int, tuple[int, int]] = {}
        at, column = len(rows), min(self._before.get(element, 0), MAX_COLUMNS)
        for node in within(element, TC):
            if node in self._gone:
                continue
            text = texts.cell(node) if node not in holders else ""
            span, vertical = spans.get(node, 1), down.get(node)
            if across.get(node) == GOES_ON and row and row[-1].column + row[-1].colspan == column:
                row[-1] = row[-1]._replace(colspan=row[-1].colspan + span)
                self.odd["covered"] += text not in ("", row[-1].text)
            elif vertical == GOES_ON and column in open:
                y, x = merged[column] = open[column]
                above = rows[y][x]
                rows[y][x] = above._replace(rowspan=min(at - y + 1, MAX_ROWSPAN))
                self.odd["covered"] += text not in ("", above.text)
            else:
                if vertical:
                    merged[column] = (at, len(row))
                location = _new(Location, (None, number, at + 1, column + 1, None, None, None))
                row.append(_new(Cell, (text, location, column, span, 1, False)))
                own.append(node)
            column += span
        if row:
            rows.append(row)
            nodes.append(own)
        return merged


def _holders(root: Element) -> set[Element]:
    """The cells that contain a table of more than one short cell: these lay out the page."""
    holding: dict[Element, list[Element]] = {}
    for table in root.iter(TBL):
        if (cell := next(table.iterancestors(TC), None)) is not None:
            holding.setdefault(cell, []).append(table)
    return {cell for cell, tables in holding.items() if not all(_is_small(table, holding) for table in tables)}


def _is_small(table: Element, holding: dict[Element, list[Element]]) -> bool:
    cells = [cell for row in within(table, TR) for cell in within(row, TC)]
    return (
        len(cells) == 1
        and cells[0] not in holding
        and sum(len((text.text or "").strip()) for text in cells[0].iter(T)) <= SMALL_TABLE
    )
