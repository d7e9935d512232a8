"""Ruling lines → lattices: the tables that they draw, with merged cells as spans. Geometry only, in points from the upper left.

Lines come as they are drawn: in pieces, doubled, thick, too short or too long, without an outer border, cut at a page's
end. What is drawn apart by less than a line of text needs is one line; a line that is there in part is completed only
where cells would not be rectangles without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ..document import Box

SNAP = 4.0  # lines closer to each other are one line (doubled or thick), and no row or column is so narrow
GAP = 4.0  # pieces of one line may lie so far apart
REACH = 4.0  # a line may miss or cross another by so much
OPEN = 6.0  # lines that stand out farther than this have lost the border that closed them
COVERED = 0.6  # share of a cell's side that a line must cover to be its border
MAX_CROSSINGS = 250_000  # horizontal × vertical lines of one page
MAX_EDGES = 400  # rows or columns of one lattice; what has more is a drawing
MAX_PLACES = 20_000  # of one lattice: its rows × its columns


class Rule(NamedTuple):
    """A horizontal or vertical line: `at` is y of a horizontal one's middle and x of a vertical one's."""

    at: float
    start: float
    end: float
    thickness: float = 0.0


class LatticeCell(NamedTuple):
    """One cell; row and column count from 0."""

    row: int
    column: int
    rowspan: int
    colspan: int
    box: Box


class Lattice(NamedTuple):
    """A ruled table. columns and rows: its edges, one more than it has columns and rows; cells: row by row.

    open_top, open_bottom: no line closes it there, as at a page's end.
    """

    box: Box
    columns: tuple[float, ...]
    rows: tuple[float, ...]
    cells: tuple[LatticeCell, ...]
    open_top: bool = False
    open_bottom: bool = False


def lattices(horizontal: Iterable[Rule], vertical: Iterable[Rule]) -> list[Lattice]:
    """The tables that the lines draw, from top to bottom and left to right; a frame is a lattice of one cell.

    Raises ValueError where there are too many lines for tables.
    """
    across, down = whole_lines(horizontal), whole_lines(vertical)
    if len(across) * len(down) > MAX_CROSSINGS:
        raise ValueError(f"{len(across)} horizontal and {len(down)} vertical lines are no tables")
    found = [lattice for group in _groups(across, down) if (lattice := _lattice(*group))]
    return sorted(found, key=lambda lattice: (lattice.box.top, lattice.box.left, lattice.box.right))


# ── Lines ────────────────────────────────────────────────────────────────────────────────────────────────────────


def whole_lines(rules: Iterable[Rule]) -> list[Rule]:
    """Pieces joined to whole lines; of doubled lines the middle."""
    ordered = sorted(rule for rule in rules if rule.end > rule.start)
    found: list[Rule] = []
    for group in _near(ordered):
        weight = sum(rule.end - rule.start for rule in group)
        at = sum(rule.at * (rule.end - rule.start) for rule in group) / weight
        thickness = max(rule.thickness for rule in group)
        start = end = float("-inf")
        for rule in sorted(group, key=lambda rule: rule.start):
            if rule.start > end + GAP:
                if end > start:
                    found.append(Rule(at, start, end, thickness))
                start = rule.start
            end = max(end, rule.end)
        found.append(Rule(at, start, end, thickness))
    return [rule for rule in found if rule.end - rule.start > REACH]


def _near(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Runs of sorted lines none of which is farther than SNAP from the run's first."""
    run: list[Rule] = []
    for rule in rules:
        if run and rule.at - run[0].at > SNAP:
            yield run
            run = []
        run.append(rule)
    if run:
        yield run


