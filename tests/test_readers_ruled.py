"""Ruling lines → lattices: grids drawn as pages draw them, with their lines cut, doubled, dashed, too long or missing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gxdata.readers.ruled import Lattice, Rule, lattices


def spans(lattice: Lattice) -> list[tuple[int, int, int, int]]:
    return [cell[:4] for cell in lattice.cells]


def grid(height: int, width: int) -> list[tuple[int, int, int, int]]:
    return [(row, column, 1, 1) for row in range(height) for column in range(width)]


def close(found, expected, within: float = 3.0) -> bool:
    return len(found) == len(expected) and all(abs(a - b) <= within for a, b in zip(found, expected, strict=True))


def drawn(cells, columns, rows) -> tuple[list[Rule], list[Rule]]:
    """The four sides of every cell, as lines of their own."""
    horizontal, vertical = [], []
    for row, column, rowspan, colspan in cells:
        left, right = columns[column], columns[column + colspan]
        top, bottom = rows[row], rows[row + rowspan]
        horizontal += [Rule(top, left, right), Rule(bottom, left, right)]
        vertical += [Rule(left, top, bottom), Rule(right, top, bottom)]
    return horizontal, vertical


def whole(columns, rows) -> tuple[list[Rule], list[Rule]]:
    """Every line from end to end."""
    return (
        [Rule(row, columns[0], columns[-1]) for row in rows],
        [Rule(column, rows[0], rows[-1]) for column in columns],
    )


COLUMNS, ROWS = [50.0, 120.0, 160.0, 200.0], [100.0, 115.0, 130.0, 145.0]


def test_a_plain_grid():
    (lattice,) = lattices(*whole(COLUMNS, ROWS))
    assert (lattice.columns, lattice.rows) == (tuple(COLUMNS), tuple(ROWS))
    assert lattice.box == (50, 100, 200, 145)
    assert spans(lattice) == grid(3, 3)
    assert lattice.cells[4].box == (120, 115, 160, 130)
    assert not lattice.open_top and not lattice.open_bottom


def test_merged_cells_are_spans():
    merged = [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1), (2, 0, 1, 3)]
    (lattice,) = lattices(*drawn(merged, COLUMNS, ROWS))
    assert spans(lattice) == merged


def test_a_missing_bottom_border_is_where_the_vertical_lines_end():
    horizontal, vertical = whole(COLUMNS, ROWS)
    (lattice,) = lattices(horizontal[:-1], vertical)
    assert (lattice.rows, lattice.open_top, lattice.open_bottom) == (tuple(ROWS), False, True)
    assert spans(lattice) == grid(3, 3)


def test_missing_borders_on_every_side():
    horizontal, vertical = whole(COLUMNS, ROWS)
    (lattice,) = lattices(horizontal[1:-1], vertical[1:-1])
    assert (lattice.columns, lattice.rows) == (tuple(COLUMNS), tuple(ROWS))
    assert (lattice.open_top, lattice.open_bottom) == (True, True)
    assert spans(lattice) == grid(3, 3)


def test_one_line_that_is_too_long_is_no_missing_border():
    horizontal, vertical = whole(COLUMNS, ROWS)
    horizontal[1] = Rule(ROWS[1], 30, 200)
    (lattice,) = lattices(horizontal, vertical)
    assert lattice.columns == tuple(COLUMNS)


def test_dashes_are_one_line():
    horizontal, vertical = whole(COLUMNS, ROWS)
    dashes = [Rule(115.0, 50 + 6 * step, min(50 + 6 * step + 3, 200)) for step in range(25)]
    (lattice,) = lattices([horizontal[0], *dashes, *horizontal[2:]], vertical)
    assert spans(lattice) == grid(3, 3)


def test_doubled_and_thick_lines_are_one_line():
    horizontal, vertical = whole(COLUMNS, ROWS)
    double = [rule._replace(at=rule.at + shift) for rule in vertical for shift in (-1.2, 1.2)]
    (lattice,) = lattices(horizontal, double)
    assert close(lattice.columns, COLUMNS, 0.01)
    assert spans(lattice) == grid(3, 3)


def test_two_tables_and_a_frame_around_them():
    first, second = whole(COLUMNS, ROWS), whole(COLUMNS, [row + 100 for row in ROWS])
    frame = whole([20.0, 300.0], [40.0, 400.0])
    found = lattices(*([*a, *b, *c] for a, b, c in zip(first, second, frame, strict=True)))
    assert [len(lattice.cells) for lattice in found] == [1, 9, 9]


def test_tables_of_different_widths_that_share_a_line():
    upper = drawn([(0, 0, 1, 1), (0, 1, 1, 1), (0, 2, 1, 1)], COLUMNS, ROWS)
    lower = drawn([(1, 0, 1, 1), (1, 1, 1, 1)], COLUMNS, ROWS)
    (lattice,) = lattices(upper[0] + lower[0], upper[1] + lower[1])
    assert spans(lattice) == [(0, 0, 1, 1), (0, 1, 1, 1), (0, 2, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]


def test_a_line_that_is_there_in_part_is_completed():
    horizontal, vertical = whole(COLUMNS, ROWS)
    horizontal[1:2] = [Rule(115, 50, 60), Rule(115, 115, 200)]  # a gap in the first column …
    vertical[1:2] = [Rule(120, 115, 145)]  # … and beside it, so that three places hang together
    (lattice,) = lattices(horizontal, vertical)
    assert sum(rowspan * colspan for _, _, rowspan, colspan in spans(lattice)) == 9
    assert spans(lattice)[0] in [(0, 0, 1, 2), (0, 0, 2, 1)]


def test_lines_that_cross_nothing_are_no_table():
    assert lattices([Rule(100, 50, 200), Rule(130, 50, 200)], []) == []
    assert lattices([Rule(100, 50, 200)], [Rule(400, 300, 350)]) == []


def test_too_many_lines_are_refused():
    with pytest.raises(ValueError, match="no tables"):
        lattices([Rule(5.0 * at, 0, 9000) for at in range(600)], [Rule(5.0 * at, 0, 9000) for at in range(600)])


# ── Random grids ─────────────────────────────────────────────────────────────────────────────────────────────────


@st.composite
def tilings(draw):
    """(cells, columns, rows): a table with merged cells whose every inner edge still parts some of them."""
    height, width = draw(st.integers(2, 9)), draw(st.integers(2, 8))
    owner = [[(row, column) for column in range(width)] for row in range(height)]
    cells = {(row, column): (1, 1) for row in range(height) for column in range(width)}
    for _ in range(draw(st.integers(0, 5))):
        row, column = draw(st.integers(0, height - 1)), draw(st.integers(0, width - 1))
        rowspan, colspan = draw(st.integers(1, height - row)), draw(st.integers(1, width - column))
        places = [(r, c) for r in range(row, row + rowspan) for c in range(column, column + colspan)]
        if any(owner[r][c] != (r, c) or cells[r, c] != (1, 1) for r, c in places):
            continue
        for r, c in places:
            owner[r][c] = (row, column)
            del cells[r, c]
        cells[row, column] = (rowspan, colspan)
    tiling = sorted((row, column, *span) for (row, column), span in cells.items())
    rows_parted = all(any(owner[r - 1][c] != owner[r][c] for c in range(width)) for r in range(1, height))
    columns_parted = all(any(owner[r][c - 1] != owner[r][c] for r in range(height)) for c in range(1, width))
    if not rows_parted or not columns_parted or len(tiling) < 2:
        tiling = grid(height, width)
    rows, columns = [draw(st.floats(20, 80))], [draw(st.floats(20, 80))]
    for _ in range(height):
        rows.append(rows[-1] + draw(st.floats(12, 60)))
    for _ in range(width):
        columns.append(columns[-1] + draw(st.floats(14, 90)))
    return tiling, columns, rows


def rough(rules, random, jitter, ends, doubled, pieces):
    """The lines as a page may draw them: moved a little, short or long, in pieces, doubled, in any order."""
    found = []
    for at, start, end, thickness in rules:
        at += random.uniform(-jitter, jitter)
        start, end = start - ends, end + ends
        step = pieces or end - start
        while start < end:
            found.append(Rule(at, start, min(start + step, end), thickness))
            start += step + (2.5 if pieces else 0)
        if pieces:  # the last gap does not shorten the line further
            found.append(Rule(at, end - 1.0, end, thickness))
        if doubled:
            found.append(found[-1]._replace(at=at + 1.0))
    random.shuffle(found)
    return found


@settings(max_examples=60)
@given(
    tilings(),
    st.randoms(use_true_random=False),
    st.floats(0, 0.9),
    st.floats(-1.5, 2.5),
    st.booleans(),
    st.sampled_from((0, 4, 9)),
)
def test_a_grid_comes_back_as_drawn(tiling, random, jitter, ends, doubled, pieces):
    cells, columns, rows = tiling
    horizontal, vertical = drawn(cells, columns, rows)
    (lattice,) = lattices(*(rough(rules, random, jitter, ends, doubled, pieces) for rules in (horizontal, vertical)))
    assert close(lattice.columns, columns) and close(lattice.rows, rows)
    assert spans(lattice) == cells


@settings(max_examples=60)
@given(tilings(), st.data())
def test_a_grid_cut_at_a_row_comes_back_as_two(tiling, data):
    """A page's end takes the border below and above: what is left are two tables, open to each other."""
    cells, columns, rows = tiling
    cuts = [cut for cut in range(1, len(rows) - 1) if all(not row < cut < row + span for row, _, span, _ in cells)]
    cut = data.draw(st.sampled_from(cuts or [len(rows) - 1]))
    for upper, part in (
        (True, [cell for cell in cells if cell[0] < cut]),
        (False, [cell for cell in cells if cell[0] >= cut]),
    ):
        if part:
            horizontal, vertical = drawn(part, columns, rows)
            (lattice,) = lattices([rule for rule in horizontal if rule.at != rows[cut]], vertical)
            assert (lattice.open_top, lattice.open_bottom) == (not upper, upper)
            for cell, (row, column, rowspan, colspan) in zip(lattice.cells, part, strict=True):
                assert close(cell.box, (columns[column], rows[row], columns[column + colspan], rows[row + rowspan]))
