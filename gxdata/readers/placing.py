"""Which characters of a page stand in which cell of its ruled tables, and which beside them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ..document import Box
from . import unruled
from .lines import cell_text, text_lines
from .page import Glyph, Sheet
from .pages import Page, Table, TableCell
from .ruled import Lattice, lattices
from .stacks import is_stack, rest_of_stack

FEWEST_CELLS = 2  # a frame around text is no table
INNER_CELLS = 4  # a table inside a cell of another has more cells than a pair of tick boxes
SMALLEST = (40.0, 10.0)  # width and height of a table
COLUMN = 10  # cells of one column alone, cut off its table by the page's width …
NARROWEST = 20.0  # … and how wide it is at least
LONGEST = 400  # characters beyond which a cell holds running text
NARROW = 60.0  # points that the cell of a label is wide at most that has one character a line
TOUCHING = 0.03  # of the font size: figures so near to each other are one number, nearer than neighbouring cells'
LEVEL = 0.1  # of the font size: figures on one line
_FIGURES = frozenset("0123456789０１２３４５６７８９.,．，")


def place(sheet: Sheet, above: Page | None = None) -> tuple[Page, list[str]]:
    """The page with its tables and the lines beside them, and what was odd about them. above: the page before."""
    said: list[str] = []
    try:
        found = _tables(lattices(sheet.across, sheet.down))
    except ValueError as error:
        found, said = [], [f"page {sheet.number}: {error}; its tables were not read as tables"]
    placed = _Placed(found, sheet)
    if placed.straddling:
        said.append(
            f"page {sheet.number}: {placed.straddling} figures are wider than their cell and count only if sums confirm them"
        )
    tables: list[Table] = []
    for number, lattice in enumerate(found):
        tables += placed.tables(number, lattice)
    lines = text_lines(placed.beside)
    if not found and unruled.may_hold(lines):
        tables, beside = unruled.find(placed.beside, sheet, above)
        lines = text_lines(beside)
    return Page(sheet.number, sheet.width, sheet.height, lines, tables), said


def _tables(found: Sequence[Lattice]) -> list[Lattice]:
    """Those that are tables: not frames, tick boxes, or what has a table in one of its cells and only lays out the page."""
    tables = [
        lattice
        for lattice in found
        if len(lattice.cells) >= FEWEST_CELLS
        and lattice.box.right - lattice.box.left >= (SMALLEST[0] if len(lattice.cells) < COLUMN else NARROWEST)
        and lattice.box.bottom - lattice.box.top >= SMALLEST[1]
    ]
    layouts = [outer for outer in tables if any(_within(inner, outer) for inner in tables if inner is not outer)]
    tables = [lattice for lattice in tables if lattice not in layouts]
    return tables


def _within(inner: Lattice, outer: Lattice) -> bool:
    if len(inner.cells) < INNER_CELLS:
        return False
    left, top, right, bottom = inner.box
    return any(
        cell.box.left <= left and cell.box.top <= top and cell.box.right >= right and cell.box.bottom >= bottom
        for cell in outer.cells
    )


class _Placed:
    """The characters of a page by table and cell. beside: those in none; straddling: figures that leave their cell."""

    def __init__(self, found: Sequence[Lattice], sheet: Sheet) -> None:
        self.found = found
        self.owners = [_owners(lattice) for lattice in found]
        self.cells: list[list[list[Glyph]]] = [[[] for _ in lattice.cells] for lattice in found]
        self.doubtful: set[tuple[int, int]] = set()
        self.beside: list[Glyph] = []
        self.straddling = 0
        self.unseen = {home for x, y in sheet.unseen if found and (home := self._home(x, y))}
        glyphs = sheet.glyphs
        homes = [self._home((glyph[1] + glyph[3]) / 2, (glyph[2] + glyph[4]) / 2) for glyph in glyphs] if found else []
        if found:
            self._keep_together(glyphs, homes)
            self._hold_stacks(glyphs, homes)
        else:
            self.beside = list(glyphs)
        for glyph, home in zip(glyphs, homes, strict=bool(found)):
            (self.cells[home[0]][home[1]] if home else self.beside).append(glyph)

    def _home(self, x: float, y: float) -> tuple[int, int] | None:
        """(table, cell) of the smallest table around a place."""
        best: tuple[int, int] | None = None
        for number, lattice in enumerate(self.found):
            left, top, right, bottom = lattice.box
            if left <= x < right and top <= y < bottom:
                row, column = bisect_right(lattice.rows, y) - 1, bisect_right(lattice.columns, x) - 1
                cell = self.owners[number][row][column]
                if cell >= 0 and (best is None or _area(lattice.box) < _area(self.found[best[0]].box)):
                    best = number, cell
        return best

    def _keep_together(self, glyphs: Sequence[Glyph], homes: list[tuple[int, int] | None]) -> None:
        """A number that runs over its cell's side stays whole, in the cell that has most of it; both are in doubt."""
        for place, (home, following) in enumerate(pairwise(homes)):
            if home == following or not _touching(glyphs[place], glyphs[place + 1]):
                continue
            first, last = place, place + 1
            while first and _touching(glyphs[first - 1], glyphs[first]):
                first -= 1
            while last + 1 < len(glyphs) and _touching(glyphs[last], glyphs[last + 1]):
                last += 1
            among = homes[first : last + 1]
            most = max(among, key=among.count)
            self.straddling += 1
            self.doubtful |= {home for home in among if home}
            homes[first : last + 1] = [most] * len(among)

    def _hold_stacks(self, glyphs: Sequence[Glyph], homes: list[tuple[int, int] | None]) -> None:
        """A label set one character a line that its cell, cut by a page's end, has no room for stays whole: the
        characters of the same column above and below are its own."""
        members: dict[tuple[int, int], list[int]] = {
            (number, at): []
            for number, lattice in enumerate(self.found)
            for at, cell in enumerate(lattice.cells)
            if cell.rowspan > 1 and cell.box.right - cell.box.left < NARROW
        }
        for place, home in enumerate(homes if members else ()):
            if home in members:
                members[home].append(place)
        for home, places in members.items():
            stack = [glyphs[place] for place in places]
            if not is_stack(stack):
                continue
            for place in rest_of_stack(stack, glyphs):
                homes[place] = home

    def tables(self, number: int, lattice: Lattice) -> Iterator[Table]:
        """A lattice as tables: without the rows that lay out running text, which goes beside them."""
        cells = self.cells[number]
        long = {cell.row for cell, glyphs in zip(lattice.cells, cells, strict=True) if len(glyphs) > LONGEST}
        height = len(lattice.rows) - 1
        cuts = [-1, *sorted(long), height]
        for first, last in pairwise(cuts):
            members = [place for place, cell in enumerate(lattice.cells) if first < cell.row < last]
            if len(members) < FEWEST_CELLS:
                long |= {lattice.cells[place].row for place in members}
                continue
            texts = []
            for place in members:
                row, column, rowspan, colspan, box = lattice.cells[place]
                text, doubt, full = cell_text(cells[place], box)
                doubt = doubt or (number, place) in self.doubtful or (not text and (number, place) in self.unseen)
                texts.append(TableCell(row - first - 1, column, rowspan, colspan, box, text, doubt, full))
            box = Box(lattice.box.left, lattice.rows[first + 1], lattice.box.right, lattice.rows[last])
            yield Table(box, lattice.columns, texts)
        for cell, glyphs in zip(lattice.cells, cells, strict=True):
            if cell.row in long:
                self.beside += glyphs


def _owners(lattice: Lattice) -> list[list[int]]:
    """Which cell every place of a lattice belongs to, -1 where none is."""
    owners = [[-1] * (len(lattice.columns) - 1) for _ in lattice.rows[1:]]
    for number, (row, column, rowspan, colspan, _) in enumerate(lattice.cells):
        for line in owners[row : row + rowspan]:
            line[column : column + colspan] = [number] * colspan
    return owners


def _area(box: Box) -> float:
    return (box.right - box.left) * (box.bottom - box.top)


def _touching(one: Glyph, two: Glyph) -> bool:
    """Whether two characters follow each other in one number."""
    return (
        one.char in _FIGURES
        and two.char in _FIGURES
        and -LEVEL * two.size < two.left - one.right < TOUCHING * two.size
        and abs(one.bottom - two.bottom) < LEVEL * two.size
    )
