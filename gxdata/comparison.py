"""Tables and columns of another year beside the report's own, told by the year that they print: in a line above, in the
first row, or in a row of the header that names nothing but years."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .chapters import caption_of_another_year
from .document import Cell, Grid, Paragraph
from .text import fold

_YEAR = re.compile("(20\\d\\d)年度?(?:数|数量|数据|情况)?")
_CAPTION = 60  # characters of a table's name in its first row
Range = tuple[int, int, bool]  # columns of a year, and whether it is the report's


def of_the_year(blocks: Sequence[Paragraph | Grid], year: int) -> list[Paragraph | Grid] | None:
    """The blocks, with the rows and cells of other years taken out of the tables; None where there are none."""
    own: list[Paragraph | Grid] = []
    for index, block in enumerate(blocks):
        if isinstance(block, Grid) and block.kind == "cells" and block.rows:
            other = named_otherwise(block, year) or caption_of_another_year(blocks, index, year)
            rows = [] if other else _of_the_year(block.rows, year)
            block = block if rows is block.rows else Grid(rows, block.kind, block.location)
        own.append(block)
    return own if any(block is not before for block, before in zip(own, blocks, strict=True)) else None


def named_otherwise(block: Paragraph | Grid, year: int) -> str:
    """The name of a table in its own first row, where it begins with another year; else nothing."""
    if not isinstance(block, Grid) or not block.rows or len(block.rows[0]) != 1 < len(block.rows):
        return ""
    name = fold(block.rows[0][0].text)
    return name if len(name) <= _CAPTION and _YEAR.match(name) and f"{year}年" not in name else ""


def _of_the_year(rows: list[list[Cell]], year: int) -> list[list[Cell]]:
    """The rows without the columns of other years; the very same where there are none, or a row does not fit them."""
    kept: list[list[Cell]] = []
    ranges: list[Range] = []
    for row in rows:
        if named := _years(row, year):
            if kept and not _answer(kept[-1], named):
                return rows
            ranges = named
            kept.append(row[: len(row) - len(named)])
            continue
        inside = [cell for cell in row if ranges and cell.column + cell.colspan > ranges[0][0]]
        if any(cell.column < ranges[0][0] for cell in inside) or (inside and _is_name(inside[0], ranges)):
            ranges, inside = [], []  # the next block's name or header, over several years
        years = [_range(cell, ranges) for cell in inside]
        if None in years or sum(cell.colspan for cell in inside) != sum(end - start for start, end, _ in ranges):
            return rows
        others = {id(cell) for cell, own in zip(inside, years, strict=True) if own and not own[2]}
        kept.append([cell for cell in row if id(cell) not in others])
    return kept if any(len(row) < len(before) for row, before in zip(kept, rows, strict=True)) else rows


def _years(row: Sequence[Cell], year: int) -> list[Range]:
    """The columns that a row of the header gives to each year, where it has the report's and others as often; else nothing."""
    cells = [cell for cell in row if _YEAR.fullmatch(fold(cell.text))]
    years = [fold(cell.text)[:4] for cell in cells]
    counts = {years.count(each) for each in years}
    if len(set(years)) < 2 or len(counts) > 1 or str(year) not in years or [*row[len(row) - len(cells) :]] != cells:
        return []
    return [(cell.column, cell.column + cell.colspan, own == str(year)) for cell, own in zip(cells, years, strict=True)]


def _answer(above: Sequence[Cell], ranges: Sequence[Range]) -> bool:
    """Whether each name above stands over just one column of the report's year."""
    own = [(start, end) for start, end, is_own in ranges if is_own]
    names = [(cell.column, cell.column + cell.colspan) for cell in above if cell.column >= ranges[0][0]]
    return all(sum(first <= start and end <= last for start, end in own) == 1 for first, last in names)


def _range(cell: Cell, ranges: Sequence[Range]) -> Range | None:
    """The columns that a cell stands in."""
    end = cell.column + cell.colspan
    return next((each for each in ranges if each[0] <= cell.column and end <= each[1]), None)


def _is_name(cell: Cell, ranges: Sequence[Range]) -> bool:
    return _range(cell, ranges) is None and not any(char.isdecimal() for char in cell.text)
