"""The objects of a page of a PDF, those in its form XObjects too, and where they show. PDFium's own coordinates run
from the lower left; here they are points from the upper left of the upright page."""

from __future__ import annotations

from itertools import repeat
from math import inf
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from ..document import ReadError
from . import engine

MAX_OBJECTS = 50_000  # of a page
MAX_DEPTH = 8  # of form XObjects in each other

TEXT, PATH, IMAGE, FORM = (
    pdfium.FPDF_PAGEOBJ_TEXT,
    pdfium.FPDF_PAGEOBJ_PATH,
    pdfium.FPDF_PAGEOBJ_IMAGE,
    pdfium.FPDF_PAGEOBJ_FORM,
)

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
Area = tuple[float, float, float, float]  # left, top, right, bottom
SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

LAYER = "OC\0".encode("utf-16-le")  # the mark of what is on a layer

_new = tuple.__new__  # twice as fast as the constructor of a NamedTuple
_BOUNDS = engine.Numbers("f", 4)
_MATRIX = engine.Numbers("f", 6)
_POINT = engine.Numbers("f", 2)
_NAME = engine.Numbers("s", len(LAYER))
_LENGTH = engine.Numbers("L", 1)


class View:
    """From a page's coordinates to points from its upper left when it is displayed, turned by so many quarters."""

    def __init__(self, box: tuple[float, float, float, float], quarter: int) -> None:
        self.left, self.bottom, self.right, self.top = box
        self.quarter = quarter
        sides = (self.right - self.left, self.top - self.bottom)
        self.width, self.height = sides if quarter % 2 == 0 else sides[::-1]

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """left, top, right, bottom as displayed."""
        if self.quarter == 0:
            return left - self.left, self.top - top, right - self.left, self.top - bottom
        if self.quarter == 1:
            return bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
        if self.quarter == 2:
            return self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
        return self.top - top, self.right - right, self.top - bottom, self.right - left

    def area(self, corners: list[Point]) -> Area | None:
        """The rectangle around some points of the page, cut off at its edges; None when none of it shows."""
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return self.shown(min(xs), min(ys), max(xs), max(ys))

    def shown(self, left: float, bottom: float, right: float, top: float) -> Area | None:
        """What of a rectangle shows, cut off at the page's edges; None when nothing does."""
        left, top, right, bottom = self.box(left, bottom, right, top)
        left, top = max(left, 0.0), max(top, 0.0)
        right, bottom = min(right, self.width), min(bottom, self.height)
        return (left, top, right, bottom) if 0 <= left <= right < inf and 0 <= top <= bottom < inf else None


class Item(NamedTuple):
    """An object of a page, at its address in PDFium. outer: the matrix of the forms around it; layered: whether one of
    them is on a layer."""

    kind: int
    address: int
    outer: Matrix
    layered: bool = False

    def matrix(self) -> Matrix:
        return product(matrix_of(self.address), self.outer)

    def area(self, view: View) -> Area | None:
        """Where it shows."""
        if not engine.object_bounds(self.address, *_BOUNDS.addresses):
            return None
        left, bottom, right, top = _BOUNDS.read()
        if self.outer is SAME:
            return view.shown(left, bottom, right, top)
        return view.area([point(x, y, self.outer) for x in (left, right) for y in (bottom, top)])

    def clip(self, view: View) -> Area | None:
        """The innermost rectangle that it is clipped to, as displayed; None when there is none."""
        path = engine.clip_path(self.address)
        last = engine.clip_paths(path) - 1 if path else -1
        if last < 0 or not 4 <= engine.clip_segments(path, last) <= 5:
            return None
        (left, bottom), (right, top) = (
            point(*_corner(engine.clip_segment(path, last, place)), self.outer) for place in (0, 2)
        )
        return view.box(min(left, right), min(bottom, top), max(left, right), max(bottom, top))

    def on_layer(self) -> bool:
        """Whether it is on a layer (optional content), which viewers may hide. PDFium does not say whether they do."""
        return self.layered or _on_layer(self.address)


def _on_layer(address: int) -> bool:
    for place in range(engine.marks(address)):
        named = engine.mark_name(engine.mark(address, place), _NAME.start, len(LAYER), _LENGTH.start)
        if named and _LENGTH.read() == (len(LAYER),) and _NAME.read() == (LAYER,):
            return True
    return False


def _corner(segment: int) -> Point:
    engine.segment_point(segment, *_POINT.addresses)
    x, y = _POINT.read()
    return x, y


def items(page: Any) -> list[Item]:
    """The objects of a page in the order in which they are drawn, without forms themselves. Raises ReadError when
    there are too many."""
    found: list[Item] = []
    _gather(engine.address(page), engine.page_objects, engine.page_object, SAME, 0, False, found)
    return found


def _gather(parent: int, count: Any, get: Any, outer: Matrix, depth: int, layered: bool, found: list[Item]) -> None:
    if len(found) + (number := count(parent)) > MAX_OBJECTS:
        raise ReadError(
            f"a page has more than {MAX_OBJECTS} lines, words and pictures: save the report without drawings"
        )
    addresses = [*map(get, repeat(parent), range(number))]
    for address, kind in zip(addresses, map(engine.object_type, addresses), strict=True):
        if kind == FORM and depth < MAX_DEPTH:
            inner = product(matrix_of(address), outer)
            on_layer = layered or _on_layer(address)
            _gather(address, engine.form_objects, engine.form_object, inner, depth + 1, on_layer, found)
        elif kind in (TEXT, PATH, IMAGE):
            found.append(_new(Item, (kind, address, outer, layered)))


def matrix_of(address: int) -> Matrix:
    if not engine.object_matrix(address, _MATRIX.start):
        return SAME
    matrix: Matrix = _MATRIX.read()
    return matrix


def product(inner: Matrix, outer: Matrix) -> Matrix:
    if outer is SAME:
        return inner
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def point(x: float, y: float, matrix: Matrix) -> Point:
    if matrix is SAME:
        return x, y
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
