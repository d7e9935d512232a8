"""The characters of a page of a PDF that can be seen, from PDFium, in points from the upper left of the upright page."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import hypot, isfinite
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from ..document import ReadError
from .content import Item, View, items, matrix_of, product
from .drawing import WHITE, Drawing
from .ruled import Rule

ODD = 2.5  # a character's box is no taller or wider than so many times the font's size
MAX_FIELDS = 10_000  # annotations that are looked at
SLANT = 0.05  # of a line or of text, that still counts as straight

FILLED, INVISIBLE = (0, 4), (3, 7)  # text render modes
SPACES = frozenset([0x20, 0xA0, 0x3000, *range(0x2000, 0x200C), *range(0x09, 0x0E)])
FAR = 1e4  # points
STRIP = 16  # points of a page's height
DOT = 0.5  # points: what is drawn smaller is no character
REPLACEMENT = "\ufffd"
UNKNOWN = re.compile("[\ufffd-\uffff\ue000-\uf8ff\U000f0000-\U0010ffff\x00-\x1f\x7f-\x9f]")

Character = tuple[int, float, float, float, float, "_Run", bool]  # code point, left, bottom, right, top, run, mapped
_new = tuple.__new__  # twice as fast as the constructor of a NamedTuple


class Glyph(NamedTuple):
    """One character that shows; size: of its font, in points; doubt: it is drawn invisibly, as recognised text is
    under a scan; turn: degrees clockwise from the page's reading direction, 0, 90, 180 or 270."""

    char: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    doubt: bool
    turn: int


@dataclass(slots=True)
class Sheet:
    """One page. pictures: share of it that images cover; omitted: how many characters cannot be seen or read, by reason."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)
    pictures: float = 0.0
    drawn: int = 0  # shapes that are neither lines nor coloured areas
    omitted: Counter[str] = field(default_factory=Counter)


def read_page(page: Any, number: int, most: int) -> Sheet | None:
    """What a page shows; None when it has no size. Raises ReadError when it has more than `most` characters."""
    frame = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, frame)
    box = (frame.left, frame.bottom, frame.right, frame.top)
    if not all(map(isfinite, box)) or box[2] <= box[0] or box[3] <= box[1]:
        return None
    text = pdfium.FPDFText_LoadPage(page)
    try:
        count = max(pdfium.FPDFText_CountChars(text), 0)
        if count > most:
            raise ReadError("it has more characters than any report: save the report's pages alone")
        found = items(page)
        runs = _Runs(text, {item.address: item for item in found if item.kind == pdfium.FPDF_PAGEOBJ_TEXT})
        characters = [runs.character(place) for place in range(count)]
    finally:
        pdfium.FPDFText_ClosePage(text)
    view = View(box, runs.quarter(pdfium.FPDFPage_GetRotation(page) % 4))
    drawing = Drawing(view, found)
    sheet = Sheet(number, view.width, view.height)
    sheet.across, sheet.down, sheet.drawn = drawing.across, drawing.down, drawing.drawn
    sheet.pictures = min(1.0, drawing.pictures / (view.width * view.height))
    _add_glyphs(sheet, [character for character in characters if character], view, drawing)
    _add_unmapped(sheet, runs, view)
    return sheet


# ── Characters ───────────────────────────────────────────────────────────────────────────────────────────────────


class _Run(NamedTuple):
    """What the characters of one text object share. quarter: turns counter-clockwise, -1 when it is slanted."""

    size: float
    quarter: int
    mode: int
    white: bool
    clear: bool  # fully transparent
    address: int  # of the text object


class _Runs:
    """The characters of a page, each with the run it stands in."""

    def __init__(self, text: Any, items: Mapping[int, Item]) -> None:
        self.text, self.items = text, items
        self.empty = dict(items)  # text objects that none of the characters is of
        self.known: dict[int, _Run] = {}
        self.lengths: Counter[int] = Counter()
        self._rectangle = pdfium.FS_RECTF()
        self._color = tuple(ctypes.c_uint() for _ in range(4))
        self._size = ctypes.c_float()
        self._references = tuple(ctypes.byref(each) for each in (self._size, *self._color))
        self._rectangle_reference = ctypes.byref(self._rectangle)

    def character(self, place: int) -> Character | None:
        """None for white space and what PDFium puts in."""
        code = pdfium.FPDFText_GetUnicode(self.text, place)
        item = pdfium.FPDFText_GetTextObject(self.text, place)
        if not item:
            return None
        address = ctypes.addressof(item.contents)
        if code in SPACES:
            self.empty.pop(address, None)
            return None
        run = self.known.get(address) or self._run(item, address)
        rectangle = self._rectangle
        if not pdfium.FPDFText_GetLooseCharBox(self.text, place, self._rectangle_reference):
            return None
        left, bottom, right, top = rectangle.left, rectangle.bottom, rectangle.right, rectangle.top
        if not (run.size / ODD < top - bottom < ODD * run.size and right - left < ODD * run.size):
            left, right, bottom, top = self._ink(place)  # as in vertical text, where PDFium forgets to scale it
        self.lengths[run.quarter] += 1
        mapped = code >= 0x2E80 or not pdfium.FPDFText_HasUnicodeMapError(self.text, place)
        return code, left, bottom, right, top, run, mapped

    def _ink(self, place: int) -> tuple[float, float, float, float]:
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        pdfium.FPDFText_GetCharBox(self.text, place, left, right, bottom, top)
        return left.value, right.value, bottom.value, top.value

    def _run(self, item: Any, address: int) -> _Run:
        size, color = self._size, self._color
        pdfium.FPDFTextObj_GetFontSize(item, self._references[0])
        pdfium.FPDFPageObj_GetFillColor(item, *self._references[1:])
        mode = pdfium.FPDFTextObj_GetTextRenderMode(item)
        whole = self.empty.pop(address, None)
        a, b, c, d, _, _ = product(matrix_of(item), whole.outer) if whole else matrix_of(item)
        run = _Run(
            abs(size.value) * hypot(c, d),
            _quarter(a, b),
            mode,
            mode in FILLED and min(each.value for each in color[:3]) >= WHITE,
            mode in FILLED and color[3].value == 0,
            address,
        )
        self.known[address] = run
        return run

    def quarter(self, rotation: int) -> int:
        """Quarter turns clockwise that set most characters upright; without such a majority the page's own rotation."""
        count, quarter = max(((count, quarter) for quarter, count in self.lengths.items()), default=(0, -1))
        return quarter if quarter >= 0 and 2 * count > self.lengths.total() else rotation