def _groups(across: Sequence[Rule], down: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Lines that hang together by crossing or meeting each other."""
    above = list(range(len(across) + len(down)))

    def top(line: int) -> int:
        while above[line] != line:
            above[line] = above[above[line]]
            line = above[line]
        return line

    for second, vertical in enumerate(down, len(across)):
        low, high = vertical.start - REACH, vertical.end + REACH
        for first, (at, start, end, _) in enumerate(across):
            if low <= at <= high and start - REACH <= vertical.at <= end + REACH:
                above[top(first)] = top(second)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for line, rule in enumerate((*across, *down)):
        groups.setdefault(top(line), ([], []))[line >= len(across)].append(rule)
    return [group for group in groups.values() if group[0] and group[1]]


# ── Cells ────────────────────────────────────────────────────────────────────────────────────────────────────────

Place = tuple[int, int]  # row and column


class _Drawn(NamedTuple):
    """Which sides of the grid's places are drawn. above[r][c]: over row r in column c; before[r][c]: left of column c in row r."""

    above: list[list[bool]]
    before: list[list[bool]]


def _lattice(across: Sequence[Rule], down: Sequence[Rule]) -> Lattice | None:
    rows, open_top, open_bottom = _edges(across, down)
    columns, open_left, open_right = _edges(down, across)
    height, width = len(rows) - 1, len(columns) - 1
    if height < 1 or width < 1 or max(height, width) > MAX_EDGES or height * width > MAX_PLACES:
        return None
    before = _covered(down, columns, rows)
    drawn = _Drawn(_covered(across, rows, columns), [list(row) for row in zip(*before, strict=True)])
    for side, added in ((drawn.above[0], open_top), (drawn.above[-1], open_bottom)):
        side[:] = [True] * width if added else side
    for row in drawn.before:
        row[0], row[-1] = row[0] or open_left, row[-1] or open_right
    cells = [
        LatticeCell(top, left, bottom - top, right - left, Box(columns[left], rows[top], columns[right], rows[bottom]))
        for region in _regions(drawn)
        for top, left, bottom, right in _rectangles(region, drawn)
        if not _outside(top, left, bottom, right, drawn)
    ]
    box = Box(columns[0], rows[0], columns[-1], rows[-1])
    return Lattice(box, columns, rows, tuple(sorted(cells)), open_top, open_bottom) if cells else None


def _edges(rules: Sequence[Rule], crossing: Sequence[Rule]) -> tuple[tuple[float, ...], bool, bool]:
    """Where lines run; where those that cross them stand out before the first or after the last, an edge is added, and
    that is said."""
    edges: list[float] = []
    for rule in sorted(rules):
        if not edges or rule.at - edges[-1] > SNAP:
            edges.append(rule.at)
    first = _end([-rule.start for rule in crossing], -edges[0])
    last = _end([rule.end for rule in crossing], edges[-1])
    before = () if first is None else (-first,)
    after = () if last is None else (last,)
    return (*before, *edges, *after), bool(before), bool(after)


def _end(ends: Sequence[float], edge: float) -> float | None:
    """Where lines end that stand out beyond the last line across them: several, or all that come so far."""
    last = max(ends)
    reaching = sum(end > edge - REACH for end in ends)
    together = sum(end > last - SNAP for end in ends)
    return last if last - edge > OPEN and (together > 1 or together == reaching) else None


def _covered(rules: Sequence[Rule], edges: Sequence[float], across: Sequence[float]) -> list[list[bool]]:
    """For every edge, between which neighbours of `across` a line runs along it."""
    shares = [[0.0] * (len(across) - 1) for _ in edges]
    for at, start, end, _ in rules:
        share = shares[min(range(len(edges)), key=lambda edge: abs(edges[edge] - at))]
        for place, (low, high) in enumerate(pairwise(across)):
            share[place] += max(0.0, min(end, high) - max(start, low)) / (high - low)
    return [[each >= COVERED for each in share] for share in shares]


def _regions(drawn: _Drawn) -> Iterator[list[Place]]:
    """The places that no line parts."""
    height, width = len(drawn.before), len(drawn.above[0])
    seen = [[False] * width for _ in range(height)]
    for start in ((row, column) for row in range(height) for column in range(width)):
        if seen[start[0]][start[1]]:
            continue
        seen[start[0]][start[1]] = True
        region = [start]
        for row, column in region:  # grows while it is gone through
            beside = (
                (row - 1, column, row > 0 and not drawn.above[row][column]),
                (row + 1, column, row + 1 < height and not drawn.above[row + 1][column]),
                (row, column - 1, column > 0 and not drawn.before[row][column]),
                (row, column + 1, column + 1 < width and not drawn.before[row][column + 1]),
            )
            for below, right, joined in beside:
                if joined and not seen[below][right]:
                    seen[below][right] = True
                    region.append((below, right))
        yield region


def _rectangles(region: list[Place], drawn: _Drawn) -> Iterator[tuple[int, int, int, int]]:
    """(top, left, bottom, right) of a region, cut along the lines that are there in part until every piece is a rectangle."""
    pieces = [region]
    while pieces:
        piece = pieces.pop()
        rows, columns = [row for row, _ in piece], [column for _, column in piece]
        top, left, bottom, right = min(rows), min(columns), max(rows) + 1, max(columns) + 1
        if (bottom - top) * (right - left) == len(piece):
            yield top, left, bottom, right
            continue
        inside = frozenset(piece)
        by_row = {cut: _share(cut, inside, drawn.above, 0) for cut in range(top + 1, bottom)}
        by_column = {cut: _share(cut, inside, drawn.before, 1) for cut in range(left + 1, right)}
        axis = 0 if max(by_row.values(), default=-1.0) >= max(by_column.values(), default=-1.0) else 1
        cuts = by_column if axis else by_row
        cut = max(cuts, key=lambda cut: cuts[cut])
        pieces += [[place for place in piece if place[axis] < cut], [place for place in piece if place[axis] >= cut]]


def _share(cut: int, inside: frozenset[Place], sides: list[list[bool]], axis: int) -> float:
    """The share of a cut through a region that the page draws: what is on the region's outline counts as drawn."""
    along = [place for place in inside if place[axis] == cut]
    before = [(row - (1 - axis), column - axis) for row, column in along]
    lines = sum(place not in inside or sides[row][column] for (row, column), place in zip(along, before, strict=True))
    return lines / len(along) if along else 1.0


def _outside(top: int, left: int, bottom: int, right: int, drawn: _Drawn) -> bool:
    """Whether a region lies beside the table, not in it: at the rim, and not closed on two sides."""
    height, width = len(drawn.before), len(drawn.above[0])
    rim = (top == 0, bottom == height, left == 0, right == width)
    if not any(rim):
        return False
    sides = (
        all(drawn.above[top][left:right]),
        all(drawn.above[bottom][left:right]),
        all(row[left] for row in drawn.before[top:bottom]),
        all(row[right] for row in drawn.before[top:bottom]),
    )
    return sides.count(False) > 1 and any(at and not side for at, side in zip(rim, sides, strict=True))
