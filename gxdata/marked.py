"""The rows of a table whose every cell is marked, as they are meant: without an empty column that only some rows have, and
two rows of the form that stand in one, line by line, apart."""

from __future__ import annotations

from collections.abc import Sequence

from .document import Cell
from .text import key
from .vocabulary import ITEM_KEYS

Row = list[Cell]
_SEVERAL = 3


def marked_rows(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows; the very same where nothing is odd."""
    lasts = [row[-1][0] for row in rows if row]
    if "" in lasts:
        end = max(row[-1].column + row[-1].colspan for row in rows if row)
        wide = [row for row in rows if row and row[-1].column + row[-1].colspan == end]
        if _have_empty_cells(wide, len(rows)):
            cut = {id(row) for row in wide}
            rows = [row[:-1] if id(row) in cut else row for row in rows]
    if "\n" in "".join(lasts):
        rows = [part for row in rows for part in (_parts(row) if row and "\n" in row[-1].text else [row])]
    return rows


def _have_empty_cells(wide: Sequence[Row], count: int) -> bool:
    """Whether some of a table's rows, and so many that it is no accident, end with an empty cell of no column: one that
    the other rows have not, and rows of names do have."""
    if not _SEVERAL <= len(wide) <= count * 2 / 3:
        return False
    empty = all(not row[-1].text and row[-1].colspan == row[-1].rowspan == 1 for row in wide)
    return empty and any(all(not cell.text.isdecimal() for cell in row) for row in wide)


def _parts(row: Row) -> list[Row]:
    """A row whose label names two or more rows of the form, a line each, with as many lines in every cell after it."""
    for place, (text, *_) in enumerate(row):
        if "\n" in text and len(names := text.split("\n")) == len({key(name) for name in names} & ITEM_KEYS.keys()):
            lines = [cell.text.split("\n") for cell in row[place:]]
            if len(lines) > 1 and all(len(each) == len(names) for each in lines):
                cells = [
                    [cell._replace(text=line) for line in each] for cell, each in zip(row[place:], lines, strict=True)
                ]
                return [
                    [*(row[:place] if part == 0 else []), *own]
                    for part, own in enumerate(map(list, zip(*cells, strict=True)))
                ]
    return [row]
