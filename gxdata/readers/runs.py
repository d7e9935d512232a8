"""The text objects of a page of a PDF and their characters, as PDFium gives them: in its own coordinates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import repeat
from math import hypot
from typing import NamedTuple

from . import engine
from .content import SAME, TEXT, Item, product
from .drawing import WHITE

ODD = 2.5  # a character's box is no taller or wider than so many times the font's size
SLANT = 0.05  # of text, that still counts as straight
FILLED = 0, 4  # text render modes
SPACES = frozenset([0x20, 0xA0, 0x3000, *range(0x2000, 0x200C), *range(0x09, 0x0E)])
HAN = 0x2E80  # the first of the characters that no code of a font is taken for
NOWHERE, BLACK = (0.0, 0.0, 0.0, 0.0), (0, 0, 0, 255)  # what is taken where PDFium does not say

_INK = engine.Numbers("d", 4)
_new = tuple.__new__  # twice as fast as the constructor of a NamedTuple

Character = tuple[int, float, float, float, float, "Run", bool]  # code point, left, bottom, right, top, run, mapped


class Run(NamedTuple):
    """What the characters of one text object share. quarter: turns counter-clockwise, -1 when it is slanted."""

    size: float
    quarter: int
    mode: int
    white: bool
    clear: bool  # fully transparent
    address: int  # of the text object


class Runs:
    """The characters of a page, each with the run it stands in."""

    def __init__(self, text: int, items: Mapping[int, Item]) -> None:
        self.text, self.items = text, items
        self.empty = dict(items)  # text objects that none of the characters is of
        self.known = {run.address: run for run in _runs([*items.values()])}
        self.lengths: Counter[int] = Counter()

    def characters(self, count: int) -> list[Character]:
        """The first `count` characters, without white space and what PDFium puts in."""
        text, known, empty, found = self.text, self.known, self.empty, list[Character]()
        objects = map(engine.text_object, repeat(text), range(count))
        codes = map(engine.text_unicode, repeat(text), range(count))
        boxes = engine.each(engine.text_loose_box, "f", 1, NOWHERE, count, repeat(text), range(count))
        for place, (address, code, (left, top, right, bottom)) in enumerate(zip(objects, codes, boxes, strict=True)):
            if not address:
                continue
            empty.pop(address, None)
            if code in SPACES:
                continue
            if (run := known.get(address)) is None:  # in forms too deep in each other
                (run,) = _runs([Item(TEXT, address, SAME)])
                known[address] = run
            size = run.size
            if not (size / ODD < top - bottom < ODD * size and right - left < ODD * size):
                left, right, bottom, top = self._ink(place)  # as in vertical text, where PDFium forgets to scale it
            mapped = code >= HAN or not engine.text_unmapped(text, place)
            found.append((code, left, bottom, right, top, run, mapped))
        self.lengths = Counter([character[5].quarter for character in found])
        return found

    def _ink(self, place: int) -> tuple[float, float, float, float]:
        engine.text_box(self.text, place, *_INK.addresses)
        left, right, bottom, top = _INK.read()
        return left, right, bottom, top

    def quarter(self, rotation: int) -> int:
        """Quarter turns clockwise that set most characters upright; without such a majority the page's own rotation."""
        count, quarter = max(((count, quarter) for quarter, count in self.lengths.items()), default=(0, -1))
        return quarter if quarter >= 0 and 2 * count > self.lengths.total() else rotation


def _runs(texts: Sequence[Item]) -> Iterator[Run]:
    addresses, count = [item.address for item in texts], len(texts)
    sizes = engine.each(engine.font_size, "f", 1, (0.0,), count, addresses)
    colours = engine.each(engine.object_fill, "I", 4, BLACK, count, addresses)
    matrices = engine.each(engine.object_matrix, "f", 1, SAME, count, addresses)
    modes = map(engine.render_mode, addresses)
    for (_, address, outer, _), (size,), colour, matrix, mode in zip(
        texts, sizes, colours, matrices, modes, strict=True
    ):
        a, b, c, d, _, _ = product(matrix, outer)
        red, green, blue, alpha = colour
        filled = mode in FILLED
        height = abs(size) * (hypot(c, d) if c else abs(d))
        quarter = _quarter(a, b) if b else 0 if a > 0 else 2
        white = filled and red >= WHITE and green >= WHITE and blue >= WHITE
        yield _new(Run, (height, quarter, mode, white, filled and alpha == 0, address))


def _quarter(a: float, b: float) -> int:
    """Quarter turns counter-clockwise of a text matrix, -1 when it is slanted."""
    if abs(b) <= SLANT * abs(a):
        return 0 if a > 0 else 2
    if abs(a) <= SLANT * abs(b):
        return 1 if b > 0 else 3
    return -1
