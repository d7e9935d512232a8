"""Lines, coloured areas and pictures of a page of a PDF, from PDFium, in points from the upper left of the upright page."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from math import isfinite
from typing import Any

import pypdfium2.raw as pdfium

from ..document import ReadError
from .ruled import Rule

MAX_OBJECTS = 50_000  # of a page
MAX_SEGMENTS = 100_000  # of the paths of a page
MAX_DEPTH = 8  # of form XObjects in each other
THIN = 3.2  # an area no wider is a line
SHORT = 0.2  # a line no longer is none, nor a dot of one
WHOLE = 0.5  # share of the page that a picture of it covers
STRIP = 16  # points of a page's height
OPAQUE = 255
WHITE = 250  # of each of red, green and blue
SLANT = 0.8  # points by which a line's ends may differ

Matrix = tuple[float, float, float, float, float, float]
Area = tuple[float, float, float, float]  # left, top, right, bottom
_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


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


class Drawing:
    """What a page shows beside its text. across, down: lines that show; pictures: square points that images cover;
    order: when each text object, by its address, is drawn."""

    def __init__(self, view: View, page: Any) -> None:
        self.view = view
        self.across: list[Rule] = []
        self.down: list[Rule] = []
        self.pictures = 0.0
        self.order: dict[int, int] = {}
        self.covers: dict[int, list[tuple[int, Area, bool]]] = {}  # by strips of the page, see _cover
        self._shades: list[Area] = []  # areas filled with a colour that white shows on
        self._white: list[tuple[bool, Rule]] = []  # white lines: across or not
        self._objects = self._segments = 0
        self.drawn = 0  # paths that are no lines
        self._color = tuple(ctypes.c_uint() for _ in range(4))
        self._floats = tuple(ctypes.c_float() for _ in range(4))
        self._references = tuple(map(ctypes.byref, self._floats))
        self._color_references = tuple(map(ctypes.byref, self._color))
        self._matrix = pdfium.FS_MATRIX()
        self._refuse(pdfium.FPDFPage_CountObjects(page))
        for item in _objects(page, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject):
            self._object(item, _SAME, 0)
        for across, rule in self._white:
            middle = (rule.start + rule.end) / 2
            if self.shaded(*((middle, rule.at) if across else (rule.at, middle))):
                (self.across if across else self.down).append(rule)

    def shaded(self, x: float, y: float) -> bool:
        """Whether something coloured is drawn there."""
        return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in self._shades)

    def covered(self, x: float, y: float, address: int) -> str:
        """What is drawn there over the text object at that address: `area`, `picture` of a page, or nothing."""
        when = self.order.get(address, self._objects)
        for later, (left, top, right, bottom), picture in reversed(self.covers.get(int(y // STRIP), ())):
            if later < when:
                break
            if left < x < right and top < y < bottom:
                return "picture" if picture else "area"
        return ""

    def _refuse(self, objects: int) -> None:
        if objects > MAX_OBJECTS:
            raise ReadError(
                f"a page has more than {MAX_OBJECTS} lines, words and pictures: save the report without drawings"
            )

    def _cover(self, area: Area, picture: bool) -> None:
        """Keeps when and where something opaque is drawn that may cover text drawn before."""
        for strip in range(int(area[1] // STRIP), int(area[3] // STRIP) + 1):
            self.covers.setdefault(strip, []).append((self._objects, area, picture))

    def _object(self, item: Any, outer: Matrix, depth: int) -> None:
        self._objects += 1
        self._refuse(self._objects)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            self.order[ctypes.addressof(item.contents)] = self._objects
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            self._path(item, outer)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            self._image(item, outer)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
            inner = _product(self._matrix_of(item), outer)
            for part in _objects(item, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject):
                self._object(part, inner, depth + 1)

    def _matrix_of(self, item: Any) -> Matrix:
        matrix = self._matrix
        if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
            return _SAME
        return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f

    def _bounds(self, item: Any, outer: Matrix) -> Area | None:
        """Where an object shows, cut off at the page's edges; None when it does not."""
        if not pdfium.FPDFPageObj_GetBounds(item, *self._references):
            return None
        left, bottom, right, top = (each.value for each in self._floats)
        return self._area([_point(x, y, outer) for x in (left, right) for y in (bottom, top)])

    def _area(self, corners: list[tuple[float, float]]) -> Area | None:
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        left, top, right, bottom = self.view.box(min(xs), min(ys), max(xs), max(ys))
        left, top = max(left, 0.0), max(top, 0.0)
        right, bottom = min(right, self.view.width), min(bottom, self.view.height)
        shown = all(map(isfinite, (left, top, right, bottom))) and left <= right and top <= bottom
        return (left, top, right, bottom) if shown else None

    def _image(self, item: Any, outer: Matrix) -> None:
        area = self._bounds(item, outer)
        if area is None:
            return
        if min(area[2] - area[0], area[3] - area[1]) <= THIN:
            self._line(area, False)
        else:
            size = (area[2] - area[0]) * (area[3] - area[1])
            self.pictures += size
            self._shades.append(area)
            if self.order and size > WHOLE * self.view.width * self.view.height:  # a seal covers no page
                self._cover(area, True)

    # ── Paths ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _path(self, item: Any, outer: Matrix) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        if not pdfium.FPDFPath_GetDrawMode(item, fill, stroke) or not (fill.value or stroke.value):
            return
        area = self._bounds(item, outer)
        if area is None:
            return
        read_color = pdfium.FPDFPageObj_GetStrokeColor if stroke.value else pdfium.FPDFPageObj_GetFillColor
        read_color(item, *self._color_references)
        red, green, blue, alpha = (each.value for each in self._color)
        if alpha == 0:
            return
        white = min(red, green, blue) >= WHITE
        if min(area[2] - area[0], area[3] - area[1]) <= THIN:
            self._line(area, white)
            return
        count = pdfium.FPDFPath_CountSegments(item)
        if fill.value and not stroke.value and count <= 5:
            if not white:
                self._shades.append(area)
            if self.order and alpha == OPAQUE and not pdfium.FPDFPageObj_HasTransparency(item):
                self._cover(area, False)
            return
        self.drawn += 1
        self._segments += max(count, 0)
        if self._segments > MAX_SEGMENTS:
            raise ReadError(f"a page has lines of more than {MAX_SEGMENTS} pieces: save the report without drawings")
        matrix = _product(self._matrix_of(item), outer)
        if stroke.value:
            for start, end in _strokes(item, count, matrix):
                if min(abs(start[0] - end[0]), abs(start[1] - end[1])) <= SLANT and (line := self._area([start, end])):
                    self._line(line, white)
        else:
            self._filled(item, count, matrix, white)

    def _filled(self, item: Any, count: int, matrix: Matrix, white: bool) -> None:
        """Lines among the areas that one path fills: thin ones, and the sides of frames, whose inner area is left out."""
        areas = [area for corners in _outlines(item, count, matrix) if (area := self._area(corners))]
        for area in areas:
            left, top, right, bottom = area
            if min(right - left, bottom - top) <= THIN:
                self._line(area, white)
            elif any(0 < max(abs(one - two) for one, two in zip(area, other, strict=True)) <= THIN for other in areas):
                for side in ((left, top, right, top), (left, bottom, right, bottom), (left, top, left, bottom),
                             (right, top, right, bottom)):  # fmt: skip
                    self._line(side, white)

    def _line(self, area: Area, white: bool) -> None:
        """A thin area as a line; a dot may be a piece of one either way."""
        left, top, right, bottom = area
        width, height = right - left, bottom - top
        for across, length, thick, rule in (
            (True, width, height, Rule((top + bottom) / 2, left, right, height)),
            (False, height, width, Rule((left + right) / 2, top, bottom, width)),
        ):
            if length >= max(thick, SHORT) or (length > SHORT and max(width, height) <= THIN):
                if white:
                    self._white.append((across, rule))
                else:
                    (self.across if across else self.down).append(rule)


