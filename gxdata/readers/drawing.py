"""Lines, coloured areas and pictures of a page of a PDF, in points from the upper left of the upright page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pypdfium2.raw as pdfium

from ..document import ReadError
from . import engine
from .content import IMAGE, PATH, TEXT, Area, Item, Matrix, Point, View
from .content import point as mapped
from .ruled import Rule

MAX_SEGMENTS = 100_000  # of the paths of a page
THIN = 3.2  # an area no wider is a line
SHORT = 0.2  # a line no longer is none, nor a dot of one
WHOLE = 0.5  # share of the page that a picture of it covers
STRIP = 16  # points of a page's height
OPAQUE = 255
WHITE = 250  # of each of red, green and blue
SLANT = 0.8  # points by which a line's ends may differ
CORNERS = 5  # points that the outline of a frame has at most …
CHARACTER = 4.0, 24.0  # … and points that a shape which may be a drawn character has on its longer side


_new = tuple.__new__  # twice as fast as the constructor of a NamedTuple
_MODES = engine.Numbers("i", 2)
_COLOR = engine.Numbers("I", 4)
_POINT = engine.Numbers("f", 2)


class Drawing:
    """What a page shows beside its text. across, down: lines that show; pictures: square points that images cover;
    texts: when each text object, by its address, is drawn; shapes: middles of what may be characters drawn as shapes."""

    def __init__(self, view: View, items: Sequence[Item]) -> None:
        self.view = view
        self.across: list[Rule] = []
        self.down: list[Rule] = []
        self.pictures = 0.0
        self.texts: dict[int, int] = {}
        self.covers: dict[int, list[tuple[int, Area, bool]]] = {}  # by strips of the page, see _cover
        self._shades: list[Area] = []  # areas filled with a colour that white shows on
        self._white: list[tuple[bool, Rule]] = []  # white lines: across or not
        self._now = self._segments = 0  # which object is looked at; pieces of paths so far
        self.drawn = 0  # paths that are no lines
        self.shapes: list[Point] = []
        for self._now, item in enumerate(items):
            if item.kind == TEXT:
                self.texts[item.address] = self._now
            elif item.kind == PATH:
                self._path(item)
            elif item.kind == IMAGE:
                self._image(item)
        for across, rule in self._white:
            middle = (rule.start + rule.end) / 2
            if self.shaded(*((middle, rule.at) if across else (rule.at, middle))):
                (self.across if across else self.down).append(rule)

    def shaded(self, x: float, y: float) -> bool:
        """Whether something coloured is drawn there."""
        return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in self._shades)

    def covered(self, x: float, y: float, address: int) -> str:
        """What is drawn there over the text object at that address: `area`, `picture` of a page, or nothing."""
        when = self.texts.get(address, self._now)
        for later, (left, top, right, bottom), picture in reversed(self.covers.get(int(y // STRIP), ())):
            if later < when:
                break
            if left < x < right and top < y < bottom:
                return "picture" if picture else "area"
        return ""

    def _cover(self, area: Area, picture: bool) -> None:
        """Keeps when and where something opaque is drawn that may cover text drawn before."""
        for strip in range(int(area[1] // STRIP), int(area[3] // STRIP) + 1):
            self.covers.setdefault(strip, []).append((self._now, area, picture))

    def _image(self, item: Item) -> None:
        area = item.area(self.view)
        if area is None:
            return
        if min(area[2] - area[0], area[3] - area[1]) <= THIN:
            self._line(area, False)
        else:
            size = (area[2] - area[0]) * (area[3] - area[1])
            self.pictures += size
            self._shades.append(area)
            if self.texts and size > WHOLE * self.view.width * self.view.height:  # a seal covers no page
                self._cover(area, True)

    # ── Paths ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _path(self, item: Item) -> None:
        path = item.address
        engine.draw_mode(path, *_MODES.addresses)
        fill, stroke = _MODES.read()
        area = item.area(self.view) if fill or stroke else None
        if area is None:
            return
        (engine.object_stroke if stroke else engine.object_fill)(path, *_COLOR.addresses)
        red, green, blue, alpha = _COLOR.read()
        if alpha == 0:
            return
        white = red >= WHITE and green >= WHITE and blue >= WHITE
        if min(area[2] - area[0], area[3] - area[1]) <= THIN:
            self._line(area, white)
            if fill and not white and engine.segments(path) > CORNERS:
                self._shape(area)  # a 1
            return
        count = engine.segments(path)
        if fill and not stroke and count <= 5:
            if not white:
                self._shades.append(area)
            if self.texts and alpha == OPAQUE and not engine.object_transparent(path):
                self._cover(area, False)
            return
        self.drawn += 1
        self._segments += max(count, 0)
        if self._segments > MAX_SEGMENTS:
            raise ReadError(f"a page has lines of more than {MAX_SEGMENTS} pieces: save the report without drawings")
        matrix = item.matrix()
        if stroke:
            for start, end in _strokes(path, count, matrix):
                if min(abs(start[0] - end[0]), abs(start[1] - end[1])) <= SLANT and (
                    line := self.view.area([start, end])
                ):
                    self._line(line, white)
        else:
            self._filled(path, count, matrix, white)

    def _filled(self, path: int, count: int, matrix: Matrix, white: bool) -> None:
        """Lines among the areas that one path fills: thin ones, and the sides of frames, whose inner area is left out."""
        outlines = [
            (area, len(corners)) for corners in _outlines(path, count, matrix) if (area := self.view.area(corners))
        ]
        areas = [area for area, _ in outlines]
        for area, corners in outlines:
            left, top, right, bottom = area
            drawn = corners > CORNERS and not white and self._shape(area)
            if min(right - left, bottom - top) <= THIN:
                self._line(area, white)
            elif not drawn and any(
                0 < max(abs(one - two) for one, two in zip(area, other, strict=True)) <= THIN for other in areas
            ):
                for side in ((left, top, right, top), (left, bottom, right, bottom), (left, top, left, bottom),
                             (right, top, right, bottom)):  # fmt: skip
                    self._line(side, white)

    def _shape(self, area: Area) -> bool:
        """Keeps the place of a shape that may be a character, and says whether it may."""
        left, top, right, bottom = area
        if not CHARACTER[0] <= max(right - left, bottom - top) <= CHARACTER[1]:
            return False
        self.shapes.append(((left + right) / 2, (top + bottom) / 2))
        return True

    def _line(self, area: Area, white: bool) -> None:
        """A thin area as a line; a dot may be a piece of one either way."""
        left, top, right, bottom = area
        width, height = right - left, bottom - top
        dot = max(width, height) <= THIN
        if width >= max(height, SHORT) or (width > SHORT and dot):
            self._rule(True, _new(Rule, ((top + bottom) / 2, left, right, height)), white)
        if height >= max(width, SHORT) or (height > SHORT and dot):
            self._rule(False, _new(Rule, ((left + right) / 2, top, bottom, width)), white)

    def _rule(self, across: bool, rule: Rule, white: bool) -> None:
        if white:
            self._white.append((across, rule))
        else:
            (self.across if across else self.down).append(rule)


def _points(path: int, count: int, matrix: Matrix) -> Iterator[tuple[int, bool, Point]]:
    """(type, whether it closes the outline, point) of every segment."""
    for place in range(count):
        segment = engine.segment(path, place)
        if segment and engine.segment_point(segment, *_POINT.addresses):
            x, y = _POINT.read()
            yield engine.segment_type(segment), bool(engine.segment_closes(segment)), mapped(x, y, matrix)


def _strokes(path: int, count: int, matrix: Matrix) -> Iterator[tuple[Point, Point]]:
    """(start, end) of every straight piece of a path."""
    first = last = (0.0, 0.0)
    for kind, closes, point in _points(path, count, matrix):
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            first = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield last, point
        if closes:
            yield point, first
        last = point


def _outlines(path: int, count: int, matrix: Matrix) -> Iterator[list[Point]]:
    """The points of every outline of a path."""
    points: list[Point] = []
    for kind, _, point in _points(path, count, matrix):
        if kind == pdfium.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        points.append(point)
    if points:
        yield points
