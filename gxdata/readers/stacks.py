"""Labels set one character a line in a narrow column, 三、本年度办理结果: which characters of a page make up one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from .page import Glyph

FEWEST, MOST = 3, 20  # characters of a stack in its cell
EVEN = 0.5  # points by which its characters may stand beside each other, and their distances differ
BESIDE = 2.0  # heights of a character within which a stack has nothing beside it on a line
LEVEL = 0.25  # … which are the characters so near in height


def is_stack(glyphs: Sequence[Glyph]) -> bool:
    """Whether characters stand right below each other, all as far apart, and are no figures."""
    if not FEWEST <= len(glyphs) <= MOST or any(glyph.turn or glyph.char.isdecimal() for glyph in glyphs):
        return False
    first = glyphs[0]
    pitch = glyphs[1].top - first.top
    return first.size < pitch < 2 * first.size and all(_follows(one, two, pitch) for one, two in pairwise(glyphs))


def rest_of_stack(stack: Sequence[Glyph], glyphs: Sequence[Glyph]) -> Iterator[int]:
    """The places in `glyphs` of the characters that go on with a stack above and below, each alone on its line."""
    pitch = stack[1].top - stack[0].top
    left, right = stack[0].left - EVEN, stack[0].left + EVEN
    same = [(place, glyph) for place, glyph in enumerate(glyphs) if left < glyph[1] < right]
    for last, step in ((stack[0], -pitch), (stack[-1], pitch)):
        while True:
            following = [(at, glyph) for at, glyph in same if _follows(last, glyph, step) and _alone(glyph, glyphs)]
            if len(following) != 1 or following[0][1].char.isdecimal() or following[0][1].turn:
                break
            place, last = following[0]
            yield place


def _follows(one: Glyph, two: Glyph, pitch: float) -> bool:
    return abs(two.left - one.left) < EVEN and abs(two.top - one.top - pitch) < EVEN and abs(two.size - one.size) < EVEN


def _alone(glyph: Glyph, glyphs: Sequence[Glyph]) -> bool:
    room = BESIDE * glyph.size
    return not any(
        abs(other.top - glyph.top) < LEVEL * glyph.size and glyph.left - room < other.left < glyph.right + room
        for other in glyphs
        if other is not glyph
    )
