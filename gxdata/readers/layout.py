"""Tables of lexbor's tree: which of their rows are data, and in which column each of their own cells stands."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ..document import Cell, Location
from .blocks import MAX_COLSPAN, MAX_COLUMNS, MAX_ROWSPAN, SMALL_TABLE, data_rows
from .flow import cell_lines, cell_text

SECTIONS = ("tbody", "thead", "tfoot")
CELLS = ("td", "th")
CELL_IDS = tuple({node.tag_id for node in LexborHTMLParser("<table><td><th>").css("td,th")})  # faster to ask than names
MORE_THAN_TEXT = "sup,sub,del,s,strike,select"

_new = tuple.__new__  # twice as fast as the constructor of a NamedTuple, and a report has hundreds of cells
_SPAN = re.compile(r"\s*\+?0*([0-9]{1,9})")

Piece = str | LexborNode | list[list[Cell]] | None  # a text, an element to read by itself, a grid, a line's end


class Tables:
    """What has to be known of all tables of a page before one is read: spans, and tables inside tables."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self.cut: set[int] = set()  # ids of the cells whose spans exceed the limits
        self._spans: dict[int, tuple[int, int]] = {}
        self._special: set[int] = set()  # ids of the cells that have more than text in them
        for node in tree.css(f"[colspan],[rowspan],{MORE_THAN_TEXT}"):
            if node.tag in CELLS:
                self._spans[node.mem_id] = self._declared(node)
            elif (cell := _cell_around(node)) is not None:
                self._special.add(cell.mem_id)
        self._holders = _holders(tree)
        self._special |= self._holders

    def pieces(self, table: LexborNode, number: int) -> Iterator[Piece]:
        """Runs of rows that are data as grids; of a row that lays out the page its cells, to be read by themselves.

        Cells are located in table `number`, and their rows counted through the whole table.
        """
        nodes: list[list[LexborNode]] = []
        rows: list[list[Cell]] = []
        for part in table.iter():
            tag = part.tag
            if tag == "caption":
                yield part
            elif tag in SECTIONS:
                section = _rows(part)
                self._place(section, number, rows)
                nodes += filter(None, section)
        holders = self._holders
        holding = [at for at, row in enumerate(nodes) if any(node.mem_id in holders for node in row)] if holders else ()
        yield from data_rows(nodes, rows, holding)

    def _place(self, section: list[list[LexborNode]], number: int, rows: list[list[Cell]]) -> None:
        """Adds the rows' own cells, in the columns that the spans of rows above leave free, as a browser does."""
        declared, special = self._spans, self._special
        free_from: list[int] = []  # for every column, the first row where no span from above covers it
        for position, nodes in enumerate(section):
            row: list[Cell] = []
            column, at = 0, len(rows) + 1
            for node in nodes:
                while column < len(free_from) and free_from[column] > position:
                    column += 1
                identity = node.mem_id
                if identity not in special:
                    text = cell_text(node)
                else:
                    text = cell_lines(node) if identity not in self._holders else ""
                location = _location(number, at, column + 1)
                if identity not in declared:
                    row.append(_new(Cell, (text, location, column, 1, 1, False)))
                    column += 1
                    continue
                colspan, rowspan = declared[identity]
                rowspan = rowspan or min(len(section) - position, MAX_ROWSPAN)
                if rowspan > 1 and column < MAX_COLUMNS:
                    free_from += [0] * (column + colspan - len(free_from))
                    free_from[column : column + colspan] = [position + rowspan] * colspan
                row.append(_new(Cell, (text, location, column, colspan, rowspan, False)))
                column += colspan
            if row:
                rows.append(row)

    def _declared(self, node: LexborNode) -> tuple[int, int]:
        """colspan and rowspan; what is not a number counts as 1. Rowspan 0 means all rows that are left."""
        attributes = node.attributes
        colspan, rowspan = _span(attributes.get("colspan")), _span(attributes.get("rowspan"))
        if colspan > MAX_COLSPAN or rowspan > MAX_ROWSPAN:
            self.cut.add(node.mem_id)
        return min(colspan or 1, MAX_COLSPAN), min(rowspan, MAX_ROWSPAN)


@lru_cache(maxsize=8192)
def _location(table: int, row: int, column: int) -> Location:
    """The places of the cells of one page are those of others."""
    return Location(table=table, row=row, column=column)


def _span(value: str | None) -> int:
    if not value:
        return 1
    if value.isascii() and value.isdecimal() and len(value) < 10:
        return int(value)
    match = _SPAN.match(value)  # "22px", " 7"
    return int(match[1]) if match else 1


def _rows(section: LexborNode) -> list[list[LexborNode]]:
    return [[cell for cell in row.iter() if cell.tag_id in CELL_IDS] for row in section.iter() if row.tag == "tr"]


def _cell_around(node: LexborNode) -> LexborNode | None:
    above = node.parent
    while above is not None and above.tag not in CELLS:
        above = above.parent
    return above


def _holders(tree: LexborHTMLParser) -> set[int]:
    """Ids of the cells that contain a table of more than one short cell: these lay out the page."""
    holding: dict[int, list[LexborNode]] = {}
    for table in tree.css("table table"):
        if (cell := _cell_around(table)) is not None:
            holding.setdefault(cell.mem_id, []).append(table)
    return {cell for cell, tables in holding.items() if not all(_is_small(table, holding) for table in tables)}


def _is_small(table: LexborNode, holding: Container[int]) -> bool:
    cells = [cell for part in table.iter() if part.tag in SECTIONS for row in _rows(part) for cell in row]
    return len(cells) == 1 and cells[0].mem_id not in holding and len(table.text_lexbor().strip()) <= SMALL_TABLE
