"""Tables without vertical lines: their columns by where figures and the headings above them stand. Geometry only.

A stretch of a page whose lines end in figures is a table where every figure stands in exactly one column, and every
column is vouched for: by its heading, by the page before, or by a figure in every row. All else stays running text,
where a blank cell leaves nothing and a count that is short shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from ..document import Box
from .broken import broken, mended
from .headings import FEWEST, Column, bands_of, beyond, headed
from .labels import Block, Row, labelled
from .lines import cell_text, level
from .page import Glyph, Sheet
from .pages import Line, Page, Table, TableCell
from .pieces import Piece, figures, pieces

RIM = 0.1  # share of a page's height where heads, footers and page numbers stand
FAR = 5.0  # heights of a line: what is farther apart is not one table
STRAY = 3.0  # points above and below a row where a figure that is in no row may be of it
PART = 3  # columns of labels: of a group, of a group in it, and of the row
GOES_ON = 3  # rows with figures from which the columns of the page before are believed to go on
_FIGURE_LAST = re.compile(r"[\d/—–\-无元]$")


def may_hold(lines: Sequence[Line]) -> bool:
    """Whether a page may hold a table without lines: one of its lines ends in a figure, and has room as columns need."""
    return any(line.gaps and _FIGURE_LAST.search(line.text) for line in lines)


def find(glyphs: Sequence[Glyph], sheet: Sheet, above: Page | None) -> tuple[list[Table], list[Glyph]]:
    """The tables of a page without ruled ones, and the characters that are in none: in doubt are the figures of which a
    part may stand in the line below. above: the page before."""
    if any(glyph.doubt for glyph in glyphs):  # recognised text: a figure may be left out, and is no blank
        return [], list(glyphs)
    rows = mended([pieces(row) for row in level(glyphs)], sheet.across)
    tables: list[Table] = []
    used: set[int] = set()
    going_on = _going_on(above, sheet)
    found = list(_stretches(rows, sheet))
    # one after another: of a broken figure one line may end a stretch and the other begin the next
    halves = broken([row for first, last in found for row in rows[first : last + 1]])
    doubtful = {id(glyph) for piece in halves for glyph in piece.glyphs}
    parts = {id(piece) for piece in halves}
    start = 0
    for first, last in found:
        doubted = any(id(piece) in parts for row in rows[first : last + 1] for piece in figures(row))
        table, taken = (
            (None, set[int]()) if doubted else _table(rows, start, first, last, sheet, going_on if not tables else None)
        )
        if table:
            tables.append(table)
            used |= taken
        start = last + 1
    rest = [glyph for glyph in glyphs if id(glyph) not in used]
    tables = [_without_blanks_beside(table, rest) for table in tables]
    return tables, [glyph._replace(doubt=True) if id(glyph) in doubtful else glyph for glyph in rest]


def _without_blanks_beside(table: Table, rest: Sequence[Glyph]) -> Table:
    """A table whose blank cells are in doubt where figures that are left over stand beside them."""
    left, top, right, bottom = table.box
    over = [
        ((glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2)
        for glyph in rest
        if glyph.char.isdecimal() and left <= glyph.right and glyph.left <= right
    ]
    over = [(x, y) for x, y in over if top - STRAY < y < bottom + STRAY]
    if not over:
        return table
    cells = []
    for cell in table.cells:
        beside = not cell.text and any(
            cell.box.left <= x < cell.box.right and cell.box.top - STRAY < y < cell.box.bottom + STRAY for x, y in over
        )
        cells.append(cell._replace(doubt=True) if beside else cell)
    return table._replace(cells=cells)


def _going_on(above: Page | None, sheet: Sheet) -> Table | None:
    """The table without lines that the page before ends with."""
    if above is None or above.number != sheet.number - 1 or not above.tables or above.tables[-1].ruled:
        return None
    table = above.tables[-1]
    below = [line for line in above.lines if line.box.top > table.box.bottom - 1]
    return table if all(line.box.top > above.height * (1 - RIM) for line in below) else None


# ── Where tables are ─────────────────────────────────────────────────────────────────────────────────────────────


def _stretches(rows: Sequence[Sequence[Piece]], sheet: Sheet) -> Iterator[tuple[int, int]]:
    """(first, last) lines with figures of every stretch in which no words stand among the columns."""
    first = last = -1
    left = 0.0
    for at, row in enumerate(rows):
        found = figures(row)
        if not found or _is_mark(rows, at, sheet):
            continue
        begin = min(piece.left for piece in found)
        if last >= 0 and not _parted(rows, last, at, min(left, begin)):
            last, left = at, min(left, begin)
            continue
        if last >= 0:
            yield first, last
        first, last, left = at, at, begin
    if last >= 0:
        yield first, last


def _parted(rows: Sequence[Sequence[Piece]], last: int, at: int, left: float) -> bool:
    """Whether something between two lines with figures parts them: words among the columns, or too much room."""
    for one, two in pairwise(rows[last : at + 1]):
        if two[0].top - max(piece.bottom for piece in one) > FAR * two[0].size:
            return True
    words = [piece for row in rows[last + 1 : at] for piece in row]
    words += [piece for row in (rows[last], rows[at]) for piece in row if not piece.figure]
    return any(beyond(piece, left) for piece in words)


def _is_mark(rows: Sequence[Sequence[Piece]], at: int, sheet: Sheet) -> bool:
    """Whether a line is a page's number: at its rim, without words, and away from all else."""
    row = rows[at]
    middle = (row[0].top + row[0].bottom) / 2
    if RIM < middle / sheet.height < 1 - RIM or not all(piece.figure for piece in row):
        return False
    return all(
        abs((other[0].top + other[0].bottom) / 2 - middle) > 2 * row[0].size
        for other in (*rows[max(at - 1, 0) : at], *rows[at + 1 : at + 2])
    )