def _objects(parent: Any, count: Any, get: Any) -> Iterator[Any]:
    for place in range(max(count(parent), 0)):
        if item := get(parent, place):
            yield item


def _product(inner: Matrix, outer: Matrix) -> Matrix:
    if outer is _SAME:
        return inner
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _point(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    if matrix is _SAME:
        return x, y
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _points(item: Any, count: int, matrix: Matrix) -> Iterator[tuple[int, bool, tuple[float, float]]]:
    """(type, whether it closes the outline, point) of every segment."""
    x, y = ctypes.c_float(), ctypes.c_float()
    for place in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(item, place)
        if segment and pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            closes = bool(pdfium.FPDFPathSegment_GetClose(segment))
            yield pdfium.FPDFPathSegment_GetType(segment), closes, _point(x.value, y.value, matrix)


def _strokes(item: Any, count: int, matrix: Matrix) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """(start, end) of every straight piece of a path."""
    first = last = (0.0, 0.0)
    for kind, closes, point in _points(item, count, matrix):
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            first = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield last, point
        if closes:
            yield point, first
        last = point


def _outlines(item: Any, count: int, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """The points of every outline of a path."""
    points: list[tuple[float, float]] = []
    for kind, _, point in _points(item, count, matrix):
        if kind == pdfium.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        points.append(point)
    if points:
        yield points
