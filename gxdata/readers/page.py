"""The characters of a page of a PDF that can be seen, from PDFium, in points from the upper left of the upright page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from ..document import ReadError
from . import engine, layers
from .content import TEXT, Area, View, items
from .drawing import STRIP, Drawing
from .ruled import Rule
from .runs import Character, Runs

MAX_FIELDS = 10_000  # annotations that are looked at
INVISIBLE = 3, 7  # text render modes
FAR = 1e4  # points
OVER = 0.25  # of the font size, that a character's ink may stand out of its box
DOT = 0.5  # points: what is drawn smaller is no character
REPLACEMENT = "\ufffd"
FIGURE = re.compile(r"[\d/—–-]")  # what a value cell may hold
UNKNOWN = re.compile("[\ufffd-\uffff\ud800-\uf8ff\U000f0000-\U0010ffff\x00-\x1f\x7f-\x9f]")

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
    unseen: list[tuple[float, float]] = field(default_factory=list)  # middles of figures left out, or drawn as shapes


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
        runs = Runs(engine.address(text), {item.address: item for item in found if item.kind == TEXT})
        characters = runs.characters(count)
    finally:
        pdfium.FPDFText_ClosePage(text)
    view = View(box, runs.quarter(pdfium.FPDFPage_GetRotation(page) % 4))
    drawing = Drawing(view, found)
    sheet = Sheet(number, view.width, view.height)
    sheet.across, sheet.down, sheet.drawn = drawing.across, drawing.down, drawing.drawn
    sheet.pictures = min(1.0, drawing.pictures / (view.width * view.height))
    sheet.unseen += drawing.shapes
    _add_glyphs(sheet, characters, view, drawing, _limits(page, runs, characters, view))
    _add_unmapped(sheet, runs, characters, view)
    return sheet


def _leave_out(sheet: Sheet, code: int, x: float, y: float) -> None:
    """Notes where a figure or mark was left out: a cell that shows nothing there may not be a blank one."""
    if FIGURE.match(chr(code)):
        sheet.unseen.append((x, y))


class _Limit(NamedTuple):
    """Where and whether text with figures shows. clip: the rectangle that it is cut off to, and partly: whether some
    of it is in there; shown: whether its layer shows, None where that is not known."""

    clip: Area | None
    partly: bool
    shown: bool | None = True


def _limits(page: Any, runs: Runs, characters: list[Character], view: View) -> dict[int, _Limit]:
    """Text with figures of which some or all may not show, by its address."""
    found: dict[int, _Limit] = {}
    layered: set[int] = set()
    for address in dict.fromkeys(one[5].address for one in characters if 0x30 <= one[0] <= 0x39):
        if item := runs.items.get(address):
            clip, on_layer = item.clip(view), item.on_layer()
            layered |= {address} if on_layer else set()
            if clip or on_layer:
                found[address] = _Limit(clip, False)
    if not found:
        return found
    places = [(one[5].address, view.box(*one[1:5])) for one in characters]
    for address, place in places:
        if (limit := found.get(address)) and _holds(limit.clip or place, place):
            found[address] = limit._replace(partly=True)
    if layered:
        both = [[place for address, place in places if (address in layered) == on] for on in (True, False)]
        shown = layers.shown(page, view, *both)
        found |= {address: found[address]._replace(shown=shown) for address in layered}
    return found


def _add_glyphs(
    sheet: Sheet,
    characters: list[Character],
    view: View,
    drawing: Drawing,
    limits: Mapping[int, _Limit],
) -> None:
    """The characters that can be seen; the others are counted. One that no code is known for is U+FFFD: left out, it
    would make another number of the figure it stands in."""
    omitted, add = sheet.omitted, sheet.glyphs.append
    width, height, upright, box_of, strips = view.width, view.height, view.quarter, view.box, drawing.covers
    for code, left, bottom, right, top, run, mapped in characters:
        size, quarter, mode, white, clear, address = run
        if not (0 < right - left < FAR and 0 < top - bottom < FAR):
            omitted["without a place"] += 1
            continue
        box = box_of(left, bottom, right, top)
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        over = drawing.covered(x, y, address) if y // STRIP in strips else ""
        cut = hidden = unknown = False
        if limits and (limit := limits.get(address)):
            cut = limit.clip is not None and not _holds(limit.clip, box)
            hidden = limit.shown is False or (cut and not limit.partly)
            unknown = limit.shown is None
        if quarter < 0:
            omitted["slanted"] += 1
            _leave_out(sheet, code, x, y)
        elif not (0 <= x <= width and 0 <= y <= height):
            omitted["outside the page"] += 1
        elif clear or hidden or over == "area" or (white and not drawing.shaded(x, y)):
            omitted["hidden"] += 1
            _leave_out(sheet, code, x, y)
        else:
            char = chr(code)
            if not mapped or unknown or (not 0xA0 <= code < 0xD800 and UNKNOWN.match(char)):
                omitted["unmapped"] += 1
                char = REPLACEMENT
            doubt = over == "picture" or mode in INVISIBLE or cut
            add(_new(Glyph, (char, *box, size, doubt, (upright - quarter) % 4 * 90)))


def _add_unmapped(sheet: Sheet, runs: Runs, characters: list[Character], view: View) -> None:
    """U+FFFD for what is drawn as text and has no character: PDFium leaves out what a font does not name. Text that is
    printed twice is left out as well, and is not that."""
    strips: dict[int, list[Glyph]] = {}
    for glyph in sheet.glyphs if runs.empty else ():
        strips.setdefault(int((glyph.top + glyph.bottom) / 2 // STRIP), []).append(glyph)
    found = [area for item in runs.empty.values() if (area := item.area(view))]
    found = [area for area in found if not _printed_twice(area, strips)] + _overhangs(runs, characters, view)
    for left, top, right, bottom in found:
        if right - left > DOT and bottom - top > DOT:
            sheet.omitted["unmapped"] += 1
            sheet.glyphs.append(Glyph(REPLACEMENT, left, top, right, bottom, bottom - top, False, 0))


def _printed_twice(area: Area, strips: Mapping[int, list[Glyph]]) -> bool:
    """Whether a character stands there: one in the middle of the other. A point is smaller than its character's box."""
    return any(
        _holds(area, glyph[1:5]) or _holds(glyph[1:5], area)
        for strip in range(int(area[1] // STRIP) - 1, int(area[3] // STRIP) + 2)
        for glyph in strips.get(strip, ())
    )


def _holds(one: Area, two: Area) -> bool:
    return one[0] <= (two[0] + two[2]) / 2 <= one[2] and one[1] <= (two[1] + two[3]) / 2 <= one[3]


def _overhangs(runs: Runs, characters: list[Character], view: View) -> list[Area]:
    """Where text with figures is drawn beyond the characters that are known of it."""
    upright = view.quarter
    figured = {one[5].address for one in characters if 0x30 <= one[0] <= 0x39 and one[5].quarter == upright}
    ends: dict[int, tuple[float, float, float]] = {}
    for _, left, bottom, right, top, run, _ in characters:
        if run.address in figured:
            left, _, right, _ = view.box(left, bottom, right, top)
            first, last, _ = ends.get(run.address, (left, right, 0.0))
            ends[run.address] = min(left, first), max(right, last), run.size
    found: list[Area] = []
    for address, (first, last, size) in ends.items():
        item = runs.items.get(address)
        if item and (area := item.area(view)):
            left, top, right, bottom = area
            found += [(left, top, first, bottom)] * (first - left > OVER * size)
            found += [(last, top, right, bottom)] * (right - last > OVER * size)
    return found


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
