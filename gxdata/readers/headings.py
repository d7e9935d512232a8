"""The columns of a table without vertical lines: where its figures stand, and the headings above them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from .pieces import CLOSE, Piece, figures

FEWEST = 2  # columns of figures; one column alone …
ALONE = 3.0  # … lies so many heights of a line from the labels
ABOVE = 2.5  # heights of a line: what is farther above the first row is not its heading …
CORNER = 0.7  # … nor what has none of the columns' words and is farther than this above it
LINES = 10  # that a heading has at most
WIDE = 3.0  # heights of a line: a lone heading as wide is not of one column
SIZES = 0.8, 1.2  # of a heading in relation to the figures
NARROW = 0.25  # heights of a line that lie between columns at least


class Column(NamedTuple):
    """Where the figures and the heading of one column stand. heading: its lines from the lowest."""

    left: float
    right: float
    heading: tuple[Piece, ...] = ()

    def over(self, piece: Piece) -> bool:
        return piece.left < self.right and self.left < piece.right


class Head(NamedTuple):
    """The heading of a table, lines `top` to `bottom`. columns: none where one of them has no heading."""

    columns: list[Column]
    labels_end: float
    top: int
    bottom: int


def bands_of(found: Sequence[Piece]) -> list[Column]:
    bands: list[Column] = []
    for piece in sorted(found, key=lambda piece: piece.left):
        if bands and piece.left < bands[-1].right + CLOSE * piece.size:
            bands[-1] = Column(bands[-1].left, max(bands[-1].right, piece.right))
        else:
            bands.append(Column(piece.left, piece.right))
    return bands


def beyond(piece: Piece, left: float) -> bool:
    """Whether words reach in among the columns, which begin at `left`."""
    return piece.right > left + NARROW * piece.size


def headed(
    rows: Sequence[Sequence[Piece]], start: int, first: int, bands: Sequence[Column], labels: Sequence[Piece]
) -> Head:
    """The columns with the headings above them."""
    columns, at, bottom = list(bands), first, -1
    size = figures(rows[first])[0].size
    end = max((piece.right for piece in labels), default=0.0)
    corner = not labels  # whether the heading of the labels is found
    while at > max(start, first - LINES) and _goes_up(rows[at - 1], rows[at], size):
        row = rows[at - 1]
        words = [piece for piece in row if piece.left >= end]
        if any(beyond(piece, bands[0].left) for piece in row if piece.left < end):
            break  # a line of text
        if bottom >= 0:
            done = _settled(columns, bands, corner, end, size)[0]
            over = [[place for place, column in enumerate(columns) if column.over(piece)] for piece in words]
            if (done or not words) and rows[at][0].top - row[-1].bottom > CORNER * size:
                break  # a row of the table above, or another heading
            if len(words) == 1 and (done or words[0].right - words[0].left > WIDE * size):
                break  # the heading of several columns, or of the table
            if done and (any(len(each) != 1 for each in over) or any(one == two for one, two in pairwise(over))):
                break
        at -= 1
        if words and bottom < 0:
            bottom = at + 1
        corner = corner or (bottom >= 0 and len(words) < len(row))
        for piece in words:
            columns = _under(piece, columns)
    return Head(*_settled(columns, bands, corner, end, size), at, bottom)


def _settled(
    columns: list[Column], bands: Sequence[Column], corner: bool, end: float, size: float
) -> tuple[list[Column], float]:
    """The columns, and where the labels end: without the heading of the labels. None where one has no heading."""
    if not corner and columns[0].right <= bands[0].left:
        end, columns = columns[0].right, columns[1:]
    columns = _paired(columns, bands)
    if not all(column.heading for column in columns):
        return [], end
    close = any(two.left - one.right < NARROW * size for one, two in pairwise(columns))
    apart = len(columns) >= FEWEST or (columns and columns[0].left - end > ALONE * size)
    return columns if apart and not close else [], end


def _paired(columns: list[Column], bands: Sequence[Column]) -> list[Column]:
    """Columns whose figures stand beside their headings, not below: all on the left or all on the right of them, where
    only one of the two can be."""
    if len(bands) < FEWEST or all(column.heading for column in columns):
        return columns
    filled = [any(column.left <= band.left and band.right <= column.right for band in bands) for column in columns]
    found = [paired for step in (1, -1) if (paired := _merged(columns, filled, step))]
    return found[0] if len(found) == 1 else []


def _merged(columns: Sequence[Column], filled: Sequence[bool], step: int) -> list[Column] | None:
    """Every column of figures without a heading made one with the empty one after (1) or before (-1) it."""
    places = list(range(len(columns)))[::step]
    found: list[Column] = []
    taken = -1
    for at in places:
        if at == taken:
            continue
        column = columns[at]
        if not column.heading:
            taken = at + step
            if taken not in places or filled[taken]:
                return None
            other = columns[taken]
            column = Column(min(column.left, other.left), max(column.right, other.right), other.heading)
        found.append(column)
    return found[::step]


def _goes_up(row: Sequence[Piece], below: Sequence[Piece], size: float) -> bool:
    """Whether a line may be of the heading of what is below."""
    near = below[0].top - max(piece.bottom for piece in row) <= ABOVE * size
    return near and all(SIZES[0] * size <= piece.size <= SIZES[1] * size for piece in row)


def _under(piece: Piece, columns: Sequence[Column]) -> list[Column]:
    """The columns, one of which gets a piece of its heading; where none is below it, a column whose cells are blank."""
    over = [place for place, column in enumerate(columns) if column.over(piece)]
    room = NARROW * piece.size
    if not over:
        close = any(piece.left < column.right + room and column.left < piece.right + room for column in columns)
        added = () if close else (Column(piece.left, piece.right, (piece,)),)
        return sorted([*columns, *added])
    if len(over) > 1:
        return list(columns)
    at = over[0]
    left, right, heading = columns[at]
    wide = Column(min(left, piece.left), max(right, piece.right), (*heading, piece))
    return [*columns[:at], wide, *columns[at + 1 :]]