def _quarter(a: float, b: float) -> int:
    """Quarter turns counter-clockwise of a text matrix, -1 when it is slanted."""
    if abs(b) <= SLANT * abs(a):
        return 0 if a > 0 else 2
    if abs(a) <= SLANT * abs(b):
        return 1 if b > 0 else 3
    return -1


def _add_glyphs(sheet: Sheet, characters: list[Character], view: View, drawing: Drawing) -> None:
    """The characters that can be seen; the others are counted. One that no code is known for is U+FFFD: left out, it
    would make another number of the figure it stands in."""
    omitted, add = sheet.omitted, sheet.glyphs.append
    for code, left, bottom, right, top, run, mapped in characters:
        if run.quarter < 0:
            omitted["slanted"] += 1
            continue
        if not (0 < right - left < FAR and 0 < top - bottom < FAR):
            omitted["without a place"] += 1
            continue
        box = view.box(left, bottom, right, top)
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        over = drawing.covered(x, y, run.address) if drawing.covers else ""
        if not (0 <= x <= view.width and 0 <= y <= view.height):
            omitted["outside the page"] += 1
        elif run.clear or over == "area" or (run.white and not drawing.shaded(x, y)):
            omitted["hidden"] += 1
        else:
            char = chr(code)
            if not mapped or UNKNOWN.match(char):
                omitted["unmapped"] += 1
                char = REPLACEMENT
            doubt = run.mode in INVISIBLE or over == "picture"
            add(_new(Glyph, (char, *box, run.size, doubt, (view.quarter - run.quarter) % 4 * 90)))


def _add_unmapped(sheet: Sheet, runs: _Runs, view: View) -> None:
    """U+FFFD for what is drawn as text and has no character: PDFium leaves out what a font does not name. Text that is
    printed twice is left out as well, and is not that."""
    strips: dict[int, list[Glyph]] = {}
    for glyph in sheet.glyphs if runs.empty else ():
        strips.setdefault(int((glyph.top + glyph.bottom) / 2 // STRIP), []).append(glyph)
    for item in runs.empty.values():
        area = item.area(view)
        if area is None or area[2] - area[0] < DOT or area[3] - area[1] < DOT:
            continue
        left, top, right, bottom = area
        near = range(int(top // STRIP), int(bottom // STRIP) + 1)
        if not any(
            left <= (glyph.left + glyph.right) / 2 <= right and top <= (glyph.top + glyph.bottom) / 2 <= bottom
            for strip in near
            for glyph in strips.get(strip, ())
        ):
            sheet.omitted["unmapped"] += 1
            sheet.glyphs.append(Glyph(REPLACEMENT, left, top, right, bottom, bottom - top, False, 0))


def has_fields(page: Any) -> bool:
    """Whether a page has form fields or notes, which are no text of the page until it is flattened."""
    for place in range(min(pdfium.FPDFPage_GetAnnotCount(page), MAX_FIELDS)):
        annotation = pdfium.FPDFPage_GetAnnot(page, place)
        if annotation:
            kind = pdfium.FPDFAnnot_GetSubtype(annotation)
            pdfium.FPDFPage_CloseAnnot(annotation)
            if kind in (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT):
                return True
    return False
