"""Characters of a line → the pieces that gaps part it into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .joining import is_figure
from .page import Glyph

CLOSE = 0.18  # of the font size: a wider gap parts figures …
WORDS_CLOSE = 0.25  # … and words
_DIGITS = frozenset("0123456789.,，．０１２３４５６７８９")


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Characters that stand close to each other in one line. figure: a figure, or a mark for none; halves: it was put
    together of two lines."""

    glyphs: tuple[Glyph, ...]
    left: float
    top: float
    right: float
    bottom: float
    size: float
    text: str
    figure: bool
    halves: bool = False

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def pieces(row: Sequence[Glyph]) -> list[Piece]:
    """The pieces of a line, from left to right."""
    found: list[Piece] = []
    run: list[Glyph] = []
    for glyph in row:
        if glyph.char.isspace():
            continue
        if run:
            last = run[-1]
            room = CLOSE if last.char in _DIGITS and glyph.char in _DIGITS else WORDS_CLOSE
            if glyph.left - last.right > room * glyph.size:
                found.append(_piece(run))
                run = []
        run.append(glyph)
    return [*found, _piece(run)] if run else found


def _piece(run: Sequence[Glyph]) -> Piece:
    text = "".join(glyph.char for glyph in run)
    return Piece(
        tuple(run),
        min(glyph.left for glyph in run),
        min(glyph.top for glyph in run),
        max(glyph.right for glyph in run),
        max(glyph.bottom for glyph in run),
        max(glyph.size for glyph in run),
        text,
        is_figure(text) and not any(glyph.turn for glyph in run),
    )


def figures(row: Sequence[Piece]) -> Sequence[Piece]:
    """The figures that a line ends in."""
    end = len(row)
    while end and row[end - 1].figure:
        end -= 1
    return row[end:]