# ── Columns ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _table(
    rows: Sequence[Sequence[Piece]], start: int, first: int, last: int, sheet: Sheet, above: Table | None
) -> tuple[Table | None, set[int]]:
    """The table whose lines with figures are `first` to `last`, and the ids of its characters."""
    nothing: tuple[None, set[int]] = None, set()
    found = [figures(row) for row in rows[first : last + 1]]
    bands = bands_of([piece for row in found for piece in row])
    limit = bands[0].left
    words = [piece for row in rows[first : last + 1] for piece in row if not beyond(piece, limit)]
    head = headed(rows, start, first, bands, words)
    empty = [column for column in head.columns if not any(column.over(piece) for row in found for piece in row)]
    if any(sum(len(piece.text) for piece in column.heading) == 1 for column in empty):
        return nothing  # a heading's characters that stand apart: 自 and 人 of one column
    columns, heading = head.columns, rows[head.top : head.bottom]
    top = head.bottom if columns else first
    begin: Sequence[float] = ()
    edges: Sequence[float]
    if columns:
        edges = _edges(columns, head.labels_end)
    else:
        while top > start and not _among(rows[top - 1], limit) and _near(rows[top - 1], rows[top]):
            top -= 1
        if (
            above
            and all(_in_rim(row, sheet) for row in rows[:top])
            and len(found) >= GOES_ON
            and _fit(found, above.columns[PART:])
        ):
            begin, edges = above.columns[:PART], above.columns[PART:]
        elif len(bands) > FEWEST and _full(found, len(bands)):
            edges = _edges(bands, head.labels_end)
        else:
            return nothing
    if not _fit(found, edges):
        return nothing
    ends = last + 1
    while ends < len(rows) and not _among(rows[ends], edges[0]) and _near(rows[ends - 1], rows[ends]):
        ends += 1
    rules = [rule for rule in sheet.across if rule.start < edges[1] and edges[0] < rule.end]
    read = labelled(Block(rows[top:ends], first - top, last - top, edges[0], rules, bool(columns)))
    return _built(read, columns, edges, begin, heading, sheet) if read else nothing


def _full(found: Iterable[Sequence[Piece]], width: int) -> bool:
    """Whether every one of some rows has a figure in every column."""
    counts = [len(row) for row in found if row]
    return len(counts) > 1 and all(count == width for count in counts)


