"""The objects of a page of a PDF, those in its form XObjects too, and where they show. PDFium's own coordinates run
from the lower left; here they are points from the upper left of the upright page."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from math import isfinite
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from ..document import ReadError

MAX_OBJECTS = 50_000  # of a page
MAX_DEPTH = 8  # of form XObjects in each other

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
Area = tuple[float, float, float, float]  # left, top, right, bottom
SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

_FLOATS = tuple(ctypes.c_float() for _ in range(4))  # PDFium is called by one thread at a time
_REFERENCES = tuple(map(ctypes.byref, _FLOATS))
_MATRIX = pdfium.FS_MATRIX()


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
        left, top, right, bottom = self.box(min(xs), min(ys), max(xs), max(ys))
        left, top = max(left, 0.0), max(top, 0.0)
        right, bottom = min(right, self.width), min(bottom, self.height)
        shown = all(map(isfinite, (left, top, right, bottom))) and left <= right and top <= bottom
        return (left, top, right, bottom) if shown else None


class Item(NamedTuple):
    """An object of a page. outer: the matrix of the forms around it."""

    kind: int
    handle: Any
    outer: Matrix

    @property
    def address(self) -> int:
        return ctypes.addressof(self.handle.contents)

    def matrix(self) -> Matrix:
        return product(matrix_of(self.handle), self.outer)

    def area(self, view: View) -> Area | None:
        """Where it shows."""
        if not pdfium.FPDFPageObj_GetBounds(self.handle, *_REFERENCES):
            return None
        left, bottom, right, top = (each.value for each in _FLOATS)
        return view.area([point(x, y, self.outer) for x in (left, right) for y in (bottom, top)])


def items(page: Any) -> list[Item]:
    """The objects of a page in the order in which they are drawn, without forms themselves. Raises ReadError when
    there are too many."""
    found: list[Item] = []
    _gather(_parts(page, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject), SAME, 0, found)
    return found


def _gather(parts: Iterator[Any], outer: Matrix, depth: int, found: list[Item]) -> None:
    for handle in parts:
        kind = pdfium.FPDFPageObj_GetType(handle)
        if kind != pdfium.FPDF_PAGEOBJ_FORM:
            found.append(Item(kind, handle, outer))
        elif depth < MAX_DEPTH:
            inner = _parts(handle, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject)
            _gather(inner, product(matrix_of(handle), outer), depth + 1, found)
        if len(found) > MAX_OBJECTS:
            _refuse()


def _refuse() -> None:
    raise ReadError(f"a page has more than {MAX_OBJECTS} lines, words and pictures: save the report without drawings")


def _parts(parent: Any, count: Any, get: Any) -> Iterator[Any]:
    if (number := count(parent)) > MAX_OBJECTS:
        _refuse()
    for place in range(max(number, 0)):
        if handle := get(parent, place):
            yield handle


def matrix_of(handle: Any) -> Matrix:
    if not pdfium.FPDFPageObj_GetMatrix(handle, _MATRIX):
        return SAME
    return _MATRIX.a, _MATRIX.b, _MATRIX.c, _MATRIX.d, _MATRIX.e, _MATRIX.f


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
