"""Figures that a narrow column broke over two lines: whole again where lines across part all rows, and else in doubt."""

from __future__ import annotations

from collections.abc import Sequence

from .labels import ORDINAL
from .pieces import Piece, figures
from .ruled import Rule, whole_lines

BROKEN = 1.6  # heights of a line between the middles of the two lines of a figure that was broken, at most


def broken(rows: Sequence[Sequence[Piece]]) -> list[Piece]:
    """Figures that stand so close below others, in no row of their own, that both may be one that was broken."""
    found: list[Piece] = []
    for at, row in enumerate(rows):
        words = [piece for piece in row if not piece.figure]
        if words and ORDINAL.match(words[-1].text):
            continue
        for up in range(at - 1, max(at - 4, -1), -1):
            one, two = figures(rows[up]), figures(row)
            numbered = any(ORDINAL.match(piece.text) for piece in rows[up] if not piece.figure)
            if not one or (words and up == at - 1 and len(two) >= len(one) and not numbered):
                continue  # the next row
            for upper in one:
                for lower in two:
                    near = lower.middle - upper.middle < BROKEN * upper.size
                    if near and _overlap(upper, lower):
                        found += (upper, lower)
    return found


def mended(rows: list[list[Piece]], rules: Sequence[Rule]) -> list[list[Piece]]:
    """The lines of a page, with the figures whole that are broken between two lines across the table; these are in doubt."""
    found = [(at, last) for at, row in enumerate(rows) if (last := figures(row))]
    runs = [
        (upper, main, lower)
        for upper, main, lower in zip(found, found[1:], found[2:], strict=False)
        if _are_halves(upper[1], main[1], lower[1])
    ]
    across = whole_lines(rules) if runs else []
    halves = {  # the lines of upper and lower halves, by the line between
        main[0]: (upper[0], lower[0])
        for upper, main, lower in runs
        if _between(across, [*upper[1], *main[1], *lower[1]])
    }
    ends = {at for run in halves.values() for at in run}
    if not halves or not _full(rows, halves, ends):
        return rows
    whole: list[list[Piece]] = []
    for at, row in enumerate(rows):
        if at in ends:
            row = [piece for piece in row if not piece.figure]
        elif at in halves:
            up, down = halves[at]
            joined = [_joined(one, two) for one, two in zip(figures(rows[up]), figures(rows[down]), strict=True)]
            row = sorted([*row, *joined], key=lambda piece: piece.left)
        if row:
            whole.append(row)
    return whole


def _are_halves(upper: Sequence[Piece], main: Sequence[Piece], lower: Sequence[Piece]) -> bool:
    """Whether each figure of one line stands above one of another, and the line between has other columns' figures."""
    if len(upper) != len(lower) or not upper[0].middle < main[0].middle < lower[0].middle:
        return False
    pairs = list(zip(upper, lower, strict=True))
    whole = all(one.text.isdecimal() and two.text.isdecimal() and _overlap(one, two) for one, two in pairs)
    near = all(two.middle - one.middle < BROKEN * one.size for one, two in pairs)
    return whole and near and not any(_overlap(piece, half) for piece in main for half in (*upper, *lower))


def _between(rules: Sequence[Rule], row: Sequence[Piece]) -> bool:
    """Whether lines across run above and below a row's figures, near to them, and none through them."""
    left, right = min(piece.left for piece in row), max(piece.right for piece in row)
    top, bottom = min(piece.top for piece in row), max(piece.bottom for piece in row)
    across = [rule.at for rule in rules if rule.start <= left and right <= rule.end]
    near = 1.5 * row[0].size
    within = [at for at in across if top < at < bottom]
    return (
        not within
        and any(top - near < at <= top for at in across)
        and any(bottom <= at < bottom + near for at in across)
    )


def _full(rows: Sequence[Sequence[Piece]], halves: dict[int, tuple[int, int]], ends: set[int]) -> bool:
    """Whether all upper halves have as many digits, and no figure of their columns has more."""
    upper = [piece for up, _ in halves.values() for piece in figures(rows[up])]
    most = len(upper[0].text)
    others = [piece for at, row in enumerate(rows) if at not in ends for piece in figures(row)]
    return all(len(piece.text) == most for piece in upper) and not any(
        len(piece.text) > most and any(_overlap(piece, half) for half in upper) for piece in others
    )


def _joined(upper: Piece, lower: Piece) -> Piece:
    return Piece(
        (*upper.glyphs, *lower.glyphs),
        min(upper.left, lower.left),
        upper.top,
        max(upper.right, lower.right),
        lower.bottom,
        upper.size,
        upper.text + lower.text,
        figure=True,
        halves=True,
    )


def _overlap(one: Piece, two: Piece) -> bool:
    return one.left < two.right and two.left < one.right
