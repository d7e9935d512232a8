"""Characters with their places → lines of text, and the text of a cell. Geometry only, in points from the upper left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from ..document import Box
from .page import Glyph
from .pages import Line

SAME_LINE = 0.5  # of the font size: how far apart the middles of a line's characters may lie
TWICE = 0.6  # of its width: the same character so near may be printed over itself …
SHADOW = 0.2  # … and of the font size: it is, for bold or a shadow; figures that only have wide boxes are farther apart
OVER = 0.4  # of its width: another character so near is printed over it
APART = 0.18  # of the font size: a gap between figures or letters that is a space …
WORDS_APART = 0.45  # … and between other characters
SMALL = 0.75  # of the size of the word's first character: a smaller digit is no part of its figure
RAISED = 0.12  # of that size: how far above its foot a raised digit's is
PADDING = 12.0  # left and right of a cell's text together

SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_CLOSE = frozenset("0123456789.,，．０１２３４５６７８９")
_ASCII = frozenset(map(chr, range(0x21, 0x7F)))


def text_lines(glyphs: Iterable[Glyph]) -> list[Line]:
    """Lines from top to bottom, each from left to right."""
    return [line for row in level(glyphs) if (line := _line(row)).text.strip()]


def cell_text(glyphs: Sequence[Glyph], box: Box) -> tuple[str, bool, bool]:
    """(text, doubt, full) of the characters in a cell; full: nothing has room after the last.
    Lines that the cell's width broke are joined, others stay lines."""
    if not glyphs:
        return "", False, False
    if len(glyphs) == 1:
        return glyphs[0].char, glyphs[0].doubt, False
    turns = [glyph.turn for glyph in glyphs]
    turn = max(turns, key=turns.count) if any(turns) else 0
    width = box.right - box.left
    mixed = any(each != turn for each in turns)  # characters set another way are left out, and that may be a digit
    if turn:
        glyphs = [_turned(glyph) for glyph in glyphs if glyph.turn == turn]
        width = box.bottom - box.top if turn != 180 else width
    lines = text_lines(glyphs)
    if not lines:
        return "", False, False
    text = lines[0].text
    for line, following in pairwise(lines):
        text += ("" if _broken(line, following, width) else "\n") + following.text
    # Digits in two lines may also be two rows whose border is lost; a number with a point in it is not.
    stacked = len(lines) > 1 and _CLOSE.issuperset(text) and text.isdecimal()
    doubt = stacked or mixed or any(line.doubt for line in lines)
    return text, doubt, _broken(lines[-1], lines[-1], width)


def level(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """The characters by line; which are level is judged by their middles."""
    rows: list[list[Glyph]] = []
    places = sorted([((glyph.top + glyph.bottom) / 2, glyph) for glyph in glyphs])
    start = 0
    for at, ((y, glyph), (below, other)) in enumerate(pairwise(places), 1):
        gap = below - y
        if gap > SAME_LINE * glyph.size and gap > SAME_LINE * other.size:
            rows += _parted(places[start:at])
            start = at
    if places:
        rows += _parted(places[start:])
    for row in rows:
        row.sort(key=lambda glyph: glyph.left)
    return rows


def _parted(places: Sequence[tuple[float, Glyph]]) -> list[list[Glyph]]:
    """Lines whose middles come so close to each other that they run into one, parted where they are farthest apart: a
    group's name may stand a little higher than the row that begins beside it."""
    rows: list[list[Glyph]] = []
    waiting = [places]
    while waiting:
        run = waiting.pop()
        if run[-1][0] - run[0][0] <= SAME_LINE * max(run[0][1].size, run[-1][1].size):
            rows.append([glyph for _, glyph in run])
        else:
            gaps = [below[0] - y[0] for y, below in pairwise(run)]
            cut = gaps.index(max(gaps)) + 1
            waiting += [run[cut:], run[:cut]]
    return rows


def _line(row: Sequence[Glyph]) -> Line:
    first = base = row[0]  # base: of the word
    kept, text, gaps, doubt = [first], [first.char], 0, first.doubt
    for glyph in row[1:]:
        last = kept[-1]
        near = glyph.left - last.left
        if near < TWICE * (last.right - last.left):
            if any(_twice(glyph, other) for other in kept[-3:]):
                continue
            doubt = doubt or glyph.char == last.char or near < OVER * (last.right - last.left)
        gap = glyph.left - last.right
        if gap > APART * glyph.size:
            close = (last.char in _CLOSE and glyph.char in _CLOSE) or (last.char in _ASCII and glyph.char in _ASCII)
            if close or gap > WORDS_APART * glyph.size:
                text.append(" ")
                gaps += gap > 2 * glyph.size
            if gap > WORDS_APART * glyph.size and not (last.char.isdecimal() and glyph.size < SMALL * last.size):
                base = glyph  # not a mark that stands apart from its figure
        kept.append(glyph)
        char = glyph.char
        if char.isdecimal() and base.char.isdecimal():
            if base.bottom - glyph.bottom > RAISED * base.size:  # a footnote's, or a power
                char = char.translate(SUPERSCRIPT)
            doubt = doubt or glyph.size < SMALL * base.size
        text.append(char)
        doubt = doubt or glyph.doubt
    box = Box(
        first.left,
        min(glyph.top for glyph in kept),
        max(glyph.right for glyph in kept),
        max(glyph.bottom for glyph in kept),
    )
    return Line("".join(text), box, max(glyph.size for glyph in kept), gaps, doubt)


def _twice(glyph: Glyph, other: Glyph) -> bool:
    """Whether a character is another one printed again at nearly the same place."""
    return (
        glyph.char == other.char
        and glyph.left - other.left < min(TWICE * (other.right - other.left), SHADOW * other.size)
        and abs(glyph.top - other.top) < SAME_LINE * other.size
    )


def _broken(line: Line, following: Line, width: float) -> bool:
    """Whether a line ends only because the next character had no room. One figure alone is no such line."""
    if len(line.text) == 1 and line.text in _CLOSE:
        return False
    return width - (line.box.right - line.box.left) - following.size < PADDING


def _turned(glyph: Glyph) -> Glyph:
    """A turned character where it would stand if it were upright."""
    char, left, top, right, bottom, size, doubt, turn = glyph
    box = {90: (top, -right, bottom, -left), 180: (-right, -bottom, -left, -top), 270: (-bottom, left, -top, right)}[
        turn
    ]
    return Glyph(char, *box, size, doubt, 0)