def _among(row: Sequence[Piece], left: float) -> bool:
    return any(beyond(piece, left) for piece in row)


def _near(one: Sequence[Piece], two: Sequence[Piece]) -> bool:
    return two[0].top - max(piece.bottom for piece in one) < 1.5 * two[0].size


def _in_rim(row: Sequence[Piece], sheet: Sheet) -> bool:
    return row[0].bottom < RIM * sheet.height


def _fit(found: Iterable[Sequence[Piece]], edges: Sequence[float]) -> bool:
    """Whether every figure stands in one column, and no two of a line in the same."""
    for row in found:
        homes = [_home(piece, edges) for piece in row]
        if -1 in homes or len(dict.fromkeys(homes)) < len(homes):
            return False
    return True


def _home(piece: Piece, edges: Sequence[float]) -> int:
    return next((at for at, (low, high) in enumerate(pairwise(edges)) if low <= piece.left and piece.right <= high), -1)


def _edges(columns: Sequence[Column], labels_end: float) -> list[float]:
    """Midway between the columns; the first and last as far out as the room between them goes."""
    inner = [(one.right + two.left) / 2 for one, two in pairwise(columns)]
    first, last = columns[0], columns[-1]
    wide = last.right - last.left
    begin = (labels_end + first.left) / 2
    if not inner:
        return [begin, last.right + wide]
    return [max(begin, 2 * first.left - inner[0]), *inner, max(2 * last.right - inner[-1], last.right + wide)]


# ── The table ────────────────────────────────────────────────────────────────────────────────────────────────────


def _built(
    read: Sequence[Row],
    columns: Sequence[Column],
    edges: Sequence[float],
    begin: Sequence[float],
    heading: Sequence[Sequence[Piece]],
    sheet: Sheet,
) -> tuple[Table, set[int]]:
    left = min((piece.left for row in read for stack in row.labels for piece in stack), default=edges[0] - 10)
    begin = begin or [left + place * (edges[0] - left) / PART for place in range(PART)]
    every = (*begin, *edges)
    cells: list[TableCell] = []
    taken: set[int] = set()
    at = 0
    if columns:
        tops = [piece for column in columns for piece in column.heading]
        corner = [piece for row in heading for piece in row if piece.right <= edges[0]]
        top, bottom = min(piece.top for piece in tops), max(piece.bottom for piece in tops)
        for place, column in enumerate([None, *columns]):
            box = Box(every[PART - 1 + place], top, every[PART + place], bottom)
            found = corner if column is None else column.heading
            cells.append(_cell(found, (0, place + PART - 1), 1, box, taken))
        at = 1
    bounds = [read[0].top, *((one.bottom + two.top) / 2 for one, two in pairwise(read)), read[-1].bottom]
    for number, row in enumerate(read, at):
        top, bottom = bounds[number - at], bounds[number - at + 1]
        for place, stack in enumerate(row.labels[-PART:]):
            span = PART - len(row.labels[-PART:]) + 1 if place == len(row.labels[-PART:]) - 1 else 1
            box = Box(every[place], top, every[place + span], bottom)
            cells.append(_cell(stack, (number, place), span, box, taken))
        for place, (low, high) in enumerate(pairwise(edges)):
            box = Box(low, top, high, bottom)
            cell = _cell(
                [piece for piece in row.figures if low <= piece.left < high], (number, PART + place), 1, box, taken
            )
            hidden = not cell.text and any(low <= x < high and top <= y < bottom for x, y in sheet.unseen)
            cells.append(cell._replace(doubt=cell.doubt or hidden))
    box = Box(every[0], cells[0].box.top, every[-1], cells[-1].box.bottom)
    return Table(box, every, cells, False), taken


def _cell(found: Sequence[Piece], place: tuple[int, int], span: int, box: Box, taken: set[int]) -> TableCell:
    glyphs = [glyph for piece in found for glyph in piece.glyphs]
    taken.update(map(id, glyphs))
    text, doubt, full = cell_text(glyphs, box)
    return TableCell(*place, 1, span, box, text, doubt or (len(found) == 1 and found[0].halves), full)
